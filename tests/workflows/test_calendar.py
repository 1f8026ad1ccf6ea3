"""The calendar in virtual time: each rung comes once, when `due` says, and none while a clock stands."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta

import pytest
import pytest_asyncio
from sqlalchemy import Engine

from domain.envelope import Alarm
from domain.nomination.state import Step
from domain.rules.library import packs
from embedded.postgres import Cluster
from embedded.testing import fresh_database
from store.engine import open_engine
from tests.domain import office
from tests.workflows.harness import Desk, eventually, progress_of, record
from tests.workflows.stages import HELD, LINE_AT, WAITING, every_stage, receive_today
from tests.workflows.virtual import AN_INSTANT, Calendar, virtual_time
from worker import path_worker

pytestmark = pytest.mark.asyncio(loop_scope="module")

ON_THE_LADDER = [step for step in packs()["R2019"].path if step != Step.SUBMITTED]
"""A submitted line has no limit of its own: its dossier has."""


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
    async with virtual_time() as env, path_worker(env.client, stages):
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
        assert [rung for rung, _due_at, _at in calendar.lapses(stream)] == [
            "reminder",
            "overdue",
            "escalation",
        ]
        await calendar.until(stream, datetime.now(UTC) + timedelta(days=400))
        assert len(calendar.lapses(stream)) == 3


async def test_dossier_that_nobody_receives_climbs_its_ladder(calendar: Calendar) -> None:
    await calendar.begin(WAITING)
    assert [alarm.role for alarm in _alarms(calendar, WAITING)] == [
        "receiving_clerk",
        "receiving_clerk",
        "appraiser",
    ]
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
        receive_today("dossier-moving"),
    )
    moving = "nomination-moving.001"
    await calendar.begin(moving)
    reminder, overdue, _escalation = _alarms(calendar, moving)
    await calendar.until(moving, datetime.fromisoformat(reminder.due_at) + AN_INSTANT)
    await eventually(lambda: calendar.lapsed(moving, 1))
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
