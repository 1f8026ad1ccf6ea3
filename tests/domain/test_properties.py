"""Whatever is asked, in whatever order, by whomever: what must always hold."""

from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.context import Context
from domain.deciders import DECIDERS
from domain.decision import commands as dc
from domain.decision import events as de
from domain.decision.state import Decision, SettledLine
from domain.dossier import commands as sc
from domain.dossier import events as se
from domain.dossier.state import Dossier
from domain.execution import Order
from domain.ids import Kind, kind_of
from domain.nomination import events as ne
from domain.nomination.known import facts_of
from domain.nomination.state import Nomination, Step
from domain.progress import PATH_KINDS
from domain.refusal import Refusal
from domain.refusals import REASONS, sentences
from domain.register import events as re
from domain.roll.state import Roll, Standing
from domain.rules.assess import Finding, assess
from domain.rules.basis import Basis, Status
from domain.rules.facts import Proceeding
from domain.rules.library import packs
from domain.rules.pack import Cap
from domain.rules.voting import cap_limit, quorum_needed, reaches
from domain.session import commands as vc
from domain.session import events as ve
from domain.session.check import check, streams_around
from domain.session.finding import Moment
from domain.session.state import Session
from domain.values import Actor, Meta, Outcome, Role, Route, Verdict
from tests.domain.given import World
from tests.domain.histories import LINES, PEOPLE, SCRIPT, Ask, attempt, everything, histories, told
from tests.domain.office import (
    MEMBERS,
    SESSION,
)

ROLL = "roll-vks-x.2023"


def holds_for(count: int) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """That many histories, always the same ones: a failure stays a failure."""

    def decorate(test: Callable[..., None]) -> Callable[..., None]:
        quiet = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example]
        configured = settings(
            max_examples=count, deadline=None, derandomize=True, database=None, suppress_health_check=quiet
        )
        return given(histories())(configured(test))

    return decorate


def test_script_is_the_straight_way_without_a_refusal() -> None:
    """Otherwise the properties below would be about refusals only."""
    world = World().after(*SCRIPT)
    assert [world.nomination(name).step for name in LINES] == [
        Step.ARCHIVED,
        Step.DECIDED,
        Step.VOTED,
        Step.DECIDED,
    ]


@holds_for(50)
def test_same_order_on_the_same_streams_gives_the_same_events(asked: list[tuple[Ask, int]]) -> None:
    for before, order, answer, _after in told(asked):
        again = attempt(before, order)
        if isinstance(answer, Refusal):
            assert isinstance(again, Refusal)
            assert (again.code, again.facts, again.items) == (answer.code, answer.facts, answer.items)
        else:
            assert again == answer


@holds_for(50)
def test_replayed_events_give_the_state_that_was_decided_upon(asked: list[tuple[Ask, int]]) -> None:
    world = World()
    for _before, _order, _answer, world in told(asked):  # noqa: B007 - the last one matters
        pass
    for stream, head in world.heads.items():
        assert world.replayed(stream) == head.state
        assert len(world.streams[stream]) == head.version
        assert [entry.meta.version for entry in world.streams[stream]] == list(range(1, head.version + 1))


@holds_for(50)
def test_refusal_changes_nothing_and_can_be_said_in_words(asked: list[tuple[Ask, int]]) -> None:
    for before, order, answer, _after in told(asked):
        if isinstance(answer, Refusal):
            untouched = before.load(order)
            again = dict(untouched)
            assert isinstance(attempt(before, order), Refusal)
            assert before.load(order) == untouched == again
            assert answer.code in REASONS
            assert all("{" not in sentence for sentence in sentences(answer))


@holds_for(100)
def test_held_or_withdrawn_line_is_never_granted(asked: list[tuple[Ask, int]]) -> None:
    """Nor one that waits for another body; by the vote, the conclusion, the signature or the higher level's answer."""
    for before, _order, answer, _after in told(asked):
        for change in () if isinstance(answer, Refusal) else answer:
            if favours(change.events):
                state = before.nomination(change.stream)
                assert not state.closed or state.step is Step.ARCHIVED
                assert (state.hold, state.asked) == ("", "")


