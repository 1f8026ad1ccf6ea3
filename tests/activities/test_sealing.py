"""Sealing on a queue of its own: only a process with the key serves it, and doing it twice does no harm."""

import secrets
import uuid
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine
from temporalio.client import WorkflowFailureError
from temporalio.exceptions import TimeoutError as TemporalTimeoutError

from tests.domain import office
from tests.workflows.harness import Desk, record, rows
from tlog.note import generate, verify
from worker import path_worker, seal_worker
from workflows.contracts import TASK_QUEUE

ORIGIN = "minhbach.test/log"


async def _seal(desk: Desk, timeout_s: float = 20.0) -> int:
    size: int = await desk.client.execute_workflow(
        "SealLog",
        id=f"seal-{uuid.uuid4()}",
        task_queue=TASK_QUEUE,
        result_type=int,
        execution_timeout=timedelta(seconds=timeout_s),
    )
    return size


async def test_seal_covers_everything_recorded_and_twice_is_once(
    desk: Desk, engine: Engine, tmp_path: Path
) -> None:
    signer = generate(ORIGIN, secrets.token_bytes(32))
    key_file = tmp_path / "log-key"
    key_file.write_text(signer.to_text() + "\n", encoding="utf-8")
    record(engine, *office.UNITS, office.draft())
    async with path_worker(desk.client, engine), seal_worker(desk.client, engine, ORIGIN, key_file):
        assert await _seal(desk) == 4
        assert await _seal(desk) == 4
        record(engine, office.submit())
        assert await _seal(desk) == 6
    checkpoints = rows(engine, "SELECT size, note FROM checkpoint ORDER BY size")
    assert [row["size"] for row in checkpoints] == [4, 6]
    assert all(verify(row["note"], [signer.verifier]).startswith(f"{ORIGIN}\n") for row in checkpoints)


async def test_worker_without_the_key_never_seals(desk: Desk, engine: Engine) -> None:
    record(engine, *office.UNITS)
    async with path_worker(desk.client, engine):
        with pytest.raises(WorkflowFailureError) as raised:
            await _seal(desk, timeout_s=2.0)
    assert isinstance(raised.value.cause, TemporalTimeoutError)
    assert rows(engine, "SELECT * FROM checkpoint") == []
