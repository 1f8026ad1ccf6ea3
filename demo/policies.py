"""What each simulated person decides, from the facts of a line and the rules of its award alone.

Nothing here knows a case, an award by its code, or a line by its number.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from demo.facts import Line
from demo.names import LABEL
from domain.nomination.claims import Claims, InitiativeScope, Position, Rating, TitleHeld
from domain.nomination.commands import RecordAppraisal, ReviewAnswer
from domain.rules.assess import assess
from domain.rules.basis import Status
from domain.rules.criteria import Criterion
from domain.rules.criteria.initiatives import RecognisedInitiative
from domain.rules.criteria.service import ServiceMonths
from domain.rules.criteria.titles import ConsecutiveTitles, SameYearTitle
from domain.rules.facts import Facts
from domain.rules.library import pack_for
from domain.rules.pack import Award
from domain.rules.voting import Count
from domain.session.state import Choice
from domain.values import Answer, Authority, Recommendation, Verdict

_BEST_FIRST = list(Rating)
_NARROW_FIRST = list(InitiativeScope)
_ALL_TARGETS = 100


@dataclass(frozen=True, slots=True)
class Member:
    """A council member; a demanding one asks for the best rating where an award is for initiatives."""

    id: str
    demanding: bool


def appraise(line: Line, register: tuple[TitleHeld, ...]) -> RecordAppraisal:
    """The appraiser: answers what the rules leave open, and approves what neither they nor the answers deny."""
    assessment = assess(_facts(line, register), line.award, pack_for(line.received_on))
    open_ones = {found.criterion for found in assessment.with_verdict(Verdict.NEEDS_REVIEW)}
    answers = tuple(
        _answer(criterion, line, register) for criterion in line.award.criteria if criterion.id in open_ones
    )
    unmet = {found.criterion for found in assessment.with_verdict(Verdict.NOT_MET)}
    unmet |= {answer.criterion for answer in answers if answer.answer is Answer.NOT_MET}
    questions = [criterion.question for criterion in line.award.criteria if criterion.id in unmet]
    return RecordAppraisal(
        Recommendation.REFUSE if unmet else Recommendation.APPROVE,
        competent(line.award, line.candidate.claims),
        answers,
        f"Không đạt: {' '.join(questions)} {LABEL}" if unmet else "",
    )


def _facts(line: Line, register: tuple[TitleHeld, ...]) -> Facts:
    return Facts(
        as_of=line.received_on,
        year=line.year,
        route=line.route,
        candidate=line.candidate.kind,
        claims=line.candidate.claims,
        titles=register,
        sought_together=line.sought_together,
    )


def competent(award: Award, claims: Claims) -> Authority:
    """The pack's authority, but where it is only inferred, leaders of a unit are decided by the level above."""
    inferred = award.authority.status is Status.INFERRED
    if inferred and claims.position is Position.UNIT_LEADER:
        return Authority.SUPREME
    return award.authority.value


def vote(member: Member, line: Line, advice: Recommendation) -> Choice:
    """A member follows a refusal and approves a good rating; where initiatives count the demanding want the best."""
    needed = Rating.EXCELLENT if member.demanding and _is_for_initiatives(line.award) else Rating.GOOD
    worthy = advice is Recommendation.APPROVE and _at_least(line.candidate.claims.rating, needed)
    return Choice.APPROVE if worthy else Choice.REFUSE


def count(members: Iterable[Member], line: Line, advice: Recommendation) -> Count:
    """The papers of a secret vote, as the certifiers count them: only totals."""
    papers = Counter(vote(member, line, advice) for member in members if not must_step_aside(member, line))
    return Count(approve=papers[Choice.APPROVE], refuse=papers[Choice.REFUSE])


def must_step_aside(member: Member, line: Line) -> bool:
    """A member does not vote on a relative."""
    return line.candidate.kin == member.id


def _answer(criterion: Criterion, line: Line, register: tuple[TitleHeld, ...]) -> ReviewAnswer:
    met, reason = _judge(criterion, line, register)
    answer = Answer.MET if met else Answer.NOT_MET
    return ReviewAnswer(criterion.id, answer, f"{reason} {LABEL}")


def _judge(criterion: Criterion, line: Line, register: tuple[TitleHeld, ...]) -> tuple[bool, str]:
    """Whether the papers meet an open criterion, and what they say."""
    claims = line.candidate.claims
    match criterion:
        case ServiceMonths():
            months = claims.service_months or 0
            return months >= criterion.minimum, f"Thời gian công tác: {months} tháng"
        case SameYearTitle():
            held = {title.award for title in register if title.year == line.year}
            found = not (held | set(line.sought_together)).isdisjoint(criterion.awards)
            return found, "Đối chiếu danh sách đề nghị trong cùng năm"
        case ConsecutiveTitles():
            years = {title.year for title in (*register, *claims.titles) if title.award in criterion.awards}
            wanted = set(range(line.year - criterion.count, line.year))
            return wanted <= years, "Đối chiếu các quyết định khen thưởng trước"
        case RecognisedInitiative():
            return _initiative(criterion, claims)
        case _:
            return _did_well(claims), f"Xếp loại năm: {claims.rating}"


def _initiative(criterion: RecognisedInitiative, claims: Claims) -> tuple[bool, str]:
    if claims.initiative is None:
        return False, "Không có sáng kiến được công nhận"
    reach = _NARROW_FIRST.index(claims.initiative.scope)
    wide = reach >= _NARROW_FIRST.index(criterion.scope)
    return wide, "Có sáng kiến được công nhận, đã đối chiếu giấy chứng nhận"


def _did_well(claims: Claims) -> bool:
    """A good year; of a collective also every target reached."""
    reached = claims.targets_percent is None or claims.targets_percent >= _ALL_TARGETS
    return reached and _at_least(claims.rating, Rating.GOOD)


def _at_least(rating: Rating, needed: Rating) -> bool:
    return _BEST_FIRST.index(rating) <= _BEST_FIRST.index(needed)


def _is_for_initiatives(award: Award) -> bool:
    return any(isinstance(criterion, RecognisedInitiative) for criterion in award.criteria)
