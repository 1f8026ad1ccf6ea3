"""Decide a nomination's command: the events that follow, or a refusal."""

from typing import assert_never

from domain.context import Context, pack_of
from domain.deadline import come
from domain.nomination import commands as c
from domain.nomination import events as e
from domain.nomination.appraisal import record_appraisal
from domain.nomination.consulting import consult
from domain.nomination.deadlines import limit
from domain.nomination.eligibility import check_still_eligible
from domain.nomination.guards import at_step, may_conclude, not_concerned
from domain.nomination.procedure import simplified
from domain.nomination.resting import check_nothing_rests
from domain.nomination.state import Nomination, Step
from domain.refusal import refuse_unless
from domain.rules.pack import Award
from domain.values import Authority, Outcome, Personal, Recommendation, Role

_PRE_DECISION = {
    Step.SUBMITTED,
    Step.RECEIVED,
    Step.RETURNED,
    Step.SUPPLEMENTED,
    Step.APPRAISED,
    Step.IN_COUNCIL,
    Step.VOTED,
}
_BEFORE_COUNCIL = (Step.RECEIVED, Step.SUPPLEMENTED, Step.APPRAISED, Step.VOTED)
_IN_FORCE = (Step.SIGNED, Step.PUBLISHED, Step.ARCHIVED)
_APPRAISABLE = (Step.RECEIVED, Step.SUPPLEMENTED, Step.APPRAISED, Step.VOTED, Step.DECIDED)
_LOCAL_ONLY = {Outcome.GRANTED, Outcome.DOWNGRADED}
_FAVOURABLE = {*_LOCAL_ONLY, Outcome.FORWARDED}


def decide(
    state: Nomination, command: c.NominationCommand, context: Context
) -> tuple[e.NominationEvent, ...]:
    """The events of one command; raises `Refusal`. Total over the closed union of commands."""
    match command:
        case c.DraftNomination():
            return (_draft(state, command, context),)
        case c.SubmitNomination() | c.ReceiveNomination():
            return (_by_dossier(state, command, context),)
        case c.ListForComment() | c.PlaceOnAgenda() | c.RecordVote():
            return (_by_council(state, command, context),)
        case c.RecordSignature() | c.RecordPublication() | c.RecordArchival() | c.AnswerNomination():
            return (_by_instrument(state, command, context),)
        case c.ReturnNomination() | c.SupplementNomination() | c.WithdrawNomination():
            return (_repair(state, command, context),)
        case c.RecordAppraisal():
            at_step(state, command, *_appraisable(state))
            return (record_appraisal(state, command, context),)
        case c.DecideOutcome():
            return (_outcome(state, command, context),)
        case c.HoldNomination() | c.ReleaseHold() | c.AnnulNomination():
            return (_exception(state, command, context),)
        case c.AwaitOpinion() | c.RecordOpinion():
            return (consult(state, command, context),)
        case c.RecordRecovery():
            return (_recovery(state, command, context),)
        case c.LapseDeadline():
            return (_lapse(state, command, context),)
        case _:
            assert_never(command)


def _draft(state: Nomination, command: c.DraftNomination, context: Context) -> e.NominationDrafted:
    refuse_unless(state.step is Step.NONE, "already_exists", stream=context.stream)
    return e.NominationDrafted(
        command.dossier,
        command.unit,
        command.handled_by,
        command.candidate,
        Personal(command.candidate_name),
        command.claims,
    )


def _by_dossier(
    state: Nomination, command: c.SubmitNomination | c.ReceiveNomination, context: Context
) -> e.NominationEvent:
    """Steps that the dossier takes for all its lines; its decider checks the roles."""
    match command:
        case c.SubmitNomination():
            at_step(state, command, Step.DRAFT)
            return e.NominationSubmitted()
        case c.ReceiveNomination(pack=pack, pack_hash=pack_hash, received_on=received_on):
            at_step(state, command, Step.SUBMITTED, even_held=True)
            not_concerned(state, context)
            return e.NominationReceived(pack, pack_hash, received_on)
        case _:
            assert_never(command)


