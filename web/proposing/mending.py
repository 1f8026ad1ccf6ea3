"""A line that was returned: its reason at hand, papers put in, claims mended, and the answer sent."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from domain.ids import Kind, key_of, stream_id
from domain.nomination.claims import Claims
from domain.nomination.state import Nomination, Step
from domain.rules.library import packs
from readmodel.accounts import Account
from readmodel.papers import Paper
from web.acting import Alert, Done, Draft, act, blank, form_of, read_fields
from web.auth import reader, require_same_origin
from web.concealment import concealed_from
from web.i18n import _, spoken
from web.papers import readable_papers
from web.privacy import may_read_personal
from web.problems import Problem
from web.proposing.lines import CHOICES
from web.proposing.receiving import kinds_for, paper_of
from web.proposing.unit_desk import OURS
from web.reading import history_of, row_of
from web.rendering import page
from web.shell import Shell, shell_of
from web.uploads.stream import form_with_file
from web.words import award_name

router = APIRouter(include_in_schema=False)


@router.get("/de-nghi/{key}/bo-sung")
async def get_mending(request: Request, key: str) -> Response:
    """A line that was returned: why, and what is claimed."""
    shell, account = shell_of(request), await reader(request)
    row, state = await _returned(shell, account, key)
    return await _mending(request, row, _blank(account, row, state), blank(account, "attach_paper"))


@router.post("/de-nghi/{key}/bo-sung")
async def post_mending(request: Request, key: str) -> Response:
    """Answer the return, with the claims as they are mended."""
    shell, account = shell_of(request), await reader(request)
    row, _state = await _returned(shell, account, key)
    fields = await read_fields(request)
    given = {name: values for name, values in fields.items() if not _blank_initiative(name, fields)}
    done = await act(request, account, form_of(Kind.NOMINATION, "supplement_nomination"), key, given)
    if isinstance(done, Done):
        return done.lead_to(f"/de-nghi/{key}")
    return await _mending(request, row, done, blank(account, "attach_paper"))


@router.post("/de-nghi/{key}/bo-sung/giay-to")
async def post_paper(request: Request, key: str) -> Response:
    """Put a paper beside the line at once; the claims wait until they are sent."""
    require_same_origin(request)
    shell, account = shell_of(request), await reader(request)
    row, state = await _returned(shell, account, key)
    try:
        told = await _attached(request, shell, account, row)
    except Problem as problem:
        told = _told(blank(account, "attach_paper"), problem)
    if isinstance(told, Done):
        return told.lead_to(f"/de-nghi/{key}/bo-sung")
    return await _mending(request, row, _blank(account, row, state), told)


async def _attached(request: Request, shell: Shell, account: Account, row: Mapping[str, Any]) -> Draft | Done:
    form = await form_with_file(request, shell.options.paper_most_mib)
    try:
        paper = await paper_of(shell, account, form)
        fields = {name: [str(form.get(name, ""))] for name in ("command_id", "acting_as", "paper")}
    finally:
        await form.close()
    fields |= {name: [str(value)] for name, value in {**paper, "line": row["id"]}.items()}
    dossier = key_of(row["dossier"])
    told = await act(request, account, form_of(Kind.DOSSIER, "attach_paper"), dossier, fields)
    if isinstance(told, Draft) and told.faults:
        alert = Alert(" ".join(told.faults.values()))
        return replace(told, alert=alert)
    return told


def _told(draft: Draft, problem: Problem) -> Draft:
    """What is wrong with a file, above its form; what is away is not a matter of the file."""
    if problem.status >= 500:  # noqa: PLR2004
        raise problem
    body = problem.body()
    return replace(
        draft, alert=Alert(spoken(str(body["detail"]), str(body["detail_en"]))), status=problem.status
    )


def _blank(account: Account, row: Mapping[str, Any], state: Nomination) -> Draft:
    given = _typed(state.claims) if state.claims else {}
    return blank(account, "supplement_nomination", row["version"], **given)


def _blank_initiative(name: str, fields: Mapping[str, Any]) -> bool:
    """An initiative whose fields are all empty is none."""
    parts = ("claims.initiative.scope", "claims.initiative.certificate")
    return name in parts and not any(value.strip() for part in parts for value in fields.get(part, ()))


async def _returned(shell: Shell, account: Account, key: str) -> tuple[Mapping[str, Any], Nomination]:
    row = await row_of(shell, Kind.NOMINATION, key)
    ours = {grant.unit for grant in account.grants if grant.role in OURS}
    aside = row["id"] in await concealed_from(shell, account)
    if aside or row["unit"] not in ours or not may_read_personal(account, (row["unit"],)):
        raise Problem("unknown_record", {"stream": row["id"]})
    stream = stream_id(Kind.NOMINATION, key)
    state: Nomination = (await shell.database.ask(shell.load, [stream]))[stream]
    return row, state


def _typed(claims: Claims) -> dict[str, object]:
    """The claims as fields of the form."""
    found: dict[str, object] = {
        "claims.rating": claims.rating,
        "claims.position": claims.position,
        "claims.service_months": claims.service_months,
        "claims.targets_percent": claims.targets_percent,
        "claims.achievement": claims.achievement,
    }
    if claims.initiative:
        found |= {
            "claims.initiative.scope": claims.initiative.scope,
            "claims.initiative.certificate": claims.initiative.certificate,
        }
    for number, title in enumerate(claims.titles):
        for part in ("award", "year", "decision", "track", "achievement"):
            found[f"claims.titles.{number}.{part}"] = getattr(title, part)
    return found


async def _mending(request: Request, row: Mapping[str, Any], draft: Draft, paper: Draft) -> Response:
    shell, account = shell_of(request), await reader(request)
    history = await history_of(shell, row["id"])
    back = [entry for entry in history if entry.name == "nomination.returned"]
    return page(
        request,
        "unit_mending.html",
        account,
        status=max(draft.status, paper.status),
        row=row,
        key=key_of(row["id"]),
        dossier=key_of(row["dossier"]),
        award_name=award_name(row["award"], row["pack"]),
        reason=back[-1].disclosed.get("/reason", "") if back else "",
        is_returned=row["step"] == Step.RETURNED,
        draft=draft,
        paper=paper,
        papers=await _papers(shell, row, account),
        kinds=list(_kinds(row).items()),
        most_mib=shell.options.paper_most_mib,
        choices={
            name: [(code, _(label)) for code, label in labels.items()] for name, labels in CHOICES.items()
        },
    )


async def _papers(shell: Shell, row: Mapping[str, Any], account: Account) -> list[Paper]:
    """The papers that lie beside this line."""
    lying = await readable_papers(shell, row["dossier"], account)
    return [paper for paper in lying if paper.line == row["id"]]


def _kinds(row: Mapping[str, Any]) -> dict[str, str]:
    """The kinds that the rules of the line's receipt name for its award."""
    pack = packs().get(row["pack"])
    award = pack.awards.get(row["award"]) if pack else None
    return kinds_for([award] if award else [])
