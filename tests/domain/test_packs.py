"""The law as data: what a pack must say, and where it is told when it does not."""

import copy
import json
from collections.abc import Callable
from datetime import date
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from domain.nomination.state import Step
from domain.refusal import Refusal
from domain.rules.library import pack_for, packs
from domain.rules.pack import MalformedPackError, RulePack, Status, parse_pack

SHIPPED = Path(__file__).parents[2] / "domain" / "rules" / "packs"
RAW: dict[str, Any] = json.loads((SHIPPED / "R2019.json").read_text(encoding="utf-8"))
CSTDCS = next(number for number, award in enumerate(RAW["awards"]) if award["code"] == "CSTDCS")
CSTDN = next(number for number, award in enumerate(RAW["awards"]) if award["code"] == "CSTDN")
Change = Callable[[dict[str, Any]], object]


def changed(change: Change) -> RulePack:
    data = copy.deepcopy(RAW)
    change(data)
    return parse_pack(json.dumps(data).encode())


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
    ("change", "message"),
    [
        (drop("title"), "'title' is missing"),
        (drop("awards"), "'awards' is missing"),
        (drop("awards", CSTDCS, "code"), "awards[2]: 'code' is missing"),
        (drop("awards", CSTDCS, "authority", "status"), "awards[2]: 'status' is missing"),
        (drop("awards", CSTDCS, "criteria", 1, "source"), "awards[2].criteria[1]: 'source' is missing"),
        (drop("awards", CSTDN, "criteria", 1, "scope"), "awards[3].criteria[1]: 'scope' is missing"),
        (drop("awards", CSTDCS, "caps", 0, "percent"), "awards[2].caps[0]: 'percent' is missing"),
        (drop("path", 0, "limit_days"), "path[0]: 'limit_days' is missing"),
        (put("received_from", value="2019-13-01"), "received_from: month must be in 1..12"),
        (put("received_from", value=None), "received_from: fromisoformat: argument must be str"),
        (put("received_to", value="31/12/2023"), "received_to: Invalid isoformat string: '31/12/2023'"),
        (put("awards", 0, "track", value="charity"), "awards[0]: 'charity' is not a valid Track"),
        (put("awards", 0, "routes", 0, value="naval"), "awards[0]: 'naval' is not a valid Route"),
        (
            put("awards", CSTDCS, "criteria", 0, "status", value="sure"),
            "awards[2].criteria[0]: 'sure' is not a valid Status",
        ),
        (
            put("awards", CSTDCS, "criteria", 0, "kind", value="height"),
            "awards[2].criteria[0]: 'height' is not a valid CriterionKind",
        ),
        (
            put("awards", CSTDN, "criteria", 1, "scope", value="galaxy"),
            "awards[3].criteria[1]: 'galaxy' is not a valid InitiativeScope",
        ),
        (
            put("awards", CSTDCS, "caps", 0, "percent", value=15.5),
            "awards[2].caps[0]: percent must be a whole number, not 15.5",
        ),
        (
            put("awards", CSTDCS, "caps", 0, "percent", value="15"),
            "awards[2].caps[0]: percent must be a whole number, not '15'",
        ),
        (
            put("awards", CSTDCS, "vote", value={"ballot": "shouted", "status": "verified", "source": "s"}),
            "awards[2].vote: 'shouted' is not a valid Ballot",
        ),
        (put("path", 1, "awaits", value="driver"), "path[1]: 'driver' is not a valid Role"),
        (put("path", 1, "limit_days", value=True), "path[1]: limit_days must be a whole number, not True"),
        (put("awards", 1, "code", value="LDTT"), "given more than once: ['LDTT']"),
        (put("path", 1, "step", value="submitted"), "given more than once: ['submitted']"),
        (
            put("awards", CSTDCS, "criteria", 0, "awards", 0, value="HCSV"),
            "award CSTDCS names unknown awards ['HCSV']",
        ),
        (put("awards", CSTDCS, "downgrade_to", value="HCSV"), "award CSTDCS names unknown awards ['HCSV']"),
        (
            put("awards", CSTDCS, "caps", 0, "of", value=["HCSV"]),
            "award CSTDCS names unknown awards ['HCSV']",
        ),
        (
            put("awards", CSTDCS, "criteria", 0, "source", value=""),
            "award CSTDCS: verified without a source: ['same_year_title']",
        ),
    ],
)
def test_malformed_pack_is_told_with_its_place(change: Change, message: str) -> None:
    with pytest.raises(MalformedPackError) as caught:
        changed(change)
    assert str(caught.value) == message


@pytest.mark.parametrize(
    "raw", [b"", b"[]", b"{", b"null", b"\xff", b'{"awards": 3, "path": []}', b'{"awards": [1]}']
)
def test_what_is_no_pack_at_all_is_one_named_error(raw: bytes) -> None:
    with pytest.raises(MalformedPackError):
        parse_pack(raw)


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


def test_shipped_packs_never_overlap_and_hash_their_bytes() -> None:
    found = sorted(packs().values(), key=lambda pack: pack.received_from)
    assert all(
        earlier.received_to is not None and earlier.received_to < later.received_from
        for earlier, later in pairwise(found)
    )
    for pack in found:
        assert pack.hash == sha256((SHIPPED / f"{pack.id}.json").read_bytes()).hexdigest()


def parameters(pack: RulePack) -> list[tuple[str, Status, str]]:
    """Every parameter of a pack by its place, with its status and source."""
    found = [(f"path {step.step}", step.status, step.source) for step in pack.path.values()]
    for award in pack.awards.values():
        found.append((f"{award.code} authority", award.authority.status, award.authority.source))
        found += [(f"{award.code} {entry.id}", entry.status, entry.source) for entry in award.criteria]
        found += [(f"{award.code} cap {entry.route}", entry.status, entry.source) for entry in award.caps]
        found += [(f"{award.code} vote", award.vote.status, award.vote.source)] if award.vote else []
    return found


@pytest.mark.parametrize("pack", packs().values(), ids=packs().keys())
def test_shipped_pack_gives_every_parameter_a_source(pack: RulePack) -> None:
    assert [place for place, _status, source in parameters(pack) if not source] == []


@pytest.mark.parametrize("pack", packs().values(), ids=packs().keys())
def test_shipped_pack_has_a_limit_for_every_open_step_and_none_for_others(pack: RulePack) -> None:
    closed = {Step.NONE, Step.DRAFT, Step.ARCHIVED, Step.WITHDRAWN, Step.ANNULLED}
    assert set(pack.path) == {str(step) for step in Step if step not in closed}


@pytest.mark.parametrize("pack", packs().values(), ids=packs().keys())
def test_shipped_pack_reminds_before_and_escalates_after(pack: RulePack) -> None:
    for limit in pack.path.values():
        assert 0 < limit.remind_before_days < limit.limit_days, limit.step
        assert limit.escalate_after_days > 0, limit.step


def test_only_read_instruments_are_verified() -> None:
    verified = {place for place, status, _source in parameters(packs()["R2019"]) if status.may_decide}
    assert verified == {
        "LDTT service_months",
        "LDTT cap military",
        "CSTT tests_passed",
        "CSTT cap military",
        "CSTDCS same_year_title",
        "CSTDCS cap civil",
        "CSTDCS cap military",
        "CSTDN authority",
        "CSTDN consecutive_titles",
        "CSTDN initiative",
        "CSTDN vote",
        "BANG_KHEN_VT authority",
    }
