"""The core acts without JavaScript: from the register's entries to a published decision, all by plain pages."""

from typing import Final

from playwright.sync_api import Page, expect

from tests.e2e.browser.conftest import Window
from tests.e2e.browser.office import Office
from tests.e2e.browser.walking import (
    certify,
    convene,
    fill,
    heading,
    note_attendance,
    press,
    publish,
    settle,
    sign,
    unseen,
    vote,
)
from tests.web.site import APPRAISAL, SEATED, Staff, line, receive

KEY: Final = "kv3-thuong"
SEATS: Final = {"chair": "Chủ tịch", "secretary": "Thư ký", "member": "Ủy viên"}


async def _appraised(staff: Staff) -> None:
    await receive(staff, KEY, line("tg-01", "Âu Thị Uyên"), title="Lao động tiên tiến năm 2023, đợt sáu")
    await staff.appraiser.do(f"nominations/{KEY}.001/record-appraisal", APPRAISAL)


def _found_council(page: Page) -> None:
    """The registrar enters the decision that establishes a council, and its members."""
    page.goto("/so-theo-doi/hoi-dong/moi")
    fill(
        page,
        {
            "Mã": KEY,
            "Mã đơn vị": "VKS-X",
            "Tên Hội đồng": "Hội đồng thi đua - khen thưởng tỉnh Hòa Minh",
            "Loại": "Hội đồng thi đua - khen thưởng",
            "Cấp": "Cơ sở",
            "Từ ngày": "2023-01-01",
            "Văn bản làm căn cứ": "Quyết định số 1",
        },
    )
    press(page, "Ghi")
    heading(page, "Hội đồng thi đua - khen thưởng tỉnh Hòa Minh")
    for person, seat in SEATS.items():
        act = page.locator("details.deed", has_text="Ghi thành viên")
        act.locator("summary").click()
        fill(
            act,
            {
                "Mã người": person,
                "Chức danh trong Hội đồng": seat,
                "Mã đơn vị công tác": "VKS-X",
                "Từ ngày": "2023-01-01",
                "Văn bản làm căn cứ": "Quyết định số 1",
            },
        )
        press(act, "Ghi")


def test_core_acts_need_no_script(running_office: Office, window: Window) -> None:
    running_office.prepare(_appraised)
    _found_council(window("registrar", script=False))
    secretary, chair = window("secretary", script=False), window("chair", script=False)
    room = convene(secretary, KEY, "đợt sáu", unseen)
    note_attendance(secretary, room)
    chair.goto(room)
    press(chair, "Mở biểu quyết")
    for person in SEATED:
        vote(window(person, script=False), room)
    certify(chair, room)
    decider = window("decider", script=False)
    instrument = settle(decider, room.rpartition("/")[2])
    sign(decider, instrument, "93/QĐ-VKS")
    publish(window("publisher", script=False), instrument)

    page = window(None, "/kiem-tra", script=False)
    page.get_by_label("Số hoặc mã quyết định").fill("93/QĐ-VKS")
    press(page, "Kiểm tra")
    expect(page.get_by_role("link", name="Quyết định số 93/QĐ-VKS")).to_be_visible()
    assert running_office.recorded(f"council-{KEY}") == [
        "council.established",
        *["council.member_seated"] * 3,
    ]
    line_of_it = running_office.recorded(f"nomination-{KEY}.001")
    assert [name for name in line_of_it if name != "nomination.deadline_lapsed"][-3:] == [
        "nomination.outcome_decided",
        "nomination.signature_recorded",
        "nomination.publication_recorded",
    ]
