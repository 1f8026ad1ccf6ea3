"""From marks to results: counts, thresholds, prerequisites, double grants and caps, recomputable from events alone."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from domain.context import pack_of
from domain.council.state import CouncilKind
from domain.nomination.claims import TitleHeld
from domain.roll.caps import CapCheck, YearOf
from domain.roll.once import held_already
from domain.roll.state import Entry, Roll, Standing, entry_for, roll_stream
from domain.rules.pack import Cap, Denominator
from domain.rules.voting import Count, reaches
from domain.session.events import LineResult
from domain.session.state import AdoptedRule, AgendaLine, Choice, Session
from domain.values import Authority, Outcome


class Absence(StrEnum):
    """Why a line has left the council before it was voted."""

    HELD = "held"
    POSTPONED = "postponed"
    WITHDRAWN = "withdrawn"


class Footing(StrEnum):
    """How an award of the same year stands that a line rests on: won, still open, or lost."""

    FIRM = "firm"
    OPEN = "open"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What other streams say: lines that left, the years' rolls without the agenda's own lines, titles, strengths.

    `rolls` is by year, `titles` by candidate, `achievements` by nomination, `strengths` by year and unit.
    """

    absent: Mapping[str, Absence] = field(default_factory=dict)
    rolls: Mapping[int, Roll] = field(default_factory=dict)
    titles: Mapping[str, tuple[TitleHeld, ...]] = field(default_factory=dict)
    achievements: Mapping[str, str] = field(default_factory=dict)
    strengths: Mapping[int, Mapping[str, int]] = field(default_factory=dict)

    def roll(self, line: AgendaLine) -> Roll:
        """The roll of the line's year as other sessions left it."""
        return self.rolls.get(line.year, Roll())

    def held(self, line: AgendaLine) -> tuple[TitleHeld, ...]:
        """The titles of the line's candidate: on the register, or won in other sessions, here or on the way up."""
        entered = self.roll(line).of(line.candidate)
        won = (entry.title(line.year) for entry in entered if entry.standing is not Standing.LOST)
        return (*self.titles.get(line.candidate, ()), *won)


def count_open(state: Session) -> Mapping[str, Count]:
    """The marks of every line voted openly, added up."""
    marks: defaultdict[str, Counter[Choice]] = defaultdict(Counter)
    for paper in state.ballots.values():
        for mark in paper:
            marks[mark.nomination][mark.choice] += 1
    return {nomination: Count(**dict(counter.items())) for nomination, counter in marks.items()}


def denominator(state: Session, line: AgendaLine, rule: AdoptedRule, count: Count) -> int:
    """Of how many the share of this line is taken."""
    recused = {member for member, nomination in state.recusals if nomination == line.nomination}
    leaving = recused if rule.recused_leave else set()
    match rule.denominator:
        case Denominator.MEMBERS:
            return len(state.members - leaving)
        case Denominator.PRESENT:
            return len((state.present | state.written) - leaving)
        case Denominator.VALID:
            return count.cast


def results(state: Session, around: Circumstances) -> tuple[LineResult, ...]:
    """What the council resolved on each line; held, withdrawn and postponed lines have no result."""
    counted = {**count_open(state), **state.counted}
    found = {
        line.nomination: _line_result(state, line, counted.get(line.nomination, Count()), around)
        for line in state.agenda
    }
    _once_each(state, found, around)
    while _let_fall(state, found, around):
        continue
    return tuple(found.values())


def _line_result(state: Session, line: AgendaLine, count: Count, around: Circumstances) -> LineResult:
    rule = state.rule_for(line.award)
    whole = denominator(state, line, rule, count)
    result, cause = (
        (None, "postponed")
        if line.nomination in around.absent
        else _resolve(state, line, count, whole, rule.pass_percent)
    )
    lower = line.downgrade_to if result is Outcome.DOWNGRADED else ""
    members = len(state.seats)
    return LineResult(line.nomination, count, members, whole, rule.pass_percent, result, cause, lower)


def _resolve(state: Session, line: AgendaLine, count: Count, whole: int, percent: int) -> tuple[Outcome, str]:
    """An approval that the local level is not competent to grant is a forwarding, and so is a cluster's acclaim."""
    if count.approve and reaches(count.approve, whole, percent):
        onward = line.authority is Authority.SUPREME or state.kind is CouncilKind.CLUSTER
        return (Outcome.FORWARDED, "") if onward else (Outcome.GRANTED, "")
    if line.downgrade_to and count.downgrade and reaches(count.approve + count.downgrade, whole, percent):
        return Outcome.DOWNGRADED, "threshold"
    return Outcome.REFUSED, "threshold"


# One award once


