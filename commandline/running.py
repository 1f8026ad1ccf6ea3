"""The verb that keeps a whole system running on this machine, and what a started system tells its user."""

import os
import secrets
import shlex
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy import func, select

from commandline.environment import short_engine
from commandline.output import AsJson, progress, say, say_json
from domain.values import Role
from embedded.files import write_private
from embedded.stack import Stack
from readmodel.accounts import Grant, create_account
from readmodel.tables import ACCOUNT

_PASSWORD_BYTES = 12
_FIRST_ACCOUNT = "quan-tri"
_FIRST_UNIT = "MINHBACH"
_FIRST_ROLES = (Role.OPERATOR, Role.REGISTRAR, Role.AUDITOR)

Port = Annotated[int, typer.Option(min=0, max=65535, help="Cổng trang web; 0 để tự chọn.")]
TemporalPort = Annotated[int, typer.Option(min=0, max=65535, help="Cổng Temporal; 0 để tự chọn.")]
UiPort = Annotated[int, typer.Option(min=0, max=65535, help="Cổng giao diện Temporal; 0 để tự chọn.")]
Folder = Annotated[Path, typer.Option(metavar="THƯ_MỤC", help="Nơi giữ dữ liệu, khóa và nhật ký.")]


def up(  # noqa: PLR0913 - each is an option of the verb
    *,
    folder: Folder = Path("var/main"),
    port: Port = 8000,
    temporal_port: TemporalPort = 0,
    ui_port: UiPort = 0,
    workers: Annotated[int, typer.Option(min=1, max=16, help="Số tiến trình xử lý.")] = 1,
    as_json: AsJson = False,
) -> None:
    """Chạy trọn hệ thống trên máy này, giữ dữ liệu giữa các lần chạy, cho đến khi nhấn Ctrl-C."""
    stack = Stack(folder, web_port=port, temporal_port=temporal_port, ui_port=ui_port, workers=workers)
    with started(stack):
        environment = write_environment(stack)
        password = open_first_account(stack.services.database_url)
        _tell(stack, environment, password, as_json=as_json)
        serve_until_told(stack)


@contextmanager
def started(stack: Stack) -> Iterator[Stack]:
    """The stack, with its start shown; everything ends with the block."""
    with ExitStack() as running:
        with progress() as shown:
            task = shown.add_task("Khởi động hệ thống", total=1)
            running.enter_context(stack)
            shown.advance(task)
        yield stack


def serve_until_told(stack: Stack) -> None:
    """Stay until Ctrl-C, which is how a person ends it; raises `EmbeddedError` when a process ends by itself."""
    with suppress(KeyboardInterrupt):
        stack.wait()


def write_environment(stack: Stack) -> Path:
    """Write what other verbs need to speak with this system, readable by us alone; returns the file."""
    path = stack.folder / "environment"
    made = stack.environment() | {
        "DATABASE_OWNER_URL": stack.services.database_owner_url,
        "MINHBACH_URL": stack.url,
    }
    ours = {
        name: value for name, value in made.items() if name not in os.environ and name != "PYTHONUNBUFFERED"
    }
    write_private(path, "".join(f"{name}={shlex.quote(value)}\n" for name, value in sorted(ours.items())))
    return path


def open_first_account(database_url: str) -> str:
    """Open the first account of an empty system and return its password; nothing where there are accounts."""
    engine = short_engine(database_url)
    with engine.connect() as connection:
        if connection.scalar(select(func.count()).select_from(ACCOUNT)):
            return ""
    password = secrets.token_urlsafe(_PASSWORD_BYTES)
    create_account(
        engine,
        account_id=_FIRST_ACCOUNT,
        username=_FIRST_ACCOUNT,
        name="Quản trị hệ thống",
        password=password,
        grants=[Grant(role, _FIRST_UNIT) for role in _FIRST_ROLES],
    )
    return password


def _tell(stack: Stack, environment: Path, password: str, *, as_json: bool) -> None:
    if as_json:
        facts = {"url": stack.url, "temporal_ui": stack.services.ui_url, "environment": str(environment)}
        say_json(facts | ({"username": _FIRST_ACCOUNT, "password": password} if password else {}))
        return
    say(f"Minh Bạch: {stack.url}")
    if stack.services.ui_url:
        say(f"Giao diện Temporal: {stack.services.ui_url}")
    if password:
        say(f"Tài khoản đầu tiên: {_FIRST_ACCOUNT}, mật khẩu {password} (chỉ in một lần)")
    say(f"Lệnh khác dùng hệ thống này: set -a; . {environment}; set +a")
    say("Nhấn Ctrl-C để dừng.")
