"""The decider's desk: voted lines with verdicts and votes, an outcome for each, grouped into instruments."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Any, Final
from uuid import uuid4

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from domain.context import pack_of
from domain.decision.state import Instrument, Stage
from domain.ids import Kind, key_of, stream_id
from domain.labels import INSTRUMENTS, OUTCOMES, RECOMMENDATIONS
from domain.session.events import LineResult
from domain.session.seeing import votes_needed
from domain.values import Authority, Outcome, Role, Track
from readmodel import council, queries
from readmodel.accounts import Account
from web.acting import Alert, Done, Draft, act, blank, form_of, read_fields
from web.auth import signed_in
from web.concealment import concealed_from
from web.council_words import CAUSES
from web.filling import Fields
from web.i18n import _
from web.problems import Problem
from web.rendering import page
from web.shell import Shell, shell_of
from web.sitting import minutes_of
from web.words import award_name

PLACE: Final = "/quyet-dinh-cho-ky"
_COMMAND: Final = "settle_outcomes"
_LOOK_OVER, _SETTLE = "xem-lai", "ket-luan"
INSTRUMENT_OF: Final = {
    Outcome.GRANTED: Instrument.DECISION,
    Outcome.DOWNGRADED: Instrument.DECISION,
    Outcome.FORWARDED: Instrument.PRESENTATION,
    Outcome.REFUSED: Instrument.NOTICE,
}

router = APIRouter(include_in_schema=False)
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Voted:
    """A line that waits for the decider: what was advised, how it was voted, and what may become of it."""

    row: Row
    result: LineResult | None
    lower: str
    outcomes: tuple[Outcome, ...]

    @property
    def id(self) -> str:
        """Its stream."""
        return str(self.row["id"])

    @property
    def needed(self) -> int:
        """How many votes it needed."""
        return votes_needed(self.result.denominator, self.result.pass_percent) if self.result else 0

    @property
    def default(self) -> Outcome | None:
        """What the council resolved."""
        return Outcome(self.row["vote"]) if self.row["vote"] else None


@dataclass(frozen=True, slots=True)
class Chosen:
    """A line with the outcome given to it, the reason, and why it may not be so."""

    voted: Voted
    outcome: Outcome | None
    reason: str
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """The lines of one instrument, and the id of the command that settles them."""

    instrument: Instrument
    lines: tuple[Chosen, ...]
    command_id: str


def deciding_units(account: Account) -> set[str]:
    """The units for which the account decides; raises `Problem` where there are none."""
    units = {grant.unit for grant in account.grants if grant.role is Role.DECIDER}
    if not units:
        raise Problem("no_role")
    return units


async def waiting(shell: Shell, account: Account) -> list[Row]:
    """The lines that the account may settle; nothing that concerns them."""
    hidden = await concealed_from(shell, account)
    rows = await shell.database.ask(council.for_settlement, deciding_units(account))
    return [
        row
        for row in rows
        if row["id"] not in hidden
        and row["candidate"] != account.id
        and (row["step"] == "voted" or _simplified(row))
    ]


def _simplified(row: Row) -> bool:
    """Whether the line is for an unexpected achievement, which no council votes on."""
    return pack_of(row["pack"]).award(row["award"]).track is Track.UNEXPECTED


@router.get(PLACE)
async def get_desk(request: Request) -> Response:
    """What waits: sittings whose lines are voted, and instruments to sign."""
    account, shell = await signed_in(request), shell_of(request)
    rows = await waiting(shell, account)
    groups: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        session = row["session"] if row["step"] == "voted" else ""
        groups.setdefault((session, row["handled_by"]), []).append(row)
    found = {stream: await shell.database.ask(queries.session, stream) for stream, _unit in groups if stream}
    ask = shell.database.ask
    unsigned = await ask(council.instruments, deciding_units(account), (Stage.SETTLED,))
    return page(
        request,
        "deciding.html",
        account,
        groups=[
            {"session": found.get(session), "key": key_of(session), "unit": unit, "lines": len(lines)}
            for (session, unit), lines in groups.items()
        ],
        unsigned=[{**row, "key": key_of(row["id"]), "command_id": str(uuid4())} for row in unsigned],
        instruments=INSTRUMENTS,
        names=await ask(queries.unit_names),
    )


@router.get(f"{PLACE}/ket-luan")
async def get_settling(request: Request) -> Response:
    """The lines of one sitting with verdicts and votes, and what is to become of each."""
    account = await signed_in(request)
    return await _draw(request, account, *_asked(request), blank(account, _COMMAND), {})


@router.post(f"{PLACE}/ket-luan")
async def post_settling(request: Request) -> Response:
    """Look the outcomes over, mend them, or settle them, one instrument after another."""
    fields, account = await read_fields(request), await signed_in(request)
    session, unit = _asked(request)
    draft = replace(blank(account, _COMMAND), given=fields)
    chosen = [_chosen(voted, fields) for voted in await _lines(request, account, session, unit)]
    marked = [entry for entry in chosen if entry.voted.id in fields.get("chon", ())]
    step = fields.get("buoc", [""])[-1]
    faults = {f"dong.{entry.voted.id}": entry.fault for entry in marked if entry.fault}
    if step not in {_LOOK_OVER, _SETTLE} or not marked or faults:
        told = draft if step not in {_LOOK_OVER, _SETTLE} else _at_fault(draft, faults)
        return await _draw(request, account, session, unit, told, fields)
    groups = _groups(marked, fields)
    if step == _LOOK_OVER:
        return await _show(request, account, session, unit, draft, groups, "settling_review.html")
    results = [(group, await _settle(request, account, session, unit, group)) for group in groups]
    status = next((told.status for _group, told in results if isinstance(told, Draft)), HTTPStatus.OK)
    draft = replace(draft, status=status)
    return await _show(request, account, session, unit, draft, groups, "settled.html", results=results)


def _asked(request: Request) -> tuple[str, str]:
    """Which sitting, and for which unit; raises `Refusal` malformed_id."""
    key, unit = request.query_params.get("phien", ""), request.query_params.get("don-vi", "")
    return (stream_id(Kind.SESSION, key) if key else ""), unit


async def _lines(request: Request, account: Account, session: str, unit: str) -> list[Voted]:
    """The lines of that sitting that wait; raises `Problem` where there are none for this account."""
    shell = shell_of(request)
    told = await minutes_of(shell, session) if session else None
    results = {result.nomination: result for result in told.results} if told else {}
    return [
        _voted(row, results.get(row["id"]))
        for row in await waiting(shell, account)
        if row["handled_by"] == unit and (row["session"] if row["step"] == "voted" else "") == session
    ]


def _voted(row: Row, result: LineResult | None) -> Voted:
    lower = row["downgraded_to"] or pack_of(row["pack"]).award(row["award"]).downgrade_to
    here = (Outcome.GRANTED, *((Outcome.DOWNGRADED,) if lower else ()))
    local = row["authority"] != Authority.SUPREME
    return Voted(row, result, lower, (*(here if local else ()), Outcome.FORWARDED, Outcome.REFUSED))


def _chosen(voted: Voted, fields: Fields) -> Chosen:
    """The outcome given to a line; a refusal and a departure from the vote say why."""
    given = _last(fields, f"ket-qua.{voted.id}")
    outcome = next((one for one in voted.outcomes if one == given), None)
    reason = _last(fields, f"ly-do.{voted.id}")
    if outcome is Outcome.REFUSED and not reason:
        reason = _last(fields, "ly-do-chung")
    if outcome is None:
        return Chosen(voted, None, reason, _("Chọn kết quả cho dòng này."))
    if not reason and (outcome is Outcome.REFUSED or outcome is not voted.default):
        return Chosen(voted, outcome, reason, _("Cần nêu lý do khi không tặng hoặc khác kết quả biểu quyết."))
    return Chosen(voted, outcome, reason)


def _at_fault(draft: Draft, faults: Mapping[str, str]) -> Draft:
    if faults:
        sentence = _("Chưa ghi được: hãy sửa những chỗ được đánh dấu dưới đây.")
    elif draft.given.get("chon"):
        sentence = _("Các dòng đã chọn không còn chờ kết luận: có thể đã được ghi. Xem danh sách văn bản.")
    else:
        sentence = _("Chọn ít nhất một dòng.")
    return replace(draft, faults=faults, alert=Alert(sentence), status=HTTPStatus.UNPROCESSABLE_ENTITY)


def _groups(marked: Sequence[Chosen], fields: Fields) -> list[Group]:
    """An instrument for each kind of outcome; its command id was made when the outcomes were looked over."""
    found: dict[Instrument, list[Chosen]] = {}
    for entry in marked:
        if entry.outcome is not None:
            found.setdefault(INSTRUMENT_OF[entry.outcome], []).append(entry)
    return [
        Group(instrument, tuple(found[instrument]), _last(fields, f"lenh.{instrument}") or str(uuid4()))
        for instrument in Instrument
        if instrument in found
    ]


async def _settle(request: Request, account: Account, session: str, unit: str, group: Group) -> Draft | Done:
    return await act(
        request,
        account,
        form_of(Kind.DECISION, _COMMAND),
        instrument_key(session, unit, group),
        _spelled(session, unit, group),
    )


def instrument_key(session: str, unit: str, group: Group) -> str:
    """The key of the instrument: one for each sending, so that a second click makes no second instrument."""
    stem = key_of(session)[:50] if session else unit.lower()[:50]
    return f"{stem}.{group.instrument}.{group.command_id[:6].lower()}"


def _spelled(session: str, unit: str, group: Group) -> Fields:
    spelled = {
        "command_id": [group.command_id],
        "acting_as": [f"{Role.DECIDER}@{unit}"],
        "unit": [unit],
        "session": [session],
        "instrument": [str(group.instrument)],
    }
    for number, entry in enumerate(group.lines):
        row = f"outcomes.{number}"
        lower = entry.voted.lower if entry.outcome is Outcome.DOWNGRADED else ""
        spelled |= {
            f"{row}.nomination": [entry.voted.id],
            f"{row}.outcome": [str(entry.outcome)],
            f"{row}.reason": [entry.reason],
            f"{row}.downgraded_to": [lower],
        }
    return spelled


async def _draw(  # noqa: PLR0913, PLR0917 - whose desk, which sitting, what came back
    request: Request, account: Account, session: str, unit: str, draft: Draft, fields: Fields
) -> Response:
    deciding_units(account)
    lines = await _lines(request, account, session, unit)
    return await _show(
        request, account, session, unit, draft, (), "settling.html", lines=lines, fields=fields
    )


async def _show(  # noqa: PLR0913, PLR0917 - what the three pages have in common
    request: Request,
    account: Account,
    session: str,
    unit: str,
    draft: Draft,
    groups: Sequence[Group],
    template: str,
    **values: object,
) -> Response:
    shell = shell_of(request)
    return page(
        request,
        template,
        account,
        status=draft.status,
        draft=draft,
        groups=groups,
        sitting=await shell.database.ask(queries.session, session) if session else None,
        here_to=f"{PLACE}/ket-luan?phien={key_of(session)}&don-vi={unit}",
        key_for=lambda group: instrument_key(session, unit, group),
        names=await shell.database.ask(queries.unit_names),
        award_name=award_name,
        instruments=INSTRUMENTS,
        outcomes=OUTCOMES,
        recommendations=RECOMMENDATIONS,
        causes=CAUSES,
        **values,
    )


def _last(fields: Fields, name: str) -> str:
    values = fields.get(name)
    return values[-1].strip() if values else ""
