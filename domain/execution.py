"""Run one command over the streams it concerns: a pure function from what was loaded to what must be appended."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from domain.context import Context
from domain.deciders import DECIDERS
from domain.delegation.authority import check_authority
from domain.ids import kind_of
from domain.reactions import react
from domain.refusal import Refusal
from domain.refusals import as_item
from domain.values import Actor, Meta


@dataclass(frozen=True, slots=True)
class Loaded:
    """A stream as it stands: its version (0 if empty) and folded state."""

    version: int
    state: Any


@dataclass(frozen=True, slots=True)
class Change:
    """Events to append to a stream that stands at `before`, and its state after them."""

    stream: str
    before: int
    events: tuple[object, ...]
    state: Any

    @property
    def version(self) -> int:
        """The stream's version once the events are appended."""
        return self.before + len(self.events)


@dataclass(frozen=True, slots=True)
class Order:
    """A command for a stream by a named actor, as the engine took it on."""

    stream: str
    command: object
    actor: Actor
    accepted_at: datetime
    seen_version: int | None = None


def empty(stream: str) -> Loaded:
    """A stream nobody has written to."""
    return Loaded(0, DECIDERS[kind_of(stream)].initial)


def run(order: Order, loaded: Mapping[str, Loaded]) -> tuple[Change, ...]:
    """Decide the command and everything that follows from it for other streams: all of it, or a `Refusal`.

    `loaded` holds the command's own stream and every stream that `peers()` and `authorities()` named.
    """
    ledger = _Ledger(order, dict(loaded))
    own = ledger.loaded.get(order.stream) or empty(order.stream)
    context = ledger.context(order.stream)
    check_authority(order.command, kind_of(order.stream), order.actor, context.today, context.peers)
    if order.seen_version is not None and order.seen_version != own.version:
        raise Refusal("stale_view", {"current": own.version})
    events = ledger.decide(order.stream, order.command)
    relayed = [
        item
        for event in events
        for item in react(ledger.state(order.stream), order.command, event, ledger.context(order.stream))
    ]
    refused = ledger.relay(relayed)
    if refused:
        first = refused[0]
        raise Refusal(
            first[1].code, first[1].facts, first[1].source, tuple(as_item(*entry) for entry in refused)
        )
    return ledger.changes()


@dataclass(slots=True)
class _Ledger:
    """The streams of one order while it runs."""

    order: Order
    loaded: dict[str, Loaded]
    written: dict[str, Change] = field(default_factory=dict)

    def state(self, stream: str) -> Any:  # noqa: ANN401 - any aggregate's state
        return self._now(stream).state

    def context(self, stream: str) -> Context:
        states = {name: entry.state for name, entry in self.loaded.items()}
        return Context(stream, self.order.actor, self.order.accepted_at, states)

    def decide(self, stream: str, command: object) -> tuple[object, ...]:
        return self._decide(stream, command, self.context(stream))

    def relay(self, relayed: list[tuple[str, object]]) -> list[tuple[str, Refusal]]:
        """Decide every relayed command; the peers they see are those from before the order."""
        context = self.context(self.order.stream)
        refused: list[tuple[str, Refusal]] = []
        for stream, command in relayed:
            try:
                self._decide(stream, command, replace(context, stream=stream))
            except Refusal as refusal:
                refused.append((stream, refusal))
        return refused

    def changes(self) -> tuple[Change, ...]:
        return tuple(change for change in self.written.values() if change.events)

    def _now(self, stream: str) -> Loaded:
        change = self.written.get(stream)
        if change is not None:
            return Loaded(change.version, change.state)
        return self.loaded.get(stream) or empty(stream)

    def _decide(self, stream: str, command: object, context: Context) -> tuple[object, ...]:
        decider = DECIDERS[kind_of(stream)]
        now = self._now(stream)
        events = decider.decide(now.state, command, context)
        state = now.state
        for number, event in enumerate(events, start=now.version + 1):
            state = decider.evolve(state, event, Meta(self.order.actor, self.order.accepted_at, number))
        self._write(stream, now.version, events, state)
        return events

    def _write(self, stream: str, before: int, events: tuple[object, ...], state: Any) -> None:  # noqa: ANN401
        earlier = self.written.get(stream)
        if earlier is None:
            self.written[stream] = Change(stream, before, events, state)
        else:
            self.written[stream] = Change(stream, earlier.before, (*earlier.events, *events), state)
