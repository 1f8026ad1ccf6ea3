"""Every sort of bad request gets its own code, the field at fault and a Vietnamese sentence; nothing is sent."""

import json
import uuid
from collections.abc import AsyncIterator
from typing import Any

import pytest

from tests.web.site import Site, assert_problem, dossier, line

pytestmark = pytest.mark.asyncio(loop_scope="session")

DRAFT = "/api/v1/dossiers/sai/draft-dossier"
GOOD = dossier(line("cb-1", "Nguyễn Văn Một"))


def body(command: object = GOOD, **members: object) -> dict[str, Any]:
    return {"command_id": str(uuid.uuid4()), "command": command, **members}


def with_line(**fields: object) -> dict[str, Any]:
    return body({**GOOD, "lines": [{**GOOD["lines"][0], **fields}]})


def with_claims(**fields: object) -> dict[str, Any]:
    return with_line(claims={"rating": "good", **fields})


def without(name: str) -> dict[str, Any]:
    return body({key: value for key, value in GOOD.items() if key != name})


FIELDS = [
    ("field_missing", "/command/title", without("title")),
    ("field_missing", "/command_id", {"command": GOOD}),
    ("field_unknown", "/command/extra", body({**GOOD, "extra": 1})),
    ("field_unknown", "/extra", body(extra=1)),
    ("field_unknown", "/command/lines/0/claims/salary", with_claims(salary=1)),
    ("malformed_uuid", "/command_id", {**body(), "command_id": "12"}),
    ("malformed_uuid", "/command_id", {**body(), "command_id": 12}),
    ("wrong_type", "/command", body([])),
    ("wrong_type", "/command/title", body({**GOOD, "title": 1})),
    ("wrong_type", "/command/year", body({**GOOD, "year": "2023"})),
    ("wrong_type", "/command/year", body({**GOOD, "year": 2023.0})),
    ("wrong_type", "/command/year", body({**GOOD, "year": True})),
    ("wrong_type", "/command/lines", body({**GOOD, "lines": {}})),
    ("wrong_type", "/seen_version", body(seen_version="1")),
    ("text_empty", "/command/title", body({**GOOD, "title": "   "})),
    ("text_empty", "/command/lines/0/candidate_name", with_line(candidate_name="")),
    ("text_too_long", "/command/lines/0/candidate_name", with_line(candidate_name="ă" * 201)),
    ("text_control_character", "/command/lines/0/candidate_name", with_line(candidate_name="An\x07")),
    ("text_control_character", "/command/title", body({**GOOD, "title": "Hồ\nsơ"})),
    ("text_control_character", "/command/title", body({**GOOD, "title": "a\x00"})),
    ("text_bidi_override", "/command/lines/0/candidate_name", with_line(candidate_name="An\u202egnư")),
    ("text_bidi_override", "/command/title", body({**GOOD, "title": "a\u2066b"})),
    ("text_invisible_character", "/command/title", body({**GOOD, "title": "a\u200bb"})),
    ("text_lone_surrogate", "/command/title", body({**GOOD, "title": "a\ud800"})),
    ("malformed_code", "/command/lines/0/candidate", with_line(candidate="../etc")),
    ("malformed_code", "/command/lines/0/candidate", with_line(candidate="cb-1\n")),
    ("malformed_code", "/command/lines/0/award", with_line(award="LDTT'; DROP TABLE leaf")),
    ("malformed_code", "/command/unit", body({**GOOD, "unit": "VKS H"})),
    ("malformed_date", "/command/letter_date", body({**GOOD, "letter_date": "2023-02-30"})),
    ("malformed_date", "/command/letter_date", body({**GOOD, "letter_date": "01/12/2023"})),
    ("malformed_date", "/command/letter_date", body({**GOOD, "letter_date": 1700000000})),
    ("date_out_of_range", "/command/letter_date", body({**GOOD, "letter_date": "1944-12-31"})),
    ("date_out_of_range", "/command/letter_date", body({**GOOD, "letter_date": "2101-01-01"})),
    ("not_a_choice", "/command/route", body({**GOOD, "route": "naval"})),
    ("number_out_of_range", "/command/year", body({**GOOD, "year": 1944})),
    ("number_out_of_range", "/command/year", body({**GOOD, "year": 10**40})),
    ("number_out_of_range", "/command/lines/0/claims/service_months", with_claims(service_months=-1)),
    ("number_out_of_range", "/seen_version", body(seen_version=-1)),
    ("list_too_long", "/command/lines", body({**GOOD, "lines": GOOD["lines"] * 1001})),
    ("not_a_choice", "/acting_as/role", body(acting_as={"role": "emperor", "unit": "VKS-H"})),
]


