"""What is done in the council room besides voting: each form of the room is one command."""

from typing import Final

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from domain.ids import Kind
from readmodel import council
from web.acting import Draft, act, form_of, read_fields
from web.filling import Fields
from web.problems import Problem
from web.shell import shell_of
from web.sitting import ROOM, draw, enter

ACTS: Final = {
    "co-mat": "record_attendance",
    "doi-ngay": "reschedule_session",
    "khong-tham-gia": "declare_recusal",
    "ghi-lien-quan": "record_conflict",
    "hoan-muc": "postpone_lines",
    "mo-bieu-quyet": "open_voting",
    "dong-bieu-quyet": "close_voting",
    "kiem-phieu-kin": "record_secret_count",
    "xac-nhan": "certify_tally",
    "bieu-quyet-lai": "reopen_voting",
    "ket-thuc": "adjourn_session",
}
"""The commands of the room by the word that addresses each."""

_TICKED_BY: Final = {"participants": "channel", "cap_confirmations": "reason"}
"""Lists whose rows are all drawn: a row counts where this field of it was filled in."""

router = APIRouter(include_in_schema=False)


@router.post(f"{ROOM}/{{key}}/dang-xet")
async def post_live(request: Request, key: str) -> Response:
    """Mark the line under discussion; a mark for those in the room, not evidence."""
    fields, entered = await read_fields(request), await enter(request, key)
    chosen = fields.get("nomination", [""])[-1]
    seen = {item.line.nomination for item in entered.room.items}
    if "mark_live" not in entered.room.acts or chosen not in {"", *seen}:
        raise Problem("unknown_record", {"stream": chosen[:91] or entered.room.stream})
    await shell_of(request).database.ask(council.mark_live, entered.room.stream, chosen, entered.account.id)
    return RedirectResponse(f"{entered.place}#dang-xet", 303)


@router.post(f"{ROOM}/{{key}}/{{word}}")
async def post_act(request: Request, key: str, word: str) -> Response:
    """Send the command of one form of the room; what was refused comes back as it was typed."""
    if word not in ACTS:
        raise Problem("not_found")
    fields, entered = await read_fields(request), await enter(request, key)
    form = form_of(Kind.SESSION, ACTS[word])
    told = await act(request, entered.account, form, entered.key, ticked(fields))
    if isinstance(told, Draft):
        return await draw(request, entered, told)
    return told.lead_to(entered.place)


def ticked(fields: Fields) -> Fields:
    """The fields without the rows of lists that were drawn but not filled in."""
    blank = {
        name.rpartition(".")[0]
        for name, values in fields.items()
        for rows, mark in _TICKED_BY.items()
        if name.startswith(f"{rows}.") and name.endswith(f".{mark}") and not values[-1].strip()
    }
    return {name: values for name, values in fields.items() if name.rpartition(".")[0] not in blank}
