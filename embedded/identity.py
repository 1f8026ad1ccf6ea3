"""Telling one process from another that later got the same number."""

import subprocess
import sys
from pathlib import Path

_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")


def identity(pid: int) -> str | None:
    """Return what tells this process from every other that ever had its number; None when it has ended.

    A zombie has ended: in a container nobody may ever collect it.
    """
    return _from_proc(pid) if sys.platform == "linux" else _from_ps(pid)


def _from_proc(pid: int) -> str | None:
    """Boot and start time in clock ticks since then: fields 3 and 22 of proc_pid_stat(5)."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except (FileNotFoundError, ProcessLookupError):
        return None
    fields = stat.rpartition(")")[2].split()
    state, started = fields[0], fields[19]
    if state in {"Z", "X"}:
        return None
    return f"{_BOOT_ID.read_text(encoding='ascii').strip()}/{started}"


def _from_ps(pid: int) -> str | None:
    """Start time to the second, as POSIX `ps` tells it."""
    done = subprocess.run(  # noqa: S603  (a number is the only argument)
        ["/bin/ps", "-o", "lstart=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    return done.stdout.strip().replace(" ", "_") or None


def command_line(pid: int) -> str:
    """Return the command line of a process, empty when it has ended."""
    try:
        raw = Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return ""
    return raw.replace(b"\0", b" ").decode(errors="replace").strip()
