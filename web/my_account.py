"""The page of one's own account: roles, password, second factor, where one is signed in, tokens for programs."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from domain.labels import ROLES
from readmodel import queries
from readmodel.access_tokens import spelled_grant, tokens_of
from readmodel.accounts import PASSWORD_LENGTH, change_password, own_facts
from readmodel.second_factors import recovery_codes_left
from readmodel.sign_ins import Standing, close_one, close_others, sign_ins_of
from web.acting import Alert, Draft, read_fields
from web.auth import standing_or_none
from web.i18n import N_, _
from web.problems import Problem
from web.proving import own_standing, prove
from web.rendering import page
from web.scopes import Scope
from web.shell import shell_of
from web.sign_in_pages import told

HOME: Final = "/tai-khoan"
SCOPES: Final[Mapping[Scope, str]] = {
    Scope.READ: N_("Đọc những gì bạn được đọc"),
    Scope.ACT: N_("Làm những việc thuộc vai trò của bạn, trừ ký quyết định"),
    Scope.SIGN: N_("Ký quyết định thay bạn mà không hỏi lại"),
}
_SAID: Final[Mapping[str, str]] = {
    "mat-khau": N_("Đã đổi mật khẩu; các nơi khác đã bị đăng xuất."),
    "tat": N_("Đã tắt xác thực hai lớp."),
    "phien": N_("Đã đăng xuất nơi bạn chọn."),
    "thu-hoi": N_("Đã thu hồi mã truy cập."),
}
_MOST_TYPED: Final = 1024

router = APIRouter(include_in_schema=False)


@router.get("/tai-khoan")
async def get_account(request: Request) -> Response:
    """The account of whoever is signed in."""
    standing = await standing_or_none(request)
    if standing is None:
        return RedirectResponse("/dang-nhap?ve=/tai-khoan", 303)
    return await shown(request, standing)


async def shown(
    request: Request, standing: Standing, password: Draft | None = None, token: Draft | None = None
) -> Response:
    """The page, with a form that came back with faults."""
    database, now, account = shell_of(request).database, shell_of(request).now(), standing.account
    forms = [form for form in (password, token) if form is not None]
    names = await database.ask(queries.unit_names)
    return page(
        request,
        "account.html",
        account,
        status=forms[0].status if forms else 200,
        facts=await database.ask(own_facts, account.id),
        codes_left=await database.ask(recovery_codes_left, account.id),
        sign_ins=[_sign_in(row, standing) for row in await database.ask(sign_ins_of, account.id, now)],
        tokens=await database.ask(tokens_of, account.id, now),
        roles=[(spelled_grant(grant), grant, names.get(grant.unit, grant.unit)) for grant in account.grants],
        role_labels=ROLES,
        scopes=[(scope.value, label) for scope, label in SCOPES.items()],
        password=password or Draft("mat-khau", ""),
        token=token or Draft("ma", ""),
        said=_SAID.get(request.query_params.get("da", ""), ""),
    )


def _sign_in(row: Mapping[str, Any], standing: Standing) -> dict[str, Any]:
    return {**row, "here": row["handle"] == standing.handle}


@router.post("/tai-khoan/mat-khau")
async def post_password(request: Request) -> Response:
    """Change the password, by giving the present one; every other sign-in ends."""
    standing, fields = await own_standing(request), await read_fields(request)
    draft = Draft("mat-khau", "", given=fields)
    present, new, again = (draft.typed(name)[:_MOST_TYPED] for name in ("password", "moi", "lai"))
    faults = {}
    if len(new) not in PASSWORD_LENGTH:
        faults["moi"] = _("Mật khẩu có ít nhất %(least)s ký tự.", least=PASSWORD_LENGTH[0])
    if new != again:
        faults["lai"] = _("Hai lần nhập không giống nhau.")
    if not faults:
        faults = await _unproved(request, standing, present, draft.typed("code"))
    if faults:
        alert = Alert(_("Chưa đổi được: hãy sửa những chỗ được đánh dấu dưới đây."))
        return await shown(
            request, standing, replace(draft, given={}, faults=faults, alert=alert, status=422)
        )
    database = shell_of(request).database
    await database.ask(change_password, standing.account.id, new)
    await database.ask(close_others, standing.account.id, standing.handle)
    return RedirectResponse(f"{HOME}?da=mat-khau", 303)


async def _unproved(request: Request, standing: Standing, password: str, code: str) -> dict[str, str]:
    """What is wrong with the proof, by field."""
    try:
        await prove(request, standing, password, code[:_MOST_TYPED])
    except Problem as problem:
        if problem.code == "database_away":
            raise
        return {str(problem.more.get("field", "/password")).removeprefix("/"): told(problem)}
    return {}


@router.post("/tai-khoan/dang-xuat")
async def post_close(request: Request) -> Response:
    """End one sign-in of one's own, or all but this one."""
    standing, fields = await own_standing(request), await read_fields(request)
    database, which = shell_of(request).database, fields.get("noi", [""])[-1]
    if which:
        await database.ask(close_one, standing.account.id, which)
    else:
        await database.ask(close_others, standing.account.id, standing.handle)
    return RedirectResponse(f"{HOME}?da=phien", 303)
