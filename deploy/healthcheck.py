# ruff: noqa: INP001 - a script that the image runs by its path
"""Whether this container's process is well: `healthcheck.py web`, or `healthcheck.py worker QUEUE`.

A worker is well when Temporal has seen it ask for work lately. Exit code 0 or 1, and one line that says why.
"""

import asyncio
import os
import socket
import sys
import time
import urllib.request

from temporalio.api.enums.v1 import TaskQueueType
from temporalio.api.taskqueue.v1 import TaskQueue
from temporalio.api.workflowservice.v1 import DescribeTaskQueueRequest
from temporalio.client import Client

RECENT_S = 180
"""A worker asks again at least once a minute; Temporal forgets it after five."""
TIMEOUT_S = 4


def main(arguments: list[str]) -> int:
    """Check what the arguments name."""
    match arguments:
        case ["web"]:
            return _tell("web", well=_web_is_ready())
        case ["worker", queue]:
            return _tell(queue, well=asyncio.run(_worker_polls(queue)))
        case _:
            return _tell("usage: healthcheck.py web | worker QUEUE", well=False)


def _web_is_ready() -> bool:
    """Whether the web answers, and with it the database and Temporal."""
    url = f"http://127.0.0.1:{os.environ.get('MINHBACH_PORT', '8000')}/readyz"
    try:
        with urllib.request.urlopen(url, timeout=TIMEOUT_S):
            return True
    except OSError:  # refused, too slow, or an answer of 503
        return False


async def _worker_polls(queue: str) -> bool:
    """Whether a process of this host asked for activities of the queue lately."""
    namespace = os.environ.get("TEMPORAL_NAMESPACE", "default")
    address = os.environ.get("TEMPORAL_ADDRESS", "127.0.0.1:7233")
    try:
        client = await Client.connect(address, namespace=namespace)
    except RuntimeError:  # Temporal does not answer
        return False
    request = DescribeTaskQueueRequest(
        namespace=namespace,
        task_queue=TaskQueue(name=queue),
        task_queue_type=TaskQueueType.TASK_QUEUE_TYPE_ACTIVITY,
    )
    described = await client.workflow_service.describe_task_queue(request)
    host = socket.gethostname()
    return any(
        poller.identity.endswith(f"@{host}") and time.time() - poller.last_access_time.seconds < RECENT_S
        for poller in described.pollers
    )


def _tell(what: str, *, well: bool) -> int:
    sys.stdout.write(f"{what}: {'well' if well else 'not well'}\n")
    sys.stdout.flush()
    return int(not well)


if __name__ == "__main__":
    # Without the interpreter's own end, during which the SDK's threads may still abort the process.
    os._exit(main(sys.argv[1:]))
