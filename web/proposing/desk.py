"""The pages on which a dossier is drawn up, step by step: every step is kept, nothing is a fact until it is sent."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from datetime import date
from typing import Any, Final

from fastapi import APIRouter
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from domain.ids import Kind, key_of, stream_id
from domain.register.state import UnitRecord
from domain.rules.library import pack_on, packs
from domain.rules.pack import RulePack
from domain.values import Role, Route
from readmodel import proposals, queries, registers
from readmodel.accounts import Account
from web.acting import Alert, Draft, read_fields
from web.asked import day_of
from web.auth import reader, require_same_origin
from web.i18n import _, spoken
from web.problems import Problem
from web.proposing import keeping
from web.proposing.importing import MOST_MIB, read_list
from web.proposing.keeping import GENERAL, STEPS, Proposal
from web.proposing.lines import CHOICES, FIELDS, MOST_LINES, check, typed_line
from web.proposing.sheet import xlsx_file
from web.proposing.template import template
from web.rendering import page
from web.shell import Shell, shell_of
from web.uploads.stream import form_with_file, hashed
from web.words import award_name, instant

router = APIRouter(prefix="/lap-ho-so", include_in_schema=False)
_BY_ITSELF: Final = "tu-dong"
"""The field that a script adds when it saves by itself."""


async def opened(request: Request, key: str) -> tuple[Shell, Account, Proposal]:
    """The proposal that a page is about; raises `Problem`."""
    shell, account = shell_of(request), await reader(request)
    return shell, account, await keeping.kept(shell, account, key)


async def unit_of(shell: Shell, unit: str) -> UnitRecord:
    """What the register knows of a unit."""
    stream = stream_id(Kind.UNIT, unit.lower())
    record: UnitRecord = (await shell.database.ask(shell.load, [stream]))[stream]
    return record


def rules_of(proposal: Proposal) -> RulePack:
    """The rules of the letter's day; before it is known, those of the end of the year."""
    day = day_of(proposal.general.get("letter_date", ""))
    year = proposal.general.get("year", "")
    at = day or (date(int(year), 12, 31) if year.isdigit() and 1945 <= int(year) <= 2100 else None)  # noqa: PLR2004
    return (pack_on(at) if at else None) or list(packs().values())[-1]


async def shown(
    request: Request, template_name: str, step: str, proposal: Proposal, *, status: int = 200, **more: object
) -> Response:
    """A step's page."""
    shell, account = shell_of(request), await reader(request)
    _command, faults, lines = keeping.command_of(proposal, await unit_of(shell, proposal.unit))
    names = await shell.database.ask(queries.unit_names)
    return page(
        request,
        template_name,
        account,
        status=status,
        proposal=proposal,
        steps=STEPS,
        step=step,
        standing=keeping.standing(proposal, faults, lines),
        unit_label=names.get(proposal.unit, proposal.unit),
        **{"checks": lines, **more},
    )


# All that the account is drawing up


@router.get("")
async def get_proposals(request: Request) -> Response:
    """What the account is drawing up, and for which units it may begin another."""
    shell, account = shell_of(request), await reader(request)
    kept = await shell.database.ask(proposals.proposals, account.id)
    units = sorted({grant.unit for grant in account.grants if grant.role is Role.PROPOSING_OFFICER})
    if not units and not kept:
        raise Problem("no_role")
    names = await shell.database.ask(queries.unit_names)
    return page(
        request, "proposals.html", account, kept=[keeping.of(one) for one in kept], units=units, names=names
    )


@router.post("")
async def post_begin(request: Request) -> Response:
    """Begin a dossier."""
    shell, account, fields = shell_of(request), await reader(request), await read_fields(request)
    key = await keeping.begin(shell, account, fields.get("unit", [""])[-1])
    return RedirectResponse(f"/lap-ho-so/{key}/chung", 303)


