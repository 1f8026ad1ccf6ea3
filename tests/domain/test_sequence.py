"""Of whom the share is taken, and where a line goes from council to council: sequence, acclaim, postponement."""

from collections.abc import Callable
from dataclasses import replace
from types import MappingProxyType

import pytest

from domain import context
from domain.council.state import CouncilKind
from domain.execution import Order
from domain.nomination.state import Step
from domain.rules.basis import Basis, Status
from domain.rules.library import packs
from domain.rules.pack import Denominator, VoteRule
from domain.rules.voting import Count
from domain.session import commands as vc
from domain.session import events as ve
from domain.session.state import (
    AdoptedRule,
    Channel,
    Seat,
)
from domain.values import Authority, CandidateKind, Outcome, Role
from tests.domain.given import World, given
from tests.domain.office import (
    ABSTAIN,
    APPRAISER,
    APPROVE,
    CHAIR,
    COUNCIL,
    LINE,
    LINE_2,
    MEMBERS,
    NOW,
    OFFICE,
    REFUSE,
    SEATS,
    SESSION,
    UNIT,
    adopted,
    appraisal,
    appraise,
    at,
    attend,
    ballot,
    certify,
    close_voting,
    convene,
    convened,
    convening,
    draft,
    establish,
    line,
    open_voting,
    people,
    receive,
    recuse,
    sitting,
    submit,
)

# Denominators


def rule(denominator: Denominator, *, leave: bool = False, percent: int = 80) -> AdoptedRule:
    return replace(adopted("LDTT"), denominator=denominator, recused_leave=leave, pass_percent=percent)


@pytest.fixture
def pack_says(monkeypatch: pytest.MonkeyPatch) -> Callable[[AdoptedRule], None]:
    """Let the pack name the whole and the leaving of a rule, without being sure of it."""

    def say(adopted_rule: AdoptedRule) -> None:
        vote = VoteRule(
            adopted_rule.ballot,
            adopted_rule.pass_percent,
            adopted_rule.denominator,
            recused_leave=adopted_rule.recused_leave,
            basis=Basis(Status.RECALLED, question="Có đúng không?"),
        )
        pack = packs()["R2019"]
        ldtt = replace(pack.award("LDTT"), vote=vote)
        changed = replace(pack, awards=MappingProxyType({**pack.awards, "LDTT": ldtt}))
        monkeypatch.setattr(context, "packs", lambda: {"R2019": changed})

    return say


def result_of(world: World, session: str = SESSION) -> ve.LineResult:
    answer = given(world).when(certify(session=session))
    answer.accepted()
    (event,) = answer.events(session)
    assert isinstance(event, ve.TallyCertified)
    return event.results[0]


@pytest.mark.parametrize(
    ("adopted_rule", "denominator", "outcome"),
    [
        (rule(Denominator.MEMBERS), 5, Outcome.REFUSED),
        (rule(Denominator.MEMBERS, leave=True), 4, Outcome.REFUSED),
        (rule(Denominator.MEMBERS, leave=True, percent=75), 4, Outcome.GRANTED),
        (rule(Denominator.PRESENT), 5, Outcome.REFUSED),
        (rule(Denominator.VALID), 4, Outcome.REFUSED),
        (rule(Denominator.VALID, percent=75), 4, Outcome.GRANTED),
        (rule(Denominator.VALID, percent=76), 4, Outcome.REFUSED),
    ],
)
def test_denominator_is_the_rules(
    adopted_rule: AdoptedRule,
    denominator: int,
    outcome: Outcome,
    pack_says: Callable[[AdoptedRule], None],
) -> None:
    """One of five steps aside, one is away and writes; three approve, one abstains."""
    pack_says(adopted_rule)
    world = at(Step.APPRAISED).after(
        convene(convening(rules=(adopted_rule,))), attend(*MEMBERS[:4]), recuse("member-binh"), open_voting()
    )
    papers = [ballot(voter, (LINE, APPROVE)) for voter in MEMBERS[:2]]
    papers += [
        ballot("member-an", (LINE, ABSTAIN)),
        ballot("member-chi", (LINE, APPROVE), channel=Channel.WRITTEN),
    ]
    found = result_of(world.after(*papers, close_voting()))
    assert (found.count, found.denominator, found.result) == (Count(3, 0, 0, 1), denominator, outcome)
    assert found.members == 5


def test_members_present_are_the_denominator_where_the_rule_says_so(
    pack_says: Callable[[AdoptedRule], None],
) -> None:
    pack_says(rule(Denominator.PRESENT))
    world = at(Step.APPRAISED).after(
        convene(convening(rules=(rule(Denominator.PRESENT),))), attend(*MEMBERS[:4]), open_voting()
    )
    world = world.after(*(ballot(voter, (LINE, APPROVE)) for voter in MEMBERS[:4]), close_voting())
    found = result_of(world)
    assert (found.denominator, found.result) == (4, Outcome.GRANTED)


def test_line_nobody_voted_on_is_never_granted(pack_says: Callable[[AdoptedRule], None]) -> None:
    pack_says(rule(Denominator.VALID))
    world = at(Step.APPRAISED).after(
        convene(convening(rules=(rule(Denominator.VALID, percent=1),))),
        attend(),
        open_voting(),
        close_voting(),
    )
    assert result_of(world).result is Outcome.REFUSED