FAVOURABLE = {Outcome.GRANTED, Outcome.DOWNGRADED, Outcome.FORWARDED}


def favours(events: tuple[object, ...]) -> bool:
    """Whether one of them brings a line nearer to its award."""
    return any(
        isinstance(event, ne.SignatureRecorded)
        or (isinstance(event, ne.VoteRecorded) and event.result in FAVOURABLE)
        or (isinstance(event, ne.OutcomeDecided | ne.NominationAnswered) and event.outcome in FAVOURABLE)
        for event in events
    )


@holds_for(150)
def test_nobody_brings_their_own_line_nearer_to_its_award(asked: list[tuple[Ask, int]]) -> None:
    """Neither the candidate as appraiser, decider or clerk, nor a member who stepped aside by their vote."""
    for before, order, answer, _after in told(asked):
        for change in () if isinstance(answer, Refusal) else answer:
            if kind_of(change.stream) is not Kind.NOMINATION:
                continue
            state, actor = before.nomination(change.stream), order.actor.id
            candidate = state.candidate.id if state.candidate else ""
            if any(isinstance(event, ne.AppraisalRecorded) for event in change.events):
                assert actor not in {candidate, state.proposed_by}
            if favours(change.events) and not isinstance(order.command, vc.CertifyTally):
                assert actor != candidate


@holds_for(100)
def test_votes_of_those_concerned_are_in_no_result(asked: list[tuple[Ask, int]]) -> None:
    for before, order, answer, after in told(asked):
        if isinstance(answer, Refusal) or not isinstance(order.command, vc.CertifyTally):
            continue
        session = before.state(order.stream, Session)
        certified = after.streams[order.stream][-1].event
        assert isinstance(certified, ve.TallyCertified)
        for result in certified.results:
            aside = {member for member, nomination in session.recusals if nomination == result.nomination}
            assert result.count.cast <= len(session.members - aside)


LEFT_OPEN: dict[type, set[type]] = {
    Dossier: {se.DossierAppraised, se.LinesReturned, se.LinesSupplemented},
    Nomination: {ne.NominationAnnulled, ne.NominationAnswered, ne.AppraisalRecorded},
    Session: set(),
    Decision: {de.AnswerRecorded, de.DecisionCorrected},
}
"""What may still happen to a closed stream: lines of a received dossier; an archived award annulled, answered,
or appraised anew while it awaits its answer."""

LEFT_AT: dict[str, set[type]] = {Step.WITHDRAWN: set(), Step.ANNULLED: {ne.RecoveryRecorded}}


@holds_for(100)
def test_closed_stream_accepts_nothing_but_what_is_defined(asked: list[tuple[Ask, int]]) -> None:
    for before, _order, answer, _after in told(asked):
        changes = () if isinstance(answer, Refusal) else answer
        for change in changes:
            state = before.head(change.stream).state
            if kind_of(change.stream) in PATH_KINDS and state.closed:
                allowed = LEFT_AT.get(getattr(state, "step", ""), LEFT_OPEN[type(state)])
                assert {type(event) for event in change.events} <= allowed


@holds_for(150)
def test_title_is_granted_on_facts_that_stand_on_that_day(asked: list[tuple[Ask, int]]) -> None:
    for before, order, answer, _after in told(asked):
        if isinstance(answer, Refusal) or not isinstance(order.command, dc.SignDecision | dc.RecordAnswer):
            continue
        changes = {change.stream: change.events for change in answer}
        for line in before.state(order.stream, Decision).lines:
            if any(
                isinstance(event, re.TitleRecorded) for event in changes.get(f"person-{line.candidate}", ())
            ):
                assert denied(before, order, line) == []


