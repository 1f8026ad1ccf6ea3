"""Which other streams a command must see before it can be decided, and may write to in the same transaction."""

from typing import Any

from domain.decision.commands import ArchiveDecision, PublishDecision, SettleOutcomes, SignDecision
from domain.decision.state import Decision
from domain.dossier.commands import (
    AppraiseDossier,
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
from domain.nomination.commands import AnnulNomination, RecordAppraisal
from domain.nomination.state import Nomination
from domain.register.commands import ConcludeProceeding, OpenProceeding
from domain.register.state import PersonRecord
from domain.session.commands import AdjournSession, CertifyTally, ConveneSession
from domain.session.state import Session
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


def _named_by_command(stream: str, command: object) -> list[str]:
    match command:
        case DraftDossier(unit=unit, handled_by=handled_by, lines=lines):
            nominations = [nomination_of(stream, number) for number in range(1, len(lines) + 1)]
            return [unit_stream(unit), unit_stream(handled_by), *nominations]
        case ReturnLines(nominations=nominations) | SupplementLines(nominations=nominations):
            return list(nominations)
        case ConveneSession(agenda=agenda):
            return list(agenda)
        case SettleOutcomes(outcomes=outcomes):
            return [line.nomination for line in outcomes]
        case _:
            return []


def _named_by_state(state: Any, command: object) -> list[str]:  # noqa: ANN401 - any aggregate's state
    match state, command:
        case Nomination(candidate=candidate), AnnulNomination() if candidate:
            return [person_stream(candidate.id)]
        case Nomination(dossier=dossier, candidate=candidate), RecordAppraisal() if candidate:
            streams = candidate_streams(candidate.id)
            return [dossier, *(streams if candidate.kind is CandidateKind.COLLECTIVE else streams[:1])]
        case Dossier(lines=lines), SubmitDossier() | ReceiveDossier() | WithdrawDossier():
            return [line.nomination for line in lines]
        case Dossier(lines=lines), AppraiseDossier(appraisals=appraisals):
            chosen = {appraisal.nomination for appraisal in appraisals}
            candidates = [line.candidate for line in lines if line.nomination in chosen]
            return [*sorted(chosen), *(stream for one in candidates for stream in candidate_streams(one))]
        case PersonRecord(unit=unit), OpenProceeding() | ConcludeProceeding() if unit:
            return [unit_stream(unit)]
        case Session(agenda=agenda), CertifyTally():
            units = [unit_stream(line.unit) for line in agenda]
            return [
                *(line.nomination for line in agenda),
                *units,
                *(person_stream(line.candidate) for line in agenda),
            ]
        case Session(agenda=agenda), AdjournSession():
            return [line.nomination for line in agenda]
        case Decision(lines=lines), SignDecision():
            return [*(line.nomination for line in lines), *(person_stream(line.candidate) for line in lines)]
        case Decision(lines=lines), PublishDecision() | ArchiveDecision():
            return [line.nomination for line in lines]
        case _:
            return []
