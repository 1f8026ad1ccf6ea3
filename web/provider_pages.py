"""The way to the office's OpenID provider and back: to sign in, and to show anew who one is."""

import secrets

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from readmodel.identities import account_linked
from readmodel.sign_in_steps import Step
from readmodel.sign_ins import Arrival, close_elsewhere
from web import steps
from web.acting import OF_ANYBODY, form_fields
from web.leading_back import ours
from web.problems import Problem
from web.proof_pages import going_on
from web.provider import LEEWAY_S, Json, Provider
from web.provider_ways import CALLBACK, KIND, begin, begun_of
from web.proving import noted, own_standing
from web.shell import shell_of
from web.sign_in_pages import HOME, signed_in_at
from web.signing_in import account_by_id, device_of

router = APIRouter(include_in_schema=False)


@router.get("/dang-nhap/tap-trung")
async def get_elsewhere(request: Request) -> Response:
    """Begin to sign in with the provider."""
    asked = ours(request.query_params.get("ve", ""))
    key, begun = await begin(request, None, {"back": asked if asked != "/" else HOME})
    response = RedirectResponse(await _provider(request).authorization_url(begun, anew=False), 303)
    steps.hold(request, response, key)
    return response


@router.get("/dang-nhap/tap-trung/di")
async def get_anew(request: Request) -> Response:
    """Go to the provider to show anew who one is, as the form that asked for it prepared."""
    step = await steps.look(request, KIND)
    if step is None or step.account is None:
        raise Problem("provider_refused")
    return RedirectResponse(await _provider(request).authorization_url(begun_of(step.facts), anew=True), 303)


@router.get(CALLBACK)
async def get_back(request: Request) -> Response:
    """Back from the provider: the answer is used once, by the browser that began, and checked before it is believed."""
    provider, step = _provider(request), await steps.take(request, KIND)
    told = request.query_params
    if step is None or not secrets.compare_digest(
        told.get("state", "").encode(), step.facts["state"].encode()
    ):
        raise Problem("provider_refused")
    await provider.require_issuer(told.get("iss"))
    if "error" in told or not told.get("code"):
        raise Problem("provider_refused")
    claims = await provider.claims(told["code"], begun_of(step.facts))
    linked = await _linked(request, provider, claims)
    if step.account is not None:
        return await _proved(request, step, linked, claims)
    account = await account_by_id(request, linked)
    session = str(claims.get("sid", ""))
    arrival = Arrival("provider", device_of(request), str(claims["sub"]), session)
    return await signed_in_at(request, account, arrival, str(step.facts["back"]))


@router.post("/dang-nhap/tap-trung/dang-xuat")
async def post_ended(request: Request) -> Response:
    """The provider says that a session ended there (OpenID Connect Back-Channel Logout)."""
    provider, fields = _provider(request), await form_fields(request, OF_ANYBODY)
    subject, session = await provider.ended(fields.get("logout_token", [""])[-1])
    await shell_of(request).database.ask(close_elsewhere, subject, session)
    return Response(status_code=200)


async def _linked(request: Request, provider: Provider, claims: Json) -> str:
    """The id of the account that the claim is linked to; raises `Problem` unknown_identity."""
    shell = shell_of(request)
    named = claims.get(shell.options.oidc_claim)
    if not isinstance(claims.get("sub"), str) or not isinstance(named, str) or not named:
        raise Problem("provider_refused")
    linked = await shell.database.ask(account_linked, provider.client.issuer, named)
    if linked is None:
        raise Problem("unknown_identity", {"subject": named[:200]})
    return linked


async def _proved(request: Request, step: Step, linked: str, claims: Json) -> Response:
    """Note the proof, if it is of the same person and was given just now, and go on with what was typed."""
    standing, now = await own_standing(request), shell_of(request).now()
    shown_at = claims.get("auth_time")
    fresh_s = shell_of(request).options.proof_lasting.total_seconds() + LEEWAY_S
    recent = isinstance(shown_at, int | float) and now.timestamp() - shown_at <= fresh_s
    if not recent or not standing.account.id == step.account == linked:
        raise Problem("provider_refused")
    await noted(request, standing)
    return going_on(
        request, standing.account, step.facts["back"], step.facts["kept"], again=step.facts["again"]
    )


def _provider(request: Request) -> Provider:
    provider = shell_of(request).provider
    if provider is None:
        raise Problem("not_found")
    return provider
