"""Proofs are worked out from what is stored now: what was changed since it was sealed does not pass."""

from dataclasses import replace
from hashlib import sha256

import pytest
from sqlalchemy import Engine

from tests.domain.office import UNITS, draft, submit
from tests.store.desk import Desk, ask
from tests.store.live import ORIGIN, SIGNER, sealer
from tlog import note
from web.proofs import SENTENCES, Proof, SealedLog, Standing, prove

OTHER = note.generate(ORIGIN, b"o" * 32)


def sealed(*verifiers: note.Verifier) -> SealedLog:
    return SealedLog(ORIGIN, verifiers or (SIGNER.verifier,))


def of(engine: Engine, position: int, log: SealedLog | None = None) -> Proof:
    proof = prove(engine, log or sealed(), position)
    assert proof is not None
    return proof


@pytest.fixture
def log(engine: Engine) -> Engine:
    """A sealed log of a few leaves."""
    Desk(engine).given(*UNITS, draft(), submit())
    sealer(engine).seal()
    return engine


def test_every_sealed_leaf_is_proven(log: Engine) -> None:
    ((size,),) = ask(log, "SELECT max(size) FROM checkpoint")
    held = sealed()
    assert {of(log, position, held).standing for position in range(size)} == {Standing.PROVEN}
    assert prove(log, held, size) is None


def test_leaf_after_the_last_seal_waits(engine: Engine) -> None:
    Desk(engine).given(*UNITS)
    assert of(engine, 0).standing is Standing.WAITING


@pytest.mark.parametrize("rehash", [False, True])
def test_changed_leaf_is_broken_even_where_its_hash_was_mended(
    log: Engine,
    superuser_engine: Engine,
    rehash: bool,  # noqa: FBT001 - a column
) -> None:
    ((data,),) = ask(log, "SELECT bytes FROM leaf WHERE position = 1")
    changed = bytes(data).replace(b"2023", b"2024")
    digest = sha256(b"\x00" + changed).digest()
    mended = digest if rehash else sha256(b"\x00" + bytes(data)).digest()
    statement = "UPDATE leaf SET bytes = :data, hash = :digest WHERE position = 1"
    ask(superuser_engine, statement, data=changed, digest=mended)
    assert changed != bytes(data)
    assert of(log, 1).standing is Standing.BROKEN


def test_checkpoint_that_another_key_signed_is_no_proof(log: Engine) -> None:
    assert of(log, 0, sealed(OTHER.verifier)).standing is Standing.BROKEN
    assert of(log, 0, SealedLog("another/log", (SIGNER.verifier,))).standing is Standing.BROKEN


def test_forged_checkpoint_in_front_of_the_true_one_is_passed_over(log: Engine) -> None:
    """The application's own role may insert checkpoints: a forged one must neither pass nor hide the true one."""
    forged = note.sign(f"{ORIGIN}\n1\n{'A' * 43}=\n", OTHER)
    ask(log, "INSERT INTO checkpoint (size, note, frontier) VALUES (1, :note, '{}')", note=forged)
    ask(log, "INSERT INTO checkpoint (size, note, frontier) VALUES (1000000000000, 'x', '{}')")
    assert of(log, 0).standing is Standing.PROVEN
    assert of(log, 0).tree_size != 1


def test_without_a_key_the_page_does_not_claim_a_signature(log: Engine) -> None:
    proof = prove(log, SealedLog(ORIGIN), 0)
    assert proof is not None
    assert (proof.standing, proof.key) == (Standing.UNSIGNED, "")


def test_log_that_lost_leaves_is_broken(log: Engine, superuser_engine: Engine) -> None:
    ask(superuser_engine, "DELETE FROM leaf WHERE position > 2")
    assert of(log, 0).standing is Standing.BROKEN


def test_every_standing_has_a_sentence_of_its_own(log: Engine) -> None:
    assert set(SENTENCES) == set(Standing)
    proof = of(log, 0)
    told = {replace(proof, standing=standing).sentence for standing in Standing}
    assert len(told) == len(Standing)
