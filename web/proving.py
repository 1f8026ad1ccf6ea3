"""Show anew who one is: by password, and the code of the second factor where there is one."""

from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import Response

from readmodel.accounts import verify_password_of
from readmodel.sign_ins import Standing, note_proof
from web import second_factor
from web.auth import presented, standing_or_none
from web.bodies import read_json
from web.documents import body_of, problems
from web.forms import STRICT
from web.problems import Problem
from web.shell import shell_of
from web.signing_in import address_of, hold_back, prove_by_code

router = APIRouter(tags=["sign-in"])


class ProofBody(BaseModel):
    """The password, and the code of the second factor where the account has one."""

    model_config = STRICT
    password: Annotated[str, Field(min_length=1, max_length=1024)]
    code: Annotated[str, Field(min_length=1, max_length=100)] | None = None


@router.post(
    "/api/v1/proof",
    status_code=204,
    summary="Show anew who you are",
    responses=problems(400, 401, 403, 413, 415, 422, 429, 503),
    openapi_extra=body_of("ProofBody"),
)
async def post_proof(request: Request) -> Response:
    """A decision may be signed for some minutes afterwards."""
    standing = await own_standing(request)
    body = await read_json(request, ProofBody)
    await prove(request, standing, body.password, body.code or "")
    return Response(status_code=204)


async def own_standing(request: Request) -> Standing:
    """For whom the request's sign-in stands; raises `Problem` not_signed_in."""
    standing = await standing_or_none(request)
    if standing is None:
        raise Problem("not_signed_in")
    return standing


async def prove(request: Request, standing: Standing, password: str, code: str) -> None:
    """Check the proof and note it; raises `Problem` as signing in does."""
    shell, account_id = shell_of(request), standing.account.id
    name = f"proof of {account_id}"
    hold_back(request, name)
    async with shell.hashing:
        hold_back(request, name)
        if not await shell.database.ask(verify_password_of, account_id, password):
            shell.attempts.failed(name, address_of(request))
            raise Problem("sign_in_failed", more={"field": "/password"})
    if await second_factor.is_on(shell, account_id):
        if not code:
            raise Problem("second_factor_needed", more={"field": "/code"})
        await prove_by_code(request, account_id, code)
    shell.attempts.succeeded(name, address_of(request))
    await noted(request, standing)


async def noted(request: Request, standing: Standing) -> None:
    """Note that the person of this sign-in showed who they are."""
    shell, given = shell_of(request), presented(request)
    await shell.database.ask(note_proof, standing.handle, shell.now())
    if given is not None:
        shell.remembered.forget(given.token)  # what was remembered is older than this proof
