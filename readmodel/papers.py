"""The papers' bytes by their digest, who sent them, and what lies in a dossier."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Engine, text

CHUNK_BYTES: Final = 1 << 20
"""What is read and written at once: no process ever holds a whole paper."""

_STRAYS_AT_ONCE: Final = 100

_CONTENT = text("""
    INSERT INTO paper_content (sha256, size_bytes, format) VALUES (decode(:sha256, 'hex'), :size_bytes, :format)
    ON CONFLICT DO NOTHING RETURNING 1
""")
_CHUNK = text("""
    INSERT INTO paper_chunk (sha256, number, bytes) VALUES (decode(:sha256, 'hex'), :number, :bytes)
""")
_UPLOAD = text("INSERT INTO paper_upload (sha256, account) VALUES (decode(:sha256, 'hex'), :account)")
_FORGET = text("SELECT forget_stray_papers(:most)")
_UPLOADED = text("""
    SELECT content.size_bytes, content.format FROM paper_content AS content
    WHERE content.sha256 = decode(:sha256, 'hex') AND EXISTS (
        SELECT FROM paper_upload AS upload WHERE upload.sha256 = content.sha256 AND upload.account = :account
        AND upload.uploaded_at > clock_timestamp() - interval '7 days'
    )
""")
_LATELY = text("""
    SELECT coalesce(sum(content.size_bytes), 0)::bigint
    FROM paper_upload AS upload JOIN paper_content AS content USING (sha256)
    WHERE upload.account = :account AND upload.uploaded_at > clock_timestamp() - interval '24 hours'
""")
_READ = text("""
    SELECT bytes FROM paper_chunk WHERE sha256 = decode(:sha256, 'hex') AND number = :number
""")
_IS_KEPT = text("SELECT EXISTS (SELECT FROM paper_content WHERE sha256 = decode(:sha256, 'hex'))")
_IN_DOSSIER = text("""
    SELECT leaf.name, leaf.bytes, leaf.recorded_at, disclosure.value
    FROM leaf LEFT JOIN disclosure ON disclosure.position = leaf.position AND disclosure.pointer = '/file_name'
    WHERE leaf.stream = :dossier AND leaf.name IN ('dossier.paper_attached', 'dossier.paper_detached')
    ORDER BY leaf.version
""")


@dataclass(frozen=True, slots=True)
class Content:
    """What is known of some bytes: SHA-256 (hex), how many, and what they are."""

    sha256: str
    size_bytes: int
    format: str


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper as it lies in a dossier; `name` is None where it was erased."""

    number: int
    paper: str
    line: str
    sha256: str
    size_bytes: int
    format: str
    name: str | None
    attached_by: str
    attached_at: datetime


def keep(engine: Engine, content: Content, chunks: Iterable[bytes], account: str) -> None:
    """Keep the bytes, whole or not at all, and that this account sent them; bytes that are here are kept once.

    `chunks` are pieces of at most `CHUNK_BYTES`.
    """
    named = {"sha256": content.sha256}
    with engine.connect() as pooled:
        connection = pooled.execution_options(isolation_level="READ COMMITTED")
        with connection.begin():
            stored = connection.execute(
                _CONTENT, {**named, "size_bytes": content.size_bytes, "format": content.format}
            )
            if stored.first():
                for number, chunk in enumerate(chunks):
                    connection.execute(_CHUNK, {**named, "number": number, "bytes": chunk})
            connection.execute(_UPLOAD, {**named, "account": account})


def forget_strays(engine: Engine) -> int:
    """Forget some papers that were sent a month ago and that no dossier ever held; how many."""
    with engine.connect() as connection:
        return int(connection.scalar(_FORGET, {"most": _STRAYS_AT_ONCE}) or 0)


def uploaded(engine: Engine, sha256: str, account: str) -> Content | None:
    """The content of that digest, if this account sent it within a week: who knows a digest has not its bytes."""
    with engine.connect() as connection:
        row = connection.execute(_UPLOADED, {"sha256": sha256, "account": account}).one_or_none()
    return Content(sha256, row.size_bytes, row.format) if row else None


def uploaded_lately(engine: Engine, account: str) -> int:
    """How many bytes this account sent within 24 hours."""
    with engine.connect() as connection:
        return int(connection.scalar(_LATELY, {"account": account}) or 0)


def is_kept(engine: Engine, sha256: str) -> bool:
    """Whether the bytes of that digest are here."""
    with engine.connect() as connection:
        return bool(connection.scalar(_IS_KEPT, {"sha256": sha256}))


def chunk_of(engine: Engine, sha256: str, number: int) -> bytes | None:
    """One piece of the bytes, from 0; None behind the last."""
    with engine.connect() as connection:
        found: bytes | None = connection.scalar(_READ, {"sha256": sha256, "number": number})
    return bytes(found) if found is not None else None


def papers_of(engine: Engine, dossier: str) -> list[Paper]:
    """What lies in the dossier now, in the order in which it was attached."""
    with engine.connect() as connection:
        rows = connection.execute(_IN_DOSSIER, {"dossier": dossier}).all()
    return list(_lying(rows))


def _lying(rows: Iterable[Any]) -> Iterator[Paper]:
    leaves = [(row, json.loads(row.bytes)) for row in rows]
    gone = {leaf["payload"]["number"] for row, leaf in leaves if row.name == "dossier.paper_detached"}
    for row, leaf in leaves:
        if row.name == "dossier.paper_attached" and leaf["payload"]["number"] not in gone:
            yield _paper(row, leaf)


def _paper(row: Any, leaf: Mapping[str, Any]) -> Paper:  # noqa: ANN401 - a row
    payload = leaf["payload"]
    return Paper(
        payload["number"],
        payload["paper"],
        payload["line"],
        payload["sha256"],
        payload["size_bytes"],
        payload["format"],
        row.value,
        leaf["actor"]["id"],
        row.recorded_at,
    )
