"""Who may read a person's name and the free text about them."""

from collections.abc import Iterable, Mapping
from typing import Any

from domain.values import Outcome, Role
from readmodel.accounts import Account

_PUBLISHED = {"published", "archived"}


def may_read_personal(account: Account | None, units: Iterable[str]) -> bool:
    """Those who act for one of the units concerned, and auditors; operators keep the machine, not the names."""
    if account is None:
        return False
    concerned = set(units)
    return any(
        grant.role is Role.AUDITOR or (grant.role is not Role.OPERATOR and grant.unit in concerned)
        for grant in account.grants
    )


def is_public(nomination: Mapping[str, Any]) -> bool:
    """Whether anybody may read the candidate's name: granted, by a decision that was published."""
    return nomination["step"] in _PUBLISHED and nomination["outcome"] == Outcome.GRANTED


def shown_name(nomination: Mapping[str, Any], account: Account | None) -> str | None:
    """The candidate's name, where this reader may know it."""
    units = (nomination["unit"], nomination["handled_by"])
    allowed = is_public(nomination) or may_read_personal(account, units)
    return nomination["name"] if allowed else None
