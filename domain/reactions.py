"""What one stream's event asks of others: commands relayed in the same transaction."""

from collections.abc import Iterator
from dataclasses import replace

from domain.comment.events import CommentOpened
from domain.comment.state import CommentPeriod
from domain.context import Context
from domain.decision import events as decision
from domain.decision import settlement
from domain.decision.state import Decision, SettledLine
from domain.dossier import commands as dossier_commands
from domain.dossier import events as dossier
from domain.dossier.decide import unit_stream
from domain.dossier.state import Dossier
from domain.nomination import commands as nomination
from domain.nomination import events as nomination_events
from domain.nomination.claims import TitleHeld
from domain.nomination.known import achievement_of
from domain.nomination.state import Candidate, Nomination, Step
from domain.peers import person_stream
from domain.register.commands import CountMembersUnderHold, RecordGrant, RevokeTitle
from domain.register.events import ProceedingConcluded, ProceedingOpened
from domain.register.state import PersonRecord
from domain.roll.commands import EnterResults
from domain.roll.state import Entry, Standing, roll_stream
from domain.rules.library import pack_for
from domain.rules.voting import Count
from domain.session import events as session
from domain.session import tally
from domain.session.state import Session
from domain.values import Outcome

Relayed = tuple[str, object]
"""A stream and the command for it."""


def react(state: object, command: object, event: object, context: Context) -> Iterator[Relayed]:
    """The commands that follow from an event of the stream whose state (after it) is `state`."""
    match state:
        case Dossier():
            yield from _of_dossier(state, command, event, context)
        case Session():
            yield from _of_session(state, event, context)
        case Decision():
            yield from _of_decision(state, command, event, context)
        case CommentPeriod():
            yield from _of_comment(event, context)
        case Nomination():
            yield from _of_nomination(state, event, context)
        case PersonRecord():
            yield from _of_person(state, event)


def _of_nomination(state: Nomination, event: object, context: Context) -> Iterator[Relayed]:
    """A line that is withdrawn or annulled is lost on the roll, so that no other award can rest on it."""
    candidate = state.candidate
    if candidate is None:
        return
    award = state.downgraded_to or candidate.award
    if isinstance(event, nomination_events.NominationAnnulled):
        achievement = state.claims.achievement if state.claims else ""
        title = TitleHeld(award, candidate.year, _given_under(state, context), achievement=achievement)
        yield person_stream(candidate.id), _revoking(title)
    if isinstance(event, nomination_events.NominationAnnulled | nomination_events.NominationWithdrawn):
        lost = Entry(context.stream, candidate.id, award, Standing.LOST, unit=state.unit)
        yield roll_stream(state.handled_by, candidate.year), EnterResults(context.stream, (lost,))


def _of_comment(event: object, context: Context) -> Iterator[Relayed]:
    if isinstance(event, CommentOpened):
        listed = nomination.ListForComment(context.stream, event.opens_on, event.closes_on)
        yield from ((stream, listed) for stream in event.nominations)


def _of_person(state: PersonRecord, event: object) -> Iterator[Relayed]:
    """A unit keeps the number of its people about whom something is open: it may not be covered up."""
    still_open = len(state.open_proceedings)
    match event:
        case ProceedingOpened() if state.unit and still_open == 1:
            yield unit_stream(state.unit), CountMembersUnderHold(one_more=True)
        case ProceedingConcluded() if state.unit and not still_open:
            yield unit_stream(state.unit), CountMembersUnderHold(one_more=False)


def _of_dossier(state: Dossier, command: object, event: object, context: Context) -> Iterator[Relayed]:
    lines = [line.nomination for line in state.lines if _stands(context, line.nomination)]
    match event, command:
        case dossier.DossierDrafted(), dossier_commands.DraftDossier():
            yield from _drafts(state, command, event, context)
        case dossier.DossierSubmitted(), _:
            yield from ((stream, nomination.SubmitNomination()) for stream in lines)
        case dossier.DossierReceived(pack=pack, pack_hash=pack_hash, received_on=day), _:
            yield from ((stream, nomination.ReceiveNomination(pack, pack_hash, day)) for stream in lines)
        case dossier.DossierAppraised(), dossier_commands.AppraiseDossier(appraisals=appraisals):
            yield from ((entry.nomination, entry.appraisal) for entry in appraisals)
        case dossier.LinesReturned(nominations=chosen), dossier_commands.ReturnLines(reason=reason):
            yield from ((stream, nomination.ReturnNomination(reason)) for stream in chosen)
        case dossier.LinesSupplemented(nominations=chosen), dossier_commands.SupplementLines(note=note):
            yield from ((stream, nomination.SupplementNomination(note)) for stream in chosen)
        case dossier.DossierWithdrawn(), dossier_commands.WithdrawDossier(reason=reason):
            yield from ((stream, nomination.WithdrawNomination(reason)) for stream in lines)


def _of_answer(
    state: Decision, command: object, event: decision.AnswerRecorded, context: Context
) -> Iterator[Relayed]:
    """A line that the higher level grants is a title of the register; one that it refuses is lost on the roll."""
    reasons = {answer.nomination: answer.reason for answer in getattr(command, "answers", ())}
    settled = {line.nomination: line for line in state.lines}
    for answered in event.lines:
        line = settled[answered.nomination]
        yield (
            line.nomination,
            nomination.AnswerNomination(
                context.stream, answered.outcome, event.number, reasons[line.nomination]
            ),
        )
        if answered.outcome is Outcome.GRANTED:
            title = _title(line, line.award, event.number, context)
            yield person_stream(line.candidate), RecordGrant(title)
        else:
            lost = Entry(line.nomination, line.candidate, line.award, Standing.LOST, unit=line.unit)
            yield roll_stream(state.unit, line.year), EnterResults(context.stream, (lost,))


