"""The signed note: a text and Ed25519 signatures over it, all readable by people (c2sp.org/signed-note).

The only module of `tlog` that is not standard library alone. Keys are texts too: the verifier key
`<name>+<key id in hex>+<base64(0x01 || public key)>`, and the signer key, the same with the 32-byte seed and
the prefix `PRIVATE+KEY+`.
"""

from base64 import b64decode, b64encode
from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

ED25519 = b"\x01"
"""Signature type identifier of Ed25519 (signed-note, "Signature types")."""
MAX_SIGNATURES = 100
_KEY_BYTES = 32
_ID_BYTES = 4
_PRIVATE = "PRIVATE+KEY+"


class BadNote(ValueError):  # noqa: N818 - named after what the text is
    """The note is malformed, unsigned by the known keys, or wrongly signed by one of them."""


class BadKey(ValueError):  # noqa: N818 - named after what the text is
    """The text, or the parts offered to make it, are not a key."""


@dataclass(frozen=True, slots=True)
class Verifier:
    """A named public key, raw 32 bytes (RFC 8032). Raises `BadKey` for a bad name or length."""

    name: str
    public_key: bytes

    def __post_init__(self) -> None:
        _check_key(self.name, self.public_key)

    @property
    def key_id(self) -> bytes:
        """The first four bytes of SHA-256 over name, newline, type and public key."""
        return sha256(self.name.encode() + b"\n" + ED25519 + self.public_key).digest()[:_ID_BYTES]

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the public key in hex: long enough to compare by telephone and trust."""
        return sha256(self.public_key).hexdigest()

    def accepts(self, text: str, signature: bytes) -> bool:
        """Tell whether this is the key's signature over the text; total, never raises."""
        try:
            Ed25519PublicKey.from_public_bytes(self.public_key).verify(signature, text.encode())
        except (InvalidSignature, ValueError):
            return False
        return True

    def to_text(self) -> str:
        """Return the verifier key (vkey)."""
        return _key_text(self.name, self.key_id, self.public_key)

    @classmethod
    def from_text(cls, text: str) -> "Verifier":
        """Read a verifier key; one newline at the end is allowed. Raises `BadKey`."""
        name, key_id, public_key = _parse_key(text)
        verifier = cls(name, public_key)
        if verifier.key_id != key_id:
            raise BadKey("the key id is not that of the name and key")
        return verifier


@dataclass(frozen=True, slots=True)
class Signer:
    """A named private key, the 32-byte seed of RFC 8032. Raises `BadKey` for a bad name or length."""

    name: str
    seed: bytes = field(repr=False)

    def __post_init__(self) -> None:
        _check_key(self.name, self.seed)

    @property
    def verifier(self) -> Verifier:
        """The public half."""
        return Verifier(self.name, self._private_key().public_key().public_bytes_raw())

    def signature(self, text: str) -> bytes:
        """Return the Ed25519 signature over the text in UTF-8, 64 bytes."""
        return self._private_key().sign(text.encode())

    def to_text(self) -> str:
        """Return the signer key: the content of the key file, to be kept secret."""
        return _PRIVATE + _key_text(self.name, self.verifier.key_id, self.seed)

    @classmethod
    def from_text(cls, text: str) -> "Signer":
        """Read a signer key; one newline at the end is allowed. Raises `BadKey`."""
        if not text.startswith(_PRIVATE):
            raise BadKey("not a private key")
        name, key_id, seed = _parse_key(text.removeprefix(_PRIVATE))
        signer = cls(name, seed)
        if signer.verifier.key_id != key_id:
            raise BadKey("the key id is not that of the name and key")
        return signer

    def _private_key(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self.seed)


def generate(name: str, seed: bytes) -> Signer:
    """Return the signer of that name whose seed is 32 fresh bytes from the system's random source.

    Raises `BadKey`.
    """
    return Signer(name, seed)


