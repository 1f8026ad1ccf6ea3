"""What a person wants to be told by mail, and the proof that an address is theirs."""

import re
from collections.abc import Mapping
from datetime import time, timedelta
from typing import Any, Final

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from readmodel.accounts import Account
from readmodel.preferences import (
    LANGUAGES,
    Digest,
    Kind,
    Preferences,
    preferences,
    proofs_since,
    save_preferences,
    verify_address,
)
from web.acting import Alert, Draft, read_fields
from web.auth import account_or_none, signed_in
from web.filling import Fields
from web.i18n import LANGUAGES as SPOKEN
from web.i18n import N_, _
from web.problems import Problem
from web.rendering import page
from web.shell import shell_of

KINDS: Final[Mapping[Kind, str]] = {
    Kind.ARRIVED: N_("Có việc mới đến"),
    Kind.REMINDER: N_("Việc sắp đến hạn"),
    Kind.OVERDUE: N_("Việc quá hạn"),
    Kind.ESCALATION: N_("Việc quá hạn được báo lên cấp trên"),
    Kind.NUDGE: N_("Quản trị vận hành nhắc việc"),
}
DIGESTS: Final[Mapping[Digest, str]] = {
    Digest.NONE: N_("Không gửi"),
    Digest.DAILY: N_("Mỗi ngày làm việc"),
    Digest.WEEKLY: N_("Ngày làm việc đầu tuần"),
}
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+").fullmatch
"""What `input type=email` takes, with a dot in the domain."""
_MOST_ADDRESS: Final = 254
_MOST_PROOFS, _PROOFS_IN = 5, timedelta(days=1)
_TIME = re.compile("([01][0-9]|2[0-3]):([0-5][0-9])").fullmatch

router = APIRouter(include_in_schema=False)


@router.get("/thong-bao")
async def get_notices(request: Request) -> Response:
    """What whoever is signed in wants to be told."""
    account = await account_or_none(request)
    if account is None:
        return RedirectResponse("/dang-nhap", 303)
    kept = await shell_of(request).database.ask(preferences, account.id)
    return _page(request, account, kept, Draft("thong-bao", "", given=_spelled(kept)))


def _page(request: Request, account: Account, kept: Preferences, draft: Draft) -> Response:
    return page(
        request,
        "notices.html",
        account,
        status=draft.status,
        kept=kept,
        draft=draft,
        kinds=[(kind.value, label) for kind, label in KINDS.items()],
        digests=[(digest.value, _(label)) for digest, label in DIGESTS.items()],
        languages_spoken=list(SPOKEN.items()),
        saved=request.query_params.get("da-luu", ""),
    )


def _spelled(kept: Preferences) -> dict[str, list[str]]:
    return {
        "dia-chi": [kept.address],
        "ngon-ngu": [kept.language],
        "loai": sorted(kept.kinds),
        "tong-hop": [kept.digest],
        "luc": [f"{kept.digest_at:%H:%M}"],
    }


@router.post("/thong-bao")
async def post_notices(request: Request) -> Response:
    """Keep what is wanted; a new address is written to, and told nothing else before it answers."""
    account, shell = await signed_in(request), shell_of(request)
    fields = await read_fields(request)
    kept = await shell.database.ask(preferences, account.id)
    draft = Draft("thong-bao", "", given=fields)
    wanted, faults = _wanted(draft, fields)
    now = shell.now()
    if wanted.address not in {"", kept.address} and not faults:
        sent = await shell.database.ask(proofs_since, account.id, now - _PROOFS_IN)
        if sent >= _MOST_PROOFS:
            faults["dia-chi"] = _("Hôm nay đã gửi quá nhiều thư xác nhận. Xin thử lại vào ngày mai.")
    if faults:
        alert = Alert(_("Chưa lưu được: hãy sửa những chỗ được đánh dấu dưới đây."))
        marked = Draft("thong-bao", "", given=fields, faults=faults, alert=alert, status=422)
        return _page(request, account, kept, marked)
    proving = await shell.database.ask(save_preferences, account.id, wanted, now)
    return RedirectResponse(f"/thong-bao?da-luu={'xac-nhan' if proving else 'xong'}", 303)


def _wanted(draft: Draft, fields: Fields) -> tuple[Preferences, dict[str, str]]:
    """What the form asks for, with a sentence beside each field that cannot be used."""
    faults: dict[str, str] = {}
    address = draft.typed("dia-chi").strip()
    if address and (len(address) > _MOST_ADDRESS or not _ADDRESS(address)):
        faults["dia-chi"] = _("Địa chỉ thư không đúng dạng, ví dụ ten@vks.gov.vn.")
    at = _TIME(draft.typed("luc"))
    if at is None:
        faults["luc"] = _("Giờ ghi dạng giờ:phút, ví dụ 07:30.")
    kinds = frozenset(kind for kind in Kind if kind.value in fields.get("loai", ()))
    digest, language = draft.typed("tong-hop"), draft.typed("ngon-ngu")
    if digest not in set(Digest):
        faults["tong-hop"] = _("Hãy chọn một trong các mục.")
    if language not in LANGUAGES:
        faults["ngon-ngu"] = _("Hãy chọn một trong các mục.")
    if faults:
        return Preferences(), faults
    digest_at = time(int(at[1]), int(at[2])) if at else time()
    return Preferences(address, language, kinds, Digest(digest), digest_at), faults


@router.get("/thong-bao/xac-nhan")
async def get_proof(request: Request) -> Response:
    """Ask for one more press: programs that look at mail open links by themselves."""
    return _proof_page(request, await account_or_none(request), request.query_params.get("ma", "")[:100])


@router.post("/thong-bao/xac-nhan")
async def post_proof(request: Request) -> Response:
    """The address is shown to be theirs; nobody need be signed in to say so."""
    fields = await read_fields(request)
    token = Draft("", "", given=fields).typed("ma")[:100]
    shell = shell_of(request)
    if await shell.database.ask(verify_address, token, shell.now()) is None:
        raise Problem("link_expired")
    return _proof_page(request, await account_or_none(request), "")


def _proof_page(request: Request, account: Account | None, token: str) -> Response:
    values: dict[str, Any] = {"token": token}
    return page(request, "notices_proof.html", account, **values)