def _drafts(
    state: Dossier, command: dossier_commands.DraftDossier, event: dossier.DossierDrafted, context: Context
) -> Iterator[Relayed]:
    pack = pack_for(event.letter_date)
    for line, draft in zip(state.lines, command.lines, strict=True):
        track = pack.award(draft.award).track
        candidate = Candidate(draft.candidate, draft.kind, event.route, draft.award, event.year, track)
        yield (
            line.nomination,
            nomination.DraftNomination(
                context.stream, event.unit, event.handled_by, candidate, draft.candidate_name, draft.claims
            ),
        )


def _of_session(state: Session, event: object, context: Context) -> Iterator[Relayed]:
    match event:
        case session.SessionConvened(agenda=agenda):
            yield from ((line.nomination, nomination.PlaceOnAgenda(context.stream)) for line in agenda)
        case session.TallyCertified(results=results):
            yield from (
                (result.nomination, _vote(context.stream, result))
                for result in results
                if _sits(context, result.nomination)
            )
            achievements = {
                line.nomination: achievement_of(context.peers, line.nomination) for line in state.agenda
            }
            for stream, entered in tally.entries(state, results, achievements).items():
                yield stream, EnterResults(context.stream, entered)
        case session.SessionAdjourned():
            nothing = [
                session.LineResult(line.nomination, Count(), 0, 0, 0, None, "", "") for line in state.agenda
            ]
            yield from (
                (result.nomination, _vote(context.stream, result))
                for result in nothing
                if _sits(context, result.nomination)
            )


def _stands(context: Context, stream: str) -> bool:
    """Whether the line still goes its way with the others; a withdrawn or annulled one is left alone."""
    state = context.peers.get(stream)
    return not (isinstance(state, Nomination) and state.closed)


def _in_force(context: Context, stream: str) -> bool:
    """Whether the line's award was signed and not annulled."""
    state = context.peers.get(stream)
    return isinstance(state, Nomination) and state.step in {Step.SIGNED, Step.PUBLISHED, Step.ARCHIVED}


def _sits(context: Context, stream: str) -> bool:
    """Whether the line is still before the council; a withdrawn one is not."""
    state = context.peers.get(stream)
    return isinstance(state, Nomination) and state.step is Step.IN_COUNCIL


def _vote(stream: str, result: session.LineResult) -> nomination.RecordVote:
    count = result.count
    return nomination.RecordVote(
        stream,
        result.result,
        count.approve,
        count.refuse,
        count.downgrade,
        count.abstain,
        result.members,
        result.downgraded_to,
    )


def _of_decision(state: Decision, command: object, event: object, context: Context) -> Iterator[Relayed]:
    standing = [line.nomination for line in state.lines if _stands(context, line.nomination)]
    match event:
        case decision.OutcomesSettled(lines=lines):
            reasons = {line.nomination: line.reason for line in getattr(command, "outcomes", ())}
            for line in lines:
                yield (
                    line.nomination,
                    nomination.DecideOutcome(
                        context.stream, line.outcome, reasons[line.nomination], line.downgraded_to
                    ),
                )
            for stream, entered in settlement.entries(state.unit, lines, context).items():
                yield stream, EnterResults(context.stream, entered)
        case decision.DecisionSigned(number=number, signed_on=day):
            for line in (line for line in state.lines if line.nomination in standing):
                yield line.nomination, nomination.RecordSignature(context.stream, number, day)
                if line.title:
                    yield (
                        person_stream(line.candidate),
                        RecordGrant(_title(line, line.title, number, context)),
                    )
        case decision.AnswerRecorded():
            yield from _of_answer(state, command, event, context)
        case decision.DecisionCorrected(number=number):
            for line in state.lines:
                if line.title and _in_force(context, line.nomination):
                    right = _title(line, line.title, number, context)
                    wrong = replace(right, decision=_number_before(context))
                    yield person_stream(line.candidate), _revoking(wrong)
                    yield person_stream(line.candidate), RecordGrant(right)
        case decision.DecisionPublished(published_on=day):
            yield from ((stream, nomination.RecordPublication(context.stream, day)) for stream in standing)
        case decision.DecisionArchived():
            yield from ((stream, nomination.RecordArchival(context.stream)) for stream in standing)


def _given_under(state: Nomination, context: Context) -> str:
    """The number of the paper that gave the award: the higher level's answer, or the decision as it now reads."""
    instrument = context.peers.get(state.decision)
    own = instrument.number if isinstance(instrument, Decision) else ""
    return state.answered_under or own


def _number_before(context: Context) -> str:
    """The number that the instrument bore before it was corrected."""
    before = context.peers.get(context.stream)
    return before.number if isinstance(before, Decision) else ""


def _revoking(title: TitleHeld) -> RevokeTitle:
    return RevokeTitle(title.award, title.year, title.decision, title.achievement)


def _title(line: SettledLine, award: str, number: str, context: Context) -> TitleHeld:
    """The title as the register keeps it: with the achievement that it rewards, for it is rewarded once."""
    return TitleHeld(award, line.year, number, achievement=achievement_of(context.peers, line.nomination))
