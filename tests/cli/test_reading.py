"""The verbs that read through the API: what they ask for, what they print, for people and for programs."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from commandline import dossiers
from commandline.api import Api
from tests.cli.shell import say

Capture = pytest.CaptureFixture[str]
URL = "http://127.0.0.1:8000"
LINE = {
    "id": "nomination-x.001",
    "award": "LDTT",
    "name": "Nguyễn [Thị] Lan",
    "candidate": "x-0001",
    "step": "submitted",
    "outcome": None,
}
FACT = {
    "version": 1,
    "name": "dossier.drafted",
    "actor": {"id": "x-cb-01", "role": "proposing_officer", "unit": "X"},
    "accepted_at": "2023-12-01T00:00:00.000000Z",
    "sealed_by": None,
}
SIGNED_IN = {
    "token": "secret-token",
    "expires_at": "2023-12-01T12:00:00.000000Z",
    "account": {"id": "x-cb-01", "name": "Lan", "grants": []},
}
BODIES: dict[str, Any] = {
    "/api/v1/sign-in": SIGNED_IN,
    "/api/v1/nominations": {"items": [LINE], "next": None},
    "/api/v1/dossiers/x": {"id": "dossier-x", "lines": 1, "pack": "R2019"},
    "/api/v1/dossiers/x/history": {"stream": "dossier-x", "items": [FACT]},
}


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[httpx.Request]:
    """What the verbs ask of an API that knows a dossier of one line."""
    seen: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        body = BODIES.get(request.url.path)
        return (
            httpx.Response(200, json=body)
            if body
            else httpx.Response(404, json={"detail": "Không tìm thấy."})
        )

    def connected(url: str, token: str = "") -> Api:
        return Api(url, token, transport=httpx.MockTransport(answer))

    monkeypatch.setattr(dossiers, "Api", connected)
    return seen


@pytest.fixture
def signed_in(asked: list[httpx.Request], monkeypatch: pytest.MonkeyPatch) -> list[httpx.Request]:
    """The same, for somebody whose token the environment holds."""
    monkeypatch.setenv("MINHBACH_TOKEN", "t")
    return asked


def test_sign_in_keeps_the_token_for_the_next_verb_where_only_its_owner_reads(
    asked: list[httpx.Request], capsys: Capture, tmp_path: Path
) -> None:
    said = say(capsys, "sign-in", "lan", "--password", "mat-khau-9", "--json")
    assert said.json == SIGNED_IN
    assert json.loads(asked[0].content) == {"username": "lan", "password": "mat-khau-9"}
    kept = tmp_path / "config" / "minhbach" / "tokens.json"
    assert json.loads(kept.read_text(encoding="utf-8")) == {URL: "secret-token"}
    assert kept.stat().st_mode & 0o077 == 0
    assert say(capsys, "list", "--json").code == 0
    assert asked[-1].headers["Authorization"] == "Bearer secret-token"


def test_list_asks_with_the_filters_and_prints_every_line(
    signed_in: list[httpx.Request], capsys: Capture
) -> None:
    assert say(capsys, "list", "--dossier", "x", "--award", "LDTT", "--json").json == [LINE]
    asked = dict(signed_in[0].url.params)
    assert (asked["dossier"], asked["award"]) == ("dossier-x", "LDTT")
    assert "step" not in asked
    shown = say(capsys, "list").out
    assert "Nguyễn [Thị] Lan" in shown
    assert "Đã trình, chờ tiếp nhận" in shown


@pytest.mark.parametrize(("option", "valid"), [("--step", "in_council"), ("--outcome", "forwarded")])
def test_filter_that_no_line_can_have_exits_2_and_names_those_it_can(
    signed_in: list[httpx.Request], capsys: Capture, option: str, valid: str
) -> None:
    said = say(capsys, "list", option, "foo", "--json")
    assert (said.code, said.json["exit_code"]) == (2, 2)
    assert said.err.startswith(f"{option} không có giá trị “foo”; các giá trị: ")
    assert valid in said.err
    assert "convened" not in said.err, "a step of sessions is none of a line"
    assert signed_in == []
    assert say(capsys, "list", option, valid, "--json").code == 0


def test_show_prints_a_record(signed_in: list[httpx.Request], capsys: Capture) -> None:
    assert say(capsys, "show", "dossier-x", "--json").json == BODIES["/api/v1/dossiers/x"]
    assert "R2019" in say(capsys, "show", "dossier-x").out
    assert {request.url.path for request in signed_in} == {"/api/v1/dossiers/x"}


def test_history_prints_who_did_what(signed_in: list[httpx.Request], capsys: Capture) -> None:
    assert say(capsys, "history", "dossier-x", "--json").json["items"] == [FACT]
    shown = say(capsys, "history", "dossier-x").out
    assert "dossier.drafted" in shown
    assert "x-cb-01" in shown
    assert len(signed_in) == 2


@pytest.mark.parametrize("verb", ["show", "history"])
def test_id_that_is_none_exits_2_and_one_that_is_unknown_1(
    signed_in: list[httpx.Request], capsys: Capture, verb: str
) -> None:
    assert say(capsys, verb, "bogus").code == 2
    assert signed_in == []
    said = say(capsys, verb, "nomination-none")
    assert (said.code, said.err) == (1, "Không tìm thấy.\n")


@pytest.mark.parametrize("spoil", [lambda path: path.write_text("{"), lambda path: path.write_text("[]")])
def test_tokens_that_cannot_be_read_mean_not_signed_in(
    asked: list[httpx.Request], capsys: Capture, tmp_path: Path, spoil: Callable[[Path], object]
) -> None:
    kept = tmp_path / "config" / "minhbach" / "tokens.json"
    kept.parent.mkdir(parents=True)
    spoil(kept)
    said = say(capsys, "list")
    assert said.code == 2
    assert "minhbach sign-in" in said.err
    assert asked == []
