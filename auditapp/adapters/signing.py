"""The installation's signature (Ed25519, RFC 8032): made with its own seed, checked with `openssl` by anybody."""

import hashlib

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey


def sign(seed: bytes, content: bytes) -> bytes:
    """64 bytes. ``seed``: 32 bytes, `Settings.secret('signing_seed')`. The same content gives the same signature."""
    return Ed25519PrivateKey.from_private_bytes(seed).sign(content)


def public_key(seed: bytes) -> bytes:
    """The public key as PEM (SubjectPublicKeyInfo), as `openssl pkeyutl -pubin` reads it."""
    return (
        Ed25519PrivateKey.from_private_bytes(seed)
        .public_key()
        .public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    )


def fingerprint(public_pem: bytes) -> str:
    """SHA-256 of the key's file, as `sha256sum` prints it."""
    return hashlib.sha256(public_pem).hexdigest()


def is_signed(public_pem: bytes, content: bytes, signature: bytes) -> bool:
    """Whether ``signature`` is that of ``content``. False as well for what is no key or no signature."""
    try:
        key = serialization.load_pem_public_key(public_pem)
        if not isinstance(key, Ed25519PublicKey):
            return False
        key.verify(signature, content)
    except (InvalidSignature, ValueError, TypeError):
        return False
    return True
