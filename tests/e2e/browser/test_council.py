"""A session of the council in a real browser: called, voted on a phone, certified, settled and signed."""

from typing import Final

import pytest
from playwright.sync_api import expect

from tests.e2e.browser.conftest import Window
from tests.e2e.browser.looking import look
from tests.e2e.browser.office import Office
from tests.e2e.browser.walking import VOTERS, certify, convene, note_attendance, settle, sign, vote
from tests.web.site import APPRAISAL, Staff, found, line, receive

PAGES = [
    ("chair", "/phien-hop", "phien-hop"),
    ("chair", "/phien-hop/kv3-bieu-quyet", "phong-hop"),
    ("member", "/phien-hop/kv3-bieu-quyet", "phong-hop-uy-vien"),
    ("chair", "/phien-hop/kv3-bieu-quyet/phieu", "phieu-bieu-quyet"),
    ("chair", "/phien-hop/kv3-bieu-quyet/muc/kv3-bieu-quyet.001", "muc-chuong-trinh"),
    ("chair", "/phien-hop/kv3-cong-bo/bien-ban", "bien-ban"),
    ("secretary", "/phien-hop/trieu-tap", ""),
    ("decider", "/quyet-dinh-cho-ky", "cho-quyet-dinh"),
    ("publisher", "/van-ban", "van-ban"),
    ("decider", "/van-ban/kv3-cong-bo-decision", "mot-van-ban"),
    ("decider", "/huy-bo/kv3-cong-bo.001", "huy-bo"),
    ("chair", "/phien-hop/kv3-bieu-quyet/giay-moi", "giay-moi"),
    ("secretary", "/lay-y-kien", "lay-y-kien"),
    ("secretary", "/lay-y-kien/moi", ""),
    ("registrar", "/so-theo-doi", "so-theo-doi"),
    ("registrar", "/so-theo-doi/ca-nhan/moi", ""),
    ("registrar", "/so-theo-doi/don-vi/vks-h", "so-theo-doi-don-vi"),
    ("registrar", "/so-theo-doi/hoi-dong/kv3-cong-bo", "so-theo-doi-hoi-dong"),
]
KEY: Final = "kv3-phien"
_SOON_MS: Final = 20_000
"""The room looks every five seconds; a busy machine a little later."""


@pytest.mark.parametrize(("name", "path", "picture"), PAGES, ids=[f"{who} {path}" for who, path, _ in PAGES])
def test_page_of_the_council_is_whole(window: Window, name: str, path: str, picture: str) -> None:
    page = window(name, path)
    expect(page.locator("h1")).to_have_count(1)
    expect(page.locator(".who").first).to_be_visible()
    page.evaluate("() => document.querySelectorAll('details.deed').forEach(deed => { deed.open = true; })")
    look(page, picture)


async def _appraised(staff: Staff) -> None:
    """Two lines before a council of their own."""
    lines = [
        line(f"ph-0{number}", name) for number, name in enumerate(("Chu Thị Nhàn", "Đào Văn Oanh"), start=1)
    ]
    await receive(staff, KEY, *lines, title="Lao động tiên tiến năm 2023, đợt bốn")
    for number in (1, 2):
        await staff.appraiser.do(f"nominations/{KEY}.00{number}/record-appraisal", APPRAISAL)
    await found(staff, KEY)


def test_a_session_goes_from_its_convocation_to_a_signed_decision(
    running_office: Office, window: Window
) -> None:
    running_office.prepare(_appraised)
    secretary, chair = window("secretary"), window("chair")
    room = convene(secretary, KEY, "đợt bốn", look)
    note_attendance(secretary, room)

    member = window("member", room)
    member.get_by_text("Tôi có liên quan đến một mục").click()
    member.get_by_label("Đào Văn Oanh").check()
    member.get_by_label("Lý do").select_option("kin")
    member.get_by_role("button", name="Ghi là không tham gia").click()
    expect(member.get_by_text("Đào Văn Oanh")).to_have_count(0)

    chair.goto(room)
    chair.get_by_role("button", name="Xét mục này").nth(1).click()
    expect(member.get_by_text("Mục này không hiển thị với đồng chí")).to_be_visible(timeout=_SOON_MS)
    chair.get_by_role("button", name="Thôi xét mục đang xét").click()
    expect(member.get_by_text("Mời đồng chí trở lại phòng họp")).to_be_visible(timeout=_SOON_MS)

    chair.get_by_role("button", name="Mở biểu quyết").click()
    expect(member.get_by_role("link", name="Mở phiếu biểu quyết")).to_be_visible(timeout=_SOON_MS)
    vote(member, room, look)
    vote(secretary, room)
    vote(window("chair"), room)

    certify(chair, room)
    expect(chair.get_by_text("3/3, cần 2")).to_be_visible()
    expect(chair.get_by_text("2/3, cần 2")).to_be_visible()
    chair.get_by_role("link", name="Biên bản phiên họp").click()
    expect(chair.get_by_text("Phiên họp tính lại khớp.")).to_be_visible()
    look(chair, "bien-ban-phien")
    decider, session = window("decider"), room.rpartition("/")[2]
    instrument = settle(decider, session, look)
    sign(decider, instrument, "77/QĐ-VKS", look)

    recorded = running_office.recorded(f"session-{session}")
    assert recorded[:3] == ["session.convened", "session.attendance_recorded", "session.recusal_declared"]
    assert recorded.count("session.ballot_cast") == len(VOTERS)
    assert recorded[-2:] == ["session.voting_closed", "session.tally_certified"]
    assert running_office.recorded(f"decision-{instrument}") == [
        "decision.outcomes_settled",
        "decision.signed",
    ]
