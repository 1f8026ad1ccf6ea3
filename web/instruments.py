"""Instruments after the settlement: sign, publish, archive, answer from above, correct; and annul a line."""

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Final

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from domain.decision.state import Decision, Instrument, SettledLine, Stage
from domain.ids import Kind, key_of, stream_id
from domain.labels import INSTRUMENTS, OUTCOMES, STEPS
from domain.nomination.commands import AnnulmentGround, Recovered
from domain.nomination.state import Nomination, Step
from domain.values import Outcome, Role
from readmodel import council, queries
from readmodel.accounts import Account
from web import showing
from web.acting import Draft, act, blank, form_of, read_fields
from web.auth import signed_in
from web.concealment import concealed_from, without
from web.council_words import ANNULMENT_GROUNDS, RECOVERED
from web.filling import Fields
from web.i18n import N_, _
from web.privacy import may_read_personal
from web.problems import Problem
from web.reading import history_of
from web.rendering import page
from web.shell import Shell, shell_of
from web.views import FactView
from web.words import award_name

PLACE: Final = "/van-ban"
LINE: Final = "/huy-bo"
STAGES: Final[Mapping[Stage, str]] = {
    Stage.SETTLED: N_("Chờ ký"),
    Stage.SIGNED: N_("Chờ công bố"),
    Stage.PUBLISHED: N_("Chờ lưu trữ"),
    Stage.ARCHIVED: N_("Đã lưu trữ"),
}
ACTS: Final = {
    "ky": ("sign_decision", Role.DECIDER),
    "cong-bo": ("publish_decision", Role.PUBLISHER),
    "luu-tru": ("archive_decision", Role.RECEIVING_CLERK),
    "tra-loi": ("record_answer", Role.RECEIVING_CLERK),
    "dinh-chinh": ("correct_decision", Role.DECIDER),
}
"""The commands of an instrument by the word that addresses each, and who may send it."""
_IN_FORCE: Final = (Stage.SIGNED, Stage.PUBLISHED, Stage.ARCHIVED)
_AT: Final = {
    "sign_decision": (Stage.SETTLED,),
    "publish_decision": (Stage.SIGNED,),
    "archive_decision": (Stage.PUBLISHED,),
    "record_answer": _IN_FORCE,
    "correct_decision": _IN_FORCE,
}
_OF_LINES: Final = {"huy-bo": "annul_nomination", "thu-hoi": "record_recovery"}

router = APIRouter(include_in_schema=False)
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Opened:
    """An instrument as one person may see it: its state, its lines without those hidden, the acts open to them."""

    account: Account
    stream: str
    version: int
    state: Decision
    lines: tuple[SettledLine, ...]
    rows: Mapping[str, Row]
    acts: tuple[str, ...]

    @property
    def key(self) -> str:
        """Its key, as addresses name it."""
        return key_of(self.stream)

    @property
    def unanswered(self) -> tuple[SettledLine, ...]:
        """The lines that the higher level has not answered."""
        return tuple(line for line in self.lines if line.nomination not in self.state.answered)


@router.get(PLACE)
async def get_instruments(request: Request) -> Response:
    """The instruments of the units one acts for, by what they wait for."""
    account, shell = await signed_in(request), shell_of(request)
    units = {grant.unit for grant in account.grants if grant.role is not Role.OPERATOR}
    asked = request.query_params.get("cho", "")
    stages = [stage for stage in STAGES if stage == asked] or list(STAGES)
    rows = await shell.database.ask(council.instruments, units, stages)
    shown = [{**row, "key": key_of(row["id"])} for row in rows]
    names = await shell.database.ask(queries.unit_names)
    return page(
        request,
        "instruments.html",
        account,
        rows=shown,
        asked=asked,
        stages=STAGES,
        instruments=INSTRUMENTS,
        names=names,
    )


@router.get(f"{PLACE}/{{key}}")
async def get_instrument(request: Request, key: str) -> Response:
    """One instrument: its lines, what may be done with it, its history."""
    return await _draw(request, await _open(request, key))


@router.post(f"{PLACE}/{{key}}/{{word}}")
async def post_act(request: Request, key: str, word: str) -> Response:
    """Send one command of the instrument."""
    if word not in ACTS:
        raise Problem("not_found")
    fields, opened = await read_fields(request), await _open(request, key)
    command, _role = ACTS[word]
    form = form_of(Kind.DECISION, command)
    told = await act(request, opened.account, form, opened.key, _answered(fields))
    if isinstance(told, Draft):
        return await _draw(request, opened, told)
    return told.lead_to(f"{PLACE}/{opened.key}")


def _answered(fields: Fields) -> Fields:
    """The fields without the lines that the higher level's paper says nothing of."""
    silent = {
        name.removesuffix(".outcome")
        for name, values in fields.items()
        if name.startswith("answers.") and name.endswith(".outcome") and not values[-1]
    }
    return {name: values for name, values in fields.items() if name.rpartition(".")[0] not in silent}


