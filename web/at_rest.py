"""Seal a short secret for the database with the payload keys: the first key seals, all keys open (AES-256-GCM)."""

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from workflows.payloads import KeyRing

_NONCE_BYTES = 12


def seal(ring: KeyRing, secret: str, owner: str) -> bytes:
    """The secret, bound to its owner's id: copied to another row it does not open."""
    key_id, key = ring.keys[0]
    nonce = os.urandom(_NONCE_BYTES)
    return key_id.encode() + b":" + nonce + AESGCM(key).encrypt(nonce, secret.encode(), owner.encode())


def unseal(ring: KeyRing, sealed: bytes, owner: str) -> str | None:
    """The secret; None where the key is gone, or it was sealed for another."""
    key_id, _colon, rest = sealed.partition(b":")
    key = dict(ring.keys).get(key_id.decode(errors="replace"))
    if key is None:
        return None
    try:
        return AESGCM(key).decrypt(rest[:_NONCE_BYTES], rest[_NONCE_BYTES:], owner.encode()).decode()
    except InvalidTag:
        return None
