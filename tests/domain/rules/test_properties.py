"""What holds of every assessment, whatever the facts: order, tracks, unverified parameters, whole numbers."""

import ast
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.nomination.claims import InitiativeScope, TitleHeld
from domain.refusal import Refusal
from domain.refusals import sentences as refusal_sentences
from domain.rules import facts as facts_module
from domain.rules.assess import assess
from domain.rules.duration import merged, months_after, total_months, whole_months
from domain.rules.facts import Facts
from domain.rules.pack import Award, RulePack
from domain.values import HoldGround, Track, Verdict
from domain.wording import vietnamese_letters
from tests.domain.rules.situations.words import (
    MET,
    R2019,
    THU,
    away,
    disciplined,
    matter,
    moved,
    person,
    post,
    served,
    target,
    titles,
    work,
)

AWARDS = [(pack, award) for pack in (R2019, THU) for award in pack.awards.values()]
YEARS = st.integers(2010, 2025)
DAYS = st.dates(date(1990, 1, 1), date(2025, 12, 31))
TITLE = st.builds(
    TitleHeld,
    st.sampled_from(["LDTT", "CSTDCS", "CSTDN", "KNC", "BANG_KHEN_TTG"]),
    YEARS,
    st.just("1/QĐ"),
    st.sampled_from(Track),
    st.sampled_from(["", "tt-7"]),
)
NO_BASIS = st.sampled_from([Track.UNEXPECTED, Track.THEMATIC])


def stretch(first: date, length: int) -> tuple[date, date]:
    return first, first + timedelta(days=length)


STRETCH = st.builds(stretch, DAYS, st.integers(0, 4000))


@given(st.lists(TITLE, max_size=12), st.randoms(use_true_random=False))
def test_order_of_titles_does_not_matter(held: list[TitleHeld], dice: Random) -> None:
    shuffled = list(held)
    dice.shuffle(shuffled)
    for pack, award in AWARDS:
        one = assess(person(titles=tuple(held)), award, pack)
        assert assess(person(titles=tuple(shuffled)), award, pack) == one


@given(
    st.lists(TITLE, max_size=8),
    st.lists(st.builds(lambda one, track: replace(one, track=track), TITLE, NO_BASIS)),
)
def test_unexpected_and_thematic_titles_never_help(held: list[TitleHeld], added: list[TitleHeld]) -> None:
    """Whatever was won for one act or one campaign, no condition is met that was not met without it."""
    before, after = person(titles=tuple(held)), person(titles=(*held, *added))
    for pack, award in AWARDS:
        one, other = (assess(facts, award, pack).findings for facts in (before, after))
        for without, with_them in zip(one, other, strict=True):
            assert with_them.verdict is not Verdict.MET or without.verdict is Verdict.MET


FULL = person(
    claimed_months=12,
    titles=titles("CSTDCS", 2022, 2023, 2024),
    service=(served("01/01/2000"),),
    positions=(post("vu_truong", "01/01/2018", leading=True),),
    absences=(away("01/03/2025", "30/06/2025"),),
    disciplines=(disciplined("01/05/2025", "01/05/2026"),),
    proceedings=(matter(HoldGround.COMPLAINT, "01/10/2025"),),
    transfers=(moved("01/01/2020", "01/08/2025"),),
    initiatives=(work(InitiativeScope.SECTOR, "01/06/2025"),),
    targets=(target(100, 101),),
)


@pytest.mark.parametrize(("pack", "award"), AWARDS, ids=[f"{pack.id} {award.code}" for pack, award in AWARDS])
def test_unverified_parameter_that_was_used_only_asks(pack: RulePack, award: Award) -> None:
    for finding in assess(FULL, award, pack).findings:
        if finding.status != "verified" and finding.used:
            assert finding.verdict is Verdict.NEEDS_REVIEW


def test_facts_used_are_codes_days_and_figures() -> None:
    for pack, award in AWARDS:
        for finding in assess(FULL, award, pack).findings:
            assert finding.used == tuple(sorted(finding.used))
            assert all(len(value) <= 60 for _name, value in finding.used)


@given(DAYS, st.integers(0, 400))
def test_months_after_a_day_are_whole_months_to_its_eve(day: date, months: int) -> None:
    end = months_after(day, months)
    assert whole_months(day, end - timedelta(days=1)) == months
    assert whole_months(day, end - timedelta(days=2)) == max(0, months - 1)


