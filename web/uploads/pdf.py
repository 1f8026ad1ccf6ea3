"""Portable documents (ISO 32000): whole, readable by everybody, without anything that runs.

What hides inside compressed objects is not seen here; readers open papers in a viewer that runs nothing.
"""

import re
from collections.abc import Iterator
from typing import IO, Final

from domain.values import PaperFormat
from web.problems import Problem

_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
"""A letter of a name may be spelled by its number (ISO 32000-1, 7.3.5): `/J#61vaScript` is `/JavaScript`."""
_BLOCK: Final = 1 << 20
_OVERLAP: Final = 64
_TAIL: Final = 1024
_HEADER = re.compile(rb"%PDF-[12]\.[0-9]")
_END = re.compile(rb"%%EOF[\r\n \x00]*\Z")
_ENCRYPTED = re.compile(rb"/Encrypt[\s<]")
_ACTIVE = re.compile(rb"/(?:JavaScript|Launch|EmbeddedFiles?|RichMedia|SubmitForm|ImportData)[\s/<(\[>]")


def check(file: IO[bytes], size_bytes: int) -> PaperFormat:
    """PDF; raises `Problem` for one that is cut off, carries something behind its end, is locked, or acts."""
    file.seek(0)
    if not _HEADER.match(file.read(8)):
        raise Problem("paper_damaged", {"found": "PDF"})
    file.seek(max(0, size_bytes - _TAIL))
    tail = file.read()
    if b"%%EOF" not in tail:
        raise Problem("paper_damaged", {"found": "PDF"})
    if not _END.search(tail):
        raise Problem("paper_trailing_data")
    for raw in _windows(file):
        window = _ESCAPED.sub(lambda found: bytes.fromhex(found[1].decode("ascii")), raw)
        if _ENCRYPTED.search(window):
            raise Problem("paper_encrypted")
        if _ACTIVE.search(window):
            raise Problem("paper_active_content")
    return PaperFormat.PDF


def _windows(file: IO[bytes]) -> Iterator[bytes]:
    """The content in pieces that overlap, so that no word is cut in two."""
    file.seek(0)
    kept = b""
    while block := file.read(_BLOCK):
        yield kept + block
        kept = block[-_OVERLAP:]
