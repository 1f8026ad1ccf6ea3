"""The verbs that carry a dossier to a running system through its HTTP API: submit, sign."""

import uuid
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from commandline.api import Acting, Api, Order, Refused, step_id
from commandline.dossier_file import DossierFile, read_dossier, try_rules
from commandline.errors import CommandFailed
from commandline.output import AsJson, progress, say, say_json
from commandline.reading import path_of, stream_named
from commandline.signing_in import ApiUrl, signed_in
from domain.ids import PLURALS, Kind
from domain.labels import ROLES
from domain.values import Role
from store import codec

_DOSSIERS = PLURALS[Kind.DOSSIER]


def submit(
    file: Annotated[Path, typer.Argument(metavar="TỆP", help="Hồ sơ JSON; mẫu: docs/examples/dossier.json.")],
    *,
    check: Annotated[bool, typer.Option("--check", help="Chỉ kiểm tra tệp, không gửi.")] = False,
    draft_only: Annotated[
        bool, typer.Option("--draft-only", help="Chỉ lập hồ sơ, để thủ trưởng đơn vị ký trình sau (sign).")
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


def sign(
    dossier: Annotated[str, typer.Argument(metavar="HỒ_SƠ", help="Mã hồ sơ, ví dụ an-giang-2023.")],
    *,
    url: ApiUrl = None,
    as_json: AsJson = False,
) -> None:
    """Ký trình một hồ sơ đã lập: việc của thủ trưởng đơn vị."""
    api = signed_in(url)
    row = api.get(path_of(stream_named(Kind.DOSSIER, dossier)))
    acting = Acting(Role.UNIT_HEAD, row["unit"])
    command_id = str(uuid.uuid4())
    receipt = api.send(
        Order(_DOSSIERS, row["key"], "submit-dossier", {}, command_id, acting, seen_version=row["version"])
    )
    if as_json:
        say_json({"dossier": row["key"], "lines": row["lines"], "receipt": receipt})
    else:
        say(f"Hồ sơ {row['key']} (“{row['title']}”): đã ký trình, {row['lines']} dòng.")


def _send(api: Api, found: DossierFile, *, draft_only: bool) -> list[Any]:
    """Draft, then submit, each under an id that the file's content decides."""
    unit = found.draft.unit
    steps = [
        Order(
            _DOSSIERS,
            found.key,
            "draft-dossier",
            codec.encode(found.draft),
            step_id("draft", found.key, found.digest),
            Acting(Role.PROPOSING_OFFICER, unit),
        ),
        Order(
            _DOSSIERS,
            found.key,
            "submit-dossier",
            {},
            step_id("submit", found.key, found.digest),
            Acting(Role.UNIT_HEAD, unit),
        ),
    ][: 1 if draft_only else 2]
    with progress() as shown:
        return [_sent(api, order) for order in shown.track(steps, description=f"Gửi hồ sơ {found.key}")]


def _sent(api: Api, order: Order) -> Any:  # noqa: ANN401 - a receipt as JSON
    try:
        return api.send(order)
    except Refused as refused:
        if refused.refusal == "role_not_granted":
            raise _shared_out(order, refused) from refused
        raise


def _shared_out(order: Order, refused: Refused) -> CommandFailed:
    """Drawing up and signing are two roles; who has one of them is told how two people do it."""
    officer, head = ROLES[Role.PROPOSING_OFFICER], ROLES[Role.UNIT_HEAD]
    sign_vi, sign_en = f"“minhbach sign {order.key}”", f"minhbach sign {order.key}"
    if order.name == "submit-dossier":
        return CommandFailed(
            f"Hồ sơ {order.key} đã lập, chưa ký trình. {refused.vietnamese} {head} ký bằng {sign_vi};"
            " lần sau hãy gửi tệp bằng --draft-only.",
            f"{order.key} is drawn up, not submitted. {refused.english} The unit head runs {sign_en};"
            " next time send the file with --draft-only.",
        )
    return CommandFailed(
        f"{refused.vietnamese} {officer} gửi tệp này bằng --draft-only; {head.lower()} ký bằng {sign_vi}.",
        f"{refused.english} A proposing officer sends this file with --draft-only; the head runs {sign_en}.",
    )
