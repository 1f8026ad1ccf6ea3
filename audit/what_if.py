"""Replay a log under another rule pack: each appraisal's recorded facts, and the caps on what was granted."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from audit.evidence import BadEvidence
from audit.ledger import Ledger
from domain.ids import Kind
from domain.nomination.events import (
    AppraisalRecorded,
    NominationDrafted,
    NominationReceived,
    OutcomeDecided,
)
from domain.nomination.state import Candidate
from domain.register.events import StrengthRecorded
from domain.rules.assess import Finding
from domain.rules.facts import Facts
from domain.rules.library import packs
from domain.rules.pack import RulePack
from domain.rules.replay import Reassessed, Recapped, Recorded, Subject, reassess, recap
from domain.values import Answer, Outcome, Verdict
from store import codec
from store.upcasters import upcast

_NAME: Final = re.compile(rb'"name":"([a-z_.]+)"')
"""The members of a leaf stand in order, so the first of that name is the event's own."""
_READ: Final = frozenset(
    {
        b"nomination.drafted",
        b"nomination.received",
        b"nomination.appraisal_recorded",
        b"nomination.outcome_decided",
        b"unit.strength_recorded",
    }
)

Payload = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Scope:
    """Which lines to look at: those of one dossier's stream, those of one year; nothing named means all."""

    dossier: str = ""
    year: int | None = None

    @classmethod
    def named(cls, case: str, year: int | None) -> "Scope":
        """The scope of a dossier's key, or of its stream, and a year."""
        return cls(f"{Kind.DOSSIER}-{case.removeprefix(f'{Kind.DOSSIER}-')}" if case else "", year)

    def holds(self, dossier: str, year: int) -> bool:
        """Whether a line of that dossier and year is looked at; what is not counts in no cap either."""
        return self.dossier in {"", dossier} and self.year in {None, year}


def what_if(leaves: Iterable[bytes], pack: RulePack, scope: Scope) -> Iterator[Reassessed | Recapped]:
    """Every appraisal under the pack as the log goes by, then the caps; raises `BadEvidence`.

    The leaves come in the order of the log and are taken as verified. Memory does not grow with them.
    """
    with closing(Ledger()) as ledger:
        for subject, recorded in _appraisals(leaves, ledger, scope):
            yield reassess(subject, recorded, pack)
        yield from _caps(ledger, pack)


def _appraisals(leaves: Iterable[bytes], ledger: Ledger, scope: Scope) -> Iterator[tuple[Subject, Recorded]]:
    """Every appraisal of a line in scope; what the end needs of the other leaves is remembered."""
    with _readable():
        for leaf in leaves:
            name = _NAME.search(leaf)
            if name is None or name[1] not in _READ:
                continue
            told: Mapping[str, Any] = json.loads(leaf.decode())
            cls, payload = upcast(told["name"], told["schema"], told["payload"])
            if cls is not AppraisalRecorded:
                _remember(ledger, scope, told["stream"], cls, payload)
            elif subject := ledger.subject(told["stream"]):
                yield subject, _recorded(payload)


def _remember(ledger: Ledger, scope: Scope, stream: str, cls: type, payload: Payload) -> None:
    """Keep what subjects and caps need; nothing else is decoded, for that is where the time goes."""
    if cls is NominationDrafted:
        candidate = codec.decode(Candidate, payload["candidate"])
        if scope.holds(payload["dossier"], candidate.year):
            ledger.enter(Subject(stream, payload["unit"], candidate))
    elif cls is NominationReceived:
        ledger.received(stream, payload["pack"], payload["pack_hash"])
    elif cls is OutcomeDecided:
        ledger.decided(stream, Outcome(payload["outcome"]), payload["downgraded_to"])
    elif cls is StrengthRecorded:
        ledger.strength(stream, payload["year"], payload["people"])


def _recorded(payload: Payload) -> Recorded:
    kept, findings = payload["facts"], {entry["criterion"]: entry for entry in payload["findings"]}
    return Recorded(
        payload["pack"],
        None if kept is None else codec.decode(Facts, kept),
        {name: Verdict(entry["verdict"]) for name, entry in findings.items()},
        {entry["criterion"]: Answer(entry["answer"]) for entry in payload["answers"]},
        partial(_finding, findings),
    )


def _finding(findings: Mapping[str, Payload], criterion: str) -> Finding:
    with _readable():
        return codec.decode(Finding, findings[criterion])


@contextmanager
def _readable() -> Iterator[None]:
    """Turn a leaf that is no event into `BadEvidence`."""
    try:
        yield
    except (ValueError, LookupError, TypeError) as error:
        raise BadEvidence(
            f"Không đọc được một bản ghi: {error}.", f"A leaf cannot be read: {error}."
        ) from error


def _caps(ledger: Ledger, pack: RulePack) -> Iterator[Recapped]:
    """A recorded pack that is no longer what it was, or is not among ours, is not asked."""
    for granted, name, pack_hash in list(ledger.granted()):
        old = packs().get(name)
        same = old is not None and old.hash == pack_hash
        found = recap(granted, old if same else None, pack, partial(ledger.population, granted))
        if found is not None:
            yield found
