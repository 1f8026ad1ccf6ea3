"""What every path shares: one door for commands, a copy of the progress, timers, wake-ups, and a way to roll over."""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from temporalio import workflow
from temporalio.common import SearchAttributeKey, SearchAttributeUpdate, TypedSearchAttributes
from temporalio.exceptions import ApplicationError

with workflow.unsafe.imports_passed_through():
    from domain.envelope import Alarm, Envelope, Progress, Receipt
    from domain.values import Actor, Role
    from workflows.board import board, frozen_board
    from workflows.contracts import EXECUTE, WAKE, PathStart

from workflows.carrying import execute_command, load_progress, wake

STEP = SearchAttributeKey.for_keyword("Step")
DUE_AT = SearchAttributeKey.for_datetime("DueAt")
UNIT = SearchAttributeKey.for_keyword("Unit")

FROZEN = "frozen"
"""The step that operators search for when a stream's chain is broken; the store knows no such step."""

BROKEN = "IntegrityViolation"
"""The type of the failure that says: the stream's chain does not hold."""

_MOST_IN_HAND = 200
"""Commands that may queue for one stream; the server has a limit of its own on updates in flight."""

_LISTED_WITHIN = timedelta(seconds=5)
"""How far the search attributes may lag behind a command. A person waits for the answer and nobody for the list, which
lags by itself; an upsert costs the server a quarter of a whole command, and a row of commands needs only one."""

_ENGINE = Actor("engine", Role.ENGINE, "minhbach")


