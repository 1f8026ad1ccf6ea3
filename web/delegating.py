"""Delegations: those one gave, those one was given, those of one's units; a form to delegate, and one to end each."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from domain.delegation.state import PERSONAL_ROLES, Delegation
from domain.ids import Kind, key_of
from domain.labels import ROLES
from domain.rules.calendar import civil_date
from readmodel import queries
from readmodel.accounts import Account
from readmodel.delegations import colleagues, delegation_streams
from web.acting import Done, Draft, act, blank, form_of, read_fields
from web.auth import signed_in
from web.filling import Fields
from web.rendering import page
from web.shell import Shell, shell_of

PLACE: Final = "/uy-quyen"
_DELEGATE, _END = "delegate_work", "end_delegation"

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Given:
    """A delegation and who gave it; `end` is the form to end it, where the reader may."""

    principal: str
    made: Delegation
    standing: bool
    end: Draft | None


@router.get(PLACE)
async def get_delegations(request: Request) -> Response:
    """What was delegated by the reader, to them, and in their units."""
    return await _draw(request, await signed_in(request))


@router.post(PLACE)
async def post_delegation(request: Request) -> Response:
    """Delegate one's own work of a role."""
    fields, account = await read_fields(request), await signed_in(request)
    role, _at, unit = _last(fields, "acting_as").partition("@")
    spelled = {**fields, "role": [role], "unit": [unit]}
    told = await act(request, account, form_of(Kind.DELEGATION, _DELEGATE), account.id, spelled)
    if isinstance(told, Done):
        return told.lead_to(PLACE)
    return await _draw(request, account, delegate=told)


@router.post(f"{PLACE}/{{number}}/cham-dut")
async def post_end(request: Request, number: int) -> Response:
    """End a delegation that one gave."""
    fields, account = await read_fields(request), await signed_in(request)
    spelled = {**fields, "delegation": [str(number)]}
    told = await act(request, account, form_of(Kind.DELEGATION, _END), account.id, spelled)
    if isinstance(told, Done):
        return told.lead_to(PLACE)
    return await _draw(request, account, end={number: told})


async def _draw(
    request: Request,
    account: Account,
    delegate: Draft | None = None,
    end: Mapping[int, Draft] | None = None,
) -> Response:
    shell = shell_of(request)
    units = {grant.unit for grant in account.grants}
    found = await _given(shell, account, units, end or {})
    people = {person for one in found for person in (one.principal, one.made.delegate)}
    form = _without_personal(delegate or blank(account, _DELEGATE))
    others = await shell.database.ask(colleagues, units) if units else []
    status = max([form.status, *(draft.status for draft in (end or {}).values())])
    return page(
        request,
        "delegations.html",
        account,
        status=status,
        form=form,
        others=[(person, name) for person, name in others if person != account.id],
        own=[one for one in found if one.principal == account.id],
        received=[one for one in found if one.made.delegate == account.id],
        unit=[one for one in found if account.id not in {one.principal, one.made.delegate}],
        names=await shell.database.ask(queries.account_names, people),
        units=await shell.database.ask(queries.unit_names),
        roles=ROLES,
    )


def _without_personal(draft: Draft) -> Draft:
    """What is held in person is not offered."""
    return replace(draft, desks=tuple(desk for desk in draft.desks if desk.role not in PERSONAL_ROLES))


async def _given(shell: Shell, account: Account, units: set[str], end: Mapping[int, Draft]) -> list[Given]:
    """The delegations that the reader gave, was given, or that are of their units; those in force first."""
    streams = await shell.database.ask(delegation_streams)
    states: Mapping[str, Any] = await shell.database.ask(shell.load, streams) if streams else {}
    today = civil_date(shell.now())
    found: list[Given] = []
    for stream in streams:
        principal = key_of(stream)
        for made in states[stream].made:
            if account.id not in {principal, made.delegate} and made.unit not in units:
                continue
            standing = not made.ended and today <= made.ends_on
            mine = standing and principal == account.id
            form = (end.get(made.number) or blank(account, _END)) if mine else None
            found.append(Given(principal, made, standing, form))
    return sorted(found, key=lambda one: (not one.standing, one.made.starts_on, one.principal))


def _last(fields: Fields, name: str) -> str:
    values = fields.get(name)
    return values[-1].strip() if values else ""
