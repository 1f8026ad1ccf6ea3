"""Read a list in Excel: within bounds, without formulas, with a sentence for every cell that is wrong."""

import datetime as dt
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import IO, Any, Final
from xml.parsers import expat

from python_calamine import CalamineError, CalamineWorkbook

from domain.values import PaperFormat
from web.i18n import _
from web.problems import Problem
from web.proposing.lines import CHOICES, FIELDS, MOST_LINES, MOST_TYPED, Line, check
from web.proposing.sheet import EXAMPLE, HEADINGS, SHEET
from web.uploads import packages

MOST_MIB: Final = 5
_MOST_UNPACKED: Final = 50 * 1024 * 1024
_MOST_ROWS: Final = 2_000
_MOST_COLUMNS: Final = 40
_MOST_FAULTS: Final = 500
_BLOCK: Final = 1 << 16
_CELL = re.compile(r"([A-Z]{1,3})([0-9]{1,7})").fullmatch
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


@dataclass(frozen=True, slots=True)
class RowFault:
    """What is wrong with a cell: row and column as Excel shows them."""

    row: int
    column: str
    heading: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Imported:
    """What a list says: its lines with the row of each, and everything that is wrong with it."""

    lines: tuple[Line, ...]
    rows: tuple[int, ...]
    faults: tuple[RowFault, ...]


def read_list(file: IO[bytes], size_bytes: int, awards: Mapping[str, str]) -> Imported:
    """The lines of a list; raises `Problem` for a file that is none. `awards` are names by code."""
    if not size_bytes:
        raise Problem("paper_empty")
    file.seek(0)
    if file.read(4) != b"PK\x03\x04":
        raise Problem("list_not_xlsx")
    if packages.check(file, size_bytes, _MOST_UNPACKED) is not PaperFormat.XLSX:
        raise Problem("list_not_xlsx")
    with zipfile.ZipFile(file) as package:
        formulas = _scan(package, _sheet_part(package))
    rows = _rows(file)
    wrong = _wrong_headings(rows[0] if rows else ())
    if wrong:
        return Imported((), (), tuple(wrong))
    return _lines(rows, formulas, awards)


# The file


def _sheet_part(package: zipfile.ZipFile) -> str:
    """The part that holds the sheet of lines; raises `Problem` where there is none of that name."""
    wanted = next(
        (
            attributes.get(_RELATION, "")
            for tag, attributes in _elements(package, "xl/workbook.xml")
            if tag == "sheet" and attributes.get("name") == SHEET
        ),
        "",
    )
    targets = {
        attributes.get("Id", ""): attributes.get("Target", "")
        for tag, attributes in _elements(package, "xl/_rels/workbook.xml.rels")
        if tag == "Relationship"
    }
    target = targets.get(wanted, "") if wanted else ""
    part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    if not target or part not in package.namelist():
        raise Problem("list_sheet_missing", {"sheet": SHEET})
    return part


def _scan(package: zipfile.ZipFile, part: str) -> dict[tuple[int, int], str]:
    """The cells with formulas; raises `Problem` for a cell far out, before anything makes room for it."""
    formulas: dict[tuple[int, int], str] = {}
    row, column, name = 0, -1, ""
    for tag, attributes in _elements(package, part):
        if tag == "row":
            row, column = _number(attributes.get("r"), row + 1), -1
        elif tag == "c":
            name = attributes.get("r", "")
            cell = _CELL(name)
            row, column = (int(cell[2]), _column(cell[1])) if cell else (row, column + 1)
        elif tag == "f" and len(formulas) < _MOST_FAULTS:
            formulas[row, column] = name
        if row > _MOST_ROWS or column >= _MOST_COLUMNS:
            raise Problem("list_too_large", {"rows": _MOST_ROWS, "columns": _MOST_COLUMNS})
    return formulas


def _elements(package: zipfile.ZipFile, part: str) -> Iterator[tuple[str, dict[str, str]]]:
    """The elements of a part with their attributes, as they come; nothing is kept of what went by."""
    found: list[tuple[str, dict[str, str]]] = []
    parser = expat.ParserCreate(namespace_separator="}")

    def started(tag: str, attributes: dict[str, str]) -> None:
        named = {("{" + key if "}" in key else key): value for key, value in attributes.items()}
        found.append((tag.rpartition("}")[2], named))

    def declared(*_given: object) -> None:
        raise Problem("paper_active_content")

    parser.StartElementHandler = started
    parser.StartDoctypeDeclHandler = declared
    try:
        with package.open(part) as content:
            while block := content.read(_BLOCK):
                parser.Parse(block, False)  # noqa: FBT003 - expat's own signature
                yield from found
                found.clear()
        parser.Parse(b"", True)  # noqa: FBT003 - as above
    except (expat.ExpatError, KeyError, zipfile.BadZipFile, UnicodeDecodeError):
        raise Problem("paper_damaged", {"found": "XLSX"}) from None
    yield from found


