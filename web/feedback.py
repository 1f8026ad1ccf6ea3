"""What the public says of a list that is open for comment: sent by anybody, read and summed up by its keepers."""

from collections import Counter
from collections.abc import Mapping
from typing import Any, Final

from fastapi import APIRouter
from limits import RateLimitItemPerHour
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from starlette.requests import Request
from starlette.responses import Response

from domain.ids import Kind, key_of, stream_id
from domain.refusal import Refusal
from domain.rules.calendar import civil_date
from domain.values import Role
from readmodel import feedback
from readmodel.accounts import Account
from readmodel.feedback import Said
from readmodel.publication import names_of_units
from web.acting import OF_ANYBODY, Alert, Done, Draft, act, blank, form_of, read_fields
from web.auth import account_or_none, signed_in
from web.filling import Fields
from web.i18n import _
from web.limiter import network
from web.privacy import audits
from web.problems import Problem
from web.rendering import page
from web.shell import Shell, shell_of
from web.stamp import is_fresh, stamp
from web.texts import visible
from web.words import award_name

_LEAST, _MOST, _MOST_NAME = 10, 4_000, 120
_LINES: Final = frozenset("\n\t")
_AN_HOUR: Final = RateLimitItemPerHour(5)
"""What one address may send; an office behind one address has its own ways to be heard."""
_KEEPERS: Final = {Role.COUNCIL_SECRETARY, Role.PUBLISHER, Role.APPRAISER}
_CLOSE: Final = "close_comment"
_TRAP: Final = "trang-web"
"""A field that no person sees."""
_sent = MovingWindowRateLimiter(MemoryStorage())

router = APIRouter(include_in_schema=False)
Row = Mapping[str, Any]


def _shown(row: Row, units: Mapping[str, str], shell: Shell) -> dict[str, Any]:
    left = (row["closes_on"] - civil_date(shell.now())).days
    return {**row, "key": key_of(row["id"]), "unit_name": units.get(row["unit"], row["unit"]), "left": left}


@router.get("/lay-y-kien/bien-nhan")
async def get_receipt(request: Request) -> Response:
    """Ask after what one sent, by its code."""
    return page(
        request, "comment_receipt.html", await account_or_none(request), code="", found=None, asked=False
    )


@router.post("/lay-y-kien/bien-nhan")
async def post_receipt(request: Request) -> Response:
    """When it came and whether its period is closed; the code is in no address and no log."""
    shell, account = shell_of(request), await account_or_none(request)
    code = _last(await read_fields(request, OF_ANYBODY), "ma").strip()[:40]
    found = await shell.database.ask(feedback.received, code)
    if found:
        (period,) = await shell.database.ask(feedback.periods, period=found["period"])
        found = {**found, "closed_at": period["closed_at"], "digest": found["digest"].hex()}
    return page(request, "comment_receipt.html", account, code=code, found=found, asked=True)


@router.get("/lay-y-kien/{key}")
async def get_period(request: Request, key: str) -> Response:
    """One list with its form."""
    row = await _period(request, key)
    return await _page(request, row, Draft("gop-y", "", given={}))


async def _period(request: Request, key: str) -> Row:
    try:
        stream = stream_id(Kind.COMMENT, key)
    except Refusal:
        raise Problem("not_found") from None
    shell = shell_of(request)
    found = await shell.database.ask(feedback.periods, period=stream)
    if not found or found[0]["opens_on"] > civil_date(shell.now()):
        raise Problem("not_found")
    return dict(found[0])


async def _page(request: Request, row: Row, draft: Draft) -> Response:
    shell, account = shell_of(request), await account_or_none(request)
    lines = await shell.database.ask(feedback.lines_of, row["id"])
    units = await shell.database.ask(names_of_units, tuple({row["unit"], *(line["unit"] for line in lines)}))
    counted = Counter((award_name(line["award"], line["pack"]), line["unit"]) for line in lines)
    return page(
        request,
        "comment_period.html",
        account,
        status=draft.status,
        period=_shown(row, units, shell),
        open=_is_open(row, shell),
        listed=[(award, units.get(unit, unit), number) for (award, unit), number in sorted(counted.items())],
        draft=draft,
        stamp=stamp(_key(shell), row["id"], shell.now()),
        trap=_TRAP,
        most=_MOST,
        keeps=_keeps(account, row),
    )


def _is_open(row: Row, shell: Shell) -> bool:
    today = civil_date(shell.now())
    return row["closed_at"] is None and row["opens_on"] <= today <= row["closes_on"]


def _key(shell: Shell) -> bytes:
    return shell.ring.keys[0][1]


