"""The whole year counts: caps, prerequisites and double grants over several sessions and the decider's departures."""

import pytest

from domain.decision import commands as dc
from domain.decision import events as de
from domain.decision.state import Instrument
from domain.execution import Order
from domain.ids import nomination_of
from domain.nomination.claims import TitleHeld
from domain.nomination.state import Step
from domain.register import commands as rc
from domain.roll.caps import list_hash
from domain.roll.state import Entry, Roll, Standing
from domain.session import events as ve
from domain.session.state import Choice
from domain.values import Authority, Outcome
from tests.domain.given import Answered, World, given
from tests.domain.office import (
    APPROVE,
    COUNCIL_UNIT,
    DECIDER,
    DECISION,
    DOSSIER,
    DOWNGRADE,
    LINE,
    LINE_2,
    NOW,
    OFFICE,
    REFUSE,
    REGISTRAR,
    UNIT,
    YEAR,
    adopted,
    annul,
    appraise,
    certify,
    draft,
    hold,
    line,
    receive,
    release,
    settle,
    settling,
    sign,
    sitting,
    submit,
    withdraw,
)

FIRST, SECOND = "session-2023-1", "session-2023-2"
ROLL = "roll-vks-x.2023"
BOTH = (adopted("LDTT"), adopted("CSTDCS"))
GRANTED, REFUSED, FORWARDED = Outcome.GRANTED, Outcome.REFUSED, Outcome.FORWARDED


def proposed(*lines: tuple[str, str]) -> World:
    """Lines of (candidate, award), appraised."""
    world = given(*OFFICE, draft(*(line(*entry) for entry in lines)), submit(), receive()).world
    numbered = enumerate(lines, start=1)
    return world.after(*(appraise(nomination_of(DOSSIER, n), award) for n, (_who, award) in numbered))


def line_of(number: int) -> str:
    return nomination_of(DOSSIER, number)


def results(answer: Answered, session: str) -> list[tuple[Outcome | None, str]]:
    return [(result.result, result.cause) for result in tally(answer, session).results]


def tally(answer: Answered, session: str) -> ve.TallyCertified:
    answer.accepted()
    (event,) = answer.events(session)
    assert isinstance(event, ve.TallyCertified)
    return event


PAIR = proposed(("cb-001", "LDTT"), ("cb-001", "CSTDCS"))
MANY = proposed(*((f"cb-{n:03d}", "LDTT") for n in range(1, 8)), ("cb-001", "CSTDCS"), ("cb-002", "CSTDCS"))
"""Seven good workers, the first two of them proposed for Chiến sĩ thi đua cơ sở too: 15 % of seven is one."""
ALL_LDTT = tuple((line_of(n), APPROVE) for n in range(1, 8))
LDTT_GRANTED = MANY.after(*sitting(*ALL_LDTT), certify())


# Prerequisites


def test_prerequisite_won_in_an_earlier_session_carries_a_later_line() -> None:
    world = MANY.after(*sitting(*ALL_LDTT), certify())
    world = world.after(*sitting((line_of(8), APPROVE), rules=BOTH, session=SECOND))
    answer = given(world).when(certify(session=SECOND))
    assert results(answer, SECOND) == [(GRANTED, "")]
    (check,) = tally(answer, SECOND).caps
    assert (check.numerator, check.earlier, check.population, check.limit) == (1, 0, 7, 1)
    assert check.numerator_hash == list_hash(["cb-001"])
    assert check.list_hash == list_hash(f"cb-{n:03d}" for n in range(1, 8))


def test_line_waits_for_its_prerequisite_that_is_held_and_wins_after_it() -> None:
    held = MANY.after(*sitting(*ALL_LDTT, (line_of(8), APPROVE), rules=BOTH), hold(LINE))
    answer = given(held).when(certify())
    assert results(answer, FIRST)[0] == (None, "postponed")
    assert results(answer, FIRST)[-1] == (None, "prerequisite_open")
    world = answer.world.after(release(LINE))
    assert world.nomination(line_of(8)).step is Step.APPRAISED
    world = world.after(*sitting((LINE, APPROVE), (line_of(8), APPROVE), rules=BOTH, session=SECOND))
    assert results(given(world).when(certify(session=SECOND)), SECOND) == [(GRANTED, ""), (GRANTED, "")]


def test_prerequisite_lost_in_an_earlier_session_takes_a_later_line_with_it() -> None:
    world = PAIR.after(*sitting((LINE, REFUSE)), certify())
    world = world.after(*sitting((LINE_2, APPROVE), rules=BOTH, session=SECOND))
    assert results(given(world).when(certify(session=SECOND)), SECOND) == [(REFUSED, "prerequisite")]


def test_withdrawn_prerequisite_is_lost_for_later_sessions() -> None:
    world = PAIR.after(withdraw(LINE), *sitting((LINE_2, APPROVE), rules=BOTH, session=SECOND))
    assert results(given(world).when(certify(session=SECOND)), SECOND) == [(REFUSED, "prerequisite")]


