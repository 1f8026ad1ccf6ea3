"""Decide a session's command; what follows for its nominations is in `reactions`."""

from collections import Counter
from typing import assert_never

from domain.context import Context, pack_of
from domain.dossier.decide import unit_stream
from domain.nomination.state import Nomination, Step
from domain.refusal import Refusal, refuse_unless
from domain.register.state import UnitRecord
from domain.rules.voting import quorum_needed
from domain.session import commands as c
from domain.session import events as e
from domain.session.state import AdoptedRule, AgendaLine, Channel, Phase, Seat, Session
from domain.session.tally import cap_checks, results, secret_lines
from domain.values import Personal, Role

_MAX_PERCENT = 100


def decide(state: Session, command: c.SessionCommand, context: Context) -> tuple[e.SessionEvent, ...]:
    """The session's own events; raises `Refusal`."""
    match command:
        case c.ConveneSession():
            return (_convene(state, command, context),)
        case c.RecordAttendance() | c.OpenVoting() | c.CloseVoting() | c.ReopenVoting() | c.AdjournSession():
            return (_preside(state, command, context),)
        case c.DeclareRecusal():
            return (_recuse(state, command, context),)
        case c.CastBallot():
            return (_cast(state, command, context),)
        case c.RecordSecretCount():
            return (_count_secret(state, command, context),)
        case c.CertifyTally():
            return (_certify(state, command, context),)
        case _:
            assert_never(command)


def _convene(state: Session, command: c.ConveneSession, context: Context) -> e.SessionConvened:
    context.require_role(Role.COUNCIL_SECRETARY)
    context.require_unit(command.unit)
    refuse_unless(state.phase is Phase.NONE, "already_exists", stream=context.stream)
    refuse_unless(command.agenda, "nothing_selected")
    _check_seats(command)
    agenda = tuple(_agenda_line(nomination, command, context) for nomination in command.agenda)
    rules = tuple(_rule(award, agenda, command) for award in sorted({line.award for line in agenda}))
    return e.SessionConvened(
        command.unit,
        command.council,
        command.meets_on,
        command.seats,
        agenda,
        rules,
        command.quorum_numerator,
        command.quorum_denominator,
        command.quorum_basis,
        _detected_recusals(command.seats, agenda),
    )


def _check_seats(command: c.ConveneSession) -> None:
    members = Counter(seat.member for seat in command.seats)
    chairs = [seat for seat in command.seats if seat.role is Role.COUNCIL_CHAIR]
    unique = all(times == 1 for times in members.values()) and len(set(command.agenda)) == len(command.agenda)
    refuse_unless(unique, "tally_mismatch", detail="thành viên hoặc dòng trùng nhau")
    refuse_unless(len(chairs) == 1, "tally_mismatch", detail="phiên họp cần đúng một chủ tọa")
    fraction = 0 < command.quorum_numerator <= command.quorum_denominator
    refuse_unless(fraction and command.quorum_basis, "reason_needed")


def _agenda_line(nomination: str, command: c.ConveneSession, context: Context) -> AgendaLine:
    state = context.peers.get(nomination)
    if not isinstance(state, Nomination) or state.candidate is None or state.authority is None:
        raise Refusal("unknown_line", {"line": nomination})
    refuse_unless(state.handled_by == command.unit, "wrong_unit", unit=state.handled_by)
    award = pack_of(state.pack).award(state.candidate.award)
    return AgendaLine(
        nomination,
        state.candidate.id,
        state.candidate.kind,
        award.code,
        state.candidate.route,
        state.candidate.year,
        state.unit,
        state.pack,
        state.authority,
        state.depends_on,
        award.downgrade_to,
    )


def _rule(award: str, agenda: tuple[AgendaLine, ...], command: c.ConveneSession) -> AdoptedRule:
    """The pack's rule where it is verified; otherwise the one the session adopts, with its basis."""
    line = next(line for line in agenda if line.award == award)
    known = pack_of(line.pack).award(award).vote
    adopted = next((rule for rule in command.rules if rule.award == award), None)
    if known is not None and known.status.may_decide:
        refuse_unless(
            adopted is None or adopted.ballot is known.ballot,
            "wrong_ballot",
            source=known.source,
            award=award,
            ballot=known.ballot,
        )
        return AdoptedRule(award, known.ballot, known.pass_percent, known.source)
    if adopted is None or not adopted.basis:
        raise Refusal("adopted_rule_needed", {"award": award})
    refuse_unless(
        0 < adopted.pass_percent <= _MAX_PERCENT, "tally_mismatch", detail="tỷ lệ phải từ 1 đến 100 %"
    )
    return adopted


