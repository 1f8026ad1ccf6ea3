"""What auditors look for and take away: acts, exceptions, proofs, bundles; and who read what."""

import asyncio
import tempfile
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

from fastapi import APIRouter
from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import FileResponse, Response

from domain.ids import key_of
from domain.labels import OUTCOMES, RECOMMENDATIONS, ROLES, STEPS
from readmodel import log, queries
from readmodel.exceptions import exceptions
from readmodel.log import Act, Sought
from readmodel.readings import readings
from web.acts import ACTS
from web.archive import Export
from web.asked import Asked, start_of
from web.i18n import N_, _, ngettext
from web.problems import Problem
from web.proofs import Proof, prove
from web.rendering import page
from web.replay import address, inspector
from web.sentences import told_by
from web.shell import Shell, shell_of
from web.standing import HOLDS
from web.tabular import json_file
from web.words import award_name, instant, working_days_left

ACTS_A_PAGE, READINGS_A_PAGE, EXCEPTIONS_SHOWN = 50, 100, 50
_END = 2**62
_MOST_POSITION = 10**15
_MINUTE_S = 60
_QUICK_MINUTES, _MOST_QUICK_MINUTES = 5, 1_440

router = APIRouter(include_in_schema=False)


@router.get("/thanh-tra")
async def get_acts(request: Request) -> Response:
    """Look for recorded acts by person, actor, unit, period and kind; newest first."""
    account, shell = await inspector(request), shell_of(request)
    asked = Asked(request.query_params)
    since, until = asked.day("tu"), asked.day("den")
    if since and until and until < since:
        asked.faults["den"] = _("Ngày cuối phải không trước ngày đầu.")
    sought = Sought(
        person=_lower(asked.code("nguoi")),
        actor=_lower(asked.code("nguoi-lam")),
        unit=asked.code("don-vi"),
        name=asked.one_of("viec", ACTS),
        since=start_of(since) if since else None,
        until=start_of(until) + timedelta(days=1) if until else None,
    )
    before = asked.place("truoc", _END, _MOST_POSITION)
    found: list[Act] = []
    if not asked.faults:
        found = await shell.database.ask(log.acts, sought, before=before, limit=ACTS_A_PAGE)
    names = await shell.database.ask(queries.account_names, [act.actor["id"] for act in found])
    return page(
        request,
        "acts.html",
        account,
        status=422 if asked.faults else 200,
        asked=asked,
        kinds=ACTS,
        acts=[_shown(act, names) for act in found],
        following=found[-1].position if len(found) == ACTS_A_PAGE else None,
        first_page=before == _END,
        can_export=shell.archive.export is not None,
    )


def _lower(code: str | None) -> str | None:
    return code.lower() if code else None


def _shown(act: Act, names: Mapping[str, str]) -> dict[str, Any]:
    return {
        "position": act.position,
        "at": act.recorded_at,
        "sentence": told_by(act.name, act.actor, act.payload),
        "actor": act.actor["id"],
        "actor_name": names.get(act.actor["id"], ""),
        "href": f"{address(act.stream)}?buoc={act.version}",
        "subject": key_of(act.stream),
        "sealed_by": act.sealed_by,
    }


@router.get("/thanh-tra/muc/{position}.json")
async def get_leaf_json(request: Request, position: int) -> Response:
    """The proof of one recorded fact, for a verifier of one's own."""
    await inspector(request)
    proof = await _proof(shell_of(request), position)
    return json_file(f"bang-chung-muc-{position}", proof.as_json())


@router.get("/thanh-tra/muc/{position}")
async def get_leaf(request: Request, position: int) -> Response:
    """One recorded fact with its proof."""
    account = await inspector(request)
    proof = await _proof(shell_of(request), position)
    return page(
        request,
        "leaf.html",
        account,
        proof=proof,
        kind=ACTS.get(proof.name, proof.name),
        href=f"{address(proof.stream)}?buoc={proof.version}",
    )


async def _proof(shell: Shell, position: int) -> Proof:
    if not 0 <= position <= _MOST_POSITION:
        raise Problem("not_found")
    proof = await shell.database.ask(prove, shell.sealed, position)
    if proof is None:
        raise Problem("not_found")
    return proof


@router.get("/thanh-tra/goi-bang-chung.zip")
async def get_bundle(request: Request) -> Response:
    """The whole of the evidence, to be checked offline (`python -m audit verify`)."""
    await inspector(request)
    shell = shell_of(request)
    if shell.archive.export is None:
        raise Problem("no_log_key")
    now = shell.now()
    async with shell.exporting:
        path = await asyncio.to_thread(_written, shell.archive.export, now)
    name = f"bang-chung-{now:%Y%m%d-%H%M%S}.zip"
    done = BackgroundTask(path.unlink, missing_ok=True)
    return FileResponse(path, media_type="application/zip", filename=name, background=done)


def _written(export: Export, now: datetime) -> Path:
    """A file of its own with the evidence at that instant; half a file is not left behind."""
    with tempfile.NamedTemporaryFile(prefix="minhbach-", suffix=".zip", delete=False) as kept:
        path = Path(kept.name)
    try:
        export(path, now)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return path


