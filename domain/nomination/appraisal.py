"""The appraiser's act: what the rules settled, what the human answered, and the advice to the council."""

from domain.context import Context, pack_of
from domain.ids import Kind, stream_id
from domain.nomination import commands as c
from domain.nomination import events as e
from domain.nomination.claims import Claims
from domain.nomination.guards import not_concerned
from domain.nomination.known import facts_of
from domain.nomination.state import Candidate, Nomination
from domain.refusal import Refusal, refuse_unless
from domain.rules.assess import Assessment, assess
from domain.rules.criteria.titles import SameYearTitle
from domain.rules.facts import Facts
from domain.rules.pack import Award, Level
from domain.values import Answer, Authority, Personal, Recommendation, Role, Verdict
from domain.wording import Told, told


def record_appraisal(state: Nomination, command: c.RecordAppraisal, context: Context) -> e.AppraisalRecorded:
    """Check the appraiser, assess the line, match the answers to the questions, and record all of it."""
    candidate = _candidate(state)
    _check_appraiser(state, context)
    pack = pack_of(state.pack, state.pack_hash)
    award = pack.award(candidate.award)
    _check_authority(award, command)
    unchanged = not state.voted_in or command.authority is state.authority
    refuse_unless(
        unchanged,
        "authority_conflict",
        award=award.code,
        expected=state.authority,
        given=command.authority,
    )
    facts, assessment = assessment_of(state, context)
    _check_answers(assessment, command)
    _check_advice(assessment, command)
    return e.AppraisalRecorded(
        command.recommendation,
        command.authority,
        assessment.pack,
        assessment.pack_hash,
        facts,
        assessment.findings,
        tuple(e.AnsweredReview(a.criterion, a.answer, Personal(a.reason)) for a in command.answers),
        _depends_on(award, facts),
        Personal(command.reason),
    )


def streams_read(state: Nomination) -> tuple[str, ...]:
    """The streams on which the verdict rests: the dossier, and what the register knows of the candidate."""
    candidate = _candidate(state)
    of_person = stream_id(Kind.PERSON, candidate.id)
    return state.dossier, of_person, stream_id(Kind.UNIT, candidate.id.lower())


def assessment_of(state: Nomination, context: Context) -> tuple[Facts, Assessment]:
    """What the rules find on the facts as they are now; `context` holds the streams that an appraisal names."""
    candidate = _candidate(state)
    pack = pack_of(state.pack, state.pack_hash)
    together = _sought_together(state, candidate, context)
    facts = facts_of(candidate, _claims(state), together, pack, context)
    return facts, assess(facts, pack.award(candidate.award), pack)


def _check_held(assessment: Assessment) -> None:
    for finding in assessment.with_verdict(Verdict.HELD):
        raise Refusal("hold_needed", {"criterion": finding.asked}, finding.source)


def _candidate(state: Nomination) -> Candidate:
    if state.candidate is None:
        raise Refusal("out_of_order", {"command": "record_appraisal", "step": state.step})
    return state.candidate


def _claims(state: Nomination) -> Claims:
    if state.claims is None:
        raise Refusal("out_of_order", {"command": "record_appraisal", "step": state.step})
    return state.claims


def _check_appraiser(state: Nomination, context: Context) -> None:
    context.require_role(Role.APPRAISER)
    context.require_unit(state.handled_by)
    not_concerned(state, context)


def _check_authority(award: Award, command: c.RecordAppraisal) -> None:
    """A verified authority binds; any other is the appraiser's recorded answer.

    That the local level may grant what belongs to the sector or the state needs a reason.
    """
    rule = award.authority
    agreed = not rule.status.may_decide or rule.value is command.authority
    refuse_unless(
        agreed,
        "authority_conflict",
        source=rule.source,
        award=award.code,
        expected=rule.value,
        given=command.authority,
    )
    lifted = command.authority is Authority.LOCAL and award.level is not Level.LOCAL
    explained = rule.status.may_decide or not lifted or command.reason.strip()
    refuse_unless(explained, "authority_reason_needed", source=rule.source, award=award.code)


def _sought_together(state: Nomination, candidate: Candidate, context: Context) -> tuple[str, ...]:
    """The other awards sought for the same candidate in the same dossier."""
    dossier = context.peers.get(state.dossier)
    lines = getattr(dossier, "lines", ())
    return tuple(
        line.award for line in lines if line.candidate == candidate.id and line.award != candidate.award
    )


def _check_answers(assessment: Assessment, command: c.RecordAppraisal) -> None:
    """Every open question has a reasoned answer, and nothing else is answered."""
    asked = {finding.criterion for finding in assessment.with_verdict(Verdict.NEEDS_REVIEW)}
    answered = {answer.criterion for answer in command.answers}
    if asked != answered:
        raise Refusal("review_unanswered", {"criteria": _questions(assessment, asked ^ answered)})
    refuse_unless(all(answer.reason for answer in command.answers), "reason_needed")


def _questions(assessment: Assessment, criteria: set[str]) -> Told:
    """The questions of these conditions; a condition that the award does not set has only its name."""
    known = {finding.criterion: finding.asked for finding in assessment.findings}
    asked = [known.get(criterion, Told(criterion, criterion)) for criterion in sorted(criteria)]
    return told(*((one.vi, one.en) for one in asked))


def _check_advice(assessment: Assessment, command: c.RecordAppraisal) -> None:
    """Nothing may be recommended that the rules or the appraiser's own answers say is not met.

    A candidate about whom something is open is neither approved nor, for that alone, refused: the line is held.
    """
    failed = assessment.with_verdict(Verdict.NOT_MET)
    denied = [answer.criterion for answer in command.answers if answer.answer is Answer.NOT_MET]
    if command.recommendation is not Recommendation.REFUSE or not (failed or denied):
        _check_held(assessment)
    if command.recommendation is not Recommendation.APPROVE:
        refuse_unless(command.reason, "reason_needed")
        return
    refuted = [finding for finding in assessment.findings if finding.criterion in denied]
    for finding in (*failed, *refuted):
        raise Refusal("criterion_not_met", {"criterion": finding.asked}, finding.source)


def _depends_on(award: Award, facts: Facts) -> tuple[str, ...]:
    """The awards sought together on which a verified same-year prerequisite rests, unless the register settles it."""
    held = {title.award for title in facts.titles if title.year == facts.year}
    return tuple(
        code
        for criterion in award.criteria_for(facts.candidate, facts.route)
        if isinstance(criterion, SameYearTitle) and criterion.status.may_decide
        if held.isdisjoint(criterion.awards)
        for code in criterion.awards
        if code in facts.sought_together
    )
