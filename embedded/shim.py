"""Become a program that cannot outlive whoever started it.

Run as a file, never imported by the launcher: `python -I -S shim.py PARENT SIGNAL UID GID COMMAND…`.
UID and GID are `-` when the account stays as it is. Standard library only and no import of ours, because
the process may already be unable to read the project once it has changed its account.
"""

import ctypes
import os
import sys

PR_SET_PDEATHSIG = 1
"""Number of the request, from `linux/prctl.h`."""


def _change_account(uid: str, gid: str) -> None:
    """Drop to an unprivileged account, groups first while that is still allowed."""
    if uid == "-":
        return
    os.setgroups([])
    os.setgid(int(gid))
    os.setuid(int(uid))
    os.umask(0o077)


def _die_with_parent(parent: int, signal_number: int) -> None:
    """Ask Linux for a signal when the parent ends; leave now if it has ended already.

    Must follow the change of account, which clears the request (prctl(2)).
    Other systems have no such request: there the next start ends what was left (`processes.end_leftovers`).
    """
    if sys.platform == "linux":
        libc = ctypes.CDLL(None, use_errno=True)
        if libc.prctl(PR_SET_PDEATHSIG, signal_number, 0, 0, 0) != 0:
            raise OSError(ctypes.get_errno(), "prctl(PR_SET_PDEATHSIG)")
    if os.getppid() != parent:
        sys.exit(0)


def main(arguments: list[str]) -> None:
    """Change the account, tie the life of this process to its parent's, and become the command."""
    parent, signal_number, uid, gid, *command = arguments
    _change_account(uid, gid)
    _die_with_parent(int(parent), int(signal_number))
    os.execvp(command[0], command)  # noqa: S606  (no shell is the point)


if __name__ == "__main__":
    main(sys.argv[1:])
