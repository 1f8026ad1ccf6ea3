"""Folders and files that only we may read."""

import os
from contextlib import suppress
from pathlib import Path

from embedded.errors import EmbeddedError


def make_folder(folder: Path, mode: int) -> Path:
    """Create a folder with exactly this mode, or leave an existing one entirely as it is.

    Raises `EmbeddedError` when the place cannot be written.
    """
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with suppress(FileExistsError):
            folder.mkdir(mode=mode)
            folder.chmod(mode)
        if not folder.is_dir() or not os.access(folder, os.W_OK | os.X_OK):
            raise PermissionError
    except OSError as error:
        raise unwritable(folder) from error
    return folder


def unwritable(path: Path) -> EmbeddedError:
    """Return the error for a place that we may not write to."""
    return EmbeddedError(
        f"Không ghi được vào {path}; hãy chọn thư mục khác hoặc cấp quyền ghi.",
        f"cannot write to {path}: choose another folder or allow writing",
    )


def write_private(path: Path, text: str) -> None:
    """Write a file that only its owner may read, so that it is there complete or not at all."""
    draft = path.with_name(f"{path.name}.{os.getpid()}.new")
    draft.unlink(missing_ok=True)
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(descriptor)
    draft.replace(path)


def kept_private(path: Path, text: str) -> str:
    """Return what the private file holds, writing `text` to it first when it is not there yet."""
    if not path.exists():
        write_private(path, text)
    return path.read_text(encoding="utf-8")
