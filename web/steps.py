"""Between two steps of signing in: a key in the browser's cookie, what belongs to it in the database, for minutes."""

import secrets
from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import Response

from readmodel.sign_in_steps import Step, begin_step, look_at_step, take_step
from web.shell import shell_of

_LASTS: Final = timedelta(minutes=10)
_KEY_BYTES: Final = 32
_MOST_KEY: Final = 100


async def begin(request: Request, kind: str, account: str | None, facts: Mapping[str, Any]) -> str:
    """Begin a step; its key. Facts must be JSON."""
    shell, key = shell_of(request), secrets.token_urlsafe(_KEY_BYTES)
    await shell.database.ask(begin_step, key, Step(kind, account, facts), shell.now() + _LASTS)
    return key


async def look(request: Request, kind: str) -> Step | None:
    """The step that this browser is in, which it stays in."""
    shell, key = shell_of(request), key_of(request)
    return await shell.database.ask(look_at_step, key, kind, shell.now()) if key else None


async def take(request: Request, kind: str) -> Step | None:
    """The step that this browser is in, which is over by this."""
    shell, key = shell_of(request), key_of(request)
    return await shell.database.ask(take_step, key, kind, shell.now()) if key else None


def key_of(request: Request) -> str:
    """The key of the browser's step."""
    key = request.cookies.get(_cookie(request), "")
    return key if len(key) <= _MOST_KEY else ""


def hold(request: Request, response: Response, key: str) -> None:
    """Let the browser keep the key; it comes back from the provider too, for that is a plain link."""
    response.set_cookie(
        _cookie(request),
        key,
        max_age=int(_LASTS.total_seconds()),
        path="/",
        secure=request.url.scheme == "https",
        httponly=True,
        samesite="lax",
    )


def drop(request: Request, response: Response) -> None:
    """Take the key out of the browser."""
    secure = request.url.scheme == "https"
    response.delete_cookie(_cookie(request), path="/", secure=secure, httponly=True, samesite="lax")


def _cookie(request: Request) -> str:
    return "__Host-minhbach-buoc" if request.url.scheme == "https" else "minhbach-buoc"
