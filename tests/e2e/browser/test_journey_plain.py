"""The core acts without JavaScript: from the register's entries to a published decision, all by plain pages."""

from typing import Final

from playwright.sync_api import expect

from tests.e2e.browser.conftest import Window
from tests.e2e.browser.office import Office
from tests.e2e.browser.walking import (
    certify,
    convene,
    found_council,
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


async def _appraised(staff: Staff) -> None:
    await receive(staff, KEY, line("tg-01", "Âu Thị Uyên"), title="Lao động tiên tiến năm 2023, đợt sáu")
    await staff.appraiser.do(f"nominations/{KEY}.001/record-appraisal", APPRAISAL)


def test_core_acts_need_no_script(running_office: Office, window: Window) -> None:
    running_office.prepare(_appraised)
    found_council(window("registrar", script=False), KEY)
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
