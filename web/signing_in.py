"""Sign in and out, for the API and for the pages alike."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter
from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from domain.labels import ROLES
from domain.rules.calendar import civil_date
from readmodel.accounts import Account, account_with_id, verify_password
from readmodel.sign_ins import Arrival, close_sign_in, open_sign_in
from tlog.leaf import format_ts
from web import second_factor
from web.auth import clear_cookie, presented, require_same_origin, set_cookie
from web.bodies import read_json
from web.documents import body_of, problems
from web.forms import STRICT
from web.problems import Problem
from web.shell import shell_of

_TOKEN_BYTES = 32
_MOST_AGENT = 200

router = APIRouter(tags=["sign-in"])


class SignInBody(BaseModel):
    """A username and its password."""

    model_config = STRICT
    username: Annotated[str, Field(min_length=1, max_length=200)]
    password: Annotated[str, Field(min_length=1, max_length=1024)]
    code: Annotated[str, Field(min_length=1, max_length=100)] | None = None
    """The code of the second factor, or a recovery code, where the account has one."""


class GrantView(BaseModel):
    """A role that the account holds today."""

    role: str
    label: str
    unit: str


class AccountView(BaseModel):
    """Who is signed in."""

    id: str
    name: str
    grants: list[GrantView]


class SignInAnswer(BaseModel):
    """The token, until when it holds (UTC), and for whom."""

    token: str
    expires_at: str
    account: AccountView


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A sign-in that was opened."""

    token: str
    expires_at: datetime
    account: Account


async def sign_in(request: Request, username: str, password: str, code: str | None = None) -> SignedIn:
    """Open a sign-in by password, and a code where the account asks for one.

    Raises `Problem` sign_in_failed, sign_in_limited, second_factor_needed, second_factor_failed or database_away.
    """
    account = await known_by_password(request, username, password)
    if await second_factor.is_on(shell_of(request), account.id):
        if not code:
            raise Problem("second_factor_needed", more={"field": "/code"})
        await prove_by_code(request, account.id, code)
    return await open_for(request, account, Arrival("password", device_of(request)))


async def known_by_password(request: Request, username: str, password: str) -> Account:
    """Whose password this is; raises `Problem` sign_in_failed, sign_in_limited or database_away."""
    shell, name = shell_of(request), username.strip().casefold()
    hold_back(request, name)
    async with shell.hashing:  # few at once: nobody tries a thousand passwords before the first is counted
        hold_back(request, name)
        account = await shell.database.ask(verify_password, username, password)
        if account is None:
            shell.attempts.failed(name, address_of(request))
            raise Problem("sign_in_failed")
    shell.attempts.succeeded(name, address_of(request))
    return account


async def prove_by_code(request: Request, account_id: str, code: str) -> None:
    """Use up a code of the account's second factor; raises `Problem` second_factor_failed or sign_in_limited."""
    shell, name = shell_of(request), f"code of {account_id}"
    hold_back(request, name)
    if not await second_factor.proves(shell, account_id, code):
        shell.attempts.failed(name, address_of(request))
        raise Problem("second_factor_failed", more={"field": "/code"})
    shell.attempts.succeeded(name, address_of(request))


def hold_back(request: Request, name: str) -> None:
    """Raise `Problem` sign_in_limited where that name, or anybody from that address, failed too often lately."""
    wait_s = shell_of(request).attempts.wait_s(name, address_of(request))
    if wait_s > 0:
        minutes = int(wait_s // 60) + 1
        raise Problem("sign_in_limited", {"minutes": minutes}, {"Retry-After": str(int(wait_s) + 1)})


def address_of(request: Request) -> str:
    """Where the request came from; behind a proxy, as far as the proxy is believed."""
    return request.client.host if request.client else ""


def device_of(request: Request) -> str:
    """What the browser calls itself, for the list of open sign-ins."""
    agent = request.headers.get("user-agent", "")
    return "".join(letter for letter in agent if letter.isprintable())[:_MOST_AGENT]


async def open_for(request: Request, account: Account, arrival: Arrival) -> SignedIn:
    """Open a sign-in of the account under a new token; the one that this browser brought along ends."""
    shell, now = shell_of(request), shell_of(request).now()
    before = presented(request)
    if before is not None and before.by_cookie:
        shell.remembered.forget(before.token)
        await shell.database.ask(close_sign_in, before.token)
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    until = now + shell.options.lasting
    await shell.database.ask(open_sign_in, account.id, token, now, until, arrival)
    return SignedIn(token, until, account)


async def account_by_id(request: Request, account_id: str) -> Account:
    """The account, today; raises `Problem` sign_in_failed where it is gone."""
    shell = shell_of(request)
    account = await shell.database.ask(account_with_id, account_id)
    if account is None:
        raise Problem("sign_in_failed")
    return account.on(civil_date(shell.now()))


def keep(request: Request, response: Response, opened: SignedIn) -> None:
    """Let the browser keep the sign-in as long as it lasts."""
    set_cookie(request, response, opened.token, int(shell_of(request).options.lasting.total_seconds()))


async def sign_out(request: Request) -> None:
    """Close the sign-in whose token was presented, if any."""
    given = presented(request)
    if given is None:
        return
    if given.by_cookie:
        require_same_origin(request)
    shell = shell_of(request)
    shell.remembered.forget(given.token)
    await shell.database.ask(close_sign_in, given.token)


def account_view(account: Account) -> dict[str, Any]:
    """The account as the API shows it."""
    grants = [
        {"role": grant.role, "label": ROLES[grant.role], "unit": grant.unit} for grant in account.grants
    ]
    return {"id": account.id, "name": account.name, "grants": grants}


@router.post(
    "/api/v1/sign-in",
    summary="Sign in",
    responses={200: {"model": SignInAnswer}, **problems(400, 401, 403, 413, 415, 422, 429, 503)},
    openapi_extra=body_of("SignInBody"),
)
async def post_sign_in(request: Request) -> Response:
    """Exchange a username and password for a token; browsers get it as a cookie too."""
    if {"origin", "sec-fetch-site"} & set(request.headers):
        require_same_origin(request)
    body = await read_json(request, SignInBody)
    opened = await sign_in(request, body.username, body.password, body.code)
    today = opened.account.on(civil_date(shell_of(request).now()))
    answer = {
        "token": opened.token,
        "expires_at": format_ts(opened.expires_at),
        "account": account_view(today),
    }
    response = JSONResponse(answer)
    keep(request, response, opened)
    return response


@router.post("/api/v1/sign-out", status_code=204, summary="Sign out", responses={**problems(403, 503)})
async def post_sign_out(request: Request) -> Response:
    """Close the sign-in; its token stands for nobody any more."""
    await sign_out(request)
    response = Response(status_code=204)
    clear_cookie(request, response)
    return response