def _detected_recusals(
    seats: tuple[Seat, ...], agenda: tuple[AgendaLine, ...]
) -> tuple[tuple[str, str], ...]:
    """Members never vote on themselves; the detection is a fact that nobody can take back."""
    members = {seat.member for seat in seats}
    return tuple((line.candidate, line.nomination) for line in agenda if line.candidate in members)


def _preside(
    state: Session,
    command: c.RecordAttendance | c.OpenVoting | c.CloseVoting | c.ReopenVoting | c.AdjournSession,
    context: Context,
) -> e.SessionEvent:
    """The chair's and the secretary's acts."""
    context.require_role(Role.COUNCIL_CHAIR, Role.COUNCIL_SECRETARY)
    context.require_unit(state.unit)
    match command:
        case c.RecordAttendance(present=present):
            _in(state, command, Phase.CONVENED, Phase.VOTING)
            _check_members(state, present)
            return e.AttendanceRecorded(present)
        case c.OpenVoting():
            _in(state, command, Phase.CONVENED)
            return _open(state)
        case c.CloseVoting():
            _in(state, command, Phase.VOTING)
            return e.VotingClosed()
        case c.ReopenVoting(awards=awards, reason=reason):
            _in(state, command, Phase.COUNTING)
            refuse_unless(awards, "nothing_selected")
            for award in awards:
                refuse_unless(award in {line.award for line in state.agenda}, "unknown_line", line=award)
            refuse_unless(reason, "reason_needed")
            return e.VotingReopened(awards, Personal(reason))
        case c.AdjournSession(reason=reason):
            _in(state, command, Phase.CONVENED, Phase.VOTING, Phase.COUNTING)
            refuse_unless(reason, "reason_needed")
            return e.SessionAdjourned(Personal(reason))
        case _:
            assert_never(command)


def _open(state: Session) -> e.VotingOpened:
    members = len(state.seats)
    needed = quorum_needed(members, *state.quorum)
    present = len(state.present)
    refuse_unless(present >= needed, "quorum_not_met", present=present, needed=needed, members=members)
    return e.VotingOpened(present, needed)


def _recuse(state: Session, command: c.DeclareRecusal, context: Context) -> e.RecusalDeclared:
    _in(state, command, Phase.CONVENED, Phase.VOTING)
    _check_seated(state, context)
    refuse_unless(context.actor.id not in state.ballots, "vote_already_cast")
    refuse_unless(command.nominations, "nothing_selected")
    refuse_unless(command.reason, "reason_needed")
    known = {line.nomination for line in state.agenda}
    for nomination in command.nominations:
        refuse_unless(nomination in known, "unknown_line", line=nomination)
    return e.RecusalDeclared(context.actor.id, command.nominations, Personal(command.reason))


def _cast(state: Session, command: c.CastBallot, context: Context) -> e.BallotCast:
    refuse_unless(state.phase is Phase.VOTING, "ballot_not_open")
    _check_seated(state, context)
    member = context.actor.id
    written = command.channel is Channel.WRITTEN
    refuse_unless(written or member in state.present, "member_absent", person=member)
    earlier = state.ballots.get(member, ())
    done = {mark.nomination for mark in earlier}
    marked = Counter(mark.nomination for mark in command.marks)
    refuse_unless(done.isdisjoint(marked), "vote_already_cast")
    owed = state.open_lines(member) - done
    refuse_unless(owed or marked, "vote_already_cast")
    foreign = set(marked) - owed
    refuse_unless(not foreign or not _recused(state, member, foreign), "recused")
    complete = not foreign and set(marked) == owed and all(times == 1 for times in marked.values())
    refuse_unless(complete, "ballot_incomplete", missing=len(owed - set(marked)))
    return e.BallotCast(member, command.channel, (*earlier, *command.marks))


def _recused(state: Session, member: str, nominations: set[str]) -> bool:
    return any((member, nomination) in state.recusals for nomination in nominations)


