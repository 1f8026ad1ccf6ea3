"""Personal fields as salted commitments, and the disclosures that open them.

In the payload such a field is `{"digest": D}`; the value and its salt live beside the leaf. D is the
base64url SHA-256 of a canonical JSON array of salt, place and value, as in SD-JWT (RFC 9901 section 4.2). The
place is an RFC 6901 pointer within the payload, so that a value cannot be opened in another field. Deleting a
disclosure erases the value; the leaf keeps its hash.
"""

import re
from base64 import urlsafe_b64encode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256

from tlog import canonical
from tlog.canonical import NotCanonical, Value


class BadDisclosure(ValueError):  # noqa: N818 - named after what the parts are
    """The parts of a disclosure are not a pointer, a salt of 16 bytes and text."""


@dataclass(frozen=True, slots=True)
class Disclosure:
    """What opens one committed field: where it stands, 16 random bytes in base64url, and the value.

    Raises `BadDisclosure` when a part has not that form.
    """

    pointer: str
    salt: str
    value: str

    def __post_init__(self) -> None:
        if not (isinstance(self.pointer, str) and _POINTER(self.pointer)):
            raise BadDisclosure("not an RFC 6901 pointer to a field")
        if not (isinstance(self.salt, str) and _SALT(self.salt)):
            raise BadDisclosure("the salt is not 16 bytes in base64url")
        if not isinstance(self.value, str):
            raise BadDisclosure("the value is not text")


def digest(disclosure: Disclosure) -> str:
    """Return the commitment to a disclosure (RFC 9901 section 4.2.3). Raises `BadDisclosure`."""
    try:
        opened = canonical.encode([disclosure.salt, disclosure.pointer, disclosure.value])
    except NotCanonical as error:
        raise BadDisclosure(str(error)) from error
    return urlsafe_b64encode(sha256(opened).digest()).rstrip(b"=").decode()


def commit(pointer: str, value: str, salt: str) -> tuple[dict[str, str], Disclosure]:
    """Return the object that stands in the payload and the disclosure to keep beside the leaf.

    `salt` is 16 fresh random bytes in base64url without padding. Raises `BadDisclosure`.
    """
    disclosure = Disclosure(pointer, salt, value)
    return {"digest": digest(disclosure)}, disclosure


def pointers(payload: Value) -> Iterator[tuple[str, str]]:
    """Yield the pointer and the digest of every committed field of a payload."""
    return _walk("", payload)


def check(payload: Value, disclosure: Disclosure) -> bool:
    """Tell whether the payload holds, at the disclosure's pointer, the commitment that it opens."""
    committed = dict(pointers(payload))
    return disclosure.pointer in committed and committed[disclosure.pointer] == digest(disclosure)


def _walk(pointer: str, value: Value) -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping):
        committed = value.get("digest") if len(value) == 1 else None
        if isinstance(committed, str) and _DIGEST(committed):
            yield pointer, committed
            return
        for key, member in value.items():
            yield from _walk(f"{pointer}/{_token(key)}", member)
    elif isinstance(value, (list, tuple)):
        for place, member in enumerate(value):
            yield from _walk(f"{pointer}/{place}", member)


def _token(key: str) -> str:
    """Escape one reference token (RFC 6901 section 3)."""
    return key.replace("~", "~0").replace("/", "~1")


_POINTER = re.compile("(?:/(?:[^/~]|~[01])*)+", re.DOTALL).fullmatch
_SALT = re.compile("[A-Za-z0-9_-]{21}[AQgw]").fullmatch
_DIGEST = re.compile("[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]").fullmatch
