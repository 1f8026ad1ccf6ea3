"""Work on a line by its page: only what role and step leave open, faults beside fields, drafts kept, on to the next."""

import asyncio

import httpx
import pytest

from tests.web.forms import form, forms, post, send, told
from tests.web.site import Person, Site, dossier, line, receive

pytestmark = pytest.mark.asyncio(loop_scope="session")
APPRAISING = {
    "recommendation": "approve",
    "authority": "local",
    "answers__0__answer": "met",
    "answers__0__reason": "Đã kiểm tra hồ sơ",
}


async def sent(person: Person, place: str, word: str, /, **given: str) -> httpx.Response:
    """Send a form of the page; once more where a deadline lapsed meanwhile: the lines here were received years ago."""
    for _time in range(8):
        answer = await send(person, place, f"{place}/viec/{word}", **given)
        if "đã cũ" not in told(answer):
            break
        await asyncio.sleep(0.3)
    return answer


async def worked(person: Person, place: str, word: str, /, **given: str) -> None:
    """As `sent`; what must be accepted."""
    answer = await sent(person, place, word, **given)
    assert answer.status_code == httpx.codes.SEE_OTHER, told(answer)


async def row(site: Site, key: str) -> tuple[str, bool]:
    found = (await site.appraiser.get(f"/api/v1/nominations/{key}")).json()
    return found["step"], found["held"]


def actions(page: str) -> set[str]:
    """The acts that a page offers, by the last word of their address."""
    return {found.action.rpartition("/")[2] for found in forms(page) if "/viec/" in found.action}


async def test_page_offers_each_person_the_acts_of_their_role_only(site: Site) -> None:
    await receive(site, "trang-dong", line("cb-trang-dong", "Hà Trang Dòng"))
    place = "/de-nghi/trang-dong.001"
    offered = {
        name: actions((await getattr(site, name).get(place)).text)
        for name in (
            "appraiser",
            "clerk",
            "secretary",
            "head",
            "officer",
            "decider",
            "stranger",
            "auditor",
            "operator",
        )
    }
    assert offered == {
        "appraiser": {"tham-dinh", "tra-lai", "tam-dung", "lay-y-kien"},
        "clerk": {"tra-lai"},
        "secretary": {"tam-dung", "lay-y-kien"},
        "head": {"rut"},
        **{name: set() for name in ("officer", "decider", "stranger", "auditor", "operator")},
    }
    assert "/viec/" not in (await site.anyone.get(place)).text


async def test_appraisal_is_prefilled_with_what_the_rules_ask_and_recorded(site: Site) -> None:
    await receive(site, "trang-td", line("cb-trang-td", "Hà Thẩm Định"))
    place = "/de-nghi/trang-td.001"
    page = (await site.appraiser.get(place)).text
    assert form(page, f"{place}/viec/tham-dinh").fields["answers.0.criterion"] == ["tasks_done_well"]
    assert "Kết luận của quy định" in page
    await worked(site.appraiser, place, "tham-dinh", **APPRAISING)
    assert await row(site, "trang-td.001") == ("appraised", False)


async def test_fault_stands_beside_its_field_and_what_was_typed_stays(site: Site) -> None:
    await receive(site, "trang-loi", line("cb-trang-loi", "Hà Lỗi"))
    place = "/de-nghi/trang-loi.001"
    given = {**APPRAISING, "recommendation": "refuse", "answers__0__answer": "x", "reason": "Chưa <b>đủ</b>"}
    answer = await sent(site.appraiser, place, "tham-dinh", **given)
    assert answer.status_code == httpx.codes.UNPROCESSABLE_ENTITY
    assert "Chưa &lt;b&gt;đủ&lt;/b&gt;" in answer.text
    assert "fault" in answer.text
    refused = await sent(
        site.appraiser,
        place,
        "tham-dinh",
        **{**given, "answers__0__answer": "met", "reason": ""},
    )
    assert (refused.status_code, "Phải nêu lý do" in told(refused)) == (409, True)
    assert await row(site, "trang-loi.001") == ("received", False)


async def test_draft_is_kept_for_its_writer_alone_and_dropped_once_sent(site: Site) -> None:
    await receive(site, "trang-nhap", line("cb-trang-nhap", "Hà Nháp"))
    place = "/de-nghi/trang-nhap.001"
    page = (await site.appraiser.get(place)).text
    fields = {**form(page, f"{place}/viec/tham-dinh").fields, "reason": ["Đang viết dở"]}
    saved = await post(site.appraiser, f"{place}/nhap/tham-dinh", fields)
    assert saved.json()["said"].startswith("Đã lưu nháp lúc ")
    assert "Đang viết dở" in (await site.appraiser.get(place)).text
    assert "Đang viết dở" not in (await site.many.get(place)).text
    without_script = await post(
        site.appraiser, f"{place}/viec/tham-dinh", {**fields, "reason": "Viết tiếp", "luu": "1"}
    )
    assert without_script.headers["location"] == f"{place}#tham-dinh"
    assert "Viết tiếp" in (await site.appraiser.get(place)).text
    assert await row(site, "trang-nhap.001") == ("received", False)
    await worked(site.appraiser, place, "tham-dinh", **APPRAISING)
    assert "bản nháp của bạn" not in (await site.appraiser.get(place)).text


