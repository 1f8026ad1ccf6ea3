"""Under whose name the PostgreSQL server runs: it refuses to run as root."""

import os
import pwd
import subprocess
from dataclasses import dataclass
from pathlib import Path

from embedded.errors import EmbeddedError

SERVER_ACCOUNT = "nobody"
"""Exists on every Linux and macOS. Not `postgres`: that account may own a real cluster of the machine."""


@dataclass(frozen=True)
class Account:
    """An unprivileged account of the machine."""

    name: str
    uid: int
    gid: int

    def can_enter(self, folder: Path) -> bool:
        """Tell whether the account may pass through `folder` and all its parents.

        Asked of the system by trying, since permission bits do not tell of access lists.
        """
        return self.can_run("/bin/sh", "-c", 'test -d "$0" && test -x "$0"', str(folder))

    def can_run(self, *command: str) -> bool:
        """Tell whether the command, run under this account, starts and succeeds."""
        try:
            done = subprocess.run(  # noqa: S603  (commands are ours)
                command,
                user=self.uid,
                group=self.gid,
                extra_groups=[],
                cwd="/",
                check=False,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        except OSError:
            return False
        return done.returncode == 0

    def give(self, path: Path) -> None:
        """Make the account the owner of a path that we have just created."""
        os.chown(path, self.uid, self.gid, follow_symlinks=False)


def server_account(data: Path) -> Account | None:
    """Return the account to run PostgreSQL under, or None when we are an ordinary user ourselves.

    What an ordinary user began, root continues under that user's account, the owner of `data`.
    Raises `EmbeddedError` when root has no unprivileged account to use.
    """
    if os.geteuid() != 0:
        return None
    if data.exists():
        owner = data.stat()
        return Account(f"uid {owner.st_uid}", owner.st_uid, owner.st_gid)
    try:
        entry = pwd.getpwnam(SERVER_ACCOUNT)
    except KeyError:
        raise EmbeddedError(
            f"Máy này không có tài khoản “{SERVER_ACCOUNT}” để chạy PostgreSQL thay cho root; "
            "hãy chạy bằng một người dùng thường.",
            f"no account “{SERVER_ACCOUNT}” to run PostgreSQL under instead of root: run as an ordinary user",
        ) from None
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)
