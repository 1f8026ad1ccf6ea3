"""Work is delegated through the API and done in another's name, with both persons in the history."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from readmodel.access_tokens import PREFIX, NewToken, make_token
from tests.web.site import (
    APPRAISAL,
    COUNCIL_UNIT,
    Person,
    Site,
    assert_problem,
    client,
    line,
    receive,
)

pytestmark = pytest.mark.asyncio(loop_scope="session")
FOR_APPRAISER = {"role": "appraiser", "unit": COUNCIL_UNIT, "on_behalf_of": "appraiser"}


def work(**changes: object) -> dict[str, object]:
    """The appraiser's work, delegated to the clerk from today on."""
    today = datetime.now(UTC).date()
    days = {"starts_on": str(today - timedelta(days=1)), "ends_on": str(today + timedelta(days=3))}
    given = {"delegate": "clerk", "role": "appraiser", "unit": COUNCIL_UNIT, "reason": "Nghỉ phép", **days}
    return {**given, **changes}


async def test_delegate_acts_in_the_principals_name_and_history_tells_both(site: Site) -> None:
    await receive(site, "thay-mat", line("cb-thay-mat", "Vi Thay Mặt"))
    path = "nominations/thay-mat.001/record-appraisal"
    refused = await site.clerk.ask(path, APPRAISAL, acting_as=FOR_APPRAISER)
    assert_problem(refused, 403, "delegation_not_in_force")
    await site.appraiser.do("delegations/appraiser/delegate-work", work())
    taken = await site.clerk.ask(path, APPRAISAL, acting_as=FOR_APPRAISER)
    assert taken.status_code == 200, taken.text
    facts = (await site.auditor.get("/api/v1/nominations/thay-mat.001/history")).json()["items"]
    fact = next(fact for fact in facts if fact["name"] == "nomination.appraisal_recorded")
    assert fact["actor"] == {
        "id": "clerk",
        "on_behalf_of": "appraiser",
        "role": "appraiser",
        "unit": COUNCIL_UNIT,
    }
    assert "theo ủy quyền" in fact["sentence"]


async def test_nobody_is_stood_in_for_in_a_role_they_do_not_hold(site: Site) -> None:
    path = "nominations/thay-mat.001/hold-nomination"
    hold = {"ground": "complaint", "document": "CV 1", "reason": "Có đơn"}
    for acting in (
        {**FOR_APPRAISER, "on_behalf_of": "nobody"},
        {**FOR_APPRAISER, "on_behalf_of": "khong-co"},
    ):
        assert_problem(await site.clerk.ask(path, hold, acting_as=acting), 403, "role_not_granted")
    assert_problem(await site.stranger.ask(path, hold, acting_as=FOR_APPRAISER), 403, "role_not_granted")


async def test_line_from_which_the_principal_stepped_aside_is_not_there_for_the_delegate(site: Site) -> None:
    await receive(site, "thay-tranh", line("cb-thay-tranh", "Vi Thay Tránh"))
    key, hold = "thay-tranh.001", {"ground": "complaint", "document": "CV 3", "reason": "Có đơn"}
    places = (f"/de-nghi/{key}", f"/api/v1/nominations/{key}", f"/api/v1/nominations/{key}/history")
    await site.appraiser.do("delegations/appraiser/delegate-work", work())
    assert {(await site.clerk.get(place)).status_code for place in places} == {200}
    with site.engine.connect() as connection:
        connection.execute(
            text("INSERT INTO recusal VALUES (:line, 'appraiser', 's')"), {"line": f"nomination-{key}"}
        )
    assert {(await site.clerk.get(place)).status_code for place in places} == {404}
    path = f"nominations/{key}/hold-nomination"
    for who, acting in (("clerk", FOR_APPRAISER), ("appraiser", None)):
        answer = await site.people[who].ask(path, hold, acting_as=acting)
        assert_problem(answer, 404, "unknown_record")
    answer = await site.secretary.ask(path, hold)
    assert answer.status_code == 200, answer.text


async def test_token_made_for_some_roles_reaches_no_role_of_another_person(site: Site) -> None:
    await receive(site, "thay-ma", line("cb-thay-ma", "Vi Thay Mã"))
    await site.appraiser.do("delegations/appraiser/delegate-work", work())
    answers = [
        await (await with_token(site, roles)).ask(
            "nominations/thay-ma.001/record-appraisal", APPRAISAL, acting_as=FOR_APPRAISER
        )
        for roles in (("receiving_clerk@" + COUNCIL_UNIT,), ())
    ]
    assert_problem(answers[0], 403, "role_not_granted")
    assert answers[1].status_code == 200, answers[1].text


async def with_token(site: Site, roles: tuple[str, ...]) -> Person:
    """The clerk's program."""
    now, token = datetime.now(UTC), PREFIX + uuid.uuid4().hex
    wanted = NewToken("Thử", ("read", "act"), roles, now + timedelta(days=1))
    make_token(site.engine, "clerk", token, wanted, now)
    return Person(client(site.app, {"Authorization": f"Bearer {token}"}))


@pytest.mark.parametrize("delegate", ["stranger", "khong-co", "nobody"])
async def test_work_is_delegated_only_within_the_unit(site: Site, delegate: str) -> None:
    answer = await site.appraiser.ask("delegations/appraiser/delegate-work", work(delegate=delegate))
    assert_problem(answer, 422, "delegate_without_role", "/command/delegate")


async def test_name_of_the_principal_is_part_of_what_was_asked(site: Site) -> None:
    command_id = str(uuid.uuid4())
    hold = {"ground": "complaint", "document": "CV 2", "reason": "Có đơn"}
    path = "nominations/thay-mat.001/hold-nomination"
    await site.appraiser.ask(path, hold, command_id=command_id)
    again = await site.clerk.ask(path, hold, command_id=command_id, acting_as=FOR_APPRAISER)
    assert_problem(again, 409, "command_id_reused")
