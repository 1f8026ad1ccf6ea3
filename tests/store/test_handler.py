"""One command, one transaction: leaves, disclosures, rows and the receipt, or the receipt of a refusal alone."""

from dataclasses import replace
from datetime import datetime
from uuid import uuid4

import pytest
from sqlalchemy import Engine

from domain.decision import commands as dc
from domain.envelope import Envelope
from domain.execution import Loaded, Order, empty
from domain.ids import nomination_of
from domain.nomination.claims import Claims, Rating, TitleHeld
from domain.register import commands as rc
from domain.values import Outcome
from store.codec import MalformedPayload
from store.event_store import EventStore
from tests.domain.given import World
from tests.domain.office import (
    DOSSIER,
    LINE,
    LINE_2,
    NOW,
    REGISTRAR,
    UNIT,
    UNITS,
    acting,
    draft,
    hold,
    line,
    receive,
    register_unit,
    return_line,
    settle,
    sign,
    submit,
    withdraw,
)
from tests.store.desk import READ_MODEL, Desk, ask, contents, envelope, handler, register_person
from tests.store.scenario import another_dossier, voted
from tlog import leaf as leaves
from tlog.disclosure import Disclosure, check
from tlog.leaf import GENESIS
from tlog.merkle import leaf_hash

THINGS = ("leaf", "disclosure", *READ_MODEL)
"""Everything but receipts."""
PERSON = register_person("cb-001")


def stored(engine: Engine) -> list[tuple[int, str, int, str, bytes, bytes, datetime, str]]:
    """The table of leaves in position order."""
    columns = "position, stream, version, name, bytes, hash, recorded_at, command_id::text"
    return ask(engine, f"SELECT {columns} FROM leaf ORDER BY position")  # noqa: S608


# What was appended is what is loaded


def test_stream_nobody_wrote_to_loads_empty(shared_engine: Engine) -> None:
    assert EventStore(shared_engine).load([LINE, DOSSIER]) == {LINE: empty(LINE), DOSSIER: empty(DOSSIER)}
    assert EventStore(shared_engine).load([]) == {}


def test_loaded_stream_is_what_the_same_orders_fold_to_in_memory(engine: Engine) -> None:
    orders = (*UNITS, draft(line("cb-001"), line("cb-002")), submit(), receive(), hold(LINE))
    Desk(engine).given(*orders)
    world = World().after(*orders)
    assert EventStore(engine).load(world.streams) == world.heads


def test_long_year_loads_with_every_version_in_place(year: Engine) -> None:
    counted = dict(ask(year, "SELECT stream, count(*) FROM leaf GROUP BY stream"))
    loaded = EventStore(year).load(map(str, counted))
    assert {stream: head.version for stream, head in loaded.items()} == counted


def test_begin_gives_the_stream_and_no_receipt_of_an_unknown_command(engine: Engine) -> None:
    Desk(engine).given(UNITS[0])
    loaded: Loaded = World().after(UNITS[0]).heads[UNITS[0].stream]
    assert EventStore(engine).begin(str(uuid4()), UNITS[0].stream) == (None, loaded)


def test_every_leaf_agrees_with_its_row_and_chains_to_the_one_before(year: Engine) -> None:
    heads: dict[str, tuple[int, str]] = {}
    rows = stored(year)
    for number, (position, stream, version, name, data, digest, recorded_at, command_id) in enumerate(rows):
        leaf = leaves.parse(data)
        before, prev = heads.get(stream, (0, GENESIS))
        assert position == number
        assert digest == leaf_hash(data)
        assert leaves.encode(leaf) == data
        assert (leaf.stream, leaf.version, leaf.name, leaf.recorded_at, leaf.command_id) == (
            (stream, version, name, recorded_at, command_id)
        )
        assert (leaf.version, leaf.prev) == (before + 1, prev)
        heads[stream] = version, digest.hex()
    assert [row[6] for row in rows] == sorted(row[6] for row in rows)
    assert ask(year, "SELECT size FROM log_head") == [(len(rows),)]