def _count_secret(state: Session, command: c.RecordSecretCount, context: Context) -> e.SecretCountRecorded:
    context.require_role(Role.COUNCIL_CHAIR, Role.COUNCIL_SECRETARY)
    context.require_unit(state.unit)
    _in(state, command, Phase.COUNTING)
    _check_members(state, (*command.participants, *command.certifiers))
    refuse_unless(len(set(command.certifiers)) == len(command.certifiers), "certifiers_needed")
    unique = len(set(command.participants)) == len(command.participants)
    refuse_unless(unique, "tally_mismatch", detail="người bỏ phiếu trùng nhau")
    named = Counter(entry.nomination for entry in command.counts)
    owed = secret_lines(state) - set(state.counted)
    exact = set(named) == owed and all(times == 1 for times in named.values())
    refuse_unless(owed, "out_of_order", command="record_secret_count", step=state.phase)
    refuse_unless(exact, "tally_mismatch", detail="các dòng bỏ phiếu kín không khớp chương trình")
    for entry in command.counts:
        _check_secret_line(state, entry, command.participants)
    return e.SecretCountRecorded(command.counts, command.participants, command.certifiers)


def _check_secret_line(state: Session, entry: c.SecretCount, participants: tuple[str, ...]) -> None:
    figures = (entry.count.approve, entry.count.refuse, entry.count.downgrade, entry.count.abstain)
    refuse_unless(min(figures) >= 0, "negative_count", field=entry.nomination)
    eligible = [member for member in participants if (member, entry.nomination) not in state.recusals]
    refuse_unless(
        entry.count.cast <= len(eligible),
        "ballots_exceed_members",
        counted=entry.count.cast,
        eligible=len(eligible),
    )


def _certify(state: Session, command: c.CertifyTally, context: Context) -> e.TallyCertified:
    context.require_role(Role.COUNCIL_CHAIR)
    context.require_unit(state.unit)
    _in(state, command, Phase.COUNTING)
    missing = secret_lines(state) - set(state.counted)
    refuse_unless(not missing, "tally_mismatch", detail=f"{len(missing)} dòng bỏ phiếu kín chưa có kết quả")
    found = results(state, _postponed(state, context))
    checks = cap_checks(state, found, _strengths(state, context))
    reasons = _confirm_caps(checks, command)
    return e.TallyCertified(found, checks, reasons)


def _confirm_caps(checks: tuple[e.CapCheck, ...], command: c.CertifyTally) -> tuple[Personal, ...]:
    """A cap that is known binds; one that is not needs the chair's reason."""
    given = {confirmation.award: confirmation.reason for confirmation in command.cap_confirmations}
    for check in checks:
        if check.limit is None:
            refuse_unless(given.get(check.award), "cap_unconfirmed", source=check.source, award=check.award)
            continue
        refuse_unless(
            check.numerator <= check.limit,
            "cap_exceeded",
            source=check.source,
            award=check.award,
            numerator=check.numerator,
            limit=check.limit,
            percent=check.percent,
            population=check.population,
        )
    return tuple(Personal(given[check.award]) for check in checks if check.limit is None)


def _postponed(state: Session, context: Context) -> frozenset[str]:
    """Lines that left the council meanwhile: held or withdrawn."""
    gone = []
    for line in state.agenda:
        nomination = context.peers.get(line.nomination)
        here = (
            isinstance(nomination, Nomination) and nomination.step is Step.IN_COUNCIL and not nomination.hold
        )
        if not here:
            gone.append(line.nomination)
    return frozenset(gone)


def _strengths(state: Session, context: Context) -> dict[tuple[str, int], int | None]:
    """The strength of each unit on the agenda, by unit code and year, where the register knows it."""
    found: dict[tuple[str, int], int | None] = {}
    for unit in {line.unit for line in state.agenda}:
        record = context.peers.get(unit_stream(unit))
        if isinstance(record, UnitRecord):
            found.update({(unit, year): people for year, people in record.strength})
    return found


def _check_seated(state: Session, context: Context) -> None:
    seated = context.actor.id in {seat.member for seat in state.seats}
    refuse_unless(seated, "not_seated")


def _check_members(state: Session, people: tuple[str, ...]) -> None:
    members = {seat.member for seat in state.seats}
    for person in people:
        refuse_unless(person in members, "attendance_unknown_person", person=person)


def _in(state: Session, command: c.SessionCommand, *phases: Phase) -> None:
    refuse_unless(state.phase in phases, "out_of_order", command=type(command).__name__, step=state.phase)
