"""The law as data: what a pack must say, and where it is told when it does not."""

import copy
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from domain.nomination.state import Step
from domain.refusal import Refusal
from domain.rules.library import gaps, in_order, pack_for, packs
from domain.rules.pack import CountedOver, RulePack
from domain.rules.parsing import parse_pack
from domain.rules.reading import Flaw, MalformedPackError
from domain.values import Track

SHIPPED = Path(__file__).parents[2] / "domain" / "rules" / "packs"
RAW: dict[str, Any] = json.loads((SHIPPED / "R2019.json").read_text(encoding="utf-8"))
CSTDCS = next(number for number, award in enumerate(RAW["awards"]) if award["code"] == "CSTDCS")
CSTDN = next(number for number, award in enumerate(RAW["awards"]) if award["code"] == "CSTDN")
Change = Callable[[dict[str, Any]], object]


def changed(change: Change) -> RulePack:
    data = copy.deepcopy(RAW)
    change(data)
    return parse_pack(json.dumps(data).encode(), "R2019.json")


def put(*path: str | int, value: object) -> Change:
    """Set the value at that place."""

    def change(data: Any) -> None:  # noqa: ANN401 - raw JSON
        for name in path[:-1]:
            data = data[name]
        data[path[-1]] = value

    return change


def drop(*path: str | int) -> Change:
    """Remove the field at that place."""

    def change(data: Any) -> None:  # noqa: ANN401 - raw JSON
        for name in path[:-1]:
            data = data[name]
        del data[path[-1]]

    return change