def _rows(file: IO[bytes]) -> list[list[str]]:
    """The cells of the sheet as text."""
    file.seek(0)
    try:
        book = CalamineWorkbook.from_filelike(file)
        sheet = book.get_sheet_by_name(SHEET)
        return [[_text(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
    except (CalamineError, ValueError, KeyError, OSError):
        raise Problem("paper_damaged", {"found": "XLSX"}) from None


def _text(cell: Any) -> str:  # noqa: ANN401 - whatever a cell holds
    match cell:
        case float() if cell.is_integer() and abs(cell) < 10**15:
            return str(int(cell))
        case dt.datetime() if cell.time() == dt.time():
            return f"{cell:%d/%m/%Y}"
        case dt.date():
            return f"{cell:%d/%m/%Y}"
        case _:
            return str(cell).strip()


def _number(text: str | None, default: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 9 else default  # noqa: PLR2004


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def letters(column: int) -> str:
    """A column as Excel names it, from 0: `A`, `Z`, `AA`."""
    named = ""
    while column >= 0:
        named = chr(ord("A") + column % 26) + named
        column = column // 26 - 1
    return named


# What it says


def _wrong_headings(given: Sequence[str]) -> list[RowFault]:
    """Every heading that is not what the template says."""
    found = [*given, *[""] * (len(HEADINGS) - len(given))]
    wrong = [
        _fault(1, place, _("Tiêu đề phải là “%(wanted)s”. Hãy dùng tệp mẫu.", wanted=heading))
        for place, heading in enumerate(HEADINGS)
        if _plain(found[place]) != _plain(heading)
    ]
    more = [
        _fault(1, place, _("Tệp mẫu không có cột này."))
        for place, heading in enumerate(found)
        if place >= len(HEADINGS) and heading
    ]
    return [*wrong, *more]


def _lines(
    rows: Sequence[Sequence[str]], formulas: Mapping[tuple[int, int], str], awards: Mapping[str, str]
) -> Imported:
    lines: list[Line] = []
    places: list[int] = []
    faults: list[RowFault] = []
    seen: dict[tuple[str, str], int] = {}
    for number, cells in enumerate(rows[1:], start=2):
        if not any(cells[1 : len(HEADINGS)]) or EXAMPLE in _plain(cells[0]):
            continue
        line, wrong = _line(number, cells, formulas, awards)
        twin = seen.setdefault((line.get("candidate", ""), line.get("award", "")), number)
        if twin != number and not wrong:
            wrong = [_fault(number, 1, _("Trùng cá nhân, tập thể và danh hiệu với dòng %(row)s.", row=twin))]
        lines.append(line)
        places.append(number)
        faults += wrong
    if len(lines) > MOST_LINES:
        sentence = _(
            "Danh sách có %(count)s dòng, nhiều nhất là %(most)s.", count=len(lines), most=MOST_LINES
        )
        faults = [_fault(places[MOST_LINES], 0, sentence)]
    if not lines and not faults:
        faults = [_fault(2, 0, _("Danh sách chưa có dòng nào."))]
    return Imported(tuple(lines), tuple(places), tuple(faults[:_MOST_FAULTS]))


def _line(
    number: int, cells: Sequence[str], formulas: Mapping[tuple[int, int], str], awards: Mapping[str, str]
) -> tuple[Line, list[RowFault]]:
    line: dict[str, str] = {}
    wrong: dict[str, str] = {}
    for place, name in enumerate(FIELDS, start=1):
        cell = cells[place] if place < len(cells) else ""
        if (number, place) in formulas:
            wrong[name] = _("Ô này có công thức: hãy dán giá trị thay cho công thức.")
        elif len(cell) > MOST_TYPED:
            wrong[name] = _("Ô này dài quá %(most)s ký tự.", most=MOST_TYPED)
        elif cell:
            line[name] = _chosen(name, cell, awards)
    faults = {**check(line).faults, **wrong}
    return line, [_fault(number, list(FIELDS).index(name) + 1, sentence) for name, sentence in faults.items()]


def _chosen(name: str, cell: str, awards: Mapping[str, str]) -> str:
    """The code that a cell stands for, where it is one of a few; else the cell, for the check to refuse."""
    if name == "award":
        code = re.split(r"\s+[–-]\s+", cell, maxsplit=1)[0].strip().upper()
        named = {_plain(label): known for known, label in awards.items()}
        return code if code in awards else named.get(_plain(cell), cell)
    labels = CHOICES.get(name, {})
    return {_plain(label): code for code, label in labels.items()}.get(_plain(cell), cell)


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _fault(row: int, place: int, sentence: str) -> RowFault:
    heading = HEADINGS[place] if place < len(HEADINGS) else ""
    return RowFault(row, letters(place), heading, sentence)
