"""What a unit does with its dossiers: see where they are, sign, and take back."""

from collections.abc import Mapping
from itertools import groupby
from typing import Any, Final

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from domain.dossier.lint import Remark, lint
from domain.dossier.state import Dossier
from domain.ids import Kind, key_of
from domain.labels import ROLES, STEPS
from domain.nomination.state import Step
from domain.rules.calendar import civil_date
from domain.rules.library import pack_for
from domain.values import Role
from readmodel import queries
from readmodel.accounts import Account
from readmodel.whereabouts import whereabouts
from web.acting import Done, Draft, act, blank, form_of, read_fields
from web.auth import reader
from web.concealment import concealed_from
from web.papers import readable_papers
from web.preparing import proposal_of, register_of
from web.problems import Problem
from web.reading import history_of, row_of
from web.rendering import page
from web.shell import Shell, shell_of
from web.words import award_name, working_days_left

router = APIRouter(include_in_schema=False)
OURS: Final = {Role.PROPOSING_OFFICER, Role.UNIT_HEAD}
"""Who acts for the unit that proposes."""


def units_of(account: Account) -> list[str]:
    """The units that the account draws up or signs for; raises `Problem` where there is none."""
    found = sorted({grant.unit for grant in account.grants if grant.role in OURS})
    if not found:
        raise Problem("no_role")
    return found


@router.get("/ho-so-don-vi")
async def get_whereabouts(request: Request) -> Response:
    """Every dossier of the account's units: at which step, waiting for whom, until when."""
    shell, account = shell_of(request), await reader(request)
    hidden = await concealed_from(shell, account)
    rows = await shell.database.ask(whereabouts, units_of(account), hidden)
    names = await shell.database.ask(queries.unit_names)
    dossiers = [
        {
            "first": group[0],
            "key": key_of(group[0]["dossier"]),
            "groups": [_group(shell, one) for one in group],
        }
        for group in (list(rows_) for _id, rows_ in groupby(rows, key=lambda row: row["dossier"]))
    ]
    signs = {grant.unit for grant in account.grants if grant.role is Role.UNIT_HEAD}
    return page(request, "unit_dossiers.html", account, dossiers=dossiers, names=names, signs=signs)


def _group(shell: Shell, row: Mapping[str, Any]) -> dict[str, Any]:
    due_at = row["due_at"]
    return {
        **row,
        "step_label": STEPS[row["step"]],
        "role_label": ROLES.get(row["role"] or "", ""),
        "award_name": award_name(row["award"]),
        "line": key_of(row["first_line"]),
        "days": working_days_left(due_at, shell.now()) if due_at else None,
    }


# Signing and taking back


@router.get("/ho-so/{key}/ky-trinh")
async def get_signing(request: Request, key: str) -> Response:
    """Exactly what the head of the unit would sign."""
    shell, account = shell_of(request), await reader(request)
    row = await _own(shell, account, key)
    return await _signing(request, row, blank(account, "submit_dossier", row["version"]))


@router.post("/ho-so/{key}/ky-trinh")
async def post_signing(request: Request, key: str) -> Response:
    """Sign what was seen."""
    shell, account = shell_of(request), await reader(request)
    row = await _own(shell, account, key)
    fields = await read_fields(request)
    done = await act(request, account, form_of(Kind.DOSSIER, "submit_dossier"), key, fields)
    if isinstance(done, Done):
        return done.lead_to(f"/ho-so/{key}")
    return await _signing(request, row, done)


@router.post("/ho-so/{key}/rut")
async def post_withdrawal(request: Request, key: str) -> Response:
    """Take the dossier back, with a reason."""
    shell, account = shell_of(request), await reader(request)
    row = await _own(shell, account, key)
    fields = await read_fields(request)
    done = await act(request, account, form_of(Kind.DOSSIER, "withdraw_dossier"), key, fields)
    if isinstance(done, Done):
        return done.lead_to(f"/ho-so/{key}")
    return await _signing(request, row, blank(account, "submit_dossier", row["version"]), done)


async def _own(shell: Shell, account: Account, key: str) -> Mapping[str, Any]:
    """A dossier of a unit that the account acts for; to others it is as if there were none."""
    row = await row_of(shell, Kind.DOSSIER, key)
    if row["unit"] not in {grant.unit for grant in account.grants if grant.role in OURS}:
        raise Problem("unknown_record", {"stream": row["id"]})
    return row


async def _signing(
    request: Request, row: Mapping[str, Any], sign: Draft, withdraw: Draft | None = None
) -> Response:
    shell, account = shell_of(request), await reader(request)
    state: Dossier = (await shell.database.ask(shell.load, [row["id"]]))[row["id"]]
    drafted = (await history_of(shell, row["id"]))[0].payload
    hidden = await concealed_from(shell, account)
    lines = await shell.database.ask(queries.nominations, dossier=row["id"], limit=1_000)
    taking_back = withdraw or blank(account, "withdraw_dossier", row["version"])
    status = max(sign.status, taking_back.status)
    heads = {grant.unit for grant in account.grants if grant.role is Role.UNIT_HEAD}
    return page(
        request,
        "unit_signing.html",
        account,
        status=status,
        dossier=row,
        key=key_of(row["id"]),
        drafted=drafted,
        lines=[
            {**line, "award_name": award_name(line["award"]), "key": key_of(line["id"])}
            for line in lines
            if line["id"] not in hidden
        ],
        papers=await readable_papers(shell, row["id"], account),
        kinds=_paper_names(state),
        remarks=await _remarks(shell, state, hidden),
        names=await shell.database.ask(queries.unit_names),
        sign=sign,
        withdraw=taking_back,
        can_sign=row["step"] == Step.DRAFT and row["unit"] in heads,
        can_withdraw=row["step"] in {Step.DRAFT, Step.SUBMITTED} and row["unit"] in heads,
    )


def _paper_names(state: Dossier) -> dict[str, str]:
    """The names of the kinds of papers under the rules of the letter's day."""
    if state.letter_date is None:
        return {}
    pack = pack_for(state.letter_date)
    return {paper.id: paper.name for award in pack.awards.values() for paper in award.papers}


async def _remarks(shell: Shell, state: Dossier, hidden: frozenset[str]) -> tuple[Remark, ...]:
    if state.letter_date is None:
        return ()
    streams = [line.nomination for line in state.lines if line.nomination not in hidden]
    lines = await shell.database.ask(shell.load, streams)
    looked = proposal_of(state, {stream: lines[stream] for stream in streams}, frozenset())
    pack = pack_for(state.letter_date)
    return lint(looked, pack, civil_date(shell.now()), await register_of(shell, looked))
