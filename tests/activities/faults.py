"""Hand-written faults around the real store, and a worker that runs the real paths on them."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Engine
from temporalio.client import Client
from temporalio.worker import Worker

from activities.commands import CommandActivities
from activities.waking import WakingActivities
from readmodel.projector import project
from readmodel.tables import UNIQUENESS
from store.batch import Batch
from store.command_handler import CommandHandler
from store.event_store import Answer, EventStore, Rows
from tests.workflows.sandbox import SANDBOX
from worker import PATHS
from workflows.contracts import TASK_QUEUE


@dataclass
class Faults:
    """How many appends still break, before or after their commit; `met` counts those that did."""

    before_commit: int = 0
    after_commit: int = 0
    met: int = 0

    def strike(self, kind: str) -> None:
        """Break, if it is time."""
        left = getattr(self, kind)
        if left:
            setattr(self, kind, left - 1)
            self.met += 1
            raise ConnectionResetError(kind)


class FaultyStore(EventStore):
    """The real store on a connection that breaks."""

    def __init__(self, database: Engine | Connection, faults: Faults) -> None:
        super().__init__(database)
        self._faults = faults

    @contextmanager
    def held(self) -> Iterator[EventStore]:
        """The same store on one connection."""
        with self._connection() as connection:
            yield FaultyStore(connection, self._faults)

    def append(self, batch: Batch, answer: Answer, rows: Rows) -> tuple[int, datetime]:
        """Append, unless the connection breaks before or after."""
        self._faults.strike("before_commit")
        done = super().append(batch, answer, rows)
        self._faults.strike("after_commit")
        return done

    def answer(self, answer: Answer) -> datetime:
        """Write a receipt, unless the connection breaks before or after."""
        self._faults.strike("before_commit")
        done = super().answer(answer)
        self._faults.strike("after_commit")
        return done


def faulty_worker(client: Client, engine: Engine, faults: Faults) -> Worker:
    """The real paths and activities on a store that breaks."""
    store = FaultyStore(engine, faults)
    commands = CommandActivities(CommandHandler(store, project, UNIQUENESS), store)
    waking = WakingActivities(client, engine)
    return Worker(
        client,
        task_queue=TASK_QUEUE,
        workflows=PATHS,
        activities=[commands.execute_command, commands.load_progress, waking.wake, waking.reconcile],
        activity_executor=ThreadPoolExecutor(4),
        workflow_runner=SANDBOX,
    )
