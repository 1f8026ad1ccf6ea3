"""A year in any order: several sessions, holds, conflicts, departures; nothing wins that must not."""

from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import given as over
from hypothesis import strategies as st

from domain.decision import commands as dc
from domain.decision.state import Instrument
from domain.execution import Order
from domain.ids import Kind, kind_of, nomination_of
from domain.nomination import events as ne
from domain.nomination.state import Step
from domain.refusal import Refusal
from domain.roll.state import Roll, Standing
from domain.session import commands as vc
from domain.session import events as ve
from domain.session.check import check, streams_around
from domain.session.finding import Moment
from domain.session.state import Ground, Session
from domain.values import Meta, Outcome
from tests.domain.given import World, given
from tests.domain.histories import attempt
from tests.domain.office import (
    APPROVE,
    DECIDER,
    DOSSIER,
    MEMBERS,
    NOW,
    OFFICE,
    REFUSE,
    SECRETARY,
    adopted,
    appraise,
    attend,
    ballot,
    certify,
    close_voting,
    convene,
    convening,
    draft,
    hold,
    line,
    open_voting,
    receive,
    release,
    submit,
    withdraw,
)

ROLL = "roll-vks-x.2023"
SEVEN = tuple((f"cb-{n:03d}", "LDTT") for n in range(1, 8))
LINES = (*SEVEN, ("cb-001", "CSTDCS"), ("cb-002", "CSTDCS"), ("cb-003", "CSTDCS"))
"""Seven for Lao động tiên tiến, three of them for Chiến sĩ thi đua cơ sở too: 15 % of seven is one."""
NAMES = tuple(nomination_of(DOSSIER, n) for n in range(1, len(LINES) + 1))
RULES = (adopted("LDTT"), adopted("CSTDCS"))
APPRAISED = given(
    *OFFICE,
    draft(*(line(*entry) for entry in LINES)),
    submit(),
    receive(),
    *(appraise(name, award) for name, (_who, award) in zip(NAMES, LINES, strict=True)),
).world
SESSIONS = tuple(f"session-{n}" for n in range(1, 4))
INSTRUMENTS = {
    Outcome.GRANTED: Instrument.DECISION,
    Outcome.REFUSED: Instrument.NOTICE,
    Outcome.FORWARDED: Instrument.PRESENTATION,
}

Told = tuple[World, Order, World]


class Year:
    """The orders of a year as they are accepted; what is refused changes nothing."""

    def __init__(self) -> None:
        self.world = APPRAISED
        self.told: list[Told] = []

    def ask(self, *orders: Order) -> None:
        """Keep what is accepted."""
        for order in orders:
            answer = attempt(self.world, order)
            if not isinstance(answer, Refusal):
                after = self.world.with_changes(order, answer)
                self.told.append((self.world, order, after))
                self.world = after


def sit(year: Year, session: str, pick: st.DataObject) -> None:
    """Some lines that wait go before the council; some votes, conflicts and holds on the way."""
    waiting = [name for name in NAMES if year.world.nomination(name).step is Step.APPRAISED]
    agenda = tuple(name for name in waiting if pick.draw(st.integers(0, 3)))
    year.ask(convene(convening(agenda, RULES), session=session), attend(session=session))
    for name in agenda:
        if not pick.draw(st.integers(0, 9)):
            member = pick.draw(st.sampled_from(MEMBERS))
            command = vc.RecordConflict(member, (name,), Ground.KIN, "Anh em")
            year.ask(Order(session, command, SECRETARY, NOW))
    year.ask(open_voting(session=session))
    against = {name for name in agenda if not pick.draw(st.integers(0, 4))}
    state = year.world.head(session).state
    for member in MEMBERS:
        marks = [(name, REFUSE if name in against else APPROVE) for name in agenda]
        own = [(name, mark) for name, mark in marks if (member, name) not in state.recusals]
        year.ask(ballot(member, *own, session=session))
    year.ask(close_voting(session=session))
    year.ask(*disturbances(agenda, pick), certify(session=session))


def disturbances(agenda: tuple[str, ...], pick: st.DataObject) -> list[Order]:
    chosen = [name for name in agenda if not pick.draw(st.integers(0, 7))]
    return [pick.draw(st.sampled_from((hold, withdraw)))(name) for name in chosen]


