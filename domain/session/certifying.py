"""Certify a tally: results and caps over what the other streams say, all of it recomputable."""

from collections.abc import Mapping
from typing import Any

from domain.context import Context
from domain.nomination.known import achievement_of, strengths
from domain.nomination.state import Nomination, Step
from domain.refusal import refuse_unless
from domain.register.state import PersonRecord
from domain.roll.caps import CapCheck
from domain.roll.state import read_roll
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
    units = {line.unit for line in state.agenda}
    years = {line.year for line in state.agenda}
    people = {line.candidate: peers.get(f"person-{line.candidate}") for line in state.agenda}
    return Circumstances(
        {line.nomination: absence for line in state.agenda if (absence := _absence(state, line, peers))},
        {year: read_roll(peers, state.unit, sorted(units), year).without(own) for year in years},
        {person: record.titles for person, record in people.items() if isinstance(record, PersonRecord)},
        {nomination: achievement_of(peers, nomination) for nomination in own},
        {year: strengths(peers, {state.unit, *units}, year) for year in years},
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
    """A cap that is known binds; one that is not, or not over whom, needs the chair's reason."""
    given = {confirmation.award: confirmation.reason for confirmation in command.cap_confirmations}
    for check in checks:
        check.bind()
        settled = not check.confirmed or given.get(check.award)
        refuse_unless(settled, "cap_unconfirmed", source=check.source, award=check.award)
    return tuple(Personal(given[check.award]) for check in checks if check.confirmed)
