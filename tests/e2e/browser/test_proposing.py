"""A unit draws its dossier up by clicking, from the Excel template to the page where its head signs."""

import re
from pathlib import Path

from playwright.sync_api import expect

from tests.e2e.browser.conftest import Window
from tests.e2e.browser.looking import look
from tests.e2e.browser.office import Office
from tests.web.files import PDF
from tests.web.site import COUNCIL_UNIT, UNIT, Staff, line, receive
from tests.web.test_lists import ROW, sheet


async def _hopeful(staff: Staff) -> None:
    person = "goi-y-duyet-1"
    await staff.registrar.do(f"persons/{person}/register-person", {"name": "Đỗ Văn Gợi", "unit": UNIT})
    for year in (2021, 2022):
        title = {"award": "CSTDCS", "year": year, "decision": f"{year}/QĐ"}
        await staff.registrar.do(f"persons/{person}/record-title", {"title": title})


def test_officer_draws_up_from_excel_and_the_head_signs(
    window: Window, running_office: Office, tmp_path: Path
) -> None:
    running_office.prepare(_hopeful)
    officer = window("officer", "/lap-ho-so")
    look(officer, "lap-ho-so")
    officer.get_by_role("button", name=re.compile("Soạn hồ sơ mới")).first.click()
    officer.get_by_label("Tên hồ sơ").fill("Đề nghị khen thưởng năm 2023")
    expect(officer.locator("[data-saved]")).to_contain_text("Đã lưu lúc")
    officer.get_by_label("Năm xét").fill("2023")
    officer.get_by_label("Số tờ trình").fill("12/TTr-VKS")
    officer.get_by_label("Ngày tờ trình").fill("01/12/2023")
    officer.get_by_label("Nơi thẩm định").fill(COUNCIL_UNIT)
    look(officer, "lap-ho-so-chung")
    officer.get_by_role("button", name="Lưu và sang bước sau").click()
    bad, good = tmp_path / "sai.xlsx", tmp_path / "dung.xlsx"
    rows = [{**ROW, "candidate": f"trinh-duyet-{number}"} for number in (1, 2)]
    bad.write_bytes(sheet(rows[0], {**rows[1], "kind": "?"}))
    good.write_bytes(sheet(*rows))
    officer.get_by_role("link", name="Xem ai sắp đủ điều kiện").click()
    expect(officer.get_by_role("rowheader", name="Đỗ Văn Gợi").first).to_be_visible()
    look(officer, "lap-ho-so-goi-y")
    officer.get_by_role("link", name="Về danh sách").click()
    officer.get_by_label(re.compile("Tệp danh sách")).set_input_files(bad)
    officer.get_by_role("button", name="Đọc tệp và xem trước").click()
    expect(officer.get_by_role("rowheader", name="D3")).to_be_visible()
    expect(officer.get_by_role("cell", name="Ghi một trong: Cá nhân; Tập thể.")).to_be_visible()
    look(officer, "lap-ho-so-o-sai")
    officer.get_by_role("button", name="Bỏ tệp này").click()
    officer.get_by_label(re.compile("Tệp danh sách")).set_input_files(good)
    officer.get_by_role("button", name="Đọc tệp và xem trước").click()
    look(officer, "lap-ho-so-xem-truoc")
    officer.get_by_role("button", name=re.compile("thêm vào sau")).click()
    look(officer, "lap-ho-so-dong")
    officer.get_by_role("link", name="Nguyễn Thị Ánh").first.click()
    look(officer, "lap-ho-so-mot-dong")
    officer.get_by_role("button", name="Lưu dòng này").click()
    officer.get_by_role("link", name="Sang bước giấy tờ").click()
    letter = tmp_path / "Tờ trình.pdf"
    letter.write_bytes(PDF)
    officer.get_by_label(re.compile("Tệp PDF")).set_input_files(letter)
    officer.get_by_role("button", name="Tải giấy tờ lên").click()
    look(officer, "lap-ho-so-giay-to")
    officer.get_by_role("link", name="Sang bước soát").click()
    look(officer, "lap-ho-so-soat")
    officer.get_by_role("button", name=re.compile("Lập hồ sơ và gửi")).click()
    expect(officer).to_have_url(re.compile("/ho-so/"))
    key = officer.url.rpartition("/")[2].partition("?")[0]
    head = window("head", f"/ho-so/{key}/ky-trinh")
    look(head, "ky-trinh")
    head.get_by_role("button", name="Ký trình").click()
    expect(head).to_have_url(re.compile(f"/ho-so/{key}"))
    look(window("head", "/ho-so-don-vi"), "ho-so-don-vi")


async def _returned(staff: Staff) -> None:
    await receive(staff, "kv3-tra-lai", line("tra-duyet-1", "Hà Thị Trả"), title="Bổ sung năm 2023")
    reason = {"reason": "Thiếu giấy chứng nhận sáng kiến"}
    await staff.clerk.do("nominations/kv3-tra-lai.001/return-nomination", reason)


def test_returned_line_is_mended_with_a_paper(window: Window, running_office: Office, tmp_path: Path) -> None:
    running_office.prepare(_returned)
    officer = window("officer", "/de-nghi/kv3-tra-lai.001")
    officer.get_by_role("link", name="Bổ sung theo yêu cầu").click()
    certificate = tmp_path / "Chứng nhận.pdf"
    certificate.write_bytes(PDF)
    officer.get_by_label(re.compile("Tệp PDF")).set_input_files(certificate)
    officer.get_by_role("button", name="Tải giấy tờ lên").click()
    expect(officer.get_by_role("link", name="Chứng nhận.pdf")).to_be_visible()
    look(officer, "bo-sung")
    officer.get_by_label("Đã bổ sung gì").fill("Đã thêm giấy chứng nhận")
    officer.get_by_role("button", name="Gửi bổ sung").click()
    expect(officer).to_have_url(re.compile(r"/de-nghi/kv3-tra-lai\.001\?xong="))
