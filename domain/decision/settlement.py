"""Settle lines in one instrument: each fits it, and together they keep the year's prerequisites and caps."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from domain.context import Context, pack_of
from domain.decision.commands import LineOutcome, SettleOutcomes
from domain.decision.events import OutcomesSettled
from domain.decision.state import Decision, Instrument, SettledLine, Stage
from domain.nomination.claims import TitleHeld
from domain.nomination.known import achievement_of, strengths
from domain.nomination.procedure import simplified
from domain.nomination.state import Candidate, Nomination
from domain.refusal import Refusal, refuse_unless
from domain.register.state import PersonRecord
from domain.roll.caps import CapCheck, YearOf
from domain.roll.once import held_already, same_year
from domain.roll.state import Entry, Roll, Standing, entry_for, read_roll, roll_stream
from domain.values import Outcome, Role

_FITTING = {
    Instrument.DECISION: {Outcome.GRANTED, Outcome.DOWNGRADED},
    Instrument.PRESENTATION: {Outcome.FORWARDED},
    Instrument.NOTICE: {Outcome.REFUSED},
}


def settle(state: Decision, command: SettleOutcomes, context: Context) -> OutcomesSettled:
    """The lines of one instrument with the caps as they then stand; raises `Refusal`."""
    context.require_role(Role.DECIDER)
    context.require_unit(command.unit)
    refuse_unless(state.stage is Stage.NONE, "already_exists", stream=context.stream)
    refuse_unless(command.outcomes, "nothing_selected")
    for nomination, times in Counter(line.nomination for line in command.outcomes).items():
        refuse_unless(times == 1, "line_listed_twice", line=nomination)
    lines = tuple(_settled(line, command, context) for line in command.outcomes)
    years = _years(command.unit, lines, context)
    for line in lines:
        _check_standing(line, lines, years[line.year].after, context)
    caps = tuple(check for of_year in years.values() for check in _check_caps(of_year, lines, context))
    return OutcomesSettled(command.unit, command.session, command.instrument, lines, caps)


def check_signature(state: Decision, number: str, context: Context) -> None:
    """Refuse to sign what no longer stands: a title won meanwhile, a prerequisite lost, a cap that is now exceeded.

    A title already entered under the instrument's own number is its own.
    """
    standing = tuple(line for line in state.lines if not _nomination(line.nomination, context)[0].closed)
    years = _years(state.unit, standing, context)
    for line in standing:
        of_year = years[line.year]
        if line.outcome is not Outcome.REFUSED:
            _check_standing(line, standing, of_year.after, context, number)
        if line.title:
            nomination, candidate = _nomination(line.nomination, context)
            cap = pack_of(nomination.pack).award(line.title).cap_for(candidate.route)
            for check in of_year.checks(line.title, cap, line.unit) if cap else ():
                check.bind()


def _settled(line: LineOutcome, command: SettleOutcomes, context: Context) -> SettledLine:
    """The line, if it was voted in that session, is decided by that unit, and fits the instrument."""
    state, candidate = _nomination(line.nomination, context)
    ours = (state.session, state.handled_by) == (command.session, command.unit)
    refuse_unless(ours, "unknown_line", line=line.nomination)
    refuse_unless(command.session or simplified(state), "session_needed", line=line.nomination)
    fits = line.outcome in _FITTING[command.instrument]
    refuse_unless(fits, "wrong_instrument", instrument=command.instrument, outcome=line.outcome)
    lower = line.downgraded_to or state.downgraded_to
    kept = lower if line.outcome is Outcome.DOWNGRADED else ""
    return SettledLine(
        line.nomination, line.outcome, kept, candidate.id, candidate.award, candidate.year, state.unit
    )


def _nomination(nomination: str, context: Context) -> tuple[Nomination, Candidate]:
    state = context.peers.get(nomination)
    if not isinstance(state, Nomination) or state.candidate is None:
        raise Refusal("unknown_line", {"line": nomination})
    return state, state.candidate


def entries(level: str, lines: Iterable[SettledLine], context: Context) -> Mapping[str, tuple[Entry, ...]]:
    """What settled lines enter on each roll of the level, by its stream."""
    entered: defaultdict[str, list[Entry]] = defaultdict(list)
    for line in lines:
        achievement = achievement_of(context.peers, line.nomination)
        entry = entry_for(
            line.nomination,
            line.candidate,
            line.award,
            line.outcome,
            line.downgraded_to,
            achievement=achievement,
            unit=line.unit,
        )
        entered[roll_stream(level, line.year)].append(entry)
    return {stream: tuple(found) for stream, found in entered.items()}


def _years(level: str, lines: tuple[SettledLine, ...], context: Context) -> dict[int, YearOf]:
    """Each year of the level with its roll before and after the settlement."""
    entered, units = entries(level, lines, context), sorted({line.unit for line in lines})
    found = {}
    for year in sorted({line.year for line in lines}):
        before = read_roll(context.peers, level, units, year)
        after = before.with_entries(entered[roll_stream(level, year)])
        found[year] = YearOf(level, year, before, after, strengths(context.peers, (level, *units), year))
    return found


# Prerequisites of the year, and one award once


def _check_standing(
    line: SettledLine, lines: Iterable[SettledLine], roll: Roll, context: Context, number: str | None = None
) -> None:
    """A line that is won rests on what is won and is won once; one that is lost carries no other of the candidate's."""
    others = [entry for entry in roll.of(line.candidate) if entry.nomination != line.nomination]
    entered = (entry.title(line.year) for entry in others if entry.standing is not Standing.LOST)
    titles = (*_titles(line, number, context), *entered)
    held = {title.award for title in titles if title.year == line.year}
    state, _candidate = _nomination(line.nomination, context)
    if line.outcome is Outcome.REFUSED:
        _check_rests(line, state, others, held)
        return
    won = line.downgraded_to or line.award
    title = _title(line, context)
    elsewhere = (
        _title(other, context)
        for other in lines
        if (other.candidate, other.title != "") == (line.candidate, True) and other.year != line.year
    )
    once = not held_already(title, pack_of(state.pack).award(won), (*titles, *elsewhere))
    refuse_unless(once, "award_already_held", award=won, year=line.year)
    firm = line.outcome is Outcome.DOWNGRADED or not state.depends_on or not held.isdisjoint(state.depends_on)
    refuse_unless(firm, "prerequisite_not_won", award=line.award, needed=", ".join(state.depends_on))


