"""Assess a nomination against its award's criteria: what the rules can settle, and what a human must answer."""

from collections.abc import Iterable
from dataclasses import dataclass

from domain.nomination.claims import Claims, InitiativeScope, TitleHeld
from domain.rules.criteria import Criterion
from domain.rules.criteria.initiatives import RecognisedInitiative
from domain.rules.criteria.service import ServiceMonths
from domain.rules.criteria.titles import ConsecutiveTitles, SameYearTitle
from domain.rules.pack import Award
from domain.values import Verdict

_SCOPES = list(InitiativeScope)


@dataclass(frozen=True, slots=True)
class Finding:
    """What one criterion came to, with the parameter's source and the question it leaves to a human."""

    criterion: str
    verdict: Verdict
    source: str
    status: str
    question: str


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known: the unit's claims, the titles on the register, the awards sought in the same dossier."""

    year: int
    claims: Claims
    register_titles: tuple[TitleHeld, ...]
    sought_together: tuple[str, ...]


def assess(facts: Facts, award: Award) -> tuple[Finding, ...]:
    """One finding for each criterion of the award.

    A criterion whose parameter was not verified never settles anything by itself: it needs review.
    """
    return tuple(_finding(criterion, facts) for criterion in award.criteria)


def _finding(criterion: Criterion, facts: Facts) -> Finding:
    verdict = _verdict(criterion, facts) if criterion.status.may_decide else Verdict.NEEDS_REVIEW
    return Finding(criterion.id, verdict, criterion.source, criterion.status, criterion.question)


def _verdict(criterion: Criterion, facts: Facts) -> Verdict:
    match criterion:
        case ServiceMonths():
            return _service(criterion, facts.claims.service_months)
        case SameYearTitle():
            return _same_year(criterion, facts)
        case ConsecutiveTitles():
            return _consecutive(criterion, facts)
        case RecognisedInitiative():
            return _initiative(criterion, facts.claims)
        case _:
            return Verdict.NEEDS_REVIEW


def _service(criterion: ServiceMonths, months: int | None) -> Verdict:
    if months is None:
        return Verdict.NEEDS_REVIEW
    return _met(months >= criterion.minimum)


def _same_year(criterion: SameYearTitle, facts: Facts) -> Verdict:
    held = {title.award for title in facts.register_titles if title.year == facts.year}
    return _met(
        not held.isdisjoint(criterion.awards) or not set(facts.sought_together).isdisjoint(criterion.awards)
    )


def _consecutive(criterion: ConsecutiveTitles, facts: Facts) -> Verdict:
    """Years directly before the year assessed; a chain that only the unit claims needs review."""
    wanted = set(range(facts.year - criterion.count, facts.year))
    if wanted <= _years(facts.register_titles, criterion.awards):
        return Verdict.MET
    claimed = _years((*facts.register_titles, *facts.claims.titles), criterion.awards)
    return Verdict.NEEDS_REVIEW if wanted <= claimed else Verdict.NOT_MET


def _years(titles: Iterable[TitleHeld], awards: tuple[str, ...]) -> set[int]:
    return {title.year for title in titles if title.award in awards}


def _initiative(criterion: RecognisedInitiative, claims: Claims) -> Verdict:
    if claims.initiative is None:
        return Verdict.NOT_MET
    reach = _SCOPES.index(claims.initiative.scope)
    return _met(reach >= _SCOPES.index(criterion.scope))


def _met(holds: bool) -> Verdict:  # noqa: FBT001 - a verdict is made of one truth value
    return Verdict.MET if holds else Verdict.NOT_MET
