"""The verbs that read through the API: what they ask for, what they print, for people and for programs."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from pydantic import BaseModel

from commandline import signing_in
from commandline.api import Api
from commandline.wording import LABELS, SPOKEN_OTHERWISE, written
from tests.cli.shell import say
from web.views import AwaitedView, DecisionView, DossierView, NominationView, SessionView

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
    "sentence": "Cán bộ lập hồ sơ (X) lập hồ sơ “Đề nghị 2023” gồm 1 dòng.",
    "actor": {"id": "x-cb-01", "role": "proposing_officer", "unit": "X"},
    "accepted_at": "2023-11-30T18:30:00.000000Z",
    "sealed_by": None,
}
SIGNED_IN = {
    "token": "secret-token",
    "expires_at": "2023-12-01T12:00:00.000000Z",
    "account": {"id": "x-cb-01", "name": "Lan", "grants": []},
}
DOSSIER = {
    "id": "dossier-x",
    "key": "x",
    "unit": "X",
    "route": "civil",
    "step": "received",
    "step_label": "Đã tiếp nhận",
    "lines": 1,
    "received_on": "2023-12-05",
    "pack": "",
    "updated_at": "2023-12-05T02:00:00.000000Z",
    "later": "x",
}
TASK = {
    "stream": "nomination-x.001",
    "award_name": "Lao động tiên tiến",
    "name": None,
    "why": "Đề nghị: đã tiếp nhận, chờ thẩm định.",
    "role_label": "Chuyên viên thẩm định",
    "unit": "X",
    "due_at": "2023-12-20T10:00:00.000000Z",
    "working_days_left": 3,
}
FINDING = "Đã công tác đủ 10 tháng? Đạt: 120 tháng công tác, cần từ 10 tháng (TT 01/2019/TT-VKSTC)."
APPRAISED = {**FACT, "sentence": "Chuyên viên thẩm định (X) thẩm định: đề nghị tặng.", "findings": [FINDING]}
GROUND = {
    "criterion": "chain",
    "sentence": "cần CSTDCS năm 2023",
    "source": "TT 01/2019/TT-VKSTC Điều 16",
    "instrument": "VKS_CIR_01_2019",
    "article": "Điều 16",
    "status": "verified",
}
PROSPECT = {
    "person": "x-0001",
    "award": "CSTDN",
    "award_name": "Chiến sĩ thi đua ngành",
    "year": 2024,
    "rests_on": [],
    "missing": [GROUND],
    "from_day": None,
}
BODIES: dict[str, Any] = {
    "/api/v1/nominations/x.001": LINE,
    "/api/v1/nominations/x.001/history": {"stream": "nomination-x.001", "items": [APPRAISED, FACT]},
    "/api/v1/units/vks-ag/prospects": {"pack": "R2019", "items": [PROSPECT]},
    "/api/v1/sign-in": SIGNED_IN,
    "/api/v1/nominations": {"items": [LINE], "next": None},
    "/api/v1/dossiers/x": DOSSIER,
    "/api/v1/tasks": {"items": [TASK], "next": None},
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

    monkeypatch.setattr(signing_in, "Api", connected)
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
    assert {request.url.path for request in signed_in} == {"/api/v1/dossiers/x"}


def test_show_speaks_the_words_of_the_office(signed_in: list[httpx.Request], capsys: Capture) -> None:
    shown = [" ".join(line.split()) for line in say(capsys, "show", "dossier-x").out.splitlines()]
    assert [line.strip("│ ") for line in shown if line.startswith("│")] == [
        "Mã │ dossier-x",
        "Đơn vị │ X",
        "Tuyến │ Dân sự",
        "Bước │ Đã tiếp nhận",
        "Số dòng │ 1",
        "Ngày tiếp nhận │ 05/12/2023",
        "Gói quy định │ –",
        "Cập nhật lúc │ 05/12/2023 09:00",
        "later │ x",
    ]
    assert len(signed_in) == 1


VIEWS = (NominationView, AwaitedView, DossierView, SessionView, DecisionView)


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.__name__)
def test_every_field_of_a_record_has_a_name_for_people(view: type[BaseModel]) -> None:
    assert view.model_fields.keys() - LABELS.keys() - SPOKEN_OTHERWISE == set()


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("outcome", "forwarded", "Trình cấp trên"),
        ("awaits", "unit_head", "Thủ trưởng đơn vị"),
        ("lateness", "overdue", "Quá hạn"),
        ("downgraded_to", "LDTT", "Lao động tiên tiến"),
        ("due_source", "Quy chế (unknown)", "Quy chế (chưa rõ)"),
        ("held", False, "Không"),
        ("members", 0, "0"),
        ("vote", None, "–"),
    ],
)
def test_value_is_written_as_the_office_writes_it(name: str, value: object, words: str) -> None:
    assert written(name, value) == words


def test_tasks_are_listed_with_their_limits(signed_in: list[httpx.Request], capsys: Capture) -> None:
    assert say(capsys, "tasks", "--json").json == [TASK]
    assert [request.url.path for request in signed_in] == ["/api/v1/tasks"]
    shown = say(capsys, "tasks").out
    for told in ("1 việc đang chờ", "Lao động tiên tiến", "20/12/2023 17:00", "còn 3 ngày làm việc", "–"):
        assert told in shown


def test_history_prints_who_did_what(signed_in: list[httpx.Request], capsys: Capture) -> None:
    assert say(capsys, "history", "dossier-x", "--json").json["items"] == [FACT]
    shown = say(capsys, "history", "dossier-x").out
    assert "Cán bộ lập hồ sơ (X) lập hồ sơ “Đề nghị 2023” gồm 1 dòng." in shown
    assert "01/12/2023 01:30" in shown, "the day in Vietnam, not in Greenwich"
    assert "x-cb-01" in shown
    assert "dossier.drafted" not in shown
    assert len(signed_in) == 2


def test_filter_that_is_no_id_exits_2(signed_in: list[httpx.Request], capsys: Capture) -> None:
    said = say(capsys, "list", "--dossier", "Hồ sơ")
    assert (said.code, said.err.splitlines()[0]) == (2, "“Hồ sơ” không phải mã.")
    assert signed_in == []


@pytest.mark.parametrize("verb", ["show", "history"])
def test_findings_of_the_appraisal_are_told_with_their_articles(
    signed_in: list[httpx.Request], capsys: Capture, verb: str
) -> None:
    assert f"- {FINDING}" in say(capsys, verb, "nomination-x.001").out
    assert len(signed_in) == (2 if verb == "show" else 1)


def test_finder_tells_who_lacks_what_by_which_article(
    signed_in: list[httpx.Request], capsys: Capture
) -> None:
    given = ("finder", "--unit", "VKS-AG", "--year", "2023")
    assert say(capsys, *given, "--award", "CSTDN", "--json").json["items"] == [PROSPECT]
    assert dict(signed_in[0].url.params) == {"year": "2023", "award": "CSTDN"}
    assert say(capsys, *given).out.splitlines() == [
        "x-0001: Chiến sĩ thi đua ngành (CSTDN) năm 2024, còn thiếu",
        "  - cần CSTDCS năm 2023 [TT 01/2019/TT-VKSTC Điều 16 (đã kiểm chứng)]",
        "Gói quy định R2019: 1 khả năng trong năm 2023 và 2024.",
    ]
    assert dict(signed_in[1].url.params) == {"year": "2023"}


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
