"""The verbs that read a running system through its HTTP API: list, show, history, tasks."""

from collections.abc import Sequence
from typing import Annotated, Any, Final

import typer

from commandline.api import Api
from commandline.errors import UNUSABLE, CommandFailed
from commandline.output import AsJson, say, say_json, table
from commandline.signing_in import ApiUrl, signed_in
from commandline.wording import described, written
from domain.ids import PLURALS, Kind, key_of, kind_of, stream_id
from domain.labels import STEPS
from domain.nomination.state import Step
from domain.refusal import Refusal
from domain.values import Outcome
from web.words import days_left, instant

Stream = Annotated[str, typer.Argument(metavar="MÃ", help="Ví dụ nomination-an-giang-2023.001.")]

_STEPS: Final = tuple(step for step in Step if step is not Step.NONE)


def list_verb(  # noqa: PLR0913 - each is a filter a person may set
    *,
    dossier: Annotated[str, typer.Option(help="Chỉ các dòng của hồ sơ này.")] = "",
    award: Annotated[str, typer.Option(help="Chỉ danh hiệu này, ví dụ CSTDCS.")] = "",
    step: Annotated[str, typer.Option(help=f"Chỉ bước này: {', '.join(_STEPS)}.")] = "",
    outcome: Annotated[str, typer.Option(help=f"Chỉ kết quả này: {', '.join(Outcome)}.")] = "",
    url: ApiUrl = None,
    as_json: AsJson = False,
) -> None:
    """Liệt kê các đề nghị khen thưởng."""
    _insist_on_one_of("--step", step, _STEPS)
    _insist_on_one_of("--outcome", outcome, tuple(Outcome))
    filters = {
        "dossier": stream_named(Kind.DOSSIER, dossier) if dossier else "",
        "award": award,
        "step": step,
        "outcome": outcome,
    }
    chosen = {name: value for name, value in filters.items() if value}
    rows = list(signed_in(url).pages("nominations", **chosen))
    if as_json:
        say_json(rows)
    else:
        heads = ("Mã", "Danh hiệu", "Tên", "Đối tượng", "Bước", "Kết quả")
        table(f"{len(rows)} đề nghị", heads, map(_line, rows))


def show(stream: Stream, *, url: ApiUrl = None, as_json: AsJson = False) -> None:
    """Xem một đề nghị, hồ sơ, phiên họp hoặc quyết định."""
    path, api = path_of(stream), signed_in(url)
    found = api.get(path)
    if as_json:
        say_json(found)
    else:
        table(stream, ("Mục", "Giá trị"), described(found))
        for finding in _appraised(stream, api):
            say(f"- {finding}")


def _appraised(stream: str, api: Api) -> Sequence[str]:
    """What the rules found when a nomination was last appraised, where this reader may know it."""
    if kind_of(stream) is not Kind.NOMINATION:
        return ()
    facts = api.get(f"{path_of(stream)}/history")["items"]
    return next((fact["findings"] for fact in reversed(facts) if fact.get("findings")), ())


def history(stream: Stream, *, url: ApiUrl = None, as_json: AsJson = False) -> None:
    """Xem toàn bộ lịch sử: ai, vai trò nào, làm gì, lúc nào, đã niêm phong chưa."""
    found = signed_in(url).get(f"{path_of(stream)}/history")
    if as_json:
        say_json(found)
    else:
        heads = ("Thứ tự", "Việc", "Người", "Lúc", "Niêm phong tại mốc")
        table(stream, heads, map(_fact, found["items"]))


def tasks(*, url: ApiUrl = None, as_json: AsJson = False) -> None:
    """Xem việc đang chờ tài khoản này, hạn sớm nhất đứng trước."""
    found = list(signed_in(url).pages("tasks"))
    if as_json:
        say_json(found)
    else:
        heads = ("Mã", "Danh hiệu", "Tên", "Vì sao chờ", "Vai trò", "Hạn", "Còn lại")
        table(f"{len(found)} việc đang chờ", heads, map(_task, found))


def path_of(stream: str) -> str:
    """`nomination-x` -> `nominations/x`. Raises `CommandFailed`."""
    try:
        return f"{PLURALS[kind_of(stream)]}/{key_of(stream)}"
    except Refusal as refusal:
        raise CommandFailed(
            f"“{stream}” không phải mã; mã có dạng loại-khóa, loại là một trong: {', '.join(Kind)}.",
            f"{stream!r} is not an id: kind-key, with a kind among {', '.join(Kind)}",
            UNUSABLE,
        ) from refusal


def stream_named(kind: Kind, given: str) -> str:
    """The stream id, whether the key or the whole id was given. Raises `CommandFailed`."""
    try:
        return stream_id(kind, given.removeprefix(f"{kind}-"))
    except Refusal as refusal:
        raise CommandFailed(f"“{given}” không phải mã.", f"{given!r} is not an id", UNUSABLE) from refusal


def _insist_on_one_of(option: str, given: str, known: Sequence[str]) -> None:
    """A misspelt filter would find nothing, and nothing looks like an answer. Raises `CommandFailed`."""
    if given and given not in known:
        names = ", ".join(known)
        raise CommandFailed(
            f"{option} không có giá trị “{given}”; các giá trị: {names}.",
            f"{option} cannot be {given!r}; it is one of {names}",
            UNUSABLE,
        )


def _line(row: Any) -> Sequence[str]:  # noqa: ANN401 - a JSON row
    step = STEPS.get(row["step"], row["step"])
    cells = (written(name, row[name]) for name in ("id", "award", "name", "candidate"))
    return (*cells, step, written("outcome", row["outcome"]))


def _fact(entry: Any) -> Sequence[object]:  # noqa: ANN401 - a JSON row
    sealed = entry["sealed_by"] or "chưa"
    told = "\n- ".join((entry["sentence"], *entry.get("findings", ())))
    return (entry["version"], told, entry["actor"]["id"], instant(entry["accepted_at"]), sealed)


def _task(task: Any) -> Sequence[str]:  # noqa: ANN401 - a JSON row
    left = task["working_days_left"]
    return (
        task["stream"],
        written("award_name", task["award_name"]),
        written("name", task["name"]),
        task["why"],
        f"{task['role_label']}, {task['unit']}",
        written("due_at", task["due_at"]),
        days_left(left) if left is not None else written("due_at", None),
    )