def _once_each(state: Session, found: dict[str, LineResult], around: Circumstances) -> None:
    """Refuse what the candidate has already, the award itself before the lower one of another line."""
    here: defaultdict[str, list[TitleHeld]] = defaultdict(list)
    for line in sorted(state.agenda, key=lambda line: found[line.nomination].result is Outcome.DOWNGRADED):
        result = found[line.nomination]
        won = _won_award(line, result)
        if not won:
            continue
        title = TitleHeld(won, line.year, "", achievement=around.achievements.get(line.nomination, ""))
        award = pack_of(line.pack).award(won)
        if held_already(title, award, (*here[line.candidate], *around.held(line))):
            found[line.nomination] = _refused(result, "already_held")
        here[line.candidate].append(title)


def _won_award(line: AgendaLine, result: LineResult) -> str:
    """The award that a result stands for, or nothing."""
    match result.result:
        case Outcome.GRANTED | Outcome.FORWARDED:
            return line.award
        case Outcome.DOWNGRADED:
            return result.downgraded_to
        case _:
            return ""


# Prerequisites of the same year


def _let_fall(state: Session, found: dict[str, LineResult], around: Circumstances) -> bool:
    """Refuse or postpone what rests on an award that was not won; whether anything changed."""
    changed = False
    for line in state.agenda:
        result = found[line.nomination]
        if not line.depends_on or _won_award(line, result) != line.award:
            continue
        footing = _footing(line, state, found, around)
        if footing is Footing.GONE:
            found[line.nomination] = _refused(result, "prerequisite")
        elif footing is Footing.OPEN:
            found[line.nomination] = replace(result, result=None, cause="prerequisite_open")
        changed = changed or footing is not Footing.FIRM
    return changed


def _footing(
    line: AgendaLine, state: Session, found: Mapping[str, LineResult], around: Circumstances
) -> Footing:
    """Whether the candidate has one of the awards that the line rests on, may yet win one, or lost them all."""
    entered = around.roll(line).of(line.candidate)
    won = {entry.award for entry in entered if entry.standing is not Standing.LOST}
    won |= {title.award for title in around.titles.get(line.candidate, ()) if title.year == line.year}
    lost = {entry.award for entry in entered if entry.standing is Standing.LOST}
    for other in state.agenda:
        if (other.candidate, other.year) == (line.candidate, line.year):
            result = found[other.nomination]
            won.add(_won_award(other, result))
            withdrawn = around.absent.get(other.nomination) is Absence.WITHDRAWN
            if result.result is not None or withdrawn:
                lost.add(other.award)
    if not won.isdisjoint(line.depends_on):
        return Footing.FIRM
    return Footing.GONE if lost.issuperset(line.depends_on) else Footing.OPEN


def _refused(result: LineResult, cause: str) -> LineResult:
    return replace(result, result=Outcome.REFUSED, cause=cause, downgraded_to="")


# What goes on the roll, and the caps over it


def entries(
    state: Session, found: tuple[LineResult, ...], achievements: Mapping[str, str]
) -> Mapping[str, tuple[Entry, ...]]:
    """What the results enter on each roll, by its stream; `achievements` is by nomination."""
    entered: defaultdict[str, list[Entry]] = defaultdict(list)
    for line, result in zip(state.agenda, found, strict=True):
        if result.result is not None:
            entry = entry_for(
                line.nomination,
                line.candidate,
                line.award,
                result.result,
                result.downgraded_to,
                achievement=achievements.get(line.nomination, ""),
                unit=line.unit,
            )
            entered[roll_stream(state.unit, line.year)].append(entry)
    return {stream: tuple(lines) for stream, lines in entered.items()}


def cap_checks(state: Session, found: tuple[LineResult, ...], around: Circumstances) -> tuple[CapCheck, ...]:
    """Every cap the packs know for an award granted here, over everything granted in the year."""
    entered = entries(state, found, around.achievements)
    checks: list[CapCheck] = []
    for year in sorted({line.year for line in state.agenda}):
        before, new = around.rolls.get(year, Roll()), entered.get(roll_stream(state.unit, year), ())
        after = before.with_entries(new)
        of_year = YearOf(state.unit, year, before, after, around.strengths.get(year, {}))
        here = {entry.award for entry in new if entry.standing is Standing.GRANTED}
        lines = [line for line in state.agenda if line.year == year]
        for award, cap in _caps(lines):
            checks += of_year.checks(award, cap) if award in here else ()
    return tuple(checks)


def _caps(lines: list[AgendaLine]) -> Iterator[tuple[str, Cap]]:
    """The caps that the lines' packs know on their route, each once, by award."""
    packs = sorted({(line.pack, line.route) for line in lines})
    caps = {
        (code, cap)
        for pack, route in packs
        for code, award in pack_of(pack).awards.items()
        if (cap := award.cap_for(route)) is not None
    }
    return iter(sorted(caps, key=lambda entry: (entry[0], entry[1].source)))
