"""Work is delegated through the API and done in another's name, with both persons in the history."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest

from tests.web.site import APPRAISAL, COUNCIL_UNIT, Site, assert_problem, line, receive

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
