"""The calendar in virtual time: every rung comes at the instant that `due` says, once, and none while a clock stands."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
import pytest_asyncio
from sqlalchemy import Engine
from temporalio.common import SearchAttributeKey
from temporalio.testing import TimeSkippingConfig, WorkflowEnvironment

from domain.envelope import Alarm
from domain.nomination.state import Step
from domain.rules.library import packs
from embedded.postgres import Cluster
from embedded.temporal import find_temporal
from embedded.testing import fresh_database
from store.engine import open_engine
from tests.domain import office
from tests.workflows.harness import RING, Desk, eventually, progress_of, record, rows
from tests.workflows.stages import HELD, LINE_AT, WAITING, every_stage
from worker import path_worker
from workflows.contracts import TASK_QUEUE, WAKE, PathStart, workflow_type
from workflows.payloads import data_converter

pytestmark = pytest.mark.asyncio(loop_scope="module")

AN_INSTANT = timedelta(minutes=1)
LATE_AT_MOST = timedelta(minutes=2)
"""Virtual time moves with the machine's own between two hops."""

ON_THE_LADDER = [step for step in packs()["R2019"].path if step != Step.SUBMITTED]
"""A submitted line has no limit of its own: its dossier has."""


@dataclass(frozen=True)
class Calendar:
    """Every stage in a database, and a server on which time is ours."""

    env: WorkflowEnvironment
    engine: Engine
    desk: Desk

    async def begin(self, stream: str) -> None:
        """Begin a stream's workflow, as a wake-up does."""
        await self.env.client.start_workflow(
            workflow_type(stream), PathStart(stream), id=stream, task_queue=TASK_QUEUE, start_signal=WAKE
        )
        if not progress_of(self.engine, stream).closed:
            await eventually(lambda: self._shows_its_step(stream))

    async def _shows_its_step(self, stream: str) -> bool:
        return bool((await self.desk.metadata(stream)).current_details)

    async def until(self, stream: str, instant: datetime) -> None:
        """Let the stream's clock come to that instant."""
        handle = self.desk.handle(stream)
        span = instant - await self.env.get_current_time(handle)
        if span > timedelta(0):
            assert await self.env.fast_forward(handle, span)

    def lapses(self, stream: str) -> list[tuple[str, str, datetime]]:
        """What the calendar recorded on a stream: rung, due instant, when it was accepted."""
        found = rows(
            self.engine,
            "SELECT convert_from(bytes, 'UTF8')::jsonb AS leaf FROM leaf"
            " WHERE stream = :stream AND name LIKE '%.deadline_lapsed' ORDER BY version",
            stream=stream,
        )
        leaves = [row["leaf"] for row in found]
        return [
            (leaf["payload"]["rung"], leaf["payload"]["due_at"], datetime.fromisoformat(leaf["accepted_at"]))
            for leaf in leaves
        ]

    def lateness(self, stream: str) -> str:
        """What the work queue shows."""
        (row,) = rows(self.engine, "SELECT lateness FROM work_queue WHERE stream = :stream", stream=stream)
        return str(row["lateness"])

    async def climb(self, stream: str) -> None:
        """Go through the ladder of the present step, holding each rung against what `due` says."""
        before = len(self.lapses(stream))
        for number, alarm in enumerate(progress_of(self.engine, stream).alarms, start=before):
            due_at = datetime.fromisoformat(alarm.due_at)
            await self.until(stream, due_at - AN_INSTANT)
            assert len(self.lapses(stream)) == number, f"{stream}: {alarm.rung} came early"
            await self.until(stream, due_at + AN_INSTANT)
            await eventually(lambda wanted=number + 1: self._lapsed(stream, wanted))  # type: ignore[misc]
            rung, said, accepted_at = self.lapses(stream)[-1]
            assert (rung, said) == (alarm.rung, alarm.due_at)
            assert timedelta(0) <= accepted_at - due_at <= LATE_AT_MOST
            assert self.lateness(stream) == alarm.rung

    async def _lapsed(self, stream: str, wanted: int) -> bool:
        return len(self.lapses(stream)) >= wanted


