"""The verb that opens accounts."""

import secrets
import sys
from typing import Annotated

import typer
from sqlalchemy.exc import DBAPIError, IntegrityError

from commandline.environment import DatabaseSettings, read, short_engine
from commandline.errors import UNUSABLE, CommandFailed
from commandline.evidence import database_away
from commandline.output import AsJson, say, say_json
from domain.refusal import Refusal
from domain.refusals import sentences
from domain.values import Role
from readmodel import identities
from readmodel.accounts import Grant, create_account

_PASSWORD_BYTES = 12


def add(  # noqa: PLR0913 - each is an option of the verb
    account_id: Annotated[
        str, typer.Argument(metavar="MÃ", help="Mã giả danh của người này, ghi trong bằng chứng.")
    ],
    username: Annotated[str, typer.Option(help="Tên đăng nhập.")],
    name: Annotated[str, typer.Option(help="Họ và tên.")],
    grant: Annotated[
        list[str], typer.Option(metavar="VAI_TRÒ@ĐƠN_VỊ", help="Ví dụ appraiser@VKS-AG; dùng được nhiều lần.")
    ],
    *,
    password_stdin: Annotated[
        bool, typer.Option("--password-stdin", help="Đọc mật khẩu từ đầu vào thay vì tự tạo.")
    ] = False,
    no_password: Annotated[
        bool, typer.Option("--no-password", help="Không có mật khẩu: chỉ đăng nhập tập trung.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Mở tài khoản hoặc đổi tên, mật khẩu, vai trò của một tài khoản; mật khẩu tự tạo chỉ in một lần."""
    grants = [parse_grant(text) for text in grant]
    made = "" if no_password or password_stdin else secrets.token_urlsafe(_PASSWORD_BYTES)
    typed = sys.stdin.readline().rstrip("\n") if password_stdin else made
    _create(account_id, username, name, None if no_password else typed, grants)
    shown = made
    if as_json:
        say_json({"id": account_id, "username": username, "password": shown})
    else:
        say(f"Tài khoản {username} ({account_id})." + (f" Mật khẩu: {shown}" if shown else ""))


def link(
    account_id: Annotated[str, typer.Argument(metavar="MÃ", help="Mã giả danh của tài khoản.")],
    subject: Annotated[
        str, typer.Argument(metavar="DANH_TÍNH", help="Giá trị mà hệ thống đăng nhập gửi về.")
    ],
    issuer: Annotated[
        str, typer.Option(envvar="MINHBACH_OIDC_ISSUER", help="Địa chỉ của hệ thống đăng nhập.")
    ],
    *,
    as_json: AsJson = False,
) -> None:
    """Gắn một danh tính của hệ thống đăng nhập tập trung với tài khoản."""
    engine = short_engine(read(DatabaseSettings).database_url)
    try:
        identities.link(engine, issuer, subject, account_id)
    except IntegrityError as error:
        raise CommandFailed(
            f"Không gắn được: không có tài khoản {account_id}, hoặc danh tính này đã gắn với tài khoản khác.",
            f"there is no account {account_id}, or the identity is linked to another",
            UNUSABLE,
        ) from error
    except DBAPIError as error:
        raise database_away(error) from error
    if as_json:
        say_json({"id": account_id, "issuer": issuer, "subject": subject})
    else:
        say(f"{subject} ({issuer}) đăng nhập được bằng tài khoản {account_id}.")


def parse_grant(text: str) -> Grant:
    """`role@UNIT`. Raises `CommandFailed`."""
    role, at, unit = text.partition("@")
    people = [known.value for known in Role if known is not Role.ENGINE]
    if not at or not unit or role not in people:
        raise CommandFailed(
            f"“{text}” không có dạng VAI_TRÒ@ĐƠN_VỊ; vai trò là một trong: {', '.join(people)}.",
            f"{text!r} is not ROLE@UNIT; the roles are {', '.join(people)}",
            UNUSABLE,
        )
    return Grant(Role(role), unit)


def _create(account_id: str, username: str, name: str, password: str | None, grants: list[Grant]) -> None:
    engine = short_engine(read(DatabaseSettings).database_url)
    try:
        create_account(
            engine, account_id=account_id, username=username, name=name, password=password, grants=grants
        )
    except IntegrityError as error:
        raise CommandFailed(
            f"Tên đăng nhập {username} đã có người dùng.", f"username {username} is taken", UNUSABLE
        ) from error
    except DBAPIError as error:
        raise database_away(error) from error
    except Refusal as error:
        vi, en, _source = sentences(error)
        raise CommandFailed(vi, en, UNUSABLE) from error
    except ValueError as error:
        raise CommandFailed(f"Không mở được tài khoản: {error}.", str(error), UNUSABLE) from error