def test_prerequisite_still_open_postpones_the_line() -> None:
    world = PAIR.after(*sitting((LINE_2, APPROVE), rules=BOTH))
    answer = given(world).when(certify())
    assert results(answer, FIRST) == [(None, "prerequisite_open")]
    assert answer.world.nomination(LINE_2).step is Step.APPRAISED


def test_prerequisite_on_the_register_is_enough() -> None:
    title = rc.RecordTitle(TitleHeld("LDTT", YEAR, "9/QĐ"))
    world = PAIR.after(*sitting((LINE_2, APPROVE), rules=BOTH), Order("person-cb-001", title, REGISTRAR, NOW))
    answer = given(world).when(certify())
    answer.refused("cap_exceeded", numerator=1, population=0, limit=0)


# One award once


def test_award_on_the_register_is_not_granted_again() -> None:
    title = rc.RecordTitle(TitleHeld("LDTT", YEAR, "9/QĐ"))
    world = PAIR.after(*sitting((LINE, APPROVE)), Order("person-cb-001", title, REGISTRAR, NOW))
    assert results(given(world).when(certify()), FIRST) == [(REFUSED, "already_held")]


def test_title_of_another_year_does_not_stand_in_the_way() -> None:
    title = rc.RecordTitle(TitleHeld("LDTT", YEAR - 1, "9/QĐ"))
    world = PAIR.after(*sitting((LINE, APPROVE)), Order("person-cb-001", title, REGISTRAR, NOW))
    assert results(given(world).when(certify()), FIRST) == [(GRANTED, "")]


def test_downgrade_to_an_award_won_on_the_same_agenda_is_refused() -> None:
    world = PAIR.after(*sitting((LINE, APPROVE), (LINE_2, DOWNGRADE), rules=BOTH))
    assert results(given(world).when(certify()), FIRST) == [(GRANTED, ""), (REFUSED, "already_held")]


def test_downgrade_to_an_award_won_in_an_earlier_session_is_refused() -> None:
    world = PAIR.after(*sitting((LINE, APPROVE)), certify())
    world = world.after(*sitting((LINE_2, DOWNGRADE), rules=BOTH, session=SECOND))
    assert results(given(world).when(certify(session=SECOND)), SECOND) == [(REFUSED, "already_held")]


# Caps


@pytest.mark.parametrize(("mark", "population"), [(DOWNGRADE, 7), (REFUSE, 6)])
def test_downgraded_line_counts_in_the_population_of_the_lower_award(mark: Choice, population: int) -> None:
    """Six are granted, the seventh comes to the same award by a downgrade, or does not."""
    marks = ((line_of(1), REFUSE), *ALL_LDTT[1:], (line_of(8), mark), (line_of(9), APPROVE))
    answer = given(MANY.after(*sitting(*marks, rules=BOTH))).when(certify())
    if population == 7:
        (check,) = tally(answer, FIRST).caps
        assert (check.numerator, check.population, check.limit) == (1, 7, 1)
        assert answer.world.state(ROLL, Roll).entries[line_of(8)].award == "LDTT"
    else:
        answer.refused("cap_exceeded", award="CSTDCS", numerator=1, limit=0, population=6)


def test_cap_is_not_split_over_two_sessions() -> None:
    world = LDTT_GRANTED.after(*sitting((line_of(8), APPROVE), rules=BOTH, session=SECOND))
    world = world.after(certify(session=SECOND))
    third = "session-2023-3"
    world = world.after(*sitting((line_of(9), APPROVE), rules=BOTH, session=third))
    refused = given(world).when(certify(session=third))
    refused.refused("cap_exceeded", award="CSTDCS", numerator=2, limit=1, population=7)


def test_cap_counts_what_is_granted_later_in_the_population() -> None:
    more = proposed(*((f"cb-{n:03d}", "LDTT") for n in range(1, 8)), ("cb-001", "CSTDCS"))
    world = more.after(*sitting(*ALL_LDTT[:6]), certify())
    last = (*ALL_LDTT[6:], (line_of(8), APPROVE))
    world = world.after(*sitting(*last, rules=BOTH, session=SECOND))
    (check,) = tally(given(world).when(certify(session=SECOND)), SECOND).caps
    assert (check.numerator, check.population, check.limit) == (1, 7, 1)


def test_certified_tally_goes_on_the_roll_of_its_year() -> None:
    roll = LDTT_GRANTED.state(ROLL, Roll)
    assert roll.granted("LDTT") == {f"cb-{n:03d}" for n in range(1, 8)}
    assert set(roll.acts.values()) == {FIRST}
    assert roll.entries[LINE] == Entry(LINE, "cb-001", "LDTT", Standing.GRANTED, unit=UNIT)


# The decider departs from the vote


def decide(*outcomes: dc.LineOutcome, instrument: Instrument, decision: str = DECISION) -> Order:
    session = SECOND if outcomes[0].nomination in {line_of(8), line_of(9)} else FIRST
    return Order(decision, settling(*outcomes, instrument=instrument, session=session), DECIDER, NOW)


ONE_REFUSED = LDTT_GRANTED.after(
    *sitting((line_of(8), APPROVE), (line_of(9), REFUSE), rules=BOTH, session=SECOND), certify(session=SECOND)
)
"""Seven LDTT granted; of two CSTDCS the council granted the one that the cap allows."""