@pytest.mark.parametrize(
    ("change", "flaw", "message"),
    [
        (drop("title"), Flaw.FIELD_MISSING, "'title' is missing"),
        (drop("awards"), Flaw.FIELD_MISSING, "'awards' is missing"),
        (drop("awards", CSTDCS, "code"), Flaw.FIELD_MISSING, "awards[2]: 'code' is missing"),
        (drop("awards", CSTDCS, "authority"), Flaw.FIELD_MISSING, "awards[2]: 'authority' is missing"),
        (
            drop("awards", CSTDCS, "authority", "status"),
            Flaw.FIELD_MISSING,
            "awards[2].authority: 'status' is missing",
        ),
        (
            drop("awards", CSTDN, "criteria", 1, "scope"),
            Flaw.FIELD_MISSING,
            "awards[3].criteria[1]: 'scope' is missing",
        ),
        (
            drop("awards", CSTDCS, "caps", 0, "percent"),
            Flaw.FIELD_MISSING,
            "awards[2].caps[0]: 'percent' is missing",
        ),
        (drop("path", 0, "limit_days"), Flaw.FIELD_MISSING, "path[0]: 'limit_days' is missing"),
        (
            put("received_from", value="2019-13-01"),
            Flaw.WRONG_DATE,
            "'received_from' is no date: '2019-13-01' (month must be in 1..12)",
        ),
        (
            put("received_to", value="31/12/2023"),
            Flaw.WRONG_DATE,
            "'received_to' is no date: '31/12/2023' (Invalid isoformat string: '31/12/2023')",
        ),
        (
            put("received_to", value="2019-06-27"),
            Flaw.WRONG_DATE,
            "'received_to' lies before 'received_from'",
        ),
        (put("received_from", value=None), Flaw.WRONG_TYPE, "'received_from' must be text, not None"),
        (put("title", value="  "), Flaw.WRONG_VALUE, "'title' is empty"),
        (put("id", value="R2020"), Flaw.WRONG_VALUE, "the pack 'R2020' must lie in R2020.json"),
        (put("awards", value={}), Flaw.WRONG_TYPE, "'awards' must be a list, not {}"),
        (put("awards", 0, value=3), Flaw.WRONG_TYPE, "awards[0] must be an object, not 3"),
        (put("instruments", value=[]), Flaw.WRONG_TYPE, "'instruments' must be an object, not []"),
        (
            put("awards", 0, "track", value="charity"),
            Flaw.WRONG_VALUE,
            "awards[0]: 'track' is 'charity', not one of " + ", ".join(Track),
        ),
        (
            put("awards", 0, "routes", value=["civil", "naval"]),
            Flaw.WRONG_VALUE,
            "awards[0]: 'routes' is 'naval', not one of civil, military",
        ),
        (
            put("awards", 0, "routes", value=["civil", "civil"]),
            Flaw.ID_TWICE,
            "awards[0]: 'routes' names one value twice: ['civil', 'civil']",
        ),
        (
            put("awards", 0, "routes", value=[3]),
            Flaw.WRONG_TYPE,
            "awards[0]: 'routes' must be a list of texts, not [3]",
        ),
        (
            put("awards", CSTDCS, "criteria", 0, "kind", value="height"),
            Flaw.WRONG_VALUE,
            "awards[2].criteria[0]: 'kind' is 'height', which is no kind of criterion",
        ),
        (
            put("awards", CSTDCS, "criteria", 0, "awards", value=[]),
            Flaw.WRONG_VALUE,
            "awards[2].criteria[0]: 'awards' is empty",
        ),
        (
            put("awards", CSTDCS, "criteria", 0, "count", value=2),
            Flaw.FIELD_UNKNOWN,
            "awards[2].criteria[0]: unknown members ['count']",
        ),
        (put("awards", 0, "nmae", value="x"), Flaw.FIELD_UNKNOWN, "awards[0]: unknown members ['nmae']"),
        (put("aword", value=[]), Flaw.FIELD_UNKNOWN, "unknown members ['aword']"),
        (
            put("awards", CSTDCS, "caps", 0, "percent", value=15.5),
            Flaw.WRONG_TYPE,
            "awards[2].caps[0]: 'percent' must be a whole number, not 15.5",
        ),
        (
            put("awards", CSTDCS, "caps", 0, "percent", value="15"),
            Flaw.WRONG_TYPE,
            "awards[2].caps[0]: 'percent' must be a whole number, not '15'",
        ),
        (
            put("awards", CSTDCS, "caps", 0, "percent", value=101),
            Flaw.WRONG_VALUE,
            "awards[2].caps[0]: 'percent' must be 1 to 100 percent, not 101",
        ),
        (
            put("awards", CSTDCS, "caps", 0, "minimum", value=-1),
            Flaw.WRONG_VALUE,
            "awards[2].caps[0]: 'minimum' must not be negative, not -1",
        ),
        (
            put("awards", CSTDN, "criteria", 0, "count", value=0),
            Flaw.WRONG_VALUE,
            "awards[3].criteria[0]: 'count' must be at least 1, not 0",
        ),
        (
            put("awards", CSTDN, "vote", "ballot", value="shouted"),
            Flaw.WRONG_VALUE,
            "awards[3].vote: 'ballot' is 'shouted', not one of open, secret",
        ),
        (
            put("awards", CSTDN, "vote", "recused_leave", value=1),
            Flaw.WRONG_TYPE,
            "awards[3].vote: 'recused_leave' must be true or false, not 1",
        ),
        (
            put("path", 1, "limit_days", value=True),
            Flaw.WRONG_TYPE,
            "path[1]: 'limit_days' must be a whole number, not True",
        ),
        (put("awards", 1, "code", value="LDTT"), Flaw.ID_TWICE, "awards[1]: 'LDTT' is given more than once"),
        (
            put("path", 1, "step", value="submitted"),
            Flaw.ID_TWICE,
            "path[1]: 'submitted' is given more than once",
        ),
        (
            put("awards", CSTDCS, "criteria", 1, "id", value="same_year_title"),
            Flaw.ID_TWICE,
            "awards[2]: given more than once: ['same_year_title']",
        ),
        (
            put("awards", CSTDCS, "caps", 1, "route", value="civil"),
            Flaw.ID_TWICE,
            "awards[2]: given more than once: ['civil']",
        ),
        (
            put("awards", CSTDCS, "criteria", 0, "awards", value=["HCSV"]),
            Flaw.UNKNOWN_AWARD,
            "awards[2]: award CSTDCS names unknown awards ['HCSV']",
        ),
        (
            put("awards", CSTDCS, "downgrade_to", value="HCSV"),
            Flaw.UNKNOWN_AWARD,
            "awards[2]: award CSTDCS names unknown awards ['HCSV']",
        ),
        (
            put("awards", CSTDCS, "caps", 0, "of", value=["HCSV"]),
            Flaw.UNKNOWN_AWARD,
            "awards[2]: award CSTDCS names unknown awards ['HCSV']",
        ),
        (
            put("awards", CSTDCS, "criteria", 0, "awards", value=["CSTDN"]),
            Flaw.PREREQUISITE_CYCLE,
            "awards[2]: award CSTDCS is a prerequisite of itself",
        ),
        (
            put("awards", CSTDN, "criteria", 0, "awards", value=["CSTDN"]),
            Flaw.PREREQUISITE_CYCLE,
            "awards[3]: award CSTDN is a prerequisite of itself",
        ),
        (
            put("awards", CSTDCS, "criteria", 0, "article", value=""),
            Flaw.ARTICLE_MISSING,
            "awards[2].criteria[0]: a verified parameter must name its article",
        ),
        (
            drop("awards", CSTDN, "vote", "article"),
            Flaw.ARTICLE_MISSING,
            "awards[3].vote: a verified parameter must name its article",
        ),
        (
            put("awards", CSTDCS, "criteria", 0, "instrument", value="LAW_1999"),
            Flaw.UNKNOWN_INSTRUMENT,
            "awards[2].criteria[0]: 'LAW_1999' is not among the pack's instruments",
        ),
        (
            drop("awards", CSTDCS, "criteria", 1, "instrument"),
            Flaw.FIELD_MISSING,
            "awards[2].criteria[1]: 'instrument' is missing",
        ),
        (
            drop("awards", 0, "authority", "question"),
            Flaw.QUESTION_MISSING,
            "awards[0].authority: the question that a human must answer is missing",
        ),
        (
            drop("awards", 0, "criteria", 0, "question"),
            Flaw.QUESTION_MISSING,
            "awards[0].criteria[0]: the question that a human must answer is missing",
        ),
    ],
)
def test_malformed_pack_is_told_with_its_place(change: Change, flaw: Flaw, message: str) -> None:
    with pytest.raises(MalformedPackError) as caught:
        changed(change)
    assert (caught.value.flaw, str(caught.value)) == (flaw, f"R2019.json line 1: {message}")


