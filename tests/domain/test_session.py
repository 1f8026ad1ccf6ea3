"""The sitting: who is called, who is present, who may vote, on what and how often."""

from dataclasses import replace
from datetime import timedelta
from types import MappingProxyType

import pytest

from domain import context
from domain.execution import Order
from domain.nomination import events as ne
from domain.nomination.state import Nomination, Step
from domain.rules.basis import Basis, Status
from domain.rules.library import packs
from domain.rules.pack import Ballot, RulePack, VoteRule
from domain.session import commands as vc
from domain.session import events as ve
from domain.session.state import AdoptedRule, Phase, Session
from domain.values import Actor, Personal, Role
from tests.domain.given import World, given
from tests.domain.office import (
    APPROVE,
    CHAIR,
    COUNCIL_UNIT,
    FOUNDED,
    LINE,
    MEMBERS,
    NOW,
    REFUSE,
    SECRETARY,
    SESSION,
    TODAY,
    acting,
    adjourn,
    adopted,
    at,
    attend,
    attendance,
    ballot,
    ballots,
    certify,
    close_voting,
    convene,
    convening,
    hold,
    open_voting,
    recuse,
    reopen,
)

CONVENED = at(Step.IN_COUNCIL)
VOTING = CONVENED.after(attend(), open_voting())
COUNTING = VOTING.after(*ballots(), close_voting())
CERTIFIED = at(Step.VOTED)
ADJOURNED = CONVENED.after(adjourn())
PHASES: dict[Phase, World] = {
    Phase.CONVENED: CONVENED,
    Phase.VOTING: VOTING,
    Phase.COUNTING: COUNTING,
    Phase.CERTIFIED: CERTIFIED,
    Phase.ADJOURNED: ADJOURNED,
}
COMMANDS: dict[str, tuple[object, Actor, set[Phase]]] = {
    "attendance": (attendance(), SECRETARY, {Phase.CONVENED, Phase.VOTING}),
    "open": (vc.OpenVoting(), CHAIR, {Phase.CONVENED}),
    "close": (vc.CloseVoting(), CHAIR, {Phase.VOTING}),
    "certify": (vc.CertifyTally(), CHAIR, {Phase.COUNTING}),
    "reopen": (vc.ReopenVoting(("LDTT",), "Bỏ phiếu lại"), CHAIR, {Phase.COUNTING}),
    "adjourn": (vc.AdjournSession("Mất điện"), CHAIR, {Phase.CONVENED, Phase.VOTING, Phase.COUNTING}),
}
PRESIDING = {Role.COUNCIL_CHAIR, Role.COUNCIL_SECRETARY}
ROLES = {name: {Role.COUNCIL_CHAIR} if name == "certify" else PRESIDING for name in COMMANDS}


def session(world: World) -> Session:
    return world.state(SESSION, Session)


@pytest.mark.parametrize(("name", "phase"), [(name, phase) for name in COMMANDS for phase in PHASES])
def test_session_command_is_taken_in_its_phases_and_out_of_order_elsewhere(name: str, phase: Phase) -> None:
    command, actor, phases = COMMANDS[name]
    world = (
        PHASES[phase] if name != "open" else PHASES[phase].after(*([attend()] if phase == "convened" else []))
    )
    answer = given(world).when(Order(SESSION, command, actor, NOW))
    if phase in phases:
        answer.accepted()
    else:
        answer.refused("out_of_order")


@pytest.mark.parametrize("phase", [phase for phase in PHASES if phase is not Phase.VOTING])
def test_ballot_outside_the_vote_is_refused(phase: Phase) -> None:
    given(PHASES[phase]).when(ballot("member-an", (LINE, APPROVE))).refused("ballot_not_open")


@pytest.mark.parametrize("phase", [Phase.COUNTING, Phase.CERTIFIED, Phase.ADJOURNED])
def test_recusal_after_the_vote_is_out_of_order(phase: Phase) -> None:
    given(PHASES[phase]).when(recuse("member-an")).refused("out_of_order")


@pytest.mark.parametrize(
    ("name", "role"),
    [(name, role) for name, allowed in ROLES.items() for role in Role if role not in allowed],
)
def test_session_command_by_the_wrong_role_is_refused(name: str, role: Role) -> None:
    command, actor, phases = COMMANDS[name]
    world = PHASES[min(phases)]
    given(world).when(Order(SESSION, command, acting(actor, role=role), NOW)).refused("wrong_role", role=role)


