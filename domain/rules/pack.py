"""A rule pack: the parameters in force on the day of receipt, parsed strictly from readable data."""

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Any, TypeVar

from domain.nomination.claims import InitiativeScope
from domain.refusal import Refusal
from domain.values import Authority, CandidateKind, Role, Route, Track


class MalformedPackError(ValueError):
    """A pack file is not a pack; the message names the place."""


class Status(StrEnum):
    """How surely a parameter is known."""

    VERIFIED = "verified"
    VERIFIED_SECONDARY = "verified_secondary"
    RECALLED = "recalled"
    INFERRED = "inferred"
    UNKNOWN = "unknown"

    @property
    def may_decide(self) -> bool:
        """Only what was read in the instrument may decide; the rest may only ask a human."""
        return self is Status.VERIFIED


class CriterionKind(StrEnum):
    """What a criterion looks at."""

    SERVICE_MONTHS = "service_months"
    SAME_YEAR_TITLE = "same_year_title"
    CONSECUTIVE_TITLES = "consecutive_titles"
    INITIATIVE = "initiative"
    JUDGEMENT = "judgement"


class Ballot(StrEnum):
    """How a vote is taken."""

    OPEN = "open"
    SECRET = "secret"  # noqa: S105 - a kind of ballot


@dataclass(frozen=True, slots=True)
class Criterion:
    """One condition of an award. `minimum`, `count`, `awards` and `scope` matter to the kinds that use them."""

    id: str
    kind: CriterionKind
    status: Status
    source: str
    question: str
    minimum: int = 0
    count: int = 0
    awards: tuple[str, ...] = ()
    scope: str = ""


@dataclass(frozen=True, slots=True)
class Cap:
    """At most `percent` of a population: the holders of `of`, or the unit's strength where `of` is empty."""

    route: Route
    percent: int
    of: tuple[str, ...]
    minimum: int
    status: Status
    source: str


@dataclass(frozen=True, slots=True)
class VoteRule:
    """The share of all members that a line needs, in whole percent."""

    ballot: Ballot
    pass_percent: int
    status: Status
    source: str


@dataclass(frozen=True, slots=True)
class AuthorityRule:
    """Which level decides an award."""

    value: Authority
    status: Status
    source: str


@dataclass(frozen=True, slots=True)
class Award:
    """A title or form of commendation."""

    code: str
    name: str
    track: Track
    candidates: tuple[CandidateKind, ...]
    routes: tuple[Route, ...]
    authority: AuthorityRule
    criteria: tuple[Criterion, ...] = ()
    caps: tuple[Cap, ...] = ()
    vote: VoteRule | None = None
    downgrade_to: str = ""

    def cap_for(self, route: Route) -> Cap | None:
        """The cap on this route, if the pack knows one."""
        return next((cap for cap in self.caps if cap.route is route), None)


@dataclass(frozen=True, slots=True)
class StepLimit:
    """Who acts at a step and how long they have, in working days; and when they are reminded and overtaken."""

    step: str
    awaits: Role
    limit_days: int
    remind_before_days: int
    escalate_after_days: int
    escalate_to: Role
    status: Status
    source: str


@dataclass(frozen=True, slots=True)
class RulePack:
    """The rules of one regime. `hash` is the SHA-256 of the file's bytes."""

    id: str
    title: str
    hash: str
    received_from: date
    received_to: date | None
    calendar: str
    instruments: Mapping[str, str]
    awards: Mapping[str, Award]
    path: Mapping[str, StepLimit]

    def award(self, code: str) -> Award:
        """The award of that code; refuses an unknown one."""
        if code not in self.awards:
            raise Refusal("unknown_award", {"award": code})
        return self.awards[code]

    def covers(self, received_on: date) -> bool:
        """Whether a dossier received that day falls under this pack."""
        return self.received_from <= received_on and (
            self.received_to is None or received_on <= self.received_to
        )


def parse_pack(raw: bytes) -> RulePack:
    """Read a pack; raises `MalformedPackError` naming what is wrong and where."""
    try:
        data = json.loads(raw)
        awards = _by(lambda award: award.code, _each("awards", data["awards"], _award))
        path = _by(lambda limit: limit.step, _each("path", data["path"], _step))
        pack = RulePack(
            id=data["id"],
            title=data["title"],
            hash=hashlib.sha256(raw).hexdigest(),
            received_from=_placed("received_from", data["received_from"], date.fromisoformat),
            received_to=_placed("received_to", data["received_to"], _day_or_none),
            calendar=data["calendar"],
            instruments=MappingProxyType(dict(data["instruments"])),
            awards=MappingProxyType(awards),
            path=MappingProxyType(path),
        )
    except MalformedPackError:
        raise
    except _MALFORMED as error:
        raise MalformedPackError(_wrong(error)) from error
    _check(pack)
    return pack


