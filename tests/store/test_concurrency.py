"""Many writers at once: one order of the log, one answer to a command, and nobody waits in a circle."""

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime
from threading import Barrier, Event
from uuid import uuid4

from sqlalchemy import Engine

from domain.dossier import commands as sc
from domain.envelope import Envelope, Receipt
from domain.execution import Change, Order
from domain.ids import nomination_of
from domain.session import commands as vc
from domain.session.state import Choice
from readmodel.projector import project
from readmodel.tables import UNIQUENESS
from store.command_handler import CommandHandler
from store.event_store import EventStore, Rows
from tests.domain.office import (
    APPRAISER,
    CHAIR,
    DOSSIER,
    LINE,
    NOW,
    OFFICE,
    TODAY,
    UNIT,
    UNITS,
    adopted,
    appraise,
    certify,
    convene,
    convening,
    draft,
    hold,
    line,
    receive,
    record_strength,
    return_line,
    sitting,
    submit,
    withdraw,
)
from tests.store.desk import READ_MODEL, Desk, ask, contents, envelope, patient, register_person
from tests.store.scenario import another_dossier

WRITERS = 8
UNIT_STREAM = f"unit-{UNIT.lower()}"
PERSON = register_person("cb-001")


def at_once(*works: Callable[[], Receipt]) -> list[Receipt]:
    """What each of these gives, in threads of their own that begin together."""
    start = Barrier(len(works))

    def begun(work: Callable[[], Receipt]) -> Receipt:
        start.wait()
        return work()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(begun, works))


def having_read(engine: Engine, *orders: Envelope) -> list[Receipt]:
    """Handle all of these at once, so that each has decided on what it read before any of them writes."""
    decided = Barrier(len(orders))

    def handle(order: Envelope) -> Receipt:
        waits = [decided]

        def project_late(changes: Sequence[Change], accepted_at: datetime) -> Rows:
            if waits:
                waits.pop().wait()
            return project(changes, accepted_at)

        return CommandHandler(EventStore(engine), project_late, UNIQUENESS).handle(order)

    with ThreadPoolExecutor(len(orders)) as pool:
        return list(pool.map(handle, orders))


def recorded(engine: Engine, stream: str) -> list[tuple[int, str]]:
    rows = "SELECT version, command_id::text FROM leaf WHERE stream = :stream ORDER BY version"
    return [(version, command_id) for version, command_id in ask(engine, rows, stream=stream)]


def codes(receipts: Iterable[Receipt]) -> list[str]:
    return sorted(receipt.refusal.code if receipt.refusal else "accepted" for receipt in receipts)


# The order of the log


def commands_of(writer: int) -> list[Envelope]:
    """A writer's commands: streams of its own, one that all share, and some that are refused or rolled back."""
    own = [register_person(f"p-{writer}-{n}") for n in range(10)]
    shared = [record_strength(writer * 100 + n) for n in range(5)]
    rolled_back = [another_dossier("cb-taken", "cb-x", dossier=f"dossier-w{writer}-{n}") for n in range(3)]
    refused = [UNITS[0], *own[:2]]
    mixed = [order for group in zip(own[:5], shared, own[5:], strict=True) for order in group]
    return [envelope(order) for order in (*mixed, *rolled_back, *refused)]


def watch(engine: Engine, done: Event) -> list[tuple[int, int]]:
    """Count of leaves and last position as a reader sees them over and over while others write."""
    seen: list[tuple[int, int]] = []
    while not done.wait(0.005):
        seen += ask(engine, "SELECT count(*), coalesce(max(position), -1) FROM leaf")
    return seen


def write_all(engine: Engine) -> list[Receipt]:
    """Every writer's commands, each in order, all writers at once."""
    start = Barrier(WRITERS)

    def write(writer: int) -> list[Receipt]:
        orders = commands_of(writer)
        start.wait()
        return [patient(engine, order) for order in orders]

    with ThreadPoolExecutor(WRITERS) as pool:
        return [receipt for receipts in pool.map(write, range(WRITERS)) for receipt in receipts]


def test_log_written_by_many_is_gap_free_and_rises_in_commit_order(engine: Engine) -> None:
    Desk(engine).given(*UNITS, another_dossier("cb-taken", dossier="dossier-first"))
    done = Event()
    with ThreadPoolExecutor(1) as reader:
        watched: Future[list[tuple[int, int]]] = reader.submit(watch, engine, done)
        try:
            receipts = write_all(engine)
        finally:
            done.set()
    assert [last + 1 for _count, last in watched.result()] == [count for count, _last in watched.result()]

    leaves = ask(engine, "SELECT position, recorded_at, stream, version FROM leaf ORDER BY position")
    expected = 4 + WRITERS * 15
    assert [leaf[0] for leaf in leaves] == list(range(expected))
    assert [leaf[1] for leaf in leaves] == sorted(leaf[1] for leaf in leaves)
    versions: dict[str, list[int]] = {}
    for _position, _recorded_at, stream, version in leaves:
        versions.setdefault(stream, []).append(version)
    assert all(found == list(range(1, len(found) + 1)) for found in versions.values())
    assert len(versions[UNIT_STREAM]) == 1 + WRITERS * 5
    assert ask(engine, "SELECT size FROM log_head") == [(expected,)]
    assert codes(receipts) == sorted(
        ["accepted"] * WRITERS * 15
        + ["already_exists"] * WRITERS * 3
        + ["duplicate_nomination"] * WRITERS * 3
    )
    given = sorted(receipt.position for receipt in receipts if receipt.position is not None)
    assert given == list(range(4, expected))


