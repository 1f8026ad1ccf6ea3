"""A log in order, then checkpoints and disclosures that are not: everything but the leaves."""

from dataclasses import replace

import pytest

from audit.evidence import CheckpointRow, DisclosureRow
from audit.verify import Report, verify
from tests.audit.samples import (
    LOG,
    ORIGIN,
    OTHER_SIGNER,
    SALT,
    SIGNER,
    Evidence,
    event,
    evidence,
    run,
    seal,
    told,
)
from tlog import checkpoint, note
from tlog.checkpoint import Checkpoint
from tlog.merkle import leaf_hash, root

# In order


def test_verify_of_an_untouched_log_reports_what_it_read() -> None:
    assert run(LOG) == Report(
        events=14,
        streams=4,
        root=root([leaf_hash(line) for line in LOG.lines]).hex(),
        checkpoints=3,
        checkpoints_verified=3,
        largest_checkpoint=12,
        sealed=12,
        disclosures=14,
        findings=(),
        untold=0,
        unreadable=None,
    )
    assert (run(LOG).unsealed, run(LOG).ok) == (2, True)


def test_verify_of_an_empty_log_is_in_order() -> None:
    assert run(Evidence((), (), (), ())).ok
    assert run(evidence((), (0,))).ok


def test_verify_of_a_log_longer_than_one_batch() -> None:
    log = evidence("ab" * 2, ())
    many = [line for line in log.lines for _ in range(3000)]
    sealed = replace(log, lines=tuple(many), sealed=(seal(many, 9000), seal(many, 12000)))
    assert run(sealed).checkpoints_verified == 2


@pytest.mark.parametrize("kept", [(), (0,), (3, 9, 13)])
def test_verify_of_withheld_or_erased_disclosures_is_in_order(kept: tuple[int, ...]) -> None:
    report = run(replace(LOG, opened=tuple(LOG.opened[place] for place in kept)))
    assert (report.ok, report.disclosures) == (True, len(kept))


# Checkpoints


def with_checkpoint(place: int, row: CheckpointRow) -> Evidence:
    return replace(LOG, sealed=(*LOG.sealed[:place], row, *LOG.sealed[place + 1 :]))


def forged(origin: str, size: int, tree_root: bytes) -> CheckpointRow:
    return CheckpointRow(size, note.sign(checkpoint.encode(Checkpoint(origin, size, tree_root)), SIGNER))


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (seal(LOG.lines, 8, signer=OTHER_SIGNER), "checkpoint_unsigned"),
        (CheckpointRow(8, ""), "checkpoint_unsigned"),
        (CheckpointRow(8, LOG.sealed[1].note.replace("\n8\n", "\n9\n")), "checkpoint_unsigned"),
        (CheckpointRow(8, note.sign("hello\n", SIGNER)), "checkpoint_malformed"),
        (CheckpointRow(8, LOG.sealed[0].note), "checkpoint_malformed"),
        (seal(LOG.lines, 8, origin="another.example/log"), "checkpoint_foreign"),
        (forged(ORIGIN, 8, bytes(32)), "checkpoint_contradicted"),
        (CheckpointRow(4, LOG.sealed[1].note), "checkpoint_order"),
    ],
)
def test_verify_of_a_bad_checkpoint_names_it(row: CheckpointRow, code: str) -> None:
    report = run(with_checkpoint(1, row))
    assert [(f.code, f.checkpoint_size) for f in report.findings if f.stream is None] == [(code, row.size)]
    assert (report.checkpoints, report.checkpoints_verified, report.sealed) == (3, 2, 12)


def test_verify_with_the_wrong_key_trusts_no_checkpoint() -> None:
    report = verify(LOG, [OTHER_SIGNER.verifier], origin=ORIGIN)
    assert [f.code for f in report.findings] == ["checkpoint_unsigned"] * 3
    assert (report.checkpoints_verified, report.unsealed) == (0, 14)


def test_verify_of_a_log_cut_short_with_its_index_says_what_the_checkpoint_covered() -> None:
    cut = replace(LOG, lines=LOG.lines[:7], rows=LOG.rows[:7], opened=LOG.opened[:7])
    report = run(cut)
    assert [(f.code, f.position, f.checkpoint_size) for f in report.findings] == [
        ("checkpoint_beyond_log", 7, 8)
    ]


# Disclosures


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (DisclosureRow(5, "/reason", SALT, "Lý do khác"), "disclosure_differs"),
        (DisclosureRow(5, "/reason", "_" + SALT[1:], "Lý do số 5"), "disclosure_differs"),
        (DisclosureRow(5, "/reason", "salt", "Lý do số 5"), "disclosure_differs"),
        (DisclosureRow(5, "/reason", SALT, "\ud800"), "disclosure_differs"),
        (DisclosureRow(5, "/outcome", SALT, "recommend"), "disclosure_unknown"),
        (DisclosureRow(5, "nowhere", SALT, "Lý do số 5"), "disclosure_unknown"),
    ],
)
def test_verify_of_a_changed_disclosure_names_its_event(row: DisclosureRow, code: str) -> None:
    changed = replace(LOG, opened=(*LOG.opened[:5], row, *LOG.opened[6:]))
    assert told(changed) == [(code, *event(5), None)]


@pytest.mark.parametrize("position", [3, 14, 99])
def test_verify_of_a_disclosure_without_its_leaf(position: int) -> None:
    stray = replace(LOG.opened[4], position=position)
    report = run(replace(LOG, opened=(*LOG.opened[4:], stray)))
    assert [(f.code, f.position) for f in report.findings] == [("disclosure_stray", position)]
