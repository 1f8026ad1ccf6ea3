"""A dossier file: JSON that says what a unit proposes.

It is held to the form of the API and tried against the rules before it is sent.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from commandline.errors import UNUSABLE, CommandFailed
from commandline.places import ENGLISH, place
from domain.dossier.commands import DraftDossier
from domain.dossier.decide import unit_stream
from domain.execution import Loaded, Order, run
from domain.ids import Kind, stream_id
from domain.refusal import Refusal
from domain.refusals import sentences
from domain.register.state import UnitRecord
from domain.values import Actor, Role
from store import codec
from web.bodies import checked
from web.faults import MOST_SHOWN
from web.forms import model_of
from web.problems import Problem

MAX_BYTES: Final = 1_000_000
"""A dossier travels as one command: what Temporal carries at once is below two million bytes."""
_KEY = "dossier"


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
        form = checked(json.dumps(content), model_of(DraftDossier))
    except Refusal as refusal:
        raise _refused(path, refusal) from refusal
    except Problem as problem:
        raise _misfit(path, problem) from problem
    draft: DraftDossier = codec.decode(DraftDossier, form.model_dump(mode="json"))
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


def _misfit(path: Path, problem: Problem) -> CommandFailed:
    """Every field that does not fit the form of the API, by its line and name."""
    items = problem.more.get("items")
    if not items:
        body = problem.body()
        return _bad(path, body["detail"], body["detail_en"])
    more = (
        (f"(chỉ nêu {MOST_SHOWN} lỗi đầu)", f"(the first {MOST_SHOWN})") if len(items) == MOST_SHOWN else ()
    )
    told_vi = [_fault(place(item["field"]), item["detail"]) for item in items]
    told_en = [_fault(place(item["field"], ENGLISH), item["detail_en"]) for item in items]
    return _bad(path, "; ".join([*told_vi, *more[:1]]), "; ".join([*told_en, *more[1:]]))


def _fault(where: str, sentence: str) -> str:
    return f"{where}: {sentence[0].lower()}{sentence[1:].rstrip('.')}"


def _refused(path: Path, refusal: Refusal) -> CommandFailed:
    vi, en, source = sentences(refusal)
    return _bad(path, f"{vi} [{source}]", en)


def _bad(path: Path, vietnamese: str, english: str) -> CommandFailed:
    return CommandFailed(
        f"Tệp {path} không dùng được: {vietnamese.rstrip('.')}.", f"{path}: {english}", UNUSABLE
    )
