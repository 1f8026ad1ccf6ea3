"""What helps a unit to prepare: its dossier looked through, and who of its people will soon be eligible for what."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Query
from starlette.requests import Request

from domain.dossier.commands import LineDraft
from domain.dossier.lint import Proposal, Register, lint
from domain.dossier.state import Dossier
from domain.ids import Kind, key_of, stream_id
from domain.nomination.state import Nomination, Step
from domain.register.prospects import Prospect, soon_eligible
from domain.register.state import UnitRecord
from domain.rules.calendar import civil_date
from domain.rules.library import pack_for, packs
from domain.rules.pack import RulePack
from domain.values import CandidateKind, Route
from readmodel import queries
from web import views
from web.concealment import concealed_from
from web.documents import problems
from web.privacy import may_prepare
from web.problems import Problem
from web.reading import Code, Key, Reader, row_of
from web.shell import Shell, shell_of
from web.words import award_name

router = APIRouter(prefix="/api/v1", tags=["preparing"], responses=problems(401, 403, 404, 422, 503))
Papers = Annotated[list[Annotated[str, Query(pattern="^[a-z0-9_]{1,60}$")]], Query(max_length=100)]
Year = Annotated[int, Query(ge=1945, le=2200)]


@router.get("/dossiers/{key}/lint", summary="What a dossier lacks or contradicts")
async def get_lint(request: Request, key: Key, account: Reader, paper: Papers = []) -> views.Remarks:  # noqa: B006
    """Every remark with the clause that asks for it, for those who prepare it; `paper` names what comes beside it."""
    shell = shell_of(request)
    row = await row_of(shell, Kind.DOSSIER, key)
    if not may_prepare(account, (row["unit"], row["handled_by"])):
        raise Problem("unknown_record", {"stream": row["id"]})
    dossier: Dossier = (await _states(shell, row["id"]))[row["id"]]
    hidden = await concealed_from(shell, account)
    seen = (line.nomination for line in dossier.lines if line.nomination not in hidden)
    lines = await _states(shell, *seen)
    proposal = proposal_of(dossier, lines, frozenset(paper))
    pack = packs()[dossier.pack] if dossier.pack in packs() else pack_for(dossier.letter_date or date.min)
    register = await register_of(shell, proposal)
    found = lint(proposal, pack, civil_date(shell.now()), register)
    return views.Remarks(pack=pack.id, items=[views.RemarkView(**asdict(remark)) for remark in found])


def proposal_of(dossier: Dossier, lines: Mapping[str, Nomination], promised: frozenset[str]) -> Proposal:
    """The dossier as it stands now, claims as they were mended; what was taken back is left out.

    Its papers are those that lie in it, and the kinds that are `promised` for all lines.
    """
    standing = {
        stream: line
        for stream, line in lines.items()
        if line.candidate and line.claims and line.step is not Step.WITHDRAWN
    }
    routes = {line.candidate.route for line in standing.values() if line.candidate}
    return Proposal(
        dossier.unit,
        next(iter(routes), Route.CIVIL),  # without lines there is nothing for a route to matter to
        dossier.year,
        tuple(_draft_of(line) for line in standing.values()),
        promised | _papers_for(dossier, ""),
        {number: _papers_for(dossier, stream) for number, stream in enumerate(standing, start=1)},
    )


def _draft_of(line: Nomination) -> LineDraft:
    if line.candidate is None or line.claims is None:
        raise TypeError("a line that was never drafted")
    return LineDraft(line.candidate.id, "", line.candidate.kind, line.candidate.award, line.claims)


def _papers_for(dossier: Dossier, line: str) -> frozenset[str]:
    return frozenset(paper.paper for paper in dossier.papers if paper.line == line)


async def register_of(shell: Shell, proposal: Proposal) -> Register:
    """What the register knows of everybody proposed; a collective may be a unit of its own."""
    candidates = {line.candidate: line.kind for line in proposal.lines}
    collectives = [one for one, kind in candidates.items() if kind is CandidateKind.COLLECTIVE]
    persons = await _states(shell, *(stream_id(Kind.PERSON, one) for one in candidates))
    own = stream_id(Kind.UNIT, proposal.unit.lower())
    units = await _states(shell, own, *(stream_id(Kind.UNIT, one) for one in collectives))
    return Register(_by_key(persons), _by_key(units), units[own].strength_in(proposal.year))


@router.get("/units/{key}/prospects", summary="Who will soon be eligible for what")
async def get_prospects(
    request: Request, key: Key, account: Reader, year: Year, award: Code = None
) -> views.Prospects:
    """For the unit's officers and those who appraise its dossiers: what each rests on, and what is missing."""
    shell = shell_of(request)
    stream = stream_id(Kind.UNIT, key.lower())
    unit: UnitRecord = (await _states(shell, stream))[stream]
    ours = [grant.unit for grant in account.grants if grant.unit.lower() == key.lower()]
    handlers = await shell.database.ask(queries.handlers, key)
    if unit.route is None or not may_prepare(account, (*ours, *handlers)):
        raise Problem("unknown_record", {"stream": stream})
    pack = pack_for(date(year, 12, 31))
    found = await prospects_of(shell, key, unit.route, pack, year)
    return views.Prospects(
        pack=pack.id,
        items=[
            views.ProspectView(**asdict(one), award_name=award_name(one.award, pack.id))
            for one in found
            if award is None or one.award == award
        ],
    )


async def prospects_of(
    shell: Shell, unit: str, route: Route, pack: RulePack, year: int
) -> tuple[Prospect, ...]:
    """What the register lets a unit's own people hope for; who may ask, the caller has seen to."""
    people = _by_key(await _states(shell, *await shell.database.ask(queries.people, unit)))
    return soon_eligible(people, route, pack, year)


async def _states(shell: Shell, *streams: str) -> dict[str, Any]:
    found = await shell.database.ask(shell.load, streams)
    return {stream: found[stream] for stream in streams}


def _by_key(states: dict[str, Any]) -> dict[str, Any]:
    return {key_of(stream): state for stream, state in states.items()}
