"""The inbox: what waits by tab and filter, claimed by one, kept views, the same price however much lies there."""

import re
from collections.abc import AsyncIterator

import httpx
import pytest
import pytest_asyncio
from sqlalchemy import Engine, event

from tests.web.forms import forms, post, send
from tests.web.site import Site, line, receive
from web.inbox import INBOX

pytestmark = pytest.mark.asyncio(loop_scope="session")
KEY = "hop-viec"
TASK = f"nomination-{KEY}.001"


@pytest_asyncio.fixture(scope="module", loop_scope="session", autouse=True)
async def office(site: Site) -> AsyncIterator[None]:
    """Two lines that wait for an appraiser."""
    lines = (line("cb-hop-1", "Đỗ Thị Hộp Việc"), line("cb-hop-2", "Lý Văn Thứ Hai"))
    await receive(site, KEY, *lines)
    yield


def rows(answer: httpx.Response) -> list[str]:
    """The titles of the tasks on a page."""
    found = re.findall(r'<th role="rowheader"[^>]*><a href="([^"]+)">([^<]*)</a>', answer.text)
    return [title for href, title in found if KEY in href]


async def test_inbox_tells_what_waits_why_since_when_and_how_long(site: Site) -> None:
    answer = await site.appraiser.get(INBOX)
    assert any("Đỗ Thị Hộp Việc" in title for title in rows(answer))
    assert "chờ Chuyên viên thẩm định" in answer.text
    assert re.search(r"từ \d\d/\d\d/\d{4} \d\d:\d\d", answer.text)
    assert "quá hạn" in answer.text


async def test_inbox_is_searched_without_diacritics_and_filtered(site: Site) -> None:
    found = rows(await site.appraiser.get(INBOX, q="do thi hop viec"))
    assert len(found) == 1
    assert rows(await site.appraiser.get(INBOX, q="khong ai ca")) == []
    assert len(rows(await site.appraiser.get(INBOX, q="hop viec"))) == len(
        ["by name", "by the dossier's key"]
    )
    assert rows(await site.appraiser.get(INBOX, **{"danh-hieu": "CSTDCS", "q": "hop"})) == []
    assert "Không có việc nào khớp" in (await site.appraiser.get(INBOX, the="tam-dung", q="hop viec")).text


@pytest.mark.parametrize("query", [{"q": "x" * 300}, {"the": "la"}, {"sau": "../.."}, {"danh-hieu": "'; --"}])
async def test_nonsense_in_the_address_is_told_or_passed_over(site: Site, query: dict[str, str]) -> None:
    assert (await site.appraiser.get(INBOX, **query)).status_code == httpx.codes.OK


@pytest.mark.parametrize("way", ["nhan", "tra", "che-do-xem"])
async def test_form_with_a_nul_is_refused_and_no_incident(site: Site, way: str) -> None:
    fields = {"stream": f"{TASK}\x00", "step": "received", "ten": "Của tôi", "query": "q=\x00"}
    answer = await post(site.appraiser, f"{INBOX}/{way}", fields)
    assert answer.status_code == httpx.codes.BAD_REQUEST


async def test_claimed_task_is_shown_to_the_others_and_released_again(site: Site) -> None:
    fields = {"stream": TASK, "step": "received", "ve": f"{INBOX}?q=hop+viec"}
    claimed = await post(site.appraiser, f"{INBOX}/nhan", fields)
    assert claimed.headers["location"] == f"{INBOX}?q=hop+viec&bao=nhan"
    mine = await site.appraiser.get(INBOX, the="cua-toi", q="hop viec")
    assert len(rows(mine)) == 1
    assert (await post(site.many, f"{INBOX}/nhan", fields)).headers["location"].endswith("bao=co-nguoi")
    assert "Họ tên appraiser" in (await site.many.get(INBOX, q="do thi hop viec")).text
    assert rows(await site.many.get(INBOX, the="cua-toi", q="hop viec")) == []
    await post(site.appraiser, f"{INBOX}/tra", fields)
    assert rows(await site.appraiser.get(INBOX, the="cua-toi", q="hop viec")) == []


async def test_nobody_claims_what_does_not_wait_for_them(site: Site) -> None:
    fields = {"stream": TASK, "step": "received"}
    for person in (site.head, site.clerk, site.operator, site.stranger):
        answer = await post(person, f"{INBOX}/nhan", fields)
        assert answer.headers["location"].endswith("bao=da-qua")
    assert "Nhận việc" in (await site.appraiser.get(INBOX, q="do thi hop viec")).text


async def test_view_is_kept_under_a_name_and_dropped(site: Site) -> None:
    narrowed = f"{INBOX}?q=hop"
    await send(site.appraiser, narrowed, f"{INBOX}/che-do-xem", ten="Việc <của> hộp")
    page = (await site.appraiser.get(INBOX)).text
    assert 'href="/viec-cua-toi?q=hop" data-palette>Việc &lt;của&gt; hộp<' in page
    assert "hộp<" not in (await site.many.get(INBOX)).text
    dropping = next(form for form in forms(page) if "bo" in form.fields)
    await post(site.appraiser, dropping.action, dropping.fields)
    assert "Việc &lt;của&gt; hộp" not in (await site.appraiser.get(INBOX)).text


async def test_page_of_another_site_changes_nothing(site: Site) -> None:
    answer = await site.appraiser.client.post(f"{INBOX}/nhan", headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == httpx.codes.FORBIDDEN


async def test_who_is_not_signed_in_is_led_to_sign_in(site: Site) -> None:
    answer = await site.anyone.get(INBOX)
    assert (answer.status_code, answer.headers["location"]) == (303, "/dang-nhap")


async def asked(site: Site, engine: Engine, path: str) -> int:
    """How many statements a page costs."""
    seen: list[str] = []

    def count(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    event.listen(engine, "before_cursor_execute", count)
    try:
        assert (await site.appraiser.get(path)).status_code == httpx.codes.OK
    finally:
        event.remove(engine, "before_cursor_execute", count)
    return len(seen)


async def test_inbox_costs_the_same_number_of_questions_however_much_waits(site: Site) -> None:
    engine: Engine = site.app.state.shell.database._engine
    before = await asked(site, engine, INBOX)
    await receive(site, "hop-viec-2", *(line(f"cb-hop-3{n}", f"Người {n}") for n in range(5)))
    assert await asked(site, engine, INBOX) == before
    assert 0 < before < 10
