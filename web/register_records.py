"""What the register and the councils hold, told over time: sections of dated entries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from domain.council.state import Council
from domain.register.state import PersonRecord, UnitRecord
from web.i18n import _
from web.register_forms import ABSENCES, GRADES, HOLDS, SCOPES, SEAT_ROLES, SERVICE, TRACKS
from web.words import award_name, day


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
    titles = sorted(record.titles, key=lambda title: -title.year)
    return _sections(
        (
            _("Danh hiệu"),
            (
                Entry(
                    str(title.year),
                    f"{_(award_name(title.award))} ({title.decision or '–'}), {_(TRACKS[title.track]).lower()}",
                )
                for title in titles
            ),
        ),
        (
            _("Thời gian công tác"),
            (
                Entry(_span(one.first, one.last), _(SERVICE[one.kind]), one.last is None)
                for one in sorted(record.service, key=lambda one: one.first, reverse=True)
            ),
        ),
        (
            _("Chức vụ"),
            (
                Entry(
                    _span(one.first, one.last),
                    one.position + (f", {_('lãnh đạo')}" if one.leading else ""),
                    one.last is None,
                )
                for one in sorted(record.positions, key=lambda one: one.first, reverse=True)
            ),
        ),
        (
            _("Thời gian nghỉ"),
            (
                Entry(_span(one.first, one.last), _(ABSENCES[one.cause]))
                for one in sorted(record.absences, key=lambda one: one.first, reverse=True)
            ),
        ),
        (
            _("Kỷ luật"),
            (
                Entry(
                    _span(one.decided_on, one.ends_on),
                    f"{_(GRADES[one.grade])} ({one.conduct})",
                    one.ends_on is None,
                )
                for one in sorted(record.disciplines, key=lambda one: one.decided_on, reverse=True)
            ),
        ),
        (
            _("Việc được xem xét"),
            (
                Entry(
                    _span(one.opened_on, one.concluded_on),
                    f"{_(HOLDS[one.ground])} ({one.id})",
                    one.concluded_on is None,
                )
                for one in sorted(record.proceedings, key=lambda one: one.opened_on, reverse=True)
            ),
        ),
        (
            _("Sáng kiến"),
            (
                Entry(
                    day(one.recognised_on),
                    _(
                        "%(id)s, phạm vi %(scope)s, %(authors)s tác giả, chứng nhận %(certificate)s",
                        id=one.id,
                        scope=_(SCOPES[one.scope]).lower(),
                        authors=one.authors,
                        certificate=one.certificate or "–",
                    ),
                )
                for one in sorted(record.initiatives, key=lambda one: one.recognised_on, reverse=True)
            ),
        ),
        (
            _("Chuyển công tác"),
            (
                Entry(
                    day(one.moved_on),
                    _(
                        "từ %(unit)s, ở đó từ %(since)s; nhận xét: %(opinion)s",
                        unit=one.unit,
                        since=day(one.since),
                        opinion=one.opinion or "–",
                    ),
                )
                for one in sorted(record.transfers, key=lambda one: one.moved_on, reverse=True)
            ),
        ),
    )


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
