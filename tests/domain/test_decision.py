"""The signed instrument: what it settles, who signs, and where each line of one dossier goes."""

from dataclasses import replace
from types import MappingProxyType

import pytest

from domain import context
from domain.decision import commands as dc
from domain.decision import events as de
from domain.decision.state import Decision, Instrument, SettledLine, Stage
from domain.dossier import commands as sc
from domain.execution import Order
from domain.nomination import commands as nc
from domain.nomination import events as ne
from domain.nomination.claims import Claims, Rating
from domain.nomination.state import Step
from domain.register.state import PersonRecord
from domain.rules.basis import Basis, Status
from domain.rules.library import packs
from domain.rules.pack import Ballot, VoteRule
from domain.values import Actor, Authority, CandidateKind, Outcome, Personal, Role, Route
from tests.domain.given import World, given
from tests.domain.office import (
    APPROVE,
    CHAIR,
    CLERK,
    COUNCIL_UNIT,
    DECIDER,
    DECISION,
    LINE,
    LINE_2,
    LINE_3,
    MEMBERS,
    NOW,
    OFFICE,
    PUBLISHER,
    REFUSE,
    SEATS,
    SESSION,
    TODAY,
    UNIT,
    YEAR,
    acting,
    annul,
    appraise,
    archive,
    at,
    attend,
    ballot,
    ballots,
    certify,
    close_voting,
    convene,
    convening,
    draft,
    establish,
    hold,
    line,
    open_voting,
    publish,
    receive,
    register_unit,
    settle,
    settling,
    sign,
    submit,
)

STAGES: dict[Stage, World] = {
    Stage.NONE: at(Step.VOTED),
    Stage.SETTLED: at(Step.DECIDED),
    Stage.SIGNED: at(Step.SIGNED),
    Stage.PUBLISHED: at(Step.PUBLISHED),
    Stage.ARCHIVED: at(Step.ARCHIVED),
}
COMMANDS: dict[str, tuple[object, Actor, Stage]] = {
    "settle": (settling(), DECIDER, Stage.NONE),
    "sign": (dc.SignDecision("1/QĐ", TODAY, "Nguyễn Văn A", "Viện trưởng"), DECIDER, Stage.SETTLED),
    "publish": (dc.PublishDecision(TODAY, "vks-x.gov.vn"), PUBLISHER, Stage.SIGNED),
    "archive": (dc.ArchiveDecision("HS-1"), CLERK, Stage.PUBLISHED),
}
OUTCOMES = {
    "grant": dc.LineOutcome(LINE, Outcome.GRANTED),
    "refuse": dc.LineOutcome(LINE, Outcome.REFUSED, "Chưa xứng đáng"),
    "refuse silently": dc.LineOutcome(LINE, Outcome.REFUSED),
    "forward": dc.LineOutcome(LINE, Outcome.FORWARDED, "Trình cấp trên"),
    "forward silently": dc.LineOutcome(LINE, Outcome.FORWARDED),
    "downgrade": dc.LineOutcome(LINE, Outcome.DOWNGRADED, "Hạ mức", "DVTT"),
    "downgrade without a target": dc.LineOutcome(LINE, Outcome.DOWNGRADED, "Hạ mức"),
    "downgrade to the higher level's award": dc.LineOutcome(
        LINE, Outcome.DOWNGRADED, "Hạ mức", "BANG_KHEN_VT"
    ),
    "grant with a reason": dc.LineOutcome(LINE, Outcome.GRANTED, "Có thành tích đột xuất"),
}
INSTRUMENTS = {
    Outcome.GRANTED: Instrument.DECISION,
    Outcome.DOWNGRADED: Instrument.DECISION,
    Outcome.FORWARDED: Instrument.PRESENTATION,
    Outcome.REFUSED: Instrument.NOTICE,
}


@pytest.mark.parametrize(("name", "stage"), [(name, stage) for name in COMMANDS for stage in STAGES])
def test_instrument_command_is_taken_at_its_stage_only(name: str, stage: Stage) -> None:
    command, actor, right = COMMANDS[name]
    answer = given(STAGES[stage]).when(Order(DECISION, command, actor, NOW))
    if stage is right:
        answer.accepted()
    elif name == "settle":
        answer.refused("already_exists", stream=DECISION)
    elif stage is Stage.NONE:
        answer.refused("unknown_stream", stream=DECISION)
    else:
        answer.refused("out_of_order")


