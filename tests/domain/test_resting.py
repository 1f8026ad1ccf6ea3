"""What rests on a line: it is not taken back after the vote, and the signature looks at it again."""

from dataclasses import replace

import pytest

from domain.decision import commands as dc
from domain.decision.state import Instrument
from domain.dossier import commands as sc
from domain.execution import Order
from domain.ids import nomination_of
from domain.nomination.claims import TitleHeld
from domain.nomination.state import Step
from domain.register import commands as rc
from domain.register.state import PersonRecord
from domain.values import Outcome
from tests.domain.given import World, given
from tests.domain.office import (
    APPROVE,
    DECIDER,
    HEAD,
    LINE,
    NOW,
    OFFICER,
    REGISTRAR,
    YEAR,
    acting,
    annul,
    appraise,
    at,
    certify,
    draft,
    publish,
    receive,
    register_unit,
    settle,
    settling,
    sign,
    sitting,
    withdraw,
)
from tests.domain.test_year import ONE_REFUSED, SECOND, decide, line_of

ELSEWHERE = "dossier-k-2023"
LINE_ELSEWHERE = nomination_of(ELSEWHERE, 1)
GRANT = dc.LineOutcome(LINE, Outcome.GRANTED)
REWARDED = ONE_REFUSED.after(
    settle(*(dc.LineOutcome(line_of(n), Outcome.GRANTED) for n in range(1, 8))),
    sign(),
    decide(
        dc.LineOutcome(line_of(8), Outcome.GRANTED), instrument=Instrument.DECISION, decision="decision-b"
    ),
)
"""Seven LDTT signed, and the one CSTDCS that the cap allows is settled."""


def test_voted_line_on_which_another_award_rests_is_not_withdrawn() -> None:
    answer = given(ONE_REFUSED).when(withdraw(LINE))
    answer.refused("prerequisite_of_another", award="LDTT", other="CSTDCS")


def test_voted_line_in_the_population_of_a_full_cap_is_not_withdrawn() -> None:
    answer = given(ONE_REFUSED).when(withdraw(line_of(5)))
    answer.refused("cap_exceeded", award="CSTDCS", numerator=1, limit=0, population=6)


@pytest.mark.parametrize("number", [8, 9])
def test_voted_line_on_which_nothing_rests_is_withdrawn(number: int) -> None:
    given(ONE_REFUSED).when(withdraw(line_of(number))).accepted()


def test_line_is_withdrawn_once_what_rested_on_it_is_gone() -> None:
    given(ONE_REFUSED, withdraw(line_of(8))).when(withdraw(LINE)).accepted()


def test_withdrawn_line_does_not_stop_the_signature_of_the_others() -> None:
    both = settle(GRANT, dc.LineOutcome(line_of(2), Outcome.GRANTED))
    world = ONE_REFUSED.after(withdraw(line_of(8)), both, withdraw(LINE), sign(), publish())
    assert [world.nomination(name).step for name in (LINE, line_of(2))] == [Step.WITHDRAWN, Step.PUBLISHED]
    assert world.state("person-cb-001", PersonRecord).titles == ()


@pytest.mark.parametrize(("number", "code"), [(1, "prerequisite_not_won"), (5, "cap_exceeded")])
def test_signature_looks_again_at_prerequisites_and_caps(number: int, code: str) -> None:
    given(REWARDED).when(sign(decision="decision-b", number="124/QĐ")).accepted()
    given(REWARDED, annul(line_of(number))).when(sign(decision="decision-b", number="124/QĐ")).refused(code)


def test_title_that_the_register_got_meanwhile_is_not_signed_again() -> None:
    title = rc.RecordTitle(TitleHeld("LDTT", YEAR, "9/QĐ"))
    world = at(Step.DECIDED).after(Order("person-cb-001", title, REGISTRAR, NOW))
    given(world).when(sign()).refused("award_already_held", award="LDTT", year=YEAR)


def through_two_units() -> World:
    """One candidate proposed for one award by two units, and voted for by the same council twice."""
    unit = "VKS-K"
    order = draft(dossier=ELSEWHERE, by=acting(OFFICER, unit=unit))
    assert isinstance(order.command, sc.DraftDossier)
    drafted = replace(order, command=replace(order.command, unit=unit))
    submitted = Order(ELSEWHERE, sc.SubmitDossier(), acting(HEAD, unit=unit), NOW)
    world = at(Step.VOTED).after(register_unit(unit), drafted, submitted, receive(dossier=ELSEWHERE))
    voted = world.after(appraise(LINE_ELSEWHERE), *sitting((LINE_ELSEWHERE, APPROVE), session=SECOND))
    return voted.after(certify(session=SECOND))


def test_title_is_won_once_through_two_units_of_one_level() -> None:
    world = through_two_units()
    assert world.nomination(LINE_ELSEWHERE).vote is Outcome.REFUSED
    departing = settling(dc.LineOutcome(LINE_ELSEWHERE, Outcome.GRANTED, "Xứng đáng"), session=SECOND)
    answer = given(world).when(Order("decision-b", departing, DECIDER, NOW))
    answer.refused("award_already_held", award="LDTT", year=YEAR)
