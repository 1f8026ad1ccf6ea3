"""Whoever can only write to Temporal forges nothing, and whoever can only read it learns nothing."""

import asyncio
import uuid
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Engine
from temporalio.api.enums.v1 import EventType
from temporalio.client import Client, WorkflowUpdateFailedError, WorkflowUpdateStage
from temporalio.common import RawValue
from temporalio.converter import DataConverter

from domain.values import CandidateKind
from embedded.temporal import Temporal
from tests.domain import office
from tests.workflows.harness import RING, Desk, envelope_of, eventually, kinds, leaves
from worker import path_worker
from workflows.connection import connect
from workflows.contracts import EXECUTE, TASK_QUEUE, WAKE, PathStart
from workflows.payloads import KeyRing

NAME = "Nguyễn Thị Minh Ánh"
SECOND = ("k2", b"a second test key of 32 bytes ok")
STRANGER = KeyRing((("k1", b"the key of somebody quite unlike"),))


async def _strangers(server: Temporal) -> list[Client]:
    """One who does not seal, and one who seals with a key of their own under our key's id."""
    plain = await Client.connect(server.address, data_converter=DataConverter.default)
    return [plain, await connect(server.address, "default", STRANGER)]


async def test_command_from_a_stranger_is_rejected_and_its_workflow_goes_on(
    desk: Desk, engine: Engine, temporal_server: Temporal
) -> None:
    await desk.done(*office.UNITS, office.draft())
    for stranger in await _strangers(temporal_server):
        handle = stranger.get_workflow_handle(office.DOSSIER)
        forged = envelope_of(office.submit())
        with pytest.raises(WorkflowUpdateFailedError):
            await handle.execute_update(
                EXECUTE, forged, id=forged.command_id, rpc_timeout=timedelta(seconds=20)
            )
    assert leaves(engine, office.DOSSIER) == ["dossier.drafted"]
    await desk.done(office.submit())
    history = await desk.history(office.DOSSIER)
    assert kinds(history, EventType.EVENT_TYPE_WORKFLOW_TASK_FAILED) == []
    accepted = kinds(history, EventType.EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_ACCEPTED)
    assert len(accepted) == 2


async def test_signal_from_a_stranger_is_dropped_and_its_workflow_goes_on(
    desk: Desk, engine: Engine, temporal_server: Temporal
) -> None:
    await desk.done(*office.UNITS, office.draft())
    for stranger in await _strangers(temporal_server):
        handle = stranger.get_workflow_handle(office.DOSSIER)
        await handle.signal(WAKE, "dossier-other")
        await handle.signal("no_such_signal", {"name": NAME})
    await desk.done(office.submit())
    assert leaves(engine, office.DOSSIER) == ["dossier.drafted", "dossier.submitted"]
    assert kinds(await desk.history(office.DOSSIER), EventType.EVENT_TYPE_WORKFLOW_TASK_FAILED) == []


async def test_workflow_begun_by_a_stranger_records_nothing_and_can_be_swept_away(
    desk: Desk, engine: Engine, temporal_server: Temporal
) -> None:
    await desk.done(*office.UNITS)
    for stranger in await _strangers(temporal_server):
        forged = PathStart(office.DOSSIER)
        await stranger.start_workflow("DossierPath", forged, id=office.DOSSIER, task_queue=TASK_QUEUE)
        await asyncio.sleep(0.2)
        await desk.handle(office.DOSSIER).terminate()
    assert leaves(engine, office.DOSSIER) == []
    await desk.done(office.draft())


async def test_history_on_the_server_holds_no_name_in_clear(desk: Desk, engine: Engine) -> None:
    line = replace(office.line(), candidate_name=NAME, kind=CandidateKind.INDIVIDUAL)
    await desk.done(*office.UNITS, office.draft(line))
    refused = await desk.send(office.draft(line))
    assert not refused.accepted
    await eventually(lambda: desk.metadata(office.LINE))
    with engine.connect() as connection:
        kept = connection.exec_driver_sql("SELECT value FROM disclosure").scalars().all()
    assert NAME in kept
    for stream in (office.DOSSIER, office.LINE):
        history = await desk.history(stream)
        for form in (NAME, NAME.encode().decode("latin-1"), NAME.encode("unicode_escape").decode()):
            assert all(form.encode() not in event.SerializeToString() for event in history)
        assert all(name not in str(history) for name in ("Ánh", "tổng hợp", "Chờ"))
    description = await desk.handle(office.DOSSIER).describe()
    assert NAME.encode() not in description.raw_description.SerializeToString()


async def test_rotated_key_seals_what_is_new_and_what_is_old_still_opens(
    client: Client, engine: Engine, temporal_server: Temporal
) -> None:
    before = Desk(client)
    async with path_worker(client, engine):
        await before.done(*office.UNITS, office.draft())
    rotated = await connect(temporal_server.address, "default", KeyRing((SECOND, *RING.keys)))
    after = Desk(rotated)
    # Nothing cached: the new worker must read the whole history, old payloads included.
    async with path_worker(rotated, engine, max_cached_workflows=0):
        await after.done(office.submit())
        assert leaves(engine, office.DOSSIER) == ["dossier.drafted", "dossier.submitted"]
        history = await after.history(office.DOSSIER)
        await after.terminate_all()
    key_ids = [
        payload.metadata["key-id"]
        for event in kinds(history, EventType.EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_ACCEPTED)
        for payload in event.workflow_execution_update_accepted_event_attributes.accepted_request.input.args.payloads
    ]
    assert key_ids == [b"k1", b"k2"]


async def test_update_id_is_the_only_thing_a_stranger_can_take_and_it_gains_nothing(
    desk: Desk, engine: Engine, temporal_server: Temporal
) -> None:
    """A sealed payload copied from the history and sent again is the same command: the same receipt."""
    await desk.done(*office.UNITS, office.draft())
    await desk.done(office.submit())
    history = await desk.history(office.DOSSIER)
    last = kinds(history, EventType.EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_ACCEPTED)[-1]
    request = last.workflow_execution_update_accepted_event_attributes.accepted_request
    plain = (await _strangers(temporal_server))[0]
    copied = RawValue(request.input.args.payloads[0])  # sent as it is
    done = WorkflowUpdateStage.COMPLETED
    await plain.get_workflow_handle(office.DOSSIER).start_update(
        EXECUTE, copied, id=str(uuid.uuid4()), wait_for_stage=done, rpc_timeout=timedelta(seconds=20)
    )
    assert leaves(engine, office.DOSSIER) == ["dossier.drafted", "dossier.submitted"]