def settle_some(year: Year, number: int, pick: st.DataObject) -> None:
    """The decider follows the vote on most lines and departs from it on others."""
    for place, name in enumerate(NAMES):
        state = year.world.nomination(name)
        if state.step is Step.VOTED and state.vote and pick.draw(st.booleans()):
            departs = not pick.draw(st.integers(0, 2))
            turned = Outcome.REFUSED if state.vote is Outcome.GRANTED else Outcome.GRANTED
            outcome = turned if departs else state.vote
            lines = (dc.LineOutcome(name, outcome, "Có lý do"),)
            command = dc.SettleOutcomes("VKS-X", state.session, INSTRUMENTS[outcome], lines)
            year.ask(Order(f"decision-{number}-{place}", command, DECIDER, NOW))


def lived(pick: st.DataObject) -> Year:
    year = Year()
    for number, session in enumerate(SESSIONS):
        sit(year, session, pick)
        settle_some(year, number, pick)
        year.ask(*(release(name) for name in NAMES if pick.draw(st.booleans())))
    return year


EXAMPLES = settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
)


@EXAMPLES
@over(st.data())
def test_year_grants_nothing_twice_above_a_cap_or_without_its_prerequisite(pick: st.DataObject) -> None:
    for _before, order, after in lived(pick).told:
        if isinstance(order.command, vc.CertifyTally | dc.SettleOutcomes):
            roll = after.state(ROLL, Roll)
            won = [(e.candidate, e.award) for e in roll.entries.values() if e.standing is not Standing.LOST]
            assert len(won) == len(set(won))
            honoured = roll.granted("LDTT", "CSTT")
            assert roll.granted("CSTDCS") <= honoured
            assert len(roll.granted("CSTDCS")) * 100 <= 15 * len(honoured)


@EXAMPLES
@over(st.data())
def test_year_decides_no_held_line_and_no_conflicted_member_votes(pick: st.DataObject) -> None:
    for before, _order, after in lived(pick).told:
        for name in NAMES:
            events = [entry.event for entry in after.streams[name][before.head(name).version :]]
            if any(isinstance(event, ne.OutcomeDecided) for event in events):
                assert before.nomination(name).hold == ""
        for session in SESSIONS:
            state = after.head(session).state
            cast = {(voter, mark.nomination) for voter, marks in state.ballots.items() for mark in marks}
            assert cast.isdisjoint(state.recusals)


@EXAMPLES
@over(st.data())
def test_year_recomputed_is_the_year_recorded(pick: st.DataObject) -> None:
    year, moments = lived(pick), dict[str, list[Moment]]()
    for before, order, after in year.told:
        if kind_of(order.stream) is Kind.SESSION:
            state = before.state(order.stream, Session)
            for recorded in after.streams[order.stream][before.head(order.stream).version :]:
                event: Any = recorded.event
                around = {name: before.head(name).state for name in streams_around(state, event)}
                meta = Meta(order.actor, order.accepted_at, recorded.meta.version)
                moments.setdefault(order.stream, []).append(Moment(event, meta, around))
    for history in moments.values():
        assert [entry for entry in check(history) if not entry.ok] == []


@EXAMPLES
@over(st.data())
def test_roll_says_what_the_lines_say(pick: st.DataObject) -> None:
    """The roll is never believed alone: each entry stands as its line was voted or decided."""
    world = lived(pick).world
    for name, entry in world.head(ROLL).state.entries.items():
        state = world.nomination(name)
        lost = state.step is Step.WITHDRAWN or (state.outcome or state.vote) is Outcome.REFUSED
        assert (entry.standing is Standing.LOST) is lost


def test_years_are_lived_through() -> None:
    """Otherwise the properties above would be about empty years."""
    seen: set[str] = set()

    @EXAMPLES
    @over(st.data())
    def live(pick: st.DataObject) -> None:
        for _before, order, after in lived(pick).told:
            for recorded in after.streams[order.stream]:
                if isinstance(recorded.event, ve.TallyCertified):
                    seen.update(result.cause or str(result.result) for result in recorded.event.results)

    live()
    assert seen >= {"granted", "threshold", "postponed", "prerequisite", "prerequisite_open"}
