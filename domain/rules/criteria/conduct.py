"""Conduct: discipline, what is still open, and what a collective may not hide."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from domain.rules.criteria.condition import Condition
from domain.rules.criteria.ruling import IDLE, Ruling, held, met, not_met, review
from domain.rules.facts import Facts
from domain.values import HoldGround


@dataclass(frozen=True, slots=True)
class NoDiscipline(Condition):
    """No discipline, from khiển trách up, decided in the year assessed.

    With `conduct_once`, conduct that already cost the title of an earlier year is not counted again.
    """

    kind: ClassVar[str] = "no_discipline"
    conduct_once: bool = False


@dataclass(frozen=True, slots=True)
class NoOpenProceeding(Condition):
    """Nothing on these grounds is open on the day; while it is, the line is held and not refused."""

    kind: ClassVar[str] = "no_open_proceeding"
    grounds: tuple[HoldGround, ...] = tuple(HoldGround)


@dataclass(frozen=True, slots=True)
class AccrualRestart(Condition):
    """The `years` years directly before the year assessed lie after the end of any discipline."""

    kind: ClassVar[str] = "accrual_restart"
    years: int = 0


@dataclass(frozen=True, slots=True)
class MembersUnderHold(Condition):
    """A collective shows its members under hold: somebody answers for proposing it all the same."""

    kind: ClassVar[str] = "members_under_hold"


def no_discipline(criterion: NoDiscipline, facts: Facts) -> Ruling:
    """Decisions of the year, whatever their grade; conduct used in an earlier year is left out where the rule says."""
    decided = [entry for entry in facts.disciplines if entry.decided_on.year == facts.year]
    if not decided:
        return IDLE
    spent = [entry for entry in decided if criterion.conduct_once and 0 < entry.used_in < facts.year]
    counted = sorted((entry for entry in decided if entry not in spent), key=lambda entry: entry.decided_on)
    if counted:
        first = counted[0]
        return not_met(decided_on=first.decided_on, grade=first.grade, conduct=first.conduct)
    last = max(spent, key=lambda entry: (entry.used_in, entry.conduct))
    return met(conduct=last.conduct, used_in=last.used_in)


def no_open_proceeding(criterion: NoOpenProceeding, facts: Facts) -> Ruling:
    """What is open on the day holds the line; what was concluded does so no more."""
    concerning = [entry for entry in facts.proceedings if entry.ground in criterion.grounds]
    if not concerning:
        return IDLE
    still_open = sorted(
        (entry for entry in concerning if entry.open_on(facts.as_of)),
        key=lambda entry: (entry.opened_on, entry.id),
    )
    if still_open:
        first = still_open[0]
        return held(ground=first.ground, opened_on=first.opened_on, matters=len(still_open))
    last = max(entry.concluded_on or date.min for entry in concerning)
    return met(concluded_on=last)


def accrual_restart(criterion: AccrualRestart, facts: Facts) -> Ruling:
    """A discipline that ended within the first year leaves a part of it: a human weighs that part."""
    first = date(facts.year - criterion.years, 1, 1)
    ends = [entry.ends_on for entry in facts.disciplines if entry.decided_on <= facts.year_end]
    if not ends:
        return IDLE
    known = [day for day in ends if day is not None]
    if len(known) < len(ends):
        return review(since=first)
    latest = max(known)
    if latest < first:
        return met(ended_on=latest, since=first)
    return (
        review(ended_on=latest, since=first)
        if latest.year == first.year
        else not_met(ended_on=latest, since=first)
    )


def members_under_hold(_criterion: MembersUnderHold, facts: Facts) -> Ruling:
    """Never settled by the rules: covering up is forbidden, and so is punishing all for one unseen."""
    return review(members=facts.members_under_hold) if facts.members_under_hold else IDLE
