"""The page that asks anew who is there before something weighty, and goes on with what was typed."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from readmodel.accounts import Account
from readmodel.sign_ins import Standing
from web import pages, provider_ways, second_factor, steps
from web.acting import read_fields
from web.filling import Fields
from web.leading_back import ours
from web.problems import Problem
from web.proving import own_standing, prove
from web.rendering import page
from web.shell import shell_of
from web.sign_in_pages import told

_KEPT: Final = "giu."
"""How the names of kept fields begin in the form that asks."""
_SECRET: Final = {"password", "code"}
_MOST_TYPED: Final = 1024

Pairs = Sequence[Sequence[str]]
"""Names and values of a form's fields."""

router = APIRouter(include_in_schema=False)


async def problem_page(request: Request, problem: Problem) -> Response:
    """A problem as a page; where only a fresh proof is missing, the form that asks for it."""
    standing: Standing | None = getattr(request.state, "standing", None)
    if problem.code != "proof_needed" or standing is None:
        return await pages.problem_page(request, problem)
    kept: Fields = getattr(request.state, "kept", {})
    pairs = [[name, value] for name, values in kept.items() if name not in _SECRET for value in values]
    place = ours(f"{request.url.path}?{request.url.query}" if request.url.query else request.url.path)
    return await _asked(request, standing, place, pairs, again=request.method == "POST", problem=problem)


@router.post("/xac-nhan-lai")
async def post_proof(request: Request) -> Response:
    """Check the proof and go on; say what was wrong with it on the form itself."""
    standing, fields = await own_standing(request), await read_fields(request)
    place, again = ours(_last(fields, "ve")), _last(fields, "lai") == "1"
    pairs = [
        [name.removeprefix(_KEPT), value]
        for name, values in fields.items()
        if name.startswith(_KEPT)
        for value in values
    ]
    password, code = _last(fields, "password")[:_MOST_TYPED], _last(fields, "code")[:_MOST_TYPED]
    try:
        await prove(request, standing, password, code)
    except Problem as problem:
        return await _asked(request, standing, place, pairs, again=again, problem=problem)
    return going_on(request, standing.account, place, pairs, again=again)


def going_on(request: Request, account: Account, place: str, pairs: Pairs, *, again: bool) -> Response:
    """Back to where the proof was asked for; what was typed is sent by the person, who sees what it is."""
    if not again:
        return RedirectResponse(place, 303)
    return page(request, "proof_given.html", account, place=place, pairs=pairs)


async def _asked(  # noqa: PLR0913 - what is kept, and why it is asked
    request: Request, standing: Standing, place: str, pairs: Pairs, *, again: bool, problem: Problem
) -> Response:
    shell, account = shell_of(request), standing.account
    key, away = "", shell.provider is not None and standing.method == "provider"
    if away:
        facts: Mapping[str, Any] = {"back": place, "kept": pairs, "again": again}
        key, _begun = await provider_ways.begin(request, account.id, facts)
    shown = page(
        request,
        "prove.html",
        account,
        status=problem.status,
        alert=told(problem) if problem.code != "proof_needed" else "",
        minutes=shell.options.proof_minutes,
        place=place,
        again=again,
        pairs=pairs,
        with_code=await second_factor.is_on(shell, account.id),
        elsewhere="/dang-nhap/tap-trung/di" if away else "",
        provider=shell.options.oidc_name,
    )
    if key:
        steps.hold(request, shown, key)
    shown.headers.update(problem.headers)
    return shown


def _last(fields: Fields, name: str) -> str:
    values = fields.get(name)
    return values[-1] if values else ""
