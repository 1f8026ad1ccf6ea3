"""Verify the evidence of a log in one pass over its leaves: `verify(source, verifiers, origin=…) -> Report`."""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Final, assert_never

from audit.align import Added, Agreed, Changed, Line, Missing, Step, align, salvage
from audit.behalf import Behalf
from audit.chain import Chains
from audit.evidence import BadEvidence, EvidenceSource, IndexRow
from audit.findings import Code, Finding, Trace, finding, reconcile
from audit.openings import Openings
from audit.seals import Extend, Seals
from audit.suspects import suspects
from tlog import merkle
from tlog.leaf import Leaf, MalformedLeaf, parse
from tlog.merkle import Frontier
from tlog.note import Verifier

MOST_FINDINGS: Final = 1000
"""How many findings are told in full; the rest are counted."""


@dataclass(frozen=True, slots=True)
class Hashing:
    """The two functions that hash, so that a caller may time them."""

    leaf: Callable[[bytes], bytes] = merkle.leaf_hash
    extend: Extend = Frontier.extend


@dataclass(frozen=True, slots=True)
class Report:
    """What was read and what was found.

    `root` is the hex root over all `events` leaves; `largest_checkpoint` the size the last checkpoint claims,
    `sealed` the size of the last one that fits; `untold` how many findings were left out; `unreadable` the
    two sentences (Vietnamese, English) that say where reading had to stop, when it had to.
    """

    events: int
    streams: int
    root: str
    checkpoints: int
    checkpoints_verified: int
    largest_checkpoint: int
    sealed: int
    disclosures: int
    findings: tuple[Finding, ...]
    untold: int
    unreadable: tuple[str, str] | None

    @property
    def unsealed(self) -> int:
        """Leaves after the last checkpoint that fits: chained, but under no signature."""
        return self.events - self.sealed

    @property
    def ok(self) -> bool:
        """Everything was read and nothing was found."""
        return not self.findings and self.unreadable is None


def verify(
    source: EvidenceSource, verifiers: Sequence[Verifier], *, origin: str, hashing: Hashing | None = None
) -> Report:
    """Check leaves, index, chains, disclosures and checkpoints of the log named `origin`.

    Total: whatever is wrong is in the report. Memory grows with the number of streams only.
    """
    return _Audit(source, verifiers, origin, hashing or Hashing()).run()


