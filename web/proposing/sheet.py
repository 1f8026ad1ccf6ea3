"""The sheet of a list: its columns, and cells that no spreadsheet takes for a formula."""

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import xlsxwriter
from starlette.responses import Response
from xlsxwriter.worksheet import Worksheet

from web.proposing.lines import FIELDS
from web.tabular import starts_a_formula
from web.uploads.recognise import MEDIA_TYPES

SHEET: Final = "Danh sách"
NUMBER: Final = "STT"
EXAMPLE: Final = "ví dụ"
"""What stands in the first column of a row that is only an example."""

HEADINGS: Final = (NUMBER, *(label.replace("%%", "%") for label in FIELDS.values()))
"""The headings, always in Vietnamese: a list travels between people who chose different languages."""

_OPTIONS: Final = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_TITLE_ROW = {"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#F3E9E7", "border": 1}


@dataclass(frozen=True, slots=True)
class Styles:
    """The formats of one workbook."""

    heading: Any
    text: Any
    quoted: Any
    note: Any


def workbook(written: io.BytesIO) -> tuple[xlsxwriter.Workbook, Styles]:
    """A new workbook that turns no text into a formula, a link or a number."""
    book = xlsxwriter.Workbook(written, _OPTIONS)
    text = {"num_format": "@", "text_wrap": True, "valign": "top"}
    return book, Styles(
        heading=book.add_format(_TITLE_ROW),
        text=book.add_format(text),
        quoted=book.add_format({**text, "quote_prefix": True}),
        note=book.add_format({"text_wrap": True, "valign": "top"}),
    )


def put(sheet: Worksheet, row: int, column: int, value: object, styles: Styles) -> None:
    """One cell, as text unless it is a number; text that could be a formula is marked as text for good."""
    if isinstance(value, int) and not isinstance(value, bool):
        sheet.write_number(row, column, value)
    elif value is not None and value != "":
        told = str(value)
        sheet.write_string(row, column, told, styles.quoted if starts_a_formula(told) else styles.text)


def exported(title: str, columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> bytes:
    """Rows as a workbook of one sheet."""
    written = io.BytesIO()
    book, styles = workbook(written)
    sheet = book.add_worksheet(title[:31])
    sheet.freeze_panes(1, 0)
    for place, column in enumerate(columns):
        sheet.write_string(0, place, column, styles.heading)
        sheet.set_column(place, place, max(12, min(40, len(column) + 4)))
    for number, row in enumerate(rows, start=1):
        for place, column in enumerate(columns):
            put(sheet, number, place, row[column], styles)
    book.close()
    return written.getvalue()


def xlsx_file(name: str, content: bytes) -> Response:
    """A workbook to be saved; `name` is plain letters without an ending."""
    headers = {"Content-Disposition": f'attachment; filename="{name}.xlsx"'}
    return Response(content, media_type=MEDIA_TYPES["xlsx"], headers=headers)  # type: ignore[index] # a StrEnum's value
