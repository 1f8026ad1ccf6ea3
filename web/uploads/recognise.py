"""Tell what an uploaded paper is by its content, and turn away what is not plainly one of the kinds we keep."""

import re
from collections.abc import Callable, Mapping
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import IO, Final

import puremagic

from domain.values import PaperFormat
from web.problems import Problem
from web.uploads import images, packages, pdf

MEDIA_TYPES: Mapping[PaperFormat, str] = MappingProxyType(
    {
        PaperFormat.PDF: "application/pdf",
        PaperFormat.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        PaperFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        PaperFormat.ODT: "application/vnd.oasis.opendocument.text",
        PaperFormat.JPEG: "image/jpeg",
        PaperFormat.PNG: "image/png",
    }
)
EXTENSIONS: Mapping[PaperFormat, tuple[str, ...]] = MappingProxyType(
    {
        PaperFormat.PDF: (".pdf",),
        PaperFormat.DOCX: (".docx",),
        PaperFormat.XLSX: (".xlsx",),
        PaperFormat.ODT: (".odt",),
        PaperFormat.JPEG: (".jpg", ".jpeg"),
        PaperFormat.PNG: (".png",),
    }
)
"""How the name of each may end; the first is the one we write."""

_HEAD: Final = 4096
_OLD_OFFICE: Final = bytes.fromhex("d0cf11e0a1b11ae1")
_EXTENSION = re.compile(r"\.[A-Za-z][A-Za-z0-9]{0,9}$")

_CHECKS: tuple[tuple[bytes, Callable[[IO[bytes], int], PaperFormat]], ...] = (
    (b"%PDF-", pdf.check),
    (b"PK\x03\x04", packages.check),
    (b"\xff\xd8\xff", images.check_jpeg),
    (b"\x89PNG\r\n\x1a\n", images.check_png),
)
"""How the content begins, and what looks through the rest."""


def recognise(file: IO[bytes], size_bytes: int) -> PaperFormat:
    """What the file is; raises `Problem` for anything else, and for one of ours that is damaged or dangerous."""
    file.seek(0)
    head = file.read(_HEAD)
    if not head:
        raise Problem("paper_empty")
    if head.startswith(_OLD_OFFICE):
        raise Problem("paper_old_office")
    for magic, check in _CHECKS:
        if head.startswith(magic):
            return check(file, size_bytes)
    raise Problem("paper_type_unknown", {"found": _likely(head)})


def fitting_name(name: str, found: PaperFormat) -> str:
    """The file's name without any folder, ending as its content says; raises `Problem` where it says otherwise."""
    own = PurePosixPath(name.replace("\\", "/")).name.strip()
    ending = _EXTENSION.search(own)
    if ending is None:
        return f"{own}{EXTENSIONS[found][0]}"
    if ending.group().lower() not in EXTENSIONS[found]:
        raise Problem("paper_name_mismatch", {"named": ending.group(), "found": found.upper()})
    return own


def _likely(head: bytes) -> str:
    """What it seems to be, for the sentence only."""
    if head.lstrip(b"\xef\xbb\xbf\x00 \t\r\n")[:1] == b"<":
        return "HTML, XML, SVG"
    try:
        return str(puremagic.from_string(head)).lstrip(".").upper()[:20] or "?"
    except (puremagic.PureError, ValueError):
        return "?"