@router.get("/thanh-tra/ngoai-le")
async def get_exceptions(request: Request) -> Response:
    """What is late, held or stepped aside from, what went otherwise than advised, and what went fast."""
    account, shell = await inspector(request), shell_of(request)
    asked = Asked(request.query_params)
    minutes = asked.number("phut", _QUICK_MINUTES, _MOST_QUICK_MINUTES)
    now = shell.now()
    found = await shell.database.ask(exceptions, now, quick_s=minutes * _MINUTE_S, limit=EXCEPTIONS_SHOWN)
    sections = [
        {
            **_SECTIONS[name],
            "id": name,
            "total": rows[0]["total"] if rows else 0,
            "rows": [
                {
                    "href": address(row["stream"]),
                    "subject": key_of(row["stream"]),
                    "what": _what(name, row, now),
                }
                for row in rows
            ],
        }
        for name, rows in found.items()
    ]
    return page(
        request,
        "exceptions.html",
        account,
        status=422 if asked.faults else 200,
        asked=asked,
        minutes=minutes,
        sections=sections,
        shown=EXCEPTIONS_SHOWN,
    )


_SECTIONS: Final[Mapping[str, Mapping[str, str]]] = {
    "overdue": {"title": N_("Quá hạn"), "about": N_("Việc còn mở mà hạn đã qua, quá lâu nhất đứng trước.")},
    "holds": {"title": N_("Đang tạm dừng xét"), "about": N_("Đề nghị chờ kết luận của cơ quan khác.")},
    "recusals": {
        "title": N_("Không tham gia biểu quyết"),
        "about": N_("Thành viên Hội đồng có liên quan, tự khai hoặc được ghi nhận."),
    },
    "departures": {
        "title": N_("Khác ý kiến thẩm định hoặc biểu quyết"),
        "about": N_("Kết quả không theo ý kiến thẩm định, hoặc kết luận không theo biểu quyết."),
    },
    "quick": {
        "title": N_("Làm nhanh khác thường"),
        "about": N_("Thẩm định, kết luận, ký chỉ ít phút sau việc ngay trước đó."),
    },
}


def _what(section: str, row: Mapping[str, Any], now: datetime) -> str:
    """The exception in words."""
    match section:
        case "overdue":
            late = -working_days_left(row["due_at"], now)
            step, role = _(STEPS.get(row["step"], row["step"])), _(ROLES[row["role"]])
            waits = _("%(step)s. Chờ %(role)s, %(unit)s", step=step, role=role, unit=row["unit"])
            due = ngettext(
                "hạn %(due)s, quá %(num)s ngày làm việc",
                "hạn %(due)s, quá %(num)s ngày làm việc",
                late,
                due=instant(row["due_at"]),
            )
            return f"{waits}; {due}."
        case "holds":
            why, since = _(HOLDS.get(row["hold"], row["hold"])), instant(row["since"])
            return _(
                "%(award)s, %(unit)s: %(why)s, từ %(since)s.",
                award=award_name(row["award"]),
                unit=row["unit"],
                why=why,
                since=since,
            )
        case "recusals":
            return _(
                "%(award)s: thành viên %(member)s, phiên %(session)s.",
                award=award_name(row["award"]),
                member=row["member"],
                session=key_of(row["session"]),
            )
        case "departures":
            return f"{award_name(row['award'])}, {row['unit']}: {_departed(row)}."
        case _:
            return _(
                "%(act)s sau việc trước %(lasted)s, lúc %(moment)s.",
                act=_(ACTS.get(row["name"], row["name"])),
                lasted=_lasted(row["seconds"]),
                moment=instant(row["recorded_at"]),
            )


def _departed(row: Mapping[str, Any]) -> str:
    told = {
        _("thẩm định"): RECOMMENDATIONS.get(row["recommendation"] or ""),
        _("biểu quyết"): OUTCOMES.get(row["vote"] or ""),
        _("kết luận"): OUTCOMES.get(row["outcome"] or ""),
    }
    return "; ".join(f"{stage}: {_(words).lower()}" for stage, words in told.items() if words)


def _lasted(seconds: int) -> str:
    if seconds >= _MINUTE_S:
        return ngettext("%(num)s phút", "%(num)s phút", seconds // _MINUTE_S)
    return ngettext("%(num)s giây", "%(num)s giây", seconds) if seconds else _("chưa đến một giây")


@router.get("/thanh-tra/nhat-ky-doc")
async def get_readings(request: Request) -> Response:
    """What auditors read and took away."""
    account, shell = await inspector(request), shell_of(request)
    asked = Asked(request.query_params)
    who, where = asked.code("nguoi"), asked.text("dia-chi")
    before = asked.place("truoc", _END, _MOST_POSITION)
    rows: list[Mapping[str, Any]] = []
    if not asked.faults:
        rows = await shell.database.ask(
            readings, before=before, limit=READINGS_A_PAGE, path=where, account=_lower(who)
        )
    return page(
        request,
        "readings.html",
        account,
        status=422 if asked.faults else 200,
        asked=asked,
        readings=rows,
        following=rows[-1]["id"] if len(rows) == READINGS_A_PAGE else None,
    )
