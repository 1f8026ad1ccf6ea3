"""Earlier titles: chains, windows, once, and one achievement one award."""

from dataclasses import dataclass

from domain.rules.criteria.condition import Condition


@dataclass(frozen=True, slots=True)
class SameYearTitle(Condition):
    """One of `awards` in the year assessed, on the register or sought beside."""

    awards: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ConsecutiveTitles(Condition):
    """One of `awards` in each of the `count` years directly before the year assessed."""

    awards: tuple[str, ...] = ()
    count: int = 0


@dataclass(frozen=True, slots=True)
class TitlesInWindow(Condition):
    """`count` titles among `awards` within the `window_years` years directly before the year assessed."""

    awards: tuple[str, ...] = ()
    count: int = 0
    window_years: int = 0


@dataclass(frozen=True, slots=True)
class NoSameYearTitle(Condition):
    """None of `awards` in the year assessed: forms that exclude each other."""

    awards: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OncePerPerson(Condition):
    """The award was never won before."""


@dataclass(frozen=True, slots=True)
class OneAchievement(Condition):
    """The achievement was not rewarded before, on either route, and is not proposed twice."""
