"""The verbs that speak with a running system through its HTTP API: sign in, submit, list, show, history."""

import json
import os
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from commandline.api import Acting, Api, Order, step_id
from commandline.dossier_file import DossierFile, read_dossier, try_rules
from commandline.environment import ApiSettings, read
from commandline.errors import UNUSABLE, CommandFailed
from commandline.output import AsJson, progress, say, say_json, table
from domain.ids import PLURALS, Kind, key_of, kind_of, stream_id
from domain.labels import OUTCOMES, STEPS
from domain.nomination.state import Step
from domain.refusal import Refusal
from domain.values import Outcome, Role
from store import codec

_COLUMNS: Final = ("id", "award", "name", "candidate", "step", "outcome")
_STEPS: Final = tuple(step for step in Step if step is not Step.NONE)
Stream = Annotated[str, typer.Argument(metavar="MÃ", help="Ví dụ nomination-an-giang-2023.001.")]
ApiUrl = Annotated[str | None, typer.Option("--url", help="Địa chỉ hệ thống (mặc định: MINHBACH_URL).")]


def sign_in(
    username: Annotated[str, typer.Argument(metavar="TÊN", help="Tên đăng nhập.")],
    password: Annotated[
        str,
        typer.Option(
            prompt="Mật khẩu",
            hide_input=True,
            envvar="MINHBACH_PASSWORD",
            help="Không nên gõ trên dòng lệnh.",
        ),
    ],
    *,
    url: ApiUrl = None,
    as_json: AsJson = False,
) -> None:
    """Đăng nhập; phiên đăng nhập được giữ cho các lệnh sau, trong tệp chỉ người này đọc được."""
    api = Api(url or read(ApiSettings).url)
    answer = api.sign_in(username, password)
    _keep_token(api.url, str(answer["token"]))
    if as_json:
        say_json(answer)
    else:
        say(f"Đã đăng nhập {api.url} với tên {answer['account']['name']}, đến {answer['expires_at']}.")


def submit(
    file: Annotated[Path, typer.Argument(metavar="TỆP", help="Hồ sơ JSON; mẫu: docs/examples/dossier.json.")],
    *,
    check: Annotated[bool, typer.Option("--check", help="Chỉ kiểm tra tệp, không gửi.")] = False,
    draft_only: Annotated[
        bool, typer.Option("--draft-only", help="Chỉ lập hồ sơ, để thủ trưởng đơn vị ký trình sau.")
    ] = False,
    url: ApiUrl = None,
    as_json: AsJson = False,
) -> None:
    """Kiểm tra một tệp hồ sơ, lập và ký trình hồ sơ đó. Gửi lại cùng tệp không tạo hồ sơ thứ hai."""
    found = read_dossier(file)
    try_rules(file, found, datetime.now(UTC))
    receipts = [] if check else _send(signed_in(url), found, draft_only=draft_only)
    if as_json:
        say_json({"dossier": found.key, "lines": len(found.draft.lines), "receipts": receipts})
    elif check:
        say(f"Tệp hợp lệ: {len(found.draft.lines)} dòng.")
    else:
        state = "đã lập" if draft_only else "đã lập và ký trình"
        say(f"Hồ sơ {found.key}: {state}, {len(found.draft.lines)} dòng.")


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
        "dossier": _full(Kind.DOSSIER, dossier),
        "award": award,
        "step": step,
        "outcome": outcome,
    }
    rows = list(
        signed_in(url).pages("nominations", **{name: value for name, value in filters.items() if value})
    )
    if as_json:
        say_json(rows)
    else:
        table(
            f"{len(rows)} đề nghị",
            ("Mã", "Danh hiệu", "Tên", "Đối tượng", "Bước", "Kết quả"),
            map(_cells, rows),
        )


def show(stream: Stream, *, url: ApiUrl = None, as_json: AsJson = False) -> None:
    """Xem một đề nghị, hồ sơ, phiên họp hoặc quyết định."""
    found = signed_in(url).get(_path(stream))
    if as_json:
        say_json(found)
    else:
        table(stream, ("Mục", "Giá trị"), ((name, _plain(value)) for name, value in found.items()))


