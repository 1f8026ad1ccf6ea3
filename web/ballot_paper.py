"""One ballot paper for the whole agenda: mark every line, look it over, hand it in; then the receipt."""

from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Final
from uuid import uuid4

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from domain.ids import Kind
from domain.session.state import Choice
from web.acting import Alert, Draft, act, blank, form_of, read_fields
from web.filling import Fields
from web.i18n import _, ngettext
from web.rendering import page
from web.room import Item
from web.sitting import ROOM, Entered, desk, enter, words

_COMMAND: Final = "cast_ballot"
_LOOK_OVER, _HAND_IN, _MEND = "xem-lai", "nop", "sua"
_PREFIX: Final = "muc."

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Paper:
    """The paper as it is filled in: each line that is owed with its mark, and the form around them."""

    draft: Draft
    marks: tuple[tuple[Item, Choice | None], ...]

    @property
    def unmarked(self) -> int:
        """How many lines are not marked yet."""
        return sum(choice is None for _item, choice in self.marks)

    @property
    def totals(self) -> dict[Choice, int]:
        """How many lines bear each mark."""
        return {choice: sum(given is choice for _item, given in self.marks) for choice in Choice}


@router.get(f"{ROOM}/{{key}}/phieu")
async def get_paper(request: Request, key: str) -> Response:
    """The paper to fill in, or what was handed in."""
    entered = await enter(request, key)
    return _draw(request, entered, _paper(entered, blank(entered.account, _COMMAND), {}), "ballot.html")


@router.post(f"{ROOM}/{{key}}/phieu")
async def post_paper(request: Request, key: str) -> Response:
    """Look the paper over, mend it, or hand it in."""
    fields, entered = await read_fields(request), await enter(request, key)
    step = fields.get("buoc", [_LOOK_OVER])[-1]
    received = _received(entered, fields)
    paper = _paper(entered, received, fields)
    if not entered.room.owed or step == _MEND:
        return _draw(request, entered, paper, "ballot.html")
    if paper.unmarked:
        return _draw(request, entered, _missing(paper), "ballot.html")
    if step != _HAND_IN:
        return _draw(request, entered, paper, "ballot_review.html")
    spelled = _command(entered, paper, fields)
    told = await act(request, entered.account, form_of(Kind.SESSION, _COMMAND), entered.key, spelled)
    if isinstance(told, Draft):
        return _draw(request, entered, replace(paper, draft=told), "ballot.html")
    return told.lead_to(f"{entered.place}/phieu")


def _received(entered: Entered, fields: Fields) -> Draft:
    """The form as it was posted: the same sending, so that a second tap is not a second paper."""
    draft = blank(entered.account, _COMMAND)
    return replace(draft, command_id=fields.get("command_id", [str(uuid4())])[-1], given=fields)


def _paper(entered: Entered, draft: Draft, fields: Fields) -> Paper:
    marks = tuple((item, _mark(item, fields)) for item in entered.room.owed)
    return Paper(draft, marks)


def _mark(item: Item, fields: Fields) -> Choice | None:
    """The mark beside a line, if it is one that the line allows."""
    given = fields.get(_PREFIX + item.line.nomination, [""])[-1]
    return next((choice for choice in item.choices if choice == given), None)


def _missing(paper: Paper) -> Paper:
    faults = {
        _PREFIX + item.line.nomination: _("Chưa đánh dấu mục này.")
        for item, choice in paper.marks
        if choice is None
    }
    sentence = ngettext(
        "Còn %(num)s mục chưa đánh dấu. Những mục đã đánh dấu được giữ nguyên.",
        "Còn %(num)s mục chưa đánh dấu. Những mục đã đánh dấu được giữ nguyên.",
        len(faults),
    )
    draft = replace(paper.draft, faults=faults, alert=Alert(sentence), status=HTTPStatus.UNPROCESSABLE_ENTITY)
    return replace(paper, draft=draft)


def _command(entered: Entered, paper: Paper, fields: Fields) -> Fields:
    """The fields of the command that the paper spells."""
    spelled: dict[str, list[str]] = {
        "command_id": [paper.draft.command_id],
        "acting_as": list(fields.get("acting_as", [desk(entered, _COMMAND)])),
        "channel": [entered.room.channel],
    }
    for number, (item, choice) in enumerate(paper.marks):
        spelled[f"marks.{number}.nomination"] = [item.line.nomination]
        spelled[f"marks.{number}.choice"] = [str(choice)]
    return spelled


def _draw(request: Request, entered: Entered, paper: Paper, template: str) -> Response:
    return page(
        request,
        template,
        entered.account,
        status=paper.draft.status,
        paper=paper,
        draft=paper.draft,
        desk=desk(entered, _COMMAND),
        **words(entered),
    )
