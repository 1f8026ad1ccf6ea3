"""Convene a session: choose the council and the day, the lines and their order, look it over, send it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from http import HTTPStatus
from itertools import groupby
from typing import Any, Final

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from domain.context import calendar_of
from domain.council.state import Council
from domain.ids import Kind, key_of
from domain.labels import RECOMMENDATIONS
from domain.rules.calendar import civil_date
from domain.rules.library import packs
from domain.rules.pack import Award, Ballot, Denominator
from domain.session.adopting import verified_rule
from domain.session.convening import conflicts, line_of, seats_on
from domain.session.state import AdoptedRule, Conflict
from domain.values import Role
from readmodel import council, queries
from readmodel.accounts import Account
from web.acting import Alert, Draft, act, blank, form_of, read_fields
from web.asked import day_of
from web.auth import signed_in
from web.council_words import GROUNDS, SEATS, WHOLES
from web.filling import Fields
from web.i18n import _
from web.problems import Problem
from web.rendering import page
from web.shell import Shell, shell_of
from web.words import award_name

PLACE: Final = "/phien-hop/trieu-tap"
_COMMAND: Final = "convene_session"
_LOOK_OVER, _CONVENE = "xem-lai", "trieu-tap"
_WHOLE_DOSSIER, _ORDER = "ca-ho-so", "thu-tu."

router = APIRouter(include_in_schema=False)
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Ruling:
    """How an award is voted: by a verified rule, or by one that the sitting adopts, which the packs only ask for."""

    award: str
    verified: AdoptedRule | None
    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Calling:
    """What the page is about: the councils one may call, the one chosen, its day, and the lines that wait for it."""

    account: Account
    councils: tuple[Row, ...]
    chosen: str
    state: Council | None
    meets_on: date | None
    lines: tuple[Row, ...]
    rulings: tuple[Ruling, ...]
    notice_days: int

    @property
    def dossiers(self) -> list[tuple[str, list[Row]]]:
        """The lines by dossier."""
        ordered = sorted(self.lines, key=lambda row: (row["dossier"], row["id"]))
        return [(name, list(rows)) for name, rows in groupby(ordered, key=lambda row: row["dossier"])]


async def calling(request: Request, fields: Fields) -> Calling:
    """Everything that the form offers, as far as it was chosen; raises `Problem` for who may not convene."""
    account, shell = await signed_in(request), shell_of(request)
    units = {grant.unit for grant in account.grants if grant.role is Role.COUNCIL_SECRETARY}
    if not units:
        raise Problem("no_role")
    today = civil_date(shell.now())
    offered = await _councils(shell, units, today)
    chosen = _last(fields, "council")
    state = offered.get(chosen)
    meets_on = day_of(_last(fields, "meets_on"))
    rows = await shell.database.ask(council.for_agenda, {state.unit}) if state else []
    names = [{"id": stream, "name": found.name, "unit": found.unit} for stream, found in offered.items()]
    wait = _may_come(rows, state)
    left = calendar_of("").between(today, meets_on) - 1 if meets_on and meets_on > today else 0
    return Calling(account, tuple(names), chosen, state, meets_on, wait, _rulings(wait), left)


async def _councils(shell: Shell, units: set[str], today: date) -> dict[str, Council]:
    """The councils of these units, or whose work they prepare."""
    known = [row["id"] for row in await shell.database.ask(council.councils)]
    states: Mapping[str, Council] = await shell.database.ask(shell.load, known) if known else {}
    return {
        stream: state
        for stream, state in states.items()
        if {state.unit, state.body_on(today)} & units and state.dissolved_on is None
    }


def _may_come(rows: Sequence[Row], state: Council | None) -> tuple[Row, ...]:
    """A line that was voted on comes only before a council that follows another."""
    follows = state is not None and state.follows != ""
    return tuple(row for row in rows if row["step"] == "appraised" or follows)


def _rulings(rows: Sequence[Row]) -> tuple[Ruling, ...]:
    by_award: dict[str, list[Award]] = {}
    for award, pack in sorted({(row["award"], row["pack"]) for row in rows}):
        by_award.setdefault(award, []).append(packs()[pack].award(award))
    return tuple(_ruling(award, entries) for award, entries in by_award.items())


def _ruling(award: str, entries: Sequence[Award]) -> Ruling:
    known = {verified_rule(entry) for entry in entries}
    verified = next(iter(known)) if len(known) == 1 else None
    asked = dict.fromkeys(entry.vote.basis.question for entry in entries if entry.vote)
    return Ruling(award, verified, tuple(filter(None, asked)))


@router.get(PLACE)
async def get_calling(request: Request) -> Response:
    """The form, step by step."""
    given = {name: request.query_params.getlist(name) for name in request.query_params}
    call = await calling(request, given)
    draft = replace(blank(call.account, _COMMAND), given=given)
    return await _draw(request, call, draft)


@router.post(PLACE)
async def post_calling(request: Request) -> Response:
    """Look the agenda over, mend it, or convene."""
    fields = await read_fields(request)
    call = await calling(request, fields)
    draft = _received(call, fields)
    agenda = _agenda(call, fields)
    step = _last(fields, "buoc")
    if call.state is None or call.meets_on is None or not agenda:
        return await _draw(request, call, _lacking(call, draft))
    if step == _LOOK_OVER:
        return await _preview(request, call, draft, agenda)
    if step != _CONVENE:
        return await _draw(request, call, draft)
    key = f"{key_of(call.chosen)[:50]}.{call.meets_on:%Y%m%d}.{draft.command_id[:4]}"
    told = await act(
        request, call.account, form_of(Kind.SESSION, _COMMAND), key, _command(call, fields, agenda)
    )
    if isinstance(told, Draft):
        return await _draw(request, call, replace(told, given=fields))
    return told.lead_to(f"/phien-hop/{key}")


def _received(call: Calling, fields: Fields) -> Draft:
    draft = blank(call.account, _COMMAND)
    return replace(draft, command_id=_last(fields, "command_id") or draft.command_id, given=fields)


def _lacking(call: Calling, draft: Draft) -> Draft:
    """Why there is nothing to look over yet."""
    if call.state is None:
        faults = {"council": _("Chọn Hội đồng.")}
    elif call.meets_on is None:
        faults = {"meets_on": _("Ngày ghi dạng ngày/tháng/năm, ví dụ 05/12/2023.")}
    else:
        faults = {"agenda": _("Chọn ít nhất một dòng.")}
    sentence = _("Chưa ghi được: hãy sửa những chỗ được đánh dấu dưới đây.")
    return replace(draft, faults=faults, alert=Alert(sentence), status=HTTPStatus.UNPROCESSABLE_ENTITY)


def _agenda(call: Calling, fields: Fields) -> tuple[str, ...]:
    """The lines chosen, those with a number first by it, the others as they are listed."""
    marked, whole = set(fields.get("agenda", ())), set(fields.get(_WHOLE_DOSSIER, ()))
    listed = [row for _dossier, rows in call.dossiers for row in rows]
    chosen = [row["id"] for row in listed if row["id"] in marked or row["dossier"] in whole]
    return tuple(sorted(chosen, key=lambda line: _number(fields, line)))


def _number(fields: Fields, line: str) -> int:
    given = _last(fields, _ORDER + line)
    return int(given) if given.isascii() and given.isdigit() and len(given) < 6 else 1_000_000  # noqa: PLR2004


def _command(call: Calling, fields: Fields, agenda: Sequence[str]) -> Fields:
    """The fields of the command: the agenda in its order, rules only for awards that are on it."""
    awards = {row["award"] for row in call.lines if row["id"] in set(agenda)}
    ours = {
        str(number)
        for number, ruling in enumerate(call.rulings)
        if ruling.award in awards and ruling.verified is None
    }
    kept = {
        name: values
        for name, values in fields.items()
        if name in _KEPT or (name.startswith("rules.") and name.split(".")[1] in ours)
    }
    return {**kept, "agenda": list(agenda), "meets_on": [f"{call.meets_on}"]}


_KEPT: Final = (
    "command_id",
    "acting_as",
    "council",
    "quorum_numerator",
    "quorum_denominator",
    "quorum_basis",
    "comment_basis",
)


async def _preview(request: Request, call: Calling, draft: Draft, agenda: Sequence[str]) -> Response:
    """The agenda in its order, who sits, and whom a line concerns, before anything is recorded."""
    shell = shell_of(request)
    states: Mapping[str, Any] = await shell.database.ask(shell.load, agenda)
    rows = {row["id"]: row for row in call.lines}
    found: list[Conflict] = []
    if call.state is not None and call.meets_on is not None:
        seats = seats_on(call.state, call.meets_on)
        lines = tuple(line_of(line, states[line]) for line in agenda)
        found = list(conflicts(seats, lines, call.state.unit, call.state.kind))
    return await _page(
        request, call, draft, "convening_review.html", agenda=[rows[line] for line in agenda], found=found
    )


async def _draw(request: Request, call: Calling, draft: Draft) -> Response:
    return await _page(request, call, draft, "convening.html")


async def _page(request: Request, call: Calling, draft: Draft, template: str, **values: object) -> Response:
    shell = shell_of(request)
    seated = call.state.seated_on(call.meets_on) if call.state and call.meets_on else ()
    people = await shell.database.ask(queries.account_names, [member.person for member in seated])
    return page(
        request,
        template,
        call.account,
        status=draft.status,
        call=call,
        draft=draft,
        seated=seated,
        people=people,
        seats=SEATS,
        grounds=GROUNDS,
        recommendations=RECOMMENDATIONS,
        award_name=award_name,
        units=await shell.database.ask(queries.unit_names),
        titles={row["id"]: row["title"] for row in await shell.database.ask(queries.dossiers)},
        ballots=[(Ballot.OPEN, _("Công khai")), (Ballot.SECRET, _("Bỏ phiếu kín"))],
        wholes=[(whole, _(WHOLES[whole])) for whole in Denominator],
        **values,
    )


def _last(fields: Fields, name: str) -> str:
    values = fields.get(name)
    return values[-1].strip() if values else ""
