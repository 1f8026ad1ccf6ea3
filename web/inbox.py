"""The inbox: what waits for whoever is signed in, by tab and filter; claiming and releasing; views kept by name."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final
from urllib.parse import parse_qsl, urlencode

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from domain.context import calendar_of
from domain.ids import Kind, key_of
from domain.labels import ROLES, STEPS
from domain.rules.calendar import civil_date
from readmodel import drawer, queries
from readmodel.accounts import Account
from readmodel.awaiting import Asked as Question
from readmodel.awaiting import Whose
from readmodel.claims import Claimed, claim, release
from readmodel.spelling import question
from readmodel.work_queue import MOST_COUNTED, Row, cursor, work_counts, work_queue
from web.acting import read_fields
from web.asked import Asked, start_of
from web.auth import account_or_none, signed_in
from web.i18n import N_, _
from web.leading_back import ours
from web.problems import Problem
from web.reading import TASK_PLACE, desks_of
from web.rendering import page
from web.shell import Shell, shell_of
from web.words import award_name, award_order, working_days_left

INBOX: Final = "/viec-cua-toi"
TASKS_A_PAGE = 50
_SOON_WORKING_DAYS: Final = 3
_MOST_VIEW_NAME: Final = 60
_KEPT: Final = ("the", "q", "danh-hieu", "don-vi", "buoc")
"""The fields that a view keeps."""

TABS: Final[Mapping[str, tuple[str, str]]] = {
    "": ("all", N_("Tất cả")),
    "cua-toi": ("mine", N_("Của tôi")),
    "cua-nhom": ("group", N_("Của nhóm")),
    "qua-han": ("overdue", N_("Quá hạn")),
    "sap-den": ("soon", N_("Sắp đến hạn")),
    "tam-dung": ("held", N_("Tạm dừng xét")),
}
"""The tabs by their word in the address: what they count, and their label."""
_SUBJECTS: Final[Mapping[Kind, tuple[str, str]]] = {
    Kind.NOMINATION: (N_("Đề nghị"), "/de-nghi/"),
    Kind.DOSSIER: (N_("Hồ sơ"), "/ho-so/"),
    Kind.SESSION: (N_("Phiên họp"), "/phien-hop/"),
    Kind.DECISION: (N_("Văn bản"), "/van-ban/"),
}
_NOTICES: Final[Mapping[str, str]] = {
    "nhan": N_("Bạn đã nhận việc này."),
    "co-nguoi": N_("Người khác đã nhận việc này trước."),
    "da-qua": N_("Việc này đã chuyển bước, không còn chờ nhận."),
    "tra": N_("Đã trả việc về nhóm."),
    "nhieu-che-do": N_("Mỗi người lưu được nhiều nhất 20 chế độ xem: hãy bỏ bớt."),
}

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Task:
    """One row of the inbox, in the words of the office."""

    stream: str
    step: str
    title: str
    href: str
    why: str
    role: str
    since: datetime | None
    due_at: datetime | None
    days: int | None
    late: bool
    source: str
    claimed_by: str
    mine: bool
    claimable: bool


@router.get(INBOX)
async def get_inbox(request: Request) -> Response:
    """A page of what waits, soonest legal deadline first."""
    shell, account = shell_of(request), await account_or_none(request)
    if account is None:
        return RedirectResponse("/dang-nhap", 303)
    asked = Asked(request.query_params)
    tab = asked.one_of("the", {name: label for name, (_count, label) in TABS.items()}) or ""
    after = asked.typed("sau")
    now, desks = shell.now(), desks_of(account)
    wanted = _question(asked, tab, now)
    if asked.faults or not TASK_PLACE(after):
        wanted, after = Question(), ""
    rows = await shell.database.ask(
        work_queue, account.id, desks, asked=wanted, limit=TASKS_A_PAGE, after=after
    )
    counted = await shell.database.ask(work_counts, account.id, desks, now, soon_from(now))
    names = await shell.database.ask(queries.unit_names)
    views = await shell.database.ask(drawer.views, account.id)
    return page(
        request,
        "inbox.html",
        account,
        asked=asked,
        tasks=[task_of(row, account, now) for row in rows],
        following=asked.link(sau=cursor(rows[-1])) if len(rows) == TASKS_A_PAGE else "",
        tabs=[
            (asked.link(the=name, sau=""), label, _counted(counted[key]), name == tab)
            for name, (key, label) in TABS.items()
        ],
        narrowed=any(asked.typed(name) for name in _KEPT[1:]),
        query=urlencode([(name, asked.typed(name)) for name in _KEPT if asked.typed(name)]),
        views=views,
        desks=[(_(ROLES[role]), names.get(unit, unit)) for unit, roles in desks.items() for role in roles],
        awards=[(code, award_name(code)) for code in award_order()],
        units=sorted(names.items()),
        steps=_steps(),
        notice=_NOTICES.get(asked.typed("bao"), ""),
    )


def _question(asked: Asked, tab: str, now: datetime) -> Question:
    """What the address asks of the queue."""
    found = Question(
        award=asked.code("danh-hieu") or "",
        unit=asked.code("don-vi") or "",
        step=asked.one_of("buoc", dict(_steps())) or "",
        words=question(asked.text("q") or ""),
    )
    match tab:
        case "cua-toi" | "cua-nhom":
            return replace(found, whose=Whose.MINE if tab == "cua-toi" else Whose.GROUP)
        case "qua-han":
            return replace(found, due_before=now)
        case "sap-den":
            return replace(found, due_before=soon_from(now))
        case _:
            return replace(found, held=tab == "tam-dung")


def soon_from(now: datetime) -> datetime:
    """Before which instant a deadline counts as near: the end of the third working day from today."""
    last = calendar_of("").after(civil_date(now), _SOON_WORKING_DAYS + 1)
    return start_of(last)


def _steps() -> list[tuple[str, str]]:
    wanted = ("draft", "submitted", "received", "returned", "supplemented", "appraised", "voted")
    return [(step, _(STEPS[step])) for step in wanted]


def _counted(number: int) -> str:
    return f"{number}" if number < MOST_COUNTED else f"{MOST_COUNTED - 1}+"


def task_of(row: Row, account: Account, now: datetime) -> Task:
    """A row in words. Names are of the reader's own units: nothing else waits for them."""
    kind, due_at = Kind(row["kind"]), row["due_at"]
    subject, place = _SUBJECTS[kind]
    who = row["name"] or row["candidate"] or (row["title"] if kind is Kind.DOSSIER else "")
    what = award_name(row["award"]) if row["award"] else _(subject)
    step = _(STEPS.get(row["step"], row["step"]))
    return Task(
        row["stream"],
        row["step"],
        f"{what}: {who or key_of(row['stream'])}",
        f"{place}{key_of(row['stream'])}",
        _("Đang tạm dừng xét, chờ kết luận") if row["held"] else step,
        _(ROLES[row["role"]]),
        row["since"],
        due_at,
        working_days_left(due_at, now) if due_at else None,
        bool(due_at) and due_at < now,
        row["due_source"],
        row["claimed_name"] or row["claimed_by"] or "",
        row["claimed_by"] == account.id,
        row["people"] is None and row["claimed_by"] is None,
    )