@pytest.mark.parametrize(("code", "field", "content"), FIELDS)
async def test_field_at_fault_is_named(site: Site, code: str, field: str, content: object) -> None:
    answer = await site.officer.client.post(
        DRAFT, content=json.dumps(content), headers={"Content-Type": "application/json"}
    )
    assert_problem(answer, 422, code, field)
    assert answer.json()["items"][0]["field"] == field


async def test_ballot_of_more_than_two_thousand_marks_is_turned_away(site: Site) -> None:
    marks = [{"nomination": f"nomination-x.{n}", "choice": "approve"} for n in range(2001)]
    answer = await site.member.ask("sessions/sai/cast-ballot", {"marks": marks, "channel": "in_person"})
    assert_problem(answer, 422, "list_too_long", "/command/marks")


async def test_negative_count_of_votes_is_turned_away(site: Site) -> None:
    count = {"nomination": "nomination-x.001", "count": {"approve": -1}}
    command = {"counts": [count], "participants": [], "certifiers": ["chair", "member"]}
    answer = await site.chair.ask("sessions/sai/record-secret-count", command)
    assert_problem(answer, 422, "number_out_of_range", "/command/counts/0/count/approve")


async def test_several_faults_are_told_together(site: Site) -> None:
    answer = await site.officer.client.post(DRAFT, json=body({**GOOD, "year": 1, "title": "", "x": 1}))
    assert sorted(item["field"] for item in answer.json()["items"]) == [
        "/command/title",
        "/command/x",
        "/command/year",
    ]


JSON = {"Content-Type": "application/json"}
WHOLE = [
    (400, "malformed_json", b"", JSON),
    (400, "malformed_json", b"{", JSON),
    (400, "malformed_json", b"\xef\xbb\xbf{}", JSON),
    (400, "malformed_json", b"[" * 100_000, JSON),
    (400, "wrong_encoding", b'{"command_id": "\xff"}', JSON),
    (400, "wrong_encoding", "{}".encode("utf-16"), JSON),
    (400, "wrong_encoding", "{}".encode("utf-16-le"), JSON),
    (400, "wrong_encoding", b"{}", {"Content-Type": "application/json; charset=windows-1258"}),
    (415, "unsupported_media_type", b"{}", {"Content-Type": "text/plain"}),
    (415, "unsupported_media_type", b"a=b", {"Content-Type": "application/x-www-form-urlencoded"}),
    (415, "unsupported_media_type", b"{}", {}),
    (415, "unsupported_media_type", b"{}", {**JSON, "Content-Encoding": "gzip"}),
    (413, "body_too_large", b" " * (2 * 1024 * 1024 + 1), JSON),
]


@pytest.mark.parametrize(("status", "code", "content", "headers"), WHOLE)
async def test_body_that_cannot_be_read(
    site: Site, status: int, code: str, content: bytes, headers: dict[str, str]
) -> None:
    assert_problem(await site.officer.client.post(DRAFT, content=content, headers=headers), status, code)


async def test_body_is_counted_while_it_streams(site: Site) -> None:
    sent = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal sent
        for _chunk in range(64):
            sent += 1
            yield b" " * 65_536

    answer = await site.officer.client.post(DRAFT, content=endless(), headers=JSON)
    assert "content-length" not in answer.request.headers
    assert_problem(answer, 413, "body_too_large")


@pytest.mark.parametrize(("lines", "status"), [(170, 413), (150, 409)])
async def test_command_too_long_for_one_payload_is_turned_away(site: Site, lines: int, status: int) -> None:
    appraisal = {"recommendation": "refuse", "authority": "local", "reason": "Ế" * 2000}
    appraisals = [{"nomination": f"nomination-x.{n}", "appraisal": appraisal} for n in range(lines)]
    content = json.dumps(body({"appraisals": appraisals}), ensure_ascii=False).encode()
    path = "/api/v1/dossiers/qua-dai/appraise-dossier"
    answer = await site.appraiser.client.post(path, content=content, headers=JSON)
    assert_problem(answer, status, "body_too_large" if status == 413 else "out_of_order")


