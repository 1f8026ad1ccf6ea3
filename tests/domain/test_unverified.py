"""Every parameter of the shipped packs that nobody verified asks a person, and the answer is kept with its basis."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from types import MappingProxyType

import pytest

from domain import context
from domain.execution import Order
from domain.nomination.state import Step
from domain.refusal import Refusal
from domain.roll.caps import YearOf
from domain.roll.state import Entry, Roll, Standing
from domain.rules.assess import finding_from, verdict_of
from domain.rules.basis import Basis, Status
from domain.rules.criteria.ruling import met
from domain.rules.library import packs
from domain.rules.pack import (
    AbsentVote,
    AuthorityRule,
    Award,
    Ballot,
    Cap,
    CapScope,
    Paper,
    Prize,
    ProcedureRule,
    PublicComment,
    Quorum,
    VoteRule,
)
from domain.rules.voting import Count
from domain.session import commands as vc
from domain.session.adopting import vote_rule
from domain.session.state import AdoptedRule, AgendaLine, Channel
from domain.values import Authority, CandidateKind, Route, Verdict
from tests.domain.given import given
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
    convening,
    in_secret,
    open_voting,
)

AWARDS = [(pack.id, award) for pack in packs().values() for award in pack.awards.values()]
NAMED = [f"{pack} {award.code}" for pack, award in AWARDS]


def bases(value: object) -> Iterator[tuple[type, Basis]]:
    """Every basis that lies in a value, with the class of what rests on it."""
    if isinstance(value, tuple):
        for entry in value:
            yield from bases(entry)
    elif is_dataclass(value) and not isinstance(value, type | Basis):
        basis = getattr(value, "basis", None)
        if isinstance(basis, Basis):
            yield type(value), basis
        for entry in fields(value):
            yield from bases(getattr(value, entry.name))


ASKED = {
    VoteRule: "the convener adopts a rule",
    Quorum: "the convener states the basis of every quorum",
    AuthorityRule: "the appraiser names the level",
    Cap: "the chair confirms",
    CapScope: "the chair confirms where the readings differ",
    PublicComment: "the convener states the basis",
    ProcedureRule: "the decider takes the council's way unless it is known",
    Paper: "the linter only asks",
    Prize: "told with its status, decides nothing",
}
"""Who meets each kind of parameter besides conditions; a kind that is new fails until it is looked at."""


def test_every_kind_of_parameter_has_somebody_who_is_asked() -> None:
    conditions = {type(criterion) for _pack, award in AWARDS for criterion in award.criteria}
    met_with = {kind for _pack, award in AWARDS for kind, _basis in bases(award)}
    assert met_with - conditions <= ASKED.keys()


@pytest.mark.parametrize(("pack", "award"), AWARDS, ids=NAMED)
def test_every_unverified_parameter_has_a_question_in_both_languages(pack: str, award: Award) -> None:
    unsure = [basis for _kind, basis in bases(award) if not basis.status.may_decide]
    silent = [basis.source for basis in unsure if not (basis.question and basis.question_en)]
    assert silent == [], pack


@pytest.mark.parametrize(("pack", "award"), AWARDS, ids=NAMED)
def test_unverified_condition_that_was_used_asks_its_question(pack: str, award: Award) -> None:
    """Whatever the figures come to: the answer is then kept with the appraisal, or the appraisal is refused."""
    for criterion in award.criteria:
        if not criterion.basis.status.may_decide:
            assert verdict_of(criterion, met(year=2023)) is Verdict.NEEDS_REVIEW, pack
            assert finding_from(criterion, met()).question == criterion.question


def _line(pack: str, award: Award) -> AgendaLine:
    return AgendaLine(
        LINE,
        "cb-001",
        CandidateKind.INDIVIDUAL,
        award.code,
        Route.CIVIL,
        2023,
        "VKS-H",
        pack,
        Authority.LOCAL,
        (),
        "",
    )


@pytest.mark.parametrize(("pack", "award"), AWARDS, ids=NAMED)
def test_unverified_vote_rule_is_adopted_with_a_basis_and_kept_whole(pack: str, award: Award) -> None:
    agenda = [_line(pack, award)]
    if award.vote is not None and award.vote.status.may_decide:
        known = vote_rule(award.code, agenda, ())
        assert (known.pass_percent, known.basis) == (award.vote.pass_percent, award.vote.source)
        assert known.written is (award.vote.absent is AbsentVote.WRITTEN)
        return
    own = AdoptedRule(award.code, Ballot.OPEN, 60, "Quy chế Hội đồng")
    for given_rules in ((), (replace(own, basis=" "),)):
        with pytest.raises(Refusal, match="adopted_rule_needed"):
            vote_rule(award.code, agenda, given_rules)
    for rule in (own, replace(own, written=True)):
        assert vote_rule(award.code, agenda, [rule]) == rule


@pytest.mark.parametrize(("pack", "award"), AWARDS, ids=NAMED)
def test_unverified_cap_is_the_chairs_to_confirm(pack: str, award: Award) -> None:
    won = Entry(LINE, "cb-001", award.code, Standing.GRANTED, unit="VKS-H")
    year = YearOf("VKS-X", 2023, Roll(), Roll().with_entries([won]), {"VKS-X": 100, "VKS-H": 100})
    for cap in award.caps:
        confirmed = {check.confirmed for check in year.checks(award.code, cap, "VKS-H")}
        assert cap.status.may_decide or confirmed == {True}, pack


# What an adopted rule says of the absent


@pytest.mark.parametrize("written", [True, False])
def test_absent_member_writes_only_where_the_session_adopted_it(*, written: bool) -> None:
    rule = replace(adopted("LDTT"), written=written)
    voting = at(Step.APPRAISED).after(convene(convening(rules=(rule,))), attend(*MEMBERS[:4]), open_voting())
    paper = ballot("member-chi", (LINE, APPROVE), channel=Channel.WRITTEN)
    if written:
        given(voting).when(paper).accepted()
    else:
        given(voting).when(paper).refused("no_written_vote")
    given(voting).when(ballot("member-an", (LINE, APPROVE))).accepted()


def test_secret_papers_of_the_absent_count_only_where_the_session_adopted_it() -> None:
    for written, code in ((True, ""), (False, "ballots_exceed_members")):
        rule = replace(adopted("LDTT", ballot=Ballot.SECRET), written=written)
        counting = at(Step.APPRAISED).after(
            convene(convening(rules=(rule,))), attend(*MEMBERS[:4]), open_voting(), close_voting()
        )
        count = in_secret(vc.SecretCount(LINE, Count(approve=5)), channel=Channel.WRITTEN)
        answer = given(counting).when(Order(SESSION, count, SECRETARY, NOW))
        if code:
            answer.refused(code)
        else:
            answer.accepted()


def test_verified_rule_says_itself_whether_the_absent_write(monkeypatch: pytest.MonkeyPatch) -> None:
    pack = packs()["R2019"]
    for absent in AbsentVote:
        rule = VoteRule(Ballot.OPEN, 80, absent=absent, basis=Basis(Status.VERIFIED, article="Điều 9"))
        ldtt = replace(pack.award("LDTT"), vote=rule)
        changed = replace(pack, awards=MappingProxyType({**pack.awards, "LDTT": ldtt}))
        monkeypatch.setattr(context, "packs", lambda changed=changed: {**packs(), "R2019": changed})
        known = vote_rule("LDTT", [_line("R2019", ldtt)], ())
        assert known.written is (absent is AbsentVote.WRITTEN)
