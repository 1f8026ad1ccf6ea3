"""The engine's own rounds on demand: seal the log now, wake every open stream now."""

import asyncio
import uuid
from typing import Annotated

import typer
from temporalio.client import WorkflowFailureError
from temporalio.service import RPCError

from commandline.environment import read
from commandline.errors import CommandFailed
from commandline.output import AsJson, progress, say, say_json
from commandline.servers import temporal_away
from settings import Settings
from workflows.connection import connect
from workflows.contracts import TASK_QUEUE
from workflows.payloads import KeyRing

Patience = Annotated[float, typer.Option("--timeout", min=1, help="Chờ tối đa bao nhiêu giây.")]


def seal(*, timeout_s: Patience = 300.0, as_json: AsJson = False) -> None:
    """Niêm phong ngay mọi sự kiện đã ghi (nhờ tiến trình đang giữ khóa ký)."""
    size = run_round(read(Settings), "SealLog", timeout_s, "Niêm phong nhật ký")
    if as_json:
        say_json({"size": size})
    else:
        say(f"Đã niêm phong {size} sự kiện.")


def reconcile(*, timeout_s: Patience = 1800.0, as_json: AsJson = False) -> None:
    """Đánh thức tuyến xử lý của mọi hồ sơ còn mở, kể cả tuyến đã mất khỏi Temporal."""
    count = run_round(read(Settings), "Reconcile", timeout_s, "Đánh thức các tuyến")
    if as_json:
        say_json({"open_streams": count})
    else:
        say(f"Đã đánh thức {count} tuyến đang mở.")


def run_round(settings: Settings, workflow: str, timeout_s: float, label: str) -> int:
    """Start the workflow and wait for its figure. Raises `CommandFailed`."""
    with progress() as shown:
        shown.add_task(label, total=None)
        return asyncio.run(_run(settings, workflow, timeout_s))


async def _run(settings: Settings, workflow: str, timeout_s: float) -> int:
    ring = KeyRing.parse(settings.payload_keys.get_secret_value())
    try:
        client = await connect(settings.temporal_address, settings.temporal_namespace, ring)
        handle = await client.start_workflow(
            workflow, id=f"{workflow}-{uuid.uuid4()}", task_queue=TASK_QUEUE, result_type=int
        )
        async with asyncio.timeout(timeout_s):
            figure: int = await handle.result()
    except TimeoutError as error:
        raise CommandFailed(
            f"{workflow} chưa xong sau {timeout_s:.0f} giây; tiến trình worker có đang chạy không?",
            f"{workflow} was not done within {timeout_s:.0f} s: is a worker running?",
        ) from error
    except WorkflowFailureError as error:
        raise CommandFailed(
            f"{workflow} thất bại: {error.cause}", f"{workflow} failed: {error.cause}"
        ) from error
    except (RPCError, RuntimeError) as error:
        raise temporal_away(settings.temporal_address, error) from error
    return figure
