"""The operators' board: who may look and act, and nothing called done but what was seen done."""

from typing import Any

import httpx
import pytest
import pytest_asyncio

from tests.store.desk import ask
from tests.web.site import COUNCIL_UNIT, HOST, Site, line, receive
from web.i18n import COOKIE

pytestmark = pytest.mark.asyncio(loop_scope="session")

OWN = {"Origin": HOST, "Sec-Fetch-Site": "same-origin"}
NAME = "Nguyễn Thị Bảng Điều Hành"


@pytest_asyncio.fixture(loop_scope="session")
async def late(site: Site) -> str:
    """A received line that is long overdue."""
    known = ask(site.engine, "SELECT FROM work_queue WHERE stream = 'nomination-kep.001'")
    if not known:
        await receive(site, "kep", line("cb-kep", NAME))
    ask(site.engine, "UPDATE work_queue SET due_at = '2024-01-02' WHERE stream = 'nomination-kep.001'")
    return "nomination-kep.001"


async def send(site: Site, person: str, act: str, **fields: Any) -> httpx.Response:  # noqa: ANN401 - any field
    return await site.people[person].client.post(f"/dieu-hanh/{act}", data=fields, headers=OWN)


def acts_of(site: Site) -> int:
    return int(ask(site.engine, "SELECT count(*) FROM operator_act")[0][0])


async def test_board_shows_flow_stuck_work_and_charts_with_tables_and_no_candidate(
    site: Site, late: str
) -> None:
    shown = (await site.operator.get("/dieu-hanh")).text
    assert late.removeprefix("nomination-") in shown
    assert "Quá hạn" in shown
    assert shown.count("<svg") >= 3
    assert shown.count("<svg") == shown.count("<title id=") == shown.count("<desc id=")
    assert "Chuyên viên thẩm định, VKS-X" in shown
    for secret in (NAME, "cb-kep"):
        assert secret not in shown
    assert " style=" not in shown


@pytest.mark.parametrize(
    ("person", "status"),
    [("operator", 200), ("auditor", 200), ("appraiser", 403), ("decider", 403), ("nobody", 403)],
)
async def test_board_is_for_operators_and_auditors(site: Site, person: str, status: int) -> None:
    assert (await site.people[person].get("/dieu-hanh")).status_code == status
    assert (await site.anyone.get("/dieu-hanh")).status_code == 401


@pytest.mark.parametrize("act", ["nhac", "giao", "goi-lai"])
@pytest.mark.parametrize("person", ["auditor", "appraiser"])
async def test_only_operators_act(site: Site, late: str, act: str, person: str) -> None:
    before = acts_of(site)
    answer = await send(
        site, person, act, **{"viec": late, "buoc": "received", "ly-do": "x", "nguoi": "appraiser"}
    )
    assert (answer.status_code, acts_of(site)) == (403, before)
    assert "/dieu-hanh/nhac" not in (await site.auditor.get("/dieu-hanh")).text


async def test_nudge_is_recorded_and_told_and_not_repeated(site: Site, late: str) -> None:
    task = {"viec": late, "buoc": "received", "ly-do": "Sắp họp Hội đồng"}
    first = await send(site, "operator", "nhac", **task)
    assert first.headers["location"] == "/dieu-hanh?ket-qua=nudge-unheard"
    again = await send(site, "operator", "nhac", **task)
    assert again.headers["location"] == "/dieu-hanh?ket-qua=nudge-already"
    shown = (await site.operator.client.get(again.headers["location"])).text
    assert "Hôm nay đã nhắc việc này rồi" in shown
    assert "Sắp họp Hội đồng" in shown
    assert "Hôm nay đã nhắc." in shown


@pytest.mark.parametrize("reason", ["", "   ", "x" * 501, "a\u202eb"])
@pytest.mark.parametrize("act", ["nhac", "giao"])
async def test_an_act_needs_a_reason_and_keeps_what_was_typed(
    site: Site, late: str, act: str, reason: str
) -> None:
    before = acts_of(site)
    task = {"viec": late, "buoc": "received", "ly-do": reason, "nguoi": "many"}
    answer = await send(site, "operator", act, **task)
    assert (answer.status_code, acts_of(site)) == (422, before)
    assert 'aria-invalid="true"' in answer.text
    assert '<option value="many" selected>' in answer.text


async def test_task_is_handed_to_one_who_may_do_it(site: Site, late: str) -> None:
    task = {"viec": late, "buoc": "received", "ly-do": "Người giữ đang nghỉ"}
    refused = await send(site, "operator", "giao", **task, nguoi="clerk")
    assert (refused.status_code, "không được làm việc này" in refused.text) == (422, True)
    answer = await send(site, "operator", "giao", **task, nguoi="many")
    assert answer.headers["location"] == "/dieu-hanh?ket-qua=reassign-done"
    assert "đang giữ: Họ tên many" in (await site.operator.get("/dieu-hanh")).text
    moved = await send(site, "operator", "giao", **{**task, "buoc": "draft"}, nguoi="many")
    assert moved.headers["location"] == "/dieu-hanh?ket-qua=reassign-moved"


async def test_calling_back_where_no_round_is_known_is_not_called_done(site: Site) -> None:
    answer = await send(site, "operator", "goi-lai", **{"ly-do": "Sau khi khôi phục"})
    assert answer.headers["location"] == "/dieu-hanh?ket-qua=reconcile-away"


async def test_script_in_a_reason_stays_text(site: Site) -> None:
    await send(site, "operator", "goi-lai", **{"ly-do": "<script>alert(1)</script>"})
    shown = (await site.operator.get("/dieu-hanh")).text
    assert "<script>alert" not in shown
    assert "&lt;script&gt;alert" in shown


async def test_foreign_pages_cannot_act(site: Site, late: str) -> None:
    before = acts_of(site)
    foreign = {"Origin": "https://evil.test", "Sec-Fetch-Site": "cross-site"}
    task = {"viec": late, "buoc": "received", "ly-do": "x"}
    answer = await site.operator.client.post("/dieu-hanh/nhac", data=task, headers=foreign)
    assert (answer.status_code, acts_of(site)) == (403, before)


async def test_board_speaks_english_whole(site: Site, late: str) -> None:
    shown = (await site.operator.client.get("/dieu-hanh", headers={"Cookie": f"{COOKIE}=en"})).text
    assert late.removeprefix("nomination-") in shown
    assert "Who must act" in shown
    assert COUNCIL_UNIT in shown
    assert "Ai phải làm" not in shown