@pytest.mark.parametrize("name", COMMANDS)
def test_session_command_from_another_unit_is_refused(name: str) -> None:
    command, actor, phases = COMMANDS[name]
    order = Order(SESSION, command, acting(actor, unit="VKS-Z"), NOW)
    given(PHASES[min(phases)]).when(order).refused("wrong_unit")


@pytest.mark.parametrize("name", COMMANDS)
def test_session_nobody_convened_is_unknown(name: str) -> None:
    command, actor, _phases = COMMANDS[name]
    given(at(Step.APPRAISED)).when(Order(SESSION, command, actor, NOW)).refused("unknown_stream")


# Convening


def test_convening_freezes_agenda_and_rules_and_tells_the_lines() -> None:
    answer = given(at(Step.APPRAISED)).when(convene())
    (event,) = answer.events(SESSION)
    assert isinstance(event, ve.SessionConvened)
    assert event.rules == (adopted("LDTT"),)
    assert [entry.nomination for entry in event.agenda] == [LINE]
    answer.also(LINE, ne.PlacedOnAgenda(SESSION))


LDTT = adopted("LDTT")


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (convening(agenda=()), "nothing_selected"),
        (convening(agenda=(LINE, LINE)), "line_listed_twice"),
        (convening(agenda=("nomination-other.001",)), "unknown_line"),
        (convening(council="council-other"), "unknown_council"),
        (convening(council="unit-vks-x"), "unknown_council"),
        (convening(quorum=(0, 3)), "quorum_fraction_invalid"),
        (convening(quorum=(4, 3)), "quorum_fraction_invalid"),
        (replace(convening(), quorum_basis=" "), "quorum_basis_needed"),
        (replace(convening(), meets_on=FOUNDED - timedelta(days=1)), "council_not_in_office"),
        (convening(rules=()), "adopted_rule_needed"),
        (convening(rules=(adopted("CSTDCS"),)), "adopted_rule_needed"),
        (convening(rules=(replace(LDTT, basis=""),)), "adopted_rule_needed"),
        (convening(rules=(replace(LDTT, pass_percent=0),)), "percent_out_of_range"),
        (convening(rules=(replace(LDTT, pass_percent=101),)), "percent_out_of_range"),
    ],
)
def test_convening_with_a_mistake_is_refused(command: vc.ConveneSession, code: str) -> None:
    given(at(Step.APPRAISED)).when(convene(command)).refused(code)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.COUNCIL_SECRETARY])
def test_convening_by_the_wrong_role_is_refused(role: Role) -> None:
    order = Order(SESSION, convening(), acting(SECRETARY, role=role), NOW)
    given(at(Step.APPRAISED)).when(order).refused("wrong_role")


def test_convening_twice_is_refused() -> None:
    given(CONVENED).when(convene()).refused("already_exists", stream=SESSION)


def test_convening_over_a_line_of_another_session_or_on_hold_is_refused() -> None:
    given(CONVENED).when(convene(session="session-2")).refused("out_of_order").because_of(LINE)
    given(at(Step.APPRAISED), hold()).when(convene()).refused("held").because_of(LINE)


def test_convening_by_the_secretary_of_another_body_is_refused() -> None:
    order = Order(SESSION, convening(), acting(SECRETARY, unit="VKS-Z"), NOW)
    given(at(Step.APPRAISED)).when(order).refused("wrong_unit", unit=COUNCIL_UNIT)


def verified_vote(ballot_kind: Ballot) -> RulePack:
    pack = packs()["R2019"]
    rule = VoteRule(ballot_kind, 90, basis=Basis(Status.VERIFIED, article="TT 01, Điều 9"))
    ldtt = replace(pack.award("LDTT"), vote=rule)
    return replace(pack, awards=MappingProxyType({**pack.awards, "LDTT": ldtt}))


def test_verified_vote_rule_of_the_pack_stands_above_the_adopted_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(context, "packs", lambda: {"R2019": verified_vote(Ballot.OPEN)})
    world = given(at(Step.APPRAISED)).when(convene()).accepted()
    assert session(world).rules == (AdoptedRule("LDTT", Ballot.OPEN, 90, "TT 01, Điều 9", written=True),)
    given(at(Step.APPRAISED)).when(convene(convening(rules=()))).accepted()


def test_ballot_that_the_pack_forbids_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(context, "packs", lambda: {"R2019": verified_vote(Ballot.SECRET)})
    given(at(Step.APPRAISED)).when(convene()).refused("wrong_ballot", award="LDTT", ballot=Ballot.SECRET)


# The day of the sitting


TOMORROW = at(Step.APPRAISED).after(convene(replace(convening(), meets_on=TODAY + timedelta(days=1))))


