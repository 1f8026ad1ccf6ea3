"""Bring a command to its path on Temporal and wait for the receipt, but not for ever."""

import asyncio
from dataclasses import dataclass
from weakref import WeakValueDictionary

import structlog
from temporalio.client import (
    Client,
    WithStartWorkflowOperation,
    WorkflowUpdateFailedError,
    WorkflowUpdateHandle,
    WorkflowUpdateRPCTimeoutOrCancelledError,
    WorkflowUpdateStage,
)
from temporalio.common import WorkflowIDConflictPolicy
from temporalio.exceptions import ApplicationError
from temporalio.service import RPCError, RPCStatusCode

from domain.envelope import Envelope, Receipt
from web.problems import Problem
from workflows.connection import connect
from workflows.contracts import EXECUTE, TASK_QUEUE, PathStart, workflow_type
from workflows.payloads import KeyRing

PATIENCE_S = 5.0
"""How long a person waits before the answer is "under way"."""

CONNECT_S = 2.0
MOST_UNDER_WAY = 1_000
"""Commands this process carries at once; more are told to come back."""

MOST_FOR_ONE_STREAM = 8
"""Commands this process sends at once to one stream; Temporal takes ten by default and turns the rest away."""

_ATTEMPTS = 3
_RETRY = {"Retry-After": "2"}
_TASK_LOST = "unexpected workflow task failure"
"""What the server says of an update whose task it threw away, as when a wake came while the path was ending."""
_AWAY = {RPCStatusCode.UNAVAILABLE, RPCStatusCode.DEADLINE_EXCEEDED, RPCStatusCode.CANCELLED}


@dataclass(frozen=True, slots=True)
class UnderWay:
    """The command was sent and goes on; `accepted` says whether Temporal has promised to carry it."""

    accepted: bool


class Door:
    """The one way in for commands. Temporal may be away when it is made and may go away later."""

    def __init__(self, address: str, namespace: str, ring: KeyRing) -> None:
        self._where = (address, namespace, ring)
        self._client: Client | None = None
        self._connecting: asyncio.Task[Client] | None = None
        self._under_way: set[asyncio.Task[Receipt]] = set()
        self._turns: WeakValueDictionary[str, asyncio.Semaphore] = WeakValueDictionary()

    async def send(self, envelope: Envelope, patience_s: float = PATIENCE_S) -> Receipt | UnderWay:
        """The receipt, or that it is under way; raises `Problem` when nothing was promised.

        The update is never cancelled: what is under way goes on after the person was answered.
        """
        if len(self._under_way) >= MOST_UNDER_WAY:
            raise Problem("busy", headers=_RETRY)
        client = await self.connected()
        carrying = asyncio.create_task(self._in_turn(client, envelope))
        self._under_way.add(carrying)
        carrying.add_done_callback(self._done)
        await asyncio.wait({carrying}, timeout=patience_s)
        if carrying.done():
            return await _told(carrying)
        accepted = await _is_accepted(client, envelope)
        if not accepted and not await self.is_well():
            raise Problem("temporal_away", headers=_RETRY)
        return UnderWay(accepted)

    async def _in_turn(self, client: Client, envelope: Envelope) -> Receipt:
        """Carry it, a few at a time for one stream: it records one by one anyway."""
        turn = self._turns.setdefault(envelope.stream, asyncio.Semaphore(MOST_FOR_ONE_STREAM))
        async with turn:
            return await _carry(client, envelope)

    async def is_well(self) -> bool:
        """Whether Temporal answers now."""
        try:
            client = await self.connected()
            return await asyncio.wait_for(client.service_client.check_health(), CONNECT_S)
        except (Problem, RPCError, TimeoutError):
            return False

    async def close(self, patience_s: float = PATIENCE_S) -> None:
        """Let what is under way come to its end for a moment; Temporal carries the rest without us."""
        if self._under_way:
            await asyncio.wait(self._under_way, timeout=patience_s)
        for task in (*self._under_way, self._connecting):
            if task is not None:
                task.cancel()

    async def connected(self) -> Client:
        """The client; all who wait share one attempt."""
        if self._client is not None:
            return self._client
        if self._connecting is None or self._connecting.done():
            self._connecting = asyncio.create_task(connect(*self._where))
        done, _waiting = await asyncio.wait({self._connecting}, timeout=CONNECT_S)
        if not done or self._connecting.exception() is not None:
            raise Problem("temporal_away", headers=_RETRY)
        self._client = self._connecting.result()
        return self._client

    def _done(self, task: asyncio.Task[Receipt]) -> None:
        self._under_way.discard(task)
        if not task.cancelled() and task.exception() is not None:
            structlog.get_logger().info("command_not_carried", problem=type(task.exception()).__name__)


