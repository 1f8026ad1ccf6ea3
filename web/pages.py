"""The pages: what anybody may see, and what waits for those who are signed in."""

from collections.abc import Callable
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from domain.ids import Kind
from domain.nomination.state import Step
from readmodel import queries
from readmodel.accounts import Account
from web import showing
from web.auth import account_or_none
from web.concealment import concealed_from, without
from web.i18n import N_
from web.outcomes import AwardCount, counts, total
from web.privacy import may_read_counts, may_read_dossier, may_read_personal
from web.problems import Problem
from web.reading import history_of
from web.rendering import page
from web.shell import Shell, shell_of

_ALWAYS = ("granted", "forwarded", "refused", "open")
_ORDER = ("granted", "downgraded", "forwarded", "refused", "withdrawn", "annulled", "open")
_PATH = {
    Step.DRAFT: N_("Lập đề nghị"),
    Step.SUBMITTED: N_("Trình"),
    Step.RECEIVED: N_("Tiếp nhận"),
    Step.APPRAISED: N_("Thẩm định"),
    Step.IN_COUNCIL: N_("Họp Hội đồng"),
    Step.VOTED: N_("Biểu quyết"),
    Step.DECIDED: N_("Kết luận"),
    Step.SIGNED: N_("Ký"),
    Step.PUBLISHED: N_("Công bố"),
    Step.ARCHIVED: N_("Lưu trữ"),
}
_REPAIR = {Step.RETURNED: Step.RECEIVED, Step.SUPPLEMENTED: Step.RECEIVED}
_SUBJECTS = {
    Kind.DOSSIER: ("Hồ sơ", "/ho-so/"),
    Kind.NOMINATION: ("Đề nghị", "/de-nghi/"),
    Kind.SESSION: ("Phiên họp", "/phien-hop/"),
    Kind.DECISION: ("Văn bản", "/van-ban/"),
}

router = APIRouter(include_in_schema=False)


async def problem_page(request: Request, problem: Problem) -> Response:
    """A problem as a page; who is signed in is left out, for the database may be what is away."""
    body = {"incident": "", **problem.body()}
    response = page(request, "problem.html", None, status=problem.status, problem=body)
    response.headers.update(problem.headers)
    return response


@router.get("/")
async def get_outcomes(request: Request) -> Response:
    """What became of every dossier."""
    shell, account = shell_of(request), await account_or_none(request)
    names = await shell.database.ask(queries.unit_names)
    rows = await shell.database.ask(queries.dossiers)
    found = counts(await shell.database.ask(queries.outcomes))
    dossiers = [
        _outcomes(row, found.get(row["id"], []), names) for row in rows if may_read_dossier(row, account)
    ]
    return page(request, "outcomes.html", account, dossiers=dossiers)


def _outcomes(row: showing.Row, awards: list[AwardCount], names: dict[str, str]) -> dict[str, Any]:
    whole = total(awards)
    return {
        **showing.dossier_view(row).model_dump(),
        "unit_name": names.get(row["unit"], row["unit"]),
        "awards": awards,
        "total": whole,
        "columns": [name for name in _ORDER if name in _ALWAYS or getattr(whole, name)],
    }


async def dossier_row(shell: Shell, stream: str, account: Account | None, *, asked: str = "") -> showing.Row:
    """A dossier that this reader may see; to others it is as if there were none, nor what was `asked` of it."""
    row = await shell.database.ask(queries.dossier, stream)
    if row is None or not may_read_dossier(row, account):
        raise Problem("unknown_record", {"stream": asked or stream})
    return row


def steps_to(step: Step) -> list[dict[str, str]]:
    """The path with what is done and where it stands; empty for what left the path."""
    present = _REPAIR.get(step, step)
    if present not in _PATH:
        return []
    order = list(_PATH)
    reached = order.index(present)
    done = step is Step.ARCHIVED
    states = ["done" if n < reached or done else "now" if n == reached else "" for n in range(len(order))]
    return [{"label": _PATH[entry], "state": state} for entry, state in zip(order, states, strict=True)]


async def facts_shown(
    shell: Shell, stream: str, row: showing.Row, account: Account | None
) -> list[dict[str, Any]]:
    """The history as this reader may see it: free text only where names are shown for their role."""
    personal = may_read_personal(account, (row["unit"], row["handled_by"]))
    hidden = await concealed_from(shell, account)
    counts = may_read_counts(row, account)
    return [
        showing.fact_view(without(entry, hidden), personal=personal, counts=counts).model_dump()
        for entry in await history_of(shell, stream)
    ]


async def unit_namer(shell: Shell) -> Callable[[str], str]:
    """Says the name of a unit by its code, as far as the register knows it."""
    names = await shell.database.ask(queries.unit_names)
    return lambda code: names.get(code, code)


@router.get("/niem-phong/{size}")
async def get_checkpoint(request: Request, size: int) -> Response:
    """The signed note of a checkpoint, as it is (C2SP tlog-checkpoint)."""
    note = await shell_of(request).database.ask(queries.checkpoint_note, size)
    if note is None:
        raise Problem("not_found")
    return PlainTextResponse(note)