def history(stream: Stream, *, url: ApiUrl = None, as_json: AsJson = False) -> None:
    """Xem toàn bộ lịch sử: ai, vai trò nào, làm gì, lúc nào, đã niêm phong chưa."""
    found = signed_in(url).get(f"{_path(stream)}/history")
    if as_json:
        say_json(found)
    else:
        heads = ("Bản", "Sự kiện", "Người", "Vai trò", "Lúc", "Niêm phong tại")
        table(stream, heads, map(_event, found["items"]))


def signed_in(url: str | None) -> Api:
    """The API as the person who signed in, or whose token the environment holds. Raises `CommandFailed`."""
    settings = read(ApiSettings)
    where = (url or settings.url).rstrip("/")
    token = settings.token or _kept_tokens().get(where, "")
    if not token:
        raise CommandFailed(
            f"Chưa đăng nhập {where}: hãy chạy “minhbach sign-in TÊN” hoặc đặt MINHBACH_TOKEN.",
            f"not signed in to {where}: run minhbach sign-in NAME, or set MINHBACH_TOKEN",
            UNUSABLE,
        )
    return Api(where, token)


def _send(api: Api, found: DossierFile, *, draft_only: bool) -> list[Any]:
    """Draft, then submit, each under an id that the file's content decides."""
    unit = found.draft.unit
    steps = [
        Order(
            "dossiers",
            found.key,
            "draft-dossier",
            codec.encode(found.draft),
            step_id("draft", found.key, found.digest),
            Acting(Role.PROPOSING_OFFICER, unit),
        ),
        Order(
            "dossiers",
            found.key,
            "submit-dossier",
            {},
            step_id("submit", found.key, found.digest),
            Acting(Role.UNIT_HEAD, unit),
        ),
    ][: 1 if draft_only else 2]
    with progress() as shown:
        return [api.send(order) for order in shown.track(steps, description=f"Gửi hồ sơ {found.key}")]


def _path(stream: str) -> str:
    """`nomination-x` -> `nominations/x`. Raises `CommandFailed`."""
    try:
        return f"{PLURALS[kind_of(stream)]}/{key_of(stream)}"
    except Refusal as refusal:
        raise CommandFailed(
            f"“{stream}” không phải mã; mã có dạng loại-khóa, loại là một trong: {', '.join(Kind)}.",
            f"{stream!r} is not an id: kind-key, with a kind among {', '.join(Kind)}",
            UNUSABLE,
        ) from refusal


def _insist_on_one_of(option: str, given: str, known: Sequence[str]) -> None:
    """A misspelt filter would find nothing, and nothing looks like an answer. Raises `CommandFailed`."""
    if given and given not in known:
        names = ", ".join(known)
        raise CommandFailed(
            f"{option} không có giá trị “{given}”; các giá trị: {names}.",
            f"{option} cannot be {given!r}; it is one of {names}",
            UNUSABLE,
        )


def _full(kind: Kind, given: str) -> str:
    """The stream id, whether the key or the whole id was given; nothing for nothing."""
    return given if not given or given.startswith(f"{kind}-") else stream_id(kind, given)


def _cells(row: Any) -> Sequence[object]:  # noqa: ANN401 - a JSON row
    cells = [row.get(name) for name in _COLUMNS]
    cells[4] = STEPS.get(row.get("step", ""), row.get("step"))
    cells[5] = OUTCOMES.get(row.get("outcome") or "", "")
    return cells


def _event(entry: Any) -> Sequence[object]:  # noqa: ANN401 - a JSON row
    actor = entry["actor"]
    sealed = entry.get("sealed_by") or "chưa"
    return (entry["version"], entry["name"], actor["id"], actor["role"], entry["accepted_at"], sealed)


def _plain(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _token_file() -> Path:
    home = os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config"
    return Path(home) / "minhbach" / "tokens.json"


def _kept_tokens() -> dict[str, str]:
    try:
        kept = json.loads(_token_file().read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return kept if isinstance(kept, dict) else {}


def _keep_token(url: str, token: str) -> None:
    """Keep the token where only this person reads it."""
    path = _token_file()
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_suffix(".new")
    draft.unlink(missing_ok=True)
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(_kept_tokens() | {url: token}, file)
    draft.replace(path)