class Mailbox:
    """The shared body of every path. Its state is disposable: each run begins by reading the store."""

    def __init__(self) -> None:
        self._stream = ""
        self._progress: Progress | None = None
        self._order = asyncio.Lock()
        self._in_hand = 0
        self._stale = True
        self._touched: list[str] = []
        self._rung_out: set[tuple[str, str]] = set()
        self._list_at: datetime | None = None

    @workflow.update(name=EXECUTE)
    async def execute(self, envelope: Envelope) -> Receipt:
        """Record a command: what was accepted first is recorded first.

        An update and not a signal, because the person is waiting for the answer.
        """
        stamped = replace(envelope, accepted_at=workflow.now().isoformat())
        self._in_hand += 1
        try:
            return await self._carry(stamped)
        except ApplicationError as broken:
            if broken.type == BROKEN:
                self._freeze(broken)
            raise
        finally:
            self._in_hand -= 1

    @execute.validator
    def _check(self, envelope: Envelope) -> None:
        """Turn away only what is misdirected or too much; the rules answer in the store."""
        if envelope.stream != workflow.info().workflow_id:
            raise ApplicationError(
                "the command is for another stream", type="Misdirected", non_retryable=True
            )
        if self._in_hand >= _MOST_IN_HAND:
            raise ApplicationError("too many commands in hand", type="Busy")

    @workflow.signal(name=WAKE)
    def wake(self, progress: Progress | None = None) -> None:
        """Another stream's command wrote to this one: the progress comes along, or is read again."""
        if progress is None:
            self._stale = True
        elif self._is_newer(progress):
            self._stale = False
            self._take(progress)
            self._list()

    @workflow.query
    def progress(self) -> Progress | None:
        """The last progress read, for operators."""
        return self._progress

    async def follow(self, start: PathStart) -> None:
        """Follow the stream until it is closed: read, show, wait for a command, a wake-up or a deadline."""
        self._stream = start.stream
        while True:
            await self._catch_up()
            if self._is_over():
                self._list()
                return
            if workflow.info().is_continue_as_new_suggested() and workflow.all_handlers_finished():
                workflow.continue_as_new(start)
            await self._wait()

    async def _carry(self, envelope: Envelope) -> Receipt:
        async with self._order:
            receipt = await execute_command(envelope)
        self._touched.extend(receipt.touched)
        if receipt.progress is not None and self._is_newer(receipt.progress):
            self._take(receipt.progress)
            self._list_at = self._list_at or workflow.now() + _LISTED_WITHIN
        return receipt

    async def _catch_up(self) -> None:
        """Read the progress if it may be stale, and wake the streams that were written to on the way."""
        while self._stale or self._touched:
            if self._stale:
                self._stale = False
                await self._load()
            if self._touched:
                streams, self._touched = list(dict.fromkeys(self._touched)), []
                await wake(streams)

    async def _load(self) -> None:
        """Read the progress; what a command brought meanwhile is newer and stands."""
        try:
            loaded = await load_progress(self._stream)
        except ApplicationError as broken:
            self._freeze(broken)
            return
        if self._progress is None or loaded.version >= self._progress.version:
            self._take(loaded)
            self._list()

    async def _wait(self) -> None:
        """Sleep until something happens; when a deadline comes, send its command through the same door."""
        alarm = self._next_alarm()
        rings_at = datetime.fromisoformat(alarm.due_at) if alarm else None
        if self._list_at is not None and (rings_at is None or self._list_at < rings_at):
            if not await self._happens_before(self._list_at, "Step, DueAt, Unit"):
                self._list()
        elif (
            not await self._happens_before(rings_at, f"{alarm.rung}: {alarm.role}" if alarm else None)
            and alarm
        ):
            await self._ring(alarm)

    async def _happens_before(self, instant: datetime | None, summary: str | None) -> bool:
        """Whether something to act on happens before that instant; without one, wait for it."""
        seen = self._progress
        try:
            await workflow.wait_condition(
                lambda: (
                    self._stale or bool(self._touched) or self._progress is not seen or self._may_roll_over()
                ),
                timeout=_at_least_zero(instant - workflow.now()) if instant else None,
                timeout_summary=summary,
            )
        except TimeoutError:
            return False
        return True

    async def _ring(self, alarm: Alarm) -> None:
        """The calendar decides nothing: it asks the store to record that the deadline came."""
        self._rung_out.add((alarm.rung, alarm.due_at))
        command_id = str(workflow.uuid4())  # not derived: nobody may know it and use it up beforehand
        command = {"rung": alarm.rung, "due_at": alarm.due_at}
        now = workflow.now().isoformat()
        envelope = Envelope(self._stream, "lapse_deadline", command, command_id, _ENGINE, accepted_at=now)
        try:
            receipt = await self._carry(envelope)
        except ApplicationError as broken:
            self._freeze(broken)
        else:
            self._stale = self._stale or not receipt.accepted

    def _next_alarm(self) -> Alarm | None:
        """The soonest rung that was not already rung for; the store may have called that one moot."""
        for alarm in self._progress.alarms if self._progress else ():
            if (alarm.rung, alarm.due_at) not in self._rung_out:
                return alarm
        return None

    def _is_newer(self, progress: Progress) -> bool:
        return self._progress is None or progress.version > self._progress.version

    def _is_over(self) -> bool:
        closed = self._progress is not None and self._progress.closed
        return closed and not self._stale and not self._touched and workflow.all_handlers_finished()

    def _may_roll_over(self) -> bool:
        idle = workflow.all_handlers_finished()
        closed = self._progress is not None and self._progress.closed
        return idle and (closed or workflow.info().is_continue_as_new_suggested())

    def _freeze(self, broken: ApplicationError) -> None:
        """Nothing may be decided on a broken chain: no deadline rings until a wake-up finds it mended."""
        self._progress = None
        self._list_at = None
        workflow.set_current_details(frozen_board(self._stream, broken.message))
        if workflow.info().typed_search_attributes.get(STEP) != FROZEN:
            workflow.upsert_search_attributes([STEP.value_set(FROZEN)])

    def _take(self, progress: Progress) -> None:
        """Keep the progress and tell operators, in Temporal's own UI, the step, who is awaited and until when."""
        self._progress = progress
        if progress.step:
            workflow.set_current_details(board(progress))

    def _list(self) -> None:
        """Bring the search attributes up to date, by which operators list and count the paths."""
        self._list_at = None
        wanted = _attributes(self._progress) if self._progress and self._progress.step else []
        if wanted:
            workflow.upsert_search_attributes(wanted)


def _attributes(progress: Progress) -> list[SearchAttributeUpdate[Any]]:
    """Only what differs from what the server already shows: each upsert is an event in the history."""
    shown: TypedSearchAttributes = workflow.info().typed_search_attributes
    due = datetime.fromisoformat(progress.due_at) if progress.due_at else None
    updates: list[SearchAttributeUpdate[Any]] = []
    if shown.get(STEP) != progress.step:
        updates.append(STEP.value_set(progress.step))
    if shown.get(UNIT) != progress.unit:
        updates.append(UNIT.value_set(progress.unit))
    if shown.get(DUE_AT) != due:
        updates.append(DUE_AT.value_set(due) if due else DUE_AT.value_unset())
    return updates


def _at_least_zero(span: timedelta) -> timedelta:
    return max(span, timedelta(0))