@pytest.mark.parametrize(
    ("wrong", "right", "message"),
    [
        ('"minimum": 10', '"minimum": "ten"', "awards[0].criteria[0]: 'minimum' must be a whole number"),
        ('"article": "Điều 9 khoản 3"', '"article": ""', "awards[2].caps[0]: a verified parameter must name"),
        ('"2019-06-28"', '"2019-02-30"', "'received_from' is no date: '2019-02-30'"),
        ('"minimum": 10', '"minimum": 10, "minimum": 11', "awards[0].criteria[0]: given more than once"),
        ('"code": "CSTT"', '"code": CSTT', "Expecting value"),
    ],
)
def test_mistake_is_told_with_the_line_of_its_object(wrong: str, right: str, message: str) -> None:
    text = (SHIPPED / "R2019.json").read_text(encoding="utf-8")
    before = text[: text.index(wrong)]
    with pytest.raises(MalformedPackError) as caught:
        parse_pack(text.replace(wrong, right, 1).encode(), "R2019.json")
    line = 1 if "received_from" in message else before.count("\n") + 1
    assert str(caught.value).startswith(f"R2019.json line {line}: {message}")


@pytest.mark.parametrize(
    "raw",
    [b"", b"[]", b"{", b"null", b"\xff", b'{"awards": 3, "path": []}', b'{"awards": [1]}', b"[" * 100_000],
)
def test_what_is_no_pack_at_all_is_one_named_error(raw: bytes) -> None:
    with pytest.raises(MalformedPackError):
        parse_pack(raw, "R2019.json")


def spanning(pack: str, first: str, last: str | None) -> RulePack:
    return replace(
        changed(lambda _data: None),
        id=pack,
        received_from=date.fromisoformat(first),
        received_to=date.fromisoformat(last) if last else None,
    )


