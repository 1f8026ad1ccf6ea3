"""Vote rules and quorum of a sitting: what the packs leave to it, and what they do not."""

from collections.abc import Callable
from dataclasses import replace
from types import MappingProxyType

import pytest

from domain import context
from domain.execution import Order
from domain.nomination.state import Step
from domain.refusal import Refusal
from domain.rules.basis import Basis, Status
from domain.rules.library import packs
from domain.rules.pack import AbsentVote, Ballot, Denominator, Quorum, VoteRule
from domain.rules.voting import Count
from domain.session import commands as vc
from domain.session.adopting import check_quorum, vote_rule
from domain.session.state import AgendaLine, Channel
from tests.domain.given import World, given
from tests.domain.office import (
    APPROVE,
    LINE,
    MEMBERS,
    NOW,
    SECRETARY,
    SESSION,
    adopted,
    at,
    attend,
    ballot,
    close_voting,
    convene,
    convened,
    convening,
    in_secret,
    open_voting,
)

LAW = Basis(Status.VERIFIED, article="TT 01, Điều 9")
AGENDA = convened(at(Step.IN_COUNCIL)).agenda
Vote = Callable[[VoteRule], None]


@pytest.fixture
def vote_of_ldtt(monkeypatch: pytest.MonkeyPatch) -> Vote:
    """Give the pack of 2019 a vote rule for LĐTT."""

    def give(vote: VoteRule) -> None:
        pack = packs()["R2019"]
        ldtt = replace(pack.award("LDTT"), vote=vote)
        changed = replace(pack, awards=MappingProxyType({**pack.awards, "LDTT": ldtt}))
        monkeypatch.setattr(context, "packs", lambda: {**packs(), "R2019": changed})

    return give


# One rule for an award


def of(award: str, *codes: str) -> tuple[AgendaLine, ...]:
    return tuple(replace(AGENDA[0], award=award, pack=code) for code in codes)


@pytest.mark.parametrize("codes", [("R2019", "R2024A"), ("R2024A", "R2019")])
def test_lines_under_a_verified_and_an_unverified_rule_do_not_share_a_sitting(codes: tuple[str, str]) -> None:
    """An adopted open vote of twenty percent must never bind the line that needs ninety in secret."""
    with pytest.raises(Refusal, match="packs_disagree") as refused:
        vote_rule("CSTDN", of("CSTDN", *codes), [adopted("CSTDN", percent=20)])
    assert refused.value.facts == {"award": "CSTDN", "packs": "R2019, R2024A"}


def test_lines_under_two_packs_that_leave_the_rule_open_share_the_adopted_one() -> None:
    own = adopted("LDTT", percent=60)
    assert vote_rule("LDTT", of("LDTT", "R2019", "R2024A"), [own]) == own


# What a sitting may adopt


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        (replace(adopted("LDTT"), denominator=Denominator.PRESENT), "denominator_unfounded"),
        (replace(adopted("LDTT"), denominator=Denominator.VALID), "denominator_unfounded"),
        (replace(adopted("LDTT"), recused_leave=True), "recused_stay"),
    ],
)
def test_sitting_does_not_lessen_the_whole_by_itself(rule: object, code: str) -> None:
    command = replace(convening(), rules=(rule,))  # type: ignore[arg-type]
    given(at(Step.APPRAISED)).when(convene(command)).refused(code, award="LDTT")


@pytest.mark.parametrize("status", [Status.RECALLED, Status.INFERRED, Status.UNKNOWN])
def test_sitting_may_adopt_what_a_pack_names_without_being_sure(status: Status, vote_of_ldtt: Vote) -> None:
    basis = Basis(status, question="Có đúng không?")
    vote_of_ldtt(VoteRule(Ballot.OPEN, 80, Denominator.PRESENT, recused_leave=True, basis=basis))
    own = replace(adopted("LDTT"), denominator=Denominator.PRESENT, recused_leave=True)
    assert vote_rule("LDTT", AGENDA, [own]) == own
    with pytest.raises(Refusal, match="denominator_unfounded"):
        vote_rule("LDTT", of("LDTT", "R2019", "R2024A"), [own])


# Quorum


@pytest.mark.parametrize(
    ("quorum", "enough"),
    [((1, 1000), False), ((1, 2), False), ((499, 1000), False), ((501, 1000), True), ((1, 1), True)],
)
def test_quorum_is_a_majority(quorum: tuple[int, int], *, enough: bool) -> None:
    answer = given(at(Step.APPRAISED)).when(convene(convening(quorum=quorum)))
    if enough:
        answer.accepted()
    else:
        answer.refused("quorum_below_majority", fraction=f"{quorum[0]}/{quorum[1]}")


@pytest.mark.parametrize(("numerator", "enough"), [(66, False), (67, True)])
def test_verified_quorum_of_the_pack_binds(numerator: int, *, enough: bool, vote_of_ldtt: Vote) -> None:
    vote_of_ldtt(VoteRule(Ballot.OPEN, 80, quorum=Quorum(2, 3, basis=LAW), basis=LAW))
    if enough:
        check_quorum(AGENDA, numerator, 100)
    else:
        with pytest.raises(Refusal, match="quorum_below_pack"):
            check_quorum(AGENDA, numerator, 100)


def test_quorum_that_is_not_verified_does_not_bind(vote_of_ldtt: Vote) -> None:
    recalled = Basis(Status.RECALLED, question="Có đúng không?")
    vote_of_ldtt(VoteRule(Ballot.OPEN, 80, quorum=Quorum(2, 3, basis=recalled), basis=LAW))
    check_quorum(AGENDA, 51, 100)


# Written votes


def voting(ballot_kind: Ballot) -> World:
    rules = (adopted("LDTT", ballot=ballot_kind),)
    return at(Step.APPRAISED).after(convene(convening(rules=rules)), attend(*MEMBERS[:4]), open_voting())


def test_absent_member_does_not_write_where_the_rule_forbids_it(vote_of_ldtt: Vote) -> None:
    vote_of_ldtt(VoteRule(Ballot.OPEN, 80, absent=AbsentVote.NONE, basis=LAW))
    written = ballot("member-chi", (LINE, APPROVE), channel=Channel.WRITTEN)
    given(voting(Ballot.OPEN)).when(written).refused("no_written_vote")
    given(voting(Ballot.OPEN)).when(ballot("member-an", (LINE, APPROVE))).accepted()


def test_written_paper_in_the_box_is_not_counted_where_the_rule_forbids_it(vote_of_ldtt: Vote) -> None:
    vote_of_ldtt(VoteRule(Ballot.SECRET, 80, absent=AbsentVote.NONE, basis=LAW))
    counting = voting(Ballot.SECRET).after(close_voting())
    count = in_secret(vc.SecretCount(LINE, Count(approve=5)), channel=Channel.WRITTEN)
    given(counting).when(Order(SESSION, count, SECRETARY, NOW)).refused(
        "ballots_exceed_members", counted=5, eligible=0
    )
