"""The yardstick: a Temporal update that runs one no-op local activity and answers; nothing is decided or stored.

`python -m bench.bare ADDRESS` is its worker, a process of its own as ours is.
"""

import asyncio
import sys
from datetime import timedelta

from temporalio import activity, workflow
from temporalio.client import Client
from temporalio.worker import Worker

QUEUE = "bench-bare"


@activity.defn
async def nothing(value: int) -> int:
    """Give back what came."""
    return value


@workflow.defn
class Bare:
    """Waits for updates for ever."""

    def __init__(self) -> None:
        self._done = False

    @workflow.run
    async def run(self) -> None:
        """Wait."""
        await workflow.wait_condition(lambda: self._done)

    @workflow.update
    async def touch(self, value: int) -> int:
        """One no-op local activity."""
        answer: int = await workflow.execute_local_activity(
            nothing, value, schedule_to_close_timeout=timedelta(seconds=3)
        )
        return answer


async def serve(address: str) -> None:
    """Serve until killed."""
    client = await Client.connect(address)
    async with Worker(client, task_queue=QUEUE, workflows=[Bare], activities=[nothing]):
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(serve(sys.argv[1]))