def test_every_disclosure_opens_the_field_it_stands_for(year: Engine) -> None:
    payloads = {row[0]: leaves.parse(row[4]).payload for row in stored(year)}
    opened = ask(year, "SELECT position, pointer, salt, value FROM disclosure")
    assert len({salt for _position, _pointer, salt, _value in opened}) == len(opened) > 0
    for position, *parts in opened:
        assert check(payloads[position], Disclosure(*parts))


def test_personal_text_is_nowhere_in_the_leaves(year: Engine) -> None:
    values = {str(value) for (value,) in ask(year, "SELECT value FROM disclosure") if value}
    everything = b"".join(row[4] for row in stored(year)).decode()
    assert {value for value in values if f'"{value}"' in everything} == set()


# The receipt


def test_receipt_says_where_and_when_the_command_was_recorded(engine: Engine) -> None:
    desk = Desk(engine)
    desk.given(*UNITS)
    receipt = desk.send(draft(line("cb-001"), line("cb-002")))
    own, *others = [row for row in stored(engine) if row[7] == receipt.command_id]
    assert (receipt.accepted, receipt.refusal, receipt.version) == (True, None, 1)
    assert (receipt.position, receipt.recorded_at) == (own[0], leaves.format_ts(own[6]))
    assert own[1] == receipt.stream == DOSSIER
    assert list(receipt.touched) == [row[1] for row in others] == [LINE, LINE_2]


@pytest.mark.parametrize(
    "last",
    [draft(), register_unit(), another_dossier("cb-009"), withdraw(LINE)],
    ids=["refused already_exists", "refused bare", "accepted", "refused unknown stream"],
)
def test_receipt_is_the_same_however_often_it_is_asked_and_after_a_restart(
    engine: Engine, last: Order
) -> None:
    Desk(engine).given(*UNITS, *([draft()] if last.stream == DOSSIER else []))
    order = envelope(last)
    first = handler(engine).handle(order)
    before = contents(engine)
    engine.dispose()
    assert [handler(engine).handle(order) for _again in range(3)] == [first] * 3
    assert contents(engine) == before


def test_receipts_survive_what_happens_to_their_stream_later(engine: Engine) -> None:
    desk = Desk(engine)
    desk.given(*UNITS)
    order = envelope(draft())
    first = handler(engine).handle(order)
    desk.given(submit(), receive(), withdraw(LINE))
    assert handler(engine).handle(order) == first


def test_receipt_with_refused_lines_comes_back_whole(engine: Engine) -> None:
    desk = Desk(engine)
    desk.given(
        *UNITS, draft(line("cb-001"), line("cb-002")), submit(), return_line(LINE), return_line(LINE_2)
    )
    order = envelope(receive())
    first = handler(engine).handle(order)
    assert first.refusal is not None
    assert [item["stream"] for item in first.refusal.items] == [LINE, LINE_2]
    assert handler(engine).handle(order) == first


@pytest.mark.parametrize(
    "other",
    [
        register_person("cb-001", name="Người khác"),
        register_person("cb-002"),
        replace(PERSON, actor=acting(REGISTRAR, unit=UNIT)),
        register_unit(),
    ],
    ids=["another text", "another stream", "another actor", "another command"],
)
def test_command_id_used_for_something_else_is_refused_and_the_first_stands(
    engine: Engine, other: Order
) -> None:
    desk = Desk(engine)
    first = desk.send(PERSON)
    before = contents(engine)
    refused = desk.send(other, first.command_id)
    assert refused.refusal is not None
    assert (refused.accepted, refused.refusal.code) == (False, "command_id_reused")
    assert contents(engine) == before
    assert desk.send(PERSON, first.command_id) == first


