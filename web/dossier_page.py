"""The page of a dossier: its lines and history; where many lines are acted on at once.

Many lines are acted on in three steps: chosen, looked over as they were frozen, recorded all together or not at all.
"""

from collections.abc import Sequence
from dataclasses import replace
from http import HTTPStatus
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from domain.ids import Kind, key_of, stream_id
from domain.labels import AUTHORITIES, RECOMMENDATIONS
from domain.rules.assess import Finding
from readmodel import queries
from readmodel.accounts import Account
from readmodel.history import HistoryEntry
from web import receiving, showing
from web.acting import Alert, Draft, act, blank, form_of, read_fields
from web.auth import account_or_none, signed_in
from web.bulk import (
    APPRAISE,
    BULK,
    Picked,
    Selection,
    as_typed,
    authority_known,
    looked_at,
    mark_of,
    questions_of,
    refusals,
    selected,
    spell,
    words_for,
)
from web.concealment import concealed_from, without
from web.filling import Fields
from web.i18n import _, spoken
from web.outcomes import counts, fate, total
from web.pages import dossier_row, facts_shown, unit_namer
from web.privacy import may_read_personal
from web.problems import Problem
from web.reading import history_of
from web.rendering import page
from web.shell import Shell, shell_of
from web.words import award_name

_MOST_LINES: Final = 1_000
_RECORDED: Final = {"dossier.appraised", "dossier.lines_returned"}
AwardCode = Annotated[str, Query(alias="danh-hieu", pattern="^[A-Z0-9_]{0,40}$")]

router = APIRouter(include_in_schema=False)


@router.get("/ho-so/{key}")
async def get_dossier(request: Request, key: str, award: AwardCode = "") -> Response:
    """A dossier's lines and its history, and what the reader may do with them."""
    return await _draw(request, key, await account_or_none(request), award=award)


async def _draw(  # noqa: PLR0913 - what stands on the page, and what came back
    request: Request,
    key: str,
    account: Account | None,
    *,
    award: str = "",
    alert: Alert | None = None,
    marked: Sequence[str] = (),
) -> Response:
    shell = shell_of(request)
    row = await dossier_row(shell, stream_id(Kind.DOSSIER, key), account)
    found = counts(await shell.database.ask(queries.outcomes)).get(row["id"], [])
    rows = await _lines(shell, row["id"], account, award)
    lines = [_line(entry, account) for entry in rows]
    return page(
        request,
        "dossier.html",
        account,
        status=HTTPStatus.CONFLICT if alert else HTTPStatus.OK,
        dossier=showing.dossier_view(row),
        awards=found,
        total=total(found),
        chosen=award,
        lines=lines,
        words=sorted({word for entry in lines for word in entry["words"]}),
        marked={mark.rpartition("@")[0] for mark in marked},
        withheld=any(entry["name"] is None for entry in lines),
        named=may_read_personal(account, (row["unit"], row["handled_by"])),
        facts=await facts_shown(shell, row["id"], row, account),
        unit_name=await unit_namer(shell),
        receives=receiving.receives(row, account),
        signs=receiving.signs(row, account),
        refused=alert,
    )


async def _lines(shell: Shell, dossier: str, account: Account | None, award: str = "") -> list[showing.Row]:
    """The dossier's lines that this reader may see."""
    rows = await shell.database.ask(
        queries.nominations, dossier=dossier, award=award or None, limit=_MOST_LINES
    )
    hidden = await concealed_from(shell, account)
    return [row for row in rows if row["id"] not in hidden]


def _line(row: showing.Row, account: Account | None) -> dict[str, Any]:
    return {
        **showing.nomination_view(row, account).model_dump(),
        "number": int(key_of(row["id"]).rpartition(".")[2]),
        "fate": fate(row["step"], row["outcome"]),
        "mark": mark_of(row),
        "words": words_for(row, account),
    }


# Many lines at once


@router.post("/ho-so/{key}/chon")
async def post_choice(request: Request, key: str) -> Response:
    """Look over the lines that were chosen, before anything is recorded on them."""
    fields, account = await read_fields(request), await signed_in(request)
    word, award = _last(fields, "viec"), _last(fields, "danh-hieu")
    offered = await _offered(request, key, account, word, award if "tat-ca" in fields else "")
    marks = [mark_of(row) for row in offered] if "tat-ca" in fields else fields.get("chon", ())
    selection = replace(selected(marks, offered), changed=())  # they are looked over as they are now
    if selection.broken:
        return await _broken(request, key, account, selection)
    draft = blank(account, BULK[word].command)
    return await _review(request, key, account, word, await _picked(request, account, word, selection), draft)


