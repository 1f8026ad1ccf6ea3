"""What came of a verification, as every command line tells it: exit code, lines for people, facts for programs."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any, Final

from audit.verify import Report
from audit.words import WORDS
from tlog.note import Verifier

IN_ORDER: Final = 0
FINDINGS: Final = 1
UNREADABLE: Final = 2


@dataclass(frozen=True, slots=True)
class Outcome:
    """A report with what only the command line knows: the key, the time taken, and where the key came from.

    `hashing_s` is None when it was not measured.
    """

    report: Report
    verifier: Verifier
    seconds: float
    key_from_bundle: bool = False
    hashing_s: float | None = None

    @property
    def exit_code(self) -> int:
        """0 in order, 1 findings, 2 unreadable."""
        if self.report.unreadable is not None:
            return UNREADABLE
        return IN_ORDER if self.report.ok else FINDINGS

    @property
    def events_per_s(self) -> float:
        """Events verified per second."""
        return self.report.events / self.seconds if self.seconds else 0.0

    @property
    def hashing_share(self) -> float | None:
        """Share of the time spent hashing leaves and tree, 0 to 1."""
        return self.hashing_s / self.seconds if self.hashing_s is not None and self.seconds else None


def lines(outcome: Outcome, heading: str, lang: str = "vi") -> Iterator[str]:
    """Yield the lines for people, in their language; the heading says what was verified."""
    report, words = outcome.report, WORDS[lang]
    yield heading
    yield words.key.format(name=outcome.verifier.name, fingerprint=outcome.verifier.fingerprint)
    if outcome.key_from_bundle:
        yield words.key_from_bundle
    yield words.events.format(events=report.events, streams=report.streams)
    yield words.tree.format(size=report.events, root=report.root)
    yield words.checkpoints.format(total=report.checkpoints, verified=report.checkpoints_verified)
    yield words.unsealed.format(unsealed=report.unsealed) if report.sealed else words.nothing_sealed
    yield words.disclosures.format(disclosures=report.disclosures)
    yield words.time.format(seconds=outcome.seconds, rate=outcome.events_per_s)
    if outcome.hashing_share is not None:
        yield words.hashing.format(share=outcome.hashing_share)
    yield from _verdict(report, lang)


def _verdict(report: Report, lang: str) -> Iterator[str]:
    words = WORDS[lang]
    if report.ok:
        yield words.in_order
        return
    if report.unreadable is not None:
        yield report.unreadable[0 if lang == "vi" else 1]
    if report.findings:
        yield words.findings.format(count=len(report.findings) + report.untold)
    for finding in report.findings:
        yield f"- {finding.sentence_vi if lang == 'vi' else finding.sentence_en}"
    if report.untold:
        yield words.untold.format(count=report.untold)


def facts(outcome: Outcome) -> dict[str, Any]:
    """Return the report for programs."""
    key = {
        "name": outcome.verifier.name,
        "fingerprint": outcome.verifier.fingerprint,
        "from_bundle": outcome.key_from_bundle,
    }
    return asdict(outcome.report) | {
        "ok": outcome.report.ok,
        "unsealed": outcome.report.unsealed,
        "key": key,
        "seconds": outcome.seconds,
        "events_per_s": outcome.events_per_s,
        "hashing_share": outcome.hashing_share,
    }
