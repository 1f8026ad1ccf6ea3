"""From marks to results: counts, thresholds, dependencies and caps, recomputable from the events alone."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from domain.context import pack_of
from domain.rules.pack import Ballot, Cap
from domain.rules.voting import Count, cap_limit, reaches
from domain.session.events import CapCheck, LineResult
from domain.session.state import AgendaLine, Choice, Session
from domain.values import Authority, Outcome


def count_open(state: Session) -> Mapping[str, Count]:
    """The marks of every line voted openly, added up."""
    marks: defaultdict[str, Counter[Choice]] = defaultdict(Counter)
    for paper in state.ballots.values():
        for mark in paper:
            marks[mark.nomination][mark.choice] += 1
    return {nomination: Count(**dict(counter.items())) for nomination, counter in marks.items()}


def results(state: Session, postponed: frozenset[str]) -> tuple[LineResult, ...]:
    """What the council resolved on each line; lines in `postponed` (held, withdrawn) have no result."""
    counted = {**count_open(state), **state.counted}
    first = [
        _line_result(state, line, counted.get(line.nomination, Count()), postponed) for line in state.agenda
    ]
    return _fell_with_prerequisite(state.agenda, first)


def _line_result(state: Session, line: AgendaLine, count: Count, postponed: frozenset[str]) -> LineResult:
    rule = state.rule_for(line.award)
    members = len(state.seats)
    result, cause = (
        (None, "postponed")
        if line.nomination in postponed
        else _resolve(line, count, members, rule.pass_percent)
    )
    lower = line.downgrade_to if result is Outcome.DOWNGRADED else ""
    return LineResult(line.nomination, count, members, rule.pass_percent, result, cause, lower)


def _resolve(line: AgendaLine, count: Count, members: int, pass_percent: int) -> tuple[Outcome, str]:
    """An approval that the local level is not competent to grant is a forwarding."""
    if reaches(count.approve, members, pass_percent):
        return (Outcome.FORWARDED, "") if line.authority is Authority.SUPREME else (Outcome.GRANTED, "")
    if (
        line.downgrade_to
        and reaches(count.approve + count.downgrade, members, pass_percent)
        and count.downgrade
    ):
        return Outcome.DOWNGRADED, "threshold"
    return Outcome.REFUSED, "threshold"


def _fell_with_prerequisite(
    agenda: tuple[AgendaLine, ...], found: list[LineResult]
) -> tuple[LineResult, ...]:
    """Refuse an approved line whose same-year prerequisite, sought in the same session, was not won."""
    won = {
        (line.candidate, line.award) for line, result in zip(agenda, found, strict=True) if _is_won(result)
    }
    return tuple(
        _refused_for_prerequisite(result)
        if line.depends_on
        and _is_won(result)
        and not any((line.candidate, code) in won for code in line.depends_on)
        else result
        for line, result in zip(agenda, found, strict=True)
    )


def _is_won(result: LineResult) -> bool:
    return result.result in {Outcome.GRANTED, Outcome.FORWARDED}


def _refused_for_prerequisite(result: LineResult) -> LineResult:
    return LineResult(
        result.nomination,
        result.count,
        result.members,
        result.pass_percent,
        Outcome.REFUSED,
        "prerequisite",
        "",
    )


def cap_checks(
    state: Session, found: tuple[LineResult, ...], strengths: Mapping[tuple[str, int], int | None]
) -> tuple[CapCheck, ...]:
    """Every cap the packs know for an award granted here, per unit, on the population of this session."""
    granted: defaultdict[tuple[str, str], list[AgendaLine]] = defaultdict(list)
    for line, result in zip(state.agenda, found, strict=True):
        if result.result is Outcome.GRANTED:
            granted[line.unit, line.award].append(line)
    return tuple(
        check
        for (unit, award), lines in sorted(granted.items())
        if (check := _cap_check(unit, award, lines, granted, strengths)) is not None
    )


def _cap_check(
    unit: str,
    award: str,
    lines: list[AgendaLine],
    granted: Mapping[tuple[str, str], list[AgendaLine]],
    strengths: Mapping[tuple[str, int], int | None],
) -> CapCheck | None:
    cap = pack_of(lines[0].pack).award(award).cap_for(lines[0].route)
    if cap is None:
        return None
    holders = [line.candidate for code in cap.of for line in granted.get((unit, code), ())]
    population = len(holders) if cap.of else strengths.get((unit, lines[0].year))
    known = population is not None and cap.status.may_decide
    return CapCheck(
        award,
        unit,
        len(lines),
        population,
        cap.percent,
        cap_limit(cap, population) if known and population is not None else None,
        _list_hash(holders),
        _source(cap),
        confirmed=not known,
    )


def _source(cap: Cap) -> str:
    return f"{cap.source} ({cap.status})"


def _list_hash(candidates: Iterable[str]) -> str:
    """SHA-256 over the sorted pseudonymous ids, one a line: it freezes the population that was counted."""
    return hashlib.sha256("\n".join(sorted(candidates)).encode()).hexdigest()


def secret_lines(state: Session) -> frozenset[str]:
    """The lines that are voted in secret."""
    return frozenset(
        line.nomination for line in state.agenda if state.rule_for(line.award).ballot is Ballot.SECRET
    )
