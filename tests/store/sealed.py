"""A sealed log, and the same log in the hands of somebody with every right in the database."""

from dataclasses import dataclass
from hashlib import sha256

import pytest
from sqlalchemy import Engine

from audit.findings import Finding
from domain.execution import Order
from store.errors import IntegrityViolation
from store.event_store import EventStore
from tests.domain.office import (
    DOSSIER,
    LINE,
    LINE_2,
    LINE_3,
    UNITS,
    appraise,
    draft,
    hold,
    line,
    receive,
    submit,
    withdraw,
    withdraw_dossier,
)
from tests.store.desk import Desk, ask, contents, envelope, handler
from tests.store.live import audited, sealer

TABLES = ("leaf", "disclosure", "receipt", "checkpoint", "log_head")
SEALED_AT = (6, 10, 15)
"""The checkpoints over: units and drafts (0-5), the submission (6-9), receipt and hold (10-14)."""


@dataclass(frozen=True)
class Log:
    """The same sealed log under the application's rights and under none."""

    app: Engine
    god: Engine

    def do(self, statement: str, **parameters: object) -> None:
        """Tamper."""
        ask(self.god, statement, **parameters)

    def leaf(self, stream: str, version: int) -> tuple[int, bytes]:
        """Position and bytes of a leaf."""
        rows = "SELECT position, bytes FROM leaf WHERE (stream, version) = (:stream, :version)"
        ((position, data),) = ask(self.god, rows, stream=stream, version=version)
        return position, bytes(data)

    def put(self, stream: str, version: int, data: bytes, *, rehash: bool = False) -> None:
        """Replace a leaf's bytes, and its hash too where the forger is careful."""
        digest = sha256(b"\x00" + data).digest() if rehash else None
        self.do(
            "UPDATE leaf SET bytes = :data, hash = coalesce(CAST(:digest AS bytea), hash)"
            " WHERE (stream, version) = (:stream, :version)",
            data=data,
            digest=digest,
            stream=stream,
            version=version,
        )


def build(engine: Engine) -> None:
    desk = Desk(engine)
    steps: tuple[tuple[Order, ...], ...] = (
        (*UNITS, draft(line("cb-001"), line("cb-002"), line("cb-003"))),
        (submit(),),
        (receive(), hold(LINE)),
    )
    for orders, size in zip(steps, SEALED_AT, strict=True):
        desk.given(*orders)
        assert sealer(engine).seal() == size
    desk.given(appraise(LINE_3), withdraw(LINE_2))


LEAVES: dict[tuple[str, int], tuple[str, int | None]] = {
    (LINE, 1): ("nomination.drafted", 6),
    (LINE, 2): ("nomination.submitted", 10),
    (LINE, 4): ("nomination.held", 15),
    (DOSSIER, 3): ("dossier.received", 15),
    (LINE_2, 4): ("nomination.withdrawn", None),
}
"""Some leaves, first, middle and last of their streams, with the first checkpoint that covers each."""


def named(finding: Finding) -> tuple[str | None, int | None, str | None, int | None]:
    return finding.stream, finding.version, finding.name, finding.checkpoint_size


def findings(log: Log) -> dict[str, tuple[str | None, int | None, str | None, int | None]]:
    """What the auditor names, by code; each code once."""
    report = audited(log.god)
    found: dict[str, tuple[str | None, int | None, str | None, int | None]]
    found = {finding.code: named(finding) for finding in report.findings}
    assert len(found) == len(report.findings)
    return found


def assert_frozen(log: Log, stream: str) -> None:
    """The stream does not load, and no command on it, nor its dossier's, which looks at it, is run or answered."""
    before = contents(log.god)
    with pytest.raises(IntegrityViolation, match=stream):
        EventStore(log.app).load([stream])
    for order in (
        (withdraw_dossier(), submit(), receive()) if stream == DOSSIER else (withdraw(stream), receive())
    ):
        with pytest.raises(IntegrityViolation, match=stream):
            handler(log.app).handle(envelope(order))
    assert contents(log.god) == before


def flipped(data: bytes, marker: bytes) -> bytes:
    """The bytes with the first letter or digit after the marker changed to another of its sort."""
    at = data.index(marker) + len(marker)
    other = b"1" if data[at : at + 1] == b"0" else b"0"
    letter = b"x" if data[at : at + 1] != b"x" else b"y"
    return data[:at] + (other if data[at : at + 1].isdigit() else letter) + data[at + 1 :]