@pytest.fixture(scope="module")
def stages(cluster: Cluster, template: str) -> Iterator[Engine]:
    with ExitStack() as stack:
        database = stack.enter_context(fresh_database(cluster, template))
        engine = open_engine(database.app_url)
        stack.callback(engine.dispose)
        record(engine, *every_stage())
        yield engine


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def calendar(stages: Engine) -> AsyncIterator[Calendar]:
    keys = [
        SearchAttributeKey.for_keyword("Step"),
        SearchAttributeKey.for_datetime("DueAt"),
        SearchAttributeKey.for_keyword("Unit"),
    ]
    # Clocks stand still until a test moves one.
    env = await WorkflowEnvironment.start_time_skipping_v2(
        ts_config=TimeSkippingConfig(enabled=False),
        data_converter=data_converter(RING),
        search_attributes=keys,
        dev_server_existing_path=str(find_temporal()),
        dev_server_extra_args=["--dynamic-config-value", "frontend.WorkflowTimeSkippingEnabled=true"],
    )
    async with env, path_worker(env.client, stages):
        desk = Desk(env.client)
        yield Calendar(env, stages, desk)
        await desk.terminate_all()


def _alarms(calendar: Calendar, stream: str) -> tuple[Alarm, ...]:
    return progress_of(calendar.engine, stream).alarms


async def test_each_rung_of_every_step_comes_when_due_and_is_recorded_once(calendar: Calendar) -> None:
    streams = [LINE_AT[Step(step)] for step in ON_THE_LADDER]
    assert all(len(_alarms(calendar, stream)) == 3 for stream in streams)
    await asyncio.gather(*(calendar.begin(stream) for stream in streams))
    await asyncio.gather(*(calendar.climb(stream) for stream in streams))
    for stream in streams:
        assert _alarms(calendar, stream) == ()
        assert [rung for rung, _due_at, _at in calendar.lapses(stream)] == ["reminder", "overdue", "escalation"]
        await calendar.until(stream, datetime.now(UTC) + timedelta(days=400))
        assert len(calendar.lapses(stream)) == 3


async def test_dossier_that_nobody_receives_climbs_its_ladder(calendar: Calendar) -> None:
    await calendar.begin(WAITING)
    assert [alarm.role for alarm in _alarms(calendar, WAITING)] == ["receiving_clerk", "receiving_clerk", "appraiser"]
    await calendar.climb(WAITING)
    assert [rung for rung, _due_at, _at in calendar.lapses(WAITING)] == ["reminder", "overdue", "escalation"]


async def test_clock_of_a_held_line_stands_and_runs_from_its_release(calendar: Calendar) -> None:
    await calendar.begin(HELD)
    assert _alarms(calendar, HELD) == ()
    await calendar.until(HELD, datetime.now(UTC) + timedelta(days=300))
    assert calendar.lapses(HELD) == []
    await calendar.desk.done(office.release(HELD))
    first = _alarms(calendar, HELD)[0]
    assert datetime.fromisoformat(first.due_at) > datetime.now(UTC) + timedelta(days=300)
    await calendar.climb(HELD)
    assert len(calendar.lapses(HELD)) == 3


@pytest.mark.parametrize("step", [Step.ARCHIVED, Step.WITHDRAWN])
async def test_closed_line_has_no_workflow_to_remind_of_anything(calendar: Calendar, step: Step) -> None:
    stream = LINE_AT[step]
    await calendar.begin(stream)
    assert await calendar.desk.handle(stream).result() is None
    assert calendar.lapses(stream) == []


async def test_new_step_arms_a_new_ladder_and_forgets_the_old(calendar: Calendar) -> None:
    record(
        calendar.engine,
        office.draft(office.line("cb-200"), dossier="dossier-moving"),
        office.submit(dossier="dossier-moving"),
        office.receive(dossier="dossier-moving"),
    )
    moving = "nomination-moving.001"
    await calendar.begin(moving)
    reminder, overdue, _escalation = _alarms(calendar, moving)
    await calendar.until(moving, datetime.fromisoformat(reminder.due_at) + AN_INSTANT)
    await eventually(lambda: calendar._lapsed(moving, 1))
    await calendar.desk.done(office.return_line(moving))
    assert calendar.lateness(moving) == ""
    again = _alarms(calendar, moving)
    assert [alarm.rung for alarm in again] == ["reminder", "overdue", "escalation"]
    assert overdue.due_at not in {alarm.due_at for alarm in again}
    await calendar.climb(moving)
    assert [due_at for _rung, due_at, _at in calendar.lapses(moving)] == [
        reminder.due_at,
        *(alarm.due_at for alarm in again),
    ]
