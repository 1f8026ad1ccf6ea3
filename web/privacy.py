"""Who may read a person's name and the free text about them."""

from collections.abc import Iterable, Mapping
from typing import Any

from domain.nomination.state import Step
from domain.values import Outcome, Role
from readmodel.accounts import Account

_INTERNAL = {"draft", "withdrawn"}
_PUBLISHED = {"published", "archived"}
_PREPARING = {Role.PROPOSING_OFFICER, Role.UNIT_HEAD, Role.RECEIVING_CLERK, Role.APPRAISER}


def may_read_personal(account: Account | None, units: Iterable[str]) -> bool:
    """Those who act for one of the units concerned, and auditors; operators keep the machine, not the names."""
    if account is None:
        return False
    concerned = set(units)
    return any(
        grant.role is Role.AUDITOR or (grant.role is not Role.OPERATOR and grant.unit in concerned)
        for grant in account.grants
    )


def may_prepare(account: Account, units: Iterable[str]) -> bool:
    """Those who draw up, sign, take in or appraise for one of the units, and auditors.

    They are told of discipline and open matters, so those who only vote are not among them.
    """
    concerned = set(units)
    return any(
        grant.role is Role.AUDITOR or (grant.role in _PREPARING and grant.unit in concerned)
        for grant in account.grants
    )


def audits(account: Account | None) -> bool:
    """Whether the account inspects: sees all, changes nothing, and every look is kept."""
    return account is not None and any(grant.role is Role.AUDITOR for grant in account.grants)


def may_read_dossier(dossier: Mapping[str, Any], account: Account | None) -> bool:
    """A dossier is its unit's own affair until it is submitted, and again once it was taken back unreceived."""
    units = (dossier["unit"], dossier["handled_by"])
    return dossier["step"] not in _INTERNAL or may_read_personal(account, units)


def may_read_line(nomination: Mapping[str, Any], account: Account | None) -> bool:
    """A line is its unit's own affair until its dossier is submitted."""
    units = (nomination["unit"], nomination["handled_by"])
    return nomination["step"] != Step.DRAFT or may_read_personal(account, units)


def may_read_counts(row: Mapping[str, Any], account: Account | None) -> bool:
    """How many voted for a line is its units' affair until it is published: else who stepped aside signs out to see."""
    units = (row["unit"], row.get("handled_by", row["unit"]))
    return row.get("step") in _PUBLISHED or may_read_personal(account, units)


def is_public(nomination: Mapping[str, Any]) -> bool:
    """Whether anybody may read the candidate's name: granted, by a decision that was published."""
    return nomination["step"] in _PUBLISHED and nomination["outcome"] == Outcome.GRANTED


def shown_person(nomination: Mapping[str, Any], account: Account | None) -> tuple[str | None, str | None]:
    """The candidate's pseudonymous id and name, each where this reader may know it.

    Who reads only what is public never gets the id: one name and its id together would unveil every other line
    of that person, refused ones too. They tell lines apart by the nomination's own key.
    """
    if may_read_personal(account, (nomination["unit"], nomination["handled_by"])):
        return nomination["candidate"], nomination["name"]
    return None, nomination["name"] if is_public(nomination) else None
