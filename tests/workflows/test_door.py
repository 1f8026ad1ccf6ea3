"""The one door: every command comes in by an update-with-start and goes out as a receipt."""

import uuid

import pytest
from sqlalchemy import Engine
from temporalio.api.enums.v1 import EventType
from temporalio.client import WorkflowUpdateFailedError

from domain.nomination.state import Step
from tests.domain import office
from tests.workflows.harness import Desk, envelope_of, eventually, kinds, leaves, rows, start_of


async def test_command_starts_its_workflow_and_comes_back_as_a_receipt(desk: Desk, engine: Engine) -> None:
    await desk.done(*office.UNITS)
    receipt = await desk.send(office.draft(), "0192f0c1-0000-7000-8000-000000000001")
    assert receipt.accepted
    assert (receipt.stream, receipt.version, receipt.position) == (office.DOSSIER, 1, 2)
    assert receipt.command_id == "0192f0c1-0000-7000-8000-000000000001"
    assert receipt.touched == (office.LINE,)
    assert receipt.progress is not None
    assert receipt.progress.step == Step.DRAFT
    assert leaves(engine, office.DOSSIER) == ["dossier.drafted"]
    assert office.DOSSIER in await eventually(desk.running)
