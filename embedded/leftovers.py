"""One run at a time per folder, and what an earlier run that was killed left behind."""

import fcntl
import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from embedded.errors import EmbeddedError
from embedded.files import unwritable
from embedded.identity import identity

PATIENCE_S = 15.0
POLL_S = 0.05


@contextmanager
def hold(folder: Path) -> Iterator[None]:
    """Keep the folder for this run; the system gives it back however the run ends.

    Raises `EmbeddedError` naming the other process when it is taken.
    """
    descriptor = _opened(folder / "lock")
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        owner = os.pread(descriptor, 20, 0).decode().strip()
        os.close(descriptor)
        raise EmbeddedError(
            f"Thư mục {folder} đang được tiến trình {owner} sử dụng; "
            "hãy dừng tiến trình đó hoặc chọn thư mục khác.",
            f"{folder} is in use by process {owner}: stop it or choose another folder",
        ) from None
    os.ftruncate(descriptor, 0)
    os.pwrite(descriptor, f"{os.getpid()}\n".encode(), 0)
    try:
        yield
    finally:
        os.close(descriptor)


def _opened(lock: Path) -> int:
    try:
        return os.open(lock, os.O_RDWR | os.O_CREAT, 0o600)
    except PermissionError as error:
        raise unwritable(lock) from error


def end_leftovers(folder: Path) -> None:
    """End every process that an earlier run recorded here and that is still the same process.

    Call it while holding the lock: whatever runs then belongs to nobody.
    On Linux they are ending already, signalled by the kernel; asking twice does no harm.
    """
    left = [pid for pid_file in sorted(folder.glob("*.pid")) if (pid := _still_running(pid_file))]
    _signal_all(left, signal.SIGINT)
    if not _gone_within(folder, PATIENCE_S):
        _signal_all(left, signal.SIGKILL)
        _gone_within(folder, PATIENCE_S)
    for pid_file in folder.glob("*.pid"):
        pid_file.unlink()


def _still_running(pid_file: Path) -> int | None:
    """Return the recorded pid if that very process still runs."""
    number, _, recorded = pid_file.read_text(encoding="utf-8").strip().partition(" ")
    return int(number) if recorded and identity(int(number)) == recorded else None


def _signal_all(pids: list[int], number: signal.Signals) -> None:
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, number)


def _gone_within(folder: Path, patience_s: float) -> bool:
    """Wait until none of the recorded processes runs; tell whether that came true."""
    deadline = time.monotonic() + patience_s
    while any(_still_running(pid_file) for pid_file in folder.glob("*.pid")):
        if time.monotonic() > deadline:
            return False
        time.sleep(POLL_S)
    return True
