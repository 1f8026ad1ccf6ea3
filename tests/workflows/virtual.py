"""A Temporal server on which time is the test's: clocks stand still until a test moves one."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Engine
from temporalio.common import SearchAttributeKey
from temporalio.testing import TimeSkippingConfig, WorkflowEnvironment

from embedded.temporal import find_temporal
from tests.workflows.harness import RING, Desk, eventually, progress_of, rows
from workflows.contracts import TASK_QUEUE, WAKE, PathStart, workflow_type
from workflows.payloads import data_converter

AN_INSTANT = timedelta(minutes=1)
LATE_AT_MOST = timedelta(minutes=2)
"""Virtual time moves with the machine's own between two hops."""


@asynccontextmanager
async def virtual_time() -> AsyncIterator[WorkflowEnvironment]:
    """Run the server; each workflow begun by its client has a clock of its own."""
    env = await WorkflowEnvironment.start_time_skipping_v2(
        ts_config=TimeSkippingConfig(enabled=False),
        data_converter=data_converter(RING),
        search_attributes=[
            SearchAttributeKey.for_keyword("Step"),
            SearchAttributeKey.for_datetime("DueAt"),
            SearchAttributeKey.for_keyword("Unit"),
        ],
        dev_server_existing_path=str(find_temporal()),
        dev_server_extra_args=["--dynamic-config-value", "frontend.WorkflowTimeSkippingEnabled=true"],
    )
    async with env:
        yield env


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
            await eventually(lambda wanted=number + 1: self.lapsed(stream, wanted))  # type: ignore[misc]
            rung, said, accepted_at = self.lapses(stream)[-1]
            assert (rung, said) == (alarm.rung, alarm.due_at)
            assert timedelta(0) <= accepted_at - due_at <= LATE_AT_MOST
            assert self.lateness(stream) == alarm.rung

    async def lapsed(self, stream: str, wanted: int) -> bool:
        """Whether that many rungs were recorded."""
        return len(self.lapses(stream)) >= wanted