def denied(world: World, order: Order, line: SettledLine) -> list[Finding]:
    """The criteria of the award that the facts of that day deny, or for which something is open."""
    state, pack = world.nomination(line.nomination), packs()["R2019"]
    assert state.candidate is not None
    assert state.claims is not None
    peers = {stream: head.state for stream, head in world.heads.items()}
    around = Context(line.nomination, order.actor, order.accepted_at, peers)
    facts = facts_of(state.candidate, state.claims, state.depends_on, pack, around)
    assessment = assess(facts, pack.award(line.title or line.award), pack)
    assert not any(entry.open_on(around.today) for entry in facts.proceedings if entry not in known(state))
    return [
        finding
        for finding in assessment.findings
        if finding.status == Status.VERIFIED and finding.verdict in {Verdict.NOT_MET, Verdict.HELD}
    ]


def known(state: Nomination) -> tuple[Proceeding, ...]:
    return state.appraised_on.proceedings if state.appraised_on else ()


@holds_for(100)
def test_tally_adds_up(asked: list[tuple[Ask, int]]) -> None:
    for before, _order, answer, _after in told(asked):
        changes = () if isinstance(answer, Refusal) else answer
        for event in (event for change in changes for event in change.events):
            if isinstance(event, ve.TallyCertified):
                check_tally(event, before.state(SESSION, Session))


def check_tally(event: ve.TallyCertified, session: Session) -> None:
    for result in event.results:
        marks = [
            mark
            for marks in session.ballots.values()
            for mark in marks
            if mark.nomination == result.nomination
        ]
        cast = session.counted[result.nomination].cast if result.nomination in session.counted else len(marks)
        assert result.count.cast == cast <= result.members == len(MEMBERS)
        if result.result in {Outcome.GRANTED, Outcome.FORWARDED}:
            assert reaches(result.count.approve, result.denominator, result.pass_percent)
    assert not any(cap.exceeded for cap in event.caps)


@holds_for(100)
def test_session_recomputed_from_its_events_is_the_session_recorded(asked: list[tuple[Ask, int]]) -> None:
    """Whatever was tried, what the rules let through passes every check of the auditor."""
    sessions: dict[str, list[Moment]] = {}
    for before, order, answer, _after in told(asked):
        for change in () if isinstance(answer, Refusal) else answer:
            if kind_of(change.stream) is Kind.SESSION:
                state = before.state(change.stream, Session)
                events: tuple[Any, ...] = change.events
                for version, event in enumerate(events, start=change.before + 1):
                    around = {name: before.head(name).state for name in streams_around(state, event)}
                    meta = Meta(order.actor, order.accepted_at, version)
                    sessions.setdefault(change.stream, []).append(Moment(event, meta, around))
    for history in sessions.values():
        assert [entry for entry in check(history) if not entry.ok] == []


@holds_for(100)
def test_year_never_holds_an_award_twice_or_above_its_cap(asked: list[tuple[Ask, int]]) -> None:
    """Over all sessions and departures of the year; an annulment may shrink the population afterwards."""
    for _before, order, answer, after in told(asked):
        counted = isinstance(order.command, vc.CertifyTally | dc.SettleOutcomes)
        if counted and not isinstance(answer, Refusal):
            roll = after.state(ROLL, Roll)
            won = [
                (entry.candidate, entry.award)
                for entry in roll.entries.values()
                if entry.standing is not Standing.LOST
            ]
            assert len(won) == len(set(won))
            assert len(roll.granted("CSTDCS")) * 100 <= 15 * len(roll.granted("LDTT", "CSTT"))


@holds_for(100)
def test_line_that_rests_on_another_is_never_granted_without_it(asked: list[tuple[Ask, int]]) -> None:
    for _before, order, answer, after in told(asked):
        counted = isinstance(order.command, vc.CertifyTally | dc.SettleOutcomes)
        if counted and not isinstance(answer, Refusal):
            roll = after.state(ROLL, Roll)
            standing = {e.candidate for e in roll.entries.values() if e.standing is not Standing.LOST}
            resting = {e.candidate for e in roll.entries.values() if e.award == "CSTDCS"} & standing
            for candidate in resting:
                held = {e.award for e in roll.of(candidate) if e.standing is not Standing.LOST}
                assert "CSTDCS" not in held or "LDTT" in held


@holds_for(100)
def test_nobody_votes_on_a_line_they_stepped_aside_from(asked: list[tuple[Ask, int]]) -> None:
    for _before, _order, _answer, after in told(asked):
        session = after.head(SESSION).state
        cast = {(voter, mark.nomination) for voter, marks in session.ballots.items() for mark in marks}
        assert cast.isdisjoint(session.recusals)


