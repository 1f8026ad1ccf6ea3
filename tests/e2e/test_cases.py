"""The demonstration as a person starts it: the published figures, sound evidence, and nothing left running."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import pytest

from audit.bundle import open_bundle, verify_bundle
from demo.cases import load_cases, published
from embedded.testing import short_folder

ROOT = Path(__file__).parents[2]
WHOLE_RUN_S = 480
START_S = 90
STOP_S = 30

Process = subprocess.Popen[str]


@pytest.fixture
def folder() -> Iterator[Path]:
    with short_folder() as made:
        yield made / "demo"


def start(folder: Path, *options: str) -> Process:
    """The demonstration as a process, with nothing of the developer's environment that names servers."""
    named = {"DATABASE_URL", "DATABASE_OWNER_URL", "TEMPORAL_ADDRESS"}
    environment = {
        name: value
        for name, value in os.environ.items()
        if name not in named and not name.startswith("MINHBACH_")
    }
    command = [sys.executable, "-m", "cli", "demo", "--folder", str(folder), *options]
    return subprocess.Popen(
        command, cwd=ROOT, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )


def left_running(folder: Path) -> list[str]:
    """The commands of every process that still has to do with the folder or came from it."""
    found = []
    for entry in Path("/proc").iterdir():
        if not entry.name.isdecimal() or int(entry.name) == os.getpid():
            continue
        try:
            command = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
            environment = (entry / "environ").read_bytes().decode(errors="replace")
        except OSError:
            continue
        if str(folder) in command or str(folder) in environment:
            found.append(command)
    return found


def wait_for(path: Path, process: Process) -> None:
    deadline = time.monotonic() + START_S
    while not path.exists():
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < deadline, f"{path} did not appear"
        time.sleep(0.1)


def test_both_cases_come_out_as_published_and_nothing_is_left(folder: Path) -> None:
    process = start(folder, "--no-serve", "--port", "0")
    out, err = process.communicate(timeout=WHOLE_RUN_S)
    assert process.returncode == 0, out + err
    assert left_running(folder) == []
    content = json.loads((folder / "outcomes.json").read_text(encoding="utf-8"))
    assert {name: case["awards"] for name, case in content["cases"].items()} == {
        case.case: {code: asdict(figures) for code, figures in published(case).items()}
        for case in load_cases()
    }
    assert content["events"] == content["tree_size"]
    for case in content["cases"].values():
        proposed = sum(figures["proposed"] for figures in case["awards"].values())
        assert len({line["id"] for line in case["nominations"]}) == proposed
    with open_bundle(folder / "evidence.zip") as bundle:
        report = verify_bundle(bundle, [bundle.verifier()])
        assert content["log_key"] == bundle.verifier().fingerprint
    assert (report.ok, report.events, report.root) == (True, content["events"], content["root"])
    assert (folder / "accounts.json").stat().st_mode & 0o077 == 0
    assert f"gốc {content['root']}, khóa nhật ký {content['log_key']}" in out
    assert "KHÁC" not in out
    assert "Traceback" not in err


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_run_that_is_stopped_midway_leaves_nothing(folder: Path, number: signal.Signals) -> None:
    process = start(folder, "--port", "0")
    wait_for(folder / "accounts.json", process)
    assert left_running(folder) != []
    process.send_signal(number)
    out, err = process.communicate(timeout=STOP_S)
    assert process.returncode == 128 + number, out + err
    assert "Traceback" not in err
    assert left_running(folder) == []


def test_run_that_is_killed_leaves_nothing(folder: Path) -> None:
    process = start(folder, "--port", "0")
    wait_for(folder / "accounts.json", process)
    process.kill()
    process.communicate(timeout=STOP_S)
    deadline = time.monotonic() + STOP_S
    while left_running(folder) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert left_running(folder) == []


def test_port_that_is_taken_is_told_in_one_sentence(folder: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        process = start(folder, "--no-serve", "--port", str(port))
        out, err = process.communicate(timeout=START_S)
    assert process.returncode == 1
    assert err.splitlines()[0].startswith(f"Cổng {port} cho web đã có chương trình khác dùng")
    assert (len(err.splitlines()), out) == (2, "")
    assert left_running(folder) == []
