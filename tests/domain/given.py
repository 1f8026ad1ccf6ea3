"""A small specification language: `given(orders).when(order).then(events)` or `.refused(code)`.

The world is a hand-written store in memory: orders run through `domain.execution.run`, nothing is faked above it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, TypeVar

from domain.deciders import DECIDERS
from domain.delegation.authority import authorities
from domain.execution import Change, Loaded, Order, empty, run
from domain.ids import kind_of
from domain.nomination.state import Nomination
from domain.peers import further_peers, peers
from domain.refusal import Refusal
from domain.values import Meta
from domain.wording import Told

_State = TypeVar("_State")


@dataclass(frozen=True)
class Recorded:
    """An event as it lies in its stream."""

    event: object
    meta: Meta


@dataclass(frozen=True)
class World:
    """Every stream with its events and its head."""

    streams: Mapping[str, tuple[Recorded, ...]] = field(default_factory=lambda: MappingProxyType({}))
    heads: Mapping[str, Loaded] = field(default_factory=lambda: MappingProxyType({}))

    def load(self, order: Order) -> dict[str, Loaded]:
        """The order's own stream and its peers, as a store would load them."""
        own = self.head(order.stream)
        named = (*peers(order.stream, own.state, order.command), *authorities(order.actor))
        further = further_peers(order.command, {stream: self.head(stream).state for stream in named})
        return {stream: self.head(stream) for stream in (order.stream, *named, *further)}

    def head(self, stream: str) -> Loaded:
        """The stream as it stands; empty where nobody wrote."""
        return self.heads.get(stream) or empty(stream)

    def run(self, order: Order) -> tuple[Change, ...]:
        """What the order would append; raises `Refusal`."""
        return run(order, self.load(order))

    def with_changes(self, order: Order, changes: tuple[Change, ...]) -> "World":
        """The world with what the order appends."""
        streams, heads = dict(self.streams), dict(self.heads)
        for change in changes:
            numbered = enumerate(change.events, start=change.before + 1)
            new = (Recorded(event, Meta(order.actor, order.accepted_at, n)) for n, event in numbered)
            streams[change.stream] = (*streams.get(change.stream, ()), *new)
            heads[change.stream] = Loaded(change.version, change.state)
        return World(MappingProxyType(streams), MappingProxyType(heads))

    def after(self, *orders: Order) -> "World":
        """The world once these orders are done; an order that is refused is a mistake of the test."""
        world = self
        for order in orders:
            try:
                changes = world.run(order)
            except Refusal as refusal:
                done = f"given {type(order.command).__name__} on {order.stream} was refused: {refusal}"
                raise AssertionError(done) from refusal
            world = world.with_changes(order, changes)
        return world

    def replayed(self, stream: str) -> Any:  # noqa: ANN401 - any aggregate's state
        """The stream's events folded from the beginning."""
        decider = DECIDERS[kind_of(stream)]
        state = decider.initial
        for recorded in self.streams.get(stream, ()):
            state = decider.evolve(state, recorded.event, recorded.meta)
        return state

    def state(self, stream: str, kind: type[_State]) -> _State:
        """The state of a stream of that kind of aggregate."""
        state = self.head(stream).state
        assert isinstance(state, kind)
        return state

    def nomination(self, stream: str) -> Nomination:
        """The state of a nomination."""
        return self.state(stream, Nomination)


@dataclass(frozen=True)
class Answered:
    """What came of the order under test."""

    order: Order
    before: World
    changes: tuple[Change, ...]
    refusal: Refusal | None

    @property
    def world(self) -> World:
        """The world after the order."""
        return self.before.with_changes(self.order, self.changes)

    def then(self, *events: object) -> "Answered":
        """Exactly these events were recorded on the order's own stream."""
        assert self.refusal is None, f"refused instead: {self.refusal}"
        assert self.events(self.order.stream) == events
        return self

    def also(self, stream: str, *events: object) -> "Answered":
        """Exactly these events were recorded on another stream by the same order."""
        assert self.refusal is None, f"refused instead: {self.refusal}"
        assert self.events(stream) == events
        return self

    def accepted(self) -> World:
        """The order was taken; the world after it."""
        assert self.refusal is None, f"refused instead: {self.refusal}"
        return self.world

    def refused(self, code: str, **facts: object) -> "Answered":
        """The order was refused with that code, and the named facts have these values, or say so in Vietnamese."""
        assert self.refusal is not None, f"accepted instead: {self.changes}"
        assert self.refusal.code == code, f"refused with {self.refusal}"
        told = {name: self.refusal.facts.get(name) for name in facts}
        assert {name: fact.vi if isinstance(fact, Told) else fact for name, fact in told.items()} == facts
        return self

    def because_of(self, *streams: str) -> "Answered":
        """The refusal names exactly these lines of a bulk act."""
        assert self.refusal is not None, f"accepted instead: {self.changes}"
        assert tuple(item.stream for item in self.refusal.items) == streams
        return self

    def events(self, stream: str) -> tuple[object, ...]:
        """What the order recorded on a stream."""
        return next((change.events for change in self.changes if change.stream == stream), ())


@dataclass(frozen=True)
class Given:
    """A world in which an order may be tried."""

    world: World

    def when(self, order: Order) -> Answered:
        """Try the order."""
        try:
            changes = self.world.run(order)
        except Refusal as refusal:
            return Answered(order, self.world, (), refusal)
        return Answered(order, self.world, changes, None)


def given(*past: World | Order) -> Given:
    """The world in which these orders were done, one after another; a first `World` is where they begin."""
    world = World()
    for entry in past:
        world = entry if isinstance(entry, World) else world.after(entry)
    return Given(world)
