"""A device that holds passkeys, in software: it answers what a page asks as a browser would, honestly or not."""

import hashlib
import json
import secrets
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import Aaguid, AttestationObject, AttestedCredentialData, AuthenticatorData, CollectedClientData
from flask import current_app

from auditapp.models import Person, db
from auditapp.services import passkeys as held
from tests.pages import DistrustfulClient

__all__ = ["Device", "asked_to_add", "asked_to_confirm", "asked_to_sign_in", "given", "held"]
ORIGIN, NAME = "http://localhost", "localhost"
FLAG = AuthenticatorData.FLAG


@dataclass
class Device:
    """One passkey. ``counts``: whether it counts its uses; ``verifies``: whether it asks for a finger or a PIN."""

    counts: bool = True
    verifies: bool = True
    origin: str = ORIGIN
    count: int = 0
    handle: str = ""
    id: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    secret: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    def makes(self, asked: dict[str, Any]) -> str:
        """Its answer to `navigator.credentials.create`."""
        self.handle = asked["user"]["id"]
        key = AttestedCredentialData.create(Aaguid.NONE, self.id, ES256.from_cryptography_key(self.secret.public_key()))
        data = AuthenticatorData.create(self._place(), self._flags() | FLAG.AT, self.count, bytes(key))
        client = CollectedClientData.create("webauthn.create", asked["challenge"], self.origin)
        return self._answer({
            "clientDataJSON": client.b64, "transports": ["internal"],
            "attestationObject": websafe_encode(bytes(AttestationObject.create("none", data, {}))),
        })  # fmt: skip

    def signs(self, asked: dict[str, Any]) -> str:
        """Its answer to `navigator.credentials.get`."""
        self.count += self.counts
        data = AuthenticatorData.create(self._place(), self._flags(), self.count)
        client = CollectedClientData.create("webauthn.get", asked["challenge"], self.origin)
        signature = self.secret.sign(bytes(data) + client.hash, ec.ECDSA(hashes.SHA256()))
        return self._answer({
            "clientDataJSON": client.b64, "authenticatorData": websafe_encode(bytes(data)),
            "signature": websafe_encode(signature), "userHandle": self.handle,
        })  # fmt: skip

    def _answer(self, response: dict[str, Any]) -> str:
        name = websafe_encode(self.id)
        return json.dumps({
            "id": name, "rawId": name, "type": "public-key", "response": response, "clientExtensionResults": {},
        })  # fmt: skip

    def _flags(self) -> int:
        return FLAG.UP | (FLAG.UV if self.verifies else 0)

    @staticmethod
    def _place() -> bytes:
        return hashlib.sha256(NAME.encode()).digest()


def given(person: Person, name: str = "Work laptop", **kind: Any) -> Device:
    """A passkey of ``person``, without the pages on which it is added."""
    device, challenge = Device(**kind), secrets.token_bytes(32)
    with current_app.test_request_context():
        held.add(person, name, challenge, device.makes(held.asking_for_new(person, challenge)))
        db.session.commit()
    return device


def asked_to_sign_in(browser: DistrustfulClient) -> dict[str, Any]:
    """What a browser that nobody is signed in with is asked for."""
    return _asked(browser, "/sign-in/passkey/challenge")


def asked_to_confirm(browser: DistrustfulClient, what: str) -> dict[str, Any]:
    """What the browser of somebody who wants to sign at ``what`` is asked for."""
    return _asked(browser, "/password/confirm/passkey/challenge", next=what)


def asked_to_add(browser: DistrustfulClient) -> dict[str, Any]:
    """What the browser of somebody who adds a passkey is asked for."""
    return _asked(browser, "/account/passkeys/challenge")


def _asked(browser: DistrustfulClient, path: str, **form: str) -> dict[str, Any]:
    response = browser.send(path, form)
    assert response.status_code == 200, response.text
    asked: dict[str, Any] = response.get_json()
    return asked
