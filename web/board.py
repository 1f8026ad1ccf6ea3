"""The operators' board: how the work flows, where it is stuck and why, and what an operator may do about it."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from domain.ids import Kind, key_of
from domain.labels import ROLES, STEPS
from domain.rules.calendar import civil_date
from domain.values import Role
from readmodel import board, letters, queries, remedies
from readmodel.accounts import Account
from readmodel.publication import names_of_units
from readmodel.remedies import Came, Order
from web.acting import Alert, Draft, read_fields
from web.auth import account_or_none
from web.drawing import Figure, Stage, bars, bars_height, bottleneck, columns, months
from web.filling import Fields
from web.i18n import N_, _
from web.paths import call_back, paths_of
from web.privacy import audits
from web.problems import Problem
from web.rendering import page
from web.shell import Shell, shell_of
from web.texts import visible
from web.words import working_days_left

STUCK_SHOWN, LETTERS_SHOWN, ACTS_SHOWN, UNITS_SHOWN = 50, 20, 20, 12
_MONTHS_SHOWN = 12
_MOST_REASON = 500

_ORDER: Final[Mapping[str, str]] = {
    "draft": N_("Lập đề nghị"),
    "submitted": N_("Chờ tiếp nhận"),
    "received": N_("Chờ thẩm định"),
    "returned": N_("Chờ bổ sung"),
    "supplemented": N_("Đã bổ sung"),
    "appraised": N_("Chờ lên phiên"),
    "in_council": N_("Ở Hội đồng"),
    "voted": N_("Chờ kết luận"),
    "decided": N_("Chờ ký"),
    "signed": N_("Chờ công bố"),
    "published": N_("Chờ lưu trữ"),
}
"""The steps of a line in the order of its path, in words short enough to stand under a bar."""
CAUSES: Final[Mapping[str, str]] = {
    "nobody": N_("Không ai được giao vai trò này"),
    "escalated": N_("Đã báo lên cấp trên mà chưa xong"),
    "overdue": N_("Quá hạn"),
    "held": N_("Tạm dừng quá 30 ngày"),
    "idle": N_("Không có thời hạn, 30 ngày chưa ai xử lý"),
}
_NEXT: Final[Mapping[str, str]] = {
    "nobody": N_("Cấp vai trò cho một người của đơn vị."),
    "escalated": N_("Nhắc cấp trên và người phải làm; vắng thì giao người khác."),
    "overdue": N_("Nhắc người phải làm; vắng thì giao người khác."),
    "held": N_("Hỏi người thẩm định xem căn cứ tạm dừng còn không."),
    "idle": N_("Nhắc người phải làm: không có thời hạn thì không có báo quá hạn."),
}
RESULTS: Final[Mapping[str, str]] = {
    "nudge-done": N_("Đã nhắc và ghi lại; thư đang được gửi tới người phải làm."),
    "nudge-unheard": N_(
        "Đã ghi lại việc nhắc, nhưng không ai trong số người phải làm nhận thư: hãy gọi cho họ."
    ),
    "nudge-already": N_("Hôm nay đã nhắc việc này rồi; mỗi việc nhắc nhiều nhất một lần một ngày."),
    "nudge-moved": N_("Việc này đã chuyển bước, không còn ở chỗ cũ; không nhắc nữa."),
    "reassign-done": N_("Đã giao, và đã kiểm tra lại: việc này nay do người được chọn giữ."),
    "reassign-moved": N_("Việc này đã chuyển bước hoặc chờ đích danh, nên không giao lại được."),
    "reconcile-done": N_("Đã gọi lại và kiểm tra: mọi hồ sơ đang mở đều có tuyến xử lý."),
    "reconcile-waiting": N_(
        "Đã gọi lại; còn hồ sơ chưa thấy tuyến. Danh sách chậm vài giây, hãy tải lại trang."
    ),
    "reconcile-away": N_("Chưa gọi lại được: máy chủ điều phối không trả lời."),
}
ACTS: Final[Mapping[str, str]] = {
    "nudge": N_("Nhắc"),
    "reassign": N_("Giao cho"),
    "reconcile": N_("Gọi lại các tuyến"),
}
_PLACES: Final = {Kind.DOSSIER: "/ho-so/", Kind.NOMINATION: "/de-nghi/"}

router = APIRouter(include_in_schema=False)


async def onlooker(request: Request) -> Account:
    """The operator or auditor who looks; raises `Problem` not_signed_in or operator_needed."""
    account = await account_or_none(request)
    if account is None:
        raise Problem("not_signed_in")
    if not (operates(account) or audits(account)):
        raise Problem("operator_needed")
    return account


def operates(account: Account) -> bool:
    """Whether the account may act on the board."""
    return any(grant.role is Role.OPERATOR for grant in account.grants)


async def operator(request: Request) -> Account:
    """The operator who acts; raises `Problem` as `onlooker` does."""
    account = await onlooker(request)
    if not operates(account):
        raise Problem("operator_needed")
    return account


@router.get("/dieu-hanh")
async def get_board(request: Request) -> Response:
    """The board."""
    return await _page(request, await onlooker(request))


async def _page(request: Request, account: Account, draft: Draft | None = None) -> Response:
    shell = shell_of(request)
    now = shell.now()
    ask = shell.database.ask
    stages = _stages(await ask(board.flow, now))
    stuck = await ask(board.stuck, now, limit=STUCK_SHOWN)
    units = await ask(board.backlog, now, limit=UNITS_SHOWN)
    unheard = await ask(letters.undelivered, now, limit=LETTERS_SHOWN)
    neck = bottleneck(stages)
    return page(
        request,
        "board.html",
        account,
        status=draft.status if draft else 200,
        acts=operates(account),
        stages=stages,
        drawn=columns(stages),
        neck=neck,
        open_lines=sum(stage.lines for stage in stages),
        late_lines=sum(stage.late for stage in stages),
        stuck=await _stuck(shell, stuck),
        stuck_total=stuck[0]["total"] if stuck else 0,
        draft=draft or Draft("", ""),
        result=RESULTS.get(request.query_params.get("ket-qua", ""), ""),
        paths=await paths_of(shell),
        letters=unheard,
        letters_total=unheard[0]["total"] if unheard else 0,
        mail=await ask(letters.server_state),
        done_acts=[_act(row) for row in await ask(remedies.last_acts, limit=ACTS_SHOWN)],
        **await _charts(shell, units),
    )


def _stages(found: Mapping[str, Mapping[str, Any]]) -> list[Stage]:
    """Every step of the path in its order, with what stands there."""
    empty = {"lines": 0, "late": 0, "held": 0, "median_days": 0, "oldest_days": 0}
    return [_stage(step, label, found.get(step, empty)) for step, label in _ORDER.items()]


def _stage(step: str, label: str, row: Mapping[str, Any]) -> Stage:
    days = (int(row["median_days"] or 0), int(row["oldest_days"] or 0))
    return Stage(step, _(label), row["lines"], row["late"], row["held"], *days)


async def _stuck(shell: Shell, rows: list[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The tasks that do not move, in words, with those who may be asked to act."""
    able = await shell.database.ask(remedies.able, [row["stream"] for row in rows], shell.now())
    named = {person for row in rows for person in (*(row["people"] or ()), row["claimed_by"]) if person}
    names = await shell.database.ask(queries.account_names, named)
    today = civil_date(shell.now())
    return [
        {
            "stream": row["stream"],
            "step": row["step"],
            "key": key_of(row["stream"]),
            "href": f"{_PLACES[kind]}{key_of(row['stream'])}"
            if (kind := Kind(row["kind"])) in _PLACES
            else "",
            "where": _(STEPS[row["step"]]),
            "cause": _(CAUSES[row["cause"]]),
            "grave": row["cause"] in {"nobody", "escalated", "overdue"},
            "next": _(_NEXT[row["cause"]]),
            "role": _(ROLES[row["role"]]) if row["role"] in ROLES else "",
            "above": _(ROLES[row["escalated_to"]]) if row["escalated_to"] in ROLES else "",
            "unit": row["unit"],
            "people": [names.get(person, person) for person in row["people"] or ()],
            "claimed_by": names.get(row["claimed_by"], row["claimed_by"]) if row["claimed_by"] else "",
            "lines": row["lines"],
            "since": row["since"],
            "due_at": row["due_at"],
            "days": working_days_left(row["due_at"], shell.now()) if row["due_at"] else 0,
            "nudged_today": row["nudged_on"] == today,
            "able": able.get(row["stream"], []) if not row["people"] else [],
        }
        for row in rows
    ]


