"""Lists in Excel: from the template to the lines of a dossier, cell by cell, and what is told of every wrong one."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from domain.dossier.commands import LineDraft
from domain.nomination.claims import Claims, Initiative, InitiativeScope, Position, Rating, TitleHeld
from domain.rules.library import packs
from domain.values import CandidateKind, Route
from store import codec
from tests.web.files import WORD, bomb, package
from web.problems import Problem
from web.proposing.importing import Imported, letters, read_list
from web.proposing.lines import FIELDS, MOST_LINES, check
from web.proposing.sheet import HEADINGS, SHEET, exported
from web.proposing.template import GUIDE, LISTS, award_choice, template
from web.tabular import starts_a_formula
from web.texts import visible

PACK = packs()["R2025"]
AWARDS = {code: award.name for code, award in PACK.awards.items()}
ROW = {
    "candidate": "cb-001",
    "candidate_name": "Nguyễn Thị Ánh",
    "kind": "Cá nhân",
    "award": award_choice("LDTT", AWARDS["LDTT"]),
    "claims.rating": "Hoàn thành tốt nhiệm vụ",
    "claims.service_months": 12,
}
LINE = {
    "candidate": "cb-001",
    "candidate_name": "Nguyễn Thị Ánh",
    "kind": "individual",
    "award": "LDTT",
    "claims.rating": "good",
    "claims.service_months": "12",
}


def sheet(
    *rows: Mapping[str, object],
    headings: Sequence[str] = HEADINGS,
    name: str = SHEET,
    formula: tuple[int, int, str] | None = None,
) -> bytes:
    """A list with these rows, each by field."""
    written = io.BytesIO()
    book = xlsxwriter.Workbook(
        written, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    made = book.add_worksheet(name)
    made.write_row(0, 0, headings)
    for number, row in enumerate(rows, start=1):
        made.write(number, 0, row.get("STT", number))
        for place, field in enumerate(FIELDS, start=1):
            if field in row:
                made.write(number, place, row[field])
    if formula:
        made.write_formula(*formula, value="LDTT")
    book.close()
    return written.getvalue()


def read(data: bytes) -> Imported:
    return read_list(io.BytesIO(data), len(data), AWARDS)


def faults(data: bytes) -> list[tuple[int, str]]:
    return [(fault.row, fault.column) for fault in read(data).faults]


def filled(*rows: Mapping[str, object]) -> bytes:
    """The template itself with rows written below its example, as somebody would in Excel."""
    book = template(PACK, Route.CIVIL, 2025)
    source = CalamineWorkbook.from_filelike(io.BytesIO(book)).get_sheet_by_name(SHEET).to_python()
    written = io.BytesIO()
    copy = xlsxwriter.Workbook(written, {"in_memory": True})
    made = copy.add_worksheet(SHEET)
    for number, cells in enumerate(source):
        made.write_row(number, 0, cells)
    for number, row in enumerate(rows, start=len(source)):
        made.write_number(number, 0, number)
        for place, field in enumerate(FIELDS, start=1):
            if field in row:
                made.write(number, place, row[field])
    copy.close()
    return written.getvalue()


# Round trip


def test_template_filled_in_becomes_the_same_lines() -> None:
    whole = {
        **ROW,
        "claims.position": "Lãnh đạo đơn vị",
        "claims.initiative.scope": "Cơ sở",
        "claims.initiative.certificate": "12/QĐ-VKS",
        "claims.titles": "LDTT 2022 45/QĐ-VKS; cstdcs 2021 40/QĐ-VKS năm 2021",
    }
    team = {
        "candidate": "phong-1",
        "candidate_name": "Phòng 1",
        "kind": "tập  thể",
        "award": AWARDS["TTLDTT"].upper(),
        "claims.rating": "excellent",
        "claims.targets_percent": 104.0,
    }
    found = read(filled(whole, team))
    assert found.faults == ()
    assert found.rows == (3, 4)
    drafts = [codec.decode(LineDraft, check(line).command) for line in found.lines]
    titles = (TitleHeld("LDTT", 2022, "45/QĐ-VKS"), TitleHeld("CSTDCS", 2021, "40/QĐ-VKS năm 2021"))
    initiative = Initiative(InitiativeScope.BASE, "12/QĐ-VKS")
    assert drafts == [
        LineDraft(
            "cb-001",
            "Nguyễn Thị Ánh",
            CandidateKind.INDIVIDUAL,
            "LDTT",
            Claims(Rating.GOOD, 12, Position.UNIT_LEADER, initiative, titles),
        ),
        LineDraft(
            "phong-1",
            "Phòng 1",
            CandidateKind.COLLECTIVE,
            "TTLDTT",
            Claims(Rating.EXCELLENT, targets_percent=104),
        ),
    ]


@pytest.mark.parametrize("pack", packs().values(), ids=lambda pack: pack.id)
@pytest.mark.parametrize("route", Route)
def test_template_is_explained_and_offers_the_awards_of_its_rules(pack: Any, route: Route) -> None:  # noqa: ANN401
    book = CalamineWorkbook.from_filelike(io.BytesIO(template(pack, route, 2025)))
    assert book.sheet_names == [SHEET, GUIDE, LISTS]
    lists = book.get_sheet_by_name(LISTS).to_python()
    offered = [row[0] for row in lists[1:] if row[0]]
    assert offered == [award_choice(a.code, a.name) for a in pack.awards.values() if route in a.routes]
    assert len(book.get_sheet_by_name(GUIDE).to_python()) > 8


def test_template_as_it_is_says_that_it_has_no_line() -> None:
    assert faults(template(PACK, Route.CIVIL, 2025)) == [(2, "A")]


VISIBLE = st.text(st.characters(exclude_categories=("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")), max_size=60)
FORMULAS = st.builds(str.__add__, st.sampled_from(["=", "+", "-", "@", "\t=", "|", "%", "＝", " ="]), VISIBLE)


@settings(deadline=None, max_examples=100)
@given(st.lists(st.one_of(VISIBLE, FORMULAS), min_size=1, max_size=8))
def test_any_text_survives_the_way_out_and_back_and_is_never_a_formula(texts: list[str]) -> None:
    data = exported("Trang", ["chữ"], [{"chữ": text} for text in texts])
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        assert b"<f>" not in book.read("xl/worksheets/sheet1.xml")
        assert b"<hyperlink" not in book.read("xl/worksheets/sheet1.xml")
    rows = (
        CalamineWorkbook.from_filelike(io.BytesIO(data))
        .get_sheet_by_index(0)
        .to_python(skip_empty_area=False)
    )
    back = [row[0] for row in rows[1:]]
    assert [*back, *[""] * (len(texts) - len(back))] == texts


@settings(deadline=None, max_examples=50)
@given(VISIBLE.filter(lambda text: text.strip() and visible(text) == text))
def test_any_name_survives_a_list(name: str) -> None:
    found = read(sheet({**ROW, "candidate_name": name}))
    assert [line["candidate_name"] for line in found.lines] == [name.strip()]


@pytest.mark.parametrize("text", ["=1+1", " =1", "+84", "-1", "@SUM(A1)", "\t=1", "|x", "%x", "＝1", "\rx"])
def test_what_could_be_a_formula_is_told(text: str) -> None:
    assert starts_a_formula(text)


@pytest.mark.parametrize("text", ["", " ", "Nguyễn", "12/QĐ", "(a)"])
def test_what_cannot_be_a_formula_is_left_alone(text: str) -> None:
    assert not starts_a_formula(text)


# Every wrong cell


@pytest.mark.parametrize(
    ("field", "value", "column"),
    [
        ("candidate", "Nguyễn Ánh", "B"),
        ("candidate_name", "", "C"),
        ("candidate_name", "a\u202eb", "C"),
        ("candidate_name", "x" * 201, "C"),
        ("kind", "Cá thể", "D"),
        ("award", "lao động rất tiên tiến", "E"),
        ("claims.rating", "", "F"),
        ("claims.rating", "tốt", "F"),
        ("claims.service_months", "mười hai", "G"),
        ("claims.service_months", 12.5, "G"),
        ("claims.service_months", 5_000, "G"),
        ("claims.position", "Vụ trưởng", "H"),
        ("claims.initiative.scope", "Cơ sở", "J"),
        ("claims.initiative.certificate", "12/QĐ", "I"),
        ("claims.targets_percent", -1, "K"),
        ("claims.titles", "LDTT 45/QĐ", "L"),
        ("claims.titles", "LDTT 2222 45/QĐ", "L"),
        ("claims.achievement", "có dấu", "M"),
        ("candidate_name", "x" * 3_000, "C"),
    ],
)
def test_wrong_cell_is_told_by_its_row_and_column(field: str, value: object, column: str) -> None:
    assert faults(sheet(ROW, {**ROW, "candidate": "cb-2", field: value})) == [(3, column)]


def test_every_bad_row_is_told_and_empty_ones_count() -> None:
    data = sheet({**ROW, "candidate": "Á"}, {}, {**ROW, "kind": "?", "claims.rating": "?"}, ROW)
    assert faults(data) == [(2, "B"), (4, "D"), (4, "F"), (5, "B")]


def test_line_twice_is_told_where_it_stood_first() -> None:
    (fault,) = read(sheet(ROW, {**ROW, "candidate": "cb-2"}, ROW)).faults
    assert (fault.row, fault.column) == (4, "B")
    assert "dòng 2" in fault.sentence


def test_example_is_passed_over() -> None:
    assert read(sheet({**ROW, "STT": "(Ví dụ)", "kind": "?"}, ROW)).rows == (3,)


def test_formula_is_told_with_its_cell() -> None:
    (fault,) = read(sheet(ROW, formula=(1, 4, '=CONCATENATE("LD","TT")'))).faults
    assert (fault.row, fault.column) == (2, "E")
    assert "công thức" in fault.sentence


def test_text_that_looks_like_a_formula_is_only_text() -> None:
    found = read(sheet({**ROW, "candidate_name": '=HYPERLINK("http://x","y")'}))
    assert found.faults == ()
    assert found.lines[0]["candidate_name"] == '=HYPERLINK("http://x","y")'


@pytest.mark.parametrize(
    ("headings", "told"),
    [
        (("STT", "Họ tên", *HEADINGS[2:]), [(1, "B")]),
        (HEADINGS[:-1], [(1, "M")]),
        ((*HEADINGS, "Ghi chú"), [(1, "N")]),
        ((HEADINGS[1], HEADINGS[0], *HEADINGS[2:]), [(1, "A"), (1, "B")]),
        ((), [(1, letters(place)) for place in range(len(HEADINGS))]),
    ],
)
def test_headings_are_held_to_the_template(headings: tuple[str, ...], told: list[tuple[int, str]]) -> None:
    assert faults(sheet(ROW, headings=headings)) == told


def test_too_many_lines_are_told() -> None:
    rows = [{**ROW, "candidate": f"cb-{n}"} for n in range(MOST_LINES + 1)]
    assert faults(sheet(*rows)) == [(MOST_LINES + 2, "A")]


# Files that are no list


def part_of(data: bytes, part: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        return book.read(part)


def with_cell(reference: str, row: int = 2) -> bytes:
    """A list with one cell far out."""
    data = sheet(ROW)
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        entries: dict[str, str | bytes] = {name: book.read(name) for name in book.namelist()}
    part = "xl/worksheets/sheet1.xml"
    far = f'<row r="{row}"><c r="{reference}"><v>1</v></c></row></sheetData>'.encode()
    entries[part] = part_of(data, part).replace(b"</sheetData>", far)
    return package(entries)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "paper_empty"),
        (b"STT;Ho ten\n1;x\n", "list_not_xlsx"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600), "list_not_xlsx"),
        (package(WORD), "list_not_xlsx"),
        (bomb(), "paper_bomb"),
        (sheet(ROW, name="Sheet1"), "list_sheet_missing"),
        (with_cell("A1048576", 1_048_576), "list_too_large"),
        (with_cell("XFD2"), "list_too_large"),
        (sheet(ROW)[:-40], "paper_trailing_data"),
    ],
    ids=["empty", "csv", "xls", "docx", "bomb", "sheet", "far row", "far column", "cut off"],
)
def test_file_that_is_no_list_is_told(data: bytes, code: str) -> None:
    with pytest.raises(Problem) as caught:
        read(data)
    assert caught.value.code == code


def test_entities_are_not_expanded() -> None:
    data = sheet(ROW)
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        entries: dict[str, str | bytes] = {name: book.read(name) for name in book.namelist()}
    padding = b"<!--" + b"x" * (1 << 20) + b"-->"
    entries["xl/workbook.xml"] = padding + b'<!DOCTYPE w [<!ENTITY a "b">]><w>&a;</w>'
    with pytest.raises(Problem) as caught:
        read(package(entries))
    assert caught.value.code == "paper_active_content"


@pytest.mark.parametrize(("column", "named"), [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (702, "AAA")])
def test_columns_are_named_as_excel_does(column: int, named: str) -> None:
    assert letters(column) == named