def test_command_that_changes_nothing_is_accepted_at_the_version_that_stands(engine: Engine) -> None:
    desk = Desk(engine)
    title = Order(PERSON.stream, rc.RecordTitle(TitleHeld("LDTT", 2022, "45/QĐ")), REGISTRAR, NOW)
    desk.given(PERSON, title)
    before = contents(engine, (*THINGS, "log_head"))
    again = desk.send(title)
    assert (again.accepted, again.version, again.position) == (True, 2, None)
    assert contents(engine, (*THINGS, "log_head")) == before
    assert desk.send(title, again.command_id) == again


# Refusals


@pytest.mark.parametrize(
    ("order", "code"),
    [
        (withdraw(nomination_of(DOSSIER, 9)), "unknown_stream"),
        (draft(), "already_exists"),
        (replace(submit(), seen_version=7), "stale_view"),
        (replace(submit(), actor=REGISTRAR), "wrong_role"),
    ],
)
def test_refusal_records_its_receipt_and_nothing_else(engine: Engine, order: Order, code: str) -> None:
    desk = Desk(engine)
    desk.given(*UNITS, draft())
    before = contents(engine, (*THINGS, "log_head"))
    receipt = desk.send(order)
    assert receipt.refusal is not None
    assert (receipt.accepted, receipt.refusal.code, receipt.position) == (False, code, None)
    assert contents(engine, (*THINGS, "log_head")) == before
    kept = ask(engine, "SELECT stream, position FROM receipt WHERE command_id = :id", id=receipt.command_id)
    assert kept == [(order.stream, None)]


@pytest.mark.parametrize(
    "stream", ["", "nomination", "nomination-", "nomination-A", "planet-x", "person-a/b", "person-a\x00"]
)
def test_order_for_what_is_no_stream_is_refused_and_not_recorded(shared_engine: Engine, stream: str) -> None:
    order = replace(envelope(PERSON), stream=stream)
    before = contents(shared_engine)
    receipt = handler(shared_engine).handle(order)
    assert receipt.refusal is not None
    assert receipt.refusal.code == "malformed_id"
    assert contents(shared_engine) == before


def test_relayed_command_cannot_be_asked_by_name(shared_engine: Engine) -> None:
    order = replace(envelope(PERSON), name="record_signature", command={})
    receipt = handler(shared_engine).handle(order)
    assert receipt.refusal is not None
    assert receipt.refusal.code == "unknown_command"


_SUBMITTED = envelope(submit())
_ENTERED = envelope(PERSON)


def _naming(name: str) -> Envelope:
    return replace(_ENTERED, command={**_ENTERED.command, "name": name})


@pytest.mark.parametrize(
    "order",
    [
        replace(_ENTERED, command={}),
        replace(_ENTERED, command={**_ENTERED.command, "more": 1}),
        replace(_ENTERED, command={**_ENTERED.command, "unit": 2**60}),
        replace(_ENTERED, command={**_ENTERED.command, "unit": 0.5}),
        _naming("\ud800"),
        _naming("a\x00b"),
        replace(_ENTERED, command_id="not-a-uuid"),
        replace(_ENTERED, command_id=_ENTERED.command_id.upper()),
        replace(_ENTERED, actor=replace(REGISTRAR, unit="")),
    ],
    ids=[
        "members missing",
        "unknown member",
        "integer too large",
        "fraction",
        "lone surrogate",
        "NUL in a personal field",
        "no UUID",
        "UUID in capitals",
        "nobody's unit",
    ],
)
def test_envelope_that_can_never_be_recorded_is_malformed_and_leaves_no_trace(
    shared_engine: Engine, order: Envelope
) -> None:
    before = contents(shared_engine)
    with pytest.raises(MalformedPayload):
        handler(shared_engine).handle(order)
    assert contents(shared_engine) == before