async def _carry(client: Client, envelope: Envelope) -> Receipt:
    """The receipt; a path that ended between its start and the update is begun again."""
    for _attempt in range(_ATTEMPTS - 1):
        try:
            return await _once(client, envelope)
        except _PathEnded:
            continue
    return await _once(client, envelope)


async def _told(carrying: asyncio.Task[Receipt]) -> Receipt | UnderWay:
    """What came of it; a path whose code is broken keeps the command until it is mended."""
    try:
        return await carrying
    except _PathWedged:
        return UnderWay(accepted=False)


class _PathWedged(Exception):  # noqa: N818 - named after what happened
    """The workflow's code fails on its task, again and again: operators see it, people wait."""


class _PathEnded(Exception):  # noqa: N818 - named after what happened
    """The workflow run was over, or lost its task to something that came between, before it answered the update."""


async def _once(client: Client, envelope: Envelope) -> Receipt:
    """Send the command and wait for its receipt: one call to Temporal."""
    try:
        handle = await _start(client, envelope, WorkflowUpdateStage.COMPLETED)
        return await handle.result()
    except WorkflowUpdateFailedError as error:
        raise _failed(error.cause) from error
    except WorkflowUpdateRPCTimeoutOrCancelledError as error:
        raise Problem("temporal_away", headers=_RETRY) from error
    except RPCError as error:
        raise _unreached(error) from error


async def _is_accepted(client: Client, envelope: Envelope) -> bool:
    """Whether Temporal has promised to carry the command: asked under the same id, it is the same update."""
    try:
        await asyncio.wait_for(_start(client, envelope, WorkflowUpdateStage.ACCEPTED), CONNECT_S)
    except (TimeoutError, RPCError, WorkflowUpdateFailedError, WorkflowUpdateRPCTimeoutOrCancelledError):
        return False
    return True


async def _start(
    client: Client, envelope: Envelope, stage: WorkflowUpdateStage
) -> WorkflowUpdateHandle[Receipt]:
    """Send the update to its path, which nearly always runs; where it does not, start it in the same call.

    The update alone comes first because the call that may also start a path costs the server a fifth more.
    """
    try:
        return await client.get_workflow_handle(envelope.stream).start_update(
            EXECUTE, envelope, wait_for_stage=stage, id=envelope.command_id, result_type=Receipt
        )
    except RPCError as error:
        if error.status is not RPCStatusCode.NOT_FOUND:
            raise
    return await _start_with_path(client, envelope, stage)


async def _start_with_path(
    client: Client, envelope: Envelope, stage: WorkflowUpdateStage
) -> WorkflowUpdateHandle[Receipt]:
    start: WithStartWorkflowOperation[object, object] = WithStartWorkflowOperation(
        workflow_type(envelope.stream),
        PathStart(envelope.stream),
        id=envelope.stream,
        task_queue=TASK_QUEUE,
        id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
    )
    handle: WorkflowUpdateHandle[Receipt] = await client.start_update_with_start_workflow(
        EXECUTE,
        envelope,
        start_workflow_operation=start,
        wait_for_stage=stage,
        id=envelope.command_id,
        result_type=Receipt,
    )
    return handle


def _failed(cause: BaseException | None) -> Exception:
    """What a failed update means to the person."""
    match getattr(cause, "type", None) if isinstance(cause, ApplicationError) else None:
        case "Busy":
            return Problem("busy", headers=_RETRY)
        case "IntegrityViolation":
            return Problem("integrity_violation")
        case "MalformedPayload":
            return Problem("malformed_form")
        case "AcceptedUpdateCompletedWorkflow":
            return _PathEnded()
        case _:
            return RuntimeError("the update failed")


def _unreached(error: RPCError) -> Exception:
    """What it means that the update could not be sent or followed."""
    if error.status is RPCStatusCode.NOT_FOUND or _TASK_LOST in error.message:
        return _PathEnded()
    if "failed state" in error.message:
        return _PathWedged()
    if error.status is RPCStatusCode.RESOURCE_EXHAUSTED:
        return Problem("busy", headers=_RETRY)
    if error.status in _AWAY:
        return Problem("temporal_away", headers=_RETRY)
    return error
