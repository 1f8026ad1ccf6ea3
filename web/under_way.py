"""What a person sees while a command is under way, and the choices of how pages look that a browser keeps."""

from typing import Final

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from readmodel import queries
from web.acting import OF_ANYBODY, read_fields
from web.auth import signed_in
from web.i18n import COOKIE, LANGUAGES, spoken
from web.problems import Problem
from web.reading import uuid_of
from web.rendering import THEME_COOKIE, THEMES, page
from web.shell import shell_of

_YEAR_S: Final = 31_536_000

router = APIRouter(include_in_schema=False)


@router.get("/dang-ghi/{command_id}")
async def get_under_way(request: Request, command_id: str) -> Response:
    """Whether a command was recorded by now; the page asks again by itself until it was."""
    account, back = await signed_in(request), ours(request.query_params.get("ve", "/"))
    row = await shell_of(request).database.ask(queries.receipt, uuid_of(command_id))
    if row is not None and row["body"]["accepted"]:
        return RedirectResponse(back, 303)
    refusal = row["body"]["refusal"] if row is not None else None
    told = spoken(refusal["sentence_vi"], refusal["sentence_en"]) if refusal else ""
    source = refusal["source"] if refusal else ""
    return page(request, "under_way.html", account, told=told, source=source, back=back)


@router.post("/hien-thi")
async def post_look(request: Request) -> Response:
    """Keep the language or the colours that were chosen, and go back."""
    fields = await read_fields(request, OF_ANYBODY)
    response = RedirectResponse(ours(fields.get("ve", ["/"])[-1]), 303)
    for name, choices in ((COOKIE, LANGUAGES), (THEME_COOKIE, THEMES)):
        chosen = fields.get(name, [""])[-1]
        if chosen in choices:
            _keep(request, response, name, chosen)
        elif chosen:
            raise Problem("malformed_form")
    return response


def _keep(request: Request, response: Response, name: str, value: str) -> None:
    secure = request.url.scheme == "https"
    response.set_cookie(name, value, max_age=_YEAR_S, secure=secure, httponly=True, samesite="lax")


def ours(place: str) -> str:
    """A page of ours to go back to; anything else is the first page."""
    plain = (
        place.startswith("/") and place[1:2] not in {"/", "\\"} and place.isprintable() and "\\" not in place
    )
    return place if plain else "/"
