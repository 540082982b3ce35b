"""PAdES: papers signed with the organisation's own certificate (PKCS #12): any PDF reader names who issued them.

pyHanko is imported when a paper is signed and not before: most installations have no certificate, and it costs a second
and 45 MB. The signature is an incremental update (ETSI EN 319 142-1, level B-B); its field is invisible and stands in
the structure tree, as PDF/UA-1, 7.18.4, asks.
"""

import io
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID

from auditapp.domain.errors import Refusal
from auditapp.domain.words import N_

FIELD = "Signature"
MOST_BYTES = 200_000


@dataclass(frozen=True, slots=True)
class Certificate:
    """Whose it is, who says so, and from when until when."""

    name: str
    issuer: str
    begins: datetime
    ends: datetime
    sha256: str


def read(p12: bytes, passphrase: str) -> Certificate:
    """What the file holds. Raises `Refusal` in words for what is no PKCS #12, a wrong passphrase, or a key that no PDF
    reader checks."""
    try:
        key, certificate, _others = pkcs12.load_key_and_certificates(p12, passphrase.encode() or None)
    except ValueError:
        unopened = N_("The file cannot be opened: it is no PKCS #12 file (.p12), or its passphrase is another.")
        raise Refusal(unopened, field="file") from None
    if certificate is None or not isinstance(key, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey):
        raise Refusal(N_("This file holds no certificate with its RSA or EC key."), field="file")
    return Certificate(
        _called(certificate.subject),
        _called(certificate.issuer),
        certificate.not_valid_before_utc,
        certificate.not_valid_after_utc,
        _fingerprint(certificate),
    )


def _called(name: x509.Name) -> str:
    for oid in (NameOID.COMMON_NAME, NameOID.ORGANIZATION_NAME):
        found = name.get_attributes_for_oid(oid)
        if found:
            return str(found[0].value)[:200]
    return name.rfc4514_string()[:200]


def _fingerprint(certificate: x509.Certificate) -> str:
    return certificate.fingerprint(hashes.SHA256()).hex()


def sign(pdf: bytes, p12: bytes, passphrase: str, *, reason: str, label: str) -> bytes:
    """``pdf`` with the signature appended; its own bytes stay the first of the file. ``reason`` is told by readers,
    ``label`` names the field to who cannot see. Raises `Refusal`."""
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import fields, signers

    signer = signers.SimpleSigner.load_pkcs12_data(p12, other_certs=[], passphrase=passphrase.encode() or None)
    if signer is None:
        raise Refusal(N_("The certificate of this installation cannot be opened any more. Give it anew."), status=503)
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    fields.append_signature_field(writer, fields.SigFieldSpec(FIELD, on_page=-1, readable_field_name=label))
    _tag(writer)
    about = signers.PdfSignatureMetadata(
        field_name=FIELD, md_algorithm="sha256", subfilter=fields.SigSeedSubFilter.PADES, reason=reason
    )
    signed = signers.sign_pdf(writer, about, signer=signer, existing_fields_only=True)
    return bytes(signed.getvalue())


def _tag(writer: Any) -> None:
    """Nest the field in a Form element of the structure tree."""
    from pyhanko.pdf_utils import generic
    from pyhanko.pdf_utils.generic import pdf_name

    widget = writer.root["/AcroForm"]["/Fields"].raw_get(-1)
    page_ref = widget.get_object().raw_get("/P")
    tree = writer.root["/StructTreeRoot"]
    key = _number(int(tree["/ParentTreeNextKey"]) if "/ParentTreeNextKey" in tree else _next_key(tree))
    inside = _dictionary({pdf_name("/Type"): pdf_name("/OBJR"), pdf_name("/Obj"): widget, pdf_name("/Pg"): page_ref})
    kids = tree["/K"]
    top = kids.raw_get(0) if isinstance(kids, generic.ArrayObject) else tree.raw_get("/K")
    element = writer.add_object(
        _dictionary(
            {
                pdf_name("/Type"): pdf_name("/StructElem"),
                pdf_name("/S"): pdf_name("/Form"),
                pdf_name("/P"): top,
                pdf_name("/Pg"): page_ref,
                pdf_name("/K"): generic.ArrayObject([inside]),
            }
        )
    )
    above = top.get_object()
    above["/K"] = generic.ArrayObject([*_listed(above), element])
    numbers = tree["/ParentTree"]
    numbers["/Nums"] = generic.ArrayObject([*_raw(numbers["/Nums"]), key, element])
    tree[pdf_name("/ParentTreeNextKey")] = _number(int(key) + 1)
    field, page = widget.get_object(), page_ref.get_object()
    field[pdf_name("/StructParent")] = key
    page[pdf_name("/Tabs")] = pdf_name("/S")
    for changed in (above, numbers, tree, field, page):
        writer.update_container(changed)


def _dictionary(content: dict[Any, Any]) -> Any:
    from pyhanko.pdf_utils import generic

    return generic.DictionaryObject(content)  # type: ignore[no-untyped-call]  # pyHanko says no types here


def _number(value: int) -> Any:
    from pyhanko.pdf_utils import generic

    return generic.NumberObject(value)  # type: ignore[no-untyped-call]  # pyHanko says no types here


def _raw(array: Any) -> list[Any]:
    return [array.raw_get(number) for number in range(len(array))]


def _listed(element: Any) -> list[Any]:
    from pyhanko.pdf_utils import generic

    kids = element["/K"] if "/K" in element else generic.ArrayObject()
    return _raw(kids) if isinstance(kids, generic.ArrayObject) else [element.raw_get("/K")]


def _next_key(tree: Any) -> int:
    numbers = tree["/ParentTree"]["/Nums"]
    return max((int(numbers[place]) for place in range(0, len(numbers), 2)), default=-1) + 1