@pytest.mark.parametrize(
    "change",
    [{"year": -(10**12)}, {"title": "Hồ\x00sơ"}],
    ids=["figure beyond its column", "NUL beyond its column"],
)
def test_value_that_a_row_cannot_hold_is_malformed_and_gives_its_place_back(
    engine: Engine, change: dict[str, object]
) -> None:
    desk = Desk(engine)
    desk.given(*UNITS)
    order = envelope(draft())
    before = contents(engine)
    with pytest.raises(MalformedPayload):
        handler(engine).handle(replace(order, command={**order.command, **change}))
    assert contents(engine) == before
    assert desk.send(draft()).position == len(UNITS)


# Rows and leaves in one transaction


def test_second_nomination_of_a_candidate_for_the_award_and_year_is_refused_whole(engine: Engine) -> None:
    desk = Desk(engine)
    desk.given(*UNITS, draft(line("cb-001"), line("cb-002")))
    before = contents(engine, (*THINGS, "log_head"))
    receipt = desk.send(another_dossier("cb-008", "cb-002"))
    assert receipt.refusal is not None
    assert (receipt.refusal.code, receipt.refusal.sentence_en) == (
        "duplicate_nomination",
        "A nomination of the same candidate, award and year exists already (cb-002, Advanced labourer, 2023).",
    )
    assert contents(engine, (*THINGS, "log_head")) == before
    assert ask(engine, "SELECT count(*) FROM receipt") == [(4,)]
    assert desk.send(another_dossier("cb-008", "cb-002"), receipt.command_id) == receipt


@pytest.mark.parametrize(
    ("award", "acts", "code"),
    [
        ("GIAY_KHEN_DX", ("cuu-nguoi", "bat-cuop"), "accepted"),
        ("GIAY_KHEN_DX", ("cuu-nguoi", "cuu-nguoi"), "duplicate_nomination"),
        ("GIAY_KHEN_DX", ("", ""), "duplicate_nomination"),
        ("GIAY_KHEN_CD", ("dot-1", "dot-2"), "accepted"),
        ("LDTT", ("cuu-nguoi", "bat-cuop"), "duplicate_nomination"),
    ],
)
def test_acts_tell_two_nominations_apart_where_an_award_is_for_one_act(
    engine: Engine, award: str, acts: tuple[str, str], code: str
) -> None:
    desk = Desk(engine)
    first, second = (line("cb-001", award, Claims(Rating.GOOD, achievement=act)) for act in acts)
    desk.given(*UNITS, draft(first))
    receipt = desk.send(draft(second, dossier="dossier-h-2023-2"))
    assert (receipt.refusal.code if receipt.refusal else "accepted") == code


def test_refused_append_gives_its_positions_back(engine: Engine) -> None:
    desk = Desk(engine)
    desk.given(*UNITS, draft(line("cb-001")))
    refused = desk.send(another_dossier("cb-001", "cb-005"))
    accepted = desk.send(another_dossier("cb-005"))
    assert (refused.position, accepted.position) == (None, 4)
    assert [row[0] for row in stored(engine)] == list(range(6))


def test_candidate_of_a_withdrawn_nomination_may_be_proposed_again(engine: Engine) -> None:
    desk = Desk(engine)
    desk.given(*UNITS, draft(), submit(), withdraw(LINE))
    assert desk.send(another_dossier("cb-001")).accepted


def test_number_of_a_decision_is_taken_once_a_year_by_its_unit(engine: Engine) -> None:
    desk = Desk(engine)
    other = "decision-2023-2"
    second = replace(settle(dc.LineOutcome(LINE_2, Outcome.GRANTED)), stream=other)
    desk.given(*voted(2), settle(), second, sign())
    before = contents(engine, (*THINGS, "log_head"))
    refusal = desk.send(sign(decision=other)).refusal
    assert refusal is not None
    assert (refusal.code, refusal.sentence_vi) == (
        "decision_number_taken",
        "Số quyết định 123/QĐ-VKS đã được dùng trong năm.",
    )
    assert contents(engine, (*THINGS, "log_head")) == before
    assert desk.send(sign(decision=other, number="124/QĐ-VKS")).accepted
