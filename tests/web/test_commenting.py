"""Lists open for comment: anybody may answer, machines may not, and only their keepers read what came."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
import pytest_asyncio

from tests.store.desk import ask
from tests.web.site import COUNCIL_UNIT, HOST, Site, line, receive
from web.i18n import COOKIE
from web.stamp import MOST, is_fresh, stamp

pytestmark = pytest.mark.asyncio(loop_scope="session")

OWN = {"Origin": HOST, "Sec-Fetch-Site": "same-origin"}
NAME = "Phạm Thị Lấy Ý Kiến"
OPEN, OVER = "/lay-y-kien/mo", "/lay-y-kien/het"
WORDS = "Đơn vị này có khiếu nại chưa giải quyết."
PERIOD = "comment-mo"


@pytest_asyncio.fixture(loop_scope="session", autouse=True)
async def opened(site: Site) -> None:
    """Two lists of the council's unit: one open today, one that closed yesterday."""
    if ask(site.engine, "SELECT FROM leaf WHERE stream = :of", of=PERIOD):
        return
    await receive(site, "lyk", line("cb-lyk", NAME))
    today = datetime.now(UTC).date()
    for key, first, last in (("mo", -3, 10), ("het", -20, -2)):
        days = {"opens_on": today + timedelta(days=first), "closes_on": today + timedelta(days=last)}
        command = {
            "unit": COUNCIL_UNIT,
            "nominations": ["nomination-lyk.001"],
            "reference": "Cổng thông tin VKS",
            **{name: day.isoformat() for name, day in days.items()},
        }
        await site.secretary.do(f"comments/{key}/open-comment", command)


def fresh(site: Site, age_s: int = 30, period: str = PERIOD) -> str:
    shell = site.app.state.shell
    return stamp(shell.ring.keys[0][1], period, shell.now() - timedelta(seconds=age_s))


async def send(site: Site, place: str = OPEN, **changes: Any) -> httpx.Response:  # noqa: ANN401 - any field
    form = {"noi-dung": WORDS, "ho-ten": "", "lien-he": "", "trang-web": "", "dau": fresh(site), **changes}
    transport = httpx.ASGITransport(site.app, client=(changes.get("address", "10.0.0.1"), 1))
    async with httpx.AsyncClient(transport=transport, base_url=HOST) as sender:
        return await sender.post(place, data=form, headers=OWN)


def kept(site: Site) -> int:
    return int(ask(site.engine, "SELECT count(*) FROM feedback")[0][0])


async def test_lists_open_today_are_shown_with_their_window_and_no_name(site: Site) -> None:
    listed = (await site.anyone.get("/lay-y-kien")).text
    assert OPEN in listed
    assert OVER not in listed
    shown = (await site.anyone.get(OPEN)).text
    assert "Lao động tiên tiến" in shown
    for text in (listed, shown):
        assert NAME not in text
        assert "cb-lyk" not in text


async def test_feedback_is_kept_and_its_code_tells_when_it_came_and_no_more(site: Site) -> None:
    sent = await send(site, **{"ho-ten": "Lê Văn Góp", "address": "10.0.1.1"})
    assert sent.status_code == 200
    code = re.search(r"[2-9A-Z]{4}(?:-[2-9A-Z]{4}){3}", sent.text)
    assert code is not None
    told = await site.anyone.post("/lay-y-kien/bien-nhan", data={"ma": code[0].lower()}, headers=OWN)
    assert "Đã nhận lúc" in told.text
    assert WORDS not in told.text
    assert "Lê Văn Góp" not in told.text
    wrong = await site.anyone.post("/lay-y-kien/bien-nhan", data={"ma": "AAAA-BBBB-CCCC-DDDD"}, headers=OWN)
    assert "Không có ý kiến nào" in wrong.text
    assert code[0] not in str(ask(site.engine, "SELECT * FROM feedback"))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("noi-dung", ""),
        ("noi-dung", "ngắn"),
        ("noi-dung", "x" * 4_001),
        ("noi-dung", "che giấu \u202e chữ ngược"),
        ("ho-ten", "x" * 121),
        ("lien-he", "a\nb\x07"),
    ],
)
async def test_what_cannot_be_used_is_told_beside_the_field_and_kept_as_typed(
    site: Site, field: str, value: str
) -> None:
    before = kept(site)
    answer = await send(site, **{field: value})
    assert (answer.status_code, kept(site)) == (422, before)
    assert 'class="fault"' in answer.text