@pytest.mark.parametrize(
    ("last", "first", "overlapping", "gap"),
    [
        ("2023-12-31", "2024-01-01", False, ()),
        ("2023-12-30", "2024-01-01", False, ((date(2023, 12, 31), date(2023, 12, 31)),)),
        ("2023-12-01", "2024-01-01", False, ((date(2023, 12, 2), date(2023, 12, 31)),)),
        ("2024-01-01", "2024-01-01", True, ()),
        (None, "2024-01-01", True, ()),
    ],
)
def test_days_of_receipt_have_one_pack_and_gaps_are_told(
    last: str | None, first: str, *, overlapping: bool, gap: tuple[tuple[date, date], ...]
) -> None:
    found = [spanning("B", first, None), spanning("A", "2019-06-28", last)]
    if overlapping:
        with pytest.raises(MalformedPackError, match="the days of receipt of A and B overlap") as caught:
            in_order(found)
        assert caught.value.flaw is Flaw.VALIDITY_OVERLAP
    else:
        ordered = in_order(found)
        assert ([pack.id for pack in ordered], gaps(ordered)) == (["A", "B"], gap)


def test_open_ended_pack_covers_every_later_day() -> None:
    pack = changed(put("received_to", value=None))
    assert (
        pack.covers(date(2019, 6, 27)),
        pack.covers(date(2019, 6, 28)),
        pack.covers(date(2099, 1, 1)),
    ) == (
        False,
        True,
        True,
    )


@pytest.mark.parametrize(
    ("day", "found"),
    [
        (date(2019, 6, 27), None),
        (date(2019, 6, 28), "R2019"),
        (date(2023, 12, 31), "R2019"),
    ],
)
def test_day_of_receipt_chooses_the_pack(day: date, found: str | None) -> None:
    if found:
        assert pack_for(day).id == found
    else:
        with pytest.raises(Refusal, match="no_rule_pack"):
            pack_for(day)


def test_shipped_packs_leave_no_gap_and_hash_their_bytes() -> None:
    assert gaps(packs().values()) == ()
    for pack in packs().values():
        assert pack.hash == sha256((SHIPPED / f"{pack.id}.json").read_bytes()).hexdigest()


@pytest.mark.parametrize("pack", packs().values(), ids=packs().keys())
def test_shipped_pack_has_a_limit_for_every_open_step_and_none_for_others(pack: RulePack) -> None:
    closed = {Step.NONE, Step.DRAFT, Step.ARCHIVED, Step.WITHDRAWN, Step.ANNULLED}
    assert set(pack.path) == {str(step) for step in Step if step not in closed}


@pytest.mark.parametrize("pack", packs().values(), ids=packs().keys())
def test_shipped_pack_reminds_before_and_escalates_after(pack: RulePack) -> None:
    for limit in pack.path.values():
        assert 0 < limit.remind_before_days < limit.limit_days, limit.step
        assert limit.escalate_after_days > 0, limit.step


def test_cap_says_over_whom_it_is_counted_or_is_counted_both_ways() -> None:
    scope = {
        "value": "deciding_level",
        "status": "verified",
        "instrument": "DEC_91_2017",
        "article": "Điều 9",
    }
    read = changed(put("awards", CSTDCS, "caps", 0, "scope", value=scope)).award("CSTDCS").caps[0]
    assert read.readings == (CountedOver.DECIDING_LEVEL,)
    question = {"question": "Tính trong đơn vị nào?", "question_en": "Counted over which unit?"}
    guessed = {**scope, "status": "inferred", **question}
    asking = changed(put("awards", CSTDCS, "caps", 0, "scope", value=guessed)).award("CSTDCS").caps[0]
    assert (asking.readings, asking.scope_basis.question) == (tuple(CountedOver), "Tính trong đơn vị nào?")
    silent = packs()["R2019"].award("CSTDCS").caps[0]
    assert silent.readings == tuple(CountedOver)
    assert not silent.scope_basis.status.may_decide
    assert silent.scope_basis.question


def test_scope_of_a_cap_that_is_not_verified_must_ask() -> None:
    scope = {"value": "deciding_level", "status": "inferred", "instrument": "DEC_91_2017"}
    with pytest.raises(MalformedPackError) as raised:
        changed(put("awards", CSTDCS, "caps", 0, "scope", value=scope))
    assert raised.value.flaw is Flaw.QUESTION_MISSING