async def _charts(shell: Shell, units: list[Mapping[str, Any]]) -> dict[str, Any]:
    """The figures of the three charts, and how they are drawn."""
    now, ask = shell.now(), shell.database.ask
    taken = await ask(board.stage_times)
    since = now - timedelta(days=31 * _MONTHS_SHOWN)
    names = await ask(names_of_units, tuple(row["unit"] for row in units))
    times = [
        Figure(_(label), round(taken[step]["median_days"], 1), round(taken[step]["slow_days"], 1))
        for step, label in _ORDER.items()
        if step in taken
    ]
    flowed = [
        Figure(f"{row['month'][5:]}/{row['month'][:4]}", row["came"], row["done"])
        for row in await ask(board.throughput, since)
    ][-_MONTHS_SHOWN:]
    waiting = [Figure(names.get(row["unit"], row["unit"]), row["tasks"], row["late"]) for row in units]
    return {
        "times": times,
        "time_bars": bars(times),
        "times_height": bars_height(times),
        "flowed": flowed,
        "flow_pairs": months(flowed),
        "waiting": waiting,
        "waiting_bars": bars(waiting),
        "waiting_height": bars_height(waiting),
        "units_total": units[0]["total"] if units else 0,
        "last_leaves": board.LAST_LEAVES,
    }


