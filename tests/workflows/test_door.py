"""The one door: every command comes in by an update-with-start and goes out as a receipt."""

import asyncio
import uuid
from collections.abc import Sequence
from datetime import datetime

import pytest
from sqlalchemy import Engine
from temporalio.api.enums.v1 import EventType
from temporalio.client import WorkflowUpdateFailedError
from temporalio.exceptions import ApplicationError

from domain.envelope import Receipt
from domain.execution import Order
from domain.nomination.state import Step
from domain.session.state import Seat
from domain.values import Role
from embedded.postgres import Cluster
from embedded.testing import Database
from tests.domain import office
from tests.workflows.faults import hanging
from tests.workflows.harness import Desk, envelope_of, eventually, kinds, leaves, rows

VOTERS = 40
MOST_IN_HAND = 200


async def test_command_starts_its_workflow_and_comes_back_as_a_receipt(desk: Desk, engine: Engine) -> None:
    await desk.done(*office.UNITS)
    command_id = str(uuid.uuid4())
    receipt = await desk.send(office.draft(), command_id)
    assert (receipt.accepted, receipt.stream, receipt.version, receipt.position) == (
        True,
        office.DOSSIER,
        1,
        2,
    )
    assert receipt.command_id == command_id
    assert receipt.touched == (office.LINE,)
    assert receipt.progress is not None
    assert receipt.progress.step == Step.DRAFT
    assert leaves(engine, office.DOSSIER) == ["dossier.drafted"]
    assert office.DOSSIER in await desk.running()


async def test_same_command_id_gets_the_same_receipt_and_is_recorded_once(desk: Desk, engine: Engine) -> None:
    await desk.done(*office.UNITS)
    command_id = str(uuid.uuid4())
    first = await desk.send(office.draft(), command_id)
    assert await desk.send(office.draft(), command_id) == first
    await desk.handle(office.DOSSIER).terminate()
    assert await desk.send(office.draft(), command_id) == first
    assert leaves(engine, office.DOSSIER) == ["dossier.drafted"]


async def test_refusal_is_an_answer_and_leaves_the_workflow_unharmed(desk: Desk, engine: Engine) -> None:
    await desk.done(*office.UNITS, office.draft())
    refused = await desk.send(office.receive())
    assert refused.refusal is not None
    assert (refused.accepted, refused.refusal.code, refused.version) == (False, "out_of_order", 1)
    await desk.done(office.submit())
    assert leaves(engine, office.DOSSIER) == ["dossier.drafted", "dossier.submitted"]
    failures = kinds(
        await desk.history(office.DOSSIER),
        EventType.EVENT_TYPE_WORKFLOW_TASK_FAILED,
        EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED,
    )
    names = [event.activity_task_scheduled_event_attributes.activity_type.name for event in failures]
    assert set(names) == {"wake"}


async def test_misdirected_command_is_turned_away_at_the_door(desk: Desk, engine: Engine) -> None:
    await desk.done(*office.UNITS, office.draft())
    elsewhere = envelope_of(office.submit(dossier="dossier-other"))
    with pytest.raises(WorkflowUpdateFailedError) as raised:
        await desk.carry(elsewhere, workflow_id=office.DOSSIER)
    assert isinstance(raised.value.cause, ApplicationError)
    assert raised.value.cause.type == "Misdirected"
    assert leaves(engine, office.DOSSIER) == ["dossier.drafted"]
    assert leaves(engine, "dossier-other") == []
    history = await desk.history(office.DOSSIER)
    accepted = kinds(history, EventType.EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_ACCEPTED)
    assert len(accepted) == 1


async def test_command_for_a_stream_nobody_wrote_to_ends_quietly(desk: Desk, engine: Engine) -> None:
    receipt = await desk.send(office.submit(dossier="dossier-never"))
    assert receipt.refusal is not None
    assert not receipt.accepted
    await eventually(lambda: _gone(desk, "dossier-never"))
    assert leaves(engine, "dossier-never") == []


