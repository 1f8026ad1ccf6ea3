"""Sign-ins: for whom a token stands, until when, and when the person last showed who they are.

Tokens are random and kept as SHA-256. A sign-in ends at a fixed time, and before that when it is not used for a while.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy import Engine, delete, insert, select, update

from domain.rules.calendar import civil_date
from readmodel.accounts import Account, account_of_row
from readmodel.tables import ACCOUNT, SIGN_IN

_NOTED_EVERY = timedelta(minutes=1)
"""How exactly it is known when a sign-in was last used: not every request need write."""

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Standing:
    """For whom a token stands. `scopes` is None for a person's own sign-in, which may do whatever the person may.

    `narrowed` tells of a program's token that was made for some of the account's roles only.
    """

    account: Account
    handle: str
    expires_at: datetime
    proved_at: datetime | None = None
    method: str = ""
    scopes: frozenset[str] | None = None
    narrowed: bool = False


@dataclass(frozen=True, slots=True)
class Arrival:
    """How somebody came in: by which method, on what device, and what the provider calls them and their session."""

    method: str = "password"
    device: str = ""
    subject: str = ""
    provider_session: str = ""


def open_sign_in(  # noqa: PLR0913, PLR0917 - each is a column
    engine: Engine,
    account_id: str,
    token: str,
    now: datetime,
    expires_at: datetime,
    arrival: Arrival = Arrival(),
) -> None:
    """Let `token` stand for the account from `now` until `expires_at` (aware UTC); expired ones are swept out."""
    row = {
        "token_hash": hashed(token),
        "account": account_id,
        "expires_at": expires_at,
        **dict.fromkeys(("opened_at", "seen_at", "proved_at"), now),
        "method": arrival.method,
        "device": arrival.device,
        "subject": arrival.subject,
        "provider_session": arrival.provider_session,
    }
    with engine.begin() as connection:
        connection.execute(delete(SIGN_IN).where(SIGN_IN.c.expires_at <= now))
        connection.execute(insert(SIGN_IN).values(row))


def standing_of(engine: Engine, token: str, now: datetime, idle: timedelta | None = None) -> Standing | None:
    """For whom the sign-in stands at that instant, unless it ended or lay unused for `idle`; notes that it was used."""
    own = [SIGN_IN.c.token_hash == hashed(token), SIGN_IN.c.expires_at > now]
    if idle is not None:
        own.append(SIGN_IN.c.seen_at > now - idle)
    due = SIGN_IN.c.seen_at < now - _NOTED_EVERY
    noted = update(SIGN_IN).where(*own, due).values(seen_at=now).returning(SIGN_IN.c.handle).cte("noted")
    query = (
        select(ACCOUNT, SIGN_IN.c.handle, SIGN_IN.c.expires_at, SIGN_IN.c.proved_at, SIGN_IN.c.method)
        .join(SIGN_IN, SIGN_IN.c.account == ACCOUNT.c.id)
        .where(*own)
        .add_cte(noted)
    )
    with engine.begin() as connection:
        row = connection.execute(query).mappings().one_or_none()
    if row is None:
        return None
    account = account_of_row(row).on(civil_date(now))
    return Standing(account, row["handle"], row["expires_at"], row["proved_at"], row["method"])


def account_of(engine: Engine, token: str, now: datetime) -> Account | None:
    """Whom the token stands for at that instant, with the grants in force on that day in Vietnam."""
    standing = standing_of(engine, token, now)
    return standing.account if standing else None


def note_proof(engine: Engine, handle: str, now: datetime) -> None:
    """The person of this sign-in showed anew who they are."""
    with engine.begin() as connection:
        connection.execute(update(SIGN_IN).where(SIGN_IN.c.handle == handle).values(proved_at=now))


def sign_ins_of(engine: Engine, account_id: str, now: datetime) -> list[Row]:
    """Where the account is signed in, last used first."""
    query = (
        select(SIGN_IN.c.handle, SIGN_IN.c.opened_at, SIGN_IN.c.seen_at, SIGN_IN.c.method, SIGN_IN.c.device)
        .where(SIGN_IN.c.account == account_id, SIGN_IN.c.expires_at > now)
        .order_by(SIGN_IN.c.seen_at.desc(), SIGN_IN.c.handle)
    )
    with engine.connect() as connection:
        return [dict(row) for row in connection.execute(query).mappings()]


def close_sign_in(engine: Engine, token: str) -> None:
    """The token stands for nobody any more."""
    _close(engine, SIGN_IN.c.token_hash == hashed(token))


def close_one(engine: Engine, account_id: str, handle: str) -> None:
    """Close a sign-in of the account by its handle."""
    _close(engine, SIGN_IN.c.account == account_id, SIGN_IN.c.handle == handle)


def close_others(engine: Engine, account_id: str, handle: str) -> int:
    """Close every sign-in of the account but this one; how many there were."""
    return _close(engine, SIGN_IN.c.account == account_id, SIGN_IN.c.handle != handle)


def close_elsewhere(engine: Engine, subject: str, provider_session: str) -> int:
    """Close what the provider ended: one session of its own, or without one everything of that subject."""
    which = SIGN_IN.c.subject == subject if subject else SIGN_IN.c.provider_session == provider_session
    both = (
        [which, SIGN_IN.c.provider_session == provider_session] if subject and provider_session else [which]
    )
    return _close(engine, SIGN_IN.c.method == "provider", *both)


def _close(engine: Engine, *conditions: Any) -> int:  # noqa: ANN401 - column expressions
    with engine.begin() as connection:
        return connection.execute(delete(SIGN_IN).where(*conditions)).rowcount


def hashed(token: str) -> bytes:
    """SHA-256 is enough for a token of 256 random bits."""
    return sha256(token.encode()).digest()
