"""The auditor's command line: `python -m audit verify BUNDLE`, `python -m audit session BUNDLE SESSION`.

Exit 0 in order, 1 findings, 2 unreadable.
"""

import argparse
import io
import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from time import perf_counter
from typing import Final

from audit.bundle import open_bundle, verify_bundle
from audit.evidence import BadEvidence
from audit.session import as_facts, session_report, told
from audit.verify import Hashing, Report
from audit.words import WORDS
from tlog.merkle import Frontier, leaf_hash
from tlog.note import BadKey, Verifier

IN_ORDER: Final = 0
FINDINGS: Final = 1
UNREADABLE: Final = 2


@dataclass(frozen=True, slots=True)
class Outcome:
    """A report with what only the command line knows: the key, where it came from, and the time taken.

    `hashing_s` is None when it was not measured.
    """

    report: Report
    verifier: Verifier
    key_from_bundle: bool
    seconds: float
    hashing_s: float | None

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


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code."""
    _speak_utf8()
    options = _parser().parse_args(argv)
    try:
        if options.command == "session":
            return _check_session(options)
        outcome = _verified(options)
    except BadEvidence as error:
        return _refuse(error, options)
    lines = [_as_json(outcome)] if options.json else _as_text(outcome, options)
    sys.stdout.writelines(line + "\n" for line in lines)
    return outcome.exit_code


def _verified(options: argparse.Namespace) -> Outcome:
    watch = _Stopwatch()
    with open_bundle(options.bundle) as bundle:
        verifier = _key(options.key) if options.key else bundle.verifier()
        start = perf_counter()
        hashing = Hashing(watch.leaf, watch.extend) if options.timing else Hashing()
        report = verify_bundle(bundle, [verifier], hashing)
        seconds = perf_counter() - start
    return Outcome(report, verifier, options.key is None, seconds, watch.seconds if options.timing else None)


def _check_session(options: argparse.Namespace) -> int:
    """Recompute one session; the leaves are taken as they stand, `verify` says whether they are whole."""
    with open_bundle(options.bundle) as bundle:
        report = session_report(bundle, f"session-{options.session.removeprefix('session-')}")
    facts = json.dumps(as_facts(report), ensure_ascii=False, indent=2, default=str)
    lines = [facts] if options.json else told(report, options.lang)
    sys.stdout.writelines(line + "\n" for line in lines)
    return IN_ORDER if report.ok else FINDINGS


class _Stopwatch:
    """The two hashing functions, with the time they take added up."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def leaf(self, data: bytes) -> bytes:
        start = perf_counter()
        try:
            return leaf_hash(data)
        finally:
            self.seconds += perf_counter() - start

    def extend(self, frontier: Frontier, leaves: Iterable[bytes]) -> Frontier:
        start = perf_counter()
        try:
            return frontier.extend(leaves)
        finally:
            self.seconds += perf_counter() - start


def _key(path: Path) -> Verifier:
    try:
        return Verifier.from_text(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, BadKey) as error:
        raise BadEvidence(
            f"Không đọc được khóa kiểm tra {path}: {error}.", f"Cannot read the key {path}: {error}."
        ) from error


def _as_text(outcome: Outcome, options: argparse.Namespace) -> Iterator[str]:
    """Yield the lines for people, in their language."""
    report, words = outcome.report, WORDS[options.lang]
    yield words.bundle.format(bundle=options.bundle)
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
    yield from _verdict(report, options.lang)


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


def _as_json(outcome: Outcome) -> str:
    key = {
        "name": outcome.verifier.name,
        "fingerprint": outcome.verifier.fingerprint,
        "from_bundle": outcome.key_from_bundle,
    }
    facts = asdict(outcome.report) | {
        "ok": outcome.report.ok,
        "unsealed": outcome.report.unsealed,
        "key": key,
        "seconds": outcome.seconds,
        "events_per_s": outcome.events_per_s,
        "hashing_share": outcome.hashing_share,
    }
    return json.dumps(facts, ensure_ascii=False, indent=2)


def _refuse(error: BadEvidence, options: argparse.Namespace) -> int:
    if options.json:
        refusal = {"ok": False, "unreadable": [error.sentence_vi, error.sentence_en]}
        sys.stdout.write(json.dumps(refusal, ensure_ascii=False, indent=2) + "\n")
    else:
        sys.stderr.write((error.sentence_vi if options.lang == "vi" else error.sentence_en) + "\n")
    return UNREADABLE


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m audit", description="Kiểm tra ngoại tuyến bằng chứng.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="LỆNH")
    command = _on_bundle(commands.add_parser("verify", help="kiểm tra một gói bằng chứng"))
    command.add_argument("--key", type=Path, metavar="TỆP", help="khóa kiểm tra lấy từ nguồn đáng tin cậy")
    command.add_argument("--timing", action="store_true", help="đo phần thời gian dành cho phép băm")
    sitting = _on_bundle(commands.add_parser("session", help="tính lại một phiên họp của Hội đồng"))
    sitting.add_argument("session", metavar="PHIÊN", help="mã phiên họp")
    return parser


def _on_bundle(command: argparse.ArgumentParser) -> argparse.ArgumentParser:
    """What every command on a bundle takes."""
    command.add_argument("bundle", type=Path, metavar="GÓI", help="tệp zip hoặc thư mục đã giải nén")
    command.add_argument("--json", action="store_true", help="in báo cáo dạng JSON")
    command.add_argument("--lang", choices=sorted(WORDS), default="vi", help="ngôn ngữ của báo cáo")
    return command


def _speak_utf8() -> None:
    """Write Vietnamese whatever the console's code page."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
