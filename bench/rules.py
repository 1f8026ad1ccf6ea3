"""The rules engine: one assessment, and a replay of so many nominations under the newest pack, each in its own process.

`python -m bench.rules N` replays N nominations that are made up as they are read, and prints what it took.
"""

import json
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from statistics import median
from typing import Any
from uuid import UUID

from audit.what_if import Scope, what_if
from audit.what_if_report import Tally
from bench.measure import MILLISECONDS
from domain.catalogue import EVENTS, NAMES
from domain.nomination.claims import Claims, Initiative, InitiativeScope, Rating, TitleHeld
from domain.nomination.events import (
    AnsweredReview,
    AppraisalRecorded,
    NominationDrafted,
    NominationReceived,
    OutcomeDecided,
)
from domain.nomination.state import Candidate
from domain.rules.assess import assess
from domain.rules.facts import Facts, ServiceKind, ServicePeriod
from domain.rules.library import packs
from domain.rules.pack import RulePack
from domain.values import (
    Answer,
    Authority,
    CandidateKind,
    Outcome,
    Personal,
    Recommendation,
    Route,
    Verdict,
)
from store import codec
from tlog.disclosure import commit
from tlog.leaf import GENESIS, Actor, Leaf, encode

SIZES = (10_000, 100_000)
_ASSESSMENTS = 5_000
_AWARDS = ("LDTT", "LDTT", "LDTT", "LDTT", "LDTT", "LDTT", "CSTDCS", "CSTDN", "TTLDTT", "TTLDXS")
"""Ten lines of a unit's dossier, over and over."""
_UNIT_LINES = 300
_DAY = date(2023, 12, 20)
_INSTANT = datetime(2023, 12, 20, 3, tzinfo=UTC)
_NUMBER, _UNIT = "bench.0000000", "VKS-0000000"
"""What the leaves made once say, and each nomination says with its own number."""
_SALT = "AAECAwQFBgcICQoLDA0ODw"


@dataclass(frozen=True, slots=True)
class Replay:
    """A replay in a process of its own: by the clock, and of the processor, which others on the machine do not slow."""

    nominations: int
    pack: str
    seconds: float
    processor_seconds: float
    flips: int
    peak_megabytes: float


def assess_ms() -> float:
    """Milliseconds to assess one nomination of the award with the most conditions."""
    pack = newest()
    award = max(
        pack.awards.values(), key=lambda one: len(one.criteria_for(CandidateKind.INDIVIDUAL, Route.CIVIL))
    )
    facts = _facts(CandidateKind.INDIVIDUAL)
    turns = []
    for _turn in range(5):
        begun = time.perf_counter()
        for _one in range(_ASSESSMENTS):
            assess(facts, award, pack)
        turns.append((time.perf_counter() - begun) / _ASSESSMENTS * MILLISECONDS)
    return median(turns)


def replay_sizes() -> list[Replay]:
    """A replay of each size, smallest first."""
    return [_replayed(size) for size in SIZES]


def newest() -> RulePack:
    """The pack that came last."""
    return list(packs().values())[-1]


def _replayed(size: int) -> Replay:
    command = [sys.executable, "-m", "bench.rules", str(size)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603 - our own module
    return Replay(**json.loads(done.stdout))


def _replay(size: int) -> Replay:
    tally, begun, worked = Tally(), time.perf_counter(), time.process_time()
    for _found in tally.watch(what_if(leaves(size), newest(), Scope())):
        pass
    seconds, processor = time.perf_counter() - begun, time.process_time() - worked
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    flips = sum(counts["flips"] for counts in tally.by_award().values())
    return Replay(tally.total, newest().id, seconds, processor, flips, peak)


def leaves(size: int) -> Iterator[bytes]:
    """The leaves of so many granted nominations, made as they are asked for."""
    old = packs()["R2019"]
    made = {award: _leaves_of(award, old) for award in set(_AWARDS)}
    for number in range(size):
        own = f"bench.{number:07d}".encode(), f"VKS-{number // _UNIT_LINES:07d}".encode()
        for leaf in made[_AWARDS[number % len(_AWARDS)]]:
            yield leaf.replace(_NUMBER.encode(), own[0]).replace(_UNIT.encode(), own[1])


def _leaves_of(award: str, pack: RulePack) -> list[bytes]:
    collective = CandidateKind.COLLECTIVE in pack.award(award).candidates
    kind = CandidateKind.COLLECTIVE if collective else CandidateKind.INDIVIDUAL
    facts = _facts(kind)
    candidate = Candidate(_NUMBER, kind, Route.CIVIL, award, facts.year, pack.award(award).track)
    events = (
        NominationDrafted("dossier-bench", _UNIT, _UNIT, candidate, Personal("Tên (mô phỏng)"), facts.claims),
        NominationReceived(pack.id, pack.hash, None),
        _appraisal(facts, award, pack),
        OutcomeDecided("decision-bench", Outcome.GRANTED, "", Personal("")),
    )
    return [_leaf(version, event) for version, event in enumerate(events, start=1)]


def _appraisal(facts: Facts, award: str, pack: RulePack) -> AppraisalRecorded:
    found = assess(facts, pack.award(award), pack)
    asked = [finding.criterion for finding in found.with_verdict(Verdict.NEEDS_REVIEW)]
    return AppraisalRecorded(
        Recommendation.APPROVE,
        Authority.LOCAL,
        pack.id,
        pack.hash,
        facts,
        found.findings,
        tuple(AnsweredReview(name, Answer.MET, Personal("Đã kiểm tra")) for name in asked),
        (),
        Personal(""),
    )


def _facts(kind: CandidateKind) -> Facts:
    titles = tuple(TitleHeld("CSTDCS", year, f"{year}/QĐ") for year in range(2020, 2023))
    person = kind is CandidateKind.INDIVIDUAL
    return Facts(
        as_of=_DAY,
        year=_DAY.year,
        route=Route.CIVIL,
        candidate=kind,
        claims=Claims(
            Rating.EXCELLENT,
            service_months=120 if person else None,
            initiative=Initiative(InitiativeScope.SECTOR, "SK-1") if person else None,
            titles=titles if person else (),
            targets_percent=None if person else 104,
        ),
        titles=titles if person else (),
        sought_together=("LDTT", "TTLDTT"),
        service=(ServicePeriod(ServiceKind.PROCURACY, date(2012, 3, 1)),) if person else (),
    )


def _leaf(version: int, event: object) -> bytes:
    name = NAMES[type(event)]

    def committed(pointer: str, text: str) -> Any:  # noqa: ANN401 - as the codec has it
        return commit(pointer, text, _SALT)[0]

    return encode(
        Leaf(
            stream=f"nomination-{_NUMBER}",
            version=version,
            name=name,
            schema=EVENTS[name][1],
            payload=codec.encode(event, committed),
            actor=Actor(id="bench-appraiser", role="appraiser", unit="VKS-BENCH"),
            command_id=str(UUID(int=version)),
            accepted_at=_INSTANT,
            prev=GENESIS,
            recorded_at=_INSTANT,
        )
    )


if __name__ == "__main__":
    print(json.dumps(asdict(_replay(int(sys.argv[1])))))
