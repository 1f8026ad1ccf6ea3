"""Hold every day of a sitting against the others: the one it was called for, was moved to, and was held on."""

from collections.abc import Iterator

from domain.council.state import Council
from domain.rules.calendar import civil_date
from domain.session import events as e
from domain.session.convening import conflicts, seats_on
from domain.session.finding import STATES_ITS_DAY, Check, Failure, Moment
from domain.session.state import Session
from domain.values import Meta


def too_early(state: Session, meta: Meta) -> Iterator[Failure]:
    """An act of the sitting recorded before its day."""
    day = civil_date(meta.accepted_at)
    if state.meets_on is not None and day < state.meets_on:
        yield Failure(
            Check.ORDER,
            meta.version,
            f"ghi ngày {day:%d/%m/%Y}, trước ngày họp {state.meets_on:%d/%m/%Y}",
            f"recorded on {day}, before the sitting of {state.meets_on}",
        )


def late_without_basis(state: Session, basis: str, meta: Meta) -> Iterator[Failure]:
    """An act of the sitting recorded on a later day, by no paper."""
    day = civil_date(meta.accepted_at)
    if state.meets_on is not None and state.meets_on < day and not basis:
        yield Failure(
            Check.ORDER,
            meta.version,
            f"ghi ngày {day:%d/%m/%Y}, sau ngày họp {state.meets_on:%d/%m/%Y}, không có căn cứ nhập muộn",
            f"recorded on {day}, after the sitting of {state.meets_on}, without a basis",
        )


def attended_on(state: Session, event: e.AttendanceRecorded, moment: Moment) -> Iterator[Failure]:
    """An attendance of another day than that of the sitting; those of before the day was stated say nothing of it."""
    yield from too_early(state, moment.meta)
    if event.sat_on is None:
        if moment.schema >= STATES_ITS_DAY:
            yield Failure(
                Check.PRESENCE,
                moment.meta.version,
                "người dự không ghi họp ngày nào",
                "the attendance does not say of what day it is",
            )
        return
    yield from late_without_basis(state, event.late_entry_basis or state.late_entry_basis, moment.meta)
    if event.sat_on != state.meets_on and state.meets_on is not None:
        yield Failure(
            Check.PRESENCE,
            moment.meta.version,
            f"ghi người dự họp ngày {event.sat_on:%d/%m/%Y}, phiên họp ghi ngày {state.meets_on:%d/%m/%Y}",
            f"the attendance is of {event.sat_on}, the sitting of {state.meets_on}",
        )


def _of_that_day(council: Council, event: e.SessionRescheduled) -> bool:
    day = event.meets_on
    recorded = event.seats, event.standing_body
    return council.exists_on(day) and (seats_on(council, day), council.body_on(day)) == recorded


def moved(state: Session, event: e.SessionRescheduled, moment: Moment) -> Iterator[Failure]:
    """A new day whose seats, standing body or conflicts are not those of the council and its agenda."""
    council, version = moment.around.get(state.body), moment.meta.version
    day = event.meets_on
    if not (isinstance(council, Council) and _of_that_day(council, event)):
        yield Failure(
            Check.SEATS,
            version,
            f"thành viên sau khi đổi ngày không đúng với {state.body} ngày {day:%d/%m/%Y}",
            f"the seats after the move are not those of {state.body} on {day}",
        )
    if not event.document.strip():
        yield Failure(
            Check.ORDER, version, "đổi ngày họp không có thông báo", "the sitting was moved by no notice"
        )
    shown = set(conflicts(event.seats, state.agenda, state.unit, state.kind))
    for conflict in sorted(shown - set(event.detected), key=lambda entry: (entry.member, entry.nomination)):
        yield Failure(
            Check.CONFLICTS,
            version,
            f"{conflict.member} có liên quan đến {conflict.nomination} mà không được ghi khi đổi ngày",
            f"{conflict.member} is concerned by {conflict.nomination}, which was left out of the move",
        )
