"""A person's own settings for letters: kept as asked, told beside the field, proven before anything is sent."""

import re
from typing import Any

import httpx
import pytest

from tests.store.desk import ask
from tests.web.site import HOST, Site
from web.i18n import COOKIE

OWN = {"Origin": HOST, "Sec-Fetch-Site": "same-origin"}
WANTED = {
    "dia-chi": "tham-dinh@vks.test",
    "ngon-ngu": "en",
    "loai": ["arrived", "overdue"],
    "tong-hop": "weekly",
    "luc": "06:45",
}


async def save(site: Site, person: str, **changes: Any) -> httpx.Response:  # noqa: ANN401 - any field
    form = {**WANTED, **changes}
    return await site.people[person].client.post("/thong-bao", data=form, headers=OWN)


def kept(site: Site, person: str) -> list[tuple[Any, ...]]:
    columns = "address, language, kinds, digest, digest_at::text, verified_at IS NOT NULL"
    return ask(site.engine, f"SELECT {columns} FROM notice_setting WHERE account = :id", id=person)  # noqa: S608


def link_to(site: Site, person: str) -> str:
    (newest, *_older) = ask(
        site.engine, "SELECT place FROM letter WHERE account = :id ORDER BY made_at DESC", id=person
    )
    return str(newest[0])


async def test_settings_are_kept_and_drawn_again(site: Site) -> None:
    answer = await save(site, "appraiser")
    assert (answer.status_code, answer.headers["location"]) == (303, "/thong-bao?da-luu=xac-nhan")
    assert kept(site, "appraiser") == [
        ("tham-dinh@vks.test", "en", ["arrived", "overdue"], "weekly", "06:45:00", False)
    ]
    shown = (await site.appraiser.get("/thong-bao")).text
    assert 'value="tham-dinh@vks.test"' in shown
    assert re.search(r'value="overdue" checked', shown)
    assert not re.search(r'value="reminder" checked', shown)
    assert "chưa được xác nhận" in shown


async def test_address_is_proven_by_its_link_with_one_more_press(site: Site) -> None:
    await save(site, "clerk", **{"dia-chi": "van-thu@vks.test"})
    link = link_to(site, "clerk")
    opened = await site.anyone.get(link)
    assert "Bấm nút" in opened.text
    assert not kept(site, "clerk")[0][-1]
    token = link.partition("ma=")[2]
    pressed = await site.anyone.post("/thong-bao/xac-nhan", data={"ma": token}, headers=OWN)
    assert (pressed.status_code, kept(site, "clerk")[0][-1]) == (200, True)
    again = await site.anyone.post("/thong-bao/xac-nhan", data={"ma": token}, headers=OWN)
    assert again.status_code == httpx.codes.GONE


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("dia-chi", "khong-phai-thu"),
        ("dia-chi", "a@b.vn\r\nBcc: x@y.vn"),
        ("dia-chi", "<script>@vks.vn"),
        ("dia-chi", f"{'x' * 60}@{'y' * 200}.vn"),
        ("ngon-ngu", "fr"),
        ("tong-hop", "hourly"),
        ("luc", "25:00"),
        ("luc", ""),
    ],
)
async def test_what_cannot_be_used_is_told_beside_the_field_and_kept_as_typed(
    site: Site, field: str, value: str
) -> None:
    answer = await save(site, "decider", **{field: value})
    assert answer.status_code == 422
    assert 'class="alert"' in answer.text
    assert kept(site, "decider") == []
    assert "<script>@" not in answer.text


async def test_a_kind_nobody_knows_is_passed_over_and_no_kind_is_a_choice(site: Site) -> None:
    await save(site, "chair", loai=["party"])
    assert kept(site, "chair")[0][2] == []


async def test_letters_to_strangers_cannot_be_made_in_numbers(site: Site) -> None:
    answers = [await save(site, "member", **{"dia-chi": f"khach-{n}@vks.test"}) for n in range(7)]
    assert [answer.status_code for answer in answers] == [303] * 5 + [422] * 2
    assert kept(site, "member")[0][0] == "khach-4@vks.test"


async def test_page_is_for_whoever_is_signed_in_and_for_pages_of_ours(site: Site) -> None:
    assert (await site.anyone.get("/thong-bao")).headers["location"] == "/dang-nhap"
    assert (await site.anyone.post("/thong-bao", data=WANTED, headers=OWN)).status_code == 401
    foreign = {"Origin": "https://evil.test", "Sec-Fetch-Site": "cross-site"}
    answer = await site.publisher.client.post("/thong-bao", data=WANTED, headers=foreign)
    assert (answer.status_code, kept(site, "publisher")) == (403, [])


async def test_page_speaks_english_whole(site: Site) -> None:
    shown = await site.nobody.client.get("/thong-bao", headers={"Cookie": f"{COOKIE}=en"})
    assert "Notices by mail" in shown.text
    assert "Thông báo qua" not in shown.text
