"""Passkeys (WebAuthn): what a browser is asked for, and whether its answer is good. fido2 reads and checks.

What comes from a browser is bytes of a stranger: whatever goes wrong in reading them is a `NotGoodError`.
"""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from auditapp.domain.passkey import Place

if TYPE_CHECKING:  # reading it takes a tenth of a second, and most starts of the program meet no passkey
    from fido2.server import Fido2Server
    from fido2.webauthn import PublicKeyCredentialDescriptor

PATIENCE = 5 * 60_000
"""Milliseconds in which somebody finds their key and touches it."""


class NotGoodError(Exception):
    """The answer opens nothing. ``str()``: why, for the log."""


@dataclass(frozen=True, slots=True)
class Known:
    """A passkey that is there already. ``transports``: how its device is reached, in WebAuthn's words."""

    credential_id: bytes
    transports: Sequence[str]


@dataclass(frozen=True, slots=True)
class Made:
    """A new passkey. ``key``: WebAuthn's attested credential data, the public key in it; ``count``: uses so far."""

    credential_id: bytes
    key: bytes
    count: int
    transports: list[str]


@dataclass(frozen=True, slots=True)
class Named:
    """Which passkey an answer names, and the handle of whose it is ('' where the device does not say)."""

    credential_id: bytes
    handle: bytes


def asking_for_new(
    place: Place, challenge: bytes, *, house: str, handle: bytes, address: str, name: str, known: Sequence[Known]
) -> dict[str, Any]:
    """What `navigator.credentials.create` is given, as JSON: for the person of ``handle``, and no device that holds
    one of ``known``."""
    from fido2.webauthn import PublicKeyCredentialUserEntity, ResidentKeyRequirement, UserVerificationRequirement

    user = PublicKeyCredentialUserEntity(id=handle, name=address, display_name=name)
    asked, _ = _server(place, house).register_begin(
        user, credentials=_listed(known), challenge=challenge,
        resident_key_requirement=ResidentKeyRequirement.REQUIRED,
        user_verification=UserVerificationRequirement.REQUIRED,
    )  # fmt: skip
    return _json(asked)


def asking_for_one(place: Place, challenge: bytes, known: Sequence[Known] | None) -> dict[str, Any]:
    """What `navigator.credentials.get` is given, as JSON: one of ``known``; None for whichever a device holds."""
    from fido2.webauthn import UserVerificationRequirement

    asked, _ = _server(place).authenticate_begin(
        credentials=None if known is None else _listed(known), challenge=challenge,
        user_verification=UserVerificationRequirement.REQUIRED,
    )  # fmt: skip
    return _json(asked)


def made(place: Place, challenge: bytes, answer: str) -> Made:
    """The new passkey of ``answer``, made for ``challenge`` at ``place`` by somebody whom the device verified.

    Raises NotGoodError.
    """
    with _refusing():
        data, server = _read(answer), _server(place)
        found = server.register_complete(_state(challenge), data)
        credential = found.credential_data
        if credential is None or credential.public_key.ALGORITHM not in credential.public_key.supported_algorithms():
            raise NotGoodError("no key that can be checked")
        transports = [str(one)[:20] for one in data["response"].get("transports") or ()][:8]
        return Made(credential.credential_id, bytes(credential), found.counter, transports)


def named(answer: str) -> Named:
    """Which passkey ``answer`` says it is of; nothing is checked yet. Raises NotGoodError."""
    from fido2.webauthn import AuthenticationResponse

    with _refusing():
        found = AuthenticationResponse.from_dict(_read(answer))
        return Named(found.raw_id, found.response.user_handle or b"")


def used(place: Place, challenge: bytes, answer: str, *, key: bytes, count: int) -> int:
    """The count of uses after ``answer``, signed for ``challenge`` at ``place`` with ``key``, by somebody whom the
    device verified. ``count``: that of the use before. Raises NotGoodError, also where the count does not go on:
    then there may be two of a device that cannot be copied. Devices that do not count always say 0."""
    from fido2.webauthn import AttestedCredentialData, AuthenticationResponse

    with _refusing():
        response = AuthenticationResponse.from_dict(_read(answer))
        _server(place).authenticate_complete(_state(challenge), [AttestedCredentialData(key)], response)
        now = response.response.authenticator_data.counter
        if (now or count) and now <= count:
            raise NotGoodError(f"the count went from {count} to {now}")
        return int(now)


@contextmanager
def _refusing() -> Iterator[None]:
    try:
        yield
    except NotGoodError:
        raise
    except Exception as trouble:
        raise NotGoodError(f"{type(trouble).__name__}: {trouble}") from trouble


def _server(place: Place, house: str = "") -> "Fido2Server":
    from fido2.server import Fido2Server
    from fido2.webauthn import AttestationConveyancePreference, PublicKeyCredentialRpEntity

    house_at = PublicKeyCredentialRpEntity(id=place.name, name=house or place.name)
    # Of which make a device is does not matter here: whoever adds it is signed in, and has confirmed it.
    server = Fido2Server(house_at, AttestationConveyancePreference.NONE, lambda origin: origin == place.origin)
    server.timeout = PATIENCE  # type: ignore[assignment]  # the package leaves its type at None
    return server


def _state(challenge: bytes) -> dict[str, str]:
    from fido2.utils import websafe_encode
    from fido2.webauthn import UserVerificationRequirement

    return {"challenge": websafe_encode(challenge), "user_verification": UserVerificationRequirement.REQUIRED}


def _listed(known: Sequence[Known]) -> "list[PublicKeyCredentialDescriptor]":
    from fido2.webauthn import PublicKeyCredentialDescriptor

    rows = ({"type": "public-key", "id": one.credential_id, "transports": list(one.transports)} for one in known)
    return [PublicKeyCredentialDescriptor.from_dict(row) for row in rows]


def _read(answer: str) -> dict[str, Any]:
    data = json.loads(answer)
    if not isinstance(data, dict):
        raise NotGoodError("no object")
    return data


def _json(asked: Any) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(json.dumps(dict(asked), default=dict))["publicKey"]
    return found
