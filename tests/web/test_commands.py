"""Commands through the edge, the real Temporal and the real store."""

import asyncio
import json
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import httpx
import pytest
from sqlalchemy import create_engine, text

from domain.envelope import Envelope, Receipt
from domain.values import Actor, Role
from embedded.testing import Database
from settings import Settings
from store.engine import open_engine
from tests.web.site import (
    NOWHERE,
    RECEIPT,
    Site,
    assert_problem,
    client,
    dossier,
    line,
    publish,
    receive,
    settings_for,
)
from web.app import create_app
from web.database import Database as Asked
from web.door import UnderWay

pytestmark = pytest.mark.asyncio(loop_scope="session")

STRENGTH = {"year": 2023, "people": 40}


async def test_dossier_goes_from_proposal_to_publication(site: Site) -> None:
    await receive(site, "di-het", line("cb-1", "Nguyễn Văn Một"), line("cb-2", "Trần Thị Hai"))
    await publish(site, "di-het", "granted", "refused")
    answer = await site.auditor.get("/api/v1/nominations", dossier="di-het")
    assert [(row["step"], row["outcome"]) for row in answer.json()["items"]] == [
        ("published", "granted"),
        ("published", "refused"),
    ]


# Idempotency


async def test_same_command_twice_gives_the_same_receipt(site: Site) -> None:
    command_id = str(uuid.uuid4())
    command = dossier(line("hai-lan-1", "Nguyễn Văn Một"))
    first, second = [
        await site.officer.ask("dossiers/hai-lan/draft-dossier", command, command_id=command_id)
        for _time in range(2)
    ]
    assert (first.status_code, second.status_code) == (200, 200)
    assert first.json() == second.json()
    later = await site.officer.get(f"/api/v1/commands/{command_id}")
    assert later.json() == first.json()
    assert first.json()["receipt"]["version"] == 1


async def test_same_command_at_once_is_done_once(site: Site) -> None:
    command_id = str(uuid.uuid4())
    answers = await asyncio.gather(
        *(
            site.registrar.ask(
                "units/vks-h/record-strength", {"year": 2020, "people": 7}, command_id=command_id
            )
            for _time in range(5)
        )
    )
    assert {answer.text for answer in answers} == {answers[0].text}
    history = (await site.auditor.get("/api/v1/units/vks-h/history")).json()["items"]
    assert [fact["command_id"] for fact in history].count(command_id) == 1


async def test_command_sent_with_two_spellings_of_its_text_is_the_same(site: Site) -> None:
    command_id = str(uuid.uuid4())
    composed, decomposed = "Vi\u1ec7n ki\u1ec3m s\u00e1t", "Vie\u0323\u0302n kie\u0302\u0309m sa\u0301t"
    first, second = [
        await site.registrar.ask(
            "units/vks-nfc/register-unit",
            {"name": name, "level": "DISTRICT", "route": "civil"},
            command_id=command_id,
        )
        for name in (composed, decomposed)
    ]
    assert first.json() == second.json()


@pytest.mark.parametrize(
    ("path", "command", "who"),
    [
        ("units/vks-h/record-strength", {"year": 2023, "people": 41}, "registrar"),
        ("units/vks-x/record-strength", STRENGTH, "registrar"),
        ("persons/cb-dung-lai/register-person", {"name": "A", "unit": "VKS-H"}, "registrar"),
        ("units/vks-h/record-strength", STRENGTH, "decider"),
    ],
)
async def test_command_id_reused_for_something_else_is_refused(
    site: Site, path: str, command: dict[str, object], who: str
) -> None:
    command_id = str(uuid.uuid4())
    first = await site.registrar.ask("units/vks-h/record-strength", STRENGTH, command_id=command_id)
    assert first.status_code == httpx.codes.OK
    assert_problem(await site.people[who].ask(path, command, command_id=command_id), 409, "command_id_reused")


# Refusals by kind


async def test_rules_that_say_no_answer_409_with_their_source(site: Site) -> None:
    await receive(site, "luat", line("luat-1", "Nguyễn Văn Một"))
    answer = await site.clerk.ask("dossiers/luat/receive-dossier", RECEIPT)
    assert_problem(answer, 409, "out_of_order")


async def test_bulk_refusal_names_every_line(site: Site) -> None:
    await receive(site, "loat", line("loat-1", "Nguyễn Văn Một"), line("loat-2", "Trần Thị Hai"))
    names = [f"nomination-loat.00{n}" for n in (1, 2)]
    appraisal = {"recommendation": "approve", "authority": "local"}
    command = {"appraisals": [{"nomination": name, "appraisal": appraisal} for name in names]}
    answer = await site.appraiser.ask("dossiers/loat/appraise-dossier", command)
    assert_problem(answer, 409, "review_unanswered")
    assert [item["stream"] for item in answer.json()["items"]] == names