@router.post("/ho-so/{key}/viec/{word}")
async def post_bulk(request: Request, key: str, word: str) -> Response:
    """Record the same on every line that was looked over: on exactly these, as they were seen, or on none."""
    fields, account = await read_fields(request), await signed_in(request)
    offered = await _offered(request, key, account, word)
    sent = _last(fields, "command_id")
    if await _recorded(shell_of(request), key, account, sent):
        return RedirectResponse(f"/ho-so/{key}/ket-qua/{sent}", HTTPStatus.SEE_OTHER)
    selection = selected(fields.get("chon", ()), offered)
    if selection.broken:
        return await _broken(request, key, account, selection)
    picked = await _picked(request, account, word, selection)
    spelled = spell(word, picked, fields)
    told = await act(request, account, form_of(Kind.DOSSIER, BULK[word].command), key, spelled.fields)
    if isinstance(told, Draft):
        return await _review(request, key, account, word, picked, as_typed(told, spelled, fields))
    return told.lead_to(f"/ho-so/{key}/ket-qua/{told.command_id}")


async def _offered(
    request: Request, key: str, account: Account, word: str, award: str = ""
) -> list[showing.Row]:
    """The lines that the account may choose for an act; raises `Problem` for an act that is none."""
    if word not in BULK:
        raise Problem("not_found")
    shell = shell_of(request)
    row = await dossier_row(shell, stream_id(Kind.DOSSIER, key), account)
    return [
        line for line in await _lines(shell, row["id"], account, award) if word in words_for(line, account)
    ]


async def _picked(request: Request, account: Account, word: str, selection: Selection) -> list[Picked]:
    """The selection, with what the rules find where the act rests on it."""
    if word == APPRAISE:
        return await looked_at(shell_of(request), selection.rows, account)
    return [Picked(row) for row in selection.rows]


async def _broken(request: Request, key: str, account: Account, selection: Selection) -> Response:
    """Back to the choice, with why nothing was recorded; what was chosen rightly stays marked."""
    items = tuple(row["name"] or row["candidate"] for row in selection.changed)
    marks = [mark_of(row) for row in selection.rows]
    return await _draw(request, key, account, alert=Alert(selection.broken, items=items), marked=marks)


async def _review(  # noqa: PLR0913, PLR0917 - whose act, on which lines, what came back
    request: Request, key: str, account: Account, word: str, picked: Sequence[Picked], draft: Draft
) -> Response:
    """The frozen selection, and the form of what is recorded on all of it."""
    shell = shell_of(request)
    row = await dossier_row(shell, stream_id(Kind.DOSSIER, key), account)
    why = refusals(draft.alert)
    alert = replace(draft.alert, items=()) if draft.alert and why else draft.alert
    return page(
        request,
        "dossier_review.html",
        account,
        status=draft.status,
        word=word,
        key=key,
        dossier=row,
        draft=replace(draft, alert=alert),
        lines=[
            {**_line(one.row, account), "unmet": [_asked(found) for found in one.unmet]}
            | {"asked": [_asked(found) for found in one.questions], "why": why.get(one.row["id"], "")}
            for one in picked
        ],
        awards=_awards(picked) if word == APPRAISE else [],
        questions=_questions(picked),
        recommendations=[(code, _(label)) for code, label in RECOMMENDATIONS.items()],
        authorities=[(code, _(label)) for code, label in AUTHORITIES.items()],
        answers=[("met", _("Đạt")), ("not_met", _("Chưa đạt"))],
    )


def _asked(finding: Finding) -> str:
    return spoken(finding.asked.vi, finding.asked.en)


def _awards(picked: Sequence[Picked]) -> list[tuple[str, str, str]]:
    """The awards of the selection: code, name, and the authority where the rules know it."""
    first = {one.row["award"]: one.row for one in picked}
    return [(code, _(award_name(code, row["pack"])), authority_known(row)) for code, row in first.items()]


def _questions(picked: Sequence[Picked]) -> list[dict[str, Any]]:
    return [
        {
            "place": f"{award}.{criterion}",
            "award": _(award_name(award)),
            "asked": _asked(found[0]),
            "source": found[0].source,
            "lines": len(found),
        }
        for (award, criterion), found in questions_of(picked).items()
    ]


# What was recorded


@router.get("/ho-so/{key}/ket-qua/{command_id}")
async def get_result(request: Request, key: str, command_id: str) -> Response:
    """What became of every line of a selection, and where each stands now."""
    shell, account = shell_of(request), await signed_in(request)
    row = await dossier_row(shell, stream_id(Kind.DOSSIER, key), account)
    entry = await _recorded(shell, key, account, command_id)
    if entry is None or not may_read_personal(account, (row["unit"], row["handled_by"])):
        raise Problem("not_found")
    among = set(entry.payload["nominations"])
    lines = [_line(line, account) for line in await _lines(shell, row["id"], account) if line["id"] in among]
    return page(
        request,
        "dossier_result.html",
        account,
        key=key,
        dossier=row,
        lines=lines,
        appraised=entry.name == "dossier.appraised",
        accepted_at=entry.accepted_at,
        recommendations=RECOMMENDATIONS,
    )


async def _recorded(shell: Shell, key: str, account: Account, command_id: str) -> HistoryEntry | None:
    """What a sending recorded on the dossier, as this reader may see it."""
    hidden = await concealed_from(shell, account)
    for entry in await history_of(shell, stream_id(Kind.DOSSIER, key)):
        if entry.command_id == command_id and entry.name in _RECORDED:
            return without(entry, hidden)
    return None


def _last(fields: Fields, name: str) -> str:
    values = fields.get(name)
    return values[-1].strip() if values else ""
