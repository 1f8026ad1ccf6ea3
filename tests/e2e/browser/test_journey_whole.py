"""A dossier's whole way by clicking only: from an Excel file at a unit to the public register of decisions."""

import re
from typing import Final

from playwright.sync_api import Locator, Page, expect

from tests.e2e.browser.conftest import Window
from tests.e2e.browser.looking import look
from tests.e2e.browser.office import Office
from tests.e2e.browser.walking import (
    archive,
    certify,
    convene,
    fill,
    follow,
    found_council,
    heading,
    note_attendance,
    press,
    publish,
    settle,
    sign,
    vote,
)
from tests.web.files import PDF
from tests.web.site import SEATED
from tests.web.test_lists import ROW, sheet

COUNCIL: Final = "kv3-ca-chang"
TITLE: Final = "Đề nghị khen thưởng tổng kết năm 2023"
PEOPLE: Final = {"cc-01": "Doãn Thị Hoài", "cc-02": "Lương Văn Khải"}
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _upload(page: Page, name: str, kind: str, content: bytes) -> None:
    page.locator("#tep").set_input_files({"name": name, "mimeType": kind, "buffer": content})


def _list(**wrong: object) -> bytes:
    rows = [{**ROW, "candidate": code, "candidate_name": name} for code, name in PEOPLE.items()]
    return sheet(rows[0], {**rows[1], **wrong})


def _draw_up(page: Page) -> str:
    """The officer begins a dossier, reads a list with a wrong cell, then one without, adds a paper and sends."""
    follow(page, "Lập hồ sơ")
    press(page, "Soạn hồ sơ mới cho Viện kiểm sát nhân dân khu vực 3")
    fill(
        page,
        {
            "Tên hồ sơ": TITLE,
            "Năm xét": "2023",
            "Số tờ trình": "45/TTr-VKS",
            "Ngày tờ trình": "01/12/2023",
            "Nơi thẩm định": "VKS-X",
        },
    )
    look(page, "lap-ho-so-chung")
    press(page, "Lưu và sang bước sau")
    with page.expect_download() as template:
        page.get_by_role("link", name="Tải tệp mẫu").click()
    assert template.value.suggested_filename.endswith(".xlsx")
    _upload(page, "danh-sach.xlsx", XLSX, _list(award="Huân chương tưởng tượng"))
    press(page, "Đọc tệp và xem trước")
    expect(page.get_by_text("Chưa nhận dòng nào")).to_be_visible()
    look(page, "lap-ho-so-o-sai")
    press(page, "Bỏ tệp này")
    _upload(page, "danh-sach.xlsx", XLSX, _list())
    press(page, "Đọc tệp và xem trước")
    press(page, "Nhận tất cả, thêm vào sau các dòng đã có")
    follow(page, "Sang bước giấy tờ")
    _upload(page, "to-trinh.pdf", "application/pdf", PDF)
    press(page, "Tải giấy tờ lên")
    follow(page, "Sang bước soát")
    look(page, "lap-ho-so-soat")
    press(page, "Lập hồ sơ và gửi thủ trưởng đơn vị")
    heading(page, TITLE)
    return page.url.partition("?")[0].rpartition("/")[2]


def _submit(page: Page, key: str) -> None:
    """The head of the unit sees what would be signed, and signs."""
    follow(page, "Hồ sơ đơn vị")
    look(page, "ho-so-don-vi")
    follow(page.locator("section", has_text=TITLE), "Xem và ký trình")
    expect(page.get_by_text("Lương Văn Khải")).to_be_visible()
    look(page, "ky-trinh")
    press(page, "Ký trình")
    expect(page).to_have_url(re.compile(f"/ho-so/{key}"))


def _receive(page: Page) -> None:
    """The clerk finds it in the inbox and receives it."""
    follow(page, f"Hồ sơ: {TITLE}")
    look(page, "ho-so-cho-tiep-nhan")
    follow(page, "Tiếp nhận hồ sơ")
    fill(page, {"Ngày nhận": "2023-12-05"})
    press(page, "Tiếp nhận")
    expect(page.locator(".alert")).to_be_visible()
    fill(page, {"Giấy tờ chứng minh ngày nhận": "Sổ công văn đến, số 311"})
    look(page, "tiep-nhan")
    press(page, "Tiếp nhận")
    heading(page, TITLE)


def _appraise(page: Page, name: str) -> None:
    """The appraiser answers what the rules leave open and advises."""
    page.goto("/viec-cua-toi")
    follow(page, f"Lao động tiên tiến: {name}")
    form = page.locator("#tham-dinh")
    _choose(form, "Đề nghị tặng")
    _choose(form, "Cấp này quyết định")
    for question in form.locator("fieldset.question").all():
        _choose(question, "Đạt")
        fill(question, {"Lý do của câu trả lời": "Đã đối chiếu với báo cáo thành tích"})
    look(page, "tham-dinh")
    press(form, "Ghi kết quả thẩm định")


def _choose(scope: Page | Locator, words: str) -> None:
    scope.get_by_text(words, exact=True).first.click()


def test_dossier_goes_from_an_excel_file_to_the_public_register(
    running_office: Office, window: Window
) -> None:
    found_council(window("registrar"), COUNCIL)
    key = _draw_up(window("officer", "/viec-cua-toi"))
    _submit(window("head", "/viec-cua-toi"), key)
    _receive(window("clerk", "/viec-cua-toi"))
    appraiser = window("appraiser")
    for name in PEOPLE.values():
        _appraise(appraiser, name)

    secretary, chair = window("secretary"), window("chair")
    room = convene(secretary, COUNCIL, TITLE)
    note_attendance(secretary, room)
    chair.goto(room)
    press(chair, "Mở biểu quyết")
    for person in SEATED:
        vote(window(person), room)
    certify(chair, room)

    decider = window("decider")
    instrument = settle(decider, room.rpartition("/")[2])
    sign(decider, instrument, "101/QĐ-VKS")
    publish(window("publisher"), instrument)
    archive(window("clerk"), instrument)

    public = window(None, "/quyet-dinh")
    follow(public, re.compile("101.QĐ-VKS"))
    for name in PEOPLE.values():
        expect(public.get_by_role("link", name=name)).to_be_visible()
    follow(public, next(iter(PEOPLE.values())))
    look(public, "de-nghi-da-cong-bo")
    told = [name for name in running_office.recorded(f"nomination-{key}.001") if "deadline" not in name]
    assert told == [
        "nomination.drafted",
        "nomination.submitted",
        "nomination.received",
        "nomination.appraisal_recorded",
        "nomination.placed_on_agenda",
        "nomination.vote_recorded",
        "nomination.outcome_decided",
        "nomination.signature_recorded",
        "nomination.publication_recorded",
        "nomination.archival_recorded",
    ]
