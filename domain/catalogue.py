"""The one registry by string: stored event names with their schema version, and the public commands."""

from collections.abc import Mapping
from types import MappingProxyType

from domain.comment import commands as comment_commands
from domain.comment import events as comment
from domain.council import commands as council_commands
from domain.council import events as council
from domain.decision import commands as decision_commands
from domain.decision import events as decision
from domain.delegation import commands as delegation_commands
from domain.delegation import events as delegation
from domain.dossier import commands as dossier_commands
from domain.dossier import events as dossier
from domain.ids import Kind
from domain.nomination import commands as nomination_commands
from domain.nomination import events as nomination
from domain.register import commands as register_commands
from domain.register import events as register
from domain.roll import events as roll
from domain.session import commands as session_commands
from domain.session import events as session

EVENTS: Mapping[str, tuple[type, int]] = MappingProxyType(
    {
        "nomination.drafted": (nomination.NominationDrafted, 2),
        "nomination.submitted": (nomination.NominationSubmitted, 1),
        "nomination.received": (nomination.NominationReceived, 2),
        "nomination.returned": (nomination.NominationReturned, 1),
        "nomination.supplemented": (nomination.NominationSupplemented, 2),
        "nomination.appraisal_recorded": (nomination.AppraisalRecorded, 3),
        "nomination.placed_on_agenda": (nomination.PlacedOnAgenda, 1),
        "nomination.vote_recorded": (nomination.VoteRecorded, 1),
        "nomination.outcome_decided": (nomination.OutcomeDecided, 1),
        "nomination.signature_recorded": (nomination.SignatureRecorded, 2),
        "nomination.publication_recorded": (nomination.PublicationRecorded, 2),
        "nomination.archival_recorded": (nomination.ArchivalRecorded, 1),
        "nomination.listed_for_comment": (nomination.ListedForComment, 1),
        "nomination.held": (nomination.NominationHeld, 1),
        "nomination.opinion_awaited": (nomination.OpinionAwaited, 1),
        "nomination.opinion_recorded": (nomination.OpinionRecorded, 1),
        "nomination.hold_released": (nomination.HoldReleased, 1),
        "nomination.withdrawn": (nomination.NominationWithdrawn, 1),
        "nomination.annulled": (nomination.NominationAnnulled, 1),
        "nomination.answered": (nomination.NominationAnswered, 1),
        "nomination.recovery_recorded": (nomination.RecoveryRecorded, 1),
        "nomination.deadline_lapsed": (nomination.DeadlineLapsed, 1),
        "dossier.drafted": (dossier.DossierDrafted, 1),
        "dossier.submitted": (dossier.DossierSubmitted, 1),
        "dossier.received": (dossier.DossierReceived, 2),
        "dossier.appraised": (dossier.DossierAppraised, 1),
        "dossier.lines_returned": (dossier.LinesReturned, 1),
        "dossier.lines_supplemented": (dossier.LinesSupplemented, 1),
        "dossier.withdrawn": (dossier.DossierWithdrawn, 1),
        "dossier.paper_attached": (dossier.PaperAttached, 1),
        "dossier.paper_detached": (dossier.PaperDetached, 1),
        "dossier.deadline_lapsed": (dossier.DossierDeadlineLapsed, 1),
        "session.convened": (session.SessionConvened, 4),
        "session.attendance_recorded": (session.AttendanceRecorded, 2),
        "session.rescheduled": (session.SessionRescheduled, 1),
        "session.recusal_declared": (session.RecusalDeclared, 2),
        "session.conflict_recorded": (session.ConflictRecorded, 1),
        "session.lines_postponed": (session.LinesPostponed, 1),
        "session.voting_opened": (session.VotingOpened, 1),
        "session.ballot_cast": (session.BallotCast, 1),
        "session.voting_closed": (session.VotingClosed, 1),
        "session.secret_count_recorded": (session.SecretCountRecorded, 2),
        "session.tally_certified": (session.TallyCertified, 3),
        "session.voting_reopened": (session.VotingReopened, 1),
        "session.adjourned": (session.SessionAdjourned, 1),
        "decision.outcomes_settled": (decision.OutcomesSettled, 3),
        "decision.signed": (decision.DecisionSigned, 1),
        "decision.published": (decision.DecisionPublished, 1),
        "decision.archived": (decision.DecisionArchived, 1),
        "decision.answer_recorded": (decision.AnswerRecorded, 1),
        "decision.corrected": (decision.DecisionCorrected, 1),
        "person.registered": (register.PersonRegistered, 1),
        "person.title_recorded": (register.TitleRecorded, 2),
        "person.title_revoked": (register.TitleRevoked, 2),
        "person.service_recorded": (register.ServiceRecorded, 1),
        "person.position_recorded": (register.PositionRecorded, 1),
        "person.absence_recorded": (register.AbsenceRecorded, 1),
        "person.discipline_recorded": (register.DisciplineRecorded, 1),
        "person.proceeding_opened": (register.ProceedingOpened, 1),
        "person.proceeding_concluded": (register.ProceedingConcluded, 1),
        "person.transfer_recorded": (register.TransferRecorded, 1),
        "person.initiative_recorded": (register.InitiativeRecorded, 1),
        "unit.registered": (register.UnitRegistered, 1),
        "unit.strength_recorded": (register.StrengthRecorded, 1),
        "unit.dissolved": (register.UnitDissolved, 1),
        "unit.target_recorded": (register.TargetRecorded, 1),
        "unit.members_under_hold_counted": (register.MembersUnderHoldCounted, 1),
        "roll.results_entered": (roll.ResultsEntered, 3),
        "comment.opened": (comment.CommentOpened, 1),
        "comment.closed": (comment.CommentClosed, 1),
        "delegation.work_delegated": (delegation.WorkDelegated, 1),
        "delegation.ended": (delegation.DelegationEnded, 1),
        "council.established": (council.CouncilEstablished, 2),
        "council.member_seated": (council.MemberSeated, 1),
        "council.seat_ended": (council.SeatEnded, 1),
        "council.standing_body_appointed": (council.StandingBodyAppointed, 1),
        "council.dissolved": (council.CouncilDissolved, 1),
    }
)
"""Stored name -> class and present schema version. Names are never reused; classes may be renamed."""

