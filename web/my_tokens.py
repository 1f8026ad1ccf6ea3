"""One's own tokens for programs: made, listed, taken back, by page and by API."""

import secrets
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Annotated, Any

from fastapi import APIRouter
from pydantic import AfterValidator, BaseModel, Field
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from readmodel.access_tokens import (
    LONGEST,
    MOST,
    PREFIX,
    NewToken,
    TooManyTokens,
    make_token,
    revoke_token,
    spelled_grant,
    tokens_of,
)
from readmodel.sign_ins import Standing
from tlog.leaf import format_ts
from web import texts
from web.acting import Alert, Draft, read_fields
from web.bodies import read_json
from web.documents import body_of, problems
from web.forms import STRICT
from web.i18n import _
from web.my_account import shown
from web.problems import Problem
from web.proving import own_standing
from web.recent import require_recent
from web.rendering import page
from web.scopes import Scope
from web.shell import shell_of

_BYTES = 32
_MOST_LABEL = 60

router = APIRouter(include_in_schema=False)
api = APIRouter(tags=["sign-in"])


class TokenBody(BaseModel):
    """What the token is for. Roles are `role@UNIT`; none means all that the account holds at any time."""

    model_config = STRICT
    label: Annotated[str, AfterValidator(texts.visible), Field(min_length=1, max_length=_MOST_LABEL)]
    scopes: Annotated[tuple[Scope, ...], Field(min_length=1, max_length=3)]
    roles: Annotated[tuple[Annotated[str, Field(max_length=100)], ...], Field(max_length=50)] = ()
    days: Annotated[int, Field(ge=1, le=LONGEST.days)] = 30


class TokenView(BaseModel):
    """A token that stands; instants are UTC."""

    handle: str
    label: str
    scopes: list[str]
    roles: list[str]
    created_at: str
    expires_at: str
    used_at: str | None


class TokenList(BaseModel):
    """The account's tokens, newest first; at most as many as an account may have."""

    items: list[TokenView]


class MadeToken(BaseModel):
    """A token, told this once."""

    token: str
    handle: str
    expires_at: str


@api.get(
    "/api/v1/account/tokens",
    summary="My tokens",
    response_model=TokenList,
    responses=problems(401, 403, 503),
)
async def get_tokens(request: Request) -> Response:
    """Every token of the account that stands, without the tokens themselves."""
    standing, shell = await own_standing(request), shell_of(request)
    rows = await shell.database.ask(tokens_of, standing.account.id, shell.now())
    return JSONResponse({"items": [_view(row) for row in rows]})


@api.post(
    "/api/v1/account/tokens",
    status_code=201,
    summary="Make a token",
    responses={201: {"model": MadeToken}, **problems(400, 401, 403, 409, 413, 415, 422, 503)},
    openapi_extra=body_of("TokenBody"),
)
async def post_token(request: Request) -> Response:
    """Make a token for a program; needs a fresh proof of who one is."""
    standing = await own_standing(request)
    require_recent(request)
    body = await read_json(request, TokenBody)
    token, handle, until = await _make(request, standing, body)
    return JSONResponse({"token": token, "handle": handle, "expires_at": format_ts(until)}, 201)


@api.post(
    "/api/v1/account/tokens/{handle}/revoke",
    status_code=204,
    summary="Take a token back",
    responses=problems(401, 403, 404, 503),
)
async def post_revoke(request: Request, handle: str) -> Response:
    """The token stands for nobody any more."""
    standing = await own_standing(request)
    if not await shell_of(request).database.ask(
        revoke_token, standing.account.id, handle.replace("\x00", "")
    ):
        raise Problem("unknown_token")
    return Response(status_code=204)


@router.post("/tai-khoan/ma")
async def post_token_page(request: Request) -> Response:
    """Make a token from the form; it is shown this once."""
    standing, fields = await own_standing(request), await read_fields(request)
    draft = Draft("ma", "", given=fields)
    faults, body = _typed(draft, fields.get("scopes", ()), fields.get("roles", ()))
    if body is None:
        alert = Alert(_("Chưa tạo được: hãy sửa những chỗ được đánh dấu dưới đây."))
        return await shown(request, standing, token=replace(draft, faults=faults, alert=alert, status=422))
    require_recent(request)
    token, _handle, until = await _make(request, standing, body)
    return page(request, "token_made.html", standing.account, token=token, label=body.label, until=until)


def _typed(draft: Draft, scopes: Any, roles: Any) -> tuple[dict[str, str], TokenBody | None]:  # noqa: ANN401
    """The form as the API would have it, or a sentence for each field at fault."""
    faults = {}
    label, days = draft.typed("label").strip(), draft.typed("days").strip()
    if not 0 < len(label) <= _MOST_LABEL or not label.isprintable():
        faults["label"] = _("Cần một tên ngắn, nhiều nhất %(most)s ký tự.", most=_MOST_LABEL)
    known = set(Scope)
    if not scopes or not set(scopes) <= known:
        faults["scopes"] = _("Hãy chọn ít nhất một phạm vi.")
    usable = days.isascii() and days.isdigit() and len(days) <= len(str(LONGEST.days))
    if not usable or not 1 <= int(days) <= LONGEST.days:
        faults["days"] = _("Số ngày từ 1 đến %(most)s.", most=LONGEST.days)
    if faults:
        return faults, None
    chosen = tuple(Scope(scope) for scope in scopes)
    return {}, TokenBody(label=label, scopes=chosen, roles=tuple(roles), days=int(days))


@router.post("/tai-khoan/ma/thu-hoi")
async def post_revoke_page(request: Request) -> Response:
    """Take a token back."""
    standing, fields = await own_standing(request), await read_fields(request)
    await shell_of(request).database.ask(revoke_token, standing.account.id, fields.get("ma", [""])[-1])
    return RedirectResponse("/tai-khoan?da=thu-hoi", 303)


async def _make(request: Request, standing: Standing, body: TokenBody) -> tuple[str, str, datetime]:
    """Make the token; raises `Problem` role_not_granted or too_many_tokens."""
    shell, held = shell_of(request), {spelled_grant(grant) for grant in standing.account.grants}
    for role in body.roles:
        if role not in held:
            name, _at, unit = role.partition("@")
            raise Problem("role_not_granted", {"role": name, "role_label": name, "unit": unit})
    token, now = PREFIX + secrets.token_urlsafe(_BYTES), shell.now()
    until = now + timedelta(days=body.days)
    scopes = tuple(dict.fromkeys(scope.value for scope in body.scopes))
    wanted = NewToken(body.label, scopes, tuple(dict.fromkeys(body.roles)), until)
    try:
        handle = await shell.database.ask(make_token, standing.account.id, token, wanted, now)
    except TooManyTokens:
        raise Problem("too_many_tokens", {"most": MOST}) from None
    return token, handle, until


def _view(row: Any) -> dict[str, Any]:  # noqa: ANN401 - a row
    return {
        "handle": row["handle"],
        "label": row["label"],
        "scopes": row["scopes"],
        "roles": row["grants"],
        "created_at": format_ts(row["created_at"]),
        "expires_at": format_ts(row["expires_at"]),
        "used_at": format_ts(row["used_at"]) if row["used_at"] else None,
    }
