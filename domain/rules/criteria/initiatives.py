"""Initiatives: how far they reach, whose they are, and the certificate."""

from dataclasses import dataclass
from typing import ClassVar

from domain.nomination.claims import InitiativeScope, Rating
from domain.rules.criteria.condition import Condition
from domain.rules.criteria.ruling import Ruling, Telling, met, not_met, review
from domain.rules.facts import Facts, RecognisedWork

_NARROW_FIRST = tuple(InitiativeScope)


@dataclass(frozen=True, slots=True)
class RecognisedInitiative(Condition):
    """A certified initiative that reaches at least `scope`, by at most `authors` authors (0: any number).

    It was recognised within the last `window_years` years, the year assessed included (0: at any time).
    With `or_excellent` a year rated excellent takes its place.
    """

    kind: ClassVar[str] = "initiative"
    scope: InitiativeScope = InitiativeScope.BASE
    authors: int = 0
    window_years: int = 0
    or_excellent: bool = False


def recognised_initiative(criterion: RecognisedInitiative, facts: Facts) -> Ruling:
    """The register's initiatives settle it; without any that does, a human looks at what the unit claims."""
    if criterion.or_excellent and facts.claims.rating is Rating.EXCELLENT:
        return met(rating=facts.claims.rating, needed=criterion.scope)
    timely = [entry for entry in facts.initiatives if _timely(criterion, entry, facts)]
    wide = [entry for entry in timely if _reaches(entry.scope, criterion.scope)]
    if not wide:
        return _claimed(criterion, facts, timely)
    best = min(wide, key=lambda entry: (not entry.certificate, _too_many(criterion, entry), entry.id))
    told: Telling = {
        "initiative": best.id,
        "scope": best.scope,
        "needed": criterion.scope,
        "authors": best.authors,
        "recognised_on": best.recognised_on,
        "certificate": best.certificate or None,
    }
    if not best.certificate:
        return review(**told)
    return not_met(**told) if _too_many(criterion, best) else met(**told)


def _claimed(criterion: RecognisedInitiative, facts: Facts, known: list[RecognisedWork]) -> Ruling:
    """What only the unit claims is looked at by a human; what the register knows of that certificate stands."""
    claim = facts.claims.initiative
    if claim is None or not _reaches(claim.scope, criterion.scope):
        widest = max((_NARROW_FIRST.index(entry.scope) for entry in known), default=-1)
        claimed = _NARROW_FIRST.index(claim.scope) if claim else -1
        reach = max(widest, claimed)
        return not_met(scope=_NARROW_FIRST[reach] if reach >= 0 else None, needed=criterion.scope)
    certified = [
        entry for entry in facts.initiatives if claim.certificate and entry.certificate == claim.certificate
    ]
    if certified:
        return _contradicted(criterion, min(certified, key=lambda entry: entry.id))
    return review(scope=claim.scope, needed=criterion.scope, certificate=claim.certificate or None)


def _contradicted(criterion: RecognisedInitiative, entry: RecognisedWork) -> Ruling:
    """The certificate that the unit names is on the register, for a narrower work or one of another time."""
    return not_met(
        initiative=entry.id,
        scope=entry.scope,
        needed=criterion.scope,
        recognised_on=entry.recognised_on,
        certificate=entry.certificate,
    )


def _timely(criterion: RecognisedInitiative, entry: RecognisedWork, facts: Facts) -> bool:
    year = entry.recognised_on.year
    return not criterion.window_years or facts.year - criterion.window_years < year <= facts.year


def _too_many(criterion: RecognisedInitiative, entry: RecognisedWork) -> bool:
    return bool(criterion.authors) and entry.authors > criterion.authors


def _reaches(scope: InitiativeScope, needed: InitiativeScope) -> bool:
    return _NARROW_FIRST.index(scope) >= _NARROW_FIRST.index(needed)
