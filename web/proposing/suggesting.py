"""Who of the unit's people will soon be eligible for what, beside the lines: chosen, they become a line."""

from typing import Any, Final

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from domain.ids import key_of
from domain.register.prospects import Prospect
from domain.values import CandidateKind, Route
from readmodel import proposals
from web.preparing import prospects_of
from web.privacy import may_prepare
from web.problems import Problem
from web.proposing.desk import opened, rules_of, shown, unit_of
from web.proposing.keeping import Proposal
from web.words import award_name, day

router = APIRouter(prefix="/lap-ho-so", include_in_schema=False)
_MOST_SHOWN: Final = 200


@router.get("/{key}/goi-y")
async def get_suggestions(request: Request, key: str) -> Response:
    """Everybody whom the register lets hope in the dossier's year, those who lack nothing first."""
    shell, account, proposal = await opened(request, key)
    if not may_prepare(account, (proposal.unit,)):
        raise Problem("unknown_record", {"stream": proposal.stream})
    record, year = await unit_of(shell, proposal.unit), _year(proposal, shell.now().year)
    pack = rules_of(proposal)
    found = await prospects_of(shell, proposal.unit, record.route or Route.CIVIL, pack, year)
    people = await shell.database.ask(proposals.people_named, proposal.unit)
    names = {key_of(stream): name for stream, name in people}
    there = {(line.get("candidate"), line.get("award")) for line in proposal.lines}
    rows = [_row(one, names.get(one.person, "")) for one in found if (one.person, one.award) not in there]
    rows.sort(key=lambda row: (row["year"], len(row["missing"])))
    return await shown(
        request,
        "proposal_suggestions.html",
        "dong",
        proposal,
        rows=rows[:_MOST_SHOWN],
        year=year,
    )


def _year(proposal: Proposal, otherwise: int) -> int:
    given = proposal.general.get("year", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) == 4 else otherwise  # noqa: PLR2004


def _row(one: Prospect, name: str) -> dict[str, Any]:
    """What the page says of one: `missing` in words, and the fields of the line that it would become."""
    line = {
        "candidate": one.person,
        "candidate_name": name,
        "kind": CandidateKind.INDIVIDUAL,
        "award": one.award,
    }
    return {
        "line": line,
        "award": award_name(one.award),
        "year": one.year,
        "rests_on": [ground.sentence for ground in one.rests_on],
        "missing": [ground.sentence for ground in one.missing],
        "from_day": day(one.from_day) if one.from_day else "",
    }