@holds_for(100)
def test_due_owes_no_rung_twice_and_nothing_on_a_stopped_clock(asked: list[tuple[Ask, int]]) -> None:
    for _before, _order, _answer, after in told(asked):
        for stream, state in everything(after):
            owed = [deadline.rung for deadline in DECIDERS[kind_of(stream)].due(state)]
            clock = getattr(state, "clock", None)
            lapsed = clock.lapsed if clock else ()
            assert len({*owed, *lapsed}) == len(owed) + len(lapsed)
            if getattr(state, "hold", "") or (kind_of(stream) in PATH_KINDS and state.closed):
                assert owed == []


@holds_for(100)
def test_bulk_act_is_recorded_on_every_line_or_on_none(asked: list[tuple[Ask, int]]) -> None:
    """Lines that were withdrawn, annulled or have left the council meanwhile are not the act's."""
    for before, order, answer, _after in told(asked):
        if not isinstance(answer, Refusal):
            wanted = carried(before, order.command)
            assert wanted <= {change.stream for change in answer}


def carried(before: World, command: object) -> set[str]:
    match command:
        case sc.DraftDossier():
            return set(LINES)
        case sc.SubmitDossier() | sc.ReceiveDossier() | sc.WithdrawDossier():
            return {name for name in LINES if not before.nomination(name).closed}
        case sc.AppraiseDossier(appraisals=acts):
            return {act.nomination for act in acts}
        case sc.ReturnLines(nominations=names) | sc.SupplementLines(nominations=names):
            return set(names)
        case vc.ConveneSession(agenda=agenda):
            return set(agenda)
        case vc.CertifyTally() | vc.AdjournSession():
            called = [entry.nomination for entry in before.state(SESSION, Session).agenda]
            return {name for name in called if before.nomination(name).step is Step.IN_COUNCIL}
        case dc.SettleOutcomes(outcomes=outcomes):
            return {entry.nomination for entry in outcomes}
        case _:
            return set()


def floats_in(value: Any, seen: int = 0) -> Iterator[float]:  # noqa: ANN401 - any value of the domain
    if isinstance(value, float):
        yield value
    elif is_dataclass(value):
        for entry in fields(value):
            yield from floats_in(getattr(value, entry.name), seen + 1)
    elif isinstance(value, tuple | frozenset | set | list):
        for item in value:
            yield from floats_in(item, seen + 1)


@holds_for(20)
def test_no_event_holds_a_float(asked: list[tuple[Ask, int]]) -> None:
    for _before, _order, answer, _after in told(asked):
        if not isinstance(answer, Refusal):
            assert list(floats_in(answer)) == []


# The arithmetic


@given(st.integers(1, 99), st.integers(1, 9), st.integers(0, 9))
def test_quorum_is_the_least_number_that_reaches_the_fraction(members: int, part: int, rest: int) -> None:
    needed = quorum_needed(members, part, part + rest)
    assert needed * (part + rest) >= members * part > (needed - 1) * (part + rest)


@given(st.integers(0, 100), st.integers(0, 5000))
def test_cap_is_the_greatest_number_within_the_share(percent: int, population: int) -> None:
    limit = cap_limit(Cap(Route.CIVIL, percent, (), 0, basis=Basis(Status.VERIFIED)), population)
    assert limit * 100 <= percent * population < (limit + 1) * 100


@given(st.integers(0, 99), st.integers(1, 99), st.integers(1, 100))
def test_one_vote_more_never_loses_a_line(votes: int, members: int, percent: int) -> None:
    assert reaches(votes + 1, members, percent) or not reaches(votes, members, percent)


def test_people_act_in_every_role_that_the_domain_knows() -> None:
    acting_roles = {person.role for person in PEOPLE} | {
        Actor(name, Role.COUNCIL_MEMBER, "").role for name in MEMBERS
    }
    assert set(Role) - acting_roles == {Role.AUDITOR, Role.OPERATOR}
