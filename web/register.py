"""The public register: published decisions, who may be named in them, and the check of one with its proof."""

from collections.abc import Mapping
from typing import Annotated, Any, Final

from fastapi import APIRouter, Path
from starlette.requests import Request
from starlette.responses import Response

from domain.ids import Kind, key_of, stream_id
from domain.refusal import Refusal
from readmodel import log, publication
from readmodel.publication import Wanted
from web.asked import Asked
from web.auth import account_or_none
from web.i18n import N_
from web.problems import Problem
from web.proofs import Proof, prove
from web.rendering import page
from web.shell import Shell, shell_of
from web.tabular import json_file
from web.words import award_name

DECISIONS_A_PAGE, LINES_A_PAGE = 25, 100
_MOST_FOUND = 10
_PROVEN: Final[Mapping[str, str]] = {
    "decision.signed": N_("Ký văn bản"),
    "decision.corrected": N_("Đính chính văn bản"),
    "decision.published": N_("Công bố văn bản"),
}
"""The facts of an instrument that are shown with their proofs; none names a candidate."""

Key = Annotated[str, Path(pattern="^[a-z0-9](?:[a-z0-9.-]{0,78}[a-z0-9])?$")]
Row = Mapping[str, Any]

router = APIRouter(include_in_schema=False)


@router.get("/quyet-dinh")
async def get_register(request: Request) -> Response:
    """The register, narrowed by year, unit, award and number, a page at a time."""
    shell, account = shell_of(request), await account_or_none(request)
    asked = Asked(request.query_params)
    known = await shell.database.ask(publication.choices)
    units = await shell.database.ask(publication.names_of_units, known.units)
    unit_names = {code: units.get(code, code) for code in known.units}
    award_names = {code: award_name(code) for code in known.awards}
    wanted = Wanted(
        asked.year("nam"),
        asked.one_of("don-vi", unit_names),
        asked.one_of("danh-hieu", award_names),
        asked.text("so"),
    )
    number, rows, total = asked.page(), [], 0
    if not asked.faults:
        total = await shell.database.ask(publication.count_published, wanted)
        rows = await shell.database.ask(
            publication.published_decisions,
            wanted,
            limit=DECISIONS_A_PAGE,
            offset=(number - 1) * DECISIONS_A_PAGE,
        )
    return page(
        request,
        "register.html",
        account,
        status=422 if asked.faults else 200,
        asked=asked,
        years=known.years,
        units=unit_names,
        awards=award_names,
        decisions=[_shown(row) for row in rows],
        total=total,
        number=number,
        pages=-(-total // DECISIONS_A_PAGE),
    )


def _shown(row: Row) -> dict[str, Any]:
    """A decision of the register with what it granted, in words."""
    granted = [
        {"code": code, "name": award_name(code), "count": row["granted"][code]}
        for code in sorted(row["granted"])
    ]
    return {
        **row,
        "key": key_of(row["id"]),
        "awards": granted,
        "named": sum(row["granted"].values()),
    }


@router.get("/quyet-dinh/{key}")
async def get_decision(request: Request, key: Key) -> Response:
    """One published decision with the lines that may be named."""
    shell, account = shell_of(request), await account_or_none(request)
    shown = await _decision(shell, key)
    asked = Asked(request.query_params)
    award = asked.one_of("danh-hieu", {entry["code"]: entry["name"] for entry in shown["awards"]})
    number, lines = asked.page(), []
    if not asked.faults:
        lines = await shell.database.ask(
            publication.public_lines,
            shown["id"],
            award,
            limit=LINES_A_PAGE,
            offset=(number - 1) * LINES_A_PAGE,
        )
    chosen = sum(entry["count"] for entry in shown["awards"] if award in {None, entry["code"]})
    units = await shell.database.ask(publication.names_of_units, tuple({line["unit"] for line in lines}))
    return page(
        request,
        "decision.html",
        account,
        status=422 if asked.faults else 200,
        decision=shown,
        lines=[_line(line, units) for line in lines],
        asked=asked,
        chosen=award or "",
        number=number,
        first=(number - 1) * LINES_A_PAGE + 1,
        total=chosen,
        pages=-(-chosen // LINES_A_PAGE),
        proofs=await proofs_of(shell, shown["id"]),
    )


def _line(row: Row, units: Mapping[str, str]) -> dict[str, Any]:
    return {
        "key": key_of(row["id"]),
        "name": row["name"],
        "award": award_name(row["award"], row["pack"]),
        "year": row["year"],
        "unit": units.get(row["unit"], row["unit"]),
    }


@router.get("/quyet-dinh/{key}/bang-chung.json")
async def get_proof(request: Request, key: Key) -> Response:
    """The proofs of a published decision, for a verifier of one's own."""
    shell, _account = shell_of(request), await account_or_none(request)
    shown = await _decision(shell, key)
    content = {
        "decision": shown["id"],
        "number": shown["number"],
        "signed_on": shown["signed_on"],
        "published_on": shown["published_on"],
        "proofs": [proof.as_json() for _label, proof in await proofs_of(shell, shown["id"])],
    }
    return json_file(f"bang-chung-{key}", content)


@router.get("/kiem-tra")
async def get_check(request: Request) -> Response:
    """Look a decision up by its number or code, and show that its publication is in the sealed log."""
    shell, account = shell_of(request), await account_or_none(request)
    asked = Asked(request.query_params)
    number = asked.text("so")
    found = await _looked_up(shell, number) if number else []
    exact = [row for row in found if _fits(row, number or "")]
    checked = [(_shown(row), await proofs_of(shell, row["id"])) for row in exact]
    return page(
        request,
        "check.html",
        account,
        status=422 if asked.faults else 200,
        asked=asked,
        checked=[(await _named(shell, shown), proofs) for shown, proofs in checked],
        near=[await _named(shell, _shown(row)) for row in found if row not in exact],
    )


async def _looked_up(shell: Shell, number: str) -> list[Row]:
    """The published decisions with that code, or with that text in their number."""
    try:
        by_code = Wanted(id=stream_id(Kind.DECISION, number.lower()))
    except Refusal:
        by_code = None
    ask, question = shell.database.ask, publication.published_decisions
    found = await ask(question, by_code, limit=1) if by_code else []
    return found or await ask(question, Wanted(number=number), limit=_MOST_FOUND)


def _fits(row: Row, given: str) -> bool:
    return given.lower() == key_of(row["id"]) or _folded(given) == _folded(row["number"])


def _folded(number: str) -> str:
    return "".join(publication.plain(number).split())


async def _decision(shell: Shell, key: str) -> dict[str, Any]:
    """A published decision; to everybody any other instrument is as if there were none."""
    wanted = Wanted(id=stream_id(Kind.DECISION, key))
    rows = await shell.database.ask(publication.published_decisions, wanted, limit=1)
    if not rows:
        raise Problem("unknown_record", {"stream": "quyết định đã công bố này"})
    return await _named(shell, _shown(rows[0]))


async def _named(shell: Shell, shown: dict[str, Any]) -> dict[str, Any]:
    names = await shell.database.ask(publication.names_of_units, (shown["unit"],))
    return {**shown, "unit_name": names.get(shown["unit"], shown["unit"])}


async def proofs_of(shell: Shell, stream: str) -> list[tuple[str, Proof]]:
    """What was done to the instrument and is shown to everybody, each with its proof."""
    found = []
    for name, label in _PROVEN.items():
        position = await shell.database.ask(log.last_position, stream, name)
        proof = None if position is None else await shell.database.ask(prove, shell.sealed, position)
        if proof is not None:
            found.append((label, proof))
    return found