def _titles(line: SettledLine, number: str | None, context: Context) -> tuple[TitleHeld, ...]:
    """The candidate's titles on the register, but for those under the number that is being signed."""
    record = context.peers.get(f"person-{line.candidate}")
    titles = record.titles if isinstance(record, PersonRecord) else ()
    return tuple(title for title in titles if title.decision != number)


def _title(line: SettledLine, context: Context) -> TitleHeld:
    """What the line is to become, if nothing stands in its way."""
    won = line.downgraded_to or line.award
    return TitleHeld(won, line.year, "", achievement=achievement_of(context.peers, line.nomination))


def _check_rests(line: SettledLine, state: Nomination, others: list[Entry], held: set[str]) -> None:
    """Nothing that stands may rest on the line alone."""
    for entry in others:
        if entry.standing is not Standing.LOST:
            needed = same_year(pack_of(state.pack).award(entry.award))
            rests = line.award in needed and held.isdisjoint(needed)
            refuse_unless(not rests, "prerequisite_of_another", award=line.award, other=entry.award)


# Caps of the year


def _check_caps(of_year: YearOf, lines: tuple[SettledLine, ...], context: Context) -> tuple[CapCheck, ...]:
    """Every cap whose lists the settlement changes, by departing from the vote; a known one binds.

    Where it is not known, the reason that each departure needs is the confirmation.
    """
    caps = {}
    for line in (line for line in lines if line.year == of_year.year):
        state, candidate = _nomination(line.nomination, context)
        for code, award in pack_of(state.pack).awards.items():
            cap = award.cap_for(candidate.route)
            if cap is not None and of_year.touches(code, cap):
                caps[code, cap] = of_year.checks(code, cap)
    ordered = sorted(caps, key=lambda key: (key[0], key[1].source))
    checks = tuple(check for key in ordered for check in caps[key])
    for check in checks:
        check.bind()
    return checks
