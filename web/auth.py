"""Who asks: by bearer token or by cookie, and from our own pages when a cookie speaks."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import unquote_plus, urlsplit

from starlette.requests import Request
from starlette.responses import Response

from domain.labels import ROLES
from domain.values import Role
from readmodel.access_tokens import PREFIX, token_standing
from readmodel.accounts import Account, Grant
from readmodel.readings import record_reading
from readmodel.sign_ins import Standing, standing_of
from web.privacy import audits
from web.problems import Problem
from web.scopes import scope_for
from web.shell import Shell, shell_of

MOST_TOKEN = 200
_CHALLENGE = {"WWW-Authenticate": 'Bearer realm="Minh Bach"'}
_SAFE = {"GET", "HEAD", "OPTIONS"}
_MOST_ADDRESS = 500
_EXPORTS = (".csv", ".json", ".zip", ".xlsx", "/tai-ve", "/content")
"""How the address of what is taken away ends."""


@dataclass(frozen=True, slots=True)
class Presented:
    """A token as it was presented."""

    token: str
    by_cookie: bool


def presented(request: Request) -> Presented | None:
    """The token of the request; a header wins over the cookie."""
    header = request.headers.get("authorization")
    if header is not None:
        scheme, _space, token = header.partition(" ")
        usable = scheme.lower() == "bearer" and 0 < len(token.strip()) <= MOST_TOKEN
        return Presented(token.strip(), by_cookie=False) if usable else None
    token = request.cookies.get(cookie_name(request), "")
    return Presented(token, by_cookie=True) if 0 < len(token) <= MOST_TOKEN else None


async def account_or_none(request: Request, also: str = "") -> Account | None:
    """Who is signed in, if anybody; raises as `standing_or_none`."""
    standing = await standing_or_none(request, also)
    return standing.account if standing else None


async def standing_or_none(request: Request, also: str = "") -> Standing | None:
    """For whom the request's token stands, if for anybody; `request.state.standing` keeps it.

    Raises `Problem` cross_origin for a cookie sent by a page of another site than ours or the origin `also`,
    scope_missing for a program's token that does not reach so far.
    """
    given = presented(request)
    if given is None:
        return None
    if given.by_cookie and request.method not in _SAFE:
        require_same_origin(request, also)
    standing = await _standing_for(request, given)
    if standing is None:
        return None
    _require_scope(request, standing)
    request.state.standing = standing
    if audits(standing.account):
        await _keep_reading(request, standing.account)
    return standing


async def _standing_for(request: Request, given: Presented) -> Standing | None:
    """For whom the token stands; while the database is away, for whom it stood last."""
    shell, now, token = shell_of(request), shell_of(request).now(), given.token
    try:
        standing = await _ask(shell, given, now)
    except Problem:
        remembered = shell.remembered.recall(token, now)
        if remembered is None:
            raise
        return remembered
    if standing is None:
        shell.remembered.forget(token)
        return None
    shell.remembered.remember(token, standing, now)
    return standing


async def _ask(shell: Shell, given: Presented, now: datetime) -> Standing | None:
    if not given.token.startswith(PREFIX):
        return await shell.database.ask(standing_of, given.token, now, shell.options.idle)
    if given.by_cookie:  # a program's token never lies in a browser
        return None
    return await shell.database.ask(token_standing, given.token, now)


def _require_scope(request: Request, standing: Standing) -> None:
    """Turn a program's token away from what it was not made for (RFC 6750, section 3.1)."""
    if standing.scopes is None:
        return
    needed = scope_for(request.method, request.url.path)
    if needed not in standing.scopes:
        shown = needed or "sign-in"
        challenge = f'{_CHALLENGE["WWW-Authenticate"]}, error="insufficient_scope", scope="{needed}"'
        raise Problem("scope_missing", {"scope": shown}, {"WWW-Authenticate": challenge})


async def _keep_reading(request: Request, account: Account) -> None:
    """Keep what an auditor is about to read, once a request; what cannot be kept is not shown."""
    if request.method != "GET" or getattr(request.state, "reading_kept", False):
        return
    request.state.reading_kept = True
    path, query = request.url.path[:_MOST_ADDRESS], unquote_plus(request.url.query)[:_MOST_ADDRESS]
    act = "export" if path.endswith(_EXPORTS) else "read"
    asked = query.replace("\x00", "")
    await shell_of(request).database.ask(record_reading, account.id, act, path.replace("\x00", ""), asked)


async def signed_in(request: Request, also: str = "") -> Account:
    """Who is signed in; raises `Problem` not_signed_in, or as `account_or_none`."""
    account = await account_or_none(request, also)
    if account is None:
        raise Problem("not_signed_in", headers=_CHALLENGE)
    return account


async def reader(request: Request) -> Account:
    """Who is signed in and holds any role at present; raises `Problem`."""
    account = await signed_in(request)
    if not account.grants:
        raise Problem("no_role")
    return account


def acting_grant(account: Account, asked: tuple[Role, str] | None, fitting: frozenset[Role]) -> Grant:
    """The grant to act under: the one asked for, or the only one that fits. Raises `Problem`.

    Who holds a single grant acts under it; whether it suffices, the rules say.
    """
    if asked is not None:
        held = [grant for grant in account.grants if (grant.role, grant.unit) == asked]
        if not held:
            raise Problem(
                "role_not_granted", {"role": asked[0], "role_label": ROLES[asked[0]], "unit": asked[1]}
            )
        return held[0]
    if not account.grants:
        raise Problem("no_role")
    fits = [grant for grant in account.grants if grant.role in fitting]
    chosen = fits or account.grants
    if len({(grant.role, grant.unit) for grant in chosen}) != 1:
        raise Problem("acting_role_needed", more={"field": "/acting_as"})
    return chosen[0]


def require_same_origin(request: Request, also: str = "") -> None:
    """Raise `Problem` cross_origin unless a page of ours, or of the origin `also`, made the request.

    Browsers send Sec-Fetch-Site or Origin with every POST; a cookie without either is turned away.
    """
    origin = request.headers.get("origin")
    if also and origin == also:
        return
    site = request.headers.get("sec-fetch-site")
    ours = site in {"same-origin", "none"} if site is not None else _is_ours(origin, request)
    if not ours:
        raise Problem("cross_origin")


def _is_ours(origin: str | None, request: Request) -> bool:
    return origin is not None and urlsplit(origin).netloc == request.headers.get("host", "")


def cookie_name(request: Request) -> str:
    """`__Host-` binds the cookie to this host over TLS; browsers refuse the prefix without it."""
    return "__Host-minhbach" if request.url.scheme == "https" else "minhbach"


def set_cookie(request: Request, response: Response, token: str, max_age_s: int) -> None:
    """Keep the token in the browser, out of reach of scripts and of other sites' forms."""
    secure = request.url.scheme == "https"
    response.set_cookie(
        cookie_name(request), token, max_age=max_age_s, path="/", secure=secure, httponly=True, samesite="lax"
    )


def clear_cookie(request: Request, response: Response) -> None:
    """Take the token out of the browser."""
    secure = request.url.scheme == "https"
    response.delete_cookie(cookie_name(request), path="/", secure=secure, httponly=True, samesite="lax")
