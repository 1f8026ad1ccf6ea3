"""The auditor's command line on a bundle: `python -m audit verify`, `… session`, `… what-if`.

Exit 0 in order, 1 findings or nothing to replay, 2 unreadable.
"""

import argparse
import io
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from time import perf_counter
from typing import Any

from audit.bundle import open_bundle, verify_bundle
from audit.evidence import BadEvidence
from audit.outcome import FINDINGS, IN_ORDER, UNREADABLE, Outcome, facts, lines
from audit.packs import chosen_pack
from audit.session import as_facts, session_report, told
from audit.verify import Hashing
from audit.what_if import Scope, what_if
from audit.what_if_report import Tally, as_json
from audit.what_if_report import lines as what_if_lines
from audit.words import WORDS
from tlog.merkle import Frontier, leaf_hash
from tlog.note import BadKey, Verifier


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code."""
    _speak_utf8()
    options = _parser().parse_args(argv)
    try:
        match options.command:
            case "session":
                return _check_session(options)
            case "what-if":
                return _what_if(options)
        outcome = _verified(options)
    except BadEvidence as error:
        return _refuse(error, options)
    heading = WORDS[options.lang].bundle.format(bundle=options.bundle)
    answer = [_as_json(facts(outcome))] if options.json else lines(outcome, heading, options.lang)
    sys.stdout.writelines(line + "\n" for line in answer)
    return outcome.exit_code


def _what_if(options: argparse.Namespace) -> int:
    """Replay what a bundle holds; the leaves are taken as they stand, `verify` says whether they are whole."""
    pack, tally = chosen_pack(options.pack), Tally()
    with open_bundle(options.bundle) as bundle:
        found = what_if(bundle.leaves(), pack, Scope.named(options.case, options.year))
        if options.json:
            sys.stdout.writelines(as_json(found, pack, tally))
            sys.stdout.write("\n")
        else:
            told = what_if_lines(found, pack, tally, options.lang)
            sys.stdout.writelines(line + "\n" for line in told)
    return IN_ORDER if tally.total else FINDINGS


def _verified(options: argparse.Namespace) -> Outcome:
    watch = _Stopwatch()
    with open_bundle(options.bundle) as bundle:
        verifier = _key(options.key) if options.key else bundle.verifier()
        start = perf_counter()
        hashing = Hashing(watch.leaf, watch.extend) if options.timing else Hashing()
        report = verify_bundle(bundle, [verifier], hashing)
        seconds = perf_counter() - start
    hashing_s = watch.seconds if options.timing else None
    return Outcome(report, verifier, seconds, options.key is None, hashing_s)


def _check_session(options: argparse.Namespace) -> int:
    """Recompute one session; the leaves are taken as they stand, `verify` says whether they are whole."""
    with open_bundle(options.bundle) as bundle:
        report = session_report(bundle, f"session-{options.session.removeprefix('session-')}")
    as_json = json.dumps(as_facts(report), ensure_ascii=False, indent=2, default=str)
    sys.stdout.writelines(line + "\n" for line in ([as_json] if options.json else told(report, options.lang)))
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


def _as_json(content: Mapping[str, Any]) -> str:
    return json.dumps(content, ensure_ascii=False, indent=2)


def _refuse(error: BadEvidence, options: argparse.Namespace) -> int:
    if options.json:
        refusal = {"ok": False, "unreadable": [error.sentence_vi, error.sentence_en]}
        sys.stdout.write(_as_json(refusal) + "\n")
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
    replay = _on_bundle(commands.add_parser("what-if", help="xét lại theo một gói quy định khác"))
    replay.add_argument("--pack", required=True, metavar="MÃ", help="mã gói quy định, hoặc một tệp .json")
    replay.add_argument("--case", default="", metavar="HỒ_SƠ", help="chỉ các dòng của hồ sơ này")
    replay.add_argument("--year", type=int, metavar="NĂM", help="chỉ các dòng của năm này")
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
