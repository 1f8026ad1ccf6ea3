"""Names and titles stand in the order of a Vietnamese list."""

import random
import unicodedata

from readmodel.collation import alphabetical, by_name

NAMES = [
    "Phạm Văn An",
    "Trần An",
    "Nguyễn Thị Ân",
    "Ẩn",
    "Bùi Dũng",
    "Lê Dung Dũng",
    "Lê Văn Đức",
    "Nguyễn Ê",
    "Đào Thị Hoa",
    "Đào Thị Hòa",
    "Đào Thị Hoá",
    "Đào Thị Họa",
    "Vũ Ơn",
    "Vũ Uyên",
    "Vũ Ưng",
]


def test_names_stand_by_given_name_in_the_order_of_the_alphabet() -> None:
    mixed = random.Random(7).sample(NAMES, len(NAMES))  # noqa: S311 - only to mix them
    assert sorted(mixed, key=by_name) == NAMES


def test_order_does_not_depend_on_how_accents_were_typed() -> None:
    for name in NAMES:
        assert by_name(unicodedata.normalize("NFD", name)) == by_name(name)


def test_tone_counts_the_same_on_either_vowel() -> None:
    assert by_name("Đào Hòa") == by_name("Đào Hoà")


def test_words_of_the_same_letters_stand_by_tone() -> None:
    assert sorted(["mạ", "má", "mã", "mả", "mà", "ma", "măng"], key=alphabetical) == [
        "ma",
        "mà",
        "mả",
        "mã",
        "má",
        "mạ",
        "măng",
    ]