# One stream


def test_two_that_decided_on_the_same_version_are_both_recorded_once_in_order(engine: Engine) -> None:
    desk = Desk(engine)
    desk.given(UNITS[0])
    orders = [envelope(record_strength(people)) for people in (40, 41)]
    receipts = having_read(engine, *orders)
    assert sorted(receipt.version for receipt in receipts) == [2, 3]
    written = sorted((receipt.version, receipt.command_id) for receipt in receipts)
    assert recorded(engine, UNIT_STREAM) == [(1, desk.receipts[0].command_id), *written]
    assert [patient(engine, order) for order in orders] == receipts


def test_loser_decides_again_on_what_the_winner_wrote(engine: Engine) -> None:
    Desk(engine).given(*UNITS, draft(), submit())
    receipts = having_read(engine, envelope(withdraw(LINE)), envelope(withdraw(LINE)))
    assert codes(receipts) == ["accepted", "out_of_order"]
    assert len(recorded(engine, LINE)) == 3


def test_two_who_saw_the_same_page_are_not_both_taken(engine: Engine) -> None:
    Desk(engine).given(UNITS[0])
    orders = [envelope(replace(record_strength(people), seen_version=1)) for people in (40, 41)]
    assert codes(having_read(engine, *orders)) == ["accepted", "stale_view"]


# One command


def test_same_command_handled_by_many_at_once_has_one_receipt_and_one_set_of_events(engine: Engine) -> None:
    Desk(engine).given(*UNITS)
    order = envelope(draft(line("cb-001"), line("cb-002")))
    first, *others = having_read(engine, *[order] * 5)
    assert others == [first] * 4
    assert first.accepted
    leaves = ask(engine, "SELECT position FROM leaf WHERE command_id = :id", id=order.command_id)
    assert sorted(leaves) == [(2,), (3,), (4,)]
    assert ask(engine, "SELECT count(*) FROM receipt") == [(3,)]


def test_same_command_begun_at_once_over_and_over_never_differs(engine: Engine) -> None:
    for number in range(10):
        order = envelope(register_person(f"cb-{number}"))
        first, *others = at_once(*[lambda order=order: patient(engine, order)] * 6)
        assert others == [first] * 5
        assert (first.accepted, first.position) == (True, number)


def test_same_command_refused_by_many_at_once_has_one_receipt(engine: Engine) -> None:
    desk = Desk(engine)
    desk.given(*UNITS, draft())
    before = contents(engine, ("leaf", "disclosure", "log_head", *READ_MODEL))
    order = envelope(another_dossier("cb-001"))
    first, *others = having_read(engine, *[order] * 4)
    assert others == [first] * 3
    assert codes([first]) == ["duplicate_nomination"]
    assert contents(engine, ("leaf", "disclosure", "log_head", *READ_MODEL)) == before
    assert ask(engine, "SELECT count(*) FROM receipt WHERE NOT (body ->> 'accepted')::boolean") == [(1,)]


def test_one_command_id_for_two_things_at_once_is_given_to_one_of_them(engine: Engine) -> None:
    command_id = str(uuid4())
    orders = [envelope(register_person(key), command_id) for key in ("cb-001", "cb-002")]
    receipts = having_read(engine, *orders)
    assert codes(receipts) == ["accepted", "command_id_reused"]
    assert ask(engine, "SELECT count(*) FROM leaf") == [(1,)]
    accepted = next(receipt for receipt in receipts if receipt.accepted)
    assert ask(engine, "SELECT stream FROM receipt") == [(accepted.stream,)]


# Many streams


def test_candidate_proposed_by_two_dossiers_at_once_is_taken_from_one(engine: Engine) -> None:
    Desk(engine).given(*UNITS)
    drafts = [another_dossier("cb-001", f"cb-{name}", dossier=f"dossier-{name}") for name in ("a", "b")]
    receipts = having_read(engine, *map(envelope, drafts))
    assert codes(receipts) == ["accepted", "duplicate_nomination"]
    assert ask(engine, "SELECT count(*) FROM nomination WHERE candidate = 'cb-001'") == [(1,)]
    assert ask(engine, "SELECT array_agg(position ORDER BY position) FROM leaf") == [(list(range(5)),)]


