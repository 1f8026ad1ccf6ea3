"""Pictures: their structure walked to the end, so that nothing rides behind it. Pixels are never decoded."""

import struct
import zlib
from typing import IO, Final

from domain.values import PaperFormat
from web.problems import Problem

MOST_PIXELS: Final = 100_000_000
"""A page scanned at 600 dots an inch has 35 million."""

_PNG_MAGIC: Final = 8
_MOST_CHUNKS: Final = 100_000
_SOF = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_BARE = frozenset({0x01, *range(0xD0, 0xD8)})
_SOS, _EOI, _FILL = 0xDA, 0xD9, 0xFF


def check_jpeg(file: IO[bytes], size_bytes: int) -> PaperFormat:
    """JPEG (ISO 10918-1); raises `Problem` for one that is cut off, enormous, or carries something behind its end."""
    file.seek(0)
    data = file.read(size_bytes)
    place, sized = 2, False
    while True:
        marker, place = _marker(data, place)
        if marker == _EOI:
            break
        if marker in _BARE:
            continue
        length = int.from_bytes(data[place : place + 2], "big")
        if length < 2 or place + length > len(data):  # noqa: PLR2004 - the length counts itself
            raise _damaged("JPEG")
        if marker in _SOF:
            _check_pixels(*struct.unpack(">HH", data[place + 3 : place + 7].ljust(4, b"\0")))
            sized = True
        place += length
        if marker == _SOS:
            place = _after_scan(data, place)
    if not sized:
        raise _damaged("JPEG")
    if data[place:].strip(b"\0"):
        raise Problem("paper_trailing_data")
    return PaperFormat.JPEG


def _marker(data: bytes, place: int) -> tuple[int, int]:
    """The marker that stands at the place, and where what follows it begins; fill bytes may stand before it."""
    if data[place : place + 1] != b"\xff":
        raise _damaged("JPEG")
    while data[place : place + 1] == b"\xff":
        place += 1
    if place >= len(data):
        raise _damaged("JPEG")
    return data[place], place + 1


def _after_scan(data: bytes, place: int) -> int:
    """Where the next marker stands after entropy-coded data, in which 0xFF is stuffed with a zero."""
    while True:
        place = data.find(b"\xff", place)
        if place < 0 or place + 1 >= len(data):
            raise _damaged("JPEG")
        follows = data[place + 1]
        if follows == _FILL:
            place += 1
        elif follows == 0 or follows in _BARE:
            place += 2
        else:
            return place


def check_png(file: IO[bytes], size_bytes: int) -> PaperFormat:
    """PNG (RFC 2083); raises `Problem` for one that is damaged, enormous, or carries something behind its end."""
    place, seen = _PNG_MAGIC, set[bytes]()
    for _chunk in range(_MOST_CHUNKS):
        file.seek(place)
        header = file.read(8)
        length, kind = int.from_bytes(header[:4], "big"), header[4:]
        if len(header) < 8 or place + 12 + length > size_bytes or (not seen and kind != b"IHDR"):  # noqa: PLR2004 - length, kind; and the sum
            raise _damaged("PNG")
        body = file.read(length)
        if zlib.crc32(kind + body) != int.from_bytes(file.read(4), "big"):
            raise _damaged("PNG")
        if kind == b"IHDR":
            _check_pixels(*struct.unpack(">II", body[:8].ljust(8, b"\0")))
        seen.add(kind)
        place += 12 + length
        if kind == b"IEND":
            break
    if not {b"IDAT", b"IEND"} <= seen:
        raise _damaged("PNG")
    if place != size_bytes:
        raise Problem("paper_trailing_data")
    return PaperFormat.PNG


def _check_pixels(height: int, width: int) -> None:
    if not 0 < height * width <= MOST_PIXELS:
        raise Problem("paper_bomb", {"limit": f"{MOST_PIXELS // 1_000_000} Mpx"})


def _damaged(found: str) -> Problem:
    return Problem("paper_damaged", {"found": found})
