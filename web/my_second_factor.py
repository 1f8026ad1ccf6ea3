"""Turn one's own second factor on, with a picture for the authenticator, and off."""

import io
from typing import Final

import segno
from fastapi import APIRouter
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from readmodel import second_factors
from readmodel.accounts import own_facts
from readmodel.sign_ins import Standing
from web import second_factor, steps
from web.acting import read_fields
from web.at_rest import seal, unseal
from web.i18n import _
from web.problems import Problem
from web.proving import own_standing
from web.recent import require_recent
from web.rendering import page
from web.shell import shell_of

KIND: Final = "second factor"

router = APIRouter(include_in_schema=False)


@router.get("/tai-khoan/hai-lop")
async def get_second_factor(request: Request) -> Response:
    """A new secret as a picture; it counts once a code of it was typed."""
    standing = await own_standing(request)
    require_recent(request)
    secret = second_factor.new_secret()
    kept = seal(shell_of(request).ring, secret, standing.account.id).hex()
    response = await _offered(request, standing, secret)
    key = await steps.begin(request, KIND, standing.account.id, {"secret": kept})
    steps.hold(request, response, key)
    return response


@router.post("/tai-khoan/hai-lop")
async def post_second_factor(request: Request) -> Response:
    """Turn it on by a code of the new secret; the recovery codes are shown this once."""
    standing, fields = await own_standing(request), await read_fields(request)
    require_recent(request)
    shell, step = shell_of(request), await steps.look(request, KIND)
    if step is None or step.account != standing.account.id:
        return RedirectResponse("/tai-khoan/hai-lop", 303)
    secret = unseal(shell.ring, bytes.fromhex(step.facts["secret"]), standing.account.id) or ""
    period = second_factor.period_of(secret, fields.get("code", [""])[-1], shell.now())
    if period is None:
        wrong = _("Mã này không đúng. Hãy kiểm tra giờ trên điện thoại và nhập mã đang hiện.")
        return await _offered(request, standing, secret, wrong)
    if await steps.take(request, KIND) is None:
        return RedirectResponse("/tai-khoan/hai-lop", 303)
    codes = await second_factor.turn_on(shell, standing.account.id, secret, period)
    response = page(request, "recovery_codes.html", standing.account, codes=codes)
    steps.drop(request, response)
    return response


@router.post("/tai-khoan/hai-lop/tat")
async def post_off(request: Request) -> Response:
    """Turn it off."""
    standing = await own_standing(request)
    await read_fields(request)
    require_recent(request)
    await shell_of(request).database.ask(second_factors.turn_off, standing.account.id)
    return RedirectResponse("/tai-khoan?da=tat", 303)


async def _offered(request: Request, standing: Standing, secret: str, wrong: str = "") -> Response:
    facts = await shell_of(request).database.ask(own_facts, standing.account.id)
    if not facts["has_password"]:
        raise Problem("not_found")  # the provider asks for what it wants itself
    picture = _picture(second_factor.address_for(secret, str(facts["username"])))
    spelled = " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))
    status = 422 if wrong else 200
    return page(
        request,
        "second_factor.html",
        standing.account,
        status=status,
        picture=picture,
        secret=spelled,
        wrong=wrong,
    )


def _picture(address: str) -> Markup:
    """The address as an image drawn in the page, dark on light whatever the reader's colours."""
    drawn = io.BytesIO()
    segno.make(address, error="m").save(
        drawn, kind="svg", omitsize=True, dark="#000", light="#fff", xmldecl=False, svgns=True, nl=False
    )
    return Markup(drawn.getvalue().decode())  # noqa: S704 - made here, of nothing but squares
