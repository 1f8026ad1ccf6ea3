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
from domain.rules.library import packs
from domain.rules.pack import RulePack
from domain.rules.replay import Reassessed, Recapped, Subject, reassess, recap
from domain.values import Outcome
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
        for leaf in leaves:
            name = _NAME.search(leaf)
            if name is None or name[1] not in _READ:
                continue
            stream, cls, payload = _event(leaf)
            with _readable():
                found = _take(ledger, scope, stream, cls, payload)
            if found is not None:
                yield reassess(*found, pack)
        yield from _caps(ledger, pack)


def _event(leaf: bytes) -> tuple[str, type, dict[str, Any]]:
    """The stream, the event's class and its payload in the present schema."""
    with _readable():
        told: Mapping[str, Any] = json.loads(leaf.decode())
        return told["stream"], *upcast(told["name"], told["schema"], told["payload"])


def _take(
    ledger: Ledger, scope: Scope, stream: str, cls: type, payload: dict[str, Any]
) -> tuple[Subject, AppraisalRecorded] | None:
    """Remember what the end needs; an appraisal of a line in scope comes back at once.

    Only what is needed is decoded: it is where the time goes.
    """
    if cls is NominationDrafted:
        candidate = codec.decode(Candidate, payload["candidate"])
        if scope.holds(payload["dossier"], candidate.year):
            ledger.enter(Subject(stream, payload["unit"], candidate))
    elif cls is NominationReceived:
        ledger.received(stream, payload["pack"], payload["pack_hash"])
    elif cls is AppraisalRecorded:
        subject = ledger.subject(stream)
        return (subject, codec.decode(AppraisalRecorded, payload)) if subject else None
    elif cls is OutcomeDecided:
        ledger.decided(stream, Outcome(payload["outcome"]), payload["downgraded_to"])
    elif cls is StrengthRecorded:
        ledger.strength(stream, payload["year"], payload["people"])
    return None


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
