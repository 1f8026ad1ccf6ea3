"""Children: they start with a log, stop in order, and never outlive the run."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from embedded.errors import EmbeddedError
from embedded.files import make_folder
from embedded.identity import identity
from embedded.leftovers import end_leftovers, hold
from embedded.ports import chosen_port, free_port
from embedded.processes import SHIM, Child, Folders, Program, start

PYTHON_ENVIRONMENT = {"PATH": "/usr/bin:/bin"}
STUBBORN = """
import signal, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
print("up", flush=True)
time.sleep(60)
"""


def python(code: str, *, name: str = "child", grace_s: float = 5.0) -> Program:
    return Program(name, [sys.executable, "-c", code], PYTHON_ENVIRONMENT, grace_s=grace_s)


def eventually(condition: Callable[[], bool], *, timeout_s: float = 15.0) -> bool:
    deadline = time.monotonic() + timeout_s
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def says(child: Child, text: str) -> bool:
    return eventually(lambda: text in child.log.read_text(encoding="utf-8"))


def test_child_stops_when_asked_and_its_pid_is_forgotten(tmp_path: Path) -> None:
    child = start(python("import time; time.sleep(60)"), Folders.under(tmp_path))
    child.check()
    assert child.pid_file.read_text(encoding="utf-8").split()[0] == str(child.process.pid)
    child.stop()
    assert child.process.returncode == -signal.SIGTERM
    assert not child.pid_file.exists()
    child.stop()


def test_child_that_will_not_stop_is_killed_after_its_grace(tmp_path: Path) -> None:
    child = start(python(STUBBORN, grace_s=0.2), Folders.under(tmp_path))
    assert says(child, "up")
    child.stop()
    assert child.process.returncode == -signal.SIGKILL


def test_child_that_ended_by_itself_is_reported_with_its_last_lines(tmp_path: Path) -> None:
    child = start(python("print('hết chỗ'); raise SystemExit(3)"), Folders.under(tmp_path))
    with pytest.raises(EmbeddedError, match=r"(?s)child đã dừng \(mã 3\).*hết chỗ.*ended with code 3"):
        child.wait_until(lambda: False, timeout_s=10)
    child.stop()


def test_child_that_is_never_ready_is_reported(tmp_path: Path) -> None:
    child = start(python("import time; time.sleep(60)"), Folders.under(tmp_path))
    with pytest.raises(EmbeddedError, match="child was not ready within 0 s"):
        child.wait_until(lambda: False, timeout_s=0.1)
    child.stop()


def test_child_without_a_parent_never_begins(tmp_path: Path) -> None:
    mark = tmp_path / "began"
    stranger = str(os.getppid())
    command = [sys.executable, "-I", "-S", str(SHIM), stranger, "9", "-", "-", "/usr/bin/touch", str(mark)]
    assert subprocess.run(command, check=False).returncode == 0
    assert not mark.exists()


def test_folder_is_for_one_run_at_a_time(tmp_path: Path) -> None:
    with (
        hold(tmp_path),
        pytest.raises(EmbeddedError, match=rf"in use by process {os.getpid()}:"),
        hold(tmp_path),
    ):
        pass
    with hold(tmp_path):
        pass


def test_leftover_is_ended_and_a_stranger_with_its_number_is_not(tmp_path: Path) -> None:
    folders = Folders.under(tmp_path)
    leftover = start(
        python("import time; print('begun', flush=True); time.sleep(60)", name="leftover"), folders
    )
    stranger = start(python("import time; time.sleep(60)", name="stranger"), folders)
    stranger.pid_file.write_text(f"{stranger.process.pid} another-boot/1\n", encoding="utf-8")
    assert says(leftover, "begun"), "Python ends otherwise while it still starts"
    end_leftovers(folders.pid)
    assert leftover.process.poll() == -signal.SIGINT
    assert stranger.process.poll() is None
    assert list(folders.pid.iterdir()) == []
    stranger.stop()


def test_identity_is_of_one_process_and_ends_with_it(tmp_path: Path) -> None:
    child = start(python("import time; time.sleep(60)"), Folders.under(tmp_path))
    assert identity(child.process.pid) not in {None, identity(os.getpid())}
    os.kill(child.process.pid, signal.SIGKILL)
    assert eventually(lambda: identity(child.process.pid) is None), "a zombie has ended"
    child.stop()


def test_place_that_cannot_be_a_folder_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(EmbeddedError, match="cannot write to"):
        make_folder(tmp_path / "file" / "var", 0o700)


def test_unwritable_folder_is_a_sentence_for_an_ordinary_user(folder: Path) -> None:
    """As root, the check itself becomes an ordinary user first: root may write anywhere."""
    folder.chmod(0o555)
    code = (
        "import os, sys; from pathlib import Path; from embedded.files import make_folder, EmbeddedError\n"
        "if os.geteuid() == 0: os.setgid(65534), os.setuid(65534)\n"
        "try: make_folder(Path(sys.argv[1]) / 'var', 0o700)\n"
        "except EmbeddedError as error: print(error.english)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(folder)],
        capture_output=True,
        text=True,
        check=True,
        cwd=SHIM.parents[1],
    )
    folder.chmod(0o700)
    assert done.stdout == f"cannot write to {folder / 'var'}: choose another folder or allow writing\n"


def test_existing_folder_keeps_its_mode(tmp_path: Path) -> None:
    (tmp_path / "var").mkdir(mode=0o750)
    make_folder(tmp_path / "var", 0o700)
    assert (tmp_path / "var").stat().st_mode & 0o777 == 0o750


def test_free_port_can_be_chosen() -> None:
    port = free_port()
    assert chosen_port(port, what="web", choose="--port") == port
    assert chosen_port(0, what="web", choose="--port") > 0