ROUTES = [
    ("GET", "/nope", 404, "not_found"),
    ("GET", "/api/v1/nope", 404, "not_found"),
    ("GET", "/static/nope.css", 404, "not_found"),
    ("GET", "/static/../web/app.py", 404, "not_found"),
    ("POST", "/api/v1/nominations/x/lapse-deadline", 404, "not_found"),
    ("POST", "/api/v1/nominations/x/record-vote", 404, "not_found"),
    ("DELETE", "/api/v1/tasks", 405, "method_not_allowed"),
    ("GET", "/api/v1/dossiers/x/draft-dossier", 405, "method_not_allowed"),
    ("PUT", "/", 405, "method_not_allowed"),
    ("GET", "/api/v1/nominations/khong-co", 404, "unknown_record"),
    ("GET", "/api/v1/dossiers/khong-co", 404, "unknown_record"),
    ("GET", "/api/v1/sessions/khong-co", 404, "unknown_record"),
    ("GET", "/api/v1/decisions/khong-co", 404, "unknown_record"),
    ("GET", "/api/v1/persons/khong-co/history", 404, "unknown_record"),
    ("GET", "/ho-so/khong-co", 404, "unknown_record"),
    ("GET", "/de-nghi/khong-co", 404, "unknown_record"),
    ("GET", "/niem-phong/1", 404, "not_found"),
    ("GET", f"/api/v1/commands/{uuid.UUID(int=1)}", 404, "unknown_receipt"),
]


@pytest.mark.parametrize(("method", "path", "status", "code"), ROUTES)
async def test_nothing_there(site: Site, method: str, path: str, status: int, code: str) -> None:
    answer = await site.auditor.client.request(method, path)
    assert_problem(answer, status, code)
    assert (status == 405) == ("allow" in answer.headers)


PARAMETERS = [
    ("/api/v1/nominations?limit=0", "number_out_of_range", "?limit"),
    ("/api/v1/nominations?limit=1001", "number_out_of_range", "?limit"),
    ("/api/v1/nominations?limit=x", "wrong_type", "?limit"),
    ("/api/v1/nominations?award=%00", "malformed_code", "?award"),
    ("/api/v1/nominations?award=%27%20OR%201=1--", "malformed_code", "?award"),
    ("/api/v1/nominations/A", "malformed_id", None),
    ("/api/v1/nominations/%00", "malformed_id", None),
    ("/api/v1/nominations?dossier=A", "malformed_id", None),
    ("/api/v1/commands/1", "malformed_uuid", "/command_id"),
    ("/ho-so/a?danh-hieu=%3Cscript%3E", "malformed_code", "?danh-hieu"),
    ("/niem-phong/x", "wrong_type", "?size"),
]


@pytest.mark.parametrize(("path", "code", "field"), PARAMETERS)
async def test_parameter_at_fault_is_named(site: Site, path: str, code: str, field: str | None) -> None:
    assert_problem(await site.auditor.client.get(path), 422, code, field)


async def test_malformed_key_of_a_command_is_named(site: Site) -> None:
    answer = await site.officer.client.post("/api/v1/dossiers/CHỮ/draft-dossier", json=body())
    assert_problem(answer, 422, "malformed_id", "/key")


async def test_browser_gets_the_problem_as_a_page(site: Site) -> None:
    answer = await site.anyone.get("/nope", headers={"Accept": "text/html"})
    assert (answer.status_code, answer.headers["content-type"]) == (404, "text/html; charset=utf-8")
    assert "Không có gì ở địa chỉ này." in answer.text


async def test_unforeseen_error_tells_an_incident_and_nothing_else(
    site: Site, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(_engine: object, *_arguments: object) -> None:
        raise ZeroDivisionError("bí mật: Nguyễn Văn Lộ")

    monkeypatch.setattr("readmodel.queries.dossier_page", fail)
    answer = await site.auditor.get("/api/v1/dossiers")
    assert_problem(answer, 500, "internal_error")
    told = capsys.readouterr().out
    assert answer.json()["incident"] in told
    assert "Nguyễn Văn Lộ" not in answer.text + told
