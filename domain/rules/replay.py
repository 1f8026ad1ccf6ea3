"""Recorded facts under other rules: which verdicts and caps would have come out otherwise, and by which article."""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from domain.nomination.state import Candidate
from domain.rules.assess import Finding, finding_from, rule, verdict_of
from domain.rules.basis import Basis
from domain.rules.facts import Facts
from domain.rules.pack import Cap, RulePack
from domain.rules.voting import cap_limit
from domain.values import Answer, Route, Verdict

_GRAVEST_FIRST = (Verdict.NOT_MET, Verdict.HELD, Verdict.NEEDS_REVIEW)


@dataclass(frozen=True, slots=True)
class Subject:
    """A line as it was drafted: whom, by pseudonymous id, and for what."""

    nomination: str
    unit: str
    candidate: Candidate


@dataclass(frozen=True, slots=True)
class Recorded:
    """An appraisal as it was recorded: the facts, and by condition the verdict and what a human answered.

    `finding` gives the whole finding of a condition; only a change asks for it, and most conditions do not change.
    """

    pack: str
    facts: Facts | None
    verdicts: Mapping[str, Verdict]
    answers: Mapping[str, Answer]
    finding: Callable[[str], Finding]


class Fate(StrEnum):
    """What becomes of a recorded appraisal under other rules."""

    SAME = "same"
    FLIPS = "flips"
    NO_SUCH_AWARD = "no_such_award"
    NO_FACTS = "no_facts"


@dataclass(frozen=True, slots=True)
class Change:
    """A condition before and after; None where that pack does not set it. `answer` is what a human said then."""

    criterion: str
    old: Finding | None
    new: Finding | None
    answer: Answer | None


@dataclass(frozen=True, slots=True)
class Reassessed:
    """One appraisal under both packs: the gravest verdict of each, and the conditions that changed."""

    subject: Subject
    fate: Fate
    pack: str
    old: Verdict
    new: Verdict | None = None
    changes: tuple[Change, ...] = ()


def reassess(subject: Subject, recorded: Recorded, pack: RulePack) -> Reassessed:
    """Assess the recorded facts under another pack; where none were kept nothing is guessed."""
    old = gravest(recorded.verdicts.values())
    facts, candidate = recorded.facts, subject.candidate
    if facts is None:
        return Reassessed(subject, Fate.NO_FACTS, recorded.pack, old)
    award = pack.awards.get(candidate.award)
    if award is None or candidate.kind not in award.candidates or candidate.route not in award.routes:
        return Reassessed(subject, Fate.NO_SUCH_AWARD, recorded.pack, old)
    ruled = {one[0].id: one for one in rule(facts, award)}
    verdicts = {name: verdict_of(*one) for name, one in ruled.items()}
    changes = _changes(recorded, verdicts, lambda name: finding_from(*ruled[name]))
    fate = Fate.FLIPS if changes else Fate.SAME
    return Reassessed(subject, fate, recorded.pack, old, gravest(verdicts.values()), changes)


def gravest(verdicts: Iterable[Verdict]) -> Verdict:
    """The verdict that stands in the way most; met where nothing does."""
    among = set(verdicts)
    return next((verdict for verdict in _GRAVEST_FIRST if verdict in among), Verdict.MET)


def _changes(
    recorded: Recorded, new: Mapping[str, Verdict], finding: Callable[[str], Finding]
) -> tuple[Change, ...]:
    """Conditions whose verdict differs; one that a pack does not set stands in nobody's way, as if met."""
    old = recorded.verdicts
    return tuple(
        Change(
            name,
            recorded.finding(name) if name in old else None,
            finding(name) if name in new else None,
            recorded.answers.get(name),
        )
        for name in dict.fromkeys((*old, *new))
        if old.get(name, Verdict.MET) is not new.get(name, Verdict.MET)
    )


@dataclass(frozen=True, slots=True)
class Granted:
    """How many lines of an award a unit was granted for a year."""

    unit: str
    route: Route
    year: int
    award: str
    count: int


@dataclass(frozen=True, slots=True)
class Population:
    """Whom a cap is a share of; `list_hash` freezes the list, and is empty for a unit's strength."""

    count: int
    list_hash: str = ""


def frozen(candidates: Iterable[str]) -> Population:
    """Count pseudonymous ids that come sorted; SHA-256 over them, one a line, as a certified tally does."""
    digest, count = hashlib.sha256(), 0
    for count, candidate in enumerate(candidates, start=1):
        digest.update(candidate.encode() if count == 1 else b"\n" + candidate.encode())
    return Population(count, digest.hexdigest())


@dataclass(frozen=True, slots=True)
class CapReading:
    """What a cap says of what was granted; `limit` is None where it does not settle it or there is no cap."""

    pack: str
    verdict: Verdict
    percent: int | None = None
    minimum: int = 0
    population: Population | None = None
    limit: int | None = None
    basis: Basis | None = None


@dataclass(frozen=True, slots=True)
class Recapped:
    """What was granted, under the cap of the recorded pack and of another; `old` is None where it is not known."""

    granted: Granted
    old: CapReading | None
    new: CapReading

    @property
    def flips(self) -> bool:
        """Whether the cap comes out otherwise, as far as is known."""
        return self.old is None or self.old.verdict is not self.new.verdict


def recap(
    granted: Granted, old: RulePack | None, new: RulePack, population: Callable[[Cap], Population | None]
) -> Recapped | None:
    """Apply both packs' caps to what was granted; None where the other pack does not know the award.

    `population` counts whom a cap is a share of, as the record has it; None where the record does not.
    """
    if granted.award not in new.awards:
        return None
    before = _read_cap(granted, old, population) if old and granted.award in old.awards else None
    return Recapped(granted, before, _read_cap(granted, new, population))


def _read_cap(granted: Granted, pack: RulePack, population: Callable[[Cap], Population | None]) -> CapReading:
    """Only a verified cap settles anything, and only over a population on record."""
    cap = pack.award(granted.award).cap_for(granted.route)
    if cap is None:
        return CapReading(pack.id, Verdict.MET)
    whole = population(cap)
    if whole is None or not cap.status.may_decide:
        return CapReading(pack.id, Verdict.NEEDS_REVIEW, cap.percent, cap.minimum, whole, None, cap.basis)
    limit = cap_limit(cap, whole.count)
    verdict = Verdict.MET if granted.count <= limit else Verdict.NOT_MET
    return CapReading(pack.id, verdict, cap.percent, cap.minimum, whole, limit, cap.basis)
