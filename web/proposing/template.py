"""The list to fill in: one sheet of lines, one that explains it, and one of the choices."""

import io
from collections.abc import Sequence
from typing import Final

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from domain.rules.pack import RulePack
from domain.values import Route
from web.proposing.lines import CHOICES, FIELDS, MOST_LINES
from web.proposing.sheet import EXAMPLE, HEADINGS, SHEET, Styles, put, workbook

GUIDE: Final = "Hướng dẫn"
LISTS: Final = "Danh mục"
_LAST_ROW: Final = MOST_LINES + 1
_WIDTHS: Final = (8, 20, 30, 12, 34, 28, 14, 26, 16, 22, 16, 40, 16)
_SAMPLE: Final = {
    "candidate": "ma-ca-nhan-01",
    "candidate_name": "Nguyễn Thị An",
    "kind": "Cá nhân",
    "claims.rating": "Hoàn thành xuất sắc nhiệm vụ",
    "claims.service_months": "12",
    "claims.position": "Không phải lãnh đạo đơn vị",
    "claims.initiative.scope": "Cơ sở",
    "claims.initiative.certificate": "12/QĐ-VKS",
    "claims.titles": "LDTT 2022 45/QĐ-VKS; CSTDCS 2021 40/QĐ-VKS",
}
_GUIDE: Final = (
    "Mỗi dòng của trang “Danh sách” là một đề nghị: một cá nhân hoặc tập thể cho một danh hiệu.",
    "Không đổi tên, không thêm, bớt hay đổi chỗ các cột; dòng tiêu đề phải giữ nguyên.",
    "Dòng ghi “ví dụ” ở cột STT chỉ để tham khảo, khi nhận tệp sẽ bỏ qua; có thể xóa.",
    "Mã cá nhân, tập thể: mã trong danh bạ; chữ thường không dấu, số, dấu chấm, gạch ngang. Không dùng số căn cước.",
    "Đối tượng, danh hiệu, mức xếp loại, chức vụ, phạm vi sáng kiến: chọn trong danh sách của ô.",
    "Thời gian công tác: số tháng, chỉ với cá nhân. Tỷ lệ hoàn thành chỉ tiêu: số phần trăm nguyên, chỉ với tập thể.",
    "Danh hiệu đã được tặng: mã danh hiệu, năm, số quyết định; nhiều danh hiệu cách nhau bằng dấu chấm phẩy.",
    "Mã thành tích: chỉ ghi khi đề nghị khen một việc cụ thể (đột xuất, chuyên đề).",
    "Không dùng công thức: ô có công thức sẽ bị trả lại. Nếu chép từ tệp khác, hãy dán giá trị.",
    f"Nhiều nhất {MOST_LINES} dòng. Khi nhận, hệ thống báo từng dòng và cột sai; còn dòng sai thì chưa nhận dòng nào.",
)


def award_choice(code: str, name: str) -> str:
    """An award as the list of the cell shows it."""
    return f"{code} – {name}"


def template(pack: RulePack, route: Route, year: int) -> bytes:
    """The workbook for the awards of a rule pack on a route."""
    written = io.BytesIO()
    book, styles = workbook(written)
    book.set_properties({"title": f"Danh sách đề nghị khen thưởng năm {year}", "comments": pack.id})
    lines, guide, lists = (book.add_worksheet(name) for name in (SHEET, GUIDE, LISTS))
    awards = [award_choice(award.code, award.name) for award in pack.awards.values() if route in award.routes]
    choices = {"award": awards, **{name: list(labels.values()) for name, labels in CHOICES.items()}}
    places = _write_lists(lists, choices, styles)
    _write_lines(book, lines, places, awards[0], styles)
    guide.set_column(0, 0, 110)
    for row, sentence in enumerate((f"Năm {year}, gói quy định {pack.id}", *_GUIDE)):
        guide.write_string(row, 0, sentence, styles.note)
    lines.activate()
    book.close()
    return written.getvalue()


def _write_lists(sheet: Worksheet, choices: dict[str, list[str]], styles: Styles) -> dict[str, str]:
    """A column for each list of choices; where each lies, as a cell's validation names it."""
    places = {}
    for column, (name, labels) in enumerate(choices.items()):
        sheet.set_column(column, column, 36)
        sheet.write_string(0, column, HEADINGS[list(FIELDS).index(name) + 1], styles.heading)
        for row, label in enumerate(labels, start=1):
            put(sheet, row, column, label, styles)
        letter = chr(ord("A") + column)
        places[name] = f"='{LISTS}'!${letter}$2:${letter}${len(labels) + 1}"
    return places


def _write_lines(
    book: Workbook, sheet: Worksheet, places: dict[str, str], award: str, styles: Styles
) -> None:
    for column, (heading, width) in enumerate(zip(HEADINGS, _WIDTHS, strict=True)):
        sheet.write_string(0, column, heading, styles.heading)
        sheet.set_column(column, column, width, styles.text)
    sheet.set_row(0, 48)
    sheet.freeze_panes(1, 3)
    italic = book.add_format({"italic": True, "font_color": "#6B6B6B", "num_format": "@"})
    row = (EXAMPLE, *({**_SAMPLE, "award": award}.get(name, "") for name in FIELDS))
    for column, value in enumerate(row):
        if value:
            sheet.write_string(1, column, value, italic)
    for name, source in places.items():
        column = list(FIELDS).index(name) + 1
        sheet.data_validation(
            1,
            column,
            _LAST_ROW,
            column,
            {
                "validate": "list",
                "source": source,
                "error_title": "Không có trong danh mục",
                "error_message": "Hãy chọn một mục trong danh sách của ô.",
            },
        )


def sample_row(values: Sequence[str]) -> bool:
    """Whether a row is only an example."""
    return bool(values) and EXAMPLE in values[0].casefold()
