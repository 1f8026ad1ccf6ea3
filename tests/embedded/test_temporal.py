"""The Temporal server: ready when it says so, and its workflows outlive it."""

import socket
import sys
from pathlib import Path

import pytest
from temporalio.api.operatorservice.v1 import ListSearchAttributesRequest
from temporalio.client import Client

from embedded.errors import EmbeddedError
from embedded.temporal import Temporal, answers, find_temporal, temporal


async def test_search_attributes_are_there_at_once(temporal_server: Temporal) -> None:
    client = await Client.connect(temporal_server.address)
    request = ListSearchAttributesRequest(namespace=temporal_server.namespace)
    found = await client.operator_service.list_search_attributes(request)
    assert set(found.custom_attributes) == {"Step", "DueAt", "Unit"}


async def test_readiness_can_be_asked_inside_a_running_loop(temporal_server: Temporal) -> None:
    assert answers(temporal_server.address)
    assert not answers("127.0.0.1:1")


async def test_restart_loses_nothing(folder: Path) -> None:
    with temporal(
        folder / "temporal", dynamic_config={"limit.historyCount.suggestContinueAsNew": 7}
    ) as before:
        client = await Client.connect(before.address)
        await client.start_workflow("Waits", id="nomination-1", task_queue="nobody-listens")
    assert before.child.process.returncode == 0
    with temporal(folder / "temporal") as after:
        client = await Client.connect(after.address)
        description = await client.get_workflow_handle("nomination-1").describe()
    assert (description.id, description.workflow_type) == ("nomination-1", "Waits")


def test_taken_port_is_a_sentence(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(EmbeddedError, match=rf"port {port} for Temporal is taken.*--temporal-port"):
            temporal(tmp_path / "temporal", port=port).__enter__()


def test_missing_program_is_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert find_temporal().is_file()
    monkeypatch.setenv("PATH", str(tmp_path))
    assert find_temporal().is_file()
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    with pytest.raises(EmbeddedError, match="the program “temporal” is missing: run make setup"):
        find_temporal()
