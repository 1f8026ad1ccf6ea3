"""One journey for each role, by clicking only, and what the log holds of it afterwards."""

import re
from datetime import timedelta
from typing import Final

from playwright.sync_api import expect

from tests.e2e.browser.conftest import Window
from tests.e2e.browser.looking import look
from tests.e2e.browser.office import Office
from tests.e2e.browser.walking import (
    archive,
    confirm_identity,
    fill,
    follow,
    heading,
    labelled,
    prepare_signature,
    press,
    publish,
)
from tests.web.site import APPRAISAL, COUNCIL_UNIT, Staff, line, receive, sit

A_WHILE: Final = timedelta(minutes=10)
"""Longer than a proof of who one is stays fresh."""
SIGNED: Final = "kv3-ky-lai"
NUMBER: Final = "81/QĐ-VKS"


def test_registrar_registers_somebody_and_enters_an_act(running_office: Office, window: Window) -> None:
    page = window("registrar", "/so-theo-doi")
    follow(page, "Ghi cá nhân, tập thể nhỏ")
    fill(page, {"Mã": "st-01", "Họ và tên, tên tập thể": "Mạc Thị Oanh", "Mã đơn vị": "VKS-H"})
    press(page, "Ghi")
    heading(page, "Mạc Thị Oanh")
    act = page.locator("details.deed", has_text="Ghi danh hiệu đã đạt")
    act.locator("summary").click()
    fill(act, {"Danh hiệu": "Lao động tiên tiến", "Năm": "2022", "Số quyết định": "15/QĐ-VKS"})
    press(act, "Ghi")
    expect(page.get_by_text("15/QĐ-VKS")).to_be_visible()
    look(page, "so-theo-doi-ca-nhan")
    page.goto("/so-theo-doi")
    fill(page, {"Họ tên hoặc mã": "mac thi oanh"})
    press(page, "Tìm")
    expect(page.get_by_role("link", name="Mạc Thị Oanh")).to_be_visible()
    look(page, "so-theo-doi-tim")
    assert running_office.recorded("person-st-01") == ["person.registered", "person.title_recorded"]


def test_registrar_hears_at_the_field_what_is_wrong_and_keeps_what_was_typed(
    running_office: Office, window: Window
) -> None:
    page = window("registrar", "/so-theo-doi/ca-nhan/moi")
    fill(page, {"Mã": "Mã có dấu", "Họ và tên, tên tập thể": "Mạc Thị Phượng", "Mã đơn vị": "VKS-H"})
    press(page, "Ghi")
    expect(page.locator(".field.wrong")).to_have_count(1)
    expect(labelled(page, "Họ và tên, tên tập thể")).to_have_value("Mạc Thị Phượng")
    look(page, "so-theo-doi-sai")
    fill(page, {"Mã": "st-02"})
    press(page, "Ghi")
    heading(page, "Mạc Thị Phượng")
    assert running_office.recorded("person-st-02") == ["person.registered"]


async def _settled(staff: Staff) -> None:
    """One line granted in a decision that waits for its signature."""
    await receive(staff, SIGNED, line("kl-01", "Kiều Thị Sen"), title="Lao động tiên tiến năm 2023, đợt năm")
    name = f"nomination-{SIGNED}.001"
    await staff.appraiser.do(f"nominations/{SIGNED}.001/record-appraisal", APPRAISAL)
    await sit(staff, SIGNED, {name: "granted"}, aside={})
    settlement = {
        "unit": COUNCIL_UNIT,
        "session": f"session-{SIGNED}",
        "instrument": "decision",
        "outcomes": [{"nomination": name, "outcome": "granted", "reason": ""}],
    }
    await staff.decider.do(f"decisions/{SIGNED}/settle-outcomes", settlement)


def test_decision_is_signed_after_a_fresh_proof_then_published_and_archived(
    running_office: Office, window: Window
) -> None:
    running_office.prepare(_settled)
    decider = window("decider", "/quyet-dinh-cho-ky", since=A_WHILE)
    prepare_signature(decider, SIGNED, NUMBER)
    press(decider, "Ký 1 văn bản")
    assert running_office.recorded(f"decision-{SIGNED}") == ["decision.outcomes_settled"]
    confirm_identity(decider, look)
    expect(decider.get_by_text("Đã ký.")).to_be_visible()
    look(decider, "da-ky")
    publish(window("publisher"), SIGNED, look)
    archive(window("clerk"), SIGNED, look)
    assert running_office.recorded(f"decision-{SIGNED}") == [
        "decision.outcomes_settled",
        "decision.signed",
        "decision.published",
        "decision.archived",
    ]


def test_public_finds_a_decision_checks_it_and_sees_the_proof(window: Window) -> None:
    page = window(None, "/quyet-dinh")
    follow(page, re.compile("kv3-cong-bo-decision.QĐ-VKS"))
    expect(page.get_by_text("Nguyễn Thị Ánh")).to_be_visible()
    expect(page.get_by_text("Lê Quang Cường")).to_have_count(0)
    page.get_by_role("navigation", name="Chính").get_by_role("link", name="Kiểm tra").click()
    page.get_by_label("Số hoặc mã quyết định").fill("kv3-cong-bo-decision/QĐ-VKS")
    press(page, "Kiểm tra")
    expect(page.locator(".seal.s-proven")).to_have_count(2)
    page.get_by_text("Chi tiết cho người kiểm tra kỹ thuật").first.click()
    expect(page.get_by_text("Mã băm gốc đã ký").first).to_be_visible()
    look(page, "cong-chung-bang-chung")
    with page.expect_download() as download:
        page.get_by_role("link", name="Tải bằng chứng (JSON)").first.click()
    assert download.value.suggested_filename.endswith(".json")


def test_auditor_walks_from_an_act_through_the_timeline_to_its_proof(
    running_office: Office, window: Window
) -> None:
    page = window("auditor", "/thanh-tra")
    fill(page, {"Mã người được đề nghị": "cb-03", "Loại việc": "Thẩm định"})
    press(page, "Tìm")
    look(page, "thanh-tra-tim")
    page.locator("table tbody").get_by_role("link").first.click()
    heading(page, re.compile("^Bước [0-9]+ trên"))
    appraised = page.get_by_role("heading", level=1).inner_text()
    expect(page.get_by_text("3. Trạng thái sau đó")).to_be_visible()
    follow(page, "Bước sau")
    expect(page.get_by_role("heading", level=1)).not_to_have_text(appraised)
    follow(page, "Toàn bộ diễn biến")
    follow(page, "dựng lại lúc này", nth=2)
    expect(page.get_by_text("được ghi sau thời điểm này chưa xảy ra")).to_be_visible()
    look(page, "thanh-tra-tai-thoi-diem")
    follow(page, re.compile("^Mục .* của nhật ký"))
    expect(page.locator(".seal.s-proven")).to_be_visible()
    before = running_office.recorded("nomination-kv3-cong-bo.003")
    page.goto("/thanh-tra/nhat-ky-doc")
    expect(page.get_by_text("Lý Thị Quỳnh").first).to_be_visible()
    assert running_office.recorded("nomination-kv3-cong-bo.003") == before