def _by_council(
    state: Nomination, command: c.ListForComment | c.PlaceOnAgenda | c.RecordVote, context: Context
) -> e.NominationEvent:
    """Steps that a period of comment or a session takes for many lines; their deciders check the roles."""
    match command:
        case c.ListForComment(period=period, opens_on=opens_on, closes_on=closes_on):
            at_step(state, command, *_BEFORE_COUNCIL)
            return e.ListedForComment(period, opens_on, closes_on)
        case c.PlaceOnAgenda(session=session):
            onward = (Step.VOTED,) if state.vote is Outcome.FORWARDED else ()
            at_step(state, command, Step.APPRAISED, *onward)
            pack_of(state.pack, state.pack_hash)
            return e.PlacedOnAgenda(session)
        case c.RecordVote():
            at_step(state, command, Step.IN_COUNCIL, even_held=True)
            if command.result is not None:  # a postponed line rests on no rule
                pack_of(state.pack, state.pack_hash)
            if command.result in _FAVOURABLE:
                check_still_eligible(state, context, command.downgraded_to)
            return _vote(command)
        case _:
            assert_never(command)


def _by_instrument(
    state: Nomination,
    command: c.RecordSignature | c.RecordPublication | c.RecordArchival | c.AnswerNomination,
    context: Context,
) -> e.NominationEvent:
    """Steps that an instrument takes for all its lines; its decider checks the roles."""
    match command:
        case c.RecordSignature(decision=decision, number=number, signed_on=signed_on):
            at_step(state, command, Step.DECIDED)
            may_conclude(state, context)
            if state.outcome in _LOCAL_ONLY:
                check_still_eligible(state, context, state.downgraded_to)
            return e.SignatureRecorded(decision, number, signed_on)
        case c.RecordPublication(decision=decision, published_on=published_on):
            at_step(state, command, Step.SIGNED)
            return e.PublicationRecorded(decision, published_on)
        case c.RecordArchival(decision=decision):
            at_step(state, command, Step.PUBLISHED)
            return e.ArchivalRecorded(decision)
        case c.AnswerNomination(decision=decision, outcome=outcome, number=number, reason=reason):
            at_step(state, command, *_IN_FORCE)
            not_concerned(state, context)
            if outcome is Outcome.GRANTED:
                check_still_eligible(state, context)
            return e.NominationAnswered(decision, outcome, number, Personal(reason))
        case _:
            assert_never(command)


def _vote(command: c.RecordVote) -> e.VoteRecorded:
    return e.VoteRecorded(
        command.session,
        command.result,
        command.approve,
        command.refuse,
        command.downgrade,
        command.abstain,
        command.members,
        command.downgraded_to,
    )


def _repair(
    state: Nomination,
    command: c.ReturnNomination | c.SupplementNomination | c.WithdrawNomination,
    context: Context,
) -> e.NominationEvent:
    match command:
        case c.ReturnNomination(reason=reason):
            context.require_role(Role.RECEIVING_CLERK, Role.APPRAISER)
            context.require_unit(state.handled_by)
            not_concerned(state, context)
            at_step(state, command, Step.SUBMITTED, Step.RECEIVED, Step.SUPPLEMENTED)
            refuse_unless(reason.strip(), "reason_needed")
            return e.NominationReturned(Personal(reason))
        case c.SupplementNomination(note=note, claims=claims):
            context.require_role(Role.PROPOSING_OFFICER, Role.UNIT_HEAD)
            context.require_unit(state.unit)
            at_step(state, command, Step.RETURNED)
            refuse_unless(note, "reason_needed")
            return e.NominationSupplemented(Personal(note), claims)
        case c.WithdrawNomination(reason=reason):
            context.require_role(Role.UNIT_HEAD)
            context.require_unit(state.unit)
            at_step(state, command, Step.DRAFT, *_PRE_DECISION, Step.DECIDED, even_held=True, even_asked=True)
            refuse_unless(reason.strip(), "reason_needed")
            check_nothing_rests(state, context)
            return e.NominationWithdrawn(Personal(reason))
        case _:
            assert_never(command)


def _outcome(state: Nomination, command: c.DecideOutcome, context: Context) -> e.OutcomeDecided:
    rule = simplified(state)
    at_step(state, command, Step.VOTED, *((Step.APPRAISED,) if rule else ()))
    may_conclude(state, context)
    award = pack_of(state.pack, state.pack_hash).award(_award_of(state))
    if state.authority is Authority.SUPREME:
        refuse_unless(command.outcome not in _LOCAL_ONLY, "not_competent", source=award.authority.source)
    reason = command.reason.strip()
    if state.step is not Step.VOTED and rule is not None:
        refuse_unless(reason or rule.status.may_decide, "simplified_basis_needed", source=rule.source)
    departs = state.step is Step.VOTED and command.outcome is not state.vote
    refuse_unless(not departs or reason, "outcome_against_vote")
    refuse_unless(command.outcome is not Outcome.REFUSED or reason, "refusal_reason_needed")
    _check_vote(state, award, command.outcome)
    lower = command.downgraded_to or state.downgraded_to
    named = lower and lower == award.downgrade_to
    refuse_unless(command.outcome is not Outcome.DOWNGRADED or named, "downgrade_target_missing")
    kept = lower if command.outcome is Outcome.DOWNGRADED else ""
    if command.outcome in _FAVOURABLE:
        advised = state.recommendation is Recommendation.APPROVE
        refuse_unless(advised or state.step is Step.VOTED, "not_recommended")
        check_still_eligible(state, context, kept)
    return e.OutcomeDecided(command.decision, command.outcome, kept, Personal(command.reason))