async def test_wrong_role_is_forbidden_and_recorded_as_an_answer(site: Site) -> None:
    command_id = str(uuid.uuid4())
    answer = await site.appraiser.ask("units/vks-h/record-strength", STRENGTH, command_id=command_id)
    assert_problem(answer, 403, "wrong_role")
    receipt = (await site.appraiser.get(f"/api/v1/commands/{command_id}")).json()["receipt"]
    assert (receipt["accepted"], receipt["refusal"]["code"]) == (False, "wrong_role")


async def test_wrong_unit_is_forbidden(site: Site) -> None:
    answer = await site.stranger.ask("dossiers/la/draft-dossier", dossier(line("la-1", "A")))
    assert_problem(answer, 403, "wrong_unit")


async def test_stale_view_answers_412(site: Site) -> None:
    answer = await site.registrar.ask("units/vks-h/record-strength", STRENGTH, seen_version=1_000)
    assert_problem(answer, 412, "stale_view")


async def test_what_the_rules_find_malformed_answers_422(site: Site) -> None:
    answer = await site.officer.ask("dossiers/rong/draft-dossier", dossier())
    assert_problem(answer, 422, "empty_dossier")


async def test_stream_that_is_not_there_answers_404(site: Site) -> None:
    answer = await site.head.ask("nominations/khong-co/withdraw-nomination", {"reason": "x"})
    assert_problem(answer, 404, "unknown_stream")


# Roles


async def test_role_is_chosen_where_only_one_grant_fits(site: Site) -> None:
    await site.officer.do("dossiers/vai/draft-dossier", dossier(line("vai-1", "Nguyễn Văn Một")))
    await site.head.do("dossiers/vai/submit-dossier")
    await site.many.do("dossiers/vai/receive-dossier", RECEIPT)
    history = (await site.auditor.get("/api/v1/dossiers/vai/history")).json()["items"]
    assert history[-1]["actor"] == {"id": "many", "role": "receiving_clerk", "unit": "VKS-X"}


async def test_role_must_be_named_where_several_grants_fit(site: Site) -> None:
    path, command = "nominations/vai.001/return-nomination", {"reason": "Thiếu giấy tờ"}
    assert_problem(await site.many.ask(path, command), 422, "acting_role_needed", "/acting_as")
    chosen = {"role": "appraiser", "unit": "VKS-X"}
    answer = await site.many.ask(path, command, acting_as=chosen)
    assert answer.status_code == httpx.codes.OK


@pytest.mark.parametrize(
    "chosen", [{"role": "decider", "unit": "VKS-X"}, {"role": "appraiser", "unit": "VKS-H"}]
)
async def test_role_that_was_not_granted_is_forbidden(site: Site, chosen: dict[str, str]) -> None:
    answer = await site.many.ask("units/vks-h/record-strength", STRENGTH, acting_as=chosen)
    assert_problem(answer, 403, "role_not_granted")


async def test_account_without_a_role_may_do_nothing(site: Site) -> None:
    assert_problem(await site.nobody.ask("units/vks-h/record-strength", STRENGTH), 403, "no_role")
    assert_problem(await site.nobody.get("/api/v1/tasks"), 403, "no_role")


# Text is text


async def test_fragments_of_sql_and_script_are_kept_as_they_are(site: Site) -> None:
    names = [
        "Robert'); DROP TABLE leaf;--",
        "<script>alert('á')</script>",
        "{{ 7*7 }}",
        "%s %(x)s :y",
        "😀 ê",
    ]
    await receive(site, "manh", *(line(f"manh-{n}", name) for n, name in enumerate(names)))
    answer = await site.clerk.get("/api/v1/nominations", dossier="dossier-manh")
    assert [row["name"] for row in answer.json()["items"]] == names


# When something is away


