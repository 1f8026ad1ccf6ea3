"""The Temporal development server, keeping its state in a file so that a restart loses nothing."""

import asyncio
import json
import shutil
import sys
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from temporalio.api.workflowservice.v1 import DescribeNamespaceRequest
from temporalio.client import Client
from temporalio.service import RPCError

from embedded.errors import EmbeddedError
from embedded.files import make_folder
from embedded.leftovers import end_leftovers
from embedded.ports import LOOPBACK, chosen_port
from embedded.processes import Child, Folders, Program, start

NAMESPACE = "default"
READY_TIMEOUT_S = 60.0
PROBE_TIMEOUT = timedelta(seconds=2)
SEARCH_ATTRIBUTES = {"Step": "Keyword", "DueAt": "Datetime", "Unit": "Keyword"}
"""For operators; the reviewers' lists never rest on them."""

_SETTINGS: Mapping[str, "Setting"] = {"history.maxInFlightUpdates": 400}
"""Forty members vote at once; past its default of 10 the server turns updates away, and loses a task each time."""

Setting = bool | int | float | str
"""What a dynamic configuration value may be."""


@dataclass(frozen=True)
class Temporal:
    """A running server."""

    address: str
    ui_url: str
    child: Child
    namespace: str = NAMESPACE


@contextmanager
def temporal(
    home: Path,
    *,
    port: int = 0,
    ui_port: int = 0,
    dynamic_config: Mapping[str, Setting] | None = None,
) -> Iterator[Temporal]:
    """Run the server whose state is kept at `home`; 0 chooses a free port.

    Raises `EmbeddedError` when the program is missing, a port is taken or the server does not come up.
    """
    program = find_temporal()
    folders = Folders.under(make_folder(home, 0o700))
    end_leftovers(folders.pid)
    port = chosen_port(port, what="Temporal", choose="--temporal-port")
    ui_port = chosen_port(ui_port, what="Temporal UI", choose="--ui-port")
    command = _command(
        program, home / "temporal.sqlite", port, ui_port, {**_SETTINGS, **(dynamic_config or {})}
    )
    child = start(_program(command, home), folders)
    server = Temporal(f"{LOOPBACK}:{port}", f"http://{LOOPBACK}:{ui_port}", child)
    try:
        child.wait_until(lambda: answers(server.address), timeout_s=READY_TIMEOUT_S)
        yield server
    finally:
        child.stop()


def find_temporal() -> Path:
    """Return the program: the one on the PATH, else the one beside this Python."""
    found = shutil.which("temporal") or shutil.which("temporal", path=str(Path(sys.executable).parent))
    if found is None:
        raise EmbeddedError(
            "Không tìm thấy chương trình “temporal”; hãy chạy: make setup (hoặc đặt TEMPORAL_ADDRESS).",
            "the program “temporal” is missing: run make setup, or set TEMPORAL_ADDRESS",
        )
    return Path(found).resolve()


def _command(
    program: Path, database: Path, port: int, ui_port: int, settings: Mapping[str, Setting]
) -> list[str]:
    """Return the command line; write-ahead logging raises the throughput of the file by half."""
    command = [str(program), "server", "start-dev", "--ip", LOOPBACK, "--port", str(port)]
    command += ["--ui-port", str(ui_port), "--ui-disable-news-fetch", "--log-level", "warn"]
    command += ["--db-filename", str(database), "--sqlite-pragma", "journal_mode=WAL"]
    for name, kind in SEARCH_ATTRIBUTES.items():
        command += ["--search-attribute", f"{name}={kind}"]
    for name, value in settings.items():
        command += ["--dynamic-config-value", f"{name}={json.dumps(value)}"]
    return command


def _program(command: list[str], home: Path) -> Program:
    """Return how to run it.

    When we are gone it ends by SIGKILL, at once: its own orderly end takes seconds, in which the next run would
    wait, and the write-ahead log of its file survives either way.
    """
    environment = {"HOME": str(home), "PATH": "/usr/bin:/bin", "TZ": "UTC"}
    return Program("temporal", command, environment)


def answers(address: str) -> bool:
    """Tell whether the server knows its namespace, which is the last thing it learns.

    In a thread of its own, so that it can be asked from within a running event loop too.
    """
    with ThreadPoolExecutor(max_workers=1) as pool:
        return pool.submit(asyncio.run, _describe(address)).result()


async def _describe(address: str) -> bool:
    try:
        client = await Client.connect(address, namespace=NAMESPACE)
        request = DescribeNamespaceRequest(namespace=NAMESPACE)
        await client.workflow_service.describe_namespace(request, timeout=PROBE_TIMEOUT)
    except (RPCError, RuntimeError):
        return False
    return True
