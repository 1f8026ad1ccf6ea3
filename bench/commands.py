"""A whole command (API, Temporal, decide, append, projection, receipt) beside a bare Temporal update, in one run."""

import asyncio
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from http import HTTPStatus
from statistics import median
from typing import Any
from uuid import uuid4

from temporalio.client import Client, WorkflowHandle

from bench.bare import QUEUE, Bare
from bench.measure import MILLISECONDS, Comparison
from bench.office import Office
from bench.wire import Wire

AT_ONCE = 40
_TURNS = 4
_ALONE = 30
_ROUNDS = 12
"""Long enough that the search attributes, which follow a command within five seconds, are paid for in the same turn."""

_SETTLE_S = 6.0
"""Between the turns, so that neither side meets what the other left to be done."""

Act = Callable[[int], Awaitable[object]]
"""One operation on the n-th of forty targets."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What was measured of one side: milliseconds alone (median) and operations a second at forty at once."""

    alone_ms: float
    per_second: float


class Door:
    """The API as one signed-in person sees it, over a connection for each target."""

    def __init__(self, url: str, token: str) -> None:
        self._wires = [Wire(url, token) for _target in range(AT_ONCE)]

    async def send(self, target: int, stream: str, name: str, command: dict[str, Any]) -> None:
        """Carry a command; a busy engine is asked again."""
        kind, _dash, key = stream.partition("-")
        path = f"/api/v1/{kind}s/{key}/{name.replace('_', '-')}"
        body = {"command_id": str(uuid4()), "command": command}
        while True:
            status, answer = await self._wires[target].post(path, body)
            if status == HTTPStatus.OK:
                return
            if status != HTTPStatus.SERVICE_UNAVAILABLE:
                raise RuntimeError(f"{name}: {status} {answer}")
            await asyncio.sleep(0.1)

    def close(self) -> None:
        """Close every connection."""
        for wire in self._wires:
            wire.close()


async def compare(address: str, door: Door, office: Office) -> tuple[Comparison, Comparison]:
    """Both sides take turns: alone, and forty at once."""
    held: set[int] = set()

    async def ours(target: int) -> None:
        stream = office.nominations[target]
        if target in held:
            held.discard(target)
            await door.send(
                target, stream, "release_hold", {"document": "2/KL", "reason": "Kết luận mô phỏng"}
            )
        else:
            held.add(target)
            command = {"ground": "complaint", "document": "1/CV", "reason": "Xác minh mô phỏng"}
            await door.send(target, stream, "hold_nomination", command)

    async with _bare_targets(address) as handles:

        async def bare(target: int) -> object:
            return await handles[target].execute_update(Bare.touch, target)

        for act in (bare, ours):
            await _at_once(act)
        bare_turns: list[Figures] = []
        our_turns: list[Figures] = []
        for _turn in range(_TURNS):
            for act, kept in ((bare, bare_turns), (ours, our_turns)):
                kept.append(await _figures(act))
                await asyncio.sleep(_SETTLE_S)
    return _compared(_middle(our_turns), _middle(bare_turns))


def _compared(ours: Figures, bare: Figures) -> tuple[Comparison, Comparison]:
    alone = Comparison(
        "one command alone, p50",
        "API to receipt",
        "bare update",
        ours.alone_ms,
        bare.alone_ms,
        "time at most 1.5 x",
    )
    many = Comparison(
        f"{AT_ONCE} at once, a command",
        "API to receipt",
        "bare update",
        MILLISECONDS / ours.per_second,
        MILLISECONDS / bare.per_second,
        "throughput at least 0.7 x",
    )
    return alone, many


def _middle(turns: list[Figures]) -> Figures:
    return Figures(median(turn.alone_ms for turn in turns), median(turn.per_second for turn in turns))


async def _figures(act: Act) -> Figures:
    alone = []
    for _n in range(_ALONE):
        begun = time.perf_counter()
        await act(0)
        alone.append((time.perf_counter() - begun) * MILLISECONDS)
    begun = time.perf_counter()
    for _round in range(_ROUNDS):
        await _at_once(act)
    return Figures(median(alone), AT_ONCE * _ROUNDS / (time.perf_counter() - begun))


async def _at_once(act: Act) -> None:
    await asyncio.gather(*(act(target) for target in range(AT_ONCE)))


@asynccontextmanager
async def _bare_targets(address: str) -> AsyncIterator[list[WorkflowHandle[Bare, None]]]:
    """Forty bare workflows and their worker process; all of it ends with the block."""
    worker = subprocess.Popen([sys.executable, "-m", "bench.bare", address])  # noqa: ASYNC220, S603 - our own module
    try:
        client = await Client.connect(address)
        handles = [
            await client.start_workflow(Bare.run, id=f"bare-{uuid4()}", task_queue=QUEUE)
            for _n in range(AT_ONCE)
        ]
        yield handles
        for handle in handles:
            await handle.terminate()
    finally:
        worker.kill()
        worker.wait()
