"""Words are folded: marks, case and the way of typing them do not matter."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readmodel.spelling import folded, of_units, question, words


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Nguyễn Văn Đức", "nguyen van duc"),
        ("NGUYỄN VĂN ĐỨC", "nguyen van duc"),
        (unicodedata.normalize("NFD", "Trần Thị Hường"), "tran thi huong"),
        ("Đề nghị số 12/TTr", "de nghi so 12/ttr"),
    ],
)
def test_folded_text_has_neither_marks_nor_case(typed: str, kept: str) -> None:
    assert folded(typed) == kept


def test_words_are_cut_at_everything_that_is_no_letter_or_digit() -> None:
    assert words("an-giang-2023.001", "Đơn vị: VKS_AG") == [
        "001",
        "2023",
        "ag",
        "an",
        "don",
        "giang",
        "vi",
        "vks",
    ]


def test_question_asks_for_whole_words_and_the_beginning_of_the_last() -> None:
    assert question("  Nguyễn  Vă ") == "'nguyen' & 'va':*"
    assert question("''':*|!") == ""


def test_question_of_units_quotes_their_codes() -> None:
    assert of_units("'a':*", ["X'Y", "B\\C"]) == "'a':* & ('@b\\\\c' | '@x''y')"
    assert of_units("'a':*", []) == ""


@given(st.text())
def test_question_of_any_text_holds_nothing_but_words(typed: str) -> None:
    whole = question(typed)
    assert whole == "" or whole.endswith("':*")
    for part in filter(None, whole.removesuffix(":*").split(" & ")):
        assert part[0] == part[-1] == "'"
        assert part[1:-1].isalnum()