@router.post(f"{INBOX}/nhan")
async def post_claim(request: Request) -> Response:
    """Claim a task of one's own roles; of two at once one gets it."""
    fields, account = await read_fields(request), await signed_in(request)
    shell, stream, step = shell_of(request), _one(fields, "stream"), _one(fields, "step")
    waiting = Question(stream=stream, step=step)
    rows = await shell.database.ask(work_queue, account.id, desks_of(account), asked=waiting, limit=1)
    told = Claimed.GONE
    if rows:
        told = await shell.database.ask(claim, stream, step, account.id, shell.now())
    word = {Claimed.MINE: "nhan", Claimed.TAKEN: "co-nguoi", Claimed.GONE: "da-qua"}[told]
    return _back(fields, word)


@router.post(f"{INBOX}/tra")
async def post_release(request: Request) -> Response:
    """Give a task back to the group."""
    fields, account = await read_fields(request), await signed_in(request)
    await shell_of(request).database.ask(release, _one(fields, "stream"), account.id)
    return _back(fields, "tra")


@router.post(f"{INBOX}/che-do-xem")
async def post_view(request: Request) -> Response:
    """Keep the present filters under a name, or drop a name."""
    fields, account = await read_fields(request), await signed_in(request)
    shell, name = shell_of(request), " ".join(_one(fields, "ten").split())[:_MOST_VIEW_NAME]
    if not name or "\x00" in name:
        raise Problem("malformed_form")
    if _one(fields, "bo"):
        await shell.database.ask(drawer.drop_view, account.id, name)
        return RedirectResponse(INBOX, 303)
    given = dict(parse_qsl(_one(fields, "query")))
    query = urlencode([(field, given[field]) for field in _KEPT if given.get(field)])
    kept = await shell.database.ask(drawer.save_view, account.id, name, query, shell.now())
    return RedirectResponse(f"{INBOX}?{query}" if kept else f"{INBOX}?bao=nhieu-che-do", 303)


async def next_task(shell: Shell, account: Account, done: str) -> str:
    """Where the next piece of work lies: one's own first, then the soonest of the group that nobody has."""
    for whose in (Whose.MINE, Whose.ALL):
        rows = await shell.database.ask(
            work_queue, account.id, desks_of(account), asked=Question(whose), limit=TASKS_A_PAGE
        )
        free = (row for row in rows if row["claimed_by"] in {None, account.id} and row["stream"] != done)
        for row in free:
            return task_of(row, account, shell.now()).href
    return INBOX


def _back(fields: Mapping[str, Any], word: str) -> Response:
    place = ours(_one(fields, "ve") or INBOX)
    bare, _mark, query = place.partition("?")
    kept = [(name, value) for name, value in parse_qsl(query) if name != "bao"]
    return RedirectResponse(f"{bare}?{urlencode([*kept, ('bao', word)])}", 303)


def _one(fields: Mapping[str, Any], name: str) -> str:
    values = fields.get(name)
    return str(values[-1]) if values else ""
