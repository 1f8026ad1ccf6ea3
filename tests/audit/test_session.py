"""A session recomputed from a bundle, with no store at hand."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from audit.__main__ import main
from audit.session import session_report
from domain.catalogue import EVENTS, NAMES
from domain.execution import Order
from domain.session.finding import Check
from store import codec
from tests.audit.samples import SALT, Evidence, indexed, seal, with_lines, write
from tests.domain.given import World
from tests.domain.office import (
    LINE,
    MEMBERS,
    OFFICE,
    SESSION,
    appraise,
    attend,
    ballots,
    certify,
    close_voting,
    convene,
    draft,
    hold,
    open_voting,
    receive,
    settle,
    submit,
)
from tlog import disclosure
from tlog.leaf import GENESIS, Actor, Leaf, encode, parse
from tlog.merkle import leaf_hash

YEAR = (*OFFICE, draft(), submit(), receive(), appraise(), convene(), attend(), open_voting(), *ballots())
ORDERS = (*YEAR, close_voting(), certify(), settle())


def log_of(orders: tuple[Order, ...]) -> Evidence:
    """The log that a store would hold after these orders."""
    world, lines, heads = World(), list[bytes](), dict[str, str]()
    for number, order in enumerate(orders):
        changes = world.run(order)
        for change in changes:
            for version, event in enumerate(change.events, start=change.before + 1):
                line = _leaf(order, number, change.stream, version, event, heads.get(change.stream, GENESIS))
                heads[change.stream] = leaf_hash(line).hex()
                lines.append(line)
        world = world.with_changes(order, changes)
    return Evidence(tuple(lines), indexed(lines), (), (seal(lines, len(lines)),))


def _leaf(order: Order, number: int, stream: str, version: int, event: Any, prev: str) -> bytes:  # noqa: ANN401, PLR0913, PLR0917
    name = NAMES[type(event)]
    payload = codec.encode(event, lambda pointer, text: disclosure.commit(pointer, text, SALT)[0])
    actor = Actor(id=order.actor.id, role=order.actor.role, unit=order.actor.unit)
    return encode(
        Leaf(
            stream=stream,
            version=version,
            name=name,
            schema=EVENTS[name][1],
            payload=payload,
            actor=actor,
            command_id=str(UUID(int=number)),
            accepted_at=order.accepted_at,
            prev=prev,
            recorded_at=order.accepted_at,
        )
    )


LOG = log_of(ORDERS)


def place_of(name: str) -> int:
    return next(place for place, row in enumerate(LOG.rows) if row.name == name)


def rewritten(name: str, change: Callable[[dict[str, Any]], None]) -> Evidence:
    """The log with the payload of the first event of that name changed."""

    def forge(lines: list[bytes]) -> None:
        leaf = parse(lines[place_of(name)])
        payload = json.loads(json.dumps(leaf.payload))
        change(payload)
        lines[place_of(name)] = encode(replace(leaf, payload=payload))

    return with_lines(LOG, forge)


def test_session_of_a_bundle_is_recomputed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bundle = str(write(LOG, tmp_path / "good.zip"))
    assert main(["session", bundle, "2023-1", "--lang", "en"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "Hội đồng TĐKT, 2023-11-06: 5 of 5 present (4 needed), 5 papers, 1 lines"
    assert lines[1:] == [
        "[ok] Order of the sitting",
        "[ok] Seats as the council had them",
        "[ok] Agenda as the lines stood",
        "[ok] Vote rules",
        "[ok] Conflicts",
        "[ok] Who presided",
        "[ok] Presence",
        "[ok] Quorum",
        "[ok] Right to vote and papers",
        "[ok] Secret count",
        "[ok] Result of every line",
        "[ok] Caps",
        "RESULT: the session stands as recorded.",
    ]


def test_quorum_that_was_not_met_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    forged = rewritten("session.attendance_recorded", lambda p: p.update(present=list(MEMBERS[:3])))
    assert main(["session", str(write(forged, tmp_path / "bad.zip")), SESSION]) == 1
    said = capsys.readouterr().out
    assert "[KHÔNG ĐẠT] Số thành viên tối thiểu" in said
    assert "không đủ thành viên: có 3 trên 5, cần 4" in said
    assert said.endswith("KẾT LUẬN: phiên họp không khớp.\n")


def test_report_as_json_holds_checks_and_minutes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    forged = rewritten("session.tally_certified", lambda p: p["results"][0].update(result="refused"))
    assert main(["session", str(write(forged, tmp_path / "bad.zip")), SESSION, "--json"]) == 1
    facts = json.loads(capsys.readouterr().out)
    assert [entry["check"] for entry in facts["checks"] if not entry["ok"]] == ["results"]
    assert facts["checks"][10]["failures"][0]["sentence_en"].startswith(f"{LINE}: recorded 5 of 5")
    assert facts["minutes"]["quorum"] == [5, 4, 5]
    assert facts["minutes"]["meets_on"] == "2023-11-06"


def test_session_that_is_not_there_is_unreadable(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["session", str(write(LOG, tmp_path / "good.zip")), "other", "--lang", "en"]) == 2
    assert capsys.readouterr().err == "There is no session-other in the evidence.\n"


def test_leaf_that_cannot_be_read_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    forged = rewritten("session.ballot_cast", lambda p: p.update(channel="by_pigeon"))
    assert main(["session", str(write(forged, tmp_path / "bad.zip")), SESSION, "--lang", "en"]) == 2
    assert f"Leaf {place_of('session.ballot_cast')} cannot be read" in capsys.readouterr().err


def test_tally_is_held_against_what_stood_before_it() -> None:
    """What happens to a line later, or by the tally itself, changes nothing; what happened before it does."""
    later = log_of((*ORDERS[:-1], hold()))
    assert session_report(later, SESSION).ok
    earlier = log_of((*YEAR, close_voting(), hold(), certify()))
    assert session_report(earlier, SESSION).ok
    (held,) = session_report(earlier, SESSION).minutes.results  # type: ignore[union-attr]
    assert (held.result, held.cause) == (None, "postponed")


def test_dropped_hold_shows_in_the_results() -> None:
    log = log_of((*YEAR, close_voting(), hold(), certify()))
    kept = [line for line, row in zip(log.lines, log.rows, strict=True) if row.name != "nomination.held"]
    report = session_report(replace(log, lines=tuple(kept)), SESSION)
    assert [checked.check for checked in report.checks if not checked.ok] == [Check.RESULTS]