def _act(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        **row,
        "what": _(ACTS[row["act"]]),
        "who": row["name"] or row["account"],
        "whom": row["subject_name"] or row["subject"],
        "key": key_of(row["stream"]) if row["stream"] else "",
    }


@router.post("/dieu-hanh/nhac")
async def post_nudge(request: Request) -> Response:
    """Remind whoever must act on a task."""
    account, fields = await operator(request), await read_fields(request)
    order, fault = _order(request, account, fields)
    if fault:
        return await _page(request, account, fault)
    came = await shell_of(request).database.ask(remedies.nudge, order)
    return RedirectResponse(f"/dieu-hanh?ket-qua=nudge-{came}", 303)


@router.post("/dieu-hanh/giao")
async def post_reassign(request: Request) -> Response:
    """Hand a task to one of those who may act on it."""
    account, fields = await operator(request), await read_fields(request)
    order, fault = _order(request, account, fields)
    receiver = _last(fields, "nguoi")
    if not fault and not receiver:
        fault = _draft(fields, {"nguoi": _("Hãy chọn người nhận việc.")})
    if fault:
        return await _page(request, account, fault)
    came = await shell_of(request).database.ask(remedies.reassign, order, receiver)
    if came is Came.NOT_THEIRS:
        words = _("Người này không được làm việc này: không giữ vai trò đó, hoặc không được xử lý hồ sơ này.")
        return await _page(request, account, _draft(fields, {"nguoi": words}))
    return RedirectResponse(f"/dieu-hanh?ket-qua=reassign-{came}", 303)


@router.post("/dieu-hanh/goi-lai")
async def post_reconcile(request: Request) -> Response:
    """Call every open path back, and say so only once they are seen to run."""
    account, fields = await operator(request), await read_fields(request)
    order, fault = _order(request, account, fields)
    if fault:
        return await _page(request, account, fault)
    shell = shell_of(request)
    await shell.database.ask(remedies.note_reconcile, order)
    found = await call_back(shell)
    result = "away" if found is None else "waiting" if found.missing else "done"
    return RedirectResponse(f"/dieu-hanh?ket-qua=reconcile-{result}", 303)


def _order(request: Request, account: Account, fields: Fields) -> tuple[Order, Draft | None]:
    """What the operator asks for; or the form again where the reason is missing or no use."""
    reason = _last(fields, "ly-do").strip()
    stream, step = _last(fields, "viec")[:200], _last(fields, "buoc")[:40]
    order = Order(account.id, reason, shell_of(request).now(), stream, step)
    if not reason:
        return order, _draft(fields, {"ly-do": _("Hãy ghi lý do.")})
    try:
        visible(reason)
    except ValueError:
        return order, _draft(fields, {"ly-do": _("Lý do có ký tự không dùng được.")})
    if len(reason) > _MOST_REASON:
        return order, _draft(fields, {"ly-do": _("Lý do dài nhất %(most)s ký tự.", most=_MOST_REASON)})
    return order, None


def _draft(fields: Fields, faults: dict[str, str]) -> Draft:
    alert = Alert(_("Chưa làm: hãy sửa chỗ được đánh dấu ở việc tương ứng."), items=tuple(faults.values()))
    return Draft("viec", "", given=fields, faults=faults, alert=alert, status=422)


def _last(fields: Fields, name: str) -> str:
    values = fields.get(name)
    return values[-1] if values else ""
