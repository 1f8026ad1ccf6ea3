"""Whether what was appraised still holds: the rules asked again with what is known on the day."""

from domain.context import Context, pack_of
from domain.nomination.known import facts_of
from domain.nomination.state import Nomination
from domain.refusal import Refusal, refuse_unless
from domain.rules.assess import Finding, assess
from domain.rules.facts import Facts
from domain.values import Verdict
from domain.wording import Told, told


def check_still_eligible(state: Nomination, context: Context, lower: str = "") -> None:
    """Refuse to carry on with a line that the rules no longer let pass, or about which something new is known.

    A title won beside it is the council's and the decider's concern: it is taken as won here. `lower` is the award
    of a downgrade, whose reviews nobody asked of the appraiser: whoever downgrades answers them.
    """
    candidate, claims = state.candidate, state.claims
    if candidate is None or claims is None or not state.pack:
        return
    pack = pack_of(state.pack, state.pack_hash)
    facts = facts_of(candidate, claims, state.depends_on, pack, context)
    for finding in assess(facts, pack.award(lower or candidate.award), pack).findings:
        _check_finding(finding, state, asked=not lower)
    matters = _new_matters(state.appraised_on, facts)
    refuse_unless(not matters, "appraisal_outdated", what=matters)


def _check_finding(finding: Finding, state: Nomination, *, asked: bool) -> None:
    match finding.verdict:
        case Verdict.HELD:
            raise Refusal("hold_needed", {"criterion": finding.asked}, finding.source)
        case Verdict.NOT_MET:
            raise Refusal("criterion_not_met", {"criterion": finding.asked}, finding.source)
        case Verdict.NEEDS_REVIEW if asked and finding.criterion not in state.answered_met:
            raise Refusal("appraisal_outdated", {"what": finding.asked}, finding.source)


def _new_matters(known: Facts | None, now: Facts) -> Told | None:
    """What came up since the appraisal, by its kind: no parameter says whether it matters, so somebody must look.

    A matter that was concluded meanwhile comes back as a discipline or not at all.
    """
    looked_at = known.proceedings if known else ()
    opened = [entry for entry in now.proceedings if entry.open_on(now.as_of) and entry not in looked_at]
    imposed = set(now.disciplines) - set(known.disciplines if known else ())
    under_hold = known.members_under_hold if known else 0
    found = {
        ("vụ việc mới", "a new matter"): bool(opened),
        ("kỷ luật mới", "a new discipline"): bool(imposed),
        ("thêm thành viên đang bị xem xét", "more members under hold"): now.members_under_hold > under_hold,
    }
    matters = [what for what, holds in found.items() if holds]
    return told(*matters, between=", ") if matters else None