@router.post("/{key}/bo")
async def post_give_up(request: Request, key: str) -> Response:
    """Give it up: nothing of it was ever recorded."""
    shell, account, proposal = await opened(request, key)
    await read_fields(request)
    await shell.database.ask(proposals.drop, account.id, proposal.stream)
    return RedirectResponse("/lap-ho-so", 303)


# The general part


@router.get("/{key}/chung")
async def get_general(request: Request, key: str) -> Response:
    """The letter and where it goes."""
    shell, _account, proposal = await opened(request, key)
    return await _general(request, shell, proposal, told=False)


@router.post("/{key}/chung")
async def post_general(request: Request, key: str) -> Response:
    """Keep it, whatever it says; go on where it is whole."""
    shell, account, proposal = await opened(request, key)
    fields = await read_fields(request)
    general = {name: fields.get(name, [""])[-1].strip()[:2_000] for name in GENERAL}
    general["handled_by"] = _code_of(general["handled_by"], await _handlers(shell, proposal.unit))
    changed = replace(proposal, general=general, revision=_revision(fields, proposal))
    saved = await _saved(shell, account, changed, fields)
    if isinstance(saved, Response):
        return saved
    _command, faults, _lines = keeping.command_of(saved, await unit_of(shell, saved.unit))
    if faults:
        return await _general(request, shell, saved, told=True)
    return RedirectResponse(f"/lap-ho-so/{key}/dong", 303)


async def _general(request: Request, shell: Shell, proposal: Proposal, *, told: bool) -> Response:
    _command, faults, _lines = keeping.command_of(proposal, await unit_of(shell, proposal.unit))
    handlers = await _handlers(shell, proposal.unit)
    handler = proposal.general.get("handled_by", "")
    given = {name: [value] for name, value in proposal.general.items()}
    alert = Alert(_("Đã lưu. Còn những chỗ được đánh dấu dưới đây phải sửa.")) if told and faults else None
    draft = Draft("draft_dossier", "", None, (), given, faults if told else {}, alert)
    status = 422 if alert else 200
    return await shown(
        request,
        "proposal_general.html",
        "chung",
        proposal,
        status=status,
        draft=draft,
        handlers=handlers,
        handler_name=dict(handlers).get(handler, ""),
    )


async def _handlers(shell: Shell, unit: str) -> list[tuple[str, str]]:
    """The units to choose from, code and name: first those that appraised for this one before."""
    before = sorted(await shell.database.ask(queries.handlers, unit))
    others = await shell.database.ask(proposals.appraising_units)
    known = {row["id"]: row["name"] for row in await shell.database.ask(registers.units)}
    return [(code, known.get(code.lower(), code)) for code in dict.fromkeys((*before, *others))]


def _code_of(typed: str, units: Sequence[tuple[str, str]]) -> str:
    """The code of the only unit whose code or name was typed, in any case; else what was typed."""
    named = [code for code, name in units if typed.casefold() in {code.casefold(), name.casefold()}]
    return named[0] if len(named) == 1 else typed


# The lines


@router.get("/{key}/dong")
async def get_lines(request: Request, key: str) -> Response:
    """Every line with what is wrong with it."""
    _shell, _account, proposal = await opened(request, key)
    return await _listed(request, proposal)


async def _listed(request: Request, proposal: Proposal, alert: str = "", status: int = 200) -> Response:
    awards = {line.get("award", ""): award_name(line.get("award", "")) for line in proposal.lines}
    return await shown(
        request,
        "proposal_lines.html",
        "dong",
        proposal,
        status=status,
        awards=awards,
        alert=alert,
        most_mib=MOST_MIB,
    )


@router.post("/{key}/dong/moi")
async def post_new_line(request: Request, key: str) -> Response:
    """Begin a line, empty or as it was suggested, and go to fill it in."""
    shell, account, proposal = await opened(request, key)
    fields = await read_fields(request)
    line = typed_line({name: values[-1] for name, values in fields.items()})
    if len(proposal.lines) >= MOST_LINES:
        raise Problem("list_too_long", {"max_length": MOST_LINES})
    await keeping.save(shell, account, replace(proposal, lines=(*proposal.lines, line)))
    return RedirectResponse(f"/lap-ho-so/{key}/dong/{len(proposal.lines) + 1}", 303)


