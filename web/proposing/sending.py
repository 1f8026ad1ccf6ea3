"""The last steps of drawing up: its papers, what the linter says, and sending it to the head of the unit."""

import json
import uuid
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from domain.dossier.commands import LineDraft
from domain.dossier.lint import Proposal as Looked
from domain.dossier.lint import Remark, lint
from domain.ids import Kind, nomination_of
from domain.rules.calendar import civil_date
from domain.values import Role, Route
from readmodel import papers as kept_papers
from readmodel import proposals, queries
from readmodel.accounts import Account
from store import codec
from web.acting import form_of, read_fields
from web.auth import require_same_origin
from web.bodies import checked
from web.commands import conduct
from web.door import UnderWay
from web.i18n import _, spoken
from web.preparing import register_of
from web.problems import Problem
from web.proposing import keeping
from web.proposing.desk import opened, rules_of, shown, unit_of
from web.proposing.keeping import Proposal
from web.proposing.lines import Checked
from web.proposing.receiving import kinds_for, paper_of
from web.shell import Shell
from web.uploads.stream import MIB, form_with_file

router = APIRouter(prefix="/lap-ho-so", include_in_schema=False)
_SENDING: Final = uuid.UUID("5b0f3a52-3d0e-5c39-9d6c-6c2f4a0f7f11")


# Papers


@router.get("/{key}/giay-to")
async def get_papers(request: Request, key: str) -> Response:
    """What goes with the dossier."""
    _shell, _account, proposal = await opened(request, key)
    return await _papers(request, proposal)


@router.post("/{key}/giay-to")
async def post_paper(request: Request, key: str) -> Response:
    """Take a paper in beside the lines; it is attached when the dossier is sent."""
    require_same_origin(request)
    shell, account, proposal = await opened(request, key)
    try:
        changed = await _with_paper(request, shell, account, proposal)
    except Problem as problem:
        body = problem.body()
        told = spoken(str(body["detail"]), str(body["detail_en"]))
        answer = await _papers(request, proposal, told, problem.status)
        answer.headers.update(problem.headers)
        return answer
    await keeping.save(shell, account, changed)
    return RedirectResponse(f"/lap-ho-so/{key}/giay-to", 303)


async def _with_paper(request: Request, shell: Shell, account: Account, proposal: Proposal) -> Proposal:
    form = await form_with_file(request, shell.options.paper_most_mib)
    try:
        kind, line = str(form.get("paper", "")), str(form.get("line", "0"))
        number = int(line) if line.isascii() and line.isdigit() and len(line) < 5 else -1  # noqa: PLR2004
        if kind not in _kinds(proposal) or not 0 <= number <= len(proposal.lines):
            raise Problem("malformed_form")
        paper = {"paper": kind, "line": number, **await paper_of(shell, account, form)}
    finally:
        await form.close()
    total = sum(one["size_bytes"] for one in proposal.papers) + paper["size_bytes"]
    if total > shell.options.dossier_papers_most_mib * MIB:
        raise Problem("papers_full", {"limit": f"{shell.options.dossier_papers_most_mib} MiB"})
    others = tuple(one for one in proposal.papers if _place(one) != _place(paper))
    return replace(proposal, papers=(*others, paper))


def _place(paper: Mapping[str, Any]) -> tuple[str, int, str]:
    return paper["paper"], paper["line"], paper["sha256"]


@router.post("/{key}/giay-to/bo")
async def post_drop_paper(request: Request, key: str) -> Response:
    """Leave a paper out."""
    shell, account, proposal = await opened(request, key)
    fields = await read_fields(request)
    chosen = fields.get("so", [""])[-1]
    left = tuple(one for number, one in enumerate(proposal.papers) if str(number) != chosen)
    await keeping.save(shell, account, replace(proposal, papers=left))
    return RedirectResponse(f"/lap-ho-so/{key}/giay-to", 303)


def _kinds(proposal: Proposal) -> dict[str, str]:
    """The kinds of papers that the rules name for these awards, and any other."""
    pack = rules_of(proposal)
    awards = [
        pack.awards[code] for code in {line.get("award", "") for line in proposal.lines} & pack.awards.keys()
    ]
    return kinds_for(awards or list(pack.awards.values()))


async def _papers(request: Request, proposal: Proposal, alert: str = "", status: int = 200) -> Response:
    options = request.app.state.shell.options
    return await shown(
        request,
        "proposal_papers.html",
        "giay-to",
        proposal,
        status=status,
        alert=alert,
        kinds=_kinds(proposal),
        most_mib=options.paper_most_mib,
        mib=MIB,
    )


# Looking through and sending


@router.get("/{key}/soat")
async def get_check(request: Request, key: str) -> Response:
    """What the rules would say now, each remark leading to where it is mended."""
    shell, _account, proposal = await opened(request, key)
    return await _checked(request, shell, proposal)


async def _checked(  # noqa: PLR0913, PLR0917 - what a page shows
    request: Request, shell: Shell, proposal: Proposal, alert: str = "", source: str = "", status: int = 200
) -> Response:
    _command, faults, lines = keeping.command_of(proposal, await unit_of(shell, proposal.unit))
    ready = not faults and bool(lines) and not any(line.faults for line in lines)
    remarks = await _remarks(shell, proposal, lines) if lines else ()
    return await shown(
        request,
        "proposal_check.html",
        "soat",
        proposal,
        status=status,
        alert=alert,
        source=source,
        ready=ready,
        remarks=remarks,
        command_id=str(uuid.uuid4()),
    )