def test_postponed_line_has_no_result_and_takes_no_marks() -> None:
    world = people("cb-001", "cb-002").after(
        convene(convening(agenda=(LINE, LINE_2))),
        Order(SESSION, vc.PostponeLines((LINE,), "Chờ kết luận"), CHAIR, NOW),
        attend(),
        open_voting(),
    )
    given(world).when(ballot("member-an", (LINE, APPROVE), (LINE_2, APPROVE))).refused("ballot_incomplete")
    world = world.after(*(ballot(voter, (LINE_2, APPROVE)) for voter in MEMBERS), close_voting())
    after = given(world).when(certify()).accepted()
    assert [after.nomination(stream).step for stream in (LINE, LINE_2)] == [Step.APPRAISED, Step.VOTED]


# Two councils in sequence, and the acclaim of a cluster

ABOVE, UP = "council-nganh", "session-nganh"
SUPREME = at(Step.RECEIVED).after(
    appraise(authority=Authority.SUPREME),
    *establish(*SEATS, council=ABOVE, follows=COUNCIL, name="Hội đồng ngành"),
)


def test_line_approved_below_goes_before_the_council_above() -> None:
    world = SUPREME.after(*sitting((LINE, APPROVE)), certify())
    assert world.nomination(LINE).vote is Outcome.FORWARDED
    world = world.after(*sitting((LINE, REFUSE), session=UP, council=ABOVE))
    assert convened(world, UP).agenda[0].voted_in == SESSION
    state = world.after(certify(session=UP)).nomination(LINE)
    assert (state.step, state.session, state.vote) == (Step.VOTED, UP, Outcome.REFUSED)


def test_line_refused_below_does_not_go_up() -> None:
    world = SUPREME.after(*sitting((LINE, REFUSE)), certify())
    given(world).when(convene(convening(council=ABOVE), session=UP)).refused("lower_council_needed")


def test_line_goes_up_only_to_the_council_that_follows() -> None:
    world = SUPREME.after(*sitting((LINE, APPROVE)), certify())
    given(world).when(convene(convening(), session=UP)).refused("lower_council_needed")
    other = establish(*SEATS, council="council-khac", follows=ABOVE, name="Hội đồng khác")
    answer = given(world.after(*other)).when(convene(convening(council="council-khac"), session=UP))
    answer.refused("lower_council_needed")


def test_line_granted_below_is_not_voted_again() -> None:
    above = establish(*SEATS, council=ABOVE, follows=COUNCIL, name="Hội đồng ngành")
    world = at(Step.VOTED).after(*above)
    given(world).when(convene(convening(council=ABOVE), session=UP)).refused("lower_council_needed")


def test_line_postponed_above_keeps_the_vote_from_below() -> None:
    world = SUPREME.after(*sitting((LINE, APPROVE)), certify())
    world = world.after(convene(convening(council=ABOVE), session=UP))
    state = world.after(Order(UP, vc.AdjournSession("Mất điện"), CHAIR, NOW)).nomination(LINE)
    assert (state.step, state.session, state.vote) == (Step.VOTED, SESSION, Outcome.FORWARDED)


FLAG = replace(line("tt-1", "CO_NGANH"), kind=CandidateKind.COLLECTIVE)
SETTLED_HERE = replace(appraisal("CO_NGANH"), reason="Được ủy quyền")
CLUSTER = "council-cum-1"
CLUSTER_UNITS = (UNIT, "VKS-I", "VKS-K", "VKS-L", "VKS-M")


def acclaimed(approving: int) -> World:
    """Five units of a cluster, the proposed one among them, vote on a flag by the 80 % adopted."""
    roles = (Role.COUNCIL_CHAIR, Role.COUNCIL_SECRETARY, *(Role.COUNCIL_MEMBER,) * 3)
    seats = (Seat(*entry) for entry in zip(MEMBERS, roles, CLUSTER_UNITS, strict=True))
    world = given(
        *OFFICE,
        *establish(*seats, council=CLUSTER, kind=CouncilKind.CLUSTER, name="Cụm thi đua số 1"),
        *establish(*SEATS, council=ABOVE, follows=CLUSTER, name="Hội đồng ngành"),
        draft(FLAG),
        submit(),
        receive(),
        Order(LINE, SETTLED_HERE, APPRAISER, NOW),
        convene(convening(rules=(adopted("CO_NGANH"),), council=CLUSTER)),
        attend(),
        open_voting(),
    ).world
    choices = [APPROVE] * approving + [REFUSE] * (len(MEMBERS) - approving)
    papers = (ballot(voter, (LINE, choice)) for voter, choice in zip(MEMBERS, choices, strict=True))
    return world.after(*papers, close_voting())


@pytest.mark.parametrize(
    ("approving", "outcome"), [(5, Outcome.FORWARDED), (4, Outcome.FORWARDED), (3, Outcome.REFUSED)]
)
def test_cluster_acclaims_a_flag_by_its_share_and_never_grants(approving: int, outcome: Outcome) -> None:
    world = acclaimed(approving)
    assert convened(world).detected == ()
    assert result_of(world).result is outcome


def test_acclaimed_flag_goes_before_the_council_that_follows_the_cluster() -> None:
    world = acclaimed(4).after(certify())
    rules = (adopted("CO_NGANH"),)
    world = world.after(*sitting((LINE, APPROVE), rules=rules, session=UP, council=ABOVE))
    assert result_of(world, UP).result is Outcome.GRANTED