@router.get("/{key}/dong/{number}")
async def get_line(request: Request, key: str, number: int) -> Response:
    """One line to fill in."""
    shell, _account, proposal = await opened(request, key)
    line = _line_of(proposal, number)
    return await _line(request, shell, proposal, number, told=bool(line))


@router.post("/{key}/dong/{number}")
async def post_line(request: Request, key: str, number: int) -> Response:
    """Keep a line, whatever it says; go back to the list where it is whole."""
    shell, account, proposal = await opened(request, key)
    _line_of(proposal, number)
    fields = await read_fields(request)
    line = typed_line({name: values[-1] for name, values in fields.items()})
    lines = (*proposal.lines[: number - 1], line, *proposal.lines[number:])
    changed = replace(proposal, lines=lines, revision=_revision(fields, proposal))
    saved = await _saved(shell, account, changed, fields)
    if isinstance(saved, Response):
        return saved
    if check(line).faults:
        return await _line(request, shell, saved, number, told=True)
    return RedirectResponse(f"/lap-ho-so/{key}/dong", 303)


@router.post("/{key}/dong/{number}/bo")
async def post_drop_line(request: Request, key: str, number: int) -> Response:
    """Leave a line out; papers that belonged to it go with it, and those of later lines move along."""
    shell, account, proposal = await opened(request, key)
    _line_of(proposal, number)
    await read_fields(request)
    papers = tuple(
        {**paper, "line": paper["line"] - 1 if paper["line"] > number else paper["line"]}
        for paper in proposal.papers
        if paper["line"] != number
    )
    lines = (*proposal.lines[: number - 1], *proposal.lines[number:])
    await keeping.save(shell, account, replace(proposal, lines=lines, papers=papers))
    return RedirectResponse(f"/lap-ho-so/{key}/dong", 303)


def _line_of(proposal: Proposal, number: int) -> Mapping[str, str]:
    if not 1 <= number <= len(proposal.lines):
        raise Problem("not_found")
    return proposal.lines[number - 1]


async def _line(request: Request, shell: Shell, proposal: Proposal, number: int, *, told: bool) -> Response:
    line = proposal.lines[number - 1]
    faults = check(line).faults if told else {}
    given = {name: [value] for name, value in line.items()}
    draft = Draft("line", "", None, (), given, faults)
    people = await shell.database.ask(proposals.people_named, proposal.unit)
    pack, record = rules_of(proposal), await unit_of(shell, proposal.unit)
    awards = [
        (award.code, _(award.name))
        for award in pack.awards.values()
        if (record.route or Route.CIVIL) in award.routes
    ]
    return await shown(
        request,
        "proposal_line.html",
        "dong",
        proposal,
        status=422 if faults and request.method == "POST" else 200,
        draft=draft,
        number=number,
        awards=awards,
        fields=FIELDS,
        choices={
            name: [(code, _(label)) for code, label in labels.items()] for name, labels in CHOICES.items()
        },
        people=[(key_of(stream), name) for stream, name in people],
    )


# A list in Excel


@router.get("/{key}/mau.xlsx")
async def get_template(request: Request, key: str) -> Response:
    """The list to fill in, with the awards of the year's rules."""
    shell, _account, proposal = await opened(request, key)
    record, year = await unit_of(shell, proposal.unit), proposal.general.get("year", "")
    number = int(year) if year.isdigit() and len(year) == 4 else shell.now().year  # noqa: PLR2004
    made = await asyncio.to_thread(template, rules_of(proposal), record.route or Route.CIVIL, number)
    return xlsx_file(f"danh-sach-{number}", made)