def test_bulk_acts_on_the_same_lines_in_opposite_order_do_not_deadlock(engine: Engine) -> None:
    desk = Desk(engine)
    lines = tuple(nomination_of(DOSSIER, n) for n in range(1, 13))
    desk.given(*OFFICE, draft(*(line(f"cb-{n:03d}") for n in range(1, 13))), submit(), receive())
    desk.given(*(appraise(nomination) for nomination in lines))
    for number in range(5):
        there, back = f"session-there-{number}", f"session-back-{number}"
        receipts = having_read(
            engine,
            envelope(convene(convening(lines), session=there)),
            envelope(convene(convening(lines[::-1]), session=back)),
        )
        assert codes(receipts) == ["accepted", "out_of_order"]
        (winner,) = [receipt.stream for receipt in receipts if receipt.accepted]
        assert ask(engine, "SELECT DISTINCT session FROM nomination") == [(winner,)]
        desk.given(Order(winner, vc.AdjournSession("Hoãn"), CHAIR, NOW))


def test_bulk_act_and_single_acts_on_its_lines_all_find_their_place(engine: Engine) -> None:
    desk = Desk(engine)
    lines = tuple(nomination_of(DOSSIER, n) for n in range(1, 7))
    desk.given(*UNITS, draft(*(line(f"cb-{n:03d}") for n in range(1, 7))), submit(), receive())
    bulk = envelope(Order(DOSSIER, sc.ReturnLines(lines, "Thiếu báo cáo"), APPRAISER, NOW))
    singles = [envelope(hold(nomination)) for nomination in lines]
    works = [lambda order=order: patient(engine, order) for order in (bulk, *singles)]
    returned, *held = at_once(*works)
    standing = ask(engine, "SELECT step, hold <> '', count(*) FROM nomination GROUP BY 1, 2")
    if returned.accepted:
        assert codes(held).count("out_of_order") == 6
        assert standing == [("returned", False, 6)]
    else:
        assert returned.refusal is not None
        assert {item["code"] for item in returned.refusal.items} == {"held"}
        assert codes(held) == ["accepted"] * 6
        assert standing == [("received", True, 6)]


def test_bulk_of_four_hundred_lines_is_one_transaction(engine: Engine) -> None:
    desk = Desk(engine)
    desk.given(*UNITS, draft(*(line(f"cb-{n:03d}") for n in range(1, 401))), PERSON)
    receipt = desk.send(submit())
    assert (receipt.accepted, len(receipt.touched)) == (True, 400)
    leaves = ask(
        engine,
        "SELECT min(position), max(position), count(*), count(DISTINCT recorded_at), count(DISTINCT xmin::text),"
        " min(stream) FILTER (WHERE position = :first) FROM leaf WHERE command_id = :id",
        id=receipt.command_id,
        first=receipt.position,
    )
    assert receipt.position == len(UNITS) + 401 + 1
    assert leaves == [(receipt.position, receipt.position + 400, 401, 1, 1, DOSSIER)]
    assert ask(engine, "SELECT step, count(*) FROM nomination GROUP BY step") == [("submitted", 400)]


def test_bulk_refused_on_one_line_records_no_line(engine: Engine) -> None:
    desk = Desk(engine)
    desk.given(*UNITS, draft(*(line(f"cb-{n:03d}") for n in range(1, 41))), submit(), return_line(LINE))
    before = contents(engine, ("leaf", "disclosure", "log_head", *READ_MODEL))
    receipt = desk.send(Order(DOSSIER, sc.ReceiveDossier(TODAY), receive().actor, NOW))
    assert receipt.refusal is not None
    assert [(item["stream"], item["code"]) for item in receipt.refusal.items] == [(LINE, "out_of_order")]
    assert contents(engine, ("leaf", "disclosure", "log_head", *READ_MODEL)) == before


def test_cap_is_not_split_by_two_tallies_at_once(engine: Engine) -> None:
    """Both have read a roll with room for one: the second meets the first at the roll's version and decides again."""
    desk, both = Desk(engine), (adopted("LDTT"), adopted("CSTDCS"))
    people = [line(f"cb-{n:03d}") for n in range(1, 8)]
    chosen = [line("cb-001", "CSTDCS"), line("cb-002", "CSTDCS")]
    desk.given(*OFFICE, draft(*people, *chosen), submit(), receive())
    names = [nomination_of(DOSSIER, n) for n in range(1, 10)]
    desk.given(*(appraise(name) for name in names[:7]), *(appraise(name, "CSTDCS") for name in names[7:]))
    desk.given(*sitting(*((name, Choice.APPROVE) for name in names[:7])), certify())
    for name, session in zip(names[7:], ("session-one", "session-two"), strict=True):
        desk.given(*sitting((name, Choice.APPROVE), rules=both, session=session))
    tallies = (envelope(certify(session=session)) for session in ("session-one", "session-two"))
    assert codes(having_read(engine, *tallies)) == ["accepted", "cap_exceeded"]
