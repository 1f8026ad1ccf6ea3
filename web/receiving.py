"""The clerk receives a dossier: what came, on which day, and the paper that shows a day that is long past."""

from typing import Final

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from domain.ids import Kind, key_of
from domain.nomination.state import Step
from domain.rules.calendar import civil_date
from domain.values import Role
from readmodel import queries
from readmodel.accounts import Account
from web.acting import Draft, act, blank, form_of, read_fields
from web.auth import signed_in
from web.problems import Problem
from web.reading import history_of, row_of
from web.rendering import page
from web.shell import shell_of
from web.showing import Row

_COMMAND: Final = "receive_dossier"

router = APIRouter(include_in_schema=False)


def receives(row: Row, account: Account | None) -> bool:
    """Whether that reader is a clerk where the dossier waits to be received."""
    return row["step"] == Step.SUBMITTED and _is_clerk(row, account)


def signs(row: Row, account: Account | None) -> bool:
    """Whether that reader is head of the unit whose dossier waits for a signature."""
    heads = {grant.unit for grant in account.grants if grant.role is Role.UNIT_HEAD} if account else set()
    return row["step"] == Step.DRAFT and row["unit"] in heads


def _is_clerk(row: Row, account: Account | None) -> bool:
    clerks = (
        {grant.unit for grant in account.grants if grant.role is Role.RECEIVING_CLERK} if account else set()
    )
    return row["handled_by"] in clerks


@router.get("/ho-so/{key}/tiep-nhan")
async def get_receipt(request: Request, key: str) -> Response:
    """What came, and the form."""
    account, row = await _waiting(request, key)
    return await _draw(request, account, row, blank(account, _COMMAND, row["version"]))


@router.post("/ho-so/{key}/tiep-nhan")
async def post_receipt(request: Request, key: str) -> Response:
    """Receive it."""
    fields = await read_fields(request)
    account, row = await _waiting(request, key)
    told = await act(request, account, form_of(Kind.DOSSIER, _COMMAND), key, fields)
    if isinstance(told, Draft):
        return await _draw(request, account, row, told)
    return told.lead_to(f"/ho-so/{key}")


async def _waiting(request: Request, key: str) -> tuple[Account, Row]:
    """The dossier, for a clerk of the unit that handles it, who may have received it already; others find none."""
    account = await signed_in(request)
    row = await row_of(shell_of(request), Kind.DOSSIER, key)
    if not _is_clerk(row, account):
        raise Problem("unknown_record", {"stream": row["id"]})
    return account, row


async def _draw(request: Request, account: Account, row: Row, draft: Draft) -> Response:
    shell = shell_of(request)
    return page(
        request,
        "receiving.html",
        account,
        status=draft.status,
        dossier=row,
        key=key_of(row["id"]),
        draft=draft,
        waits=receives(row, account),
        drafted=(await history_of(shell, row["id"]))[0].payload,
        names=await shell.database.ask(queries.unit_names),
        today=civil_date(shell.now()).isoformat(),
    )
