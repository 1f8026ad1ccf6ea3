"""Leaves changed, dropped, added or moved, alone or together with their index: each is named."""

from collections.abc import Callable
from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.findings import Finding
from audit.verify import MOST_FINDINGS
from tests.audit.samples import (
    LOG,
    STREAMS,
    about,
    above,
    event,
    evidence,
    indexed,
    rewrite_stream_from,
    rewritten,
    root_differs,
    run,
    told,
    with_index_too,
    with_lines,
)
from tlog.leaf import encode, parse
from tlog.merkle import leaf_hash


def swap(one: int, other: int) -> Callable[[list[bytes]], None]:
    def change(lines: list[bytes]) -> None:
        lines[one], lines[other] = lines[other], lines[one]

    return change


def drop(position: int) -> Callable[[list[bytes]], None]:
    return lambda lines: lines.__delitem__(position)


def put(position: int, line: bytes) -> Callable[[list[bytes]], None]:
    return lambda lines: lines.__setitem__(position, line)


def insert(position: int, line: bytes) -> Callable[[list[bytes]], None]:
    return lambda lines: lines.insert(position, line)


# Leaves alone


@pytest.mark.parametrize("position", range(len(STREAMS)))
@pytest.mark.parametrize(
    "part",
    [b"accepted_at", b"u-1", b"command_id", b"recommend", b"prev", b"stream", b"nomination-", b"version"],
)
def test_verify_of_a_leaf_with_a_flipped_bit_names_it(position: int, part: bytes) -> None:
    line = LOG.lines[position]
    place = line.index(part) + len(part) // 2
    flipped = line[:place] + bytes([line[place] ^ 1]) + line[place + 1 :]
    found = told(with_lines(LOG, put(position, flipped)))
    assert found == [about("leaf_changed", position), *root_differs(position)]


@given(st.integers(0, len(STREAMS) - 1), st.data())
def test_verify_of_a_leaf_with_any_changed_byte_names_it(position: int, data: st.DataObject) -> None:
    line = LOG.lines[position]
    place = data.draw(st.integers(0, len(line) - 1))
    other = data.draw(st.binary(max_size=2).filter(lambda new: new != line[place : place + 1]))
    changed = with_lines(LOG, put(position, line[:place] + other + line[place + 1 :]))
    assert about("leaf_changed", position) in told(changed)


@pytest.mark.parametrize("position", range(len(STREAMS)))
def test_verify_of_a_rewritten_leaf_names_it(position: int) -> None:
    changed = with_lines(LOG, put(position, rewritten(LOG.lines[position])))
    assert told(changed) == [about("leaf_changed", position), *root_differs(position)]


@pytest.mark.parametrize("position", range(len(STREAMS)))
def test_verify_of_a_dropped_leaf_names_it(position: int) -> None:
    found = told(with_lines(LOG, drop(position)))
    assert found[0] == about("leaf_missing", position)
    assert [tell[0] for tell in found[1:]] in ([], ["checkpoint_root_differs"], ["checkpoint_beyond_log"])


@pytest.mark.parametrize(("one", "other"), list(combinations(range(0, len(STREAMS), 2), 2)))
def test_verify_of_swapped_leaves_names_both(one: int, other: int) -> None:
    found = told(with_lines(LOG, swap(one, other)))
    assert {about("leaf_moved", one), about("leaf_moved", other)} <= set(found)


@pytest.mark.parametrize("position", range(len(STREAMS) - 1))
def test_verify_of_neighbours_swapped_names_one_that_moved(position: int) -> None:
    found = [tell for tell in told(with_lines(LOG, swap(position, position + 1))) if tell[0] == "leaf_moved"]
    assert found in ([about("leaf_moved", position)], [about("leaf_moved", position + 1)])


@pytest.mark.parametrize("position", range(len(STREAMS)))
def test_verify_of_a_leaf_put_twice_names_it(position: int) -> None:
    found = told(with_lines(LOG, insert(position + 1, LOG.lines[position])))
    size = above(position + 1) or above(position)
    assert ("leaf_added", *event(position), above(position + 1)) in found or size is None


@pytest.mark.parametrize("position", range(len(STREAMS)))
def test_verify_of_a_leaf_put_in_place_of_another_names_the_lost_one(position: int) -> None:
    copied = LOG.lines[(position + 5) % len(STREAMS)]
    assert about("leaf_changed", position) in told(with_lines(LOG, put(position, copied)))


def test_verify_of_a_forged_leaf_names_it_and_accuses_no_other() -> None:
    leaf = parse(LOG.lines[4])
    forged = encode(replace(leaf, version=3, name="nomination.forged", prev=leaf_hash(LOG.lines[4]).hex()))
    assert told(with_lines(LOG, insert(6, forged))) == [
        ("leaf_added", "nomination-b", 3, "nomination.forged", 8),
        ("checkpoint_root_differs", None, None, None, 8),
    ]