@pytest.mark.parametrize(
    ("name", "role"),
    [(name, role) for name in COMMANDS for role in Role if role is not COMMANDS[name][1].role],
)
def test_instrument_command_by_the_wrong_role_is_refused(name: str, role: Role) -> None:
    command, actor, stage = COMMANDS[name]
    given(STAGES[stage]).when(Order(DECISION, command, acting(actor, role=role), NOW)).refused("wrong_role")


@pytest.mark.parametrize("name", COMMANDS)
def test_instrument_command_from_another_unit_is_refused(name: str) -> None:
    command, actor, stage = COMMANDS[name]
    order = Order(DECISION, command, acting(actor, unit="VKS-Z"), NOW)
    given(STAGES[stage]).when(order).refused("wrong_unit")


def test_instrument_path_is_recorded_fact_by_fact() -> None:
    settled = SettledLine(LINE, Outcome.GRANTED, "", "cb-001", "LDTT", YEAR, UNIT)
    assert [entry.event for entry in at(Step.ARCHIVED).streams[DECISION]] == [
        de.OutcomesSettled(COUNCIL_UNIT, SESSION, Instrument.DECISION, (settled,), ()),
        de.DecisionSigned("123/QĐ-VKS", TODAY, Personal("Nguyễn Văn A"), "Viện trưởng"),
        de.DecisionPublished(TODAY, "vks-x.gov.vn/123"),
        de.DecisionArchived("HS-2023-123"),
    ]


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (dc.SignDecision(" ", TODAY, "Nguyễn Văn A", "Viện trưởng"), "decision_number_needed"),
        (dc.SignDecision("1/QĐ", TODAY, "", "Viện trưởng"), "signatory_needed"),
        (dc.SignDecision("1/QĐ", TODAY.replace(day=7), "Nguyễn Văn A", "Viện trưởng"), "date_in_future"),
    ],
)
def test_signature_needs_number_signatory_and_a_past_day(command: dc.SignDecision, code: str) -> None:
    given(at(Step.DECIDED)).when(Order(DECISION, command, DECIDER, NOW)).refused(code)


def test_publication_on_a_future_day_is_refused() -> None:
    command = dc.PublishDecision(TODAY.replace(day=7), "vks-x.gov.vn")
    given(at(Step.SIGNED)).when(Order(DECISION, command, PUBLISHER, NOW)).refused("date_in_future")


# Outcomes and the vote

LOCAL, SUPREME = Authority.LOCAL, Authority.SUPREME
GRANTED, REFUSED = Outcome.GRANTED, Outcome.REFUSED
FORWARDED, DOWNGRADED = Outcome.FORWARDED, Outcome.DOWNGRADED


def voted(award: str, authority: Authority, vote: Outcome) -> World:
    """The line stands voted: of a person, or of a collective of the military for Đơn vị quyết thắng."""
    lower = "DVTT" if vote is DOWNGRADED else ""
    council: tuple[object, ...] = (
        nc.PlaceOnAgenda(SESSION),
        nc.RecordVote(SESSION, vote, 5, 0, 0, 0, 5, lower),
    )
    relayed = (Order(LINE, command, CHAIR, NOW) for command in council)
    return given(*proposed(award), submit(), receive(), appraise(LINE, award, authority), *relayed).world


def proposed(award: str) -> tuple[Order, ...]:
    if award != "DVQT":
        return (*OFFICE, draft(line("cb-001", award)))
    team = sc.LineDraft("tt-1", "Phòng 1", CandidateKind.COLLECTIVE, award, Claims(Rating.EXCELLENT))
    units = (register_unit(UNIT, Route.MILITARY), register_unit(COUNCIL_UNIT), *establish(*SEATS))
    return (*units, draft(team, route=Route.MILITARY))


def settling_as(outcome: dc.LineOutcome) -> Order:
    return settle(outcome, instrument=INSTRUMENTS[outcome.outcome])


