"""Paths run in the sandbox that stops what a replay could not repeat."""

import uuid
from datetime import timedelta

import pytest
from temporalio.client import Client, WorkflowFailureError
from temporalio.worker import Worker
from temporalio.worker.workflow_sandbox import RestrictedWorkflowAccessError

from tests.workflows.changed import Gambles, ReadsTheClock, ReadsTheEnvironment
from tests.workflows.sandbox import SANDBOX


@pytest.mark.parametrize("naughty", [ReadsTheClock, Gambles, ReadsTheEnvironment])
async def test_path_that_asks_the_machine_is_stopped(client: Client, naughty: type) -> None:
    queue = f"sandbox-{uuid.uuid4()}"
    async with Worker(
        client,
        task_queue=queue,
        workflows=[naughty],
        workflow_runner=SANDBOX,
        workflow_failure_exception_types=[RestrictedWorkflowAccessError],
    ):
        with pytest.raises(WorkflowFailureError) as raised:
            await client.execute_workflow(
                naughty.__name__, id=queue, task_queue=queue, execution_timeout=timedelta(seconds=20)
            )
    assert "is restricted" in str(raised.value.cause) or "Cannot access" in str(raised.value.cause)
