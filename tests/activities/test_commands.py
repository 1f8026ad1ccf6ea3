"""A command whose connection breaks: tried again, recorded once, answered with the one receipt."""

import uuid
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine
from temporalio.api.enums.v1 import EventType
from temporalio.exceptions import ApplicationError
from temporalio.testing import ActivityEnvironment

from activities.commands import CommandActivities
from domain.envelope import Envelope
from domain.execution import Order
from readmodel.projector import project
from readmodel.tables import UNIQUENESS
from store.command_handler import CommandHandler
from store.event_store import EventStore
from tests.activities.faults import Faults, faulty_worker
from tests.domain import office
from tests.workflows.harness import Desk, envelope_of, kinds, leaves, progress_of, record, rows

FEW, MANY = 2, 9
"""Fewer faults than a local activity tries, and more."""


def _activities(engine: Engine) -> CommandActivities:
    store = EventStore(engine)
    return CommandActivities(CommandHandler(store, project, UNIQUENESS), store)


def _accepted_now(order: Order) -> Envelope:
    return replace(envelope_of(order), accepted_at=datetime.now(UTC).isoformat())


def _receipts(engine: Engine, command_id: str) -> list[dict[str, object]]:
    return rows(engine, "SELECT position FROM receipt WHERE command_id = CAST(:id AS uuid)", id=command_id)


@pytest.mark.parametrize("count", [FEW, MANY])
@pytest.mark.parametrize("moment", ["before_commit", "after_commit"])
async def test_command_is_recorded_once_whenever_its_connection_breaks(
    desk: Desk, engine: Engine, moment: str, count: int
) -> None:
    record(engine, *office.UNITS, office.draft())
    # After the commit there is nothing left to append: only the first answer can be lost.
    wanted = 1 if moment == "after_commit" else count
    faults = Faults(**{moment: wanted})
    command_id = str(uuid.uuid4())
    async with faulty_worker(desk.client, engine, faults):
        receipt = await desk.send(office.submit(), command_id)
        again = await desk.send(office.submit(), command_id)
        history = await desk.history(office.DOSSIER)
    assert faults.met == wanted
    assert receipt.accepted
    assert again == receipt
    assert leaves(engine, office.DOSSIER) == ["dossier.drafted", "dossier.submitted"]
    assert leaves(engine, office.LINE) == ["nomination.drafted", "nomination.submitted"]
    (stored,) = _receipts(engine, command_id)
    assert stored["position"] == receipt.position
    visible = [
        event
        for event in kinds(history, EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED)
        if event.activity_task_scheduled_event_attributes.activity_type.name == "execute_command"
    ]
    assert len(visible) == (1 if wanted == MANY else 0)


@pytest.mark.parametrize("moment", ["before_commit", "after_commit"])
async def test_refusal_is_recorded_once_whenever_its_connection_breaks(
    desk: Desk, engine: Engine, moment: str
) -> None:
    record(engine, *office.UNITS, office.draft())
    faults = Faults(**{moment: 1})
    command_id = str(uuid.uuid4())
    async with faulty_worker(desk.client, engine, faults):
        refused = await desk.send(office.receive(), command_id)
        assert await desk.send(office.receive(), command_id) == refused
    assert faults.met == 1
    assert not refused.accepted
    assert len(_receipts(engine, command_id)) == 1
    assert leaves(engine, office.DOSSIER) == ["dossier.drafted"]


def test_activity_that_died_after_its_commit_gives_the_same_receipt_to_the_next_attempt(
    engine: Engine,
) -> None:
    record(engine, *office.UNITS)
    envelope = _accepted_now(office.draft())
    first = ActivityEnvironment().run(_activities(engine).execute_command, envelope)
    later = replace(envelope, accepted_at=datetime.now(UTC).isoformat())
    assert ActivityEnvironment().run(_activities(engine).execute_command, later) == first


def test_progress_is_what_the_store_folds(engine: Engine) -> None:
    record(engine, *office.UNITS, office.draft(), office.submit())
    found = ActivityEnvironment().run(_activities(engine).load_progress, office.DOSSIER)
    assert found == progress_of(engine, office.DOSSIER)
    empty = ActivityEnvironment().run(_activities(engine).load_progress, "dossier-never")
    assert (empty.version, empty.closed) == (0, True)


def test_broken_chain_is_final(engine: Engine, superuser_engine: Engine) -> None:
    record(engine, *office.UNITS, office.draft())
    with superuser_engine.connect() as connection:
        connection.exec_driver_sql(
            "UPDATE leaf SET hash = sha256(bytes) WHERE stream = %s", (office.DOSSIER,)
        )
    activities = _activities(engine)
    envelope = _accepted_now(office.submit())
    with pytest.raises(ApplicationError) as executing:
        ActivityEnvironment().run(activities.execute_command, envelope)
    with pytest.raises(ApplicationError) as loading:
        ActivityEnvironment().run(activities.load_progress, office.DOSSIER)
    for raised in (executing.value, loading.value):
        assert (raised.type, raised.non_retryable) == ("IntegrityViolation", True)
    assert _receipts(engine, envelope.command_id) == []


@pytest.mark.parametrize(
    "command",
    [{"reason": "\ud800"}, {"reason": 2**60}, {"reason": "đúng", "more": 1}, {}, {"reason": None}],
    ids=["lone surrogate", "huge number", "extra member", "nothing", "wrong type"],
)
def test_command_that_can_never_be_recorded_is_final(engine: Engine, command: dict[str, object]) -> None:
    record(engine, *office.UNITS, office.draft(), office.submit())
    envelope = replace(_accepted_now(office.withdraw()), command=command)
    with pytest.raises(ApplicationError) as raised:
        ActivityEnvironment().run(_activities(engine).execute_command, envelope)
    assert (raised.value.type, raised.value.non_retryable) == ("MalformedPayload", True)
