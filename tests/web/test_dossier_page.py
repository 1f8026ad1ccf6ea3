"""Work on a dossier by its page: receive it, act on many lines as they were chosen, on all of them or on none."""

import asyncio

import httpx
import pytest

from tests.web.forms import Given, form, forms, post, told
from tests.web.site import Person, Site, line, receive

pytestmark = pytest.mark.asyncio(loop_scope="session")
ADVICE = {
    "recommendation": "approve",
    "authority.LDTT": "local",
    "answer.LDTT.tasks_done_well": "met",
    "because.LDTT.tasks_done_well": "Đã kiểm tra hồ sơ",
}


async def chosen(person: Person, key: str, word: str, *numbers: int) -> dict[str, list[str]]:
    """The form of the page on which these lines are looked over; all lines where none is named."""
    page = (await person.get(f"/ho-so/{key}")).text
    marks = [mark for mark in marks_on(page) if int(mark.partition("@")[0][-3:]) in numbers]
    fields: Given = (
        {"viec": word, "danh-hieu": "", "chon": marks} if numbers else {"viec": word, "tat-ca": "1"}
    )
    answer = await post(person, f"/ho-so/{key}/chon", fields)
    assert answer.status_code == httpx.codes.OK, told(answer)
    return form(answer.text, f"/ho-so/{key}/viec/{word}").fields


def marks_on(page: str) -> list[str]:
    """What the boxes of the page would send."""
    return [part.partition('"')[0] for part in page.split('name="chon" value="')[1:]]


async def recorded(person: Person, key: str, word: str, *numbers: int, **given: str) -> httpx.Response:
    """Choose, look over, record; once more where a deadline lapsed meanwhile: the lines were received years ago."""
    for _time in range(8):
        fields = await chosen(person, key, word, *numbers)
        answer = await post(person, f"/ho-so/{key}/viec/{word}", {**fields, **given})
        if "đã thay đổi" not in told(answer):
            break
        await asyncio.sleep(0.3)
    return answer


async def steps(site: Site, *keys: str) -> list[str]:
    return [(await site.appraiser.get(f"/api/v1/nominations/{key}")).json()["step"] for key in keys]


async def test_page_offers_boxes_to_those_who_act_on_many_lines_only(site: Site) -> None:
    await receive(site, "hs-ai", line("cb-hs-ai", "Hà Ai"))
    offered = {}
    for name in ("appraiser", "clerk", "head", "secretary", "stranger", "auditor"):
        page = (await getattr(site, name).get("/ho-so/hs-ai")).text
        offered[name] = [word for word in ("tham-dinh", "tra-lai") if f'name="viec" value="{word}"' in page]
    assert offered == {
        "appraiser": ["tham-dinh", "tra-lai"],
        "clerk": ["tra-lai"],
        **{name: [] for name in ("head", "secretary", "stranger", "auditor")},
    }
    assert "/chon" not in [found.action[-5:] for found in forms((await site.anyone.get("/ho-so/hs-ai")).text)]


async def test_chosen_lines_are_looked_over_appraised_and_each_told(site: Site) -> None:
    people = [line(f"cb-hs-td{number}", f"Hà Dòng {number}") for number in (1, 2, 3)]
    await receive(site, "hs-td", *people)
    looked = await chosen(site.appraiser, "hs-td", "tham-dinh", 1, 3)
    assert [mark.partition("@")[0] for mark in looked["chon"]] == [
        "nomination-hs-td.001",
        "nomination-hs-td.003",
    ]
    assert await steps(site, "hs-td.001", "hs-td.002", "hs-td.003") == ["received"] * 3
    answer = await recorded(site.appraiser, "hs-td", "tham-dinh", 1, 3, **ADVICE)
    assert answer.status_code == httpx.codes.SEE_OTHER, told(answer)
    assert await steps(site, "hs-td.001", "hs-td.002", "hs-td.003") == ["appraised", "received", "appraised"]
    result = (await site.appraiser.get(answer.headers["location"])).text
    assert [name in result for name in ("Hà Dòng 1", "Hà Dòng 2", "Hà Dòng 3")] == [True, False, True]
    assert (await site.stranger.get(answer.headers["location"])).status_code == httpx.codes.NOT_FOUND