@pytest.mark.parametrize(
    ("award", "authority", "vote", "outcome", "code"),
    [
        ("LDTT", LOCAL, GRANTED, "grant", ""),
        ("LDTT", LOCAL, GRANTED, "refuse", ""),
        ("LDTT", LOCAL, GRANTED, "refuse silently", "outcome_against_vote"),
        ("LDTT", LOCAL, GRANTED, "forward", ""),
        ("LDTT", LOCAL, GRANTED, "forward silently", "outcome_against_vote"),
        ("LDTT", LOCAL, GRANTED, "downgrade", "downgrade_target_missing"),
        ("LDTT", LOCAL, REFUSED, "refuse silently", "refusal_reason_needed"),
        ("LDTT", LOCAL, REFUSED, "refuse", ""),
        ("LDTT", LOCAL, REFUSED, "grant", "outcome_against_vote"),
        ("LDTT", LOCAL, REFUSED, "grant with a reason", ""),
        ("LDTT", SUPREME, FORWARDED, "forward silently", ""),
        ("LDTT", SUPREME, FORWARDED, "refuse", ""),
        ("LDTT", SUPREME, FORWARDED, "refuse silently", "outcome_against_vote"),
        ("LDTT", SUPREME, FORWARDED, "grant with a reason", "not_competent"),
        ("LDTT", SUPREME, REFUSED, "grant with a reason", "not_competent"),
        ("DVQT", SUPREME, FORWARDED, "downgrade", "not_competent"),
        ("DVQT", LOCAL, GRANTED, "downgrade", ""),
        ("DVQT", LOCAL, GRANTED, "downgrade without a target", "downgrade_target_missing"),
        ("DVQT", LOCAL, GRANTED, "downgrade to the higher level's award", "downgrade_target_missing"),
        ("DVQT", LOCAL, DOWNGRADED, "downgrade without a target", ""),
        ("DVQT", LOCAL, DOWNGRADED, "grant", "outcome_against_vote"),
        ("DVQT", LOCAL, DOWNGRADED, "grant with a reason", ""),
    ],
)
def test_outcome_follows_the_vote_or_gives_a_reason(
    award: str, authority: Authority, vote: Outcome, outcome: str, code: str
) -> None:
    answer = given(voted(award, authority, vote)).when(settling_as(OUTCOMES[outcome]))
    if code:
        answer.refused(code)
    else:
        state = answer.accepted().nomination(LINE)
        assert (state.step, state.outcome) == (Step.DECIDED, OUTCOMES[outcome].outcome)


@pytest.fixture
def _share_known(monkeypatch: pytest.MonkeyPatch) -> None:
    """A pack that knows for sure which share of votes Đơn vị quyết thắng needs."""
    pack = packs()["R2019"]
    basis = Basis(Status.VERIFIED, title="Điều kiểm thử")
    award = replace(pack.award("DVQT"), vote=VoteRule(Ballot.OPEN, 90, basis=basis))
    changed = replace(pack, awards=MappingProxyType({**pack.awards, "DVQT": award}))
    monkeypatch.setattr(context, "packs", lambda: {"R2019": changed})


@pytest.mark.usefixtures("_share_known")
@pytest.mark.parametrize(
    ("vote", "outcome", "code"),
    [
        (REFUSED, "grant with a reason", "vote_share_missed"),
        (REFUSED, "downgrade", "vote_share_missed"),
        (DOWNGRADED, "grant with a reason", "vote_share_missed"),
        (DOWNGRADED, "downgrade", ""),
        (REFUSED, "refuse", ""),
        (GRANTED, "downgrade", ""),
    ],
)
def test_share_of_votes_known_for_sure_is_not_overridden(vote: Outcome, outcome: str, code: str) -> None:
    answer = given(voted("DVQT", LOCAL, vote)).when(settling_as(OUTCOMES[outcome]))
    if code:
        answer.refused(code, award="DVQT", percent=90)
        assert answer.refusal is not None
        assert answer.refusal.source == "Điều kiểm thử"
    else:
        answer.accepted()


def test_downgraded_line_wins_the_lower_award_on_the_register() -> None:
    world = given(voted("DVQT", LOCAL, DOWNGRADED), settle(OUTCOMES["downgrade"]), sign()).world
    titles = world.state("person-tt-1", PersonRecord).titles
    assert [(title.award, title.year) for title in titles] == [("DVTT", YEAR)]


@pytest.mark.parametrize(
    ("outcome", "instrument", "fits"),
    [
        (outcome, instrument, INSTRUMENTS[outcome] is instrument)
        for outcome in Outcome
        for instrument in Instrument
    ],
)
def test_instrument_takes_only_its_kind_of_outcome(
    outcome: Outcome, instrument: Instrument, *, fits: bool
) -> None:
    line_outcome = dc.LineOutcome(LINE, outcome, "Có lý do", "DVTT" if outcome is DOWNGRADED else "")
    world = voted("DVQT", LOCAL, GRANTED)
    answer = given(world).when(settle(line_outcome, instrument=instrument))
    assert answer.accepted() if fits else answer.refused("wrong_instrument")


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (dc.SettleOutcomes(COUNCIL_UNIT, SESSION, Instrument.DECISION, ()), "nothing_selected"),
        (settling(OUTCOMES["grant"], OUTCOMES["grant"]), "line_listed_twice"),
        (settling(dc.LineOutcome(LINE_2, GRANTED)), "unknown_line"),
        (settling(session="session-other"), "unknown_line"),
    ],
)
def test_instrument_names_lines_of_its_session_once(command: dc.SettleOutcomes, code: str) -> None:
    given(at(Step.VOTED)).when(Order(DECISION, command, DECIDER, NOW)).refused(code)


