"""Decide a dossier's command; what follows for its lines is in `reactions`."""

from collections import Counter
from typing import assert_never

from domain.context import Context
from domain.deadline import come
from domain.dossier import commands as c
from domain.dossier import events as e
from domain.dossier import papers
from domain.dossier.deadlines import limit
from domain.dossier.state import Dossier, DossierLine
from domain.ids import Kind, nomination_of, stream_id
from domain.nomination.claims import act_of
from domain.nomination.state import Step
from domain.refusal import refuse_unless
from domain.register.state import UnitRecord
from domain.rules.library import pack_for
from domain.rules.pack import RulePack
from domain.values import Personal, Role, Route


def decide(state: Dossier, command: c.DossierCommand, context: Context) -> tuple[e.DossierEvent, ...]:
    """The dossier's own events; raises `Refusal`."""
    match command:
        case c.DraftDossier():
            return (_draft(state, command, context),)
        case c.SubmitDossier():
            _at(state, command, Step.DRAFT)
            context.require_role(Role.UNIT_HEAD)
            context.require_unit(state.unit)
            return (e.DossierSubmitted(),)
        case c.ReceiveDossier():
            return (_receive(state, command, context),)
        case c.AppraiseDossier(appraisals=appraisals):
            context.require_role(Role.APPRAISER)
            return (e.DossierAppraised(_selected(state, command, tuple(a.nomination for a in appraisals))),)
        case c.ReturnLines(nominations=nominations):
            return (e.LinesReturned(_selected(state, command, nominations)),)
        case c.SupplementLines(nominations=nominations):
            return (e.LinesSupplemented(_selected(state, command, nominations)),)
        case c.WithdrawDossier(reason=reason):
            _at(state, command, Step.DRAFT, Step.SUBMITTED)
            context.require_role(Role.UNIT_HEAD)
            context.require_unit(state.unit)
            refuse_unless(reason, "reason_needed")
            return (e.DossierWithdrawn(Personal(reason)),)
        case c.AttachPaper():
            return (papers.attach(state, command, context),)
        case c.DetachPaper():
            return (papers.detach(state, command, context),)
        case c.LapseDossierDeadline(rung=rung, due_at=due_at):
            context.require_role(Role.ENGINE)
            deadline = come(limit(state), rung, due_at, context.accepted_at)
            return (e.DossierDeadlineLapsed(rung, due_at, deadline.source),)
        case _:
            assert_never(command)


def _draft(state: Dossier, command: c.DraftDossier, context: Context) -> e.DossierDrafted:
    context.require_role(Role.PROPOSING_OFFICER)
    context.require_unit(command.unit)
    refuse_unless(state.step is Step.NONE, "already_exists", stream=context.stream)
    refuse_unless(command.lines, "empty_dossier")
    context.require_past("letter_date", command.letter_date)
    this_year = context.today.year
    refuse_unless(command.year <= this_year, "date_in_future", field="year", date=command.year)
    _check_units(command, context)
    pack = pack_for(command.letter_date)
    for line in command.lines:
        _check_line(line, command.route, pack)
        _check_titles(line, context)
    _check_unique(command.lines, pack)
    return e.DossierDrafted(
        command.unit,
        command.handled_by,
        command.route,
        command.year,
        command.title,
        command.letter_number,
        command.letter_date,
        tuple(
            DossierLine(nomination_of(context.stream, number), line.candidate, line.award)
            for number, line in enumerate(command.lines, start=1)
        ),
    )


def _check_units(command: c.DraftDossier, context: Context) -> None:
    for unit in {command.unit, command.handled_by}:
        record = context.peers.get(unit_stream(unit))
        refuse_unless(isinstance(record, UnitRecord) and record.known, "unknown_unit", unit=unit)
    proposing = context.peers.get(unit_stream(command.unit))
    ours = isinstance(proposing, UnitRecord) and proposing.route is command.route
    refuse_unless(ours, "wrong_route", unit=command.unit, route=command.route)


def _check_line(line: c.LineDraft, route: Route, pack: RulePack) -> None:
    stream_id(Kind.PERSON, line.candidate)
    award = pack.award(line.award)
    suits = line.kind in award.candidates and route in award.routes
    refuse_unless(suits, "unsuitable_candidate", award=line.award, kind=line.kind, route=route)
    figures = {
        "service_months": line.claims.service_months,
        "targets_percent": line.claims.targets_percent,
    }
    for name, figure in figures.items():
        refuse_unless(figure is None or figure >= 0, "negative_count", field=name)


def _check_titles(line: c.LineDraft, context: Context) -> None:
    for title in line.claims.titles:
        past = title.year <= context.today.year
        refuse_unless(past, "date_in_future", field="titles/year", date=title.year)


def _check_unique(lines: tuple[c.LineDraft, ...], pack: RulePack) -> None:
    """One achievement is rewarded once: no candidate twice for one award, but for another act each time."""
    named = Counter(
        (line.candidate, line.award, act_of(pack.award(line.award).track, line.claims)) for line in lines
    )
    for (candidate, award, _act), times in named.items():
        refuse_unless(times == 1, "duplicate_line", candidate=candidate, award=award)


def _receive(state: Dossier, command: c.ReceiveDossier, context: Context) -> e.DossierReceived:
    _at(state, command, Step.SUBMITTED)
    context.require_role(Role.RECEIVING_CLERK)
    context.require_unit(state.handled_by)
    context.require_past("received_on", command.received_on)
    in_order = state.letter_date is None or state.letter_date <= command.received_on
    refuse_unless(in_order, "dates_out_of_order", earlier=state.letter_date, later=command.received_on)
    basis = command.late_entry_basis.strip()
    late = state.submitted_on is not None and command.received_on < state.submitted_on
    refuse_unless(basis or not late, "late_entry_basis_needed", date=f"{command.received_on:%d/%m/%Y}")
    pack = pack_for(command.received_on)
    return e.DossierReceived(command.received_on, pack.id, pack.hash, basis if late else "")


def _selected(state: Dossier, command: c.DossierCommand, nominations: tuple[str, ...]) -> tuple[str, ...]:
    """The lines chosen, each known to the dossier and named once."""
    _at(state, command, Step.RECEIVED, Step.SUBMITTED)
    refuse_unless(nominations, "nothing_selected")
    known = {line.nomination for line in state.lines}
    for nomination, times in Counter(nominations).items():
        refuse_unless(nomination in known and times == 1, "unknown_line", line=nomination)
    return nominations


def unit_stream(unit: str) -> str:
    """The register's stream of a unit code."""
    return stream_id(Kind.UNIT, unit.lower())


def _at(state: Dossier, command: c.DossierCommand, *steps: Step) -> None:
    refuse_unless(state.step in steps, "out_of_order", command=type(command).__name__, step=state.step)