async def test_command_that_takes_longer_answers_202_and_goes_on(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("web.door.Door.send.__defaults__", (0.0,))
    command_id = str(uuid.uuid4())
    answer = await site.registrar.ask("units/vks-h/record-strength", STRENGTH, command_id=command_id)
    assert answer.status_code == httpx.codes.ACCEPTED
    where = answer.json()["status_url"]
    assert (answer.json()["command_id"], answer.headers["location"]) == (command_id, where)
    for _time in range(100):
        later = await site.registrar.get(where)
        if later.status_code == httpx.codes.OK:
            break
        await asyncio.sleep(0.05)
    assert later.json()["receipt"]["accepted"] is True


async def test_door_promises_what_temporal_has_accepted(site: Site) -> None:
    actor = Actor("registrar", Role.REGISTRAR, "VKS-X")
    envelope = Envelope("unit-vks-h", "record_strength", STRENGTH, str(uuid.uuid4()), actor)
    door = site.app.state.shell.door
    assert await door.send(envelope, patience_s=0.0) == UnderWay(accepted=True)
    receipt = await door.send(envelope)
    assert isinstance(receipt, Receipt)
    assert receipt.accepted


async def test_door_promises_nothing_while_no_worker_listens(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("web.door.TASK_QUEUE", "nobody-listens")
    actor = Actor("registrar", Role.REGISTRAR, "VKS-X")
    envelope = Envelope("unit-vks-vang", "record_strength", STRENGTH, str(uuid.uuid4()), actor)
    door = site.app.state.shell.door
    assert await door.send(envelope, patience_s=0.0) == UnderWay(accepted=False)
    client = await door.connected()
    await client.get_workflow_handle("unit-vks-vang").terminate()


async def test_more_than_a_process_can_carry_answers_503(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("web.door.MOST_UNDER_WAY", 0)
    answer = await site.registrar.ask("units/vks-h/record-strength", STRENGTH)
    assert_problem(answer, 503, "busy")
    assert answer.headers["retry-after"] == "2"


@asynccontextmanager
async def second_site(settings: Settings, site: Site, who: str) -> AsyncIterator[httpx.AsyncClient]:
    """Another web process on other servers, with somebody's token."""
    app = create_app(settings)
    headers = {"Authorization": site.people[who].client.headers["authorization"]}
    async with app.router.lifespan_context(app), client(app, headers) as asking:
        yield asking


async def test_temporal_away_answers_503_and_reading_still_works(site: Site, web_settings: Settings) -> None:
    settings = settings_for(web_settings.database_url, NOWHERE)
    async with second_site(settings, site, "registrar") as asking:
        body = {"command_id": str(uuid.uuid4()), "command": STRENGTH}
        answer = await asking.post("/api/v1/units/vks-h/record-strength", json=body)
        assert_problem(answer, 503, "temporal_away")
        assert answer.headers["retry-after"] == "2"
        assert_problem(await asking.get("/readyz"), 503, "temporal_away")
        assert (await asking.get("/api/v1/outcomes")).status_code == httpx.codes.OK
        assert (await asking.get("/")).status_code == httpx.codes.OK
        assert (await asking.get("/healthz")).status_code == httpx.codes.OK


async def test_database_away_answers_503(site: Site, web_settings: Settings) -> None:
    nowhere = f"postgresql+psycopg://x@{NOWHERE}/x"
    async with second_site(settings_for(nowhere, web_settings.temporal_address), site, "registrar") as asking:
        for path in ("/readyz", "/api/v1/tasks", "/"):
            answer = await asking.get(path)
            assert_problem(answer, 503, "database_away")
            assert answer.headers["retry-after"] == "5"


async def test_command_is_answered_while_the_database_is_away_from_the_web(site: Site) -> None:
    await site.registrar.get("/api/v1/tasks")
    command_id = str(uuid.uuid4())
    async with without_database(site):
        answer = await site.registrar.ask("units/vks-h/record-strength", STRENGTH, command_id=command_id)
        assert (answer.status_code, answer.json()["receipt"]["accepted"]) == (200, True)
    later = await site.registrar.get(f"/api/v1/commands/{command_id}")
    assert later.json()["receipt"]["accepted"] is True


@asynccontextmanager
async def without_database(site: Site) -> AsyncIterator[None]:
    """The site while it cannot reach its database; the workers still can."""
    state, shell = site.app.state, site.app.state.shell
    gone = Asked(open_engine(f"postgresql+psycopg://x@{NOWHERE}/x"))
    state.shell = replace(shell, database=gone)
    try:
        yield
    finally:
        state.shell = shell
        gone.close()


async def test_broken_chain_answers_500_with_an_incident(site: Site, web_database: Database) -> None:
    command = {"name": "Viện kiểm sát Hỏng", "level": "DISTRICT", "route": "civil"}
    await site.registrar.do("units/hong/register-unit", command)
    superuser = create_engine(web_database.superuser_url)
    with superuser.begin() as connection:
        connection.execute(
            text("""
                UPDATE leaf SET bytes = convert_to(replace(convert_from(bytes, 'UTF8'), 'Hỏng', 'Hồng'), 'UTF8')
                WHERE stream = 'unit-hong' AND version = 1
            """)
        )
    superuser.dispose()
    answer = await site.registrar.ask("units/hong/record-strength", STRENGTH)
    assert_problem(answer, 500, "integrity_violation")
    assert len(answer.json()["incident"]) == 16


async def test_one_log_line_per_command_without_personal_text(
    site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    command_id = str(uuid.uuid4())
    command = dossier(line("nhat-ky-1", "Nguyễn Thị Nhật Ký"))
    await site.officer.ask("dossiers/nhat-ky/draft-dossier", command, command_id=command_id)
    told = capsys.readouterr().out
    (entry,) = [row for row in told.splitlines() if command_id in row]
    for part in ("draft_dossier", "dossier-nhat-ky", "actor=officer", "role=proposing_officer", "accepted"):
        assert part in entry
    assert "duration_ms=" in entry
    assert "Nhật Ký" not in told
    assert "the-officer" not in told
    assert json.dumps("Nhật Ký") not in told
