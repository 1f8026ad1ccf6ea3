"""Take a file in as it arrives: counted, hashed, on disk where it is large, and cut off where it is too large."""

import hashlib
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from tempfile import SpooledTemporaryFile
from typing import IO, Final

from starlette.datastructures import FormData, Headers, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import ClientDisconnect, Request

from web.problems import Problem

MIB: Final = 1024 * 1024
_IN_MEMORY: Final = MIB
_AROUND: Final = 64 * 1024
"""What a form may hold besides its file: boundaries, headers, the other fields."""

_MOST_FIELDS: Final = 30
_BLOCK: Final = 1 << 16


@dataclass(frozen=True, slots=True)
class Received:
    """A file that came: where its bytes lie, how many, and their SHA-256 (hex)."""

    file: IO[bytes]
    size_bytes: int
    sha256: str


@asynccontextmanager
async def received(request: Request, most_mib: int) -> AsyncIterator[Received]:
    """The request's body as a file that is gone afterwards; raises `Problem` as soon as it exceeds the limit."""
    digest, size = hashlib.sha256(), 0
    with SpooledTemporaryFile(max_size=_IN_MEMORY) as file:
        async for chunk in counted(request, most_mib * MIB, most_mib):
            digest.update(chunk)
            size += len(chunk)
            file.write(chunk)
        yield Received(file, size, digest.hexdigest())


async def form_with_file(request: Request, most_mib: int) -> FormData:
    """A form of fields and at most one file each; raises `Problem` as soon as more arrives than may.

    Whoever asks closes it.
    """
    if not request.headers.get("content-type", "").lower().startswith("multipart/form-data"):
        raise Problem("unsupported_media_type", {"expected": "multipart/form-data"})
    chunks = counted(request, most_mib * MIB + _AROUND, most_mib)
    headers = Headers(raw=request.headers.raw)
    try:
        return await MultiPartParser(headers, chunks, max_files=1, max_fields=_MOST_FIELDS).parse()
    except (MultiPartException, UnicodeDecodeError, LookupError):
        raise Problem("malformed_form") from None


async def counted(request: Request, most_bytes: int, told_mib: int) -> AsyncGenerator[bytes, None]:
    """The body piece by piece, whatever its length claims to be; raises `Problem` once it is too long."""
    declared = request.headers.get("content-length", "")
    if declared.isascii() and declared.isdigit() and int(declared[:20]) > most_bytes:
        raise _too_large(told_mib)
    size = 0
    try:
        async for chunk in request.stream():
            size += len(chunk)
            if size > most_bytes:
                raise _too_large(told_mib)
            yield chunk
    except ClientDisconnect:
        raise Problem("malformed_form") from None


def hashed(upload: UploadFile) -> Received:
    """The file of a form, read once to be hashed."""
    digest, size = hashlib.sha256(), 0
    upload.file.seek(0)
    while block := upload.file.read(_BLOCK):
        digest.update(block)
        size += len(block)
    return Received(upload.file, size, digest.hexdigest())


def _too_large(most_mib: int) -> Problem:
    return Problem("paper_too_large", {"limit": f"{most_mib} MiB"}, {"Connection": "close"})