@router.post("/lay-y-kien/{key}")
async def post_feedback(request: Request, key: str) -> Response:
    """Keep what somebody says, and hand them its receipt; a machine's words are not kept."""
    row, fields, shell = (
        await _period(request, key),
        await read_fields(request, OF_ANYBODY),
        shell_of(request),
    )
    if not _is_open(row, shell):
        raise Problem("comment_over")
    said, faults = _said(fields)
    alert = _("Chưa gửi được: hãy sửa những chỗ được đánh dấu dưới đây.")
    if not faults and not _by_a_person(fields, row["id"], shell):
        alert = _(
            "Biểu mẫu mở quá nhanh hoặc quá lâu. Xin đọc lại và gửi lần nữa; những gì đã viết vẫn còn dưới đây."
        )
        faults = {"": alert}
    if not faults and not _sent.hit(_AN_HOUR, network(request.client.host if request.client else "")):
        raise Problem("feedback_limited", headers={"Retry-After": "3600"})
    if faults:
        draft = Draft("gop-y", "", given=fields, faults=faults, alert=Alert(alert), status=422)
        return await _page(request, row, draft)
    code = await shell.database.ask(feedback.say, row["id"], said)
    return page(
        request, "comment_sent.html", await account_or_none(request), code=code, key=key, at=shell.now()
    )


def _said(fields: Fields) -> tuple[Said, dict[str, str]]:
    faults: dict[str, str] = {}
    values = {
        name: _last(fields, name).replace("\r\n", "\n").strip() for name in ("noi-dung", "ho-ten", "lien-he")
    }
    for name, value in values.items():
        most = _MOST if name == "noi-dung" else _MOST_NAME
        if len(value) > most:
            faults[name] = _("Dài nhất %(most)s ký tự.", most=most)
            continue
        try:
            values[name] = visible(value, _LINES if name == "noi-dung" else frozenset())
        except ValueError:
            faults[name] = _("Có ký tự không đọc được; hãy xóa và gõ lại.")
    if len(values["noi-dung"]) < _LEAST:
        faults["noi-dung"] = _("Hãy viết ít nhất %(least)s ký tự.", least=_LEAST)
    return Said(values["noi-dung"], values["ho-ten"], values["lien-he"]), faults


def _by_a_person(fields: Fields, period: str, shell: Shell) -> bool:
    """Whether the unseen field was left alone and the form was open as long as a person needs."""
    return not _last(fields, _TRAP) and is_fresh(_key(shell), period, _last(fields, "dau"), shell.now())


@router.get("/lay-y-kien/{key}/y-kien")
async def get_feedback(request: Request, key: str) -> Response:
    """What came, for the keepers of the list and for auditors; and the form that closes the period."""
    account = await signed_in(request)
    row = await _period(request, key)
    return await _feedback_page(request, account, row, None)


async def _feedback_page(request: Request, account: Account, row: Row, draft: Draft | None) -> Response:
    if not (_keeps(account, row) or audits(account)):
        raise Problem("keeper_needed")
    shell = shell_of(request)
    said = await shell.database.ask(feedback.said_of, row["id"])
    number, digest = await shell.database.ask(feedback.digest_over, row["id"])
    prefilled = _("Bảng tổng hợp %(number)s ý kiến, mã băm SHA-256 %(digest)s", number=number, digest=digest)
    closes = any(grant.role in _KEEPERS - {Role.APPRAISER} for grant in account.grants)
    return page(
        request,
        "comment_feedback.html",
        account,
        status=draft.status if draft else 200,
        period=_shown(row, {}, shell),
        said=said,
        digest=digest,
        may_close=closes and row["closed_at"] is None and row["closes_on"] < civil_date(shell.now()),
        draft=draft or blank(account, _CLOSE, views=0, opinions=number, document=prefilled),
    )


def _keeps(account: Account | None, row: Row) -> bool:
    """Whether the account reads and weighs what is said of this list."""
    return account is not None and any(
        grant.role in _KEEPERS and grant.unit == row["unit"] for grant in account.grants
    )


@router.post("/lay-y-kien/{key}/y-kien")
async def post_close(request: Request, key: str) -> Response:
    """Close the period with its numbers, through the door of every command."""
    account = await signed_in(request)
    row = await _period(request, key)
    if not _keeps(account, row):
        raise Problem("keeper_needed")
    told = await act(request, account, form_of(Kind.COMMENT, _CLOSE), key, await read_fields(request))
    if isinstance(told, Done):
        return told.lead_to(f"/lay-y-kien/{key}/y-kien")
    return await _feedback_page(request, account, row, told)


def _last(fields: Fields, name: str) -> str:
    values = fields.get(name)
    return values[-1] if values else ""