async def test_machines_are_not_heard(site: Site) -> None:
    before = kept(site)
    machines: list[dict[str, str]] = [
        {"trang-web": "https://spam.test"},
        {"dau": fresh(site, age_s=0)},
        {"dau": fresh(site, age_s=13 * 3600)},
        {"dau": fresh(site, period="comment-het")},
        {"dau": ""},
        {"dau": "1.x"},
    ]
    for fields in machines:
        answer = await send(site, **fields)
        assert answer.status_code == 422
        assert WORDS in answer.text
    assert kept(site) == before


async def test_one_address_is_heard_five_times_an_hour(site: Site) -> None:
    answers = [await send(site, address="10.9.9.9") for _time in range(7)]
    assert [answer.status_code for answer in answers] == [200] * 5 + [429] * 2
    assert (await send(site, address="10.9.9.8")).status_code == 200


async def test_a_list_that_is_over_takes_nothing(site: Site) -> None:
    before = kept(site)
    answer = await send(site, OVER, dau=fresh(site, period="comment-het"))
    assert (answer.status_code, kept(site)) == (409, before)
    assert "đã kết thúc" in (await site.anyone.get(OVER)).text


async def test_script_stays_text(site: Site) -> None:
    await send(site, **{"noi-dung": "<script>alert(1)</script>", "address": "10.0.2.2"})
    shown = (await site.secretary.get(f"{OPEN}/y-kien")).text
    assert "<script>alert" not in shown
    assert "&lt;script&gt;alert" in shown


@pytest.mark.parametrize(
    ("person", "status"),
    [
        ("secretary", 200),
        ("appraiser", 200),
        ("publisher", 200),
        ("auditor", 200),
        ("officer", 403),
        ("decider", 403),
        ("operator", 403),
        ("stranger", 403),
    ],
)
async def test_only_keepers_and_auditors_read_what_came(site: Site, person: str, status: int) -> None:
    await send(site, address="10.0.3.3")
    answer = await site.people[person].get(f"{OPEN}/y-kien")
    assert (answer.status_code, WORDS in answer.text) == (status, status == 200)
    assert (await site.anyone.get(f"{OPEN}/y-kien")).status_code == 401


async def test_secretary_closes_with_the_numbers_and_the_digest_in_the_evidence(site: Site) -> None:
    shown = (await site.secretary.get(f"{OVER}/y-kien")).text
    command_id = re.search(r'name="command_id" value="([^"]+)"', shown)
    document = re.search(r"<textarea[^>]*>([^<]*mã băm SHA-256 [0-9a-f]{64})", shown)
    assert command_id is not None
    assert document is not None
    form = {"command_id": command_id[1], "views": "x", "opinions": "0", "document": document[1]}
    wrong = await site.secretary.client.post(f"{OVER}/y-kien", data=form, headers=OWN)
    assert wrong.status_code == 422
    done = await site.secretary.client.post(f"{OVER}/y-kien", data={**form, "views": "41"}, headers=OWN)
    assert done.status_code == 303
    (closed,) = ask(
        site.engine, "SELECT bytes FROM leaf WHERE name = 'comment.closed' AND stream = 'comment-het'"
    )
    assert document[1] in bytes(closed[0]).decode()
    assert "Ghi nhận kết thúc" not in (await site.secretary.get(f"{OVER}/y-kien")).text


async def test_pages_speak_english_whole(site: Site) -> None:
    shown = (await site.anyone.get(OPEN, headers={"Cookie": f"{COOKIE}=en"})).text
    assert "Send a comment" in shown
    assert "Gửi ý kiến" not in shown


async def test_stamp_is_of_one_form_and_time() -> None:
    now = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
    given = stamp(b"k", "a", now)
    later = now + timedelta(minutes=1)
    assert is_fresh(b"k", "a", given, later)
    assert not is_fresh(b"l", "a", given, later)
    assert not is_fresh(b"k", "b", given, later)
    assert not is_fresh(b"k", "a", given, now + timedelta(seconds=3))
    assert not is_fresh(b"k", "a", given, now + MOST + timedelta(seconds=1))
    assert not is_fresh(b"k", "a", "x" + given, later)