@pytest.mark.parametrize("command", [attendance(), vc.OpenVoting()])
def test_nobody_comes_and_nobody_votes_before_the_day_of_the_sitting(command: object) -> None:
    """Otherwise a sitting called for a far day would make the comment period before it worth nothing."""
    given(TOMORROW).when(Order(SESSION, command, CHAIR, NOW)).refused("sitting_not_begun")
    on_the_day = Order(SESSION, attendance(on=TODAY + timedelta(days=1)), CHAIR, NOW + timedelta(days=1))
    given(TOMORROW, on_the_day).when(
        Order(SESSION, vc.OpenVoting(), CHAIR, NOW + timedelta(days=1))
    ).accepted()


def test_sitting_is_not_called_for_a_day_before_the_rules_of_its_lines(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    first = TODAY - timedelta(days=30)
    pack = replace(packs()["R2019"], received_from=first)
    monkeypatch.setattr(context, "packs", lambda: {"R2019": pack})
    early = replace(convening(), meets_on=first - timedelta(days=1))
    given(at(Step.APPRAISED)).when(convene(early)).refused("dates_out_of_order", earlier=first)
    given(at(Step.APPRAISED)).when(convene(replace(early, meets_on=first))).accepted()


# Attendance and quorum


@pytest.mark.parametrize(("present", "quorate"), [(2, False), (3, False), (4, True), (5, True)])
def test_quorum_of_two_thirds_of_five_is_four(present: int, *, quorate: bool) -> None:
    answer = given(CONVENED, attend(*MEMBERS[:present])).when(open_voting())
    if quorate:
        answer.then(ve.VotingOpened(present, 4))
    else:
        answer.refused("quorum_not_met", present=present, needed=4, members=5)


def test_attendance_of_a_stranger_is_refused() -> None:
    given(CONVENED).when(attend("member-an", "passer-by")).refused(
        "attendance_unknown_person", person="passer-by"
    )


def test_attendance_named_twice_counts_once() -> None:
    world = given(CONVENED, attend("member-an", "member-an"), attend("member-an")).world
    assert session(world).present == {"member-an"}


# Voting again and adjourning


def test_reopened_award_is_voted_again_by_everyone() -> None:
    reopened = given(COUNTING).when(reopen()).then(ve.VotingReopened(("LDTT",), Personal("Biểu quyết lại")))
    assert session(reopened.world).phase is Phase.VOTING
    world = reopened.world.after(*ballots(choice=REFUSE), close_voting(), certify())
    assert world.nomination(LINE).vote == "refused"


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (vc.ReopenVoting((), "Bỏ phiếu lại"), "nothing_selected"),
        (vc.ReopenVoting(("LDTT",), ""), "reason_needed"),
        (vc.ReopenVoting(("CSTDCS",), "Bỏ phiếu lại"), "unknown_line"),
    ],
)
def test_reopening_with_a_mistake_is_refused(command: vc.ReopenVoting, code: str) -> None:
    given(COUNTING).when(Order(SESSION, command, CHAIR, NOW)).refused(code)


def test_adjourned_session_gives_every_line_back_to_the_secretary() -> None:
    answer = given(VOTING).when(adjourn()).then(ve.SessionAdjourned(Personal("Mất điện")))
    answer.also(LINE, ne.VoteRecorded(SESSION, None, 0, 0, 0, 0, 0, ""))
    state = answer.world.nomination(LINE)
    assert (state.step, state.session) == (Step.APPRAISED, "")
    given(answer.world).when(convene(session="session-2")).accepted()


def test_adjourning_without_a_reason_is_refused() -> None:
    given(VOTING).when(Order(SESSION, vc.AdjournSession(""), CHAIR, NOW)).refused("reason_needed")


@pytest.mark.parametrize(
    ("phase", "awaits"),
    [
        (Phase.CONVENED, Role.COUNCIL_CHAIR),
        (Phase.VOTING, Role.COUNCIL_MEMBER),
        (Phase.COUNTING, Role.COUNCIL_CHAIR),
        (Phase.CERTIFIED, None),
        (Phase.ADJOURNED, None),
    ],
)
def test_session_awaits_the_chair_and_the_members(phase: Phase, awaits: Role | None) -> None:
    state = session(PHASES[phase])
    assert (state.phase, state.awaits, state.awaited_unit, state.closed) == (
        phase,
        awaits,
        COUNCIL_UNIT,
        awaits is None,
    )


def test_agenda_keeps_what_it_was_when_convened() -> None:
    assert isinstance(CONVENED.head(LINE).state, Nomination)
    assert session(CERTIFIED).agenda == session(CONVENED).agenda