def test_verify_of_an_unreadable_line_says_so() -> None:
    assert told(with_lines(LOG, insert(2, b"rubbish")))[0] == ("leaf_added", None, None, None, 4)


def test_verify_of_several_changes_names_each() -> None:
    lines = list(LOG.lines)
    lines[9] = rewritten(lines[9])
    del lines[5:7]
    lines[1] = lines[1][:-2]
    found = told(replace(LOG, lines=tuple(lines)))
    assert [tell for tell in found if tell[1]] == [
        about("leaf_changed", 1),
        about("leaf_missing", 5),
        about("leaf_missing", 6),
        about("leaf_changed", 9),
    ]


@pytest.mark.parametrize("kept", [0, 1, 5, 11])
def test_verify_of_a_log_cut_short_names_every_lost_leaf(kept: int) -> None:
    found = told(replace(LOG, lines=LOG.lines[:kept]))
    missing = [tell[1:4] for tell in found if tell[0] == "leaf_missing"]
    assert missing == [event(position) for position in range(kept, len(STREAMS))]


def test_verify_of_a_long_gap_names_the_lost_and_accuses_no_other() -> None:
    log = evidence([f"s{place}" for place in range(1300)], ())
    report = run(replace(log, lines=log.lines[:100] + log.lines[700:]))
    assert [(f.code, f.stream) for f in report.findings] == [
        ("leaf_missing", f"nomination-s{place}") for place in range(100, 700)
    ]


def test_verify_of_nothing_but_other_leaves_tells_the_most_and_counts_the_rest() -> None:
    log = evidence([f"s{place}" for place in range(1200)], ())
    report = run(replace(log, lines=tuple(map(rewritten, log.lines))))
    assert (len(report.findings), report.untold) == (MOST_FINDINGS, 200)
    assert {finding.code for finding in report.findings} == {"leaf_changed"}


# The index alone: no checkpoint is touched


@pytest.mark.parametrize(
    "changes", [{"stream": "nomination-x"}, {"version": 7}, {"name": "nomination.other"}]
)
def test_verify_of_an_index_column_that_lies_names_the_leaf(changes: dict[str, str]) -> None:
    rows = list(LOG.rows)
    rows[5] = replace(rows[5], **changes)  # type: ignore[arg-type]
    assert told(replace(LOG, rows=tuple(rows))) == [("index_differs", *event(5), None)]


def test_verify_of_an_index_hash_that_lies_names_the_leaf() -> None:
    rows = list(LOG.rows)
    rows[5] = replace(rows[5], hash=bytes(32))
    assert told(replace(LOG, rows=tuple(rows))) == [("leaf_changed", *event(5), None)]


def test_verify_of_a_row_dropped_from_the_index_names_the_leaf() -> None:
    found = told(replace(LOG, rows=LOG.rows[:5] + LOG.rows[6:]))
    assert found == [
        ("position_gap", *event(6), None),
        ("leaf_added", *event(5), None),
        ("disclosure_stray", None, None, None, None),
    ]


# Leaves and index together


@pytest.mark.parametrize("position", [p for p in range(len(STREAMS)) if STREAMS[p] in STREAMS[p + 1 :]])
def test_verify_of_a_leaf_rewritten_with_its_index_names_it_by_its_chain(position: int) -> None:
    changed = with_index_too(LOG, put(position, rewritten(LOG.lines[position])))
    assert told(changed) == [about("chain_broken", position), *root_differs(position)]


@pytest.mark.parametrize("position", [6, 11])
def test_verify_of_a_last_leaf_rewritten_with_its_index_names_it_as_likeliest(position: int) -> None:
    found = told(with_index_too(LOG, put(position, rewritten(LOG.lines[position]))))
    assert found[:2] == [*root_differs(position), about("possibly_rewritten", position)]


def test_verify_of_a_last_leaf_rewritten_tells_suspects_in_order_of_likelihood() -> None:
    assert told(with_index_too(LOG, put(6, rewritten(LOG.lines[6])))) == [
        ("checkpoint_root_differs", None, None, None, 8),
        about("possibly_rewritten", 6),
        about("possibly_rewritten", 4),
        about("possibly_rewritten", 5),
        about("possibly_rewritten", 7),
    ]


@pytest.mark.parametrize("position", range(12))
def test_verify_of_a_stream_rewritten_to_its_end_names_it_as_suspect(position: int) -> None:
    found = told(with_index_too(LOG, lambda lines: rewrite_stream_from(lines, position)))
    assert found[0] == root_differs(position)[0]
    assert about("possibly_rewritten", position)[:2] in [tell[:2] for tell in found]
    assert {tell[4] for tell in found} == {above(position)}