def _check_vote(state: Nomination, award: Award, outcome: Outcome) -> None:
    """A share of votes that the rules know for sure is no advice: what missed it is not granted here."""
    rule = award.vote
    if rule is None or not rule.status.may_decide:
        return
    missed = {Outcome.REFUSED: _LOCAL_ONLY, Outcome.DOWNGRADED: {Outcome.GRANTED}}
    won = state.vote is None or outcome not in missed.get(state.vote, ())
    refuse_unless(won, "vote_share_missed", source=rule.source, award=award.code, percent=rule.pass_percent)


def _exception(
    state: Nomination, command: c.HoldNomination | c.ReleaseHold | c.AnnulNomination, context: Context
) -> e.NominationEvent:
    refuse_unless(command.reason.strip(), "reason_needed")
    refuse_unless(command.document.strip(), "document_needed")
    not_concerned(state, context)
    match command:
        case c.HoldNomination(ground=ground, document=document, reason=reason):
            context.require_role(Role.APPRAISER, Role.COUNCIL_SECRETARY)
            context.require_unit(state.handled_by)
            at_step(state, command, *_PRE_DECISION, Step.DECIDED, even_asked=True)
            return e.NominationHeld(ground, document, Personal(reason))
        case c.ReleaseHold(document=document, reason=reason):
            context.require_role(Role.APPRAISER, Role.COUNCIL_SECRETARY)
            context.require_unit(state.handled_by)
            refuse_unless(state.hold, "out_of_order", command="release_hold", step=state.step)
            return e.HoldReleased(document, Personal(reason))
        case c.AnnulNomination(ground=ground, document=document, reason=reason):
            context.require_role(Role.DECIDER)
            context.require_unit(state.handled_by)
            may_conclude(state, context)
            at_step(state, command, *_IN_FORCE)
            granted = state.outcome in _LOCAL_ONLY or state.answer is Outcome.GRANTED
            refuse_unless(granted, "out_of_order", command="annul_nomination", step=state.outcome)
            return e.NominationAnnulled(ground, document, Personal(reason))
        case _:
            assert_never(command)


def _recovery(state: Nomination, command: c.RecordRecovery, context: Context) -> e.RecoveryRecorded:
    """What came with an annulled award is taken back: the object once, money in one or more sums."""
    context.require_role(Role.RECEIVING_CLERK, Role.DECIDER)
    context.require_unit(state.handled_by)
    not_concerned(state, context)
    at_step(state, command, Step.ANNULLED)
    context.require_past("recovered_on", command.recovered_on)
    refuse_unless(command.document.strip(), "document_needed")
    money = command.thing is c.Recovered.MONEY
    refuse_unless(money == (command.amount_vnd > 0), "amount_mismatch", amount=command.amount_vnd)
    refuse_unless(money or not state.object_recovered, "recovered_already")
    return e.RecoveryRecorded(command.thing, command.amount_vnd, command.document, command.recovered_on)


def _lapse(state: Nomination, command: c.LapseDeadline, context: Context) -> e.DeadlineLapsed:
    """The calendar may only say what `due` says, and only when its time has come."""
    context.require_role(Role.ENGINE)
    deadline = come(limit(state), command.rung, command.due_at, context.accepted_at)
    return e.DeadlineLapsed(deadline.rung, deadline.due_at, deadline.source)


def _appraisable(state: Nomination) -> tuple[Step, ...]:
    """A line may be appraised anew until it is signed, or answered from above, except while the council sits."""
    awaiting = state.outcome is Outcome.FORWARDED and state.answer is None
    return (*_APPRAISABLE, *_IN_FORCE) if awaiting else _APPRAISABLE


def _award_of(state: Nomination) -> str:
    return state.candidate.award if state.candidate else ""
