"""Which language a page speaks, who chooses it, and where one is led afterwards."""

import re
from html import escape

import httpx
import pytest

from tests.web.site import COUNCIL_UNIT, HOST, UNIT, Site
from web.i18n import _, ngettext, speaking
from web.leading_back import ours

OWN = {"Origin": HOST, "Sec-Fetch-Site": "same-origin"}


async def test_page_speaks_vietnamese_until_english_is_chosen(site: Site) -> None:
    shown = await site.anyone.get("/kiem-tra", headers={"Accept-Language": "en"})
    assert '<html lang="vi"' in shown.text
    assert "Đăng nhập" in shown.text
    english = await site.anyone.get("/kiem-tra", headers={"Cookie": "ngon-ngu=en"})
    assert '<html lang="en"' in english.text
    assert "Sign in" in english.text
    assert "Đăng nhập" not in english.text


async def test_choice_is_kept_in_the_browser_and_leads_back(site: Site) -> None:
    form = {"ve": "/quyet-dinh?so=1", "ngon-ngu": "en"}
    answer = await site.anyone.post("/hien-thi", data=form, headers=OWN)
    site.anyone.cookies.clear()
    assert (answer.status_code, answer.headers["location"]) == (httpx.codes.SEE_OTHER, "/quyet-dinh?so=1")
    assert answer.headers["set-cookie"].startswith("ngon-ngu=en; HttpOnly; Max-Age=31536000; Path=/")


async def test_colours_are_kept_and_drawn(site: Site) -> None:
    answer = await site.anyone.post("/hien-thi", data={"ve": "/", "giao-dien": "dark"}, headers=OWN)
    site.anyone.cookies.clear()
    assert answer.headers["set-cookie"].startswith("giao-dien=dark;")
    dark = await site.anyone.get("/", headers={"Cookie": "giao-dien=dark"})
    assert 'data-theme="dark"' in dark.text
    odd = await site.anyone.get("/", headers={"Cookie": 'giao-dien="><script>'})
    assert 'data-theme="auto"' in odd.text


async def test_choice_that_is_none_is_refused(site: Site) -> None:
    answer = await site.anyone.post("/hien-thi", data={"ngon-ngu": "fr"}, headers=OWN)
    assert answer.status_code == httpx.codes.BAD_REQUEST
    assert "set-cookie" not in answer.headers


async def test_choice_of_another_site_is_turned_away(site: Site) -> None:
    answer = await site.anyone.post(
        "/hien-thi", data={"ngon-ngu": "en"}, headers={"Sec-Fetch-Site": "cross-site"}
    )
    assert (answer.status_code, "set-cookie" in answer.headers) == (httpx.codes.FORBIDDEN, False)


@pytest.mark.parametrize(
    ("place", "led"),
    [
        ("/viec-cua-toi?x=1", "/viec-cua-toi?x=1"),
        ("//evil.test", "/"),
        ("/\\evil.test", "/"),
        ("https://evil.test", "/"),
        ("/a\r\nSet-Cookie: x=1", "/"),
        ("", "/"),
    ],
)
def test_one_is_only_led_to_pages_of_ours(place: str, led: str) -> None:
    assert ours(place) == led


def test_message_is_filled_after_it_was_translated() -> None:
    with speaking("en"):
        assert _("Căn cứ: %(source)s", source="Điều 4") == "Basis: Điều 4"
    assert _("Căn cứ: %(source)s", source="Điều 4") == "Căn cứ: Điều 4"


def test_count_without_a_translation_is_told_as_written() -> None:
    with speaking("en"):
        assert ngettext("%(num)s chưa dịch", "%(num)s chưa dịch", 2) == "2 chưa dịch"


def test_language_nobody_knows_is_vietnamese() -> None:
    with speaking("xx"):
        assert _("Đăng nhập") == "Đăng nhập"


LETTERS = re.compile("[đĐăĂơƠưƯ]|[ạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]")
"""Letters that Vietnamese alone writes."""


@pytest.mark.parametrize(
    "path", ["/", "/quyet-dinh", "/quyet-dinh?nam=x", "/kiem-tra?so=9", "/du-lieu-mo", "/khong-co"]
)
async def test_english_page_holds_no_vietnamese_of_ours(site: Site, path: str) -> None:
    headers = {"Cookie": "ngon-ngu=en", "Accept": "text/html"}
    page = (await site.anyone.get(path, headers=headers)).text
    for text in (*await _data(site), "Tiếng Việt", "Minh Bạch", "QĐ"):
        page = page.replace(text, "")
    assert [row for row in page.splitlines() if LETTERS.search(row)] == []


async def _data(site: Site) -> list[str]:
    """What other tests wrote and these pages show as it is: titles of dossiers and names of units."""
    items = (await site.auditor.get("/api/v1/dossiers", limit="1000")).json()["items"]
    titles = sorted({escape(item["title"]) for item in items}, key=len, reverse=True)
    return [*titles, *(f"Viện kiểm sát {unit}" for unit in (UNIT, COUNCIL_UNIT))]
