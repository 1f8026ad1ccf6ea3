"""A small vocabulary for tests on the real servers: orders sent through the one door, and patient waiting."""

import asyncio
import base64
import time
import uuid
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, TypeVar

from sqlalchemy import Engine, text
from temporalio.api.enums.v1 import EventType
from temporalio.api.history.v1 import HistoryEvent
from temporalio.api.sdk.v1 import WorkflowMetadata
from temporalio.client import Client, WithStartWorkflowOperation, WorkflowHandle
from temporalio.common import WorkflowIDConflictPolicy
from temporalio.service import RPCError, RPCStatusCode

from domain.catalogue import COMMANDS
from domain.envelope import Envelope, Progress, Receipt
from domain.execution import Order
from domain.ids import kind_of
from domain.progress import progress
from readmodel.projector import project
from readmodel.tables import UNIQUENESS
from store import codec
from store.command_handler import CommandHandler
from store.event_store import EventStore
from workflows.contracts import EXECUTE, TASK_QUEUE, PathStart, workflow_type
from workflows.payloads import KeyRing

PATIENCE_S = 30.0
POLL_S = 0.05

RING = KeyRing((("k1", b"one test key of thirty-two bytes"),))
RING_TEXT = f"k1:{base64.b64encode(RING.keys[0][1]).decode()}"
"""The same ring as `MINHBACH_PAYLOAD_KEYS` spells it."""

T = TypeVar("T")


def envelope_of(order: Order, command_id: str | None = None) -> Envelope:
    """The order as the web would send it: its instant is left to the workflow."""
    names = {cls: name for name, cls in COMMANDS[kind_of(order.stream)].items()}
    return Envelope(
        order.stream,
        names[type(order.command)],
        codec.encode(order.command),
        command_id or str(uuid.uuid4()),
        order.actor,
        order.seen_version,
    )


@dataclass(frozen=True)
class Desk:
    """Where orders are handed in."""

    client: Client

    async def send(self, order: Order, command_id: str | None = None) -> Receipt:
        """The receipt of an order."""
        return await self.carry(envelope_of(order, command_id))

    async def carry(self, envelope: Envelope, *, workflow_id: str | None = None) -> Receipt:
        """The receipt of an envelope, sent to its stream's workflow unless another is named.

        Sent again under the same id, as the web does, when the server threw the task away because something came
        while the path was ending.
        """
        while True:
            try:
                return await self._carry(envelope, workflow_id)
            except RPCError as error:
                if "unexpected workflow task failure" not in str(error.__cause__ or error):
                    raise

    async def _carry(self, envelope: Envelope, workflow_id: str | None) -> Receipt:
        receipt: Receipt = await self.client.execute_update_with_start_workflow(
            EXECUTE,
            envelope,
            start_workflow_operation=start_of(workflow_id or envelope.stream),
            id=envelope.command_id,
            result_type=Receipt,
        )
        return receipt

    async def done(self, *orders: Order) -> None:
        """Hand in orders one after another; one that is refused is a mistake of the test."""
        for order in orders:
            receipt = await self.send(order)
            assert receipt.accepted, f"{type(order.command).__name__} on {order.stream}: {receipt.refusal}"

    def handle(self, stream: str) -> WorkflowHandle[Any, Any]:
        """The workflow of a stream."""
        return self.client.get_workflow_handle(stream)

    async def history(self, stream: str) -> list[HistoryEvent]:
        """The present history of a stream's workflow, as the server stores it."""
        return [event async for event in self.handle(stream).fetch_history_events()]

    async def metadata(self, stream: str) -> WorkflowMetadata:
        """What Temporal's own UI shows of a running workflow."""
        found: WorkflowMetadata = await self.handle(stream).query(
            "__temporal_workflow_metadata", result_type=WorkflowMetadata
        )
        return found

    async def running(self, query: str = "") -> set[str]:
        """The ids of running workflows, as an operator would list them; the sealer goes by its own schedule."""
        paths = "ExecutionStatus='Running' AND WorkflowType != 'SealLog'"
        found = self.client.list_workflows(f"{paths}{query and f' AND {query}'}")
        return {workflow.id async for workflow in found}

    async def terminate_all(self) -> None:
        """End every running workflow, as an accident or an operator would."""
        await eventually(self._none_left)

    async def _none_left(self) -> bool:
        """End what is running; a wake-up under way may start one more behind our back."""
        found = await self.running()
        for stream in found:
            with suppress(RPCError):
                await self.handle(stream).terminate()
        return not found


def record(engine: Engine, *orders: Order) -> None:
    """Record orders now, past Temporal; one that is refused is a mistake of the test."""
    handler = CommandHandler(EventStore(engine), project, UNIQUENESS)
    for order in orders:
        receipt = handler.handle(replace(envelope_of(order), accepted_at=datetime.now(UTC).isoformat()))
        assert receipt.accepted, f"{type(order.command).__name__} on {order.stream}: {receipt.refusal}"


def progress_of(engine: Engine, stream: str) -> Progress:
    """Where a stream stands in the store."""
    return progress(stream, EventStore(engine).load([stream])[stream])


def start_of(stream: str) -> WithStartWorkflowOperation[Any, Any]:
    """Start the stream's workflow unless it runs."""
    return WithStartWorkflowOperation(
        workflow_type(stream),
        PathStart(stream),
        id=stream,
        task_queue=TASK_QUEUE,
        id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
    )


async def eventually(probe: Callable[[], Awaitable[T]], *, patience_s: float = PATIENCE_S) -> T:
    """The first true answer of `probe`; a workflow that is not there yet counts as no answer."""
    deadline = time.monotonic() + patience_s
    while True:
        answer: T | None = None
        try:
            answer = await probe()
        except RPCError as error:
            if error.status is not RPCStatusCode.NOT_FOUND:
                raise
        if answer:
            return answer
        assert time.monotonic() < deadline, f"not within {patience_s:.0f} s; last answer: {answer!r}"
        await asyncio.sleep(POLL_S)


def kinds(events: Sequence[HistoryEvent], *wanted: EventType.ValueType) -> list[HistoryEvent]:
    """The events of these types."""
    return [event for event in events if event.event_type in wanted]


def leaves(engine: Engine, stream: str) -> list[str]:
    """The names of a stream's events, in order."""
    with engine.connect() as connection:
        query = text("SELECT name FROM leaf WHERE stream = :stream ORDER BY version")
        return list(connection.scalars(query, {"stream": stream}))


def rows(engine: Engine, statement: str, **parameters: object) -> list[dict[str, Any]]:
    """What a statement finds."""
    with engine.connect() as connection:
        return [dict(row) for row in connection.execute(text(statement), parameters).mappings()]
