"""Sign many instruments at once: number and date for each, looked over, each with its own result."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Any, Final
from uuid import uuid4

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from domain.decision.state import Stage
from domain.ids import Kind, key_of
from domain.labels import INSTRUMENTS
from domain.values import Role
from readmodel import council, queries
from readmodel.accounts import Account
from web.acting import Alert, Done, Draft, act, blank, form_of, read_fields
from web.asked import day_of
from web.auth import signed_in
from web.deciding import PLACE, deciding_units
from web.filling import Fields
from web.i18n import _
from web.rendering import page
from web.shell import shell_of

_COMMAND: Final = "sign_decision"
_LOOK_OVER, _SIGN = "xem-lai", "ky"

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Signing:
    """An instrument to be signed: its row as it was when it was chosen, number, date, and the command's id."""

    row: Mapping[str, Any]
    number: str
    signed_on: str
    command_id: str
    seen_version: str

    @property
    def key(self) -> str:
        """The instrument's key."""
        return key_of(self.row["id"])


@router.post(f"{PLACE}/ky")
async def post_signing(request: Request) -> Response:
    """Look the signatures over, mend them, or sign; what was chosen stays chosen, whatever came in meanwhile."""
    fields, account = await read_fields(request), await signed_in(request)
    draft = replace(blank(account, _COMMAND), given=fields)
    signings = await _signings(request, account, fields)
    faults = _faults(signings, fields)
    step = fields.get("buoc", [""])[-1]
    if not signings or faults or step not in {_LOOK_OVER, _SIGN}:
        told = _at_fault(draft, faults) if step in {_LOOK_OVER, _SIGN} else draft
        return await _show(request, account, told, signings, "signing_desk.html")
    if step == _LOOK_OVER:
        return await _show(request, account, draft, signings, "signing_review.html")
    results = [(signing, await _sign(request, account, signing, fields)) for signing in signings]
    status = next((told.status for _signing, told in results if isinstance(told, Draft)), HTTPStatus.OK)
    return await _show(
        request, account, replace(draft, status=status), signings, "signed.html", results=results
    )


async def _signings(request: Request, account: Account, fields: Fields) -> list[Signing]:
    """The instruments chosen, as far as they are this decider's; signed ones too, for a second click."""
    stages = (Stage.SETTLED, Stage.SIGNED)
    rows = await shell_of(request).database.ask(council.instruments, deciding_units(account), stages)
    chosen = set(fields.get("chon", ()))
    return [_signing(row, fields) for row in rows if key_of(row["id"]) in chosen]


def _signing(row: Mapping[str, Any], fields: Fields) -> Signing:
    key = key_of(row["id"])
    return Signing(
        row,
        _last(fields, f"so.{key}"),
        _last(fields, f"ngay.{key}") or _last(fields, "ngay-chung"),
        _last(fields, f"lenh.{key}") or str(uuid4()),
        _last(fields, f"ban.{key}") or str(row["version"]),
    )


def _faults(signings: Sequence[Signing], fields: Fields) -> dict[str, str]:
    """What is missing before anything is sent, by field."""
    found = {
        name: _("Cần điền chỗ này.") for name in ("signatory", "signatory_title") if not _last(fields, name)
    }
    for signing in signings:
        if not signing.number:
            found[f"so.{signing.key}"] = _("Cần điền chỗ này.")
        if day_of(signing.signed_on) is None:
            found[f"ngay.{signing.key}"] = _("Ngày ghi dạng ngày/tháng/năm, ví dụ 05/12/2023.")
    return found


def _at_fault(draft: Draft, faults: Mapping[str, str]) -> Draft:
    sentence = (
        _("Chưa ghi được: hãy sửa những chỗ được đánh dấu dưới đây.")
        if faults
        else _("Chọn ít nhất một văn bản.")
    )
    return replace(draft, faults=faults, alert=Alert(sentence), status=HTTPStatus.UNPROCESSABLE_ENTITY)


async def _sign(request: Request, account: Account, signing: Signing, fields: Fields) -> Draft | Done:
    """One signature; a fresh proof of who signs is asked for where every command passes."""
    spelled = {
        "command_id": [signing.command_id],
        "seen_version": [signing.seen_version],
        "acting_as": [f"{Role.DECIDER}@{signing.row['unit']}"],
        "number": [signing.number],
        "signed_on": [signing.signed_on],
        "signatory": [_last(fields, "signatory")],
        "signatory_title": [_last(fields, "signatory_title")],
    }
    return await act(request, account, form_of(Kind.DECISION, _COMMAND), signing.key, spelled)


async def _show(
    request: Request,
    account: Account,
    draft: Draft,
    signings: Sequence[Signing],
    template: str,
    **values: object,
) -> Response:
    return page(
        request,
        template,
        account,
        status=draft.status,
        draft=draft,
        signings=signings,
        instruments=INSTRUMENTS,
        names=await shell_of(request).database.ask(queries.unit_names),
        **values,
    )


def _last(fields: Fields, name: str) -> str:
    values = fields.get(name)
    return values[-1].strip() if values else ""
