"""Work is delegated for a time and within bounds; the act is both persons', and some acts are nobody else's."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from domain.delegation import commands as dc
from domain.delegation import events as de
from domain.execution import Order
from domain.ids import Kind
from domain.nomination.state import Step
from domain.values import Actor, Personal, Role
from tests.domain.given import World, given
from tests.domain.office import (
    APPRAISER,
    CHAIR,
    COUNCIL_UNIT,
    DECIDER,
    HEAD,
    LINE,
    NOW,
    OFFICER,
    SECRETARY,
    TODAY,
    UNIT,
    acting,
    appraise,
    at,
    attend,
    ballot,
    convene,
    open_voting,
    sign,
)

STREAM = "delegation-appraiser-minh"
UNTIL = date(2023, 11, 10)
DELEGATE = Actor("clerk-hoa", Role.APPRAISER, COUNCIL_UNIT, APPRAISER.id)
"""The clerk in the appraiser's name."""
OPERATOR = Actor("operator", Role.OPERATOR, "VKS-TC")
WORK = dc.DelegateWork("clerk-hoa", Role.APPRAISER, COUNCIL_UNIT, TODAY, UNTIL, "Nghỉ phép")


def delegate(
    command: dc.DelegateWork = WORK,
    *,
    by: Actor = APPRAISER,
    principal: str = APPRAISER.id,
    when: datetime = NOW,
) -> Order:
    return Order(f"delegation-{principal}", command, by, when)


def signing(*, mandate: str) -> tuple[World, Order]:
    """A decision to sign, and the clerk who would sign it for the decider under such a delegation."""
    command = dc.DelegateWork("clerk-hoa", Role.DECIDER, COUNCIL_UNIT, TODAY, UNTIL, "Đi công tác", mandate)
    world = at(Step.DECIDED).after(delegate(command, by=DECIDER, principal=DECIDER.id))
    return world, replace(sign(), actor=Actor("clerk-hoa", Role.DECIDER, COUNCIL_UNIT, DECIDER.id))


# Delegating


def test_principal_delegates_the_role_in_which_they_act() -> None:
    event = de.WorkDelegated(
        1, "clerk-hoa", Role.APPRAISER, COUNCIL_UNIT, TODAY, UNTIL, (), "", Personal("Nghỉ phép")
    )
    given(World()).when(delegate()).then(event)


@pytest.mark.parametrize("office", [OPERATOR, SECRETARY])
def test_office_delegates_for_who_is_away_with_a_paper(office: Actor) -> None:
    given(World()).when(delegate(by=office)).refused("document_needed")
    given(World()).when(delegate(replace(WORK, mandate="QĐ 12"), by=office)).accepted()


@pytest.mark.parametrize("office", [OPERATOR, SECRETARY])
def test_office_hands_nobodys_work_to_itself(office: Actor) -> None:
    taken = replace(WORK, delegate=office.id, mandate="QĐ 12")
    given(World()).when(delegate(taken, by=office)).refused("delegated_to_oneself")


@pytest.mark.parametrize(
    ("command", "by", "code"),
    [
        (WORK, acting(APPRAISER, role=Role.RECEIVING_CLERK), "wrong_role"),
        (WORK, acting(APPRAISER, unit=UNIT), "wrong_role"),
        (WORK, DECIDER, "wrong_role"),
        (WORK, acting(SECRETARY, unit=UNIT), "wrong_unit"),
        (replace(WORK, delegate=APPRAISER.id), APPRAISER, "delegated_to_oneself"),
        (replace(WORK, delegate="Ông An"), APPRAISER, "malformed_id"),
        (replace(WORK, role=Role.COUNCIL_MEMBER), APPRAISER, "role_not_delegable"),
        (replace(WORK, role=Role.AUDITOR), APPRAISER, "role_not_delegable"),
        (replace(WORK, reason=" "), APPRAISER, "reason_needed"),
        (replace(WORK, starts_on=date(2023, 11, 11)), APPRAISER, "dates_out_of_order"),
        (replace(WORK, starts_on=date(2023, 11, 1), ends_on=date(2023, 11, 5)), APPRAISER, "delegation_over"),
    ],
)
def test_delegation_is_refused(command: dc.DelegateWork, by: Actor, code: str) -> None:
    given(World()).when(delegate(command, by=by)).refused(code)


def test_what_was_delegated_is_not_delegated_on() -> None:
    order = delegate(replace(WORK, delegate="an"), by=DELEGATE)
    given(World().after(delegate())).when(order).refused("act_not_delegable")


