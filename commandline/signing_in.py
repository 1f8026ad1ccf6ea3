"""Who speaks to a running system: the verb that signs in, and the token it keeps for the verbs after it."""

import json
import os
from pathlib import Path
from typing import Annotated

import typer

from commandline.api import Api
from commandline.environment import ApiSettings, read
from commandline.errors import UNUSABLE, CommandFailed
from commandline.output import AsJson, say, say_json
from web.words import instant

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
        name, until = answer["account"]["name"], instant(answer["expires_at"])
        say(f"Đã đăng nhập {api.url} với tên {name}, đến {until}.")


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
