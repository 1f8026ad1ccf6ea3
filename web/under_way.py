"""What a person sees while a command is under way."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from readmodel import queries
from web.auth import signed_in
from web.i18n import spoken
from web.leading_back import ours
from web.reading import uuid_of
from web.rendering import page
from web.shell import shell_of

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
