"""Initiatives: how far they reach, whose they are, and the certificate."""

from dataclasses import dataclass

from domain.nomination.claims import InitiativeScope
from domain.rules.criteria.condition import Condition


@dataclass(frozen=True, slots=True)
class RecognisedInitiative(Condition):
    """A certified initiative that reaches at least `scope`, by at most `authors` authors (0: any number).

    It was recognised within the last `window_years` years, the year assessed included (0: at any time).
    With `or_excellent` a year rated excellent takes its place.
    """

    scope: InitiativeScope = InitiativeScope.BASE
    authors: int = 0
    window_years: int = 0
    or_excellent: bool = False
