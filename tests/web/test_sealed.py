"""The decoder behind Temporal's own UI: for operators only, from one origin only."""

import base64
from typing import Any

import pytest
from google.protobuf.json_format import MessageToDict
from temporalio.api.common.v1 import Payload, Payloads

from tests.web.site import KEYS, UI_ORIGIN, Site, assert_problem, client
from workflows.payloads import KeyRing, SealedPayloads

pytestmark = pytest.mark.asyncio(loop_scope="session")

PATH = "/temporal/codec/decode"
PLAIN = Payload(metadata={"encoding": b"json/plain"}, data=b'"Ch\\u1edd th\\u1ea9m \\u0111\\u1ecbnh"')


async def sealed(ring: str = KEYS) -> dict[str, Any]:
    payloads = await SealedPayloads(KeyRing.parse(ring)).encode([PLAIN])
    return MessageToDict(Payloads(payloads=payloads))


async def test_operator_reads_what_was_sealed(site: Site) -> None:
    answer = await site.operator.client.post(PATH, json=await sealed())
    (payload,) = answer.json()["payloads"]
    assert base64.b64decode(payload["data"]) == PLAIN.data
    assert base64.b64decode(payload["metadata"]["encoding"]) == b"json/plain"


async def test_payload_that_nobody_sealed_comes_back_as_it_is(site: Site) -> None:
    plain = MessageToDict(Payloads(payloads=[PLAIN]))
    assert (await site.operator.client.post(PATH, json=plain)).json() == plain
    assert (await site.operator.client.post(PATH, json={"payloads": []})).json() == {"payloads": []}


async def test_payload_of_another_key_is_refused(site: Site) -> None:
    other = "k1:" + base64.b64encode(b"o" * 32).decode()
    unknown = "k9:" + base64.b64encode(b"o" * 32).decode()
    for ring in (other, unknown):
        answer = await site.operator.client.post(PATH, json=await sealed(ring))
        assert_problem(answer, 422, "payload_refused")


async def test_only_operators_read_payloads(site: Site) -> None:
    assert_problem(await site.anyone.post(PATH, json=await sealed()), 401, "not_signed_in")
    for who in ("auditor", "registrar", "decider"):
        answer = await site.people[who].client.post(PATH, json=await sealed())
        assert_problem(answer, 403, "operator_needed")


@pytest.mark.parametrize("content", [b"[]", b"{", b'{"payloads": 1}', b'{"other": []}'])
async def test_request_that_is_not_of_the_protocol_is_refused(site: Site, content: bytes) -> None:
    headers = {"Content-Type": "application/json"}
    answer = await site.operator.client.post(PATH, content=content, headers=headers)
    assert_problem(answer, 400, "malformed_json")


async def test_ui_origin_may_ask_with_the_cookie_and_others_may_not(site: Site) -> None:
    asked = {
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "content-type,x-namespace",
    }
    async with client(site.app) as asking:
        asking.cookies.set("minhbach", "the-operator")
        allowed = await asking.options(PATH, headers={**asked, "Origin": UI_ORIGIN})
        assert allowed.headers["access-control-allow-origin"] == UI_ORIGIN
        assert allowed.headers["access-control-allow-credentials"] == "true"
        from_ui = {"Origin": UI_ORIGIN, "Sec-Fetch-Site": "same-site", "X-Namespace": "default"}
        answer = await asking.post(PATH, json=await sealed(), headers=from_ui)
        assert answer.status_code == 200
        assert answer.headers["access-control-allow-origin"] == UI_ORIGIN
        other = await asking.options(PATH, headers={**asked, "Origin": "https://xau.example"})
        assert "access-control-allow-origin" not in other.headers
        cross = {"Origin": "https://xau.example", "Sec-Fetch-Site": "cross-site"}
        assert_problem(await asking.post(PATH, json=await sealed(), headers=cross), 403, "cross_origin")
        elsewhere = await asking.get("/api/v1/tasks", headers={"Origin": UI_ORIGIN})
        assert "access-control-allow-origin" not in elsewhere.headers
        path = "/api/v1/units/vks-h/record-strength"
        assert_problem(await asking.post(path, json={}, headers={"Origin": UI_ORIGIN}), 403, "cross_origin")
