"""People with accounts and proven addresses, and what was owed and written to them."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Engine

from domain.values import Role
from readmodel.accounts import Grant, create_account
from readmodel.preferences import Digest, Kind, Preferences, save_preferences
from tests.domain.office import (
    APPRAISER,
    CHAIR,
    CLERK,
    COUNCIL_UNIT,
    DECIDER,
    HEAD,
    MEMBERS,
    NOW,
    OFFICER,
    SECRETARY,
    UNIT,
)
from tests.store.desk import ask

SECOND_APPRAISER = "appraiser-lan"
EVERYTHING = Preferences(kinds=frozenset(Kind), digest=Digest.NONE)
_PLACES = {
    OFFICER.id: Grant(OFFICER.role, UNIT),
    HEAD.id: Grant(HEAD.role, UNIT),
    CLERK.id: Grant(CLERK.role, COUNCIL_UNIT),
    APPRAISER.id: Grant(APPRAISER.role, COUNCIL_UNIT),
    SECOND_APPRAISER: Grant(Role.APPRAISER, COUNCIL_UNIT),
    DECIDER.id: Grant(DECIDER.role, COUNCIL_UNIT),
    SECRETARY.id: Grant(SECRETARY.role, COUNCIL_UNIT),
    CHAIR.id: Grant(CHAIR.role, COUNCIL_UNIT),
    **{member: Grant(Role.COUNCIL_MEMBER, COUNCIL_UNIT) for member in MEMBERS[2:]},
}
Told = tuple[str, str, str]
"""Who is told, what, of which stream."""


def open_accounts(engine: Engine) -> None:
    """An account for everybody of the office; passwords are hashed slowly, so the rows are written by hand."""
    first, *others = _PLACES.items()
    create_account(
        engine, account_id=first[0], username=first[0], name="Họ tên", password="x" * 8, grants=[first[1]]
    )
    for person, grant in others:
        ask(
            engine,
            "INSERT INTO account SELECT :id, :id, 'Họ tên', password_hash,"
            " jsonb_build_array(jsonb_build_object('role', CAST(:role AS text), 'unit', CAST(:unit AS text)))"
            " FROM account WHERE id = :first",
            id=person,
            role=grant.role.value,
            unit=grant.unit,
            first=first[0],
        )


def listen(
    engine: Engine,
    people: Iterable[str] = tuple(_PLACES),
    wanted: Preferences = EVERYTHING,
    *,
    at: datetime = NOW,
) -> None:
    """Let these people want this at proven addresses of their own."""
    for person in people:
        save_preferences(engine, person, replace(wanted, address=f"{person}@vks.test"), at)
    ask(engine, "UPDATE notice_setting SET verified_at = :at, token_hash = NULL", at=at)
    ask(engine, "UPDATE letter SET sent_at = :at WHERE kind = 'proof'", at=at)


def told(engine: Engine) -> set[Told]:
    """Every notice that was owed, dropped ones left out."""
    rows = ask(engine, "SELECT account, kind, stream FROM notice WHERE dropped_at IS NULL")
    return {(account, kind, stream) for account, kind, stream in rows}


def letters(engine: Engine) -> list[tuple[object, ...]]:
    """Every letter to be sent: to whom, of what kind, with which figures, leading where."""
    return ask(
        engine,
        "SELECT account, kind, counts, place FROM letter WHERE kind <> 'proof' ORDER BY made_at, account",
    )
