"""Stored histories replay on the present code, and code that has changed its mind is found out."""

from pathlib import Path

import pytest
from temporalio.api.enums.v1 import EventType
from temporalio.client import WorkflowHistory
from temporalio.worker import Replayer
from temporalio.worker.workflow_sandbox import SandboxedWorkflowRunner, SandboxRestrictions
from temporalio.workflow import NondeterminismError

from tests.workflows.changed import ImpatientNomination
from tests.workflows.harness import RING, kinds
from tests.workflows.sandbox import SANDBOX
from worker import PATHS
from workflows.payloads import data_converter

SAMPLES = sorted((Path(__file__).parents[1] / "samples" / "histories").glob("*.json"))

STRICT = SandboxedWorkflowRunner(restrictions=SandboxRestrictions.default.with_passthrough_modules("domain"))


def _history(sample: Path) -> WorkflowHistory:
    return WorkflowHistory.from_json(sample.stem, sample.read_text(encoding="utf-8"))


def _nomination() -> WorkflowHistory:
    return next(_history(sample) for sample in SAMPLES if sample.stem.startswith("nomination-"))


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.stem)
async def test_stored_history_replays(sample: Path) -> None:
    replayer = Replayer(workflows=PATHS, data_converter=data_converter(RING), workflow_runner=SANDBOX)
    result = await replayer.replay_workflow(_history(sample))
    assert result.replay_failure is None


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.stem)
async def test_stored_history_replays_where_the_sandbox_imports_our_modules_itself(sample: Path) -> None:
    """In production our modules are passed through; here whatever they ask of the machine is stopped."""
    replayer = Replayer(workflows=PATHS, data_converter=data_converter(RING), workflow_runner=STRICT)
    result = await replayer.replay_workflow(_history(sample))
    assert result.replay_failure is None


def test_samples_hold_every_path_and_what_can_happen_on_it() -> None:
    kinds_of_stream = {sample.stem.partition("-")[0] for sample in SAMPLES}
    assert kinds_of_stream >= {"nomination", "dossier", "session", "decision", "unit"}
    seen = {event.event_type for sample in SAMPLES for event in _history(sample).events}
    wanted = {
        EventType.EVENT_TYPE_TIMER_STARTED,
        EventType.EVENT_TYPE_TIMER_FIRED,
        EventType.EVENT_TYPE_TIMER_CANCELED,
        EventType.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED,
        EventType.EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_COMPLETED,
        EventType.EVENT_TYPE_MARKER_RECORDED,
        EventType.EVENT_TYPE_ACTIVITY_TASK_COMPLETED,
        EventType.EVENT_TYPE_UPSERT_WORKFLOW_SEARCH_ATTRIBUTES,
        EventType.EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED,
    }
    assert wanted <= seen


def test_samples_hold_commands_that_waited_for_the_database() -> None:
    """The way from a local activity to a normal one must replay too: its failure looks different from a marker."""
    patient = [
        event
        for sample in SAMPLES
        for event in kinds(_history(sample).events, EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED)
        if event.activity_task_scheduled_event_attributes.activity_type.name == "execute_command"
    ]
    assert len(patient) >= 2


def test_session_sample_holds_every_ballot() -> None:
    sample = next(sample for sample in SAMPLES if sample.stem.startswith("session-"))
    accepted = kinds(_history(sample).events, EventType.EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_ACCEPTED)
    assert len(accepted) >= 9


async def test_changed_path_fails_the_replay() -> None:
    replayer = Replayer(
        workflows=[ImpatientNomination], data_converter=data_converter(RING), workflow_runner=SANDBOX
    )
    result = await replayer.replay_workflow(_nomination(), raise_on_replay_failure=False)
    assert isinstance(result.replay_failure, NondeterminismError)


async def test_history_does_not_replay_without_the_key() -> None:
    stranger = data_converter(type(RING)((("k1", b"the key of somebody quite unlike"),)))
    replayer = Replayer(workflows=PATHS, data_converter=stranger, workflow_runner=SANDBOX)
    result = await replayer.replay_workflow(_nomination(), raise_on_replay_failure=False)
    assert result.replay_failure is not None
