"""Public comment: the lists that are open to everybody; secretary or publisher opens a period and sums it up."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from http import HTTPStatus
from itertools import groupby
from typing import Any, Final

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from domain.comment.state import CommentPeriod
from domain.context import calendar_of
from domain.ids import Kind, key_of
from domain.rules.calendar import civil_date
from domain.values import Role
from readmodel import council, queries
from readmodel.accounts import Account
from web.acting import Alert, Draft, act, blank, form_of, read_fields
from web.asked import day_of
from web.auth import account_or_none, signed_in
from web.concealment import concealed_from
from web.filling import Fields
from web.i18n import _
from web.problems import Problem
from web.rendering import page
from web.shell import Shell, shell_of
from web.words import award_name

PLACE: Final = "/lay-y-kien"
_OPEN, _CLOSE = "open_comment", "close_comment"
_KEEPERS: Final = frozenset({Role.COUNCIL_SECRETARY, Role.PUBLISHER})
_WHOLE_DOSSIER: Final = "ca-ho-so"

router = APIRouter(include_in_schema=False)
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Period:
    """A comment period: how many lines of each award, never whose; `form` is there for who may sum it up."""

    key: str
    state: CommentPeriod
    reference: str
    awards: tuple[tuple[str, int], ...]
    working_days: int
    form: Draft | None = None

    def is_open(self, today: date) -> bool:
        """Whether anybody may still say something."""
        state = self.state
        return (
            state.opens_on is not None
            and state.closes_on is not None
            and state.opens_on <= today <= state.closes_on
        )


@router.get(PLACE)
async def get_periods(request: Request) -> Response:
    """What is open for comment; for those who keep the periods of a unit, all of theirs."""
    return await _draw(request, await account_or_none(request))


async def _draw(
    request: Request, account: Account | None, draft: Draft | None = None, key: str = ""
) -> Response:
    shell = shell_of(request)
    today, units = civil_date(shell.now()), _units(account)
    periods = await _periods(shell)
    kept = [_with_form(period, account, today, draft if period.key == key else None) for period in periods]
    return page(
        request,
        "comment_periods.html",
        account,
        status=draft.status if draft else HTTPStatus.OK,
        open_now=[period for period in periods if period.is_open(today)],
        mine=[period for period in kept if period.state.unit in units],
        keeps=bool(units),
        today=today,
        award_name=award_name,
        names=await shell.database.ask(queries.unit_names),
    )


def _units(account: Account | None) -> set[str]:
    """The units whose comment periods the account keeps."""
    return {grant.unit for grant in account.grants if grant.role in _KEEPERS} if account else set()


def _with_form(period: Period, account: Account | None, today: date, draft: Draft | None) -> Period:
    over = period.state.closes_on is not None and period.state.closes_on < today
    if account is None or period.state.closed or not over or period.state.unit not in _units(account):
        return period
    return replace(period, form=draft or blank(account, _CLOSE))


async def _periods(shell: Shell) -> list[Period]:
    """Every period, the latest first."""
    opened = await shell.database.ask(council.comment_periods)
    states: Mapping[str, CommentPeriod] = (
        await shell.database.ask(shell.load, [row["id"] for row in opened]) if opened else {}
    )
    lines = {name for state in states.values() for name in state.nominations}
    rows = await shell.database.ask(council.lines_of, lines)
    return [_period(row, states[row["id"]], rows) for row in opened]


def _period(row: Row, state: CommentPeriod, rows: Mapping[str, Row]) -> Period:
    awards = Counter(rows[name]["award"] for name in state.nominations if name in rows)
    opens, closes = state.opens_on, state.closes_on
    days = calendar_of("").between(opens, closes) if opens and closes else 0
    return Period(key_of(row["id"]), state, row["reference"], tuple(sorted(awards.items())), days)


@router.post(f"{PLACE}/{{key}}/tong-hop")
async def post_close(request: Request, key: str) -> Response:
    """Sum a period up once it is over."""
    fields, account = await read_fields(request), await signed_in(request)
    told = await act(request, account, form_of(Kind.COMMENT, _CLOSE), key, fields)
    return await _draw(request, account, told, key) if isinstance(told, Draft) else told.lead_to(PLACE)


# Opening a period


@router.get(f"{PLACE}/moi")
async def get_opening(request: Request) -> Response:
    """The lines that may be made public for comment."""
    account = await signed_in(request)
    return await _draw_opening(request, account, blank(account, _OPEN))


@router.post(f"{PLACE}/moi")
async def post_opening(request: Request) -> Response:
    """Open a period over the lines chosen."""
    fields, account = await read_fields(request), await signed_in(request)
    unit, opens = _unit(request, account), day_of(_last(fields, "opens_on"))
    draft = replace(blank(account, _OPEN), given=fields)
    sending = _last(fields, "command_id") or draft.command_id
    chosen = _chosen(await _lines(request, account, unit), fields)
    if opens is None or not chosen:
        return await _draw_opening(request, account, _lacking(replace(draft, command_id=sending), opens))
    key = f"{unit.lower()[:50]}.{opens:%Y%m%d}.{sending[:4].lower()}"
    spelled = {**fields, "unit": [unit], "nominations": chosen, "command_id": [sending]}
    told = await act(request, account, form_of(Kind.COMMENT, _OPEN), key, spelled)
    if isinstance(told, Draft):
        return await _draw_opening(request, account, replace(told, given=fields))
    return told.lead_to(PLACE)


def _lacking(draft: Draft, opens: date | None) -> Draft:
    """Why nothing was sent."""
    faults = (
        {"nominations": _("Chọn ít nhất một dòng.")}
        if opens
        else {"opens_on": _("Ngày ghi dạng ngày/tháng/năm, ví dụ 05/12/2023.")}
    )
    sentence = _("Chưa ghi được: hãy sửa những chỗ được đánh dấu dưới đây.")
    return replace(draft, faults=faults, alert=Alert(sentence), status=HTTPStatus.UNPROCESSABLE_ENTITY)


def _unit(request: Request, account: Account) -> str:
    """The unit for which a period is opened; raises `Problem` for who keeps none."""
    units, asked = _units(account), request.query_params.get("don-vi", "")
    if not units:
        raise Problem("no_role")
    return asked if asked in units else min(units)


async def _lines(request: Request, account: Account, unit: str) -> list[Row]:
    """The lines of that unit that are not before the council yet; none that concern the account."""
    shell = shell_of(request)
    hidden = await concealed_from(shell, account)
    rows = await shell.database.ask(council.before_council, {unit})
    return [row for row in rows if row["id"] not in hidden and row["candidate"] != account.id]


def _chosen(rows: Sequence[Row], fields: Fields) -> list[str]:
    marked, whole = set(fields.get("nominations", ())), set(fields.get(_WHOLE_DOSSIER, ()))
    return [row["id"] for row in rows if row["id"] in marked or row["dossier"] in whole]


async def _draw_opening(request: Request, account: Account, draft: Draft) -> Response:
    shell, unit = shell_of(request), _unit(request, account)
    rows = sorted(await _lines(request, account, unit), key=lambda row: (row["dossier"], row["id"]))
    return page(
        request,
        "comment_opening.html",
        account,
        status=draft.status,
        draft=draft,
        unit=unit,
        units=sorted(_units(account)),
        dossiers=[(name, list(found)) for name, found in groupby(rows, key=lambda row: row["dossier"])],
        titles={row["id"]: row["title"] for row in await shell.database.ask(queries.dossiers)},
        award_name=award_name,
        names=await shell.database.ask(queries.unit_names),
    )


def _last(fields: Fields, name: str) -> str:
    values = fields.get(name)
    return values[-1].strip() if values else ""
