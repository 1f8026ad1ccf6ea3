"""Papers of a dossier: sent as files, attached by their digest, read by those who may read about its candidates."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from typing import IO, Annotated, Final
from urllib.parse import quote

from fastapi import APIRouter, Path
from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from domain.ids import Kind, stream_id
from domain.values import PaperFormat
from readmodel import papers
from readmodel.accounts import Account
from readmodel.papers import CHUNK_BYTES, Content, Paper
from web.auth import reader, signed_in
from web.concealment import concealed_from
from web.documents import problems
from web.privacy import may_read_dossier, may_read_personal
from web.problems import Problem
from web.reading import Key, Reader, row_of
from web.shell import Shell, shell_of
from web.uploads.recognise import EXTENSIONS, MEDIA_TYPES, recognise
from web.uploads.stream import MIB, Received, received

router = APIRouter()
_INLINE: Final = {PaperFormat.PDF, PaperFormat.JPEG, PaperFormat.PNG}
"""What a browser shows by itself without running anything of it."""

_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; frame-ancestors 'self'"
_SANDBOX: Final = "; sandbox"
Number = Annotated[int, Path(ge=1, le=1_000_000, description="The number of the paper in its dossier.")]


class UploadView(BaseModel):
    """A file that was taken in: what to attach it by."""

    sha256: str
    size_bytes: int
    format: PaperFormat


class PaperView(BaseModel):
    """A paper in a dossier; `file_name` is null where it was erased."""

    number: int
    paper: str
    line: str
    sha256: str
    size_bytes: int
    format: PaperFormat
    file_name: str | None
    attached_by: str
    attached_at: str


class PaperList(BaseModel):
    """What lies in a dossier."""

    items: list[PaperView]


@router.post(
    "/api/v1/papers",
    tags=["papers"],
    status_code=201,
    summary="Send a file",
    responses=problems(401, 403, 413, 415, 422, 429, 503),
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
        },
        "security": [{"bearer": []}],
    },
)
async def post_paper(request: Request) -> UploadView:
    """Send the bytes of a paper as they are. It is told by its content; attach it by what is answered."""
    account = await signed_in(request)
    if not account.grants:
        raise Problem("no_role")
    shell = shell_of(request)
    await check_quota(shell, account, 0)
    async with received(request, shell.options.paper_most_mib) as file:
        content = await take_in(shell, account, file)
    return UploadView(
        sha256=content.sha256, size_bytes=content.size_bytes, format=PaperFormat(content.format)
    )


async def take_in(shell: Shell, account: Account, file: Received) -> Content:
    """Look a file through and keep it; raises `Problem`, and then nothing is kept."""
    most_mib = shell.options.paper_most_mib
    if file.size_bytes > most_mib * MIB:
        raise Problem("paper_too_large", {"limit": f"{most_mib} MiB"})
    async with shell.looking_through:
        found = await asyncio.to_thread(recognise, file.file, file.size_bytes)
    await check_quota(shell, account, file.size_bytes)
    content = Content(file.sha256, file.size_bytes, found)
    await shell.database.ask(papers.keep, content, _chunks(file.file), account.id)
    return content


async def check_quota(shell: Shell, account: Account, size_bytes: int) -> None:
    """Raise `Problem` where the account has sent its fill within 24 hours."""
    most_mib = shell.options.uploads_a_day_mib
    lately = await shell.database.ask(papers.uploaded_lately, account.id)
    if lately + size_bytes > most_mib * MIB:
        raise Problem("uploads_limited", {"limit": f"{most_mib} MiB"}, {"Retry-After": "3600"})


def _chunks(file: IO[bytes]) -> Iterator[bytes]:
    file.seek(0)
    while chunk := file.read(CHUNK_BYTES):
        yield chunk


async def check_attachable(shell: Shell, account: Account, dossier: str, content: Content) -> None:
    """Raise `Problem` unless this account sent exactly that, and the dossier has room for it."""
    sent = await shell.database.ask(papers.uploaded, content.sha256, account.id)
    if sent != content:
        raise Problem("unknown_upload", more={"field": "/command/sha256"})
    lying = await shell.database.ask(papers.papers_of, dossier)
    most_mib = shell.options.dossier_papers_most_mib
    if sum(paper.size_bytes for paper in lying) + content.size_bytes > most_mib * MIB:
        raise Problem("papers_full", {"limit": f"{most_mib} MiB"})


# Reading


@router.get(
    "/api/v1/dossiers/{key}/papers",
    tags=["papers"],
    summary="The papers of a dossier",
    responses=problems(401, 403, 404, 422, 503),
)
async def get_papers(request: Request, key: Key, account: Reader) -> PaperList:
    """What lies in it now, in the order in which it was attached."""
    shell = shell_of(request)
    found = await readable_papers(shell, stream_id(Kind.DOSSIER, key), account)
    return PaperList(items=[_view(paper) for paper in found])


@router.get(
    "/api/v1/dossiers/{key}/papers/{number}/content",
    tags=["papers"],
    summary="A paper itself",
    responses=problems(401, 403, 404, 410, 422, 503),
)
async def get_content(request: Request, key: Key, number: Number, account: Reader) -> Response:
    """Its bytes, to be saved."""
    return await _answered(request, key, number, account, inline=False)


@router.get("/ho-so/{key}/giay-to/{number}", include_in_schema=False)
async def get_shown(request: Request, key: str, number: int) -> Response:
    """The paper where it can be shown as it is; else to be saved."""
    return await _answered(request, key, number, await reader(request), inline=True)


@router.get("/ho-so/{key}/giay-to/{number}/tai-ve", include_in_schema=False)
async def get_saved(request: Request, key: str, number: int) -> Response:
    """The paper to be saved."""
    return await _answered(request, key, number, await reader(request), inline=False)


async def readable_papers(shell: Shell, dossier: str, account: Account) -> list[Paper]:
    """The papers of a dossier that this reader may open; raises `Problem` where there is no dossier for them.

    Papers tell of the candidates by name, so they are for those who may read names; the papers of a line from which
    the reader stepped aside are not there for them.
    """
    row = await row_of(shell, Kind.DOSSIER, dossier.partition("-")[2])
    named = may_read_personal(account, (row["unit"], row["handled_by"]))
    if not (named and may_read_dossier(row, account)):
        raise Problem("unknown_record", {"stream": dossier})
    hidden = await concealed_from(shell, account)
    return [
        paper for paper in await shell.database.ask(papers.papers_of, dossier) if paper.line not in hidden
    ]


async def _answered(request: Request, key: str, number: int, account: Account, *, inline: bool) -> Response:
    shell, dossier = shell_of(request), stream_id(Kind.DOSSIER, key)
    lying = await readable_papers(shell, dossier, account)
    paper = next((paper for paper in lying if paper.number == number), None)
    if paper is None:
        raise Problem("unknown_record", {"stream": f"{dossier} ({number})"})
    if not await shell.database.ask(papers.is_kept, paper.sha256):
        raise Problem("paper_erased")
    shown = inline and PaperFormat(paper.format) in _INLINE
    return StreamingResponse(
        _streamed(shell, paper.sha256),
        media_type=MEDIA_TYPES[PaperFormat(paper.format)],
        headers={
            "Content-Length": str(paper.size_bytes),
            "Content-Disposition": disposition(paper, inline=shown),
            "Content-Security-Policy": _policy(paper.format),
            "X-Frame-Options": "SAMEORIGIN",
            "Cross-Origin-Resource-Policy": "same-origin",
        },
    )


async def _streamed(shell: Shell, sha256: str) -> AsyncIterator[bytes]:
    number = 0
    while chunk := await shell.database.ask(papers.chunk_of, sha256, number):
        yield chunk
        number += 1


def _policy(kind: str) -> str:
    """Nothing in a paper may run or fetch; browsers' own PDF viewers do not start inside a sandbox."""
    return _POLICY if kind == PaperFormat.PDF else _POLICY + _SANDBOX


def disposition(paper: Paper, *, inline: bool) -> str:
    """How to save it: the name in plain letters for old programs, and as it is (RFC 6266, RFC 8187)."""
    plain = f"giay-to-{paper.number}{EXTENSIONS[PaperFormat(paper.format)][0]}"
    name = paper.name or plain
    kind = "inline" if inline else "attachment"
    return f"{kind}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def _view(paper: Paper) -> PaperView:
    return PaperView(
        number=paper.number,
        paper=paper.paper,
        line=paper.line,
        sha256=paper.sha256,
        size_bytes=paper.size_bytes,
        format=PaperFormat(paper.format),
        file_name=paper.name,
        attached_by=paper.attached_by,
        attached_at=paper.attached_at.isoformat(),
    )
