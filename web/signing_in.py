"""Sign in and out, for the API and for the pages alike."""

import secrets
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated, Any

from fastapi import APIRouter
from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from domain.labels import ROLES
from domain.rules.calendar import civil_date
from readmodel.accounts import Account, close_sign_in, open_sign_in, verify_password
from tlog.leaf import format_ts
from web.auth import clear_cookie, presented, require_same_origin, set_cookie
from web.bodies import read_json
from web.documents import body_of, problems
from web.forms import STRICT
from web.problems import Problem
from web.shell import Shell, shell_of

LASTS = timedelta(hours=12)
_TOKEN_BYTES = 32

router = APIRouter(tags=["sign-in"])


class SignInBody(BaseModel):
    """A username and its password."""

    model_config = STRICT
    username: Annotated[str, Field(min_length=1, max_length=200)]
    password: Annotated[str, Field(min_length=1, max_length=1024)]


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


async def sign_in(request: Request, username: str, password: str) -> SignedIn:
    """Open a sign-in; raises `Problem` sign_in_failed, sign_in_limited or database_away."""
    shell = shell_of(request)
    key = (username.strip().casefold(), request.client.host if request.client else "")
    wait_s = shell.attempts.wait_s(key, time.monotonic())
    if wait_s > 0:
        minutes = int(wait_s // 60) + 1
        raise Problem("sign_in_limited", {"minutes": minutes}, {"Retry-After": str(int(wait_s) + 1)})
    shell.attempts.failed(key, time.monotonic())  # counted before the check, so that many at once all count
    try:
        async with shell.hashing:
            account = await shell.database.ask(verify_password, username, password)
    except Problem:
        shell.attempts.forgiven(key)
        raise
    if account is None:
        raise Problem("sign_in_failed")
    shell.attempts.succeeded(key)
    return await _open(shell, account)


async def _open(shell: Shell, account: Account) -> SignedIn:
    now = shell.now()
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    await shell.database.ask(open_sign_in, account.id, token, now, now + LASTS)
    return SignedIn(token, now + LASTS, account)


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
    opened = await sign_in(request, body.username, body.password)
    today = opened.account.on(civil_date(shell_of(request).now()))
    answer = {
        "token": opened.token,
        "expires_at": format_ts(opened.expires_at),
        "account": account_view(today),
    }
    response = JSONResponse(answer)
    set_cookie(request, response, opened.token, int(LASTS.total_seconds()))
    return response


@router.post("/api/v1/sign-out", status_code=204, summary="Sign out", responses={**problems(403, 503)})
async def post_sign_out(request: Request) -> Response:
    """Close the sign-in; its token stands for nobody any more."""
    await sign_out(request)
    response = Response(status_code=204)
    clear_cookie(request, response)
    return response
