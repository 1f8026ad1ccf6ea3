"""The page of one line: where it stands, its papers beside the forms of the reader's work, its history below."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from domain.ids import Kind, key_of, stream_id
from domain.labels import AUTHORITIES, RECOMMENDATIONS, ROLES
from domain.nomination.state import Step
from domain.rules.assess import Finding
from domain.rules.sentences import sentences
from domain.values import HoldGround
from readmodel import drawer
from readmodel.accounts import Account
from web import showing
from web.acting import Draft, act, read_fields
from web.auth import account_or_none, signed_in
from web.concealment import concealed_from
from web.i18n import N_, _, spoken
from web.inbox import next_task
from web.outcomes import fate
from web.pages import dossier_row, facts_shown, steps_to, unit_namer
from web.papers import readable_papers
from web.privacy import may_read_personal
from web.problems import Problem
from web.reading import row_of
from web.rendering import page
from web.shell import Shell, shell_of
from web.words import award_name, instant, working_days_left
from web.working import ACTS, Work, as_kept, form_named, holds, work_on

VERDICTS = {
    "met": N_("Đạt"),
    "not_met": N_("Chưa đạt"),
    "needs_review": N_("Cần xem xét"),
    "held": N_("Phải tạm dừng"),
}
HOLDS = {
    HoldGround.DISCIPLINE: N_("Đang xem xét kỷ luật"),
    HoldGround.INVESTIGATION: N_("Đang bị điều tra, truy tố, xét xử"),
    HoldGround.INSPECTION: N_("Đang thanh tra, kiểm tra"),
    HoldGround.COMPLAINT: N_("Đang có khiếu nại, tố cáo"),
}
_DRAFTED = ("tham-dinh",)
"""The forms that are kept while somebody fills them in."""

_ELSEWHERE = ("bo-sung",)
"""The acts that have a page of their own."""

router = APIRouter(include_in_schema=False)


@router.get("/de-nghi/{key}")
async def get_nomination(request: Request, key: str) -> Response:
    """Where a line stands, and what the reader may do on it."""
    return await _draw(request, key, await account_or_none(request), {})


async def _draw(request: Request, key: str, account: Account | None, given: Mapping[str, Draft]) -> Response:
    shell = shell_of(request)
    row = await row_of(shell, Kind.NOMINATION, key)
    if row["id"] in await concealed_from(shell, account):
        raise Problem("unknown_record", {"stream": row["id"]})
    entry = showing.awaited_view(row, account)
    dossier = await dossier_row(shell, row["dossier"], account, asked=row["id"])
    shown = {word: replace(draft, seen_version=row["version"]) for word, draft in given.items()}
    work = await work_on(shell, row["id"], row["version"], account, shown) if account else None
    status = max((draft.status for draft in given.values()), default=200)
    return page(
        request,
        "nomination.html",
        account,
        status=status,
        entry=entry,
        entry_fate=fate(row["step"], row["outcome"]),
        downgraded_name=award_name(entry.downgraded_to, entry.pack),
        awaits_label=_(ROLES[entry.awaits]) if entry.awaits else "",
        days_left=working_days_left(entry.due_at, shell.now(), entry.pack) if entry.due_at else 0,
        steps=steps_to(Step(entry.step)),
        dossier_key=key_of(entry.dossier),
        dossier_title=dossier["title"],
        facts=await facts_shown(shell, row["id"], row, account),
        unit_name=await unit_namer(shell),
        papers=await _papers(shell, row, account),
        work=work,
        **_words(work),
    )


def _words(work: Work | None) -> dict[str, Any]:
    findings = work.findings if work else None
    return {
        "findings": [_finding(one) for one in findings or ()],
        "asked": [(one.criterion, spoken(one.asked.vi, one.asked.en), one.source) for one in work.questions]
        if work
        else [],
        "verdicts": VERDICTS,
        "recommendations": [(code, _(label)) for code, label in RECOMMENDATIONS.items()],
        "authorities": [(code, _(label)) for code, label in AUTHORITIES.items()],
        "grounds": [(code.value, _(label)) for code, label in HOLDS.items()],
        "answers": [("met", _("Đạt")), ("not_met", _("Chưa đạt"))],
    }


def _finding(one: Finding) -> dict[str, str]:
    return {
        "verdict": one.verdict,
        "asked": spoken(one.asked.vi, one.asked.en),
        "sentence": spoken(*sentences(one)),
    }


async def _papers(shell: Shell, row: Mapping[str, Any], account: Account | None) -> list[Any]:
    """The papers of the line, and of its dossier as a whole, for those who may open them."""
    if account is None or not may_read_personal(account, (row["unit"], row["handled_by"])):
        return []
    found = await readable_papers(shell, row["dossier"], account)
    return [paper for paper in found if paper.line in {"", row["id"]}]


@router.post("/de-nghi/{key}/viec/{word}")
async def post_act(request: Request, key: str, word: str) -> Response:
    """Send one of the forms, keep it for later, or send it and go on to the next piece of work."""
    fields, account = await read_fields(request), await _at_work(request, key, word)
    shell, stream = shell_of(request), stream_id(Kind.NOMINATION, key)
    if "luu" in fields and word in _DRAFTED:
        await _keep(shell, account, stream, word, fields)
        return RedirectResponse(f"/de-nghi/{key}#{word}", 303)
    told = await act(request, account, form_named(word), key, fields)
    if isinstance(told, Draft):
        return await _draw(request, key, account, {word: told})
    if word in _DRAFTED:
        await shell.database.ask(drawer.drop_draft, account.id, stream, word)
    onward = await next_task(shell, account, stream) if "tiep" in fields else f"/de-nghi/{key}"
    return told.lead_to(onward)


@router.post("/de-nghi/{key}/nhap/{word}")
async def post_draft(request: Request, key: str, word: str) -> Response:
    """Keep what was typed so far, as the page does by itself; says when."""
    fields, account = await read_fields(request), await _at_work(request, key, word)
    if word not in _DRAFTED:
        raise Problem("not_found")
    saved = await _keep(shell_of(request), account, stream_id(Kind.NOMINATION, key), word, fields)
    return JSONResponse({"said": saved})


async def _keep(shell: Shell, account: Account, stream: str, word: str, fields: Mapping[str, Any]) -> str:
    seen = fields.get("seen_version", ["0"])[-1]
    version = int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 10 else 0  # noqa: PLR2004
    saved = await shell.database.ask(drawer.save_draft, account.id, stream, word, as_kept(fields), version)
    return _("Đã lưu nháp lúc %(at)s", at=instant(saved))


async def _at_work(request: Request, key: str, word: str) -> Account:
    """Who works on a line that they may see, in a role of that work; to others it is as if there were none."""
    account, shell = await signed_in(request), shell_of(request)
    if word not in ACTS or word in _ELSEWHERE:
        raise Problem("not_found")
    row = await row_of(shell, Kind.NOMINATION, key)
    await dossier_row(shell, row["dossier"], account, asked=row["id"])
    if row["id"] in await concealed_from(shell, account):
        raise Problem("unknown_record", {"stream": row["id"]})
    if not holds(account, ACTS[word], row):
        raise Problem("no_role")
    return account
