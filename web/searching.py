"""Search for lines and dossiers by words, without diacritics; a name finds only where the reader may read it."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from domain.ids import key_of
from domain.labels import STEPS
from domain.values import Role
from readmodel.accounts import Account
from readmodel.search import Reader, search_dossiers, search_lines
from web import showing
from web.asked import Asked
from web.auth import reader
from web.i18n import _
from web.privacy import audits
from web.rendering import page
from web.shell import shell_of

LINES_A_PAGE = 50

router = APIRouter(include_in_schema=False)


@router.get("/tim-kiem")
async def get_search(request: Request) -> Response:
    """What is found, by id; no figure tells how much there is besides."""
    shell, account, asked = shell_of(request), await reader(request), Asked(request.query_params)
    text, after = asked.text("q") or "", asked.code("sau") or ""
    who = reader_of(account)
    lines = await shell.database.ask(search_lines, text, who, after=after, limit=LINES_A_PAGE)
    dossiers = [] if after else await shell.database.ask(search_dossiers, text, who)
    more = asked.link(sau=lines[-1]["id"]) if len(lines) == LINES_A_PAGE else ""
    return page(
        request,
        "search.html",
        account,
        asked=asked,
        lines=[showing.nomination_view(row, account) for row in lines],
        dossiers=[(key_of(row["id"]), row["title"], row["year"], _(STEPS[row["step"]])) for row in dossiers],
        more=more,
        searched=bool(text),
    )


def reader_of(account: Account) -> Reader:
    """For whom to search: operators keep the machine and not the names."""
    units = {grant.unit for grant in account.grants if grant.role is not Role.OPERATOR}
    return Reader(account.id, tuple(sorted(units)), sees_all=audits(account))
