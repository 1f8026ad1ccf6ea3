"""Where a cluster lies: in the folder asked for, or, for root, somewhere its account may go."""

import hashlib
import logging
import os
import shutil
import stat
import tempfile
from dataclasses import dataclass
from pathlib import Path

from embedded.account import Account
from embedded.errors import EmbeddedError
from embedded.files import make_folder, write_private

LOG = logging.getLogger("embedded")
SOCKET_NAME = ".s.PGSQL.5432"
SOCKET_PATH_LIMIT_BYTES = 107
"""`sun_path` of unix(7) without its closing zero byte."""
MACOS_SOCKET_PATH_LIMIT_BYTES = 103


@dataclass(frozen=True)
class Place:
    """The folders of one cluster.

    `home` is what was asked for and keeps the passwords; `server` is where the server's files are.
    Both belong to whoever started us and can be passed through; `data` and `sockets` are the server's alone.
    """

    home: Path
    server: Path

    @property
    def data(self) -> Path:
        """The cluster."""
        return self.server / "data"

    @property
    def sockets(self) -> Path:
        """The folder that only the server's account and root may enter."""
        return self.server / "run"


def find_place(home: Path, account: Account | None) -> Place:
    """Make or find again the folders of the cluster asked for at `home`.

    Raises `EmbeddedError` when they cannot be made or were cleaned away.
    """
    home = make_folder(home, 0o711 if account else 0o700).resolve()
    record = home / "location"
    if record.exists():
        return Place(home, _trusted(Path(record.read_text(encoding="utf-8").strip()), home))
    if account is None or account.can_enter(home):
        return Place(home, home)
    if (home / "data").exists():
        raise EmbeddedError(
            f"Người dùng {account.name} không còn vào được {home}, nơi đang giữ dữ liệu PostgreSQL.",
            f"{account.name} can no longer enter {home}, which holds the data of PostgreSQL",
        )
    server = _private_folder(account, home)
    write_private(record, f"{server}\n")
    LOG.info(
        "Người dùng %s không vào được %s nên dữ liệu PostgreSQL nằm ở %s (%s cannot enter: data kept there)",
        account.name,
        home,
        server,
        account.name,
    )
    return Place(home, server)


def _private_folder(account: Account, home: Path) -> Path:
    """Make a fresh folder that the account can enter; its name tells for which home it was made.

    Fresh, not derived from the home alone: in a shared temporary folder anyone could make a name that can be
    guessed, and wait.
    """
    mark = hashlib.sha256(os.fsencode(home)).hexdigest()[:8]
    for base in _shared_folders(account):
        folder = Path(tempfile.mkdtemp(prefix=f"minhbach-{mark}-", dir=base))
        folder.chmod(0o711)
        return folder
    raise EmbeddedError(
        f"Người dùng {account.name} không vào được {home} và không có thư mục tạm nào thay thế.",
        f"{account.name} can enter neither {home} nor any temporary folder",
    )


def _shared_folders(account: Account | None) -> list[Path]:
    """Return the temporary folders the account can enter, those that survive a restart first."""
    known = (Path("/var/tmp"), Path(tempfile.gettempdir()), Path("/tmp"))  # noqa: S108  (mkdtemp makes them safe)
    return [p for p in known if p.is_dir() and (account is None or account.can_enter(p))]


def _trusted(server: Path, home: Path) -> Path:
    """Return the recorded folder if it is still the one we made."""
    try:
        found = server.lstat()
    except FileNotFoundError:
        raise EmbeddedError(
            f"Thư mục dữ liệu {server} đã bị xoá; nếu không cần dữ liệu cũ hãy xoá {home}.",
            f"the data folder {server} is gone: remove {home} to begin again without it",
        ) from None
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid() or found.st_mode & 0o022:
        raise EmbeddedError(
            f"Thư mục dữ liệu {server} không còn thuộc riêng người dùng này.",
            f"the data folder {server} no longer belongs to this user alone",
        )
    return server


def give_folder(folder: Path, account: Account | None) -> Path:
    """Make a 0700 folder that belongs to the server."""
    if not folder.exists():
        make_folder(folder, 0o700)
        if account:
            account.give(folder)
    return folder


def short_socket_folder(place: Place, account: Account | None) -> Path:
    """Return the folder for the socket: in place, or a fresh short one when the path would not fit.

    The fresh one is recorded in `home/socket` and removed by `forget_socket_folder`.
    """
    if fits(place.sockets):
        return give_folder(place.sockets, account)
    base = next(p for p in _shared_folders(account)[::-1] if fits(p / "minhbach-12345678"))
    folder = Path(tempfile.mkdtemp(prefix="minhbach-", dir=base))
    write_private(place.home / "socket", f"{folder}\n")
    if account:
        account.give(folder)
    return folder


def fits(folder: Path) -> bool:
    """Tell whether a socket in this folder has a path the system accepts."""
    limit = SOCKET_PATH_LIMIT_BYTES if os.uname().sysname == "Linux" else MACOS_SOCKET_PATH_LIMIT_BYTES
    return len(os.fsencode(folder / SOCKET_NAME)) <= limit


def forget_socket_folder(place: Place) -> None:
    """Remove the short socket folder of this run or of one that was killed."""
    record = place.home / "socket"
    if not record.exists():
        return
    folder = Path(record.read_text(encoding="utf-8").strip())
    for name in (SOCKET_NAME, f"{SOCKET_NAME}.lock"):
        (folder / name).unlink(missing_ok=True)
    if folder.is_dir():
        folder.rmdir()
    record.unlink()


def remove(home: Path, account: Account | None) -> None:
    """Remove a stopped cluster for ever, wherever it was placed."""
    if home.exists():
        place = find_place(home, account)
        forget_socket_folder(place)
        shutil.rmtree(place.server)
        shutil.rmtree(home, ignore_errors=True)