@given(st.lists(STRETCH, max_size=6))
def test_overlapping_stretches_count_once(stretches: list[tuple[date, date]]) -> None:
    joined = merged(stretches)
    covered = {first + timedelta(days=n) for first, last in stretches for n in range((last - first).days + 1)}
    assert sum((last - first).days + 1 for first, last in joined) == len(covered)
    assert total_months(stretches) == total_months(joined) == total_months([*joined, *stretches])


@given(STRETCH)
def test_one_stretch_totals_its_whole_months(one: tuple[date, date]) -> None:
    assert total_months([one]) == whole_months(*one)


# Impossible facts


@pytest.mark.parametrize(
    ("facts", "what"),
    [
        (person(claimed_months=-1), "số tháng công tác là -1, ít nhất 0"),
        (person(claimed_percent=-1), "tỷ lệ hoàn thành chỉ tiêu là -1, ít nhất 0"),
        (person(members_under_hold=-1), "số thành viên đang bị xem xét là -1, ít nhất 0"),
        (person(1944, on="31/12/2025"), "năm xét 1944 (từ 1945 đến năm nay)"),
        (person(2026, on="31/12/2025"), "năm xét 2026 (từ 1945 đến năm nay)"),
        (person(titles=titles("LDTT", 2026)), "danh hiệu của năm 2026 (từ 1945 đến năm nay)"),
        (person(titles=titles("LDTT", 1900)), "danh hiệu của năm 1900 (từ 1945 đến năm nay)"),
        (person(service=(served("01/01/2020", "31/12/2019"),)), "công tác từ 01/01/2020 mà đến 31/12/2019"),
        (person(service=(served("01/01/2026"),)), "công tác ngày 01/01/2026, sau ngày xét 31/12/2025"),
        (
            person(positions=(post("head", "02/01/2020", "01/01/2020"),)),
            "giữ chức vụ từ 02/01/2020 mà đến 01/01/2020",
        ),
        (person(absences=(away("02/01/2025", "01/01/2025"),)), "nghỉ từ 02/01/2025 mà đến 01/01/2025"),
        (
            person(disciplines=(disciplined("02/01/2025", "01/01/2025"),)),
            "kỷ luật từ 02/01/2025 mà đến 01/01/2025",
        ),
        (
            person(disciplines=(disciplined("01/01/2026"),)),
            "kỷ luật ngày 01/01/2026, sau ngày xét 31/12/2025",
        ),
        (
            person(transfers=(moved("02/01/2025", "01/01/2025"),)),
            "ở đơn vị cũ từ 02/01/2025 mà đến 01/01/2025",
        ),
        (person(targets=(target(-1, 0),)), "chỉ tiêu là -1, ít nhất 0"),
        (person(targets=(target(1, -5),)), "kết quả là -5, ít nhất 0"),
    ],
)
def test_impossible_facts_are_refused_with_what_cannot_be(facts: Facts, what: str) -> None:
    with pytest.raises(Refusal) as caught:
        assess(facts, THU.award("LDTT"), THU)
    vi, en, source = refusal_sentences(caught.value)
    assert (caught.value.code, vi) == ("impossible_facts", f"Dữ kiện không thể có: {what}.")
    assert en.startswith("These facts cannot be: ")
    assert vietnamese_letters(en) == ""
    assert source == "Quy tắc vận hành Minh Bạch"


def test_possible_facts_are_taken() -> None:
    assert {one.verdict for one in assess(FULL, THU.award("KNC"), THU).findings} >= {MET}


# No fraction decides

RULES = Path(facts_module.__file__).parent


def fractions(source: str) -> list[str]:
    """Where a source computes with anything but whole numbers."""
    return [
        f"line {node.lineno}"
        for node in ast.walk(ast.parse(source))
        if (isinstance(node, ast.Constant) and isinstance(node.value, float | complex))
        or (isinstance(node, ast.BinOp | ast.AugAssign) and isinstance(node.op, ast.Div))
        or (isinstance(node, ast.Name) and node.id in {"float", "Decimal", "Fraction", "round"})
        or (isinstance(node, ast.Attribute) and node.attr in {"total_seconds", "Decimal", "Fraction"})
    ]


@pytest.mark.parametrize("path", sorted(RULES.rglob("*.py")), ids=lambda path: str(path.relative_to(RULES)))
def test_no_rule_knows_a_fraction(path: Path) -> None:
    assert fractions(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "source", ["x = 0.15", "x = a / b", "x /= 2", "float(x)", "round(x)", "t.total_seconds()"]
)
def test_fraction_would_be_found(source: str) -> None:
    assert fractions(source) == ["line 1"]
