"""Local accounts: who may sign in, as whom, in which roles. Passwords are kept as argon2id."""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import Engine, delete, select, update
from sqlalchemy.dialects.postgresql import insert

from domain.ids import Kind, stream_id
from domain.values import Role
from readmodel.tables import ACCESS_TOKEN, ACCOUNT, SIGN_IN

PASSWORD_LENGTH = range(8, 1025)
"""How many characters a password may have; the upper end keeps hashing cheap to ask for."""

_HASHER = PasswordHasher()
"""argon2id with the parameters of RFC 9106, section 4 (64 MiB)."""


@dataclass(frozen=True, slots=True)
class Grant:
    """A role for a unit, from and until a civil date, both included where given."""

    role: Role
    unit: str
    since: date | None = None
    until: date | None = None

    def holds_on(self, day: date) -> bool:
        """Whether the grant is in force that day."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Account:
    """A person as the office knows them; `id` is the pseudonymous id that evidence carries."""

    id: str
    name: str
    grants: tuple[Grant, ...]

    def on(self, day: date) -> "Account":
        """The account with only the grants in force that day."""
        return Account(self.id, self.name, tuple(grant for grant in self.grants if grant.holds_on(day)))


def create_account(  # noqa: PLR0913 - each is a column
    engine: Engine,
    *,
    account_id: str,
    username: str,
    name: str,
    password: str | None,
    grants: Iterable[Grant],
) -> Account:
    """Open an account, or give an existing one this name, password and these grants and sign it out everywhere.

    Its tokens end too. Without a password only a provider elsewhere vouches for the person. Raises ValueError for a
    password of the wrong length or the engine's own role, `Refusal` for a malformed id.
    """
    stream_id(Kind.PERSON, account_id)
    account = Account(account_id, name, tuple(grants))
    if any(grant.role is Role.ENGINE for grant in account.grants):
        raise ValueError("the engine's role is not for people")
    row = {
        "username": _username(username),
        "name": name,
        "password_hash": _password(password) if password is not None else "",
        "grants": [_to_json(grant) for grant in account.grants],
    }
    with engine.begin() as connection:
        statement = insert(ACCOUNT).values(id=account_id, **row)
        connection.execute(statement.on_conflict_do_update(index_elements=[ACCOUNT.c.id], set_=row))
        for table in (SIGN_IN, ACCESS_TOKEN):
            connection.execute(delete(table).where(table.c.account == account_id))
    return account


def verify_password(engine: Engine, username: str, password: str) -> Account | None:
    """The account whose password this is; an unknown username takes as long as a wrong password."""
    query = select(ACCOUNT).where(ACCOUNT.c.username == _username(username))
    with engine.connect() as connection:
        row = connection.execute(query).mappings().one_or_none()
    matches = _matches(row["password_hash"] if row else "", password)
    return account_of_row(row) if row is not None and matches else None


def account_with_id(engine: Engine, account_id: str) -> Account | None:
    """The account with all its grants."""
    with engine.connect() as connection:
        row = connection.execute(select(ACCOUNT).where(ACCOUNT.c.id == account_id)).mappings().one_or_none()
    return account_of_row(row) if row is not None else None


def own_facts(engine: Engine, account_id: str) -> Mapping[str, Any]:
    """What the account's own page tells of it: username, whether it has a password, whether a second factor."""
    columns = (
        ACCOUNT.c.username,
        (ACCOUNT.c.password_hash != "").label("has_password"),
        ACCOUNT.c.second_factor.is_not(None).label("has_second_factor"),
    )
    with engine.connect() as connection:
        return dict(connection.execute(select(*columns).where(ACCOUNT.c.id == account_id)).mappings().one())


def verify_password_of(engine: Engine, account_id: str, password: str) -> bool:
    """Whether this is the account's password."""
    query = select(ACCOUNT.c.password_hash).where(ACCOUNT.c.id == account_id)
    with engine.connect() as connection:
        kept = connection.scalar(query)
    return _matches(kept or "", password)


def change_password(engine: Engine, account_id: str, password: str) -> None:
    """Give the account a new password; raises ValueError for one of the wrong length."""
    statement = update(ACCOUNT).where(ACCOUNT.c.id == account_id).values(password_hash=_password(password))
    with engine.begin() as connection:
        connection.execute(statement)


def _password(password: str) -> str:
    if len(password) not in PASSWORD_LENGTH:
        raise ValueError(f"a password has {PASSWORD_LENGTH[0]} to {PASSWORD_LENGTH[-1]} characters")
    return _HASHER.hash(_nfc(password))


@cache
def _nobody() -> str:
    """A hash that no password opens, for usernames nobody has."""
    return _HASHER.hash("\x00")


def _matches(password_hash: str, password: str) -> bool:
    """Whether the password opens the hash; where there is none, after as long a time."""
    try:
        return _HASHER.verify(password_hash or _nobody(), _nfc(password)) and bool(password_hash)
    except (VerificationError, InvalidHashError):
        return False


def _username(given: str) -> str:
    return _nfc(given).strip().casefold()


def _nfc(text: str) -> str:
    """The same accents typed on two keyboards are the same text."""
    return unicodedata.normalize("NFC", text)


def account_of_row(row: Mapping[Any, Any]) -> Account:
    """The account that a row of its table tells of."""
    return Account(row["id"], row["name"], tuple(_from_json(entry) for entry in row["grants"]))


def _to_json(grant: Grant) -> dict[str, str | None]:
    return {"role": grant.role, "unit": grant.unit, "from": _iso(grant.since), "to": _iso(grant.until)}


def _from_json(entry: Mapping[str, Any]) -> Grant:
    return Grant(Role(entry["role"]), entry["unit"], _day(entry.get("from")), _day(entry.get("to")))


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
