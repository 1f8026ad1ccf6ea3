"""Earlier titles: chains, windows, once, and one achievement one award."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from domain.nomination.claims import TitleHeld
from domain.rules.criteria.condition import Condition
from domain.rules.criteria.ruling import IDLE, Ruling, Telling, met, met_if, not_met, review
from domain.rules.facts import Facts
from domain.values import Track

_NO_BASIS_FOR_MERIT = frozenset({Track.UNEXPECTED, Track.THEMATIC})
"""Titles for one act or one campaign are no basis for merit (NĐ 152/2025/NĐ-CP, Điều 4)."""


@dataclass(frozen=True, slots=True)
class SameYearTitle(Condition):
    """One of `awards` in the year assessed, on the register or sought beside."""

    kind: ClassVar[str] = "same_year_title"
    awards: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ConsecutiveTitles(Condition):
    """One of `awards` in each of the `count` years directly before the year assessed."""

    kind: ClassVar[str] = "consecutive_titles"
    awards: tuple[str, ...] = ()
    count: int = 0


@dataclass(frozen=True, slots=True)
class TitlesInWindow(Condition):
    """`count` titles among `awards` within the `window_years` years directly before the year assessed."""

    kind: ClassVar[str] = "titles_in_window"
    awards: tuple[str, ...] = ()
    count: int = 0
    window_years: int = 0


@dataclass(frozen=True, slots=True)
class NoSameYearTitle(Condition):
    """None of `awards` in the year assessed: forms that exclude each other."""

    kind: ClassVar[str] = "no_same_year_title"
    awards: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OncePerPerson(Condition):
    """None of `awards` was ever won: each is given to a person once."""

    kind: ClassVar[str] = "once_per_person"
    awards: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OneAchievement(Condition):
    """The achievement was not rewarded before, under any award and on either route."""

    kind: ClassVar[str] = "one_achievement"


def same_year_title(criterion: SameYearTitle, facts: Facts) -> Ruling:
    """On the register for the year, or sought beside in the same dossier; what the unit claims is no title."""
    held = _awards_of(facts.titles, criterion.awards, facts.year)
    if held:
        return met(year=facts.year, held=_list(held))
    beside = set(facts.sought_together) & set(criterion.awards)
    if beside:
        return met(year=facts.year, sought=_list(beside))
    return not_met(year=facts.year, awards=_list(criterion.awards))


def consecutive_titles(criterion: ConsecutiveTitles, facts: Facts) -> Ruling:
    """Years directly before the year assessed; a chain that only the unit claims needs review."""
    wanted = set(range(facts.year - criterion.count, facts.year))
    span = f"{min(wanted)}-{max(wanted)}"
    registered = wanted & _years(facts.titles, criterion.awards)
    if registered == wanted:
        return met(span=span, years=_list(registered))
    claimed = registered | wanted & _years(facts.claims.titles, criterion.awards)
    told: Telling = {"span": span, "years": _list(registered), "missing": _list(wanted - claimed) or None}
    return review(**told) if claimed == wanted else not_met(**told)


def titles_in_window(criterion: TitlesInWindow, facts: Facts) -> Ruling:
    """One a year counts once; those that only the unit claims need review."""
    wanted = set(range(facts.year - criterion.window_years, facts.year))
    span = f"{min(wanted)}-{max(wanted)}"
    registered = wanted & _years(facts.titles, criterion.awards)
    told: Telling = {"span": span, "years": _list(registered), "count": criterion.count}
    if len(registered) >= criterion.count:
        return met(**told)
    claimed = registered | wanted & _years(facts.claims.titles, criterion.awards)
    return review(**told) if len(claimed) >= criterion.count else not_met(**told)


def no_same_year_title(criterion: NoSameYearTitle, facts: Facts) -> Ruling:
    """Forms of the same year on the register."""
    found = {title.award for title in facts.titles if title.year == facts.year} & set(criterion.awards)
    return not_met(year=facts.year, held=_list(found)) if found else IDLE


def once_per_person(criterion: OncePerPerson, facts: Facts) -> Ruling:
    """On the register it settles; claimed by the unit only, a human must look."""
    years = {title.year for title in facts.titles if title.award in criterion.awards}
    if years:
        return not_met(years=_list(years))
    claimed = {title.year for title in facts.claims.titles if title.award in criterion.awards}
    return review(years=_list(claimed)) if claimed else IDLE


def one_achievement(_criterion: OneAchievement, facts: Facts) -> Ruling:
    """The same achievement id on a title of the register."""
    achievement = facts.claims.achievement
    if not achievement:
        return IDLE
    awards = {title.award for title in facts.titles if title.achievement == achievement}
    return met_if(not awards, achievement=achievement, held=_list(awards) or None)


def _awards_of(titles: Iterable[TitleHeld], awards: tuple[str, ...], year: int) -> set[str]:
    return {title.award for title in _of_merit(titles) if title.year == year and title.award in awards}


def _years(titles: Iterable[TitleHeld], awards: tuple[str, ...]) -> set[int]:
    return {title.year for title in _of_merit(titles) if title.award in awards}


def _of_merit(titles: Iterable[TitleHeld]) -> Iterable[TitleHeld]:
    return (title for title in titles if title.track not in _NO_BASIS_FOR_MERIT)


def _list(values: Iterable[str | int]) -> str:
    return ", ".join(str(value) for value in sorted(values, key=str))
