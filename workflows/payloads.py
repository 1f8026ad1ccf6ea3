"""Everything Temporal stores of ours is sealed with AES-256-GCM: unreadable and unforgeable without a key.

Keys rotate: the first key encrypts, all keys decrypt, and the payload says which was used.
"""

import base64
import binascii
import dataclasses
import os
from collections.abc import Sequence
from functools import cache
from typing import Any, NoReturn

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from temporalio.api.common.v1 import Payload
from temporalio.converter import (
    CompositePayloadConverter,
    DataConverter,
    DefaultFailureConverterWithEncodedAttributes,
    DefaultPayloadConverter,
    EncodingPayloadConverter,
    PayloadCodec,
)

ENCODING = b"binary/minhbach-aesgcm"
"""What a sealed payload says it is."""
_REFUSED = "binary/minhbach-refused"
_JSON = "json/plain"
_NONCE_BYTES = 12
_KEY_BYTES = 32


class PayloadRefused(Exception):  # noqa: N818 - named after what happened
    """A payload was not sealed with a key of ours: it is not read, whoever sent it."""


@dataclasses.dataclass(frozen=True, slots=True)
class KeyRing:
    """AES-256 keys by id, the first one current."""

    keys: tuple[tuple[str, bytes], ...]

    @classmethod
    def parse(cls, text: str) -> "KeyRing":
        """Read `id:base64,id:base64`; raises ValueError saying which entry is wrong."""
        entries = []
        for entry in text.split(","):
            key_id, _colon, encoded = entry.strip().partition(":")
            try:
                key = base64.b64decode(encoded, validate=True)
            except binascii.Error as error:
                raise ValueError(f"payload key {key_id!r} is not base64") from error
            if not key_id or len(key) != _KEY_BYTES:
                raise ValueError(f"payload key {key_id!r} needs an id and {_KEY_BYTES} bytes")
            entries.append((key_id, key))
        return cls(tuple(entries))


class SealedPayloads(PayloadCodec):
    """The codec between values and what the server stores."""

    def __init__(self, ring: KeyRing) -> None:
        self._ciphers = {key_id: AESGCM(key) for key_id, key in ring.keys}
        self._current = ring.keys[0][0]

    async def encode(self, payloads: Sequence[Payload]) -> list[Payload]:
        """Seal each payload with the current key."""
        return [self._seal(payload) for payload in payloads]

    async def decode(self, payloads: Sequence[Payload]) -> list[Payload]:
        """Open each payload; raises `PayloadRefused` for one that was not sealed with a key of ours."""
        return [self._open(payload) for payload in payloads]

    def _seal(self, payload: Payload) -> Payload:
        nonce = os.urandom(_NONCE_BYTES)
        key_id = self._current
        sealed = self._ciphers[key_id].encrypt(nonce, payload.SerializeToString(), key_id.encode())
        return Payload(metadata={"encoding": ENCODING, "key-id": key_id.encode()}, data=nonce + sealed)

    def _open(self, payload: Payload) -> Payload:
        if payload.metadata.get("encoding") != ENCODING:
            raise PayloadRefused("a payload that was never sealed")
        key_id = payload.metadata["key-id"].decode(errors="replace")
        if key_id not in self._ciphers:
            raise PayloadRefused(f"a payload sealed with an unknown key {key_id!r}")
        nonce, sealed = payload.data[:_NONCE_BYTES], payload.data[_NONCE_BYTES:]
        try:
            opened = self._ciphers[key_id].decrypt(nonce, sealed, key_id.encode())
        except (InvalidTag, ValueError) as error:
            raise PayloadRefused("a payload that does not authenticate") from error
        return Payload.FromString(opened)


class _PatientCodec(SealedPayloads):
    """The codec of worker and client: what does not open becomes a payload that nothing converts.

    So a stranger's update is rejected and a stranger's signal dropped, where an error here would fail the
    workflow task, again and again.
    """

    async def decode(self, payloads: Sequence[Payload]) -> list[Payload]:
        """Open each payload; reading one that does not open raises `PayloadRefused` later."""
        return [self._open_or_mark(payload) for payload in payloads]

    def _open_or_mark(self, payload: Payload) -> Payload:
        try:
            return self._open(payload)
        except PayloadRefused as refused:
            return Payload(metadata={"encoding": _REFUSED.encode()}, data=str(refused).encode())


class _RefusedConverter(EncodingPayloadConverter):
    """Writes nothing, and raises where a refused payload is read."""

    @property
    def encoding(self) -> str:
        return _REFUSED

    def to_payload(self, value: Any) -> Payload | None:  # noqa: ANN401, ARG002 - the base class's signature
        return None

    def from_payload(self, payload: Payload, type_hint: type | None = None) -> NoReturn:  # noqa: ARG002 - as above
        raise PayloadRefused(payload.data.decode())


class _JsonConverter(EncodingPayloadConverter):
    """Temporal's plain JSON, spelled and read by msgspec: our values cross it four times a command."""

    @property
    def encoding(self) -> str:
        return _JSON

    def to_payload(self, value: Any) -> Payload | None:  # noqa: ANN401 - the base class's signature
        return Payload(metadata={"encoding": _JSON.encode()}, data=msgspec.json.encode(value))

    def from_payload(self, payload: Payload, type_hint: type | None = None) -> Any:  # noqa: ANN401 - as above
        return _decoder(type_hint or Any).decode(payload.data)


@cache
def _decoder(hint: Any) -> "msgspec.json.Decoder[Any]":  # noqa: ANN401 - any annotation
    return msgspec.json.Decoder(hint)


class Payloads(CompositePayloadConverter):
    """Temporal's own conversions, our JSON, and none for a refused payload."""

    def __init__(self) -> None:
        *others, _plain_json = DefaultPayloadConverter.default_encoding_payload_converters
        super().__init__(*others, _JsonConverter(), _RefusedConverter())


def data_converter(ring: KeyRing) -> DataConverter:
    """The converter that client and worker share; failures are sealed too."""
    return dataclasses.replace(
        DataConverter.default,
        payload_converter_class=Payloads,
        payload_codec=_PatientCodec(ring),
        failure_converter_class=DefaultFailureConverterWithEncodedAttributes,
    )
