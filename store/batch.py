"""Events on their way into the log: encoded once, split around what only the database knows."""

import base64
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from domain.catalogue import EVENTS, NAMES
from domain.envelope import Envelope
from domain.execution import Change
from store import codec
from tlog.disclosure import BadDisclosure, commit
from tlog.leaf import Actor, Draft, MalformedLeaf, split


@dataclass(frozen=True, slots=True)
class Half:
    """A leaf but for the hash of its predecessor and its time: what stands before those two and what after."""

    stream: str
    version: int
    name: str
    head: bytes
    tail: bytes


@dataclass(slots=True)
class Batch:
    """Leaves to append, and the disclosures beside them, which name their leaf by its ordinal in the batch.

    `states` holds what each stream comes to once all of it is recorded.
    """

    states: Mapping[str, object] = field(default_factory=dict)
    leaves: list[Half] = field(default_factory=list)
    disclosures: list[dict[str, object]] = field(default_factory=list)

    def add(self, draft: Draft) -> None:
        """Add one leaf, as the two halves around what only the database knows."""
        head, tail = split(draft)
        self.leaves.append(Half(draft.stream, draft.version, draft.name, head, tail))

    def commit(self, pointer: str, value: str) -> dict[str, str]:
        """Commit to a personal field of the leaf about to be added, and keep its disclosure."""
        committed, disclosure = commit(pointer, value, _salt())
        self.disclosures.append(
            {"leaf": len(self.leaves), "pointer": pointer, "salt": disclosure.salt, "value": value}
        )
        return committed


def batch_of(envelope: Envelope, changes: tuple[Change, ...]) -> Batch:
    """The leaves of everything that one envelope changed, in order; raises `MalformedPayload`."""
    try:
        return _batch_of(envelope, changes)
    except (MalformedLeaf, BadDisclosure) as error:
        raise codec.MalformedPayload(str(error)) from error


def _batch_of(envelope: Envelope, changes: tuple[Change, ...]) -> Batch:
    batch = Batch({change.stream: change.state for change in changes})
    given = envelope.actor
    actor = Actor(id=given.id, role=given.role, unit=given.unit, on_behalf_of=given.on_behalf_of)
    accepted_at = datetime.fromisoformat(envelope.accepted_at)
    for change in changes:
        for version, event in enumerate(change.events, start=change.before + 1):
            name = NAMES[type(event)]
            draft = Draft(
                stream=change.stream,
                version=version,
                name=name,
                schema=EVENTS[name][1],
                payload=codec.encode(event, batch.commit),
                actor=actor,
                command_id=envelope.command_id,
                accepted_at=accepted_at,
            )
            batch.add(draft)
    return batch


def _salt() -> str:
    """128 fresh random bits (RFC 9901, section 9.3), base64url without padding."""
    return base64.urlsafe_b64encode(secrets.token_bytes(16)).rstrip(b"=").decode()