async def _open(request: Request, key: str) -> Opened:
    """The instrument for who acts for its unit or inspects; raises `Problem`."""
    account, shell = await signed_in(request), shell_of(request)
    stream = stream_id(Kind.DECISION, key)
    row = await shell.database.ask(queries.decision, stream)
    if row is None or not may_read_personal(account, (row["unit"],)):
        raise Problem("unknown_record", {"stream": stream})
    state: Decision = (await shell.database.ask(shell.load, (stream,)))[stream]
    hidden = await concealed_from(shell, account)
    lines = tuple(
        line for line in state.lines if line.nomination not in hidden and line.candidate != account.id
    )
    rows = await shell.database.ask(council.lines_of, [line.nomination for line in lines])
    return Opened(account, stream, row["version"], state, lines, rows, _acts(state, account))


def _acts(state: Decision, account: Account) -> tuple[str, ...]:
    """The commands open to the account at this stage."""
    roles = {grant.role for grant in account.grants if grant.unit == state.unit}
    presented = state.instrument is Instrument.PRESENTATION
    open_lines = any(line.nomination not in state.answered for line in state.lines)
    return tuple(
        command
        for command, role in ACTS.values()
        if role in roles
        and state.stage in _AT[command]
        and (command != "record_answer" or (presented and open_lines))
    )


async def _draw(request: Request, opened: Opened, draft: Draft | None = None) -> Response:
    shell = shell_of(request)
    drafts = {name: blank(opened.account, name, opened.version) for name in opened.acts}
    if draft is not None:
        drafts[draft.command] = draft
    return page(
        request,
        "instrument.html",
        opened.account,
        status=draft.status if draft else HTTPStatus.OK,
        opened=opened,
        state=opened.state,
        drafts=drafts,
        stray=draft if draft is not None and draft.command not in opened.acts else None,
        facts=await _facts(shell, opened),
        stages=STAGES,
        steps=STEPS,
        instruments=INSTRUMENTS,
        outcomes=OUTCOMES,
        answers=[(str(Outcome.GRANTED), _("Tặng")), (str(Outcome.REFUSED), _("Không tặng"))],
        award_name=award_name,
        names=await shell.database.ask(queries.unit_names),
        annuls=any(
            grant.role is Role.DECIDER and grant.unit == opened.state.unit for grant in opened.account.grants
        ),
    )


async def _facts(shell: Shell, opened: Opened) -> list[FactView]:
    hidden = await concealed_from(shell, opened.account)
    entries = await history_of(shell, opened.stream)
    return [showing.fact_view(without(entry, hidden), personal=True) for entry in entries]


# One line: its award annulled, and what came with it taken back


@router.get(f"{LINE}/{{key}}")
async def get_line(request: Request, key: str) -> Response:
    """A line whose award may be annulled, or was."""
    return await _draw_line(request, *await _line(request, key))


@router.post(f"{LINE}/{{key}}/{{word}}")
async def post_line(request: Request, key: str, word: str) -> Response:
    """Annul the award, or record what was taken back."""
    if word not in _OF_LINES:
        raise Problem("not_found")
    fields = await read_fields(request)
    account, row, state = await _line(request, key)
    told = await act(request, account, form_of(Kind.NOMINATION, _OF_LINES[word]), key, fields)
    if isinstance(told, Draft):
        return await _draw_line(request, account, row, state, told)
    return told.lead_to(f"{LINE}/{key}")


async def _line(request: Request, key: str) -> tuple[Account, Row, Nomination]:
    """The line for who acts for the unit that handles it or inspects; raises `Problem`."""
    account, shell = await signed_in(request), shell_of(request)
    stream = stream_id(Kind.NOMINATION, key)
    row = await shell.database.ask(queries.nomination, stream)
    hidden = await concealed_from(shell, account)
    concerned = row is not None and row["candidate"] == account.id
    readable = row is not None and may_read_personal(account, (row["handled_by"],))
    if row is None or not readable or concerned or stream in hidden:
        raise Problem("unknown_record", {"stream": stream})
    state: Nomination = (await shell.database.ask(shell.load, (stream,)))[stream]
    return account, row, state


async def _draw_line(
    request: Request, account: Account, row: Row, state: Nomination, draft: Draft | None = None
) -> Response:
    shell = shell_of(request)
    acts = _line_acts(account, row, state)
    drafts = {name: blank(account, name, row["version"]) for name in acts}
    if draft is not None:
        drafts[draft.command] = draft
    return page(
        request,
        "annulment.html",
        account,
        status=draft.status if draft else HTTPStatus.OK,
        row=row,
        key=key_of(row["id"]),
        state=state,
        acts=acts,
        drafts=drafts,
        stray=draft if draft is not None and draft.command not in acts else None,
        grounds=[(ground, _(ANNULMENT_GROUNDS[ground])) for ground in AnnulmentGround],
        things=[(thing, _(RECOVERED[thing])) for thing in Recovered],
        award_name=award_name,
        steps=STEPS,
        names=await shell.database.ask(queries.unit_names),
    )


def _line_acts(account: Account, row: Row, state: Nomination) -> tuple[str, ...]:
    roles = {grant.role for grant in account.grants if grant.unit == row["handled_by"]}
    granted = state.outcome in {Outcome.GRANTED, Outcome.DOWNGRADED} or state.answer is Outcome.GRANTED
    in_force = state.step in {Step.SIGNED, Step.PUBLISHED, Step.ARCHIVED}
    offered = {
        "annul_nomination": Role.DECIDER in roles and granted and in_force,
        "record_recovery": bool(roles & {Role.DECIDER, Role.RECEIVING_CLERK}) and state.step is Step.ANNULLED,
    }
    return tuple(name for name, open_now in offered.items() if open_now)
