"""Around every request: headers that protect the reader, and an answer to what nobody foresaw."""

import secrets
import traceback
from collections.abc import MutableMapping
from http import HTTPStatus
from typing import Any

import structlog
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from web.problems import Problem, problem_response

_PAGE_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_DATA_POLICY = "default-src 'none'; frame-ancestors 'none'"
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "X-Frame-Options": "DENY",
}
_YEAR_S = 31_536_000
_KEEP = "public, max-age=3600"


class Guard:
    """The outermost layer. What escapes the routes becomes a 500 with an incident id, told to operators only."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun, bodiless = False, scope["method"] == "HEAD"

        async def guarded(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                _protect(scope, message)
            elif bodiless:
                message = {**message, "body": b""}
            await send(message)

        asked = {**scope, "method": "GET"} if bodiless else scope  # what can be read can be asked about
        try:
            await self._app(asked, receive, guarded)
        except Exception as error:  # noqa: BLE001 - the last resort
            problem = incident_of(error)
            if not begun:
                await problem_response(problem.body())(scope, receive, guarded)


def incident_of(error: BaseException, code: str = "internal_error") -> Problem:
    """A problem with an incident id; the log gets where it happened, never the values that were at hand."""
    incident = secrets.token_hex(8)
    frames = [f"{frame.filename}:{frame.lineno}" for frame in traceback.extract_tb(error.__traceback__)]
    ours = [frame for frame in frames if "site-packages" not in frame]
    sqlstate = getattr(getattr(error, "orig", None), "sqlstate", None)
    structlog.get_logger().error(
        "incident", incident=incident, error=type(error).__name__, sqlstate=sqlstate, frames=ours
    )
    return Problem(code, more={"incident": incident})


def _protect(scope: Scope, message: MutableMapping[str, Any]) -> None:
    headers = MutableHeaders(raw=message.setdefault("headers", []))
    is_page = headers.get("content-type", "").startswith(("text/html", "image/svg"))
    is_file = scope["path"].startswith("/static/") and message["status"] < HTTPStatus.BAD_REQUEST
    for name, value in _HEADERS.items():
        headers.setdefault(name, value)
    headers.setdefault("Content-Security-Policy", _PAGE_POLICY if is_page else _DATA_POLICY)
    headers.setdefault("Cache-Control", _KEEP if is_file else "no-store")
    if scope.get("scheme") == "https":
        headers.setdefault("Strict-Transport-Security", f"max-age={_YEAR_S}")