async def test_saving_goes_on_to_the_next_task(site: Site) -> None:
    await receive(site, "trang-tiep", line("cb-tiep-1", "Hà Một"), line("cb-tiep-2", "Hà Hai"))
    place = "/de-nghi/trang-tiep.001"
    answer = await sent(site.appraiser, place, "tham-dinh", tiep="1", **APPRAISING)
    assert answer.status_code == httpx.codes.SEE_OTHER, told(answer)
    onward = answer.headers["location"]
    assert onward.startswith(("/de-nghi/", "/ho-so/", "/viec-cua-toi"))
    assert "trang-tiep.001" not in onward


async def test_line_is_held_and_released_with_document_and_reason(site: Site) -> None:
    await receive(site, "trang-giu", line("cb-trang-giu", "Hà Giữ"))
    place = "/de-nghi/trang-giu.001"
    await worked(site.appraiser, place, "tam-dung", ground="complaint", document="CV 1", reason="Có đơn")
    assert await row(site, "trang-giu.001") == ("received", True)
    assert actions((await site.appraiser.get(place)).text) == {"xet-tiep"}
    await worked(site.appraiser, place, "xet-tiep", document="KL 1", reason="Không có căn cứ")
    assert await row(site, "trang-giu.001") == ("received", False)


async def test_line_is_returned_supplemented_and_withdrawn_by_pages(site: Site) -> None:
    await receive(site, "trang-tra", line("cb-trang-tra", "Hà Trả"))
    place = "/de-nghi/trang-tra.001"
    await worked(site.clerk, place, "tra-lai", reason="Thiếu báo cáo")
    assert f'href="{place}/bo-sung"' in (await site.officer.get(place)).text
    answer = await send(site.officer, f"{place}/bo-sung", f"{place}/bo-sung", note="Đã bổ sung")
    assert answer.status_code == httpx.codes.SEE_OTHER, told(answer)
    assert (await row(site, "trang-tra.001"))[0] == "supplemented"
    await worked(site.head, place, "rut", reason="Đơn vị rút")
    assert (await row(site, "trang-tra.001"))[0] == "withdrawn"


async def test_old_page_is_told_and_nothing_is_recorded(site: Site) -> None:
    await receive(site, "trang-cu", line("cb-trang-cu", "Hà Cũ"))
    place = "/de-nghi/trang-cu.001"
    old = form((await site.appraiser.get(place)).text, f"{place}/viec/tra-lai").fields
    await worked(site.appraiser, place, "tam-dung", ground="complaint", document="CV 1", reason="Có đơn")
    answer = await post(site.appraiser, f"{place}/viec/tra-lai", {**old, "reason": "Thiếu"})
    assert answer.status_code == httpx.codes.CONFLICT
    assert await row(site, "trang-cu.001") == ("received", True)


async def test_line_of_a_draft_is_to_others_as_one_that_is_none(site: Site) -> None:
    await site.officer.do("dossiers/trang-rieng/draft-dossier", dossier(line("cb-trang-rieng", "Hà Nháp")))
    seen = {}
    for number in ("001", "002"):
        for path in ("", "/nhap/tham-dinh"):
            place = f"/de-nghi/trang-rieng.{number}{path}"
            answer = await (post(site.stranger, place, {}) if path else site.stranger.get(place))
            seen[number, path] = (answer.status_code, answer.text.replace(f"trang-rieng.{number}", "…"))
    assert seen["001", ""] == seen["002", ""]
    assert seen["001", "/nhap/tham-dinh"] == seen["002", "/nhap/tham-dinh"]
    assert {status for status, _text in seen.values()} == {httpx.codes.NOT_FOUND}


async def test_nobody_keeps_a_draft_of_work_that_is_not_theirs(site: Site) -> None:
    for who, status in (("stranger", 403), ("officer", 403), ("appraiser", 200)):
        answer = await post(site.people[who], "/de-nghi/trang-dong.001/nhap/tham-dinh", {"note": "x"})
        assert (who, answer.status_code) == (who, status)


@pytest.mark.parametrize("word", ["xoa", "tham-dinh/x"])
async def test_act_that_is_none_is_not_found(site: Site, word: str) -> None:
    assert (
        await post(site.appraiser, f"/de-nghi/trang-dong.001/viec/{word}", {})
    ).status_code == httpx.codes.NOT_FOUND
