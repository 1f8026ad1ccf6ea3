"""What people do by clicking, one function an act: the steps that journeys are made of."""

import re
from collections.abc import Callable, Iterable
from typing import Final

from playwright.sync_api import Locator, Page, expect

from tests.e2e.browser.looking import PHONE, look
from tests.web.site import PASSWORD

Look = Callable[[Page, str], None]
"""How a page on the way is looked at, if at all."""

VOTERS: Final = ("chair", "secretary", "member")
SEATS: Final = {"chair": "Chủ tịch", "secretary": "Thư ký", "member": "Ủy viên"}


def unseen(_page: Page, _name: str) -> None:
    """Pass by: other journeys look at these pages, or no script may run in them."""


def labelled(scope: Page | Locator, label: str) -> Locator:
    """The field with exactly that label, required or not."""
    return scope.get_by_label(re.compile(rf"^{re.escape(label)}( \(bắt buộc\))?$"))


def fill(scope: Page | Locator, values: dict[str, str]) -> None:
    """Fill in fields by label; a select is given the words that it shows."""
    for label, value in values.items():
        found = labelled(scope, label)
        if found.evaluate("field => field.tagName") == "SELECT":
            found.select_option(label=value)
        else:
            found.fill(value)


def press(scope: Page | Locator, name: str) -> None:
    """Press the button of that name and wait for the page it leads to."""
    _click(scope, scope.get_by_role("button", name=name, exact=True))


def follow(scope: Page | Locator, name: str | re.Pattern[str], *, nth: int = 0) -> None:
    """Follow the link of that name and wait for its page."""
    _click(scope, scope.get_by_role("link", name=name, exact=True).nth(nth))


def _click(scope: Page | Locator, target: Locator) -> None:
    page = scope.page if isinstance(scope, Locator) else scope
    with page.expect_navigation(wait_until="domcontentloaded"):
        target.click()


def heading(page: Page, words: str | re.Pattern[str]) -> None:
    """The page is the one with that heading."""
    expect(page.get_by_role("heading", level=1, name=words)).to_be_visible()


