"""What is known of a nomination after folding its events."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from domain.deadline import Clock
from domain.nomination.claims import Claims
from domain.rules.facts import Facts
from domain.values import Authority, CandidateKind, Outcome, Recommendation, Role, Route, Track


class Step(StrEnum):
    """Where a nomination stands on its path."""

    NONE = "none"
    DRAFT = "draft"
    SUBMITTED = "submitted"
    RECEIVED = "received"
    RETURNED = "returned"
    SUPPLEMENTED = "supplemented"
    APPRAISED = "appraised"
    IN_COUNCIL = "in_council"
    VOTED = "voted"
    DECIDED = "decided"
    SIGNED = "signed"
    PUBLISHED = "published"
    ARCHIVED = "archived"
    WITHDRAWN = "withdrawn"
    ANNULLED = "annulled"


AWAITED: dict[Step, Role] = {
    Step.DRAFT: Role.UNIT_HEAD,
    Step.SUBMITTED: Role.RECEIVING_CLERK,
    Step.RECEIVED: Role.APPRAISER,
    Step.RETURNED: Role.PROPOSING_OFFICER,
    Step.SUPPLEMENTED: Role.APPRAISER,
    Step.APPRAISED: Role.COUNCIL_SECRETARY,
    Step.IN_COUNCIL: Role.COUNCIL_CHAIR,
    Step.VOTED: Role.DECIDER,
    Step.DECIDED: Role.DECIDER,
    Step.SIGNED: Role.PUBLISHER,
    Step.PUBLISHED: Role.RECEIVING_CLERK,
}
"""Who must act at each open step; closed steps await nobody."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Who is proposed, by pseudonymous id, and for what."""

    id: str
    kind: CandidateKind
    route: Route
    award: str
    year: int
    track: Track


@dataclass(frozen=True, slots=True)
class CommentWindow:
    """When the line is public for comment, both days included, and the stream of that period."""

    period: str
    opens_on: date
    closes_on: date


@dataclass(frozen=True, slots=True)
class Nomination:
    """The state of one nomination.

    `clock` is that of the present step, from the day its paper bears; `resumable` that of an appraisal which was
    interrupted by a return: it goes on once the line is supplemented. `session` is the session it is before or was
    voted in last, `voted_in` the one whose vote stands. `answered_met` names the criteria that the appraiser found
    met, on the facts `appraised_on`; `answer` is what the higher level made of a line that was forwarded,
    `answered_under` the number of its paper. `hold` is the ground on which the line is held, `asked` the other body
    whose opinion it waits for. `proposers` are those who drew it up, signed it or repaired it, `appraisers` those who
    appraised it: with those for whom they acted.
    """

    step: Step = Step.NONE
    dossier: str = ""
    unit: str = ""
    handled_by: str = ""
    candidate: Candidate | None = None
    claims: Claims | None = None
    proposed_by: str = ""
    appraised_by: str = ""
    proposers: frozenset[str] = frozenset()
    appraisers: frozenset[str] = frozenset()
    pack: str = ""
    pack_hash: str = ""
    clock: Clock | None = None
    resumable: Clock | None = None
    entered: int = 0
    recommendation: Recommendation | None = None
    authority: Authority | None = None
    depends_on: tuple[str, ...] = ()
    answered_met: frozenset[str] = frozenset()
    appraised_on: Facts | None = None
    comment: CommentWindow | None = None
    session: str = ""
    voted_in: str = ""
    vote: Outcome | None = None
    outcome: Outcome | None = None
    downgraded_to: str = ""
    decision: str = ""
    answer: Outcome | None = None
    answered_under: str = ""
    object_recovered: bool = False
    hold: str = ""
    asked: str = ""

    @property
    def since(self) -> datetime | None:
        """When the present step began."""
        return self.clock.since if self.clock else None

    @property
    def closed(self) -> bool:
        """Whether nothing more is awaited."""
        return self.step in {Step.ARCHIVED, Step.WITHDRAWN, Step.ANNULLED}

    @property
    def awaits(self) -> Role | None:
        """The role that must act now."""
        return Role.APPRAISER if self.hold or self.asked else AWAITED.get(self.step)

    @property
    def awaited_unit(self) -> str:
        """The unit whose people must act now."""
        return self.unit if self.step in {Step.DRAFT, Step.RETURNED} else self.handled_by


INITIAL = Nomination()