def test_decider_cannot_grant_beyond_the_cap() -> None:
    grant = dc.LineOutcome(line_of(9), GRANTED, "Xứng đáng")
    answer = given(ONE_REFUSED).when(decide(grant, instrument=Instrument.DECISION))
    answer.refused("cap_exceeded", award="CSTDCS", numerator=2, limit=1, population=7)


def test_decider_may_grant_the_one_after_refusing_the_other() -> None:
    refuse = dc.LineOutcome(line_of(8), REFUSED, "Có đơn chưa kết luận")
    grant = dc.LineOutcome(line_of(9), GRANTED, "Xứng đáng")
    world = ONE_REFUSED.after(decide(refuse, instrument=Instrument.NOTICE, decision="decision-a"))
    answer = given(world).when(decide(grant, instrument=Instrument.DECISION))
    answer.accepted()
    (event,) = answer.events(DECISION)
    assert isinstance(event, de.OutcomesSettled)
    (check,) = event.caps
    assert (check.award, check.numerator, check.limit) == ("CSTDCS", 1, 1)
    assert check.numerator_hash == list_hash(["cb-002"])


def test_decider_cannot_shrink_the_population_below_what_was_granted() -> None:
    refuse = dc.LineOutcome(line_of(5), REFUSED, "Không xứng đáng")
    answer = given(ONE_REFUSED).when(decide(refuse, instrument=Instrument.NOTICE))
    answer.refused("cap_exceeded", award="CSTDCS", numerator=1, limit=0, population=6)


def test_decider_cannot_take_away_what_another_award_rests_on() -> None:
    refuse = dc.LineOutcome(LINE, REFUSED, "Không xứng đáng")
    answer = given(ONE_REFUSED).when(decide(refuse, instrument=Instrument.NOTICE))
    answer.refused("prerequisite_of_another", award="LDTT", other="CSTDCS")


def test_decider_cannot_grant_what_rests_on_nothing() -> None:
    world = PAIR.after(*sitting((LINE, REFUSE), (LINE_2, REFUSE), rules=BOTH), certify())
    grant = dc.LineOutcome(LINE_2, GRANTED, "Xứng đáng")
    given(world).when(settle(grant)).refused("prerequisite_not_won", award="CSTDCS", needed="LDTT")
    with_it = dc.LineOutcome(LINE, GRANTED, "Xứng đáng")
    given(world).when(settle(grant, with_it)).refused("cap_exceeded", numerator=1, limit=0, population=1)


def test_decider_cannot_grant_what_the_register_holds() -> None:
    title = rc.RecordTitle(TitleHeld("LDTT", YEAR, "9/QĐ"))
    world = PAIR.after(*sitting((LINE, REFUSE)), certify(), Order("person-cb-001", title, REGISTRAR, NOW))
    grant = dc.LineOutcome(LINE, GRANTED, "Xứng đáng")
    given(world).when(settle(grant)).refused("award_already_held", award="LDTT", year=YEAR)


def test_settlement_that_follows_the_vote_applies_no_cap_anew_and_stands_on_the_roll() -> None:
    answer = given(LDTT_GRANTED).when(settle(dc.LineOutcome(LINE, GRANTED)))
    (event,) = answer.events(DECISION)
    assert isinstance(event, de.OutcomesSettled)
    assert event.caps == ()
    assert answer.world.state(ROLL, Roll).acts[LINE] == DECISION


def test_annulled_award_is_lost_on_the_roll() -> None:
    world = LDTT_GRANTED.after(settle(dc.LineOutcome(LINE, GRANTED)), sign(), annul(LINE))
    assert world.state(ROLL, Roll).entries[LINE].standing is Standing.LOST
    assert "cb-001" not in world.state(ROLL, Roll).granted("LDTT")


@pytest.mark.parametrize(("authority", "population"), [(Authority.LOCAL, 7), (Authority.SUPREME, 6)])
def test_line_on_the_way_up_counts_for_nobodys_cap_here(authority: Authority, population: int) -> None:
    world = given(
        *OFFICE,
        draft(*(line(f"cb-{n:03d}") for n in range(1, 8)), line("cb-001", "CSTDCS")),
        submit(),
        receive(),
        *(appraise(line_of(n)) for n in range(2, 8)),
        appraise(LINE, authority=authority),
        appraise(line_of(8), "CSTDCS"),
    ).world
    world = world.after(*sitting(*ALL_LDTT, (line_of(8), APPROVE), rules=BOTH))
    answer = given(world).when(certify())
    if population == 7:
        assert results(answer, FIRST)[-1] == (GRANTED, "")
    else:
        answer.refused("cap_exceeded", population=population)


def test_unit_of_the_council_decides_only_its_own_sessions_lines() -> None:
    command = dc.SettleOutcomes(COUNCIL_UNIT, SECOND, Instrument.DECISION, (dc.LineOutcome(LINE, GRANTED),))
    given(LDTT_GRANTED).when(Order(DECISION, command, DECIDER, NOW)).refused("unknown_line")
