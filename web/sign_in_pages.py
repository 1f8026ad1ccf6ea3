"""The pages that sign in and out: by password, by the code after it, and out of the provider too."""

from urllib.parse import urlencode

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from readmodel.accounts import Account
from readmodel.sign_ins import Arrival
from web import second_factor, steps
from web.acting import OF_ANYBODY, read_fields
from web.auth import account_or_none, clear_cookie, standing_or_none
from web.filling import Fields
from web.i18n import spoken
from web.leading_back import ours
from web.problems import Problem
from web.rendering import page
from web.shell import shell_of
from web.signing_in import (
    account_by_id,
    device_of,
    keep,
    known_by_password,
    open_for,
    prove_by_code,
    sign_out,
)

HOME = "/viec-cua-toi"
_CODE = "code"
_MOST_USERNAME, _MOST_PASSWORD, _MOST_CODE = 200, 1024, 100

router = APIRouter(include_in_schema=False)


@router.get("/dang-nhap")
async def get_sign_in(request: Request) -> Response:
    """The form."""
    back = _back(request.query_params.get("ve", ""))
    if await account_or_none(request) is not None:
        return RedirectResponse(back, 303)
    return _form(request, back)


@router.post("/dang-nhap")
async def post_sign_in(request: Request) -> Response:
    """Sign in, or go on to the code where the account asks for one; say what went wrong on the form itself."""
    fields = await read_fields(request, OF_ANYBODY)
    username, back = _last(fields, "username")[:_MOST_USERNAME], _back(_last(fields, "ve"))
    try:
        account = await known_by_password(request, username, _last(fields, "password")[:_MOST_PASSWORD])
    except Problem as problem:
        return _form(request, back, problem, username)
    if await second_factor.is_on(shell_of(request), account.id):
        response = RedirectResponse("/dang-nhap/ma", 303)
        steps.hold(request, response, await steps.begin(request, _CODE, account.id, {"back": back}))
        return response
    return await signed_in_at(request, account, Arrival("password", device_of(request)), back)


def _form(request: Request, back: str, problem: Problem | None = None, username: str = "") -> Response:
    shown = page(
        request,
        "sign_in.html",
        None,
        status=problem.status if problem else 200,
        alert=told(problem) if problem else "",
        username=username,
        back=back if back != HOME else "",
        elsewhere=f"/dang-nhap/tap-trung?{urlencode({'ve': back})}" if shell_of(request).provider else "",
        provider=shell_of(request).options.oidc_name,
    )
    shown.headers.update(problem.headers if problem else {})
    return shown


@router.get("/dang-nhap/ma")
async def get_code(request: Request) -> Response:
    """The form that asks for the code."""
    if await steps.look(request, _CODE) is None:
        return RedirectResponse("/dang-nhap", 303)
    return page(request, "sign_in_code.html", None, alert="")


@router.post("/dang-nhap/ma")
async def post_code(request: Request) -> Response:
    """Sign in whose password was right a moment ago, if the code is right too."""
    fields = await read_fields(request, OF_ANYBODY)
    step = await steps.look(request, _CODE)
    if step is None or step.account is None:
        return RedirectResponse("/dang-nhap", 303)
    try:
        await prove_by_code(request, step.account, _last(fields, "code")[:_MOST_CODE])
    except Problem as problem:
        shown = page(request, "sign_in_code.html", None, status=problem.status, alert=told(problem))
        shown.headers.update(problem.headers)
        return shown
    if await steps.take(request, _CODE) is None:
        return RedirectResponse("/dang-nhap", 303)
    account = await account_by_id(request, step.account)
    arrival = Arrival("password", device_of(request))
    return await signed_in_at(request, account, arrival, str(step.facts["back"]))


async def signed_in_at(request: Request, account: Account, arrival: Arrival, back: str) -> Response:
    """Open the sign-in, keep it in the browser, and go where the person wanted to go."""
    opened = await open_for(request, account, arrival)
    response = RedirectResponse(back, 303)
    keep(request, response, opened)
    steps.drop(request, response)
    return response


@router.post("/dang-xuat")
async def post_sign_out(request: Request) -> Response:
    """Sign out and go home; who came from the provider is told how to end the session there too."""
    shell, standing = shell_of(request), await standing_or_none(request)
    await sign_out(request)
    elsewhere = ""
    if standing is not None and standing.method == "provider" and shell.provider is not None:
        elsewhere = await shell.provider.logout_url(shell.options.public_url + "/")
    response: Response = RedirectResponse("/", 303)
    if elsewhere:
        response = page(
            request, "signed_out.html", None, elsewhere=elsewhere, provider=shell.options.oidc_name
        )
    clear_cookie(request, response)
    return response


def told(problem: Problem) -> str:
    """What went wrong, in the reader's language."""
    body = problem.body()
    return spoken(str(body["detail"]), str(body["detail_en"]))


def _back(place: str) -> str:
    """Where to go after signing in: a page of ours that was asked for, or what waits."""
    asked = ours(place)
    return asked if asked != "/" else HOME


def _last(fields: Fields, name: str) -> str:
    values = fields.get(name)
    return values[-1] if values else ""
