"""Duties are apart: nobody acts on a line that they proposed, appraised or are the candidate of."""

from dataclasses import replace

import pytest
from hypothesis import given as supposing
from hypothesis import settings

from domain.execution import Order
from domain.nomination import events as e
from domain.nomination.guards import barred
from domain.nomination.state import Nomination, Step
from domain.refusal import Refusal
from tests.domain.given import given
from tests.domain.histories import Ask, histories, told
from tests.domain.office import (
    APPRAISER,
    HEAD,
    LINE,
    OFFICER,
    annul,
    appraise,
    at,
    hold,
    receive,
    release,
    return_line,
    settle,
    sign,
)

CANDIDATE = "cb-001"
HANDLING = (
    (Step.SUBMITTED, receive()),
    (Step.RECEIVED, return_line()),
    (Step.RECEIVED, appraise()),
    (Step.APPRAISED, hold()),
    (Step.VOTED, settle()),
    (Step.DECIDED, sign()),
    (Step.SIGNED, annul()),
)


@pytest.mark.parametrize(("step", "order"), HANDLING, ids=lambda given: getattr(given, "command", given))
@pytest.mark.parametrize(
    ("person", "code"), [(OFFICER.id, "own_proposal"), (HEAD.id, "own_proposal"), (CANDIDATE, "conflicted")]
)
def test_who_proposed_or_is_proposed_handles_nothing(
    step: Step, order: Order, person: str, code: str
) -> None:
    given(at(step)).when(replace(order, actor=replace(order.actor, id=person))).refused(code)


@pytest.mark.parametrize(
    ("step", "order"), [(Step.VOTED, settle()), (Step.DECIDED, sign()), (Step.SIGNED, annul())]
)
def test_who_appraised_neither_decides_nor_signs(step: Step, order: Order) -> None:
    given(at(step)).when(replace(order, actor=replace(order.actor, id=APPRAISER.id))).refused("own_appraisal")


def test_who_appraised_holds_and_releases_their_own_line() -> None:
    given(at(Step.APPRAISED), hold()).when(release()).accepted()


def test_work_queue_keeps_a_line_from_whom_the_rules_would_refuse() -> None:
    assert barred(at(Step.RECEIVED).nomination(LINE)) == {CANDIDATE, OFFICER.id, HEAD.id}
    assert barred(at(Step.VOTED).nomination(LINE)) == {CANDIDATE, OFFICER.id, HEAD.id, APPRAISER.id}
    assert barred(at(Step.RETURNED).nomination(LINE)) == frozenset()


HANDLED = (
    e.NominationReceived
    | e.NominationReturned
    | e.AppraisalRecorded
    | e.NominationHeld
    | e.HoldReleased
    | e.OutcomeDecided
    | e.SignatureRecorded
    | e.NominationAnswered
    | e.NominationAnnulled
    | e.RecoveryRecorded
)
CONCLUDED = e.OutcomeDecided | e.SignatureRecorded | e.NominationAnnulled


@settings(max_examples=150)
@supposing(histories())
def test_in_no_history_does_anybody_handle_what_they_had_another_part_in(
    asked: list[tuple[Ask, int]],
) -> None:
    for world, order, answer, _after in told(asked):
        if isinstance(answer, Refusal):
            continue
        for change in answer:
            before = world.head(change.stream).state
            if not isinstance(before, Nomination) or before.candidate is None:
                continue
            apart = before.proposers | {before.candidate.id}
            for event in change.events:
                if isinstance(event, HANDLED):
                    assert not order.actor.persons & apart, (type(event), order.actor)
                if isinstance(event, CONCLUDED):
                    assert not order.actor.persons & before.appraisers, (type(event), order.actor)
