"""The API's client: patient where patience helps, plain where it does not."""

import json
from collections.abc import Callable, Iterator

import httpx
import pytest

from commandline import api
from commandline.api import Acting, Api, Order, Refused
from commandline.errors import CommandFailed
from tests.cli.shell import say

ORDER = Order(
    "dossiers", "x", "submit-dossier", {}, "11111111-1111-4111-8111-111111111111", Acting("unit_head", "U")
)
RECEIPT = {"accepted": True, "refusal": None, "version": 2}
UNDER_WAY = {"command_id": ORDER.command_id, "status_url": "/api/v1/commands/x", "accepted": True}
Answer = Callable[[httpx.Request], httpx.Response]


@pytest.fixture(autouse=True)
def _brisk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(api, "_ASK_AGAIN_S", 0.001)
    monkeypatch.setattr(api, "_SEND_AGAIN_S", 0.01)


def answering(*answers: httpx.Response) -> tuple[Api, list[httpx.Request]]:
    """An API that gives these answers one after another, and what it was asked."""
    asked: list[httpx.Request] = []
    left: Iterator[httpx.Response] = iter(answers)

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return next(left)

    return Api("http://test.invalid", "t", transport=httpx.MockTransport(answer)), asked


def test_command_goes_with_its_id_role_and_token() -> None:
    found, asked = answering(httpx.Response(200, json={"receipt": RECEIPT}))
    assert found.send(ORDER) == RECEIPT
    assert asked[0].url.path == "/api/v1/dossiers/x/submit-dossier"
    assert asked[0].headers["Authorization"] == "Bearer t"
    assert json.loads(asked[0].content) == {
        "command_id": ORDER.command_id,
        "command": {},
        "acting_as": {"role": "unit_head", "unit": "U"},
    }


def test_busy_engine_is_asked_again() -> None:
    busy = httpx.Response(503, headers={"Retry-After": "0"})
    found, asked = answering(busy, busy, httpx.Response(200, json={"receipt": RECEIPT}))
    assert found.send(ORDER) == RECEIPT
    assert len(asked) == 3


def test_command_under_way_is_followed_to_its_receipt() -> None:
    found, asked = answering(
        httpx.Response(202, json=UNDER_WAY),
        httpx.Response(404),
        httpx.Response(200, json={"receipt": RECEIPT}),
    )
    assert found.send(ORDER) == RECEIPT
    assert [request.url.path for request in asked[1:]] == ["/api/v1/commands/x"] * 2


def test_command_that_may_be_lost_is_sent_again_under_the_same_id() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        sent.append(request)
        if request.method == "GET":
            return httpx.Response(404)
        posted = [each for each in sent if each.method == "POST"]
        done = len(posted) > 1
        return httpx.Response(200, json={"receipt": RECEIPT}) if done else httpx.Response(202, json=UNDER_WAY)

    sent: list[httpx.Request] = []
    found = Api("http://test.invalid", transport=httpx.MockTransport(answer))
    assert found.send(ORDER) == RECEIPT
    posted = [request.content for request in sent if request.method == "POST"]
    assert len(posted) == 2
    assert posted[0] == posted[1]


def test_refusal_found_on_the_status_page_is_a_refusal() -> None:
    refusal = {
        "code": "out_of_order",
        "sentence_vi": "Không thể.",
        "sentence_en": "Cannot.",
        "source": "s",
        "items": [],
    }
    stored = {"receipt": {"accepted": False, "refusal": refusal}}
    found, _asked = answering(httpx.Response(202, json=UNDER_WAY), httpx.Response(200, json=stored))
    with pytest.raises(Refused) as caught:
        found.send(ORDER)
    assert (caught.value.refusal, caught.value.vietnamese) == ("out_of_order", "Không thể.")


def test_refusal_tells_each_line() -> None:
    problem = {
        "code": "held",
        "detail": "Dòng này đang tạm dừng xét.",
        "detail_en": "On hold.",
        "items": [{"stream": "nomination-x.001", "detail": "Dòng này đang tạm dừng xét."}],
    }
    found, _asked = answering(httpx.Response(409, json=problem))
    with pytest.raises(Refused) as caught:
        found.send(ORDER)
    assert caught.value.vietnamese.splitlines() == [
        "Dòng này đang tạm dừng xét.",
        "- nomination-x.001: Dòng này đang tạm dừng xét.",
    ]


def test_answer_that_is_no_json_is_told_by_its_code() -> None:
    found, _asked = answering(httpx.Response(502, text="<html>"))
    with pytest.raises(Refused, match="502"):
        found.get("dossiers")


def test_pages_are_followed_to_the_last() -> None:
    found, asked = answering(
        httpx.Response(200, json={"items": [1, 2], "next": "b"}),
        httpx.Response(200, json={"items": [3], "next": None}),
    )
    assert list(found.pages("nominations", award="LDTT")) == [1, 2, 3]
    assert [request.url.params["after"] for request in asked] == ["", "b"]


def test_server_that_is_away_is_told_in_one_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    said = say(capsys, "sign-in", "lan", "--password", "x" * 9, "--url", "http://127.0.0.1:1")
    assert said.code == 1
    assert said.err.startswith("Không kết nối được http://127.0.0.1:1: hệ thống có đang chạy không?")


def test_address_that_is_none_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    said = say(capsys, "sign-in", "lan", "--password", "x" * 9, "--url", "nonsense")
    assert said.code in {1, 2}
    assert "Traceback" not in said.err
    assert "nonsense" in said.err


def test_engine_that_stays_busy_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(api, "PATIENCE_S", 0.01)
    busy = Api(
        "http://test.invalid",
        transport=httpx.MockTransport(lambda _request: httpx.Response(202, json=UNDER_WAY)),
    )
    with pytest.raises(CommandFailed, match=ORDER.command_id):
        busy.send(ORDER)