_MALFORMED = (AttributeError, KeyError, TypeError, ValueError)
_T = TypeVar("_T")


def _wrong(error: Exception) -> str:
    return f"{error.args[0]!r} is missing" if isinstance(error, KeyError) else str(error)


def _each(place: str, entries: Sequence[Any], parse: Callable[[Mapping[str, Any]], _T]) -> tuple[_T, ...]:
    """Parse every entry of a list; what is wrong in one is told with its place, as in `awards[2]`."""
    return tuple(_placed(f"{place}[{number}]", entry, parse) for number, entry in enumerate(entries))


def _placed(place: str, entry: Any, parse: Callable[[Any], _T]) -> _T:  # noqa: ANN401 - raw JSON
    try:
        return parse(entry)
    except MalformedPackError as error:
        raise MalformedPackError(f"{place}.{error}") from error
    except _MALFORMED as error:
        raise MalformedPackError(f"{place}: {_wrong(error)}") from error


def _by(key: Callable[[_T], str], entries: tuple[_T, ...]) -> dict[str, _T]:
    found = {key(entry): entry for entry in entries}
    if len(found) != len(entries):
        twice = sorted(name for name, times in Counter(map(key, entries)).items() if times > 1)
        raise ValueError(f"given more than once: {twice}")
    return found


def _whole(entry: Mapping[str, Any], name: str, default: int | None = None) -> int:
    """A whole number: no fraction is rounded and no text is read as a figure."""
    value = entry[name] if default is None else entry.get(name, default)
    if type(value) is not int:
        raise ValueError(f"{name} must be a whole number, not {value!r}")
    return value


def _check(pack: RulePack) -> None:
    for award in pack.awards.values():
        named = [code for criterion in award.criteria for code in criterion.awards]
        named += [code for cap in award.caps for code in cap.of] + [award.downgrade_to or award.code]
        unknown = sorted(set(named) - set(pack.awards))
        if unknown:
            raise MalformedPackError(f"award {award.code} names unknown awards {unknown}")
        sourceless = [c.id for c in award.criteria if c.status is Status.VERIFIED and not c.source]
        if sourceless:
            raise MalformedPackError(f"award {award.code}: verified without a source: {sourceless}")


def _day_or_none(entry: str | None) -> date | None:
    return None if entry is None else date.fromisoformat(entry)


def _status(entry: Mapping[str, Any]) -> tuple[Status, str]:
    return Status(entry["status"]), str(entry["source"])


def _award(entry: Mapping[str, Any]) -> Award:
    status, source = _status(entry["authority"])
    return Award(
        code=entry["code"],
        name=entry["name"],
        track=Track(entry["track"]),
        candidates=tuple(CandidateKind(kind) for kind in entry["candidates"]),
        routes=tuple(Route(route) for route in entry["routes"]),
        authority=AuthorityRule(Authority(entry["authority"]["value"]), status, source),
        criteria=_each("criteria", entry.get("criteria", ()), _criterion),
        caps=_each("caps", entry.get("caps", ()), _cap),
        vote=_placed("vote", entry["vote"], _vote) if entry.get("vote") else None,
        downgrade_to=entry.get("downgrade_to", ""),
    )


def _criterion(entry: Mapping[str, Any]) -> Criterion:
    status, source = _status(entry)
    kind = CriterionKind(entry["kind"])
    if kind is CriterionKind.INITIATIVE:
        InitiativeScope(entry["scope"])
    return Criterion(
        id=entry["id"],
        kind=kind,
        status=status,
        source=source,
        question=entry["question"],
        minimum=_whole(entry, "minimum", 0),
        count=_whole(entry, "count", 0),
        awards=tuple(entry.get("awards", ())),
        scope=entry.get("scope", ""),
    )


def _cap(entry: Mapping[str, Any]) -> Cap:
    status, source = _status(entry)
    return Cap(
        Route(entry["route"]),
        _whole(entry, "percent"),
        tuple(entry["of"]),
        _whole(entry, "minimum"),
        status,
        source,
    )


def _vote(entry: Mapping[str, Any]) -> VoteRule:
    status, source = _status(entry)
    return VoteRule(Ballot(entry["ballot"]), _whole(entry, "pass_percent"), status, source)


def _step(entry: Mapping[str, Any]) -> StepLimit:
    status, source = _status(entry)
    return StepLimit(
        step=entry["step"],
        awaits=Role(entry["awaits"]),
        limit_days=_whole(entry, "limit_days"),
        remind_before_days=_whole(entry, "remind_before_days"),
        escalate_after_days=_whole(entry, "escalate_after_days"),
        escalate_to=Role(entry["escalate_to"]),
        status=status,
        source=source,
    )
