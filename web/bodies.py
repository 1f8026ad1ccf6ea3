"""Read a body as far as it may go, as what it must be: every fault is found before anything is sent."""

from typing import TypeVar

from pydantic import BaseModel, ValidationError
from starlette.requests import Request

from web.faults import item, items, lone_surrogate
from web.problems import Problem, several

MOST_BYTES = 2 * 1024 * 1024
JSON = "application/json"
FORM = "application/x-www-form-urlencoded"

Form = TypeVar("Form", bound=BaseModel)


async def read_json(request: Request, form: type[Form]) -> Form:
    """The JSON body checked against its form; raises `Problem`."""
    return checked(await read_text(request, JSON), form)


def checked(text: str, form: type[Form]) -> Form:
    """A JSON text checked against its form; raises `Problem`, with an item for each field at fault."""
    try:
        return form.model_validate_json(text)
    except ValidationError as error:
        raise _problem(error, text) from None


async def read_text(request: Request, media_type: str, most_bytes: int = MOST_BYTES) -> str:
    """The body as text; raises `Problem` for another type, another encoding, or too much of it."""
    _require_type(request, media_type)
    raw = await _read(request, most_bytes)
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        raise Problem("wrong_encoding") from None
    if "\x00" in text:  # UTF-16 or UTF-32 without a mark: no JSON or form holds a raw NUL
        raise Problem("wrong_encoding")
    return text


def _require_type(request: Request, media_type: str) -> None:
    given, _semicolon, parameters = request.headers.get("content-type", "").partition(";")
    if given.strip().lower() != media_type or "content-encoding" in request.headers:
        raise Problem("unsupported_media_type", {"expected": media_type})
    name, _equals, charset = parameters.strip().partition("=")
    if name.strip().lower() == "charset" and charset.strip('" ').lower() not in {"utf-8", "utf8"}:
        raise Problem("wrong_encoding")


async def _read(request: Request, most_bytes: int) -> bytes:
    """Count what arrives, whatever the header says."""
    chunks, size = [], 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > most_bytes:
            raise Problem("body_too_large", {"limit": f"{most_bytes // 1024} KiB"}, {"Connection": "close"})
        chunks.append(chunk)
    return b"".join(chunks)


def _problem(error: ValidationError, text: str) -> Problem:
    errors = error.errors(include_url=False, include_input=False)
    if errors[0]["type"] != "json_invalid":
        return several(items(errors))
    place = lone_surrogate(text) if "\\u" in text else None
    return Problem("malformed_json") if place is None else several([item("text_lone_surrogate", place, {})])
