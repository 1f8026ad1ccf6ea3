"""One award once: what a candidate has already stands in the way of a title, here and in any other unit."""

from collections.abc import Iterable

from domain.nomination.claims import FOR_ONE_ACT, TitleHeld
from domain.rules.criteria.titles import OncePerPerson, SameYearTitle
from domain.rules.pack import Award


def held_already(title: TitleHeld, award: Award, held: Iterable[TitleHeld]) -> bool:
    """Whether one of the titles held is this one, excludes it for life, or rewards the same achievement.

    One achievement is commended once (NĐ 152/2025/NĐ-CP, Điều 4).
    """
    for_life = _given_once(award)
    return any(
        (title.achievement and other.achievement == title.achievement)
        or other.award in for_life
        or _same(title, award, other)
        for other in held
    )


def same_year(award: Award) -> set[str]:
    """The awards of which one must be won in the same year, as far as the pack knows for sure."""
    return {
        code
        for criterion in award.criteria
        if isinstance(criterion, SameYearTitle) and criterion.status.may_decide
        for code in criterion.awards
    }


def _same(title: TitleHeld, award: Award, other: TitleHeld) -> bool:
    """The award of a year; one for a single act is told by that act too, where both acts are known."""
    if (other.award, other.year) != (title.award, title.year):
        return False
    acts = {title.achievement, other.achievement}
    return not (award.track in FOR_ONE_ACT and "" not in acts and len(acts) > 1)


def _given_once(award: Award) -> set[str]:
    """The awards of which nobody has two in a life, as far as the pack knows for sure."""
    return {
        code
        for criterion in award.criteria
        if isinstance(criterion, OncePerPerson) and criterion.status.may_decide
        for code in criterion.awards
    }
