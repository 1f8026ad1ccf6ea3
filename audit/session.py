"""Read one session and what it rests on out of the evidence, check it, and tell what was found.

Only the leaves are read. Whether the leaves themselves are whole is what `verify` says.
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any, Final, Protocol

from audit.evidence import BadEvidence
from domain.deciders import DECIDERS
from domain.execution import empty
from domain.ids import kind_of
from domain.session.check import check, streams_around
from domain.session.evolve import evolve
from domain.session.finding import TITLES, Checked, Moment
from domain.session.minutes import SessionMinutes, minutes
from domain.session.state import INITIAL
from domain.values import Actor, Meta, Role
from store import codec
from store.upcasters import UnknownEvent, upcast
from tlog.leaf import Leaf, MalformedLeaf, parse


class LeafSource(Protocol):
    """Where leaves are read: the whole of the evidence, or an excerpt that holds every stream the check needs."""

    def leaves(self) -> Iterator[bytes]:
        """The bytes of every leaf in position order."""
        ...


@dataclass(frozen=True, slots=True)
class Placed:
    """A leaf's event with its place in the log."""

    position: int
    stream: str
    command_id: str
    event: Any
    meta: Meta
    schema: int


@dataclass(frozen=True, slots=True)
class SessionReport:
    """What the check of a session found, and the data of its minutes."""

    session: str
    checks: tuple[Checked, ...]
    minutes: SessionMinutes | None

    @property
    def ok(self) -> bool:
        """Whether every check holds."""
        return all(checked.ok for checked in self.checks)


def session_report(source: LeafSource, session: str) -> SessionReport:
    """Check a session from the evidence alone; raises `BadEvidence` for one that is not there."""
    history = moments(source, session)
    return SessionReport(session, check(history), minutes(history))


def moments(source: LeafSource, session: str) -> list[Moment]:
    """The events of a session, each with the other streams' states as they stood when it was recorded."""
    own = list(_placed(source, {session}))
    if not own:
        raise BadEvidence(f"Không có {session} trong bằng chứng.", f"There is no {session} in the evidence.")
    wanted = _wanted(own)
    streams = {stream for streams in wanted.values() for stream in streams}
    others = list(_placed(source, streams)) if streams else []
    return [
        Moment(placed.event, placed.meta, _around(placed, wanted[placed.position], others), placed.schema)
        for placed in own
    ]


def _wanted(own: list[Placed]) -> dict[int, tuple[str, ...]]:
    """The streams that each event of the session must be held against, by its position."""
    state, wanted = INITIAL, {}
    for placed in own:
        wanted[placed.position] = streams_around(state, placed.event)
        state = evolve(state, placed.event, placed.meta)
    return wanted


def _around(placed: Placed, streams: tuple[str, ...], others: list[Placed]) -> dict[str, Any]:
    """Those streams folded up to the event, without what the same command wrote to them."""
    states = {stream: empty(stream).state for stream in streams}
    for other in others:
        before = other.position < placed.position and other.command_id != placed.command_id
        if other.stream in states and before:
            states[other.stream] = DECIDERS[kind_of(other.stream)].evolve(
                states[other.stream], other.event, other.meta
            )
    return states


def _placed(source: LeafSource, streams: set[str]) -> Iterator[Placed]:
    """The events of some streams, in the order of the log."""
    names = [f'"stream":"{stream}"'.encode() for stream in streams]
    for position, data in enumerate(source.leaves()):
        if len(names) > _MANY or any(name in data for name in names):
            leaf = _leaf(position, data)
            if leaf.stream in streams:
                yield _event(position, leaf)


_MANY: Final = 8
"""Above so many streams it is quicker to read every leaf than to look for each name in its bytes."""


def _leaf(position: int, data: bytes) -> Leaf:
    try:
        return parse(data)
    except MalformedLeaf as error:
        raise _unreadable(position, error) from error


def _event(position: int, leaf: Leaf) -> Placed:
    try:
        cls, payload = upcast(leaf.name, leaf.schema, dict(leaf.payload))
        event: object = codec.decode(cls, payload)
        actor = Actor(leaf.actor.id, Role(leaf.actor.role), leaf.actor.unit)
    except (UnknownEvent, ValueError, LookupError, TypeError) as error:
        raise _unreadable(position, error) from error
    meta = Meta(actor, leaf.accepted_at, leaf.version)
    return Placed(position, leaf.stream, leaf.command_id, event, meta, leaf.schema)


def _unreadable(position: int, error: Exception) -> BadEvidence:
    return BadEvidence(
        f"Không đọc được bản ghi {position}: {error}.", f"Leaf {position} cannot be read: {error}."
    )


# Telling


def told(report: SessionReport, lang: str) -> Iterator[str]:
    """The report for people."""
    place = 0 if lang == "vi" else 1
    held = report.minutes
    if held is not None:
        present, needed, members = held.quorum
        yield (
            (
                f"{held.council}, {held.meets_on:%d/%m/%Y}: có mặt {present}/{members} (cần {needed}), "
                f"{len(held.papers)} phiếu, {len(held.results)} dòng"
            ),
            (
                f"{held.council}, {held.meets_on}: {present} of {members} present ({needed} needed), "
                f"{len(held.papers)} papers, {len(held.results)} lines"
            ),
        )[place]
    for checked in report.checks:
        mark = ("đạt", "ok")[place] if checked.ok else ("KHÔNG ĐẠT", "FAILS")[place]
        yield f"[{mark}] {TITLES[checked.check][place]}"
        for failure in checked.failures:
            sentence = (failure.sentence_vi, failure.sentence_en)[place]
            yield f"    - {sentence} ({('sự kiện', 'event')[place]} {failure.version})"
    verdict = ("KẾT LUẬN: phiên họp tính lại khớp.", "RESULT: the session stands as recorded.")
    failed = ("KẾT LUẬN: phiên họp không khớp.", "RESULT: the session does not stand.")
    yield (verdict if report.ok else failed)[place]


def as_facts(report: SessionReport) -> dict[str, Any]:
    """The report as JSON values; dates are left to the writer."""
    checks = [
        {
            "check": checked.check,
            "ok": checked.ok,
            "failures": [asdict(failure) for failure in checked.failures],
        }
        for checked in report.checks
    ]
    held = asdict(report.minutes) if report.minutes else None
    return {"session": report.session, "ok": report.ok, "checks": checks, "minutes": held}
