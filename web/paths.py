"""What Temporal says of the paths, for operators: whether all of them run, and which of them fail."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final, TypeVar

from temporalio.client import Client, ScheduleOverlapPolicy
from temporalio.service import RPCError

from readmodel.board import open_count
from web.door import CONNECT_S
from web.problems import Problem
from web.shell import Shell

T = TypeVar("T")

_RUNNING: Final = (
    "ExecutionStatus = 'Running' AND "
    "WorkflowType IN ('NominationPath', 'DossierPath', 'SessionPath', 'DecisionPath')"
)
_FAILING: Final = f"{_RUNNING} AND (TemporalReportedProblems IS NOT NULL OR Step = 'frozen')"
_SHOWN: Final = 20
_ROUND: Final = "reconcile"
_PATIENCE_S, _LOOK_AGAIN_S = 8.0, 0.5


@dataclass(frozen=True, slots=True)
class Paths:
    """How many streams are open and how many of their paths run, and the streams whose path fails.

    Temporal's lists lag some seconds, so a few may seem to be missing that are not.
    """

    open: int
    running: int
    failing: tuple[str, ...]

    @property
    def missing(self) -> int:
        """How many open streams have no path."""
        return max(0, self.open - self.running)


async def paths_of(shell: Shell) -> Paths | None:
    """The paths as they are; None while Temporal does not answer."""
    opened = await shell.database.ask(open_count)

    async def look(client: Client) -> Paths:
        running = (await client.count_workflows(_RUNNING)).count
        listed = client.list_workflows(_FAILING, limit=_SHOWN)
        return Paths(opened, running, tuple([found.id async for found in listed]))

    return await _asked(shell, look)


async def call_back(shell: Shell) -> Paths | None:
    """Let every open path be woken or begun again now, and look until none is missing, or a while is over.

    None while Temporal does not answer, or knows no such round.
    """

    async def call(client: Client) -> bool:
        await client.get_schedule_handle(_ROUND).trigger(overlap=ScheduleOverlapPolicy.SKIP)
        return True

    if not await _asked(shell, call):
        return None
    found = await paths_of(shell)
    for _look in range(round(_PATIENCE_S / _LOOK_AGAIN_S)):
        if found is None or not found.missing:
            break
        await asyncio.sleep(_LOOK_AGAIN_S)
        found = await paths_of(shell)
    return found


async def _asked(shell: Shell, question: Callable[[Client], Awaitable[T]]) -> T | None:
    try:
        return await asyncio.wait_for(question(await shell.door.connected()), CONNECT_S)
    except (Problem, RPCError, TimeoutError):
        return None