@pytest.mark.parametrize("position", [0, 1, 2, 3, 4, 5, 7, 8, 9, 10])
def test_verify_of_a_leaf_dropped_with_its_index_names_the_lost_version(position: int) -> None:
    found = told(with_index_too(LOG, drop(position)))
    stream, version, _ = event(position)
    assert ("version_gap", stream, version, None, above(position)) in found


def test_verify_of_a_last_leaf_dropped_with_its_index_says_between_which_checkpoints() -> None:
    report = run(with_index_too(LOG, drop(6)))
    differs = next(f for f in report.findings if f.code == "checkpoint_root_differs")
    assert (differs.position, differs.checkpoint_size) == (4, 8)


@pytest.mark.parametrize("position", range(13))
def test_verify_of_neighbours_swapped_with_their_index_names_the_earlier_time(position: int) -> None:
    found = told(with_index_too(LOG, swap(position, position + 1)))
    names = [tell for tell in found if tell[0] == "time_backwards"]
    assert [tell[1:4] for tell in names] == [event(position)]


@pytest.mark.parametrize("position", range(12))
def test_verify_of_a_leaf_put_twice_with_its_index_names_it(position: int) -> None:
    found = told(with_index_too(LOG, insert(position + 1, LOG.lines[position])))
    assert ("version_repeated", *event(position)) in [tell[:4] for tell in found]


def test_verify_of_a_predecessor_under_a_fitting_checkpoint_blames_the_leaf_itself() -> None:
    changed = with_index_too(LOG, put(12, rewritten(LOG.lines[12], prev="ab" * 32)))
    assert told(changed) == [("prev_differs", *event(12), None)]


def test_verify_of_a_first_leaf_that_claims_a_predecessor() -> None:
    changed = with_index_too(LOG, put(6, rewritten(LOG.lines[6], prev="ab" * 32)))
    assert ("prev_differs", *event(6), 8) in told(changed)


def test_verify_of_a_malformed_leaf_that_the_index_agrees_with() -> None:
    line = LOG.lines[6].replace(b'"format":1', b'"format":2')
    rows = list(LOG.rows)
    rows[6] = replace(rows[6], hash=leaf_hash(line))
    changed = replace(with_lines(LOG, put(6, line)), rows=tuple(rows))
    assert told(changed) == [about("leaf_malformed", 6), *root_differs(6)]


def test_verify_of_a_consistent_rewrite_of_the_unsealed_tail_leaves_no_trace_but_is_counted() -> None:
    report = run(with_index_too(LOG, put(13, rewritten(LOG.lines[13]))))
    assert (report.findings, report.unsealed) == ((), 2)


def test_verify_of_a_rewrite_behind_another_change_is_still_narrowed_down() -> None:
    both = with_index_too(LOG, put(11, rewritten(LOG.lines[11])))
    both = with_lines(both, put(1, both.lines[1] + b" "))
    assert told(both)[:3] == [
        about("leaf_changed", 1),
        *root_differs(1),
        about("possibly_rewritten", 11),
    ]


# Sentences


def test_sentences_name_stream_event_and_checkpoint_in_both_languages() -> None:
    finding = run(with_lines(LOG, put(5, rewritten(LOG.lines[5])))).findings[0]
    assert finding == Finding(
        code="leaf_changed",
        stream="nomination-a",
        version=3,
        name="nomination.appraisal_recorded",
        position=5,
        checkpoint_size=8,
        sentence_vi=(
            "Vị trí 5: nội dung của sự kiện thứ 3 (nomination.appraisal_recorded) của luồng nomination-a "
            "đã bị thay đổi, không còn khớp với mục lục. Mốc niêm phong đầu tiên không còn khớp: mốc 8."
        ),
        sentence_en=(
            "Position 5: the bytes of event 3 (nomination.appraisal_recorded) of stream nomination-a were "
            "changed, they no longer match the index. First checkpoint that no longer fits: 8."
        ),
    )


# Anything at all


@given(st.data())
def test_verify_of_any_reordering_or_loss_names_an_event(data: st.DataObject) -> None:
    kept = data.draw(st.lists(st.sampled_from(LOG.lines), max_size=20).map(tuple))
    agreeing = data.draw(st.booleans())
    rows = indexed(kept) if agreeing else LOG.rows
    report = run(replace(LOG, lines=kept, rows=rows, opened=()))
    assert report.ok == (
        kept in (LOG.lines, LOG.lines[:13], LOG.lines[:12]) and (agreeing or kept == LOG.lines)
    )
