"""Certify a tally: results and caps over what the other streams say, all of it recomputable."""

from collections.abc import Mapping
from typing import Any

from domain.context import Context
from domain.dossier.decide import unit_stream
from domain.nomination.known import achievement_of
from domain.nomination.state import Nomination, Step
from domain.refusal import refuse_unless
from domain.register.state import PersonRecord, UnitRecord
from domain.roll.caps import CapCheck
from domain.roll.state import Roll, roll_stream
from domain.session.commands import CertifyTally
from domain.session.events import TallyCertified
from domain.session.presiding import check_presides, in_phase
from domain.session.state import AgendaLine, Phase, Session
from domain.session.tally import Absence, Circumstances, cap_checks, results
from domain.values import Personal, Role


def certify(state: Session, command: CertifyTally, context: Context) -> TallyCertified:
    """The result of every line; raises `Refusal`."""
    check_presides(state, context, Role.COUNCIL_CHAIR)
    in_phase(state, command, Phase.COUNTING)
    missing = state.secret_lines() - set(state.counted)
    refuse_unless(not missing, "secret_count_missing", missing=len(missing))
    around = circumstances(state, context.peers)
    found = results(state, around)
    checks = cap_checks(state, found, around)
    return TallyCertified(found, checks, _confirm_caps(checks, command))


def circumstances(state: Session, peers: Mapping[str, Any]) -> Circumstances:
    """What the other streams say that matters to the results."""
    own = [line.nomination for line in state.agenda]
    rolls = {roll_stream(line.unit, line.year) for line in state.agenda}
    people = {line.candidate: peers.get(f"person-{line.candidate}") for line in state.agenda}
    units = {line.unit: peers.get(unit_stream(line.unit)) for line in state.agenda}
    return Circumstances(
        {line.nomination: absence for line in state.agenda if (absence := _absence(state, line, peers))},
        {stream: roll.without(own) for stream in rolls if isinstance(roll := peers.get(stream), Roll)},
        {person: record.titles for person, record in people.items() if isinstance(record, PersonRecord)},
        {nomination: achievement_of(peers, nomination) for nomination in own},
        {
            (unit, year): strength
            for unit, record in units.items()
            if isinstance(record, UnitRecord)
            for year, strength in record.strength
        },
    )


def _absence(state: Session, line: AgendaLine, peers: Mapping[str, Any]) -> Absence | None:
    """Why the line is not before the council any more: held, taken off, or withdrawn."""
    nomination = peers.get(line.nomination)
    if not isinstance(nomination, Nomination) or nomination.step is not Step.IN_COUNCIL:
        return Absence.WITHDRAWN
    if nomination.hold:
        return Absence.HELD
    return Absence.POSTPONED if line.nomination in state.postponed else None


def _confirm_caps(checks: tuple[CapCheck, ...], command: CertifyTally) -> tuple[Personal, ...]:
    """A cap that is known binds; one that is not needs the chair's reason."""
    given = {confirmation.award: confirmation.reason for confirmation in command.cap_confirmations}
    for check in checks:
        confirmed = check.limit is not None or given.get(check.award)
        refuse_unless(confirmed, "cap_unconfirmed", source=check.source, award=check.award)
        check.bind()
    return tuple(Personal(given[check.award]) for check in checks if check.limit is None)
