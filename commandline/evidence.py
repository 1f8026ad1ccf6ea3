"""The verbs about evidence: verify a live database or a bundle, export a bundle."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from typing import Annotated

import typer
from sqlalchemy.exc import DBAPIError

from audit.bundle import Manifest, open_bundle, verify_bundle, write_bundle
from audit.evidence import BadEvidence, CheckpointRow, DisclosureRow, IndexRow
from audit.outcome import Outcome, facts, lines
from audit.verify import verify
from commandline.environment import LogSettings, read, short_engine
from commandline.errors import UNUSABLE, CommandFailed
from commandline.output import AsJson, progress, say, say_json
from store.evidence import Snapshot, snapshot
from tlog.note import BadKey, Signer, Verifier

KeyFile = Annotated[
    Path | None,
    typer.Option("--key", metavar="TỆP", help="Khóa kiểm tra (công khai) lấy từ nguồn đáng tin cậy."),
]


class LiveEvidence:
    """A snapshot of the live database as the verifier reads evidence."""

    def __init__(self, taken: Snapshot) -> None:
        self._taken = taken

    def leaves(self) -> Iterator[bytes]:
        """Yield the bytes of every leaf."""
        with _readable("leaf"):
            yield from self._taken.leaves()

    def index(self) -> Iterator[IndexRow]:
        """Yield the index."""
        with _readable("leaf"):
            for entry in self._taken.index():
                yield IndexRow(*entry)

    def disclosures(self) -> Iterator[DisclosureRow]:
        """Yield the disclosures."""
        with _readable("disclosure"):
            for entry in self._taken.disclosures():
                yield DisclosureRow(*entry)

    def checkpoints(self) -> Iterator[CheckpointRow]:
        """Yield the checkpoints."""
        with _readable("checkpoint"):
            for entry in self._taken.checkpoints():
                yield CheckpointRow(*entry)


def verify_verb(
    bundle: Annotated[
        Path | None, typer.Argument(metavar="GÓI", help="Gói bằng chứng; bỏ trống để kiểm tra cơ sở dữ liệu.")
    ] = None,
    key: KeyFile = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Kiểm tra bằng chứng: cơ sở dữ liệu đang chạy, hoặc một gói đã xuất. Mã thoát 1 nếu có sai lệch."""
    with progress() as shown:
        shown.add_task("Kiểm tra bằng chứng", total=None)
        done = verify_bundle_file(bundle, key) if bundle else verify_live(read(LogSettings), key)
    if as_json:
        say_json(facts(done))
    else:
        for line in lines(done, f"Bằng chứng: {bundle or 'cơ sở dữ liệu'}"):
            say(line)
    raise typer.Exit(done.exit_code)


def export_verb(
    out: Annotated[Path, typer.Argument(metavar="GÓI.zip", help="Tệp zip sẽ được ghi.")],
    key: KeyFile = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Xuất toàn bộ bằng chứng thành một gói để kiểm tra ngoại tuyến."""
    with progress() as shown:
        shown.add_task("Xuất gói bằng chứng", total=None)
        manifest = export(read(LogSettings), out, key)
    if as_json:
        say_json(asdict(manifest) | {"file": str(out), "size_bytes": out.stat().st_size})
    else:
        say(f"Đã ghi {out}: {manifest.leaves} sự kiện, {manifest.checkpoints} mốc niêm phong.")


def verify_live(settings: LogSettings, key: Path | None = None) -> Outcome:
    """Verify one snapshot of the live database. Raises `CommandFailed`."""
    verifier = _verifier(settings, key)
    start = perf_counter()
    with reachable(), snapshot(short_engine(settings.database_url)) as taken:
        report = verify(LiveEvidence(taken), [verifier], origin=settings.log_origin)
    return Outcome(report, verifier, perf_counter() - start)


def export(settings: LogSettings, out: Path, key: Path | None = None) -> Manifest:
    """Write a bundle of one snapshot; a file that is half written is never left under the name asked for."""
    verifier = _verifier(settings, key)
    draft = out.with_name(f"{out.name}.new")
    try:
        with reachable(), snapshot(short_engine(settings.database_url)) as taken:
            manifest = write_bundle(
                draft,
                LiveEvidence(taken),
                origin=settings.log_origin,
                verifier=verifier,
                exported_at=datetime.now(UTC),
            )
        draft.replace(out)
    except OSError as error:
        raise CommandFailed(
            f"Không ghi được {out}: {error.strerror}.", f"cannot write {out}: {error.strerror}", UNUSABLE
        ) from error
    finally:
        draft.unlink(missing_ok=True)
    return manifest


def verify_bundle_file(path: Path, key: Path | None = None) -> Outcome:
    """Verify an exported bundle. Raises `CommandFailed`."""
    start = perf_counter()
    try:
        with open_bundle(path) as bundle:
            verifier = read_key(key) if key else bundle.verifier()
            report = verify_bundle(bundle, [verifier])
    except BadEvidence as error:
        raise CommandFailed(error.sentence_vi, error.sentence_en, UNUSABLE) from error
    return Outcome(report, verifier, perf_counter() - start, key_from_bundle=key is None)


def read_key(path: Path) -> Verifier:
    """The verifier key in a file, which may also hold the signing key. Raises `CommandFailed`."""
    try:
        text = path.read_text(encoding="utf-8").strip()
        return (
            Signer.from_text(text).verifier if text.startswith("PRIVATE+KEY+") else Verifier.from_text(text)
        )
    except (OSError, UnicodeDecodeError, BadKey) as error:
        raise CommandFailed(
            f"Không đọc được khóa {path}: {error}.", f"cannot read the key {path}: {error}", UNUSABLE
        ) from error


def _verifier(settings: LogSettings, key: Path | None) -> Verifier:
    path = key or settings.log_key_file
    if path is None:
        raise CommandFailed(
            "Cần khóa kiểm tra: --key TỆP hoặc biến MINHBACH_LOG_KEY_FILE.",
            "a key is needed: --key FILE or MINHBACH_LOG_KEY_FILE",
            UNUSABLE,
        )
    return read_key(path)


@contextmanager
def _readable(table: str) -> Iterator[None]:
    """Turn a table that cannot be read on into `BadEvidence`."""
    try:
        yield
    except DBAPIError as error:
        raise BadEvidence(
            f"Không đọc tiếp được bảng {table}: {error.orig}.",
            f"Cannot read on in table {table}: {error.orig}.",
        ) from error


@contextmanager
def reachable() -> Iterator[None]:
    """Turn a database that does not answer into `CommandFailed`."""
    try:
        yield
    except DBAPIError as error:
        raise database_away(error) from error


def database_away(error: DBAPIError) -> CommandFailed:
    """What to say when the database does not answer."""
    reason = " ".join(str(error.orig).split())
    return CommandFailed(f"Cơ sở dữ liệu không trả lời: {reason}", f"the database does not answer: {reason}")