@pytest.mark.parametrize("by", [APPRAISER, acting(APPRAISER, role=Role.RECEIVING_CLERK), SECRETARY, OPERATOR])
def test_delegation_is_ended_early_by_the_principal_or_the_office(by: Actor) -> None:
    ended = Order(STREAM, dc.EndDelegation(1, "Đã về"), by, NOW)
    world = given(World().after(delegate())).when(ended).then(de.DelegationEnded(1, Personal("Đã về"))).world
    given(world).when(ended).refused("delegation_not_in_force")


def test_delegate_or_a_stranger_does_not_end_it() -> None:
    for by, code in (
        (acting(APPRAISER), ""),
        (Actor("clerk-hoa", Role.APPRAISER, COUNCIL_UNIT), "wrong_role"),
    ):
        answered = given(World().after(delegate())).when(Order(STREAM, dc.EndDelegation(1, "Thôi"), by, NOW))
        assert (answered.refusal.code if answered.refusal else "") == code


# Acting for somebody


def test_delegate_acts_and_the_line_is_both_persons() -> None:
    world = given(at(Step.RECEIVED), delegate()).when(appraise(by=DELEGATE)).accepted()
    assert world.nomination(LINE).appraisers == {"clerk-hoa", APPRAISER.id}
    assert world.streams[LINE][-1].meta.actor == DELEGATE


@pytest.mark.parametrize(
    ("by", "days"),
    [
        (DELEGATE, -1),
        (DELEGATE, 5),
        (replace(DELEGATE, id="publisher-mai"), 0),
        (replace(DELEGATE, role=Role.RECEIVING_CLERK), 0),
        (replace(DELEGATE, unit=UNIT), 0),
        (replace(DELEGATE, on_behalf_of="decider-vien"), 0),
    ],
)
def test_nobody_acts_for_another_outside_the_delegation(by: Actor, days: int) -> None:
    order = replace(appraise(by=by), accepted_at=NOW + timedelta(days=days))
    given(at(Step.RECEIVED), delegate()).when(order).refused("delegation_not_in_force")


def test_first_and_last_day_are_included_and_an_ended_delegation_is_not() -> None:
    world = at(Step.RECEIVED).after(delegate())
    given(world).when(replace(appraise(by=DELEGATE), accepted_at=NOW + timedelta(days=4))).accepted()
    ended = world.after(Order(STREAM, dc.EndDelegation(1, "Đã về"), APPRAISER, NOW))
    given(ended).when(appraise(by=DELEGATE)).refused("delegation_not_in_force")
    given(ended, delegate()).when(appraise(by=DELEGATE)).accepted()


def test_delegation_of_some_kinds_reaches_no_other() -> None:
    papers = delegate(replace(WORK, kinds=(Kind.DOSSIER,)))
    given(at(Step.RECEIVED), papers).when(appraise(by=DELEGATE)).refused("delegation_not_in_force")


def test_ballot_is_the_members_own() -> None:
    world = at(Step.APPRAISED).after(convene(), attend(), open_voting())
    vote = ballot("clerk-hoa", (LINE, "approve"))  # type: ignore[arg-type] # any mark: it is not looked at
    order = replace(vote, actor=Actor("clerk-hoa", Role.COUNCIL_CHAIR, COUNCIL_UNIT, CHAIR.id))
    given(world).when(order).refused("act_not_delegable")


def test_signing_for_somebody_needs_the_paper_that_says_so() -> None:
    world, order = signing(mandate="")
    given(world).when(order).refused("signing_not_delegated")
    world, order = signing(mandate="QĐ ủy quyền 7")
    given(world).when(order).accepted()


def test_who_acts_for_somebody_may_not_do_what_the_principal_may_not() -> None:
    for_head = Actor("clerk-hoa", Role.APPRAISER, COUNCIL_UNIT, HEAD.id)
    command = replace(WORK, mandate="QĐ 1")
    world = at(Step.RECEIVED).after(delegate(command, by=SECRETARY, principal=HEAD.id))
    given(world).when(appraise(by=for_head)).refused("own_proposal")


def test_who_proposed_may_not_appraise_in_anothers_name() -> None:
    command = replace(WORK, delegate=OFFICER.id)
    by = replace(DELEGATE, id=OFFICER.id)
    given(at(Step.RECEIVED), delegate(command)).when(appraise(by=by)).refused("own_proposal")
