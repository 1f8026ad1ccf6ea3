"""A session of the council in a real browser: called, voted on a phone, certified, settled and signed."""

import re
from typing import Final

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.browser.conftest import Window
from tests.e2e.browser.looking import look
from tests.e2e.browser.office import Office
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
VOTERS: Final = ("chair", "secretary", "member")
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


def _convene(page: Page) -> str:
    """The secretary calls the council; the address of its room."""
    page.goto(f"/phien-hop/trieu-tap?council=council-{KEY}&meets_on=2023-12-20")
    dossier = page.locator("details", has_text="đợt bốn")
    if dossier.get_attribute("open") is None:
        dossier.locator("summary").click()
    dossier.get_by_label("Cả hồ sơ này").check()
    rule = page.locator("fieldset.rule", has=page.get_by_text("Lao động tiên tiến", exact=True))
    rule.get_by_label("Ít nhất bao nhiêu phần trăm").fill("60")
    rule.get_by_label("Căn cứ").fill("Quy chế Hội đồng")
    page.get_by_label("Ít nhất (tử số)").fill("2")
    page.get_by_label("Trên (mẫu số)").fill("3")
    page.get_by_role("region", name="Số thành viên tối thiểu").get_by_label("Căn cứ (bắt buộc)").fill(
        "Quy chế, Điều 5"
    )
    page.get_by_role("button", name="Xem lại trước khi triệu tập").click()
    expect(page.get_by_text("Đào Văn Oanh")).to_be_visible()
    look(page, "xem-lai-trieu-tap")
    page.get_by_role("button", name="Triệu tập").click()
    expect(page).to_have_url(re.compile(f"/phien-hop/{KEY}"))
    return page.url.partition("?")[0]


def _vote(page: Page, room: str) -> None:
    """A member marks, looks over and hands in the paper, on a phone."""
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{room}/phieu")
    for paper in page.locator("fieldset.paper").all():
        paper.get_by_text("Đồng ý", exact=True).click()
    page.get_by_role("button", name="Xem lại phiếu").click()
    look(page, "xem-lai-phieu")
    page.get_by_role("button", name="Nộp phiếu").click()
    expect(page.get_by_text("Phiếu của đồng chí đã được ghi")).to_be_visible()


def test_a_session_goes_from_its_convocation_to_a_signed_decision(
    running_office: Office, window: Window
) -> None:
    running_office.prepare(_appraised)
    secretary, chair = window("secretary"), window("chair")
    room = _convene(secretary)

    secretary.goto(room)
    for voter in VOTERS:
        secretary.locator(f'input[name="present"][value="{voter}"]').check()
    secretary.get_by_label("Căn cứ nhập muộn").fill("Biên bản phiên họp")
    secretary.get_by_role("button", name="Ghi có mặt").click()

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
    _vote(member, room)
    _vote(secretary, room)
    _vote(window("chair"), room)

    chair.goto(room)
    chair.get_by_role("button", name="Đóng biểu quyết").click()
    chair.get_by_role("button", name="Xác nhận kết quả biểu quyết").click()
    expect(chair.get_by_text("3/3, cần 2")).to_be_visible()
    expect(chair.get_by_text("2/3, cần 2")).to_be_visible()
    chair.get_by_role("link", name="Biên bản phiên họp").click()
    expect(chair.get_by_text("Phiên họp tính lại khớp.")).to_be_visible()
    look(chair, "bien-ban-phien")
    _decide(window("decider", "/quyet-dinh-cho-ky"), room)


def _decide(page: Page, room: str) -> None:
    """The decider follows the vote and signs."""
    key = room.rpartition("/")[2]
    page.goto(f"/quyet-dinh-cho-ky/ket-luan?phien={key}&don-vi=VKS-X")
    look(page, "ket-luan")
    page.get_by_role("button", name="Xem lại kết luận").click()
    look(page, "xem-lai-ket-luan")
    page.get_by_role("button", name="Ghi kết luận").click()
    expect(page.get_by_text("Đã ghi, chờ ký.")).to_be_visible()
    page.get_by_role("link", name="Quay lại").click()
    row = page.locator("tr", has=page.locator(f'[value^="{key}.decision"]'))
    row.get_by_role("checkbox").check()
    row.get_by_label("Số văn bản").fill("77/QĐ-VKS")
    page.get_by_label("Ngày ký chung").fill("2023-12-28")
    page.get_by_label("Chức vụ người ký").fill("Viện trưởng")
    page.get_by_role("button", name="Xem lại trước khi ký").click()
    look(page, "xem-lai-ky")
    page.get_by_role("button", name="Ký 1 văn bản").click()
    expect(page.get_by_text("Đã ký.")).to_be_visible()