COMMANDS: Mapping[Kind, Mapping[str, type]] = MappingProxyType(
    {
        Kind.NOMINATION: MappingProxyType(
            {
                "record_appraisal": nomination_commands.RecordAppraisal,
                "return_nomination": nomination_commands.ReturnNomination,
                "supplement_nomination": nomination_commands.SupplementNomination,
                "hold_nomination": nomination_commands.HoldNomination,
                "release_hold": nomination_commands.ReleaseHold,
                "await_opinion": nomination_commands.AwaitOpinion,
                "record_opinion": nomination_commands.RecordOpinion,
                "withdraw_nomination": nomination_commands.WithdrawNomination,
                "annul_nomination": nomination_commands.AnnulNomination,
                "record_recovery": nomination_commands.RecordRecovery,
            }
        ),
        Kind.DOSSIER: MappingProxyType(
            {
                "draft_dossier": dossier_commands.DraftDossier,
                "submit_dossier": dossier_commands.SubmitDossier,
                "receive_dossier": dossier_commands.ReceiveDossier,
                "appraise_dossier": dossier_commands.AppraiseDossier,
                "return_lines": dossier_commands.ReturnLines,
                "supplement_lines": dossier_commands.SupplementLines,
                "withdraw_dossier": dossier_commands.WithdrawDossier,
                "attach_paper": dossier_commands.AttachPaper,
                "detach_paper": dossier_commands.DetachPaper,
            }
        ),
        Kind.SESSION: MappingProxyType(
            {
                "convene_session": session_commands.ConveneSession,
                "record_attendance": session_commands.RecordAttendance,
                "reschedule_session": session_commands.RescheduleSession,
                "declare_recusal": session_commands.DeclareRecusal,
                "record_conflict": session_commands.RecordConflict,
                "postpone_lines": session_commands.PostponeLines,
                "open_voting": session_commands.OpenVoting,
                "cast_ballot": session_commands.CastBallot,
                "close_voting": session_commands.CloseVoting,
                "record_secret_count": session_commands.RecordSecretCount,
                "certify_tally": session_commands.CertifyTally,
                "reopen_voting": session_commands.ReopenVoting,
                "adjourn_session": session_commands.AdjournSession,
            }
        ),
        Kind.DECISION: MappingProxyType(
            {
                "settle_outcomes": decision_commands.SettleOutcomes,
                "sign_decision": decision_commands.SignDecision,
                "publish_decision": decision_commands.PublishDecision,
                "archive_decision": decision_commands.ArchiveDecision,
                "record_answer": decision_commands.RecordAnswer,
                "correct_decision": decision_commands.CorrectDecision,
            }
        ),
        Kind.PERSON: MappingProxyType(
            {
                "register_person": register_commands.RegisterPerson,
                "record_title": register_commands.RecordTitle,
                "record_service": register_commands.RecordService,
                "record_position": register_commands.RecordPosition,
                "record_absence": register_commands.RecordAbsence,
                "record_discipline": register_commands.RecordDiscipline,
                "open_proceeding": register_commands.OpenProceeding,
                "conclude_proceeding": register_commands.ConcludeProceeding,
                "record_transfer": register_commands.RecordTransfer,
                "record_initiative": register_commands.RecordInitiative,
            }
        ),
        Kind.UNIT: MappingProxyType(
            {
                "register_unit": register_commands.RegisterUnit,
                "record_strength": register_commands.RecordStrength,
                "dissolve_unit": register_commands.DissolveUnit,
                "record_target": register_commands.RecordTarget,
            }
        ),
        Kind.ROLL: MappingProxyType({}),
        Kind.COMMENT: MappingProxyType(
            {"open_comment": comment_commands.OpenComment, "close_comment": comment_commands.CloseComment}
        ),
        Kind.DELEGATION: MappingProxyType(
            {
                "delegate_work": delegation_commands.DelegateWork,
                "end_delegation": delegation_commands.EndDelegation,
            }
        ),
        Kind.COUNCIL: MappingProxyType(
            {
                "establish_council": council_commands.EstablishCouncil,
                "seat_member": council_commands.SeatMember,
                "end_seat": council_commands.EndSeat,
                "appoint_standing_body": council_commands.AppointStandingBody,
                "dissolve_council": council_commands.DissolveCouncil,
            }
        ),
    }
)
"""What a person may ask, by kind of stream. Relayed commands are not among them."""

ENGINE_COMMANDS: Mapping[Kind, Mapping[str, type]] = MappingProxyType(
    {
        Kind.NOMINATION: MappingProxyType({"lapse_deadline": nomination_commands.LapseDeadline}),
        Kind.DOSSIER: MappingProxyType({"lapse_deadline": dossier_commands.LapseDossierDeadline}),
    }
)
"""What only the calendar may ask."""

NAMES: Mapping[type, str] = MappingProxyType({cls: name for name, (cls, _schema) in EVENTS.items()})
"""Event class -> stored name."""
