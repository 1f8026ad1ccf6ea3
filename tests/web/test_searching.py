"""The search page finds by name without diacritics, for those alone who may read the name."""

import pytest

from tests.web.site import PEOPLE, Site, line, receive

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_name_leads_only_those_to_the_line_who_may_read_it(site: Site) -> None:
    await receive(site, "tim-thay", line("cb-tim-thay", "Khuất Thị Ẩn Danh"))
    found = {
        name
        for name in PEOPLE
        if "tim-thay.001" in (await site.people[name].get("/tim-kiem", q="khuat an danh")).text
    }
    assert found == set(PEOPLE) - {"stranger", "operator", "nobody"}
    assert "tim-thay.001" in (await site.stranger.get("/tim-kiem", q="tim thay")).text
    assert "Khuất" not in (await site.stranger.get("/tim-kiem", q="tim thay")).text


async def test_page_keeps_what_was_asked_and_says_where_nothing_was_found(site: Site) -> None:
    page = (await site.appraiser.get("/tim-kiem", q="<script>khong")).text
    assert "&lt;script&gt;khong" in page
    assert "Không tìm thấy gì" in page
    assert (await site.anyone.get("/tim-kiem?q=x")).status_code in {303, 401}
