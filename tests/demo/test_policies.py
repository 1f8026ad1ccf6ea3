"""The simulated people: they judge facts, and know no award, case or line."""

import ast
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from demo import policies
from demo.cases import load_cases
from demo.facts import Line, lines
from demo.policies import Member, appraise, competent, count, must_step_aside, vote
from domain.nomination.claims import Claims, Position, Rating
from domain.rules.basis import Status
from domain.rules.criteria.judgement import Judgement
from domain.rules.library import packs
from domain.rules.pack import Award
from domain.rules.voting import Count
from domain.session.state import Choice
from domain.values import Answer, Authority, CandidateKind, Recommendation

ALL_LINES = {line.nomination: line for case in load_cases() for line in lines(case)}
EASY, DEMANDING = Member("m-1", demanding=False), Member("m-2", demanding=True)
APPROVE, REFUSE = Recommendation.APPROVE, Recommendation.REFUSE


def sample(award: str, rating: Rating) -> Line:
    """A line for that award by a candidate of that rating."""
    return next(
        line
        for line in ALL_LINES.values()
        if line.award.code == award and line.candidate.claims.rating is rating
    )


def awards() -> Iterator[Award]:
    for pack in packs().values():
        yield from pack.awards.values()


@pytest.mark.parametrize("module", ["policies.py", "facts.py", "casework.py", "people.py", "run.py"])
def test_no_award_case_or_line_is_named_in_the_code(module: str) -> None:
    source = Path(policies.__file__).with_name(module).read_text(encoding="utf-8")
    texts = [node.value for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Constant)]
    words = {word for text in texts if isinstance(text, str) for word in re.findall(r"[\w-]+", text)}
    named = {award.code for award in awards()} | {case.case for case in load_cases()} | {"ag", "qs"}
    assert words & named == set()
    assert not re.search(r"\.\d{3}\b", source)


def test_every_appraisal_answers_exactly_the_open_questions() -> None:
    for line in ALL_LINES.values():
        advice = appraise(line, line.candidate.claims.titles)
        answered = {answer.criterion for answer in advice.answers}
        judged = {criterion.id for criterion in line.award.criteria if isinstance(criterion, Judgement)}
        assert judged <= answered
        assert all(answer.reason for answer in advice.answers)
        assert bool(advice.reason) is (advice.recommendation is REFUSE)


def test_line_without_the_initiative_asked_for_is_advised_against_with_a_reason() -> None:
    denied = [
        (line, advice)
        for line in ALL_LINES.values()
        if (advice := appraise(line, line.candidate.claims.titles)).recommendation is REFUSE
    ]
    ((line, advice),) = denied
    assert line.candidate.claims.initiative is None
    assert [answer.answer for answer in advice.answers] == [Answer.NOT_MET]
    assert "sáng kiến" in advice.reason


def test_chain_that_only_the_unit_claims_is_not_on_the_register() -> None:
    line = next(
        line for line in ALL_LINES.values() if line.candidate.claims.titles and "CSTDN" in line.award.code
    )
    with_register = {answer.criterion for answer in appraise(line, line.candidate.claims.titles).answers}
    without = {answer.criterion for answer in appraise(line, ()).answers}
    assert without - with_register == {"consecutive_titles"}


def test_authority_that_is_only_inferred_follows_the_position() -> None:
    leader = Claims(Rating.GOOD, position=Position.UNIT_LEADER)
    for award in awards():
        inferred = award.authority.status is Status.INFERRED
        assert competent(award, Claims(Rating.GOOD)) is award.authority.value
        assert competent(award, leader) is (Authority.SUPREME if inferred else award.authority.value)


@pytest.mark.parametrize("member", [EASY, DEMANDING])
def test_member_follows_a_refusal(member: Member) -> None:
    assert vote(member, sample("CSTDCS", Rating.EXCELLENT), REFUSE) is Choice.REFUSE


@pytest.mark.parametrize(
    ("award", "rating", "easy", "demanding"),
    [
        ("LDTT", Rating.GOOD, Choice.APPROVE, Choice.APPROVE),
        ("CSTDCS", Rating.EXCELLENT, Choice.APPROVE, Choice.APPROVE),
        ("CSTDCS", Rating.GOOD, Choice.APPROVE, Choice.REFUSE),
    ],
)
def test_demanding_member_wants_the_best_where_initiatives_count(
    award: str, rating: Rating, easy: Choice, demanding: Choice
) -> None:
    line = sample(award, rating)
    assert (vote(EASY, line, APPROVE), vote(DEMANDING, line, APPROVE)) == (easy, demanding)


def test_nobody_approves_a_year_that_was_merely_completed() -> None:
    line = sample("LDTT", Rating.GOOD)
    claims = replace(line.candidate.claims, rating=Rating.COMPLETED)
    poor = replace(line, candidate=replace(line.candidate, claims=claims))
    assert vote(EASY, poor, APPROVE) is Choice.REFUSE
    assert appraise(poor, ()).recommendation is REFUSE


def test_collective_that_missed_its_targets_is_advised_against() -> None:
    line = next(line for line in ALL_LINES.values() if line.candidate.kind is CandidateKind.COLLECTIVE)
    claims = replace(line.candidate.claims, targets_percent=99)
    behind = replace(line, candidate=replace(line.candidate, claims=claims))
    assert appraise(line, ()).recommendation is APPROVE
    assert appraise(behind, ()).recommendation is REFUSE


def test_member_steps_aside_for_a_relative_and_secret_papers_leave_them_out() -> None:
    line = sample("CSTDCS", Rating.GOOD)
    related = replace(line, candidate=replace(line.candidate, kin=EASY.id))
    assert must_step_aside(EASY, related)
    assert not must_step_aside(DEMANDING, related)
    assert count([EASY, DEMANDING], line, APPROVE) == Count(approve=1, refuse=1)
    assert count([EASY, DEMANDING], related, APPROVE) == Count(approve=0, refuse=1)
