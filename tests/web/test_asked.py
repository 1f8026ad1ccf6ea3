"""What a search form takes, what it says beside a field it cannot take, and cells that no spreadsheet runs."""

from datetime import UTC, date, datetime

import pytest
from starlette.datastructures import QueryParams

from web.asked import MOST_TEXT, Asked
from web.tabular import csv_file, harmless, json_file
from web.words import moment_field, second


def asked(**given: str) -> Asked:
    return Asked(QueryParams(given))


def test_fields_that_were_left_empty_ask_for_nothing() -> None:
    form = asked(a="", b="  ")
    answers = (form.text("a"), form.code("b"), form.year("a"), form.day("b"), form.moment("c"), form.page())
    assert (answers, form.faults) == ((None, None, None, None, None, 1), {})


def test_what_was_typed_is_taken_and_shown_again() -> None:
    form = asked(
        so=" 12/QĐ ", nam="2023", ngay="5/12/2023", den="2023-12-06", luc="2023-12-05T08:30", trang="7"
    )
    assert (form.text("so"), form.year("nam"), form.page()) == ("12/QĐ", 2023, 7)
    assert (form.day("ngay"), form.day("den")) == (date(2023, 12, 5), date(2023, 12, 6))
    moment = form.moment("luc")
    assert moment is not None
    assert moment.astimezone(UTC) == datetime(2023, 12, 5, 1, 30, tzinfo=UTC)
    assert (form.typed("so"), form.faults) == ("12/QĐ", {})


def test_day_alone_stands_for_its_last_moment() -> None:
    moment = asked(luc="2023-12-05").moment("luc")
    assert moment is not None
    assert moment.astimezone(UTC) == datetime(2023, 12, 5, 16, 59, 59, 999999, tzinfo=UTC)


@pytest.mark.parametrize(
    ("kind", "given"),
    [
        ("text", "x" * (MOST_TEXT + 1)),
        ("text", "a\x00b"),
        ("text", "a\u202eb"),
        ("code", "' OR 1=1 --"),
        ("code", "<script>"),
        ("code", "đơn-vị"),
        ("year", "abc"),
        ("year", "1944"),
        ("year", "２０２３"),
        ("year", "-1"),
        ("day", "31/02/2023"),
        ("day", "2023-13-01"),
        ("day", "0001-01-01"),
        ("day", "9999-12-31"),
        ("moment", "2023-12-05T25:00"),
        ("moment", "2023-02-30T10:00"),
        ("moment", "9999-12-31T23:59"),
        ("moment", "yesterday"),
        ("page", "0"),
        ("page", "99999999999999999999"),
        ("page", "1.5"),
    ],
)
def test_what_cannot_be_taken_is_told_beside_the_field(kind: str, given: str) -> None:
    name = "trang" if kind == "page" else "field"
    form = asked(**{name: given})
    answer = form.page() if kind == "page" else getattr(form, kind)(name)
    assert answer in {None, 1}
    assert form.faults[name].endswith(".")
    assert form.typed(name) == given[:MOST_TEXT]


def test_choice_outside_the_list_is_told() -> None:
    form = asked(viec="a", khac="x")
    assert (form.one_of("viec", {"a": "A"}), form.one_of("khac", {"a": "A"})) == ("a", None)
    assert list(form.faults) == ["khac"]


@pytest.mark.parametrize(("given", "place"), [("12", 12), ("", 99), ("x", 99), ("-1", 99), ("9" * 30, 99)])
def test_place_in_a_list_is_never_a_fault(given: str, place: int) -> None:
    form = asked(truoc=given)
    assert (form.place("truoc", 99, 1_000), form.faults) == (place, {})


def test_link_keeps_the_search_and_escapes_it() -> None:
    form = asked(so="a&b <script>", trang="2")
    assert form.link(trang=3) == "?so=a%26b+%3Cscript%3E&trang=3"
    assert form.link(so="", trang="") == "?"


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "|calc", "%0A", "\t=1", "\r\n=1", " =1", "＝1"]
)
def test_text_that_a_spreadsheet_would_run_gets_an_apostrophe(text: str) -> None:
    assert harmless(text) == f"'{text}"


def test_other_cells_stay_as_they_are() -> None:
    cells = ["12/QĐ", "", 7, -7, None, "Nguyễn = Trần"]
    assert [harmless(cell) for cell in cells] == ["12/QĐ", "", 7, -7, "", "Nguyễn = Trần"]


def test_csv_and_json_are_files_with_everything_in_them() -> None:
    rows = [{"a": '=HYPERLINK("x")', "b": 'x"y,\nz'}]
    table = csv_file("ten", ["a", "b"], rows)
    assert bytes(table.body).decode() == '\ufeffa,b\r\n"\'=HYPERLINK(""x"")","x""y,\nz"\r\n'
    assert table.headers["content-disposition"] == 'attachment; filename="ten.csv"'
    assert bytes(json_file("ten", [{"a": "Đ"}]).body).decode() == '[\n  {\n    "a": "Đ"\n  }\n]\n'


def test_instants_are_told_to_the_second_and_picked_to_the_first_millisecond_after() -> None:
    stamp = "2026-11-22T01:11:05.123456Z"
    assert (second(stamp), moment_field(stamp)) == ("22/11/2026 08:11:05", "2026-11-22T08:11:05.124")
    assert moment_field("2026-11-22T01:11:05.000000Z") == "2026-11-22T08:11:05.000"
