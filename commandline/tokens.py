"""The verbs for one's own tokens for programs."""

from typing import Annotated

import typer

from commandline.output import AsJson, say, say_json, table
from commandline.signing_in import ApiUrl, signed_in
from web.words import instant

_NEVER = "chưa dùng"


def add(  # noqa: PLR0913 - each is an option of the verb
    label: Annotated[str, typer.Argument(metavar="TÊN", help="Để nhận ra mã này về sau.")],
    scope: Annotated[list[str], typer.Option(help="read, act, sign; dùng được nhiều lần.")],
    role: Annotated[
        list[str] | None,
        typer.Option(metavar="VAI_TRÒ@ĐƠN_VỊ", help="Chỉ với vai trò này; mặc định: mọi vai trò đang giữ."),
    ] = None,
    days: Annotated[int, typer.Option(help="Số ngày có giá trị, nhiều nhất 90.")] = 30,
    password: Annotated[
        str,
        typer.Option(prompt="Mật khẩu", hide_input=True, envvar="MINHBACH_PASSWORD", help="Để xác nhận lại."),
    ] = "",
    *,
    url: ApiUrl = None,
    as_json: AsJson = False,
) -> None:
    """Tạo mã truy cập cho một chương trình; mã chỉ in một lần."""
    api = signed_in(url)
    api.prove(password)
    made = api.post("account/tokens", {"label": label, "scopes": scope, "roles": role or [], "days": days})
    if as_json:
        say_json(made)
    else:
        say(f"{made['token']}\nCó giá trị đến {instant(made['expires_at'])}.")


def listed(*, url: ApiUrl = None, as_json: AsJson = False) -> None:
    """Các mã truy cập của tôi còn giá trị."""
    found = signed_in(url).get("account/tokens")["items"]
    if as_json:
        say_json(found)
        return
    rows = [
        (
            row["handle"],
            row["label"],
            ", ".join(row["scopes"]),
            instant(row["expires_at"]),
            instant(row["used_at"]) if row["used_at"] else _NEVER,
        )
        for row in found
    ]
    table("Mã truy cập", ("Số hiệu", "Tên", "Phạm vi", "Hết hạn", "Dùng gần nhất"), rows)


def revoke(
    handle: Annotated[str, typer.Argument(metavar="SỐ_HIỆU", help="Số hiệu trong danh sách.")],
    *,
    url: ApiUrl = None,
    as_json: AsJson = False,
) -> None:
    """Thu hồi một mã truy cập."""
    signed_in(url).post(f"account/tokens/{handle}/revoke")
    if as_json:
        say_json({"handle": handle, "revoked": True})
    else:
        say(f"Đã thu hồi {handle}.")
