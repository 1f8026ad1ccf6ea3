"""The database goes away: what was accepted stays accepted, waits where operators see it, and is recorded later."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine
from temporalio.api.enums.v1 import EventType
from temporalio.client import WorkflowUpdateHandle, WorkflowUpdateStage

from domain.envelope import Envelope, Receipt
from embedded.postgres import Cluster
from embedded.testing import Database
from tests.domain import office
from tests.workflows.faults import Fault, hanging, pending, refusing
from tests.workflows.harness import Desk, envelope_of, eventually, kinds, leaves, rows, start_of
from workflows.contracts import EXECUTE

AWAY_S = 5.0
"""Longer than a local activity may try."""


async def _sent(desk: Desk, envelope: Envelope) -> WorkflowUpdateHandle[Receipt]:
    """An update that the server has promised to carry."""
    handle: WorkflowUpdateHandle[Receipt] = await desk.client.start_update_with_start_workflow(
        EXECUTE,
        envelope,
        start_workflow_operation=start_of(envelope.stream),
        wait_for_stage=WorkflowUpdateStage.ACCEPTED,
        id=envelope.command_id,
        result_type=Receipt,
    )
    return handle


@pytest.mark.parametrize("fault", [refusing, hanging])
async def test_accepted_command_outlasts_the_database(
    desk: Desk, engine: Engine, cluster: Cluster, database: Database, fault: Fault
) -> None:
    await desk.done(*office.UNITS, office.draft())
    await eventually(lambda: _idle(desk, office.DOSSIER))
    began = datetime.now(UTC)
    with fault(cluster, database):
        handle = await _sent(desk, envelope_of(office.submit()))
        assert "execute_command" in await eventually(lambda: pending(desk, office.DOSSIER))
        await asyncio.sleep(AWAY_S)
    receipt = await handle.result()
    assert receipt.accepted
    assert leaves(engine, office.DOSSIER) == ["dossier.drafted", "dossier.submitted"]
    (leaf,) = _leaves(engine, "dossier.submitted")
    accepted_at, recorded_at = (datetime.fromisoformat(leaf[name]) for name in ("accepted_at", "recorded_at"))
    assert began - timedelta(seconds=1) <= accepted_at <= began + timedelta(seconds=AWAY_S)
    assert recorded_at - accepted_at >= timedelta(seconds=AWAY_S)
    assert await _summary(desk, office.DOSSIER) == "submit_dossier: chờ cơ sở dữ liệu"


async def test_commands_wait_in_the_order_in_which_they_were_accepted(
    desk: Desk, engine: Engine, cluster: Cluster, database: Database
) -> None:
    await desk.done(*office.UNITS, office.draft())
    await eventually(lambda: _idle(desk, office.DOSSIER))
    with refusing(cluster, database):
        first = await _sent(desk, envelope_of(office.submit()))
        second = await _sent(desk, envelope_of(office.receive()))
        third = await _sent(desk, envelope_of(office.submit()))
        await eventually(lambda: pending(desk, office.DOSSIER))
    receipts = [await handle.result() for handle in (first, second, third)]
    assert [receipt.accepted for receipt in receipts] == [True, True, False]
    assert leaves(engine, office.DOSSIER) == ["dossier.drafted", "dossier.submitted", "dossier.received"]


def _leaves(engine: Engine, name: str) -> list[dict[str, Any]]:
    found = rows(
        engine, "SELECT convert_from(bytes, 'UTF8')::jsonb AS leaf FROM leaf WHERE name = :name", name=name
    )
    return [row["leaf"] for row in found]


async def _idle(desk: Desk, stream: str) -> bool:
    return not await pending(desk, stream)


async def _summary(desk: Desk, stream: str) -> str:
    """What Temporal's own UI says of the last activity that waited for the database."""
    scheduled = [
        event
        for event in kinds(await desk.history(stream), EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED)
        if event.activity_task_scheduled_event_attributes.activity_type.name == "execute_command"
    ]
    (summary,) = await desk.client.data_converter.decode([scheduled[-1].user_metadata.summary])
    return str(summary)