def found_council(page: Page, key: str) -> None:
    """The registrar enters the decision that establishes a council, and its members."""
    page.goto("/so-theo-doi/hoi-dong/moi")
    fill(
        page,
        {
            "Mã": key,
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


def convene(page: Page, council: str, dossier: str, seen: Look = look) -> str:
    """The secretary calls the council over a whole dossier; the address of the room."""
    page.goto(f"/phien-hop/trieu-tap?council=council-{council}&meets_on=2023-12-20")
    chosen = page.locator("details", has_text=dossier)
    if chosen.get_attribute("open") is None:
        chosen.locator("summary").click()
    chosen.get_by_label("Cả hồ sơ này").check()
    rule = page.locator("fieldset.rule", has=page.get_by_text("Lao động tiên tiến", exact=True))
    rule.get_by_label("Ít nhất bao nhiêu phần trăm").fill("60")
    rule.get_by_label("Căn cứ").fill("Quy chế Hội đồng")
    page.get_by_label("Ít nhất (tử số)").fill("2")
    page.get_by_label("Trên (mẫu số)").fill("3")
    page.get_by_role("region", name="Số thành viên tối thiểu").get_by_label("Căn cứ (bắt buộc)").fill(
        "Quy chế, Điều 5"
    )
    press(page, "Xem lại trước khi triệu tập")
    heading(page, "Xem lại trước khi triệu tập")
    seen(page, "xem-lai-trieu-tap")
    press(page, "Triệu tập")
    expect(page).to_have_url(re.compile(f"/phien-hop/{council}"))
    return page.url.partition("?")[0]


def note_attendance(page: Page, room: str, present: Iterable[str] = VOTERS) -> None:
    """The secretary notes who came."""
    page.goto(room)
    for person in present:
        page.locator(f'input[name="present"][value="{person}"]').check()
    page.get_by_label("Căn cứ nhập muộn").fill("Biên bản phiên họp")
    press(page, "Ghi có mặt")


def vote(page: Page, room: str, seen: Look = unseen) -> None:
    """A member marks, looks over and hands in the paper, on a phone."""
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    page.goto(f"{room}/phieu")
    for paper in page.locator("fieldset.paper").all():
        paper.get_by_text("Đồng ý", exact=True).click()
    press(page, "Xem lại phiếu")
    seen(page, "xem-lai-phieu")
    press(page, "Nộp phiếu")
    expect(page.get_by_text("Phiếu của đồng chí đã được ghi")).to_be_visible()


def certify(page: Page, room: str) -> None:
    """The chair closes the vote and certifies the tally."""
    page.goto(room)
    press(page, "Đóng biểu quyết")
    press(page, "Xác nhận kết quả biểu quyết")


def settle(page: Page, session: str, seen: Look = unseen) -> str:
    """The decider follows the vote; the key of the instrument that now waits for a signature."""
    page.goto(f"/quyet-dinh-cho-ky/ket-luan?phien={session}&don-vi=VKS-X")
    seen(page, "ket-luan")
    press(page, "Xem lại kết luận")
    heading(page, "Xem lại kết luận")
    seen(page, "xem-lai-ket-luan")
    press(page, "Ghi kết luận")
    expect(page.get_by_text("Đã ghi, chờ ký.")).to_be_visible()
    follow(page, "Quay lại")
    return page.locator(f'input[name="chon"][value^="{session}.decision"]').input_value()


def prepare_signature(page: Page, instrument: str, number: str, seen: Look = unseen) -> None:
    """The decider chooses an instrument, gives number, day and title, and looks it over."""
    page.goto("/quyet-dinh-cho-ky")
    row = page.locator("tr", has=page.locator(f'input[name="chon"][value="{instrument}"]'))
    row.get_by_role("checkbox").check()
    row.get_by_label("Số văn bản").fill(number)
    fill(page, {"Ngày ký chung": "2023-12-28", "Chức vụ người ký": "Viện trưởng"})
    press(page, "Xem lại trước khi ký")
    heading(page, "Xem lại trước khi ký")
    seen(page, "xem-lai-ky")


def sign(page: Page, instrument: str, number: str, seen: Look = unseen) -> None:
    """The decider signs."""
    prepare_signature(page, instrument, number, seen)
    press(page, "Ký 1 văn bản")
    expect(page.get_by_text("Đã ký.")).to_be_visible()


def confirm_identity(page: Page, seen: Look = unseen) -> None:
    """Whoever is asked again shows who they are; what was typed goes on its way."""
    heading(page, "Xác nhận lại")
    seen(page, "xac-nhan-lai")
    page.get_by_label("Mật khẩu của").fill(PASSWORD)
    press(page, "Xác nhận")
    heading(page, "Đã xác nhận")
    seen(page, "da-xac-nhan")
    press(page, "Tiếp tục")


def publish(page: Page, instrument: str, seen: Look = unseen) -> None:
    """The publisher finds the signed instrument and publishes it."""
    page.goto("/van-ban")
    page.locator(f'a[href="/van-ban/{instrument}"]').first.click()
    seen(page, "cong-bo")
    fill(page, {"Ngày công bố": "2023-12-29", "Nơi công bố": "Cổng thông tin của Viện, mục Khen thưởng"})
    press(page, "Công bố")
    expect(page.get_by_text("Chờ lưu trữ").first).to_be_visible()


def archive(page: Page, instrument: str, seen: Look = unseen) -> None:
    """The clerk puts the published instrument into the archive."""
    page.goto("/van-ban")
    page.locator(f'a[href="/van-ban/{instrument}"]').first.click()
    seen(page, "luu-tru")
    fill(page, {"Ký hiệu hồ sơ lưu trữ": "TĐKT-2023/07"})
    press(page, "Đưa vào lưu trữ")
    expect(page.get_by_text("Đã lưu trữ").first).to_be_visible()
