"""Continue-as-new on a server that suggests it early: commands keep coming, none is lost and none is doubled."""

import asyncio
import uuid
from collections.abc import AsyncIterator, Iterator

import pytest
import pytest_asyncio
from sqlalchemy import Engine
from temporalio.client import WorkflowExecution, WorkflowExecutionStatus

from domain.envelope import Receipt
from domain.execution import Order
from domain.nomination.state import Step
from embedded.temporal import Temporal
from embedded.testing import temporal_for_tests
from tests.domain import office
from tests.workflows.harness import RING, Desk, eventually, progress_of, record, rows
from tests.workflows.stages import HELD, LINE_AT, every_stage
from worker import path_worker
from workflows.connection import connect

SUGGESTED_AFTER = 60
SENDERS, COMMANDS_EACH = 6, 30
ROOM = 6 * SUGGESTED_AFTER
"""How far a busy run may go past the suggestion before it finds a moment to roll over."""


@pytest.fixture(scope="module")
def early_server() -> Iterator[Temporal]:
    """A server that suggests continue-as-new after few events."""
    with temporal_for_tests({"limit.historyCount.suggestContinueAsNew": SUGGESTED_AFTER}) as running:
        yield running


@pytest_asyncio.fixture
async def early_desk(early_server: Temporal, engine: Engine) -> AsyncIterator[Desk]:
    found = Desk(await connect(early_server.address, "default", RING))
    async with path_worker(found.client, engine):
        yield found
        await found.terminate_all()


async def _runs(desk: Desk, stream: str) -> list[WorkflowExecution]:
    """The runs of a stream's workflow, oldest first."""
    found = [run async for run in desk.client.list_workflows(f"WorkflowId='{stream}'")]
    return sorted(found, key=lambda run: run.start_time)


async def test_rollover_under_load_loses_and_doubles_nothing(early_desk: Desk, engine: Engine) -> None:
    record(engine, *every_stage())
    session = "session-2"
    first: dict[str, Receipt] = {}

    async def send_all() -> None:
        for _ in range(COMMANDS_EACH):
            command_id = str(uuid.uuid4())
            order = Order(session, office.attend("member-an").command, office.SECRETARY, office.NOW)
            first[command_id] = await early_desk.send(order, command_id)

    before = progress_of(engine, session).version
    await asyncio.gather(*(send_all() for _ in range(SENDERS)))
    assert [receipt.refusal for receipt in first.values() if not receipt.accepted] == []
    recorded = rows(
        engine,
        "SELECT command_id::text AS id FROM leaf WHERE stream = :stream AND version > :before ORDER BY version",
        stream=session,
        before=before,
    )
    assert sorted(row["id"] for row in recorded) == sorted(first)

    runs = await eventually(lambda: _settled(early_desk, session))
    assert len(runs) > 2
    assert {run.status for run in runs[:-1]} == {WorkflowExecutionStatus.CONTINUED_AS_NEW}
    assert max(run.history_length for run in runs) < ROOM

    oldest = next(iter(first))
    order = Order(session, office.attend("member-an").command, office.SECRETARY, office.NOW)
    assert await early_desk.send(order, oldest) == first[oldest]
    assert progress_of(engine, session).version == before + len(first)


async def _settled(desk: Desk, stream: str) -> list[WorkflowExecution]:
    """The runs, once visibility has caught up with the last of them."""
    runs = await _runs(desk, stream)
    running = [run for run in runs if run.status is WorkflowExecutionStatus.RUNNING]
    return runs if len(running) == 1 and runs[-1] is running[0] else []


async def test_next_run_shows_and_awaits_what_the_last_one_did(early_desk: Desk, engine: Engine) -> None:
    record(engine, *every_stage())
    stream = LINE_AT[Step.RECEIVED]
    await early_desk.done(office.hold(stream), office.release(stream))
    told = (await early_desk.metadata(stream)).current_details
    run_id = (await early_desk.handle(stream).describe()).run_id
    for _ in range(12):
        refused = await early_desk.send(office.release(stream))
        assert not refused.accepted
    await eventually(lambda: _in_another_run(early_desk, stream, run_id))
    assert await eventually(lambda: _details(early_desk, stream)) == told
    description = await early_desk.handle(stream).describe()
    shown = {pair.key.name: pair.value for pair in description.typed_search_attributes}
    assert (shown["Step"], shown["Unit"]) == ("received", office.COUNCIL_UNIT)


async def _in_another_run(desk: Desk, stream: str, run_id: str) -> bool:
    return (await desk.handle(stream).describe()).run_id != run_id


async def _details(desk: Desk, stream: str) -> str:
    return (await desk.metadata(stream)).current_details


async def test_held_line_rolls_over_without_an_alarm(early_desk: Desk, engine: Engine) -> None:
    record(engine, *every_stage())
    for _ in range(16):
        refused = await early_desk.send(office.hold(HELD))
        assert not refused.accepted
    runs = await eventually(lambda: _settled(early_desk, HELD))
    assert len(runs) > 1
