"""The engine's own rounds: sealing the log, telling people by mail, bringing every open stream's workflow back."""

from datetime import timedelta

from temporalio import workflow
from temporalio.common import RetryPolicy

with workflow.unsafe.imports_passed_through():
    from workflows.contracts import OUTWARD_QUEUE, SEAL_QUEUE

_FEW = RetryPolicy(maximum_attempts=5)


@workflow.defn(name="SealLog")
class SealLog:
    """Sign a checkpoint over everything recorded so far."""

    @workflow.run
    async def run(self) -> int:
        """The size of the tree after sealing."""
        size: int = await workflow.execute_activity(
            "seal",
            result_type=int,
            task_queue=SEAL_QUEUE,
            start_to_close_timeout=timedelta(minutes=5),
            retry_policy=_FEW,
        )
        return size


@workflow.defn(name="Reconcile")
class Reconcile:
    """Wake the workflow of every open stream: none may be missing, whatever was lost."""

    @workflow.run
    async def run(self) -> int:
        """How many streams are open."""
        count: int = await workflow.execute_activity(
            "reconcile",
            result_type=int,
            start_to_close_timeout=timedelta(minutes=30),
            heartbeat_timeout=timedelta(seconds=60),
            retry_policy=_FEW,
        )
        return count


@workflow.defn(name="SendNotices")
class SendNotices:
    """Derive what people are to be told since the last round, and send the letters that are due."""

    @workflow.run
    async def run(self) -> int:
        """How many letters a mail server took."""
        count: int = await workflow.execute_activity(
            "send_notices",
            result_type=int,
            task_queue=OUTWARD_QUEUE,
            start_to_close_timeout=timedelta(minutes=10),
            heartbeat_timeout=timedelta(minutes=2),
            retry_policy=_FEW,
        )
        return count