def test_line_is_settled_by_one_instrument_only() -> None:
    again = Order("decision-other", settling(), DECIDER, NOW)
    given(at(Step.DECIDED)).when(again).refused("out_of_order").because_of(LINE)


def test_held_line_is_not_settled() -> None:
    given(at(Step.VOTED), hold()).when(settle()).refused("held").because_of(LINE)


# One dossier, three ways


def test_lines_of_one_dossier_go_their_own_ways() -> None:
    lines = (line("cb-001"), line("cb-002"), line("cb-003"))
    world = given(*OFFICE, draft(*lines), submit(), receive()).world
    world = world.after(appraise(LINE), appraise(LINE_2, authority=SUPREME), appraise(LINE_3))
    world = world.after(convene(convening((LINE, LINE_2, LINE_3))), attend(), open_voting())
    marks = ((LINE, APPROVE), (LINE_2, APPROVE), (LINE_3, REFUSE))
    world = world.after(*(ballot(voter, *marks) for voter in MEMBERS), close_voting(), certify())
    for number, stream in enumerate((LINE, LINE_2, LINE_3)):
        vote = world.nomination(stream).vote
        assert vote is not None
        command = settling(dc.LineOutcome(stream, vote, "Theo biểu quyết"), instrument=INSTRUMENTS[vote])
        name = f"decision-{number}"
        world = world.after(Order(name, command, DECIDER, NOW), sign(decision=name, number=f"{number}/QĐ"))
        world = world.after(publish(decision=name), archive(decision=name))
    ended = [
        (world.nomination(stream).step, world.nomination(stream).outcome) for stream in (LINE, LINE_2, LINE_3)
    ]
    assert ended == [(Step.ARCHIVED, GRANTED), (Step.ARCHIVED, FORWARDED), (Step.ARCHIVED, REFUSED)]
    won = [len(world.state(f"person-cb-00{n}", PersonRecord).titles) for n in (1, 2, 3)]
    assert won == [1, 0, 0]


@pytest.mark.parametrize("outcome", ["refuse", "forward"])
def test_what_was_not_granted_cannot_be_annulled(outcome: str) -> None:
    signed = given(at(Step.VOTED), settling_as(OUTCOMES[outcome]), sign()).world
    given(signed).when(annul()).refused("out_of_order")


def test_annulled_line_does_not_stop_the_others_from_publication() -> None:
    two = given(*OFFICE, draft(line("cb-001"), line("cb-002")), submit(), receive()).world
    two = two.after(
        appraise(LINE), appraise(LINE_2), convene(convening((LINE, LINE_2))), attend(), open_voting()
    )
    two = two.after(*ballots((LINE, LINE_2)), close_voting(), certify())
    both = settle(dc.LineOutcome(LINE, GRANTED), dc.LineOutcome(LINE_2, GRANTED))
    world = two.after(both, sign(), annul(LINE), publish(), archive())
    assert [world.nomination(stream).step for stream in (LINE, LINE_2)] == [Step.ANNULLED, Step.ARCHIVED]


@pytest.mark.parametrize(
    ("stage", "awaits"),
    [
        (Stage.SETTLED, Role.DECIDER),
        (Stage.SIGNED, Role.PUBLISHER),
        (Stage.PUBLISHED, Role.RECEIVING_CLERK),
        (Stage.ARCHIVED, None),
    ],
)
def test_instrument_awaits_the_person_of_its_stage(stage: Stage, awaits: Role | None) -> None:
    state = STAGES[stage].state(DECISION, Decision)
    assert (state.stage, state.awaits, state.awaited_unit) == (stage, awaits, COUNCIL_UNIT)
    assert state.closed is (stage is Stage.ARCHIVED)


def test_each_line_is_told_of_signature_publication_and_archival() -> None:
    given(at(Step.DECIDED)).when(sign()).also(LINE, ne.SignatureRecorded(DECISION, "123/QĐ-VKS", TODAY))
    given(at(Step.SIGNED)).when(publish()).also(LINE, ne.PublicationRecorded(DECISION, TODAY))
    given(at(Step.PUBLISHED)).when(archive()).also(LINE, ne.ArchivalRecorded(DECISION))
