"""Office documents: ZIP packages (ECMA-376 Part 2, ODF 1.3 Part 2), opened within bounds and held to what they are."""

import re
import zipfile
import zlib
from typing import IO, Final

from domain.values import PaperFormat
from web.problems import Problem

MOST_ENTRIES: Final = 2_000
MOST_UNPACKED: Final = 200 * 1024 * 1024
MOST_RATIO: Final = 200
"""How many times larger than itself a document may unpack, once it unpacks to more than a megabyte."""

_FREE_UNPACKED: Final = 1024 * 1024
_BLOCK: Final = 1 << 16
_MOST_SCANNED: Final = 1 << 20
_END_RECORD: Final = 22
_ODT = b"application/vnd.oasis.opendocument.text"
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_MACROS = re.compile(
    r"vbaProject|vbaData|(^|/)(Basic|Scripts)/|activeX|oleObject|\.(exe|dll|js|vbs|bat|cmd|ps1|jar|hta)$",
    re.IGNORECASE,
)
_MACRO_TYPES = re.compile(rb"macroEnabled|vbaProject|ms-office\.activeX", re.IGNORECASE)
_REMOTE = re.compile(
    rb"<Relationship\b(?=[^>]*TargetMode\s*=\s*[\"']External)(?=[^>]*/(?:attachedTemplate|oleObject|frame|subDocument)[\"'])",
    re.IGNORECASE,
)
_ENTITIES = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)


def check(file: IO[bytes], size_bytes: int, most_unpacked: int = MOST_UNPACKED) -> PaperFormat:
    """DOCX, XLSX or ODT; raises `Problem` for any other package, and for one that lies, acts or swells."""
    package = opened(file, size_bytes)
    if sum(entry.file_size for entry in package.infolist()) > most_unpacked:
        raise _bomb()
    found = _kind(package)
    unpacked = 0
    for entry in package.infolist():
        unpacked = _look_through(package, entry, unpacked, size_bytes)
    return found


def opened(file: IO[bytes], size_bytes: int) -> zipfile.ZipFile:
    """The package, its directory checked; nothing is unpacked yet. Raises `Problem`."""
    file.seek(max(0, size_bytes - _END_RECORD))
    if not file.read(4).startswith(b"PK\x05\x06"):  # a comment behind the directory could be another file
        raise Problem("paper_trailing_data")
    try:
        package = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OverflowError):
        raise _damaged() from None
    entries = package.infolist()
    if len(entries) > MOST_ENTRIES:
        raise _bomb()
    names = [entry.filename.lower() for entry in entries]
    if len(set(names)) != len(names) or not all(_is_plain(name) for name in names):
        raise _damaged()
    if sum(entry.compress_size for entry in entries) > size_bytes:  # entries that overlap in the file
        raise _bomb()
    _check_swelling(sum(entry.file_size for entry in entries), size_bytes)
    if any(entry.flag_bits & 1 for entry in entries):
        raise Problem("paper_encrypted")
    if any(entry.compress_type not in _METHODS for entry in entries):
        raise _damaged()
    return package


def _kind(package: zipfile.ZipFile) -> PaperFormat:
    names = set(package.namelist())
    if "mimetype" in names:
        return _open_document(package)
    if "[Content_Types].xml" not in names:
        raise Problem("paper_type_unknown", {"found": "ZIP"})
    if _MACRO_TYPES.search(_read(package, "[Content_Types].xml")):
        raise Problem("paper_macros")
    kinds = [
        kind
        for part, kind in (("word/document.xml", PaperFormat.DOCX), ("xl/workbook.xml", PaperFormat.XLSX))
        if part in names
    ]
    if len(kinds) != 1:
        raise Problem("paper_type_unknown", {"found": "ZIP"})
    return kinds[0]


def _open_document(package: zipfile.ZipFile) -> PaperFormat:
    first = package.infolist()[0]
    if first.filename != "mimetype" or _read(package, "mimetype").strip() != _ODT:
        raise Problem("paper_type_unknown", {"found": "ZIP"})
    manifest = "META-INF/manifest.xml"
    if manifest not in package.namelist() or "content.xml" not in package.namelist():
        raise _damaged()
    if b"encryption-data" in _read(package, manifest):
        raise Problem("paper_encrypted")
    return PaperFormat.ODT


def _read(package: zipfile.ZipFile, name: str) -> bytes:
    """The beginning of an entry, as much as is looked at."""
    try:
        with package.open(name) as entry:
            return entry.read(_MOST_SCANNED)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError):
        raise _damaged() from None


def _look_through(package: zipfile.ZipFile, entry: zipfile.ZipInfo, unpacked: int, size_bytes: int) -> int:
    """Unpack one entry without keeping it: its checksum, its true size, and what it must not hold."""
    if _MACROS.search(entry.filename):
        raise Problem("paper_macros")
    head = b""
    try:
        with package.open(entry) as content:
            while block := content.read(_BLOCK):
                unpacked += len(block)
                _check_swelling(unpacked, size_bytes)
                if len(head) < _MOST_SCANNED:
                    head += block
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError):
        raise _damaged() from None
    _check_markup(entry.filename.lower(), head)
    return unpacked


def _check_markup(name: str, head: bytes) -> None:
    if name.endswith((".xml", ".rels")) and _ENTITIES.search(head):
        raise Problem("paper_active_content")
    if name.endswith(".rels") and _REMOTE.search(head):
        raise Problem("paper_active_content")


def _check_swelling(unpacked: int, size_bytes: int) -> None:
    swollen = unpacked > _FREE_UNPACKED and unpacked > MOST_RATIO * size_bytes
    if swollen or unpacked > MOST_UNPACKED:
        raise _bomb()


def _damaged() -> Problem:
    return Problem("paper_damaged", {"found": "DOCX, XLSX, ODT"})


def _bomb() -> Problem:
    return Problem("paper_bomb", {"limit": f"{MOST_UNPACKED // (1024 * 1024)} MiB"})


def _is_plain(name: str) -> bool:
    """A name that stays inside the package."""
    return bool(name) and not name.startswith("/") and "\\" not in name and ".." not in name.split("/")
