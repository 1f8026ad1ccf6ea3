"""Wake workflows by their stream, starting those that do not run."""

import asyncio
from collections.abc import Iterable

from sqlalchemy import Engine
from temporalio import activity
from temporalio.client import Client
from temporalio.common import WorkflowIDConflictPolicy

from readmodel.queries import open_streams
from workflows.contracts import TASK_QUEUE, WAKE, PathStart, workflow_type

_AT_ONCE = 16
"""Signals under way at once: enough to hide the round trip, few enough to leave the server to people."""


class WakingActivities:
    """The activities that signal other workflows."""

    def __init__(self, client: Client, engine: Engine) -> None:
        self._client = client
        self._engine = engine

    @activity.defn
    async def wake(self, streams: list[str]) -> None:
        """Wake the workflow of each stream; waking twice does no harm."""
        await self._wake_all(streams)

    @activity.defn
    async def reconcile(self) -> int:
        """Wake the workflow of every stream that the store holds open; returns how many."""
        streams = await asyncio.to_thread(open_streams, self._engine)
        await self._wake_all(streams)
        return len(streams)

    async def _wake_all(self, streams: Iterable[str]) -> None:
        gate = asyncio.Semaphore(_AT_ONCE)

        async def wake_one(stream: str) -> None:
            async with gate:
                await self._client.start_workflow(
                    workflow_type(stream),
                    PathStart(stream),
                    id=stream,
                    task_queue=TASK_QUEUE,
                    id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
                    start_signal=WAKE,
                )
                activity.heartbeat()

        async with asyncio.TaskGroup() as group:
            for stream in streams:
                group.create_task(wake_one(stream))
