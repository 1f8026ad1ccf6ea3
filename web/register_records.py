"""What the register and the councils hold, told over time: sections of dated entries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from typing import TypeVar

from domain.council.state import Council
from domain.nomination.claims import TitleHeld
from domain.register.state import PersonRecord, UnitRecord
from domain.rules.facts import (
    Absence,
    Discipline,
    PositionHeld,
    Proceeding,
    RecognisedWork,
    ServicePeriod,
    Transfer,
)
from web.i18n import _
from web.register_forms import ABSENCES, GRADES, HOLDS, SCOPES, SEAT_ROLES, SERVICE, TRACKS
from web.words import award_name, day

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing on record: when, and what; `open` marks what is still going on or not concluded."""

    when: str
    text: str
    open: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """The entries of one kind, latest first."""

    title: str
    entries: tuple[Entry, ...]


def _span(first: date | None, last: date | None) -> str:
    if first is None:
        return _("đến %(last)s", last=day(last)) if last else ""
    if last is None:
        return _("từ %(first)s", first=day(first))
    return f"{day(first)} – {day(last)}"


def of_person(record: PersonRecord) -> list[Section]:
    """A person's record."""
    return _sections(
        (_("Danh hiệu"), map(_title, sorted(record.titles, key=lambda one: -one.year))),
        (_("Thời gian công tác"), map(_service, _latest(record.service, "first"))),
        (_("Chức vụ"), map(_position, _latest(record.positions, "first"))),
        (_("Thời gian nghỉ"), map(_absence, _latest(record.absences, "first"))),
        (_("Kỷ luật"), map(_discipline, _latest(record.disciplines, "decided_on"))),
        (_("Việc được xem xét"), map(_proceeding, _latest(record.proceedings, "opened_on"))),
        (_("Sáng kiến"), map(_initiative, _latest(record.initiatives, "recognised_on"))),
        (_("Chuyển công tác"), map(_transfer, _latest(record.transfers, "moved_on"))),
    )


def _latest(entries: Iterable[T], dated: str) -> list[T]:
    """The entries by the day in that field, latest first."""
    return sorted(entries, key=attrgetter(dated), reverse=True)


def _title(one: TitleHeld) -> Entry:
    track = _(TRACKS[one.track]).lower()
    return Entry(str(one.year), f"{award_name(one.award)} ({one.decision or '–'}), {track}")


def _service(one: ServicePeriod) -> Entry:
    return Entry(_span(one.first, one.last), _(SERVICE[one.kind]), one.last is None)


def _position(one: PositionHeld) -> Entry:
    leading = f", {_('lãnh đạo')}" if one.leading else ""
    return Entry(_span(one.first, one.last), one.position + leading, one.last is None)


def _absence(one: Absence) -> Entry:
    return Entry(_span(one.first, one.last), _(ABSENCES[one.cause]))


def _discipline(one: Discipline) -> Entry:
    return Entry(
        _span(one.decided_on, one.ends_on), f"{_(GRADES[one.grade])} ({one.conduct})", one.ends_on is None
    )


def _proceeding(one: Proceeding) -> Entry:
    span = _span(one.opened_on, one.concluded_on)
    return Entry(span, f"{_(HOLDS[one.ground])} ({one.id})", one.concluded_on is None)


def _initiative(one: RecognisedWork) -> Entry:
    told = _(
        "%(id)s, phạm vi %(scope)s, %(authors)s tác giả, chứng nhận %(certificate)s",
        id=one.id,
        scope=_(SCOPES[one.scope]).lower(),
        authors=one.authors,
        certificate=one.certificate or "–",
    )
    return Entry(day(one.recognised_on), told)


def _transfer(one: Transfer) -> Entry:
    told = _(
        "từ %(unit)s, ở đó từ %(since)s; nhận xét: %(opinion)s",
        unit=one.unit,
        since=day(one.since),
        opinion=one.opinion or "–",
    )
    return Entry(day(one.moved_on), told)


def of_unit(record: UnitRecord) -> list[Section]:
    """A unit's record."""
    ended = record.dissolved_on
    return _sections(
        (
            _("Biên chế, quân số"),
            (
                Entry(str(year), _("%(people)s người", people=people))
                for year, people in sorted(record.strength, reverse=True)
            ),
        ),
        (
            _("Chỉ tiêu, kết quả"),
            (
                Entry(str(one.year), f"{one.id}: {one.result}/{one.target}")
                for one in sorted(record.targets, key=lambda one: -one.year)
            ),
        ),
        (
            _("Giải thể, sáp nhập"),
            ([Entry(day(ended), _("kế tiếp: %(unit)s", unit=record.successor or "–"))] if ended else []),
        ),
    )


def of_council(record: Council) -> list[Section]:
    """A council's record."""
    return _sections(
        (
            _("Thành viên"),
            (
                Entry(
                    _span(one.seated_from, one.seated_to),
                    f"{one.person}, {_(SEAT_ROLES[one.role]).lower()}, {one.unit}",
                    one.seated_to is None,
                )
                for one in record.members
            ),
        ),
        (
            _("Cơ quan thường trực"),
            (
                Entry(_span(one.serves_from, one.serves_to), one.unit, one.serves_to is None)
                for one in reversed(record.bodies)
            ),
        ),
    )


def _sections(*given: tuple[str, Iterable[Entry]]) -> list[Section]:
    return [Section(title, tuple(entries)) for title, entries in given]
