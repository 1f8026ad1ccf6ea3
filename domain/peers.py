"""Which other streams a command must see before it can be decided, and may write to in the same transaction."""

from collections.abc import Iterator, Mapping
from typing import Any

from domain.comment.commands import OpenComment
from domain.decision.commands import (
    ArchiveDecision,
    CorrectDecision,
    PublishDecision,
    RecordAnswer,
    SettleOutcomes,
    SignDecision,
)
from domain.decision.state import Decision, SettledLine
from domain.dossier.commands import (
    AppraiseDossier,
    AttachPaper,
    DetachPaper,
    DraftDossier,
    ReceiveDossier,
    ReturnLines,
    SubmitDossier,
    SupplementLines,
    WithdrawDossier,
)
from domain.dossier.decide import unit_stream
from domain.dossier.state import Dossier
from domain.ids import Kind, nomination_of
from domain.nomination.commands import AnnulNomination, RecordAppraisal, WithdrawNomination
from domain.nomination.state import Nomination, Step
from domain.register.commands import ConcludeProceeding, OpenProceeding
from domain.register.state import PersonRecord
from domain.roll.state import roll_stream, roll_streams
from domain.session.commands import AdjournSession, CertifyTally, ConveneSession, RescheduleSession
from domain.session.state import AgendaLine, Session
from domain.values import CandidateKind


def person_stream(candidate: str) -> str:
    """The register's stream of a candidate."""
    return f"{Kind.PERSON}-{candidate}"


def candidate_streams(candidate: str) -> tuple[str, str]:
    """The register's streams that a verdict on a candidate rests on: a collective may be a unit of its own."""
    return person_stream(candidate), unit_stream(candidate)


def peers(stream: str, state: Any, command: object) -> tuple[str, ...]:  # noqa: ANN401 - any aggregate's state
    """The streams to load beside `stream`, each once."""
    found = _named_by_command(stream, command) or _named_by_state(state, command)
    return tuple(dict.fromkeys(found))


def further_peers(command: object, loaded: Mapping[str, Any]) -> tuple[str, ...]:
    """The streams that the states of the first peers name in turn; most commands need none.

    A settlement names lines, and only these say whose year it is; a line that comes from the council below names
    the session in which it was voted.
    """
    lines = [state for state in loaded.values() if isinstance(state, Nomination) and state.candidate]
    match command:
        case SettleOutcomes():
            found = [stream for line in lines for stream in _year_of(line)]
        case ConveneSession():
            found = [line.session for line in lines if line.step is Step.VOTED]
        case _:
            found = []
    return tuple(stream for stream in dict.fromkeys(found) if stream not in loaded)


def _year_of(line: Nomination) -> Iterator[str]:
    """The streams that tell of a line's year: its roll, its unit, its candidate."""
    if line.candidate is not None:
        yield from roll_streams(line.handled_by, line.unit, line.candidate.year)
        yield unit_stream(line.unit)
        yield unit_stream(line.handled_by)
        yield from candidate_streams(line.candidate.id)


def _named_by_command(stream: str, command: object) -> list[str]:
    match command:
        case DraftDossier(unit=unit, handled_by=handled_by, lines=lines):
            nominations = [nomination_of(stream, number) for number in range(1, len(lines) + 1)]
            return [unit_stream(unit), unit_stream(handled_by), *nominations]
        case (
            ReturnLines(nominations=nominations)
            | SupplementLines(nominations=nominations)
            | OpenComment(nominations=nominations)
        ):
            return list(nominations)
        case AttachPaper(line=line) if line:
            return [line]
        case ConveneSession(council=council, agenda=agenda):
            return [council, *agenda]
        case SettleOutcomes(outcomes=outcomes):
            return [line.nomination for line in outcomes]
        case _:
            return []


def _named_by_state(state: Any, command: object) -> list[str]:  # noqa: ANN401 - any aggregate's state
    match state, command:
        case Nomination(candidate=candidate, decision=decision), AnnulNomination() if candidate:
            roll = roll_stream(state.handled_by, candidate.year)
            return [person_stream(candidate.id), roll, *filter(None, [decision])]
        case Nomination(unit=unit, candidate=candidate), WithdrawNomination() if candidate:
            return [*roll_streams(state.handled_by, unit, candidate.year), person_stream(candidate.id)]
        case Nomination(dossier=dossier, candidate=candidate), RecordAppraisal() if candidate:
            streams = candidate_streams(candidate.id)
            return [dossier, *(streams if candidate.kind is CandidateKind.COLLECTIVE else streams[:1])]
        case Dossier(lines=lines), SubmitDossier() | ReceiveDossier() | WithdrawDossier():
            return [line.nomination for line in lines]
        case Dossier(lines=lines), AppraiseDossier(appraisals=appraisals):
            chosen = {appraisal.nomination for appraisal in appraisals}
            candidates = [line.candidate for line in lines if line.nomination in chosen]
            return [*sorted(chosen), *(stream for one in candidates for stream in candidate_streams(one))]
        case Dossier(papers=papers), DetachPaper(number=number):
            return [paper.line for paper in papers if paper.number == number and paper.line]
        case PersonRecord(unit=unit), OpenProceeding() | ConcludeProceeding() if unit:
            return [unit_stream(unit)]
        case Session(agenda=agenda, unit=unit), CertifyTally():
            candidates = [unit_stream(line.candidate) for line in agenda]
            return [*(stream for line in agenda for stream in tally_peers(line, unit)), *candidates]
        case Session(agenda=agenda, body=body), RescheduleSession():
            return [*filter(None, [body]), *(line.nomination for line in agenda)]
        case Session(agenda=agenda), AdjournSession():
            return [line.nomination for line in agenda]
        case Decision(lines=lines), SignDecision():
            units = [unit_stream(unit) for unit in (state.unit, *(line.unit for line in lines)) if unit]
            return [*units, *(stream for line in lines for stream in _of_settled(line, state.unit))]
        case Decision(lines=lines), CorrectDecision():
            return [*(line.nomination for line in lines), *(person_stream(line.candidate) for line in lines)]
        case Decision(lines=lines), RecordAnswer():
            return [stream for line in lines for stream in _of_settled(line, state.unit)]
        case Decision(lines=lines), PublishDecision() | ArchiveDecision():
            return [line.nomination for line in lines]
        case _:
            return []


def _of_settled(line: SettledLine, level: str) -> tuple[str, ...]:
    """The streams on which a settled line rests, and to which an answer to it writes."""
    rolls = roll_streams(level, line.unit, line.year)
    return line.nomination, *candidate_streams(line.candidate), *rolls


def tally_peers(line: AgendaLine, level: str) -> tuple[str, ...]:
    """The streams on which the result of a line rests; `level` is the unit whose council sits."""
    return (
        line.nomination,
        unit_stream(line.unit),
        unit_stream(level),
        *roll_streams(level, line.unit, line.year),
        person_stream(line.candidate),
    )