class _Audit:
    """One pass over the evidence, and what it has seen so far."""

    def __init__(
        self, source: EvidenceSource, verifiers: Sequence[Verifier], origin: str, hashing: Hashing
    ) -> None:
        self._source = source
        self._verifiers = verifiers
        self._origin = origin
        self._hashing = hashing
        self._traces: list[Trace] = []
        self._suspects: list[Trace] = []
        self._untold = 0
        self._recorded_at = datetime.min.replace(tzinfo=UTC)
        self._chains = Chains(self._note)
        self._behalf = Behalf(self._note)
        self._openings = Openings(source.disclosures(), self._note)
        self._seals = Seals(source.checkpoints(), verifiers, origin, self._note, hashing.extend)

    def run(self) -> Report:
        unreadable = None
        try:
            self._read()
        except BadEvidence as error:
            unreadable = (error.sentence_vi, error.sentence_en)
        return self._report(unreadable)

    def _read(self) -> None:
        source = self._source
        self._seals.start()
        self._openings.start()
        for step in align(source.leaves(), self._numbered(source.index()), self._hashing.leaf):
            self._take(step)
        self._openings.finish()
        self._seals.finish()
        if self._seals.failing:
            for trace in suspects(source, self._verifiers, self._origin, tuple(self._traces)):
                self._keep(self._suspects, trace)

    def _numbered(self, index: Iterator[IndexRow]) -> Iterator[IndexRow]:
        """Pass the index through, noting where its positions leave a gap or go back."""
        expected = 0
        for row in index:
            if row.position != expected:
                self._note(replace(_about(row, "position_gap"), position=expected, until=row.position))
            expected = row.position + 1
            yield row

    def _take(self, step: Step) -> None:
        match step:
            case Agreed(line, row):
                self._agreed(line, row)
            case Changed(line, row):
                self._changed(line, row)
            case Missing(row):
                self._chains.trust(row)
                self._openings.check(None, row)
                self._note(replace(_about(row, "leaf_missing"), expected=row.hash))
            case Added(line):
                self._added(line)
            case _:
                assert_never(step)

    def _agreed(self, line: Line, row: IndexRow) -> None:
        self._seals.add(line.hash)
        try:
            leaf = parse(line.data)
        except MalformedLeaf as error:
            self._chains.trust(row)
            self._openings.check(None, row)
            self._note(replace(_about(row, "leaf_malformed"), details={"reason": str(error)}))
            return
        if (leaf.stream, leaf.version, leaf.name) != (row.stream, row.version, row.name):
            self._note(_misfiled(leaf, row))
        self._chains.follow(leaf, line.hash, row.position, self._seals.fitting)
        self._behalf.follow(leaf, row.position)
        if leaf.recorded_at < self._recorded_at:
            self._note(_about(row, "time_backwards"))
        self._recorded_at = max(leaf.recorded_at, self._recorded_at)
        self._openings.check(leaf, row)

    def _changed(self, line: Line, row: IndexRow) -> None:
        self._seals.add(line.hash)
        self._chains.trust(row)
        self._chains.set_aside(row.stream, row.version, line.hash)
        self._openings.check(None, row)
        trace = replace(_about(row, "leaf_changed"), expected=row.hash, found=line.hash)
        self._note(replace(trace, details={"line": line.number}))

    def _added(self, line: Line) -> None:
        self._seals.add(line.hash)
        stream, version, name = salvage(line.data) or (None, None, None)
        if stream is not None and version is not None:
            self._chains.set_aside(stream, version, line.hash)
        self._note(
            Trace(
                code="leaf_added",
                stream=stream,
                version=version,
                name=name,
                position=line.number,
                found=line.hash,
                details={"line": line.number},
            )
        )

    def _note(self, trace: Trace) -> None:
        self._keep(self._traces, trace)

    def _keep(self, traces: list[Trace], trace: Trace) -> None:
        if len(traces) < MOST_FINDINGS:
            traces.append(trace)
        else:
            self._untold += 1

    def _report(self, unreadable: tuple[str, str] | None) -> Report:
        seals = self._seals
        seals.settle()
        failure = seals.failure()
        traces = [*self._traces, *([failure] if failure else []), *self._suspects]
        return Report(
            events=seals.frontier.size,
            streams=len(self._chains),
            root=seals.frontier.root().hex(),
            checkpoints=seals.total,
            checkpoints_verified=seals.verified,
            largest_checkpoint=max(seals.largest, 0),
            sealed=seals.fitting,
            disclosures=self._openings.checked,
            findings=tuple(self._told(trace) for trace in reconcile(traces)),
            untold=self._untold,
            unreadable=unreadable,
        )

    def _told(self, trace: Trace) -> Finding:
        """Put a trace into words, with the first failing checkpoint above its position."""
        failing = self._seals.failing
        place = len(failing) if trace.position is None else bisect_right(failing, trace.position)
        return finding(trace, failing[place] if place < len(failing) else None, self._seals.fitting)


def _about(row: IndexRow, code: Code) -> Trace:
    return Trace(code=code, stream=row.stream, version=row.version, name=row.name, position=row.position)


def _misfiled(leaf: Leaf, row: IndexRow) -> Trace:
    claimed = f"{row.stream} / {row.version} / {row.name}"
    return Trace(
        code="index_differs",
        stream=leaf.stream,
        version=leaf.version,
        name=leaf.name,
        position=row.position,
        details={"claimed": claimed},
    )
