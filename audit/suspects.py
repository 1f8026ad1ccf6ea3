"""Narrow down a rewrite that leaves and index agree upon, when a signed root says that there was one.

Between the last checkpoint that fits the index and the first that does not, an event is above suspicion only
if a later event of its stream still holds its hash. So the suspects are the last events of streams; and the
others only if their whole stream was rewritten from there to its end.
"""

from collections.abc import Iterator, Sequence
from itertools import islice

from audit.evidence import EvidenceSource, IndexRow
from audit.findings import EXPLAINING, Trace
from audit.seals import Seals
from tlog.note import Verifier


def suspects(
    source: EvidenceSource, verifiers: Sequence[Verifier], origin: str, known: Sequence[Trace]
) -> Iterator[Trace]:
    """Yield the events open to suspicion, likeliest first; none when `known` traces explain the failure."""
    seals = Seals(source.checkpoints(), verifiers, origin, note=lambda _: None)
    seals.start()
    for row in source.index():
        seals.add(row.hash)
    seals.finish()
    if not seals.failing or seals.failing[0] > seals.frontier.size:
        return
    start, end = seals.fitting, seals.failing[0]
    if not any(trace.code in EXPLAINING and _overlaps(trace, start, end) for trace in known):
        yield from _in_range(source.index(), start, end)


def _overlaps(trace: Trace, start: int, end: int) -> bool:
    if trace.position is None:
        return False
    return trace.position < end and start < (trace.until or trace.position + 1)


def _in_range(index: Iterator[IndexRow], start: int, end: int) -> Iterator[Trace]:
    rows = islice(index, start, None)
    first: dict[str, IndexRow] = {}
    last: dict[str, IndexRow] = {}
    for row in islice(rows, end - start):
        first.setdefault(row.stream, row)
        last[row.stream] = row
    continued = {row.stream for row in rows} & last.keys()
    for stream, row in last.items():
        if stream not in continued:
            yield _suspect(row, start, end, "", "")
    for stream in sorted(continued, key=lambda stream: first[stream].position):
        yield _suspect(first[stream], start, end, *_TO_THE_END)


def _suspect(row: IndexRow, start: int, end: int, condition_vi: str, condition_en: str) -> Trace:
    return Trace(
        code="possibly_rewritten",
        stream=row.stream,
        version=row.version,
        name=row.name,
        position=row.position,
        details={"start": start, "end": end, "condition_vi": condition_vi, "condition_en": condition_en},
    )


_TO_THE_END = (
    ", nếu cả luồng từ đó đến cuối đã bị viết lại",
    ", if its stream was rewritten from there to its end",
)
