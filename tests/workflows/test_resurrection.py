"""Temporal's state is disposable: when every workflow is gone, the store brings all of them back."""

from datetime import datetime
from typing import Any

from sqlalchemy import Engine
from temporalio.api.enums.v1 import EventType
from temporalio.client import WorkflowExecutionStatus

from domain.ids import nomination_of
from readmodel.queries import open_streams
from tests.domain import office
from tests.workflows.harness import Desk, eventually, kinds, progress_of, record
from tests.workflows.stages import every_stage, receive_today
from workflows.contracts import TASK_QUEUE

MANY = "dossier-many"
LINES = 40


async def _reconciled(desk: Desk) -> int:
    count: int = await desk.client.execute_workflow(
        "Reconcile", id="reconcile", task_queue=TASK_QUEUE, result_type=int
    )
    return count


async def _all_show_their_step(desk: Desk, streams: set[str]) -> bool:
    paths = " AND Step IS NOT NULL"
    return streams <= await desk.running(f"WorkflowType != 'Reconcile'{paths}")


async def _runs_only(desk: Desk, streams: set[str]) -> bool:
    """The list lags a little behind what ended."""
    return await desk.running() == streams


async def _as_shown(desk: Desk, stream: str) -> dict[str, Any]:
    """What operators and timers have of a stream: its attributes, its board, the end of its present timer."""
    description = await desk.handle(stream).describe()
    timers = kinds(await desk.history(stream), EventType.EVENT_TYPE_TIMER_STARTED)
    lengths = [
        (
            event.event_time.ToDatetime()
            + event.timer_started_event_attributes.start_to_fire_timeout.ToTimedelta()
        )
        for event in timers
    ]
    return {
        "attributes": {
            pair.key.name: pair.value
            for pair in description.typed_search_attributes
            if pair.key.name in {"Step", "DueAt", "Unit"}
        },
        "board": (await desk.metadata(stream)).current_details,
        "fires_at": lengths[-1].replace(second=0, microsecond=0) if lengths else None,
    }


async def test_every_open_stream_is_back_with_its_timers_and_none_besides(desk: Desk, engine: Engine) -> None:
    lines = [office.line(f"many-{number:03d}") for number in range(LINES)]
    record(
        engine,
        *every_stage(),
        office.draft(*lines, dossier=MANY),
        office.submit(dossier=MANY),
        receive_today(MANY),
    )
    streams = set(open_streams(engine))
    assert {nomination_of(MANY, number) for number in range(1, LINES + 1)} < streams

    assert await _reconciled(desk) == len(streams)
    await eventually(lambda: _all_show_their_step(desk, streams))
    await eventually(lambda: _runs_only(desk, streams))
    dated = sorted(
        streams - {office.DOSSIER}
    )  # that one came years ago, and its deadlines pass while one looks
    sample = dated[:: max(1, len(dated) // 12)]
    before = {stream: await _as_shown(desk, stream) for stream in sample}
    for stream in sample:
        _holds_what_is_due(before[stream], progress_of(engine, stream).alarms)

    await desk.terminate_all()
    await eventually(lambda: _runs_only(desk, set()))
    assert await _reconciled(desk) == len(streams)
    await eventually(lambda: _all_show_their_step(desk, streams))
    await eventually(lambda: _runs_only(desk, streams))
    after = {stream: await _as_shown(desk, stream) for stream in sample}
    assert after == before


def _holds_what_is_due(shown: dict[str, Any], alarms: tuple[Any, ...]) -> None:
    """The timer ends at the first rung, and there is none where the clock stands."""
    if not alarms:
        assert shown["fires_at"] is None
        return
    due_at = datetime.fromisoformat(alarms[0].due_at).replace(tzinfo=None)
    assert abs((shown["fires_at"] - due_at).total_seconds()) <= 60


async def test_reconciling_what_runs_already_changes_nothing(desk: Desk, engine: Engine) -> None:
    record(engine, *every_stage())
    streams = set(open_streams(engine))
    await _reconciled(desk)
    await eventually(lambda: _all_show_their_step(desk, streams))
    ids = {stream: (await desk.handle(stream).describe()).run_id for stream in streams}
    assert await _reconciled(desk) == len(streams)
    assert {stream: (await desk.handle(stream).describe()).run_id for stream in streams} == ids
    await eventually(lambda: _runs_only(desk, streams))


async def test_reconcile_finds_nothing_to_do_in_an_empty_store(desk: Desk) -> None:
    assert await _reconciled(desk) == 0
    done = [run async for run in desk.client.list_workflows("WorkflowId='reconcile'")]
    assert WorkflowExecutionStatus.COMPLETED in {run.status for run in done}
