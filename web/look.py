"""How pages look to a reader: the language and the colours that a browser keeps."""

from typing import Final

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from web.acting import OF_ANYBODY, read_fields
from web.i18n import COOKIE, LANGUAGES
from web.leading_back import ours
from web.problems import Problem
from web.rendering import THEME_COOKIE, THEMES

_YEAR_S: Final = 31_536_000

router = APIRouter(include_in_schema=False)


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
