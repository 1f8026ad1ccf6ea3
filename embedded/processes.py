"""Children that start with a log, stop in order, and never outlive the run.

The parent may end in any way, SIGKILL included: on Linux the kernel then signals each child (see `shim`),
elsewhere and in every doubtful case the next start ends what the pid files name.
The kernel watches the *thread* that started the child: start children from one that lives as long as the run.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from embedded.account import Account
from embedded.errors import EmbeddedError
from embedded.files import make_folder, write_private
from embedded.identity import identity

SHIM = Path(__file__).with_name("shim.py")
LOG_LIMIT_BYTES = 16 * 1024 * 1024
TAIL_LINES = 12
POLL_S = 0.05


@dataclass(frozen=True)
class Folders:
    """Where children leave their logs and their pid files."""

    log: Path
    pid: Path

    @classmethod
    def under(cls, home: Path) -> "Folders":
        """Create both beneath `home`, readable by us alone."""
        return cls(make_folder(home / "log", 0o700), make_folder(home / "pid", 0o700))


@dataclass(frozen=True)
class Program:
    """What to run, and how it must end.

    `stop_signal` asks for an orderly end, `grace_s` seconds before SIGKILL.
    `death_signal` is what the kernel sends when our own process is gone: SIGKILL unless the program keeps
    files that it should close.
    """

    name: str
    command: Sequence[str]
    env: Mapping[str, str]
    cwd: Path = Path("/")
    account: Account | None = None
    stop_signal: signal.Signals = signal.SIGTERM
    death_signal: signal.Signals = signal.SIGKILL
    grace_s: float = 10.0


@dataclass(frozen=True)
class Child:
    """A running program."""

    program: Program
    process: "subprocess.Popen[bytes]" = field(repr=False)
    log: Path
    pid_file: Path

    def check(self) -> None:
        """Raise `EmbeddedError` with the last lines of the log when the program has ended."""
        code = self.process.poll()
        if code is None:
            return
        last = "\n".join(tail(self.log))
        raise EmbeddedError(
            f"Tiến trình {self.program.name} đã dừng (mã {code}); nhật ký: {self.log}\n{last}",
            f"{self.program.name} ended with code {code}; its log is {self.log}",
        )

    def stop(self) -> None:
        """Ask the program to end, insist after the grace time, and forget its pid."""
        if self.process.poll() is None:
            self.process.send_signal(self.program.stop_signal)
            try:
                self.process.wait(self.program.grace_s)
            except subprocess.TimeoutExpired:
                self.process.kill()
        self.process.wait()
        self.pid_file.unlink(missing_ok=True)

    def wait_until(self, ready: Callable[[], bool], *, timeout_s: float) -> None:
        """Wait for `ready`, raising `EmbeddedError` when the program ends or the time is over."""
        deadline = time.monotonic() + timeout_s
        while not ready():
            self.check()
            if time.monotonic() > deadline:
                name = self.program.name
                raise EmbeddedError(
                    f"Tiến trình {name} chưa sẵn sàng sau {timeout_s:.0f} giây; nhật ký: {self.log}",
                    f"{name} was not ready within {timeout_s:.0f} s; its log is {self.log}",
                )
            time.sleep(POLL_S)


def tail(log: Path) -> list[str]:
    """Return the last lines of a log."""
    return log.read_text(encoding="utf-8", errors="replace").splitlines()[-TAIL_LINES:]


def shimmed(program: Program) -> list[str]:
    """Return the command that runs the program through the shim, tied to this very process."""
    account = program.account
    uid, gid = (str(account.uid), str(account.gid)) if account else ("-", "-")
    tie = [str(os.getpid()), str(int(program.death_signal)), uid, gid]
    return [sys.executable, "-I", "-S", str(SHIM), *tie, *program.command]


def start(program: Program, folders: Folders) -> Child:
    """Start a program with its output in its log and its pid on file.

    It gets its own session, so that Ctrl-C at the terminal reaches us alone and we stop things in order.
    """
    log = folders.log / f"{program.name}.log"
    pid_file = folders.pid / f"{program.name}.pid"
    if log.exists() and log.stat().st_size > LOG_LIMIT_BYTES:
        log.replace(log.with_suffix(".log.1"))
    with log.open("ab") as output:
        process = subprocess.Popen(  # noqa: S603  (the command is ours)
            shimmed(program),
            env=program.env,
            cwd=program.cwd,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    write_private(pid_file, f"{process.pid} {identity(process.pid)}\n")
    return Child(program, process, log, pid_file)


def run(program: Program, *, timeout_s: float) -> None:
    """Run a short program to its end; its last lines come with the `EmbeddedError` when it fails."""
    try:
        subprocess.run(  # noqa: S603  (the command is ours)
            shimmed(program),
            env=program.env,
            cwd=program.cwd,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=True,
            timeout=timeout_s,
        )
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        lines = (error.output or b"").decode(errors="replace").splitlines()[-TAIL_LINES:]
        raise EmbeddedError(
            f"Bước {program.name} không thành công:\n" + "\n".join(lines),
            f"{program.name} failed: {type(error).__name__}",
        ) from error