async def test_record_of_the_register_takes_a_burst_although_its_workflow_ends_between(
    desk: Desk, engine: Engine
) -> None:
    await desk.done(office.register_unit())
    years = range(2000, 2020)
    receipts = await asyncio.gather(
        *(desk.send(office.record_strength(30, year=year)) for year in years), return_exceptions=True
    )
    ended = [answer for answer in receipts if isinstance(answer, BaseException)]
    assert ended == []
    assert leaves(engine, "unit-vks-h") == ["unit.registered", *["unit.strength_recorded"] * len(years)]
    await eventually(lambda: _gone(desk, "unit-vks-h"))


async def test_what_was_accepted_first_is_recorded_first_with_forty_voters_at_once(
    roomy_desk: Desk, engine: Engine
) -> None:
    desk = roomy_desk
    voters = [f"member-{number:02d}" for number in range(VOTERS)]
    await desk.done(*_until_voting(voters))
    papers = [office.ballot(voter, (office.LINE, office.APPROVE)) for voter in voters]
    receipts = await asyncio.gather(*(desk.send(paper) for paper in papers))
    assert [receipt.refusal for receipt in receipts] == [None] * VOTERS
    cast = rows(
        engine,
        "SELECT command_id::text AS id, convert_from(bytes, 'UTF8')::jsonb ->> 'accepted_at' AS accepted_at"
        " FROM leaf WHERE stream = :stream AND name = 'session.ballot_cast' ORDER BY version",
        stream=office.SESSION,
    )
    accepted = await _accepted_updates(desk, office.SESSION)
    ballots = {row["id"] for row in cast}
    assert [row["id"] for row in cast] == [update for update in accepted if update in ballots]
    assert len(ballots) == VOTERS
    instants = [datetime.fromisoformat(row["accepted_at"]) for row in cast]
    assert instants == sorted(instants)


async def test_too_many_in_hand_are_turned_away_and_all_that_were_taken_are_recorded(
    roomy_desk: Desk, engine: Engine, cluster: Cluster, database: Database
) -> None:
    await roomy_desk.done(office.register_unit())
    orders = [office.record_strength(30, year=1800 + number) for number in range(MOST_IN_HAND + 5)]
    with hanging(cluster, database):
        sent = [asyncio.create_task(roomy_desk.send(order)) for order in orders]
        await eventually(lambda: _turned_away(sent))
    answers = await asyncio.gather(*sent, return_exceptions=True)
    refused = [answer for answer in answers if isinstance(answer, WorkflowUpdateFailedError)]
    assert {getattr(answer.cause, "type", "") for answer in refused} == {"Busy"}
    assert len(refused) == len(orders) - MOST_IN_HAND
    assert leaves(engine, "unit-vks-h") == ["unit.registered", *["unit.strength_recorded"] * MOST_IN_HAND]


async def _turned_away(sent: list["asyncio.Task[Receipt]"]) -> bool:
    return any(task.done() for task in sent)


async def _accepted_updates(desk: Desk, stream: str) -> list[str]:
    """The ids of all updates in the order in which the server accepted them."""
    accepted = kinds(await desk.history(stream), EventType.EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_ACCEPTED)
    return [
        event.workflow_execution_update_accepted_event_attributes.protocol_instance_id for event in accepted
    ]


def _until_voting(voters: Sequence[str]) -> Sequence[Order]:
    seats = (
        Seat("member-chu", Role.COUNCIL_CHAIR),
        *(Seat(voter, Role.COUNCIL_MEMBER) for voter in voters),
    )
    return (
        *office.UNITS,
        *office.establish(*seats),
        office.draft(),
        office.submit(),
        office.receive(),
        office.appraise(),
        office.convene(),
        office.attend(*voters),
        office.open_voting(),
    )


async def _gone(desk: Desk, stream: str) -> bool:
    return stream not in await desk.running()
