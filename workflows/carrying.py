"""Carry a command to the store: quickly when the store answers, patiently and visibly when it does not."""

from datetime import timedelta
from typing import TypeVar

from temporalio import workflow
from temporalio.common import RetryPolicy
from temporalio.exceptions import ActivityError, ApplicationError, FailureError
from temporalio.exceptions import TimeoutError as TemporalTimeoutError

with workflow.unsafe.imports_passed_through():
    from domain.envelope import Envelope, Progress, Receipt

T = TypeVar("T")

_QUICK = timedelta(seconds=3)
"""How long a local activity may try: below a workflow task's ten seconds, above any healthy answer."""

_ATTEMPT = timedelta(seconds=10)
"""How long an attempt may take, and so how long a command waits that was in the hands of a worker that died."""

_PATIENT = RetryPolicy(initial_interval=timedelta(milliseconds=200), maximum_interval=timedelta(seconds=20))
_BRISK = RetryPolicy(
    initial_interval=timedelta(milliseconds=50),
    maximum_interval=timedelta(milliseconds=500),
    maximum_attempts=6,  # about 1.3 s: the timeout ends an attempt that hangs, not a row of attempts that fail
)


async def execute_command(envelope: Envelope) -> Receipt:
    """The receipt of the command. Raises only what no retry can mend (a broken chain)."""
    return await _carry("execute_command", envelope, Receipt, f"{envelope.name}: chờ cơ sở dữ liệu")


async def load_progress(stream: str) -> Progress:
    """Where the stream stands in the store."""
    return await _carry("load_progress", stream, Progress, "Chờ cơ sở dữ liệu")


async def _carry(name: str, argument: object, answer: type[T], summary: str) -> T:
    """A local activity while the store is quick; else a normal one, retried for ever, that operators can see."""
    try:
        quick: T = await workflow.execute_local_activity(
            name, argument, result_type=answer, schedule_to_close_timeout=_QUICK, retry_policy=_BRISK
        )
    except FailureError as error:
        _raise_if_final(error)
    else:
        return quick
    try:
        patient: T = await workflow.execute_activity(
            name,
            argument,
            result_type=answer,
            start_to_close_timeout=_ATTEMPT,
            retry_policy=_PATIENT,
            summary=summary,
        )
    except FailureError as error:
        _raise_if_final(error)
        raise
    return patient


async def wake(streams: list[str]) -> None:
    """Tell the workflows of other streams, started if need be, that they were written to."""
    await workflow.execute_activity(
        "wake",
        streams,
        start_to_close_timeout=timedelta(minutes=5),
        heartbeat_timeout=timedelta(seconds=30),
        retry_policy=_PATIENT,
        summary=f"Báo cho {len(streams)} dòng",
    )


def _raise_if_final(error: FailureError) -> None:
    """A timeout or a passing fault falls through to the patient way; a non-retryable failure is the answer.

    A local activity's failure comes wrapped or bare: bare when its attempts are used up, and a timeout is wrapped
    at first but bare when it is replayed from its marker. Both must lead the same way, or the replay fails.
    """
    cause = error.cause if isinstance(error, ActivityError) else error
    if isinstance(cause, ApplicationError) and cause.non_retryable:
        raise cause
    if not isinstance(cause, (TemporalTimeoutError, ApplicationError)):
        raise error
