"""After a bulk act every nomination's workflow shows operators the new step, and waits for the right instant."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine
from temporalio.api.enums.v1 import EventType
from temporalio.client import WorkflowUpdateFailedError
from temporalio.exceptions import ApplicationError
from temporalio.testing import ActivityEnvironment

from activities.waking import WakingActivities
from domain.execution import Order
from domain.ids import nomination_of
from tests.domain import office
from tests.workflows.harness import Desk, envelope_of, eventually, kinds, leaves, progress_of
from tests.workflows.stages import receive_today

LINES = 30
STREAMS = [nomination_of(office.DOSSIER, number) for number in range(1, LINES + 1)]


async def _shown(desk: Desk, stream: str) -> dict[str, Any]:
    description = await desk.handle(stream).describe()
    return {pair.key.name: pair.value for pair in description.typed_search_attributes}


async def _all_at(desk: Desk, step: str) -> bool:
    return await desk.running(f"WorkflowType='NominationPath' AND Step='{step}'") == set(STREAMS)


async def test_bulk_act_reaches_the_workflow_of_every_line(desk: Desk, engine: Engine) -> None:
    lines = [office.line(f"cb-{number:03d}") for number in range(LINES)]
    await desk.done(*office.UNITS, office.draft(*lines))
    await eventually(lambda: _all_at(desk, "draft"))
    await desk.done(office.submit())
    await eventually(lambda: _all_at(desk, "submitted"))
    receipt = await desk.send(receive_today())
    assert receipt.touched == tuple(STREAMS)
    await eventually(lambda: _all_at(desk, "received"))
    for stream in (STREAMS[0], STREAMS[-1]):
        stored = progress_of(engine, stream)
        assert await desk.handle(stream).query("progress", result_type=type(stored)) == stored
        shown = await _shown(desk, stream)
        assert (shown["Step"], shown["Unit"]) == ("received", office.COUNCIL_UNIT)
        assert shown["DueAt"] == datetime.fromisoformat(stored.due_at)


async def test_operator_reads_who_is_awaited_and_until_when(desk: Desk, engine: Engine) -> None:
    await desk.done(*office.UNITS, office.draft(), office.submit(), receive_today())
    details = await eventually(lambda: _details_at_received(desk))
    stored = progress_of(engine, office.LINE)
    due = datetime.fromisoformat(stored.due_at) + timedelta(hours=7)
    assert details.splitlines()[0] == f"**Đã tiếp nhận, chờ thẩm định** · `{office.LINE}` · bản 3"
    assert f"Chờ: Chuyên viên thẩm định ({office.COUNCIL_UNIT})" in details
    assert f"Hạn: {due:%d/%m/%Y %H:%M}, {stored.due_source}" in details
    assert details.count("\n- ") == len(stored.alarms) == 3


async def _details_at_received(desk: Desk) -> str:
    return await _details_with(desk, "Đã tiếp nhận")


async def test_timer_says_what_it_is_for_and_ends_when_due(desk: Desk, engine: Engine) -> None:
    await desk.done(*office.UNITS, office.draft(), office.submit(), receive_today())
    await eventually(lambda: _details_at_received(desk))
    first = progress_of(engine, office.LINE).alarms[0]
    started = kinds(await desk.history(office.LINE), EventType.EVENT_TYPE_TIMER_STARTED)[-1]
    (summary,) = await desk.client.data_converter.decode([started.user_metadata.summary])
    assert summary == f"{first.rung}: {first.role}"
    fires_at = started.event_time.ToDatetime(UTC) + (
        started.timer_started_event_attributes.start_to_fire_timeout.ToTimedelta()
    )
    late = fires_at - datetime.fromisoformat(first.due_at)
    assert timedelta(0) <= late < timedelta(seconds=30)


async def test_waking_again_does_no_harm(desk: Desk, engine: Engine) -> None:
    await desk.done(*office.UNITS, office.draft(), office.submit(), receive_today())
    await eventually(lambda: _details_at_received(desk))
    before = await desk.metadata(office.LINE)
    waking = WakingActivities(desk.client, engine)
    for _ in range(3):
        await ActivityEnvironment().run(waking.wake, [office.LINE, office.DOSSIER])
    await eventually(lambda: _signalled(desk, office.LINE, 3))
    assert (await desk.metadata(office.LINE)).current_details == before.current_details
    assert leaves(engine, office.LINE) == [
        "nomination.drafted",
        "nomination.submitted",
        "nomination.received",
    ]
    assert kinds(await desk.history(office.LINE), EventType.EVENT_TYPE_WORKFLOW_TASK_FAILED) == []


async def _signalled(desk: Desk, stream: str, times: int) -> bool:
    signals = kinds(await desk.history(stream), EventType.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED)
    return len(signals) >= times


async def test_workflow_of_a_closed_line_ends_and_comes_back_when_written_to(desk: Desk) -> None:
    await desk.done(*office.UNITS, office.draft(), office.submit(), receive_today())
    await eventually(lambda: _details_at_received(desk))
    await desk.done(office.withdraw())
    assert await desk.handle(office.LINE).result() is None
    refused = await desk.send(office.withdraw())
    assert refused.refusal is not None
    assert refused.refusal.code == "out_of_order"


async def test_chain_that_is_broken_freezes_the_line_alone(desk: Desk, superuser_engine: Engine) -> None:
    await desk.done(*office.UNITS, office.draft(office.line("cb-1"), office.line("cb-2")))
    await desk.done(office.submit(), receive_today())
    await eventually(lambda: _details_at_received(desk))
    with superuser_engine.connect() as connection:
        connection.exec_driver_sql(
            "CREATE TABLE kept AS SELECT * FROM leaf WHERE stream = %s", (office.LINE,)
        )
        connection.exec_driver_sql(
            "UPDATE leaf SET bytes = convert_to(replace(convert_from(bytes, 'UTF8'), 'clerk-hoa', 'clerk-hau'), 'UTF8')"
            " WHERE stream = %s",
            (office.LINE,),
        )
    failure = await _failure_of(desk, office.appraise())
    assert failure.type == "IntegrityViolation"
    await desk.handle(office.LINE).signal("wake")
    assert "Đóng băng" in await eventually(lambda: _details_with(desk, "Đóng băng"))
    assert (await _shown(desk, office.LINE))["Step"] == "frozen"
    await desk.done(office.appraise(office.LINE_2))
    with superuser_engine.connect() as connection:
        connection.exec_driver_sql(
            "UPDATE leaf SET bytes = kept.bytes FROM kept WHERE kept.position = leaf.position"
        )
    await desk.handle(office.LINE).signal("wake")
    await eventually(lambda: _details_at_received(desk))
    await desk.done(office.appraise())


async def _details_with(desk: Desk, word: str) -> str:
    details = (await desk.metadata(office.LINE)).current_details
    return details if word in details else ""


async def _failure_of(desk: Desk, order: Order) -> ApplicationError:
    with pytest.raises(WorkflowUpdateFailedError) as raised:
        await desk.carry(envelope_of(order))
    assert isinstance(raised.value.cause, ApplicationError)
    return raised.value.cause
