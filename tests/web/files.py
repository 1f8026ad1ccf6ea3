"""Files that people send, honest and not, each made here byte by byte."""

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping

PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\nstartxref\n9\n%%EOF\n"
CONTENT_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
)
WORD: Mapping[str, str | bytes] = {
    "[Content_Types].xml": CONTENT_TYPES,
    "word/document.xml": "<w:document/>",
    "word/_rels/document.xml.rels": "<Relationships/>",
}
SHEET: Mapping[str, str | bytes] = {"[Content_Types].xml": CONTENT_TYPES, "xl/workbook.xml": "<workbook/>"}
TEXT: Mapping[str, str | bytes] = {
    "mimetype": "application/vnd.oasis.opendocument.text",
    "META-INF/manifest.xml": "<manifest:manifest/>",
    "content.xml": "<office:document-content/>",
}


def package(entries: Mapping[str, str | bytes], comment: bytes = b"") -> bytes:
    """A ZIP of these entries."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in entries.items():
            made.writestr(name, content)
        made.comment = comment
    return written.getvalue()


def bomb(unpacked: int = 250 * 1024 * 1024) -> bytes:
    """A document that is small and unpacks to that many bytes."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in WORD.items():
            made.writestr(name, content)
        with made.open("word/media/image1.png", "w", force_zip64=True) as entry:
            for _block in range(unpacked // (1 << 20)):
                entry.write(bytes(1 << 20))
    return written.getvalue()


def lying_bomb() -> bytes:
    """A document whose directory says that its largest part has ten bytes, while it unpacks to eight MiB."""
    data = bytearray(package({**WORD, "word/media/a.png": bytes(8 << 20)}))
    honest = struct.pack("<I", 8 << 20)
    place = data.rfind(honest)
    data[place : place + 4] = struct.pack("<I", 10)
    return bytes(data)


def overlapping() -> bytes:
    """A document whose directory names the same compressed bytes many times over."""
    data = package({**WORD, "word/media/a.png": bytes(300_000)})
    end = data.rfind(b"PK\x05\x06")
    count, size, start = struct.unpack("<HII", data[end + 10 : end + 20])
    last = data.rfind(b"PK\x01\x02")
    entry, more = data[last:end], b""
    name_length = struct.unpack("<H", entry[28:30])[0]
    for number in range(500):
        name = f"word/media/{number:03d}.png".encode()
        more += entry[:28] + struct.pack("<H", len(name)) + entry[30:46] + name + entry[46 + name_length :]
    record = struct.pack(
        "<4sHHHHIIH", b"PK\x05\x06", 0, 0, count + 500, count + 500, size + len(more), start, 0
    )
    return data[:end] + more + record


def png(width: int = 1, height: int = 1) -> bytes:
    """A picture that says it is so large."""
    pixels = zlib.compress(b"\0\0\0\0")
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", header), (b"IDAT", pixels), (b"IEND", b""))
    chunks = (
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in parts
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def jpeg(width: int = 1, height: int = 1) -> bytes:
    """A picture that says it is so large, with a little entropy-coded data."""
    frame = b"\xff\xc0" + struct.pack(">HBHHB", 11, 8, height, width, 1) + b"\x01\x11\x00"
    scan = b"\xff\xda" + struct.pack(">H", 8) + b"\x01\x01\x00\x00\x3f\x00" + b"\x12\xff\x00\x34"
    return b"\xff\xd8" + b"\xff\xfe\x00\x04hi" + frame + scan + b"\xff\xd9"
