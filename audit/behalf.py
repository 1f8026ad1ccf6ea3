"""Who acted for somebody: for each such act the log must show a delegation in force, recorded before it.

The days are those of `accepted_at`, by which the engine judged. What kind of stream was acted on is told by the first
leaf of a command: it stands on the stream that was asked.
"""

from collections.abc import Callable
from typing import Any, Final

from audit.findings import Trace
from domain.delegation.authority import PERSONAL_EVENTS, SIGNED_EVENTS
from domain.delegation.decide import evolve
from domain.delegation.state import INITIAL, Delegations, delegation_stream
from domain.ids import Kind, kind_of
from domain.refusal import Refusal
from domain.rules.calendar import civil_date
from domain.values import Actor, Meta, Role
from store import codec
from store.upcasters import upcast
from tlog.leaf import Leaf

_OURS: Final = f"{Kind.DELEGATION}-"


class Behalf:
    """The delegations so far; memory grows with them only."""

    def __init__(self, note: Callable[[Trace], None]) -> None:
        self._note = note
        self._known: dict[str, Delegations] = {}
        self._command, self._kind = "", ""

    def follow(self, leaf: Leaf, position: int) -> None:
        """Take the leaf that stands there."""
        if leaf.command_id != self._command:
            self._command, self._kind = leaf.command_id, leaf.stream.partition("-")[0]
        if leaf.actor.on_behalf_of and not self._authorised(leaf):
            details = {"person": leaf.actor.id, "principal": leaf.actor.on_behalf_of}
            self._note(
                Trace(
                    code="delegation_missing",
                    stream=leaf.stream,
                    version=leaf.version,
                    name=leaf.name,
                    position=position,
                    details=details,
                )
            )
        if leaf.stream.startswith(_OURS):
            self._fold(leaf)

    def _authorised(self, leaf: Leaf) -> bool:
        if leaf.name in PERSONAL_EVENTS:
            return False
        try:
            stream, role = delegation_stream(leaf.actor.on_behalf_of), Role(leaf.actor.role)
            kind = kind_of(f"{self._kind}-x")
        except (Refusal, ValueError):
            return False
        known = self._known.get(stream, INITIAL)
        letting = known.letting(leaf.actor.id, role, leaf.actor.unit, civil_date(leaf.accepted_at))
        reaching = [one for one in letting if one.reaches(kind)]
        named = any(one.mandate.strip() for one in reaching)
        return named if leaf.name in SIGNED_EVENTS else bool(reaching)

    def _fold(self, leaf: Leaf) -> None:
        """Take what was delegated or ended; what cannot be read lets nobody act."""
        try:
            cls, payload = upcast(leaf.name, leaf.schema, dict(leaf.payload))
            event: Any = codec.decode(cls, payload)
            actor = Actor(leaf.actor.id, Role(leaf.actor.role), leaf.actor.unit)
        except ValueError:
            return
        before = self._known.get(leaf.stream, INITIAL)
        self._known[leaf.stream] = evolve(before, event, Meta(actor, leaf.accepted_at, leaf.version))
