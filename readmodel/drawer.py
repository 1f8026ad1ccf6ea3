"""What a person keeps for themselves: views of the inbox under a name, and forms that are not sent yet."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Engine, delete, func, select, text
from sqlalchemy.dialects.postgresql import insert

from readmodel.collation import alphabetical
from readmodel.tables import FORM_DRAFT, SAVED_VIEW

MOST_VIEWS: Final = 20
"""How many views a person may keep."""

_SAVE_VIEW = text("""
    INSERT INTO saved_view (account, name, query, saved_at)
    SELECT :account, :name, :query, :now WHERE :most > (
        SELECT count(*) FROM saved_view WHERE account = :account AND name <> :name)
    ON CONFLICT (account, name) DO UPDATE SET query = EXCLUDED.query, saved_at = EXCLUDED.saved_at
""")


@dataclass(frozen=True, slots=True)
class Draft:
    """What somebody typed into a form and did not send; `seen_version` is what the page showed then."""

    body: Mapping[str, Any]
    seen_version: int
    updated_at: datetime


def views(engine: Engine, account: str) -> dict[str, str]:
    """The queries of that person's views by name, in alphabetical order."""
    query = select(SAVED_VIEW.c.name, SAVED_VIEW.c.query).where(SAVED_VIEW.c.account == account)
    with engine.connect() as connection:
        rows = connection.execute(query).all()
    return {row.name: row.query for row in sorted(rows, key=lambda row: alphabetical(row.name))}


def save_view(engine: Engine, account: str, name: str, query: str, now: datetime) -> bool:
    """Keep a query under a name, in place of what it stood for; False where that would be too many."""
    given = {"account": account, "name": name, "query": query, "now": now, "most": MOST_VIEWS}
    with engine.connect() as connection:
        return connection.execute(_SAVE_VIEW, given).rowcount == 1


def drop_view(engine: Engine, account: str, name: str) -> None:
    """Forget the view of that name, if there is one."""
    with engine.connect() as connection:
        connection.execute(
            delete(SAVED_VIEW).where(SAVED_VIEW.c.account == account, SAVED_VIEW.c.name == name)
        )


def draft(engine: Engine, account: str, stream: str, form: str) -> Draft | None:
    """What that person typed into that form and did not send."""
    columns = (FORM_DRAFT.c.body, FORM_DRAFT.c.seen_version, FORM_DRAFT.c.updated_at)
    with engine.connect() as connection:
        row = connection.execute(select(*columns).where(*_key(account, stream, form))).one_or_none()
    return Draft(row.body, row.seen_version, row.updated_at) if row else None


def save_draft(  # noqa: PLR0913, PLR0917 - the key and what is kept under it
    engine: Engine, account: str, stream: str, form: str, body: Mapping[str, Any], seen_version: int
) -> datetime:
    """Keep what was typed, in place of what was kept before; returns when."""
    kept = {"body": dict(body), "seen_version": seen_version, "updated_at": func.clock_timestamp()}
    statement = insert(FORM_DRAFT).values(account=account, stream=stream, form=form, **kept)
    with engine.connect() as connection:
        saved: datetime = connection.execute(
            statement.on_conflict_do_update(
                index_elements=["account", "stream", "form"], set_=kept
            ).returning(FORM_DRAFT.c.updated_at)
        ).scalar_one()
    return saved


def drop_draft(engine: Engine, account: str, stream: str, form: str) -> None:
    """Forget it: it was sent, or given up."""
    with engine.connect() as connection:
        connection.execute(delete(FORM_DRAFT).where(*_key(account, stream, form)))


def _key(account: str, stream: str, form: str) -> tuple[Any, ...]:
    return FORM_DRAFT.c.account == account, FORM_DRAFT.c.stream == stream, FORM_DRAFT.c.form == form