async def test_second_click_leads_to_the_same_result(site: Site) -> None:
    await receive(site, "hs-hai", line("cb-hs-hai", "Hà Hai Lần"))
    for _time in range(8):
        fields = await chosen(site.clerk, "hs-hai", "tra-lai")
        first = await post(site.clerk, "/ho-so/hs-hai/viec/tra-lai", {**fields, "reason": "Thiếu báo cáo"})
        if first.status_code == httpx.codes.SEE_OTHER:
            break
        await asyncio.sleep(0.3)
    again = await post(site.clerk, "/ho-so/hs-hai/viec/tra-lai", {**fields, "reason": "Thiếu báo cáo"})
    assert again.headers["location"] == first.headers["location"].partition("?")[0]
    assert await steps(site, "hs-hai.001") == ["returned"]


async def test_tampered_selection_is_refused_and_nothing_is_recorded(site: Site) -> None:
    await receive(site, "hs-that", line("cb-hs-that", "Hà Thật"))
    await receive(site, "hs-khac", line("cb-hs-khac", "Hà Khác"))
    fields = await chosen(site.appraiser, "hs-that", "tham-dinh")
    (foreign,) = (await chosen(site.appraiser, "hs-khac", "tham-dinh"))["chon"]
    marks = [*fields["chon"], foreign]
    answer = await post(site.appraiser, "/ho-so/hs-that/viec/tham-dinh", {**fields, **ADVICE, "chon": marks})
    assert (answer.status_code, "không thuộc hồ sơ này" in told(answer)) == (httpx.codes.CONFLICT, True)
    assert "Hà Khác" not in answer.text
    assert await steps(site, "hs-that.001", "hs-khac.001") == ["received", "received"]


async def test_line_that_changed_since_it_was_chosen_stops_all(site: Site) -> None:
    await receive(site, "hs-doi", line("cb-hs-doi1", "Hà Đổi"), line("cb-hs-doi2", "Hà Yên"))
    fields = await chosen(site.appraiser, "hs-doi", "tham-dinh")
    old = [mark.partition("@")[0] + "@1" for mark in fields["chon"]]
    answer = await post(site.appraiser, "/ho-so/hs-doi/viec/tham-dinh", {**fields, **ADVICE, "chon": old})
    assert (answer.status_code, "<li>Hà Đổi</li>" in answer.text) == (httpx.codes.CONFLICT, True)
    assert await steps(site, "hs-doi.001", "hs-doi.002") == ["received", "received"]


async def test_fault_stands_beside_the_common_field_and_the_selection_stays(site: Site) -> None:
    await receive(site, "hs-loi", line("cb-hs-loi1", "Hà Lỗi Một"), line("cb-hs-loi2", "Hà Lỗi Hai"))
    wrong = {**ADVICE, "recommendation": "", "because.LDTT.tasks_done_well": "Đã <b>xem</b>"}
    answer = await recorded(site.appraiser, "hs-loi", "tham-dinh", **wrong)
    assert answer.status_code == httpx.codes.UNPROCESSABLE_ENTITY, told(answer)
    kept = form(answer.text, "/ho-so/hs-loi/viec/tham-dinh").fields
    assert len(kept["chon"]) == 2
    assert kept["because.LDTT.tasks_done_well"] == ["Đã <b>xem</b>"]
    assert answer.text.count('class="fault"') == 1
    refused = await recorded(site.appraiser, "hs-loi", "tham-dinh", **{**ADVICE, "recommendation": "refuse"})
    assert (refused.status_code, refused.text.count("Phải nêu lý do")) == (httpx.codes.CONFLICT, 3)
    assert await steps(site, "hs-loi.001", "hs-loi.002") == ["received", "received"]


@pytest.mark.parametrize("word", ["xoa", "rut"])
async def test_bulk_act_that_is_none_is_not_found(site: Site, word: str) -> None:
    await receive(site, f"hs-{word}", line(f"cb-hs-{word}", "Hà Không"))
    answer = await post(site.appraiser, f"/ho-so/hs-{word}/viec/{word}", {})
    assert answer.status_code == httpx.codes.NOT_FOUND
