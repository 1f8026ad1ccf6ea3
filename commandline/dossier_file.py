"""A dossier file: JSON that says what a unit proposes. Read strictly, and tried against the rules before it is sent."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from pydantic import TypeAdapter, ValidationError

from commandline.errors import UNUSABLE, CommandFailed
from domain.dossier.commands import DraftDossier
from domain.dossier.decide import unit_stream
from domain.execution import Loaded, Order, run
from domain.ids import Kind, stream_id
from domain.refusal import Refusal
from domain.refusals import sentences
from domain.register.state import UnitRecord
from domain.values import Actor, Role
from store import codec

MAX_BYTES: Final = 1_000_000
"""A dossier travels as one command: what Temporal carries at once is below two million bytes."""
_KEY = "dossier"
_MOST_PROBLEMS = 10


@dataclass(frozen=True, slots=True)
class DossierFile:
    """What a file proposes: the dossier's key, the draft, and the SHA-256 of the file."""

    key: str
    draft: DraftDossier
    digest: str


def read_dossier(path: Path) -> DossierFile:
    """Read and check the form of a file. Raises `CommandFailed` (unusable) with one sentence."""
    raw = _bytes(path)
    content = _json(path, raw)
    if not isinstance(content, dict) or not isinstance(content.get(_KEY), str):
        raise _bad(path, "cần một đối tượng JSON có mục “dossier”", 'it must be a JSON object with "dossier"')
    key = content.pop(_KEY)
    try:
        stream_id(Kind.DOSSIER, key)
        draft = TypeAdapter(DraftDossier).validate_json(json.dumps(content), strict=True)
    except Refusal as refusal:
        raise _refused(path, refusal) from refusal
    except ValidationError as error:
        raise _bad(path, _problems(error), _problems(error)) from error
    unknown = ", ".join(_unknown(content, codec.encode(draft), ""))
    if unknown:
        raise _bad(path, f"không hiểu mục {unknown}", f"unknown members {unknown}")
    return DossierFile(key, draft, sha256(raw).hexdigest())


def try_rules(path: Path, found: DossierFile, now: datetime) -> None:
    """Draft the dossier in memory, its units taken as registered. Raises `CommandFailed` with the refusal."""
    draft = found.draft
    actor = Actor("trial", Role.PROPOSING_OFFICER, draft.unit)
    try:
        order = Order(stream_id(Kind.DOSSIER, found.key), draft, actor, now)
        known = Loaded(1, UnitRecord(known=True, route=draft.route))
        run(order, {unit_stream(unit): known for unit in (draft.unit, draft.handled_by)})
    except Refusal as refusal:
        raise _refused(path, refusal) from refusal


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise _bad(path, f"không đọc được ({error.strerror})", f"unreadable ({error.strerror})") from error
    if len(raw) > MAX_BYTES:
        raise _bad(path, f"lớn hơn {MAX_BYTES:,} byte", f"larger than {MAX_BYTES:,} bytes")
    if not raw.strip():
        raise _bad(path, "tệp rỗng", "the file is empty")
    return raw


def _json(path: Path, raw: bytes) -> Any:  # noqa: ANN401 - any JSON
    try:
        return json.loads(raw.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        place = f"byte {error.start}"
        raise _bad(path, f"không phải UTF-8 ({place})", f"not UTF-8 ({place})") from error
    except json.JSONDecodeError as error:
        place = f"dòng {error.lineno}, cột {error.colno}"
        english = f"line {error.lineno}, column {error.colno}"
        raise _bad(path, f"không phải JSON ({place})", f"not JSON ({english})") from error
    except ValueError as error:
        raise _bad(path, "có số quá dài", "it holds a number that is too long") from error
    except RecursionError as error:
        raise _bad(path, "JSON lồng quá sâu", "the JSON is nested too deeply") from error


def _problems(error: ValidationError) -> str:
    """Every field that does not fit, by its place: `lines.3.claims.rating`."""
    told = [f"{'.'.join(map(str, entry['loc'])) or '/'}: {entry['msg']}" for entry in error.errors()]
    rest = f"; và {len(told) - _MOST_PROBLEMS} lỗi khác" if len(told) > _MOST_PROBLEMS else ""
    return "; ".join(told[:_MOST_PROBLEMS]) + rest


def _unknown(given: Any, understood: Any, place: str) -> Iterator[str]:  # noqa: ANN401 - any JSON
    """The places of members that mean nothing: a misspelt one must not be dropped in silence."""
    match given, understood:
        case dict(), dict():
            for name, value in given.items():
                if name not in understood:
                    yield f"{place}{name}"
                else:
                    yield from _unknown(value, understood[name], f"{place}{name}.")
        case list(), list():
            for number, pair in enumerate(zip(given, understood, strict=False)):
                yield from _unknown(*pair, f"{place}{number}.")


def _refused(path: Path, refusal: Refusal) -> CommandFailed:
    vi, en, source = sentences(refusal)
    return _bad(path, f"{vi} [{source}]", en)


def _bad(path: Path, vietnamese: str, english: str) -> CommandFailed:
    return CommandFailed(
        f"Tệp {path} không dùng được: {vietnamese.rstrip('.')}.", f"{path}: {english}", UNUSABLE
    )