@router.post("/{key}/excel")
async def post_list(request: Request, key: str) -> Response:
    """Read a list and show what would be taken, or every cell that is wrong; nothing is taken yet."""
    require_same_origin(request)
    shell, account, proposal = await opened(request, key)
    try:
        pending = await _read(request, shell, proposal)
    except Problem as problem:
        body = problem.body()
        told = spoken(str(body["detail"]), str(body["detail_en"]))
        answer = await _listed(request, proposal, told, problem.status)
        answer.headers.update(problem.headers)
        return answer
    saved = await keeping.save(shell, account, replace(proposal, pending=pending))
    return await _previewed(request, saved)


async def _read(request: Request, shell: Shell, proposal: Proposal) -> Mapping[str, Any]:
    form = await form_with_file(request, MOST_MIB)
    try:
        upload = form.get("tep")
        if not isinstance(upload, UploadFile):
            raise Problem("paper_empty")
        file = await asyncio.to_thread(hashed, upload)
        awards = {code: award.name for code, award in rules_of(proposal).awards.items()}
        async with shell.looking_through:
            found = await asyncio.to_thread(read_list, file.file, file.size_bytes, awards)
    finally:
        await form.close()
    return {
        "name": "".join(letter for letter in upload.filename or "" if letter.isprintable())[:200],
        "lines": [dict(line) for line in found.lines],
        "rows": list(found.rows),
        "faults": [asdict(fault) for fault in found.faults],
    }


@router.get("/{key}/excel")
async def get_list(request: Request, key: str) -> Response:
    """The list that was read and not taken yet."""
    _shell, _account, proposal = await opened(request, key)
    if proposal.pending is None:
        return RedirectResponse(f"/lap-ho-so/{key}/dong", 303)
    return await _previewed(request, proposal)


async def _previewed(request: Request, proposal: Proposal) -> Response:
    pending = proposal.pending or {}
    awards = {line.get("award", ""): award_name(line.get("award", "")) for line in pending["lines"]}
    status = 422 if pending["faults"] and request.method == "POST" else 200
    return await shown(
        request, "proposal_list.html", "dong", proposal, status=status, pending=pending, awards=awards
    )


@router.post("/{key}/excel/nhan")
async def post_take(request: Request, key: str) -> Response:
    """Take the whole list, in place of the lines so far or behind them; or leave it."""
    shell, account, proposal = await opened(request, key)
    fields = await read_fields(request)
    how, pending = fields.get("cach", [""])[-1], proposal.pending
    if pending is None or how == "bo":
        await keeping.save(shell, account, replace(proposal, pending=None))
        return RedirectResponse(f"/lap-ho-so/{key}/dong", 303)
    lines = tuple(pending["lines"]) if how == "thay" else (*proposal.lines, *pending["lines"])
    if pending["faults"] or len(lines) > MOST_LINES:
        return await _previewed(request, proposal)
    papers = tuple(paper for paper in proposal.papers if how != "thay" or not paper["line"])
    await keeping.save(shell, account, replace(proposal, lines=lines, papers=papers, pending=None))
    return RedirectResponse(f"/lap-ho-so/{key}/dong", 303)


# Keeping


def _revision(fields: Mapping[str, Sequence[str]], proposal: Proposal) -> int:
    """The revision that the page showed: another page may have saved since."""
    seen = fields.get("ban", [""])[-1]
    return int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 10 else proposal.revision  # noqa: PLR2004


async def _saved(
    shell: Shell, account: Account, changed: Proposal, fields: Mapping[str, Sequence[str]]
) -> Proposal | Response:
    """The proposal as it was saved; an answer for the script where the page saved by itself."""
    saved = await keeping.save(shell, account, changed)
    if fields.get(_BY_ITSELF):
        told = _("Đã lưu lúc %(when)s", when=instant(saved.saved_at))
        return JSONResponse({"revision": saved.revision, "told": told})
    return saved