async def _remarks(shell: Shell, proposal: Proposal, lines: list[Checked]) -> tuple[Remark, ...]:
    """What the linter says of the lines that are whole."""
    whole = {number: line.command for number, line in enumerate(lines, start=1) if line.command is not None}
    drafts = tuple(codec.decode(LineDraft, command) for command in whole.values())
    record = await unit_of(shell, proposal.unit)
    year = proposal.general.get("year", "")
    looked = Looked(
        proposal.unit,
        record.route or Route.CIVIL,
        int(year) if year.isdigit() and len(year) == 4 else shell.now().year,  # noqa: PLR2004
        drafts,
        _kinds_at(proposal, 0),
        {place: _kinds_at(proposal, number) for place, number in enumerate(whole, start=1)},
    )
    found = lint(looked, rules_of(proposal), civil_date(shell.now()), await register_of(shell, looked))
    numbers = dict(enumerate(whole, start=1))
    return tuple(replace(remark, line=numbers.get(remark.line, 0)) for remark in found)


def _kinds_at(proposal: Proposal, number: int) -> frozenset[str]:
    return frozenset(paper["paper"] for paper in proposal.papers if paper["line"] == number)


@router.post("/{key}/gui")
async def post_send(request: Request, key: str) -> Response:
    """Draw the dossier up in one command, attach its papers, and forget the draft once all of it is recorded."""
    shell, account, proposal = await opened(request, key)
    fields = await read_fields(request)
    command, faults, lines = keeping.command_of(proposal, await unit_of(shell, proposal.unit))
    if faults or not lines or any(line.faults for line in lines):
        return await _checked(request, shell, proposal, _("Còn chỗ phải sửa trước khi gửi."), status=422)
    try:
        if await shell.database.ask(queries.dossier, proposal.stream) is None:
            told = await _sent(request, account, proposal, "draft_dossier", command, _id(fields))
            if told is not None:
                return told
        for paper in await _missing(shell, proposal):
            told = await _sent(request, account, proposal, "attach_paper", paper, _id_of(proposal, paper))
            if told is not None:
                return told
    except Problem as problem:
        if problem.status >= 500:  # noqa: PLR2004 - away: nothing is lost, the page asks to send again
            raise
        body = problem.body()
        told_why = spoken(str(body["detail"]), str(body["detail_en"]))
        return await _checked(request, shell, proposal, told_why, status=problem.status)
    await shell.database.ask(proposals.drop, account.id, proposal.stream)
    return RedirectResponse(f"/ho-so/{key}?xong=draft_dossier", 303)


async def _sent(  # noqa: PLR0913, PLR0917 - a command has many sides
    request: Request,
    account: Account,
    proposal: Proposal,
    name: str,
    command: Mapping[str, Any],
    command_id: str,
) -> Response | None:
    """Send one command of the dossier; the page to show where it was not recorded."""
    form = form_of(Kind.DOSSIER, name)
    acting = {"role": Role.PROPOSING_OFFICER, "unit": proposal.unit}
    body = checked(json.dumps({"command_id": command_id, "acting_as": acting, "command": command}), form.body)
    answer = await conduct(request, form, proposal.stream, body, account)
    if isinstance(answer, UnderWay):
        return RedirectResponse(f"/dang-ghi/{command_id}?ve=/lap-ho-so/{proposal.key}/soat", 303)
    if answer.refusal is None or answer.refusal.code == "paper_attached_already":
        return None
    refusal = answer.refusal
    shell: Shell = request.app.state.shell
    again = await keeping.save(shell, account, proposal)  # a new revision: the next sending has new ids
    sentence = spoken(refusal.sentence_vi, refusal.sentence_en)
    return await _checked(request, shell, again, sentence, refusal.source, status=409)


async def _missing(shell: Shell, proposal: Proposal) -> list[dict[str, Any]]:
    """The papers that do not lie in the dossier yet, as commands."""
    lying = await shell.database.ask(kept_papers.papers_of, proposal.stream)
    there = {(paper.paper, paper.line, paper.sha256) for paper in lying}
    wanted = [
        {**paper, "line": nomination_of(proposal.stream, paper["line"]) if paper["line"] else ""}
        for paper in proposal.papers
    ]
    return [one for one in wanted if (one["paper"], one["line"], one["sha256"]) not in there]


def _id(fields: Mapping[str, Any]) -> str:
    """The command id that the page was drawn with: a double click is one dossier."""
    try:
        return str(uuid.UUID(fields.get("command_id", [""])[-1]))
    except ValueError:
        return str(uuid.uuid4())


def _id_of(proposal: Proposal, paper: Mapping[str, Any]) -> str:
    """The same id for the same paper of the same draft, however often it is sent."""
    place = f"{proposal.stream}:{proposal.revision}:{paper['paper']}:{paper['line']}:{paper['sha256']}"
    return str(uuid.uuid5(_SENDING, place))