def sign(text: str, *signers: Signer) -> str:
    """Return the note: the text, a blank line and one signature line for each signer.

    Raises `BadNote` when the text does not end in a newline or holds another control character, or when
    nobody signs.
    """
    if not 1 <= len(signers) <= MAX_SIGNATURES:
        raise BadNote("a note has from 1 to 100 signatures")
    text = _checked(text)
    return "".join((text, "\n", *(_signature_line(s.verifier, s.signature(text)) for s in signers)))


def verify(note: str | bytes, verifiers: Sequence[Verifier]) -> str:
    """Return the text of a note that at least one of these keys signed and none of them wrongly.

    Signatures of other keys are ignored. Raises `BadNote` for every other note, whatever its bytes.
    """
    text, lines = _cut(_checked(note))
    known = {(verifier.name, verifier.key_id): verifier for verifier in verifiers}
    signed = False
    for name, key_id, signature in map(_parse_signature_line, lines):
        verifier = known.get((name, key_id))
        if verifier is None:
            continue
        if not verifier.accepts(text, signature):
            raise BadNote(f"the signature of {name} is wrong")
        signed = True
    if not signed:
        raise BadNote("no signature of a known key")
    return text


def _checked(note: str | bytes) -> str:
    """Return the note as text: UTF-8 both ways, ending in a newline, no other control characters."""
    try:
        text = note.decode() if isinstance(note, bytes) else note.encode().decode()
    except UnicodeError as error:
        raise BadNote("not UTF-8") from error
    if not text.endswith("\n"):
        raise BadNote("the last line does not end")
    if any(char < " " and char != "\n" for char in text):
        raise BadNote("a control character")
    return text


def _cut(note: str) -> tuple[str, list[str]]:
    """Split at the last blank line into the text with its newline and the signature lines without."""
    head, blank, tail = note.rpartition("\n\n")
    lines = tail.split("\n")[:-1]
    if not blank or not 1 <= len(lines) <= MAX_SIGNATURES:
        raise BadNote("not a text, a blank line and signatures")
    return head + "\n", lines


def _signature_line(verifier: Verifier, signature: bytes) -> str:
    return f"— {verifier.name} {b64encode(verifier.key_id + signature).decode()}\n"


def _parse_signature_line(line: str) -> tuple[str, bytes, bytes]:
    match line.split(" "):
        case ["—", name, encoded] if _is_name(name):
            blob = _decoded(encoded)
        case _:
            raise BadNote("a malformed signature line")
    if blob is None or len(blob) <= _ID_BYTES:
        raise BadNote("a malformed signature")
    return name, blob[:_ID_BYTES], blob[_ID_BYTES:]


def _key_text(name: str, key_id: bytes, key: bytes) -> str:
    return f"{name}+{key_id.hex()}+{b64encode(ED25519 + key).decode()}"


def _parse_key(text: str) -> tuple[str, bytes, bytes]:
    match text.removesuffix("\n").split("+", 2):
        case [name, key_id, encoded]:
            blob = _decoded(encoded)
        case _:
            raise BadKey("not <name>+<key id>+<key>")
    if blob is None or blob[:1] != ED25519:
        raise BadKey("not an Ed25519 key in base64")
    if len(key_id) != 2 * _ID_BYTES or not set(key_id) <= set("0123456789abcdef"):
        raise BadKey("the key id is not eight hex digits")
    return name, bytes.fromhex(key_id), blob[1:]


def _check_key(name: str, key: bytes) -> None:
    if not _is_name(name):
        raise BadKey("a key name is non-empty, without spaces, plus signs or control characters")
    if len(key) != _KEY_BYTES:
        raise BadKey("not 32 bytes of key")


def _is_name(name: str) -> bool:
    """Signed-note, "Format": non-empty, no Unicode space, no plus; and, being in a note, printable UTF-8."""
    surrogate = any("\ud800" <= char <= "\udfff" for char in name)
    return bool(name) and not surrogate and not any(c.isspace() or c == "+" or c < " " for c in name)


def _decoded(encoded: str) -> bytes | None:
    """Read standard base64 in its one canonical spelling (RFC 4648 section 3.5), else None."""
    try:
        blob = b64decode(encoded.encode("ascii"), validate=True)
    except ValueError:
        return None
    return blob if b64encode(blob).decode() == encoded else None
