"""Tokens that a person makes for a program: with scopes, for some of their roles, until a day at most 90 days away."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Engine, delete, func, insert, select, update

from domain.rules.calendar import civil_date
from readmodel.accounts import Account, Grant, account_of_row
from readmodel.sign_ins import Standing, hashed
from readmodel.tables import ACCESS_TOKEN, ACCOUNT

PREFIX: Final = "mb_"
"""How such a token begins, so that one left lying about is recognised for what it is."""
LONGEST: Final = timedelta(days=90)
MOST: Final = 20
"""Tokens that one account may have at once."""
_NOTED_EVERY = timedelta(minutes=1)

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class NewToken:
    """What a token is for: its label, scopes, and the roles (`role@unit`) it is held to; none means all."""

    label: str
    scopes: tuple[str, ...]
    grants: tuple[str, ...]
    expires_at: datetime


class TooManyTokens(Exception):  # noqa: N818 - named after what happened
    """The account has as many tokens as one may have."""


def make_token(engine: Engine, account_id: str, token: str, wanted: NewToken, now: datetime) -> str:
    """Keep a token by its hash; its handle. Raises `TooManyTokens`, ValueError for one that lasts too long."""
    if not now < wanted.expires_at <= now + LONGEST:
        raise ValueError(f"a token lasts at most {LONGEST.days} days")
    row = {
        "token_hash": hashed(token),
        "account": account_id,
        "label": wanted.label,
        "scopes": list(wanted.scopes),
        "grants": list(wanted.grants),
        "created_at": now,
        "expires_at": wanted.expires_at,
    }
    with engine.begin() as connection:
        connection.execute(select(ACCOUNT.c.id).where(ACCOUNT.c.id == account_id).with_for_update())
        connection.execute(delete(ACCESS_TOKEN).where(ACCESS_TOKEN.c.expires_at <= now))
        own = select(func.count()).select_from(ACCESS_TOKEN).where(ACCESS_TOKEN.c.account == account_id)
        if (connection.scalar(own) or 0) >= MOST:
            raise TooManyTokens
        made = connection.execute(insert(ACCESS_TOKEN).values(row).returning(ACCESS_TOKEN.c.handle))
        handle: str = made.scalar_one()
    return handle


def token_standing(engine: Engine, token: str, now: datetime) -> Standing | None:
    """For whom a token stands at that instant, and how far; notes that it was used."""
    own = (ACCESS_TOKEN.c.token_hash == hashed(token), ACCESS_TOKEN.c.expires_at > now)
    used = ACCESS_TOKEN.c.used_at
    due = used.is_(None) | (used < now - _NOTED_EVERY)
    noted = (
        update(ACCESS_TOKEN)
        .where(*own, due)
        .values(used_at=now)
        .returning(ACCESS_TOKEN.c.handle)
        .cte("noted")
    )
    held = ACCESS_TOKEN.c.grants.label("held_to")
    query = (
        select(ACCOUNT, ACCESS_TOKEN.c.handle, ACCESS_TOKEN.c.expires_at, ACCESS_TOKEN.c.scopes, held)
        .join(ACCESS_TOKEN, ACCESS_TOKEN.c.account == ACCOUNT.c.id)
        .where(*own)
        .add_cte(noted)
    )
    with engine.begin() as connection:
        row = connection.execute(query).mappings().one_or_none()
    if row is None:
        return None
    account = _held_to(account_of_row(row).on(civil_date(now)), frozenset(row["held_to"]))
    return Standing(
        account,
        row["handle"],
        row["expires_at"],
        method="token",
        scopes=frozenset(row["scopes"]),
        narrowed=bool(row["held_to"]),
    )


def _held_to(account: Account, grants: frozenset[str]) -> Account:
    """The account with only these of its grants; with all where none are named."""
    kept = tuple(grant for grant in account.grants if not grants or spelled_grant(grant) in grants)
    return Account(account.id, account.name, kept)


def spelled_grant(grant: Grant) -> str:
    """A role for a unit in one word."""
    return f"{grant.role}@{grant.unit}"


def tokens_of(engine: Engine, account_id: str, now: datetime) -> list[Row]:
    """The account's tokens that still stand, newest first; never the tokens themselves."""
    columns = [column for column in ACCESS_TOKEN.c if column.name not in {"token_hash", "account"}]
    query = (
        select(*columns)
        .where(ACCESS_TOKEN.c.account == account_id, ACCESS_TOKEN.c.expires_at > now)
        .order_by(ACCESS_TOKEN.c.created_at.desc(), ACCESS_TOKEN.c.handle)
    )
    with engine.connect() as connection:
        return [dict(row) for row in connection.execute(query).mappings()]


def revoke_token(engine: Engine, account_id: str, handle: str) -> bool:
    """Take a token of the account back; whether there was one."""
    own = (ACCESS_TOKEN.c.account == account_id, ACCESS_TOKEN.c.handle == handle)
    with engine.begin() as connection:
        return connection.execute(delete(ACCESS_TOKEN).where(*own)).rowcount > 0
