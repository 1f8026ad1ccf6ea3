"""What Temporal stores of ours: sealed, told apart by key, and read by nobody without one."""

import base64
from collections.abc import Callable
from dataclasses import asdict

import pytest
from temporalio.api.common.v1 import Payload
from temporalio.api.failure.v1 import Failure
from temporalio.exceptions import ApplicationError

from domain.envelope import Envelope, RefusalAnswer
from domain.values import Actor, Role
from workflows.payloads import KeyRing, PayloadRefused, SealedPayloads, data_converter

OLD, NEW = ("k1", b"1" * 32), ("k2", b"2" * 32)
PLAIN = Payload(metadata={"encoding": b"json/plain"}, data='"Nguyễn Văn Ánh"'.encode())
ENVELOPE = Envelope(
    "nomination-x.001",
    "return_nomination",
    {"reason": "Thiếu ảnh"},
    "id",
    Actor("p-1", Role.APPRAISER, "VKS-AG"),
)


async def test_sealed_payload_opens_to_what_it_was_and_shows_nothing() -> None:
    codec = SealedPayloads(KeyRing((OLD,)))
    (sealed,) = await codec.encode([PLAIN])
    assert await codec.decode([sealed]) == [PLAIN]
    assert dict(sealed.metadata) == {"encoding": b"binary/minhbach-aesgcm", "key-id": b"k1"}
    assert "Ánh".encode() not in sealed.data


async def test_same_payload_is_never_sealed_alike_twice() -> None:
    codec = SealedPayloads(KeyRing((OLD,)))
    first, second = await codec.encode([PLAIN, PLAIN])
    assert first.data != second.data


async def test_first_key_seals_and_every_key_opens() -> None:
    (old,) = await SealedPayloads(KeyRing((OLD,))).encode([PLAIN])
    rotated = SealedPayloads(KeyRing((NEW, OLD)))
    (new,) = await rotated.encode([PLAIN])
    assert new.metadata["key-id"] == b"k2"
    assert await rotated.decode([old, new]) == [PLAIN, PLAIN]


def _unsealed(_sealed: Payload) -> Payload:
    return PLAIN


def _unknown_key(sealed: Payload) -> Payload:
    return Payload(metadata={**sealed.metadata, "key-id": b"k9"}, data=sealed.data)


def _other_key_id(sealed: Payload) -> Payload:
    return Payload(metadata={**sealed.metadata, "key-id": b"k2"}, data=sealed.data)


def _no_key_id(sealed: Payload) -> Payload:
    return Payload(metadata={"encoding": sealed.metadata["encoding"]}, data=sealed.data)


def _changed(sealed: Payload) -> Payload:
    return Payload(metadata=sealed.metadata, data=sealed.data[:-1] + bytes([sealed.data[-1] ^ 1]))


def _cut(sealed: Payload) -> Payload:
    return Payload(metadata=sealed.metadata, data=sealed.data[:5])


def _empty(sealed: Payload) -> Payload:
    return Payload(metadata=sealed.metadata)


Forge = Callable[[Payload], Payload]
FORGERIES: list[Forge] = [_unsealed, _unknown_key, _other_key_id, _no_key_id, _changed, _cut, _empty]


@pytest.mark.parametrize("forge", FORGERIES)
async def test_payload_that_was_not_sealed_by_us_does_not_open(forge: Forge) -> None:
    codec = SealedPayloads(KeyRing((OLD, NEW)))
    (sealed,) = await codec.encode([PLAIN])
    with pytest.raises(PayloadRefused):
        await codec.decode([forge(sealed)])


@pytest.mark.parametrize("forge", FORGERIES)
async def test_worker_takes_a_forged_payload_without_failing_and_refuses_to_read_it(forge: Forge) -> None:
    converter = data_converter(KeyRing((OLD, NEW)))
    (sealed,) = await converter.encode([ENVELOPE])
    codec = converter.payload_codec
    assert codec is not None
    (taken,) = await codec.decode([forge(sealed)])
    with pytest.raises(PayloadRefused):
        converter.payload_converter.from_payloads([taken], [Envelope])


async def test_payload_marked_refused_by_a_stranger_is_refused() -> None:
    marked = Payload(metadata={"encoding": b"binary/minhbach-refused"}, data=b"null")
    with pytest.raises(PayloadRefused):
        await data_converter(KeyRing((OLD,))).decode([marked])


@pytest.mark.parametrize(
    "value",
    [
        ENVELOPE,
        RefusalAnswer("held", "conflict", "Đang tạm dừng", "On hold", "Điều 4", ({"stream": "x"},)),
        None,
    ],
)
async def test_values_survive_the_journey(value: object) -> None:
    converter = data_converter(KeyRing((OLD,)))
    assert await converter.decode(await converter.encode([value]), [type(value)]) == [value]


async def test_message_of_a_failure_is_sealed_too() -> None:
    converter = data_converter(KeyRing((OLD,)))
    failure = Failure()
    await converter.encode_failure(
        ApplicationError("dòng của Nguyễn Văn Ánh", type="MalformedPayload"), failure
    )
    assert "Ánh".encode() not in failure.SerializeToString()
    back = await converter.decode_failure(failure)
    assert isinstance(back, ApplicationError)
    assert (back.message, back.type) == ("dòng của Nguyễn Văn Ánh", "MalformedPayload")


def test_ring_is_read_from_its_setting() -> None:
    text = ", ".join(f"{name}:{base64.b64encode(key).decode()}" for name, key in (NEW, OLD))
    assert KeyRing.parse(text) == KeyRing((NEW, OLD))


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("", "''"),
        ("k1", "'k1'"),
        ("k1:%%%", "'k1'"),
        (f"k1:{base64.b64encode(b'short').decode()}", "'k1'"),
        (f":{base64.b64encode(b'1' * 32).decode()}", "''"),
        (f"k1:{base64.b64encode(b'1' * 32).decode()},k2:x", "'k2'"),
    ],
)
def test_bad_ring_says_which_entry_is_wrong(text: str, named: str) -> None:
    with pytest.raises(ValueError, match=f"payload key {named}"):
        KeyRing.parse(text)


def test_envelope_has_only_what_json_can_carry() -> None:
    assert asdict(ENVELOPE)["actor"] == {
        "id": "p-1",
        "role": "appraiser",
        "unit": "VKS-AG",
        "on_behalf_of": "",
    }
