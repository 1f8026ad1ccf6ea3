"""Wake workflows by their stream, starting those that do not run."""

import asyncio
from collections.abc import Mapping, Sequence

from sqlalchemy import Engine
from temporalio import activity
from temporalio.client import Client
from temporalio.common import WorkflowIDConflictPolicy

from domain.envelope import Progress
from domain.progress import progress
from readmodel.papers import forget_strays
from readmodel.queries import open_streams
from store.errors import IntegrityViolation
from store.event_store import EventStore
from workflows.contracts import TASK_QUEUE, WAKE, PathStart, workflow_type

_PAUSE_S = 0.02
"""Between two signals of one activity: at most fifty a second, so that a bulk act leaves the worker to people."""

_TOGETHER = 100
"""Streams read in one round trip."""


class WakingActivities:
    """The activities that signal other workflows."""

    def __init__(self, client: Client, engine: Engine, store: EventStore | None = None) -> None:
        self._client = client
        self._engine = engine
        self._store = store or EventStore(engine)

    @activity.defn
    async def wake(self, streams: list[str]) -> None:
        """Wake the workflow of each stream with its progress; waking twice does no harm."""
        for first in range(0, len(streams), _TOGETHER):
            some = streams[first : first + _TOGETHER]
            await self._wake_some(some, await asyncio.to_thread(self._progress_of, some))

    @activity.defn
    async def reconcile(self) -> int:
        """Wake the workflow of every stream that the store holds open; returns how many.

        It is the one round that always comes, so what nobody attached is forgotten with it.
        """
        await asyncio.to_thread(forget_strays, self._engine)
        streams = await asyncio.to_thread(open_streams, self._engine)
        await self.wake(streams)
        return len(streams)

    def _progress_of(self, streams: Sequence[str]) -> dict[str, Progress]:
        """Where the streams stand; nothing when one is broken: then each workflow reads, and freezes, for itself."""
        try:
            return {stream: progress(stream, loaded) for stream, loaded in self._store.load(streams).items()}
        except IntegrityViolation:
            return {}

    async def _wake_some(self, streams: Sequence[str], known: Mapping[str, Progress]) -> None:
        """Signal at a measured pace: what is shown to operators may lag behind, people's commands may not."""
        for stream in streams:
            pause = asyncio.create_task(asyncio.sleep(_PAUSE_S))
            await self._client.start_workflow(
                workflow_type(stream),
                PathStart(stream),
                id=stream,
                task_queue=TASK_QUEUE,
                id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
                start_signal=WAKE,
                start_signal_args=[known.get(stream)],
            )
            activity.heartbeat()
            await pause
