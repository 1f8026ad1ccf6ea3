"""Drawing up and signing a dossier: one person in two roles, or two people in one each."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from commandline import signing_in
from commandline.api import Api
from commandline.places import ENGLISH, place
from tests.cli.shell import say

Capture = pytest.CaptureFixture[str]
SAMPLE = str(Path(__file__).with_name("dossier.json"))
ROW = {"key": "x", "unit": "VKS-H", "title": "Đề nghị 2023", "lines": 3, "version": 4}
RECEIPT = {"accepted": True, "refusal": None, "version": 5}


def not_granted(label: str) -> httpx.Response:
    problem = {
        "code": "role_not_granted",
        "detail": f"Bạn không được giao vai trò {label} của VKS-H.",
        "detail_en": "You do not hold the role.",
    }
    return httpx.Response(403, json=problem)


Connect = Callable[..., list[httpx.Request]]


@pytest.fixture
def answering(monkeypatch: pytest.MonkeyPatch) -> Connect:
    """An API that gives these answers by the last part of the path; returns what it is asked."""

    def connect(**answers: httpx.Response) -> list[httpx.Request]:
        asked: list[httpx.Request] = []

        def answer(request: httpx.Request) -> httpx.Response:
            asked.append(request)
            return answers[request.url.path.rpartition("/")[2].replace("-", "_")]

        def connected(url: str, token: str = "") -> Api:
            return Api(url, token, transport=httpx.MockTransport(answer))

        monkeypatch.setattr(signing_in, "Api", connected)
        monkeypatch.setenv("MINHBACH_TOKEN", "t")
        return asked

    return connect


def done(body: Any) -> httpx.Response:  # noqa: ANN401 - any JSON
    return httpx.Response(200, json=body)


def test_sign_submits_what_it_was_shown_as_the_head_of_its_unit(answering: Connect, capsys: Capture) -> None:
    asked = answering(x=done(ROW), submit_dossier=done({"receipt": RECEIPT}))
    said = say(capsys, "sign", "dossier-x", "--json")
    assert (said.code, said.json) == (0, {"dossier": "x", "lines": 3, "receipt": RECEIPT})
    body = json.loads(asked[1].content)
    assert asked[1].url.path == "/api/v1/dossiers/x/submit-dossier"
    assert body.pop("command_id")
    assert body == {
        "command": {},
        "acting_as": {"role": "unit_head", "unit": "VKS-H"},
        "seen_version": 4,
    }


def test_sign_takes_the_key_alone_and_says_what_was_signed(answering: Connect, capsys: Capture) -> None:
    answering(x=done(ROW), submit_dossier=done({"receipt": RECEIPT}))
    said = say(capsys, "sign", "x")
    assert (said.code, said.out) == (0, "Hồ sơ x (“Đề nghị 2023”): đã ký trình, 3 dòng.\n")


def test_sign_of_what_is_no_dossier_exits_2(answering: Connect, capsys: Capture) -> None:
    asked = answering()
    said = say(capsys, "sign", "Hồ sơ")
    assert (said.code, said.err.splitlines()[0]) == (2, "“Hồ sơ” không phải mã.")
    assert asked == []


def test_officer_who_may_not_sign_is_told_of_draft_only_and_who_signs(
    answering: Connect, capsys: Capture
) -> None:
    answering(draft_dossier=done({"receipt": RECEIPT}), submit_dossier=not_granted("Thủ trưởng đơn vị"))
    said = say(capsys, "submit", SAMPLE)
    assert said.code == 1
    assert said.err.splitlines()[0] == (
        "Hồ sơ vks-mau-2023-01 đã lập, chưa ký trình. "
        "Bạn không được giao vai trò Thủ trưởng đơn vị của VKS-H. "
        "Thủ trưởng đơn vị ký bằng “minhbach sign vks-mau-2023-01”; lần sau hãy gửi tệp bằng --draft-only."
    )


def test_head_who_may_not_draw_up_is_told_who_does(answering: Connect, capsys: Capture) -> None:
    answering(draft_dossier=not_granted("Cán bộ lập hồ sơ"))
    said = say(capsys, "submit", SAMPLE)
    assert said.code == 1
    assert said.err.splitlines()[0] == (
        "Bạn không được giao vai trò Cán bộ lập hồ sơ của VKS-H. Cán bộ lập hồ sơ gửi tệp này bằng "
        "--draft-only; thủ trưởng đơn vị ký bằng “minhbach sign vks-mau-2023-01”."
    )


def test_draft_only_sends_nothing_to_be_signed(answering: Connect, capsys: Capture) -> None:
    asked = answering(draft_dossier=done({"receipt": RECEIPT}))
    said = say(capsys, "submit", SAMPLE, "--draft-only")
    assert (said.code, said.out) == (0, "Hồ sơ vks-mau-2023-01: đã lập, 3 dòng.\n")
    assert len(asked) == 1


def test_other_refusal_is_told_as_it_is(answering: Connect, capsys: Capture) -> None:
    answering(draft_dossier=httpx.Response(409, json={"code": "already_exists", "detail": "Đã có."}))
    said = say(capsys, "submit", SAMPLE)
    assert (said.code, said.err.splitlines()[0]) == (1, "Đã có.")


def test_fault_that_the_server_finds_is_placed_by_line_too(answering: Connect, capsys: Capture) -> None:
    items = [{"field": "/command/lines/0/award", "detail": "Sai."}, {"field": "?step", "detail": "Sai."}]
    problem = {"code": "malformed_code", "detail": "Sai.", "items": items}
    answering(draft_dossier=httpx.Response(422, json=problem))
    assert say(capsys, "submit", SAMPLE).err.splitlines()[:3] == [
        "Sai.",
        "- dòng 1, mục award: Sai.",
        "- ?step: Sai.",
    ]


@pytest.mark.parametrize(
    ("pointer", "words"),
    [
        ("/lines/3/claims/titles/0/award", "line 4, field claims.titles, no. 1, field award"),
        ("/lines/0", "line 1"),
        ("/a~1b/~0c", "field a/b.~c"),
        ("/claims/lines/0", "field claims.lines, no. 1"),
        ("", ""),
    ],
)
def test_place_counts_from_one(pointer: str, words: str) -> None:
    assert place(pointer, ENGLISH) == words
