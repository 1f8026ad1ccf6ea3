"""A stream's history for people: every fact, the personal fields still disclosed, and the seal over it."""

import json
from hashlib import sha256

from sqlalchemy import Engine

from readmodel.history import history
from store.sealing import Sealer
from tests.domain.office import CLERK, DOSSIER, HEAD, LINE, OFFICER, UNITS, draft, receive, submit
from tests.store.desk import Desk, ask
from tlog import note

SIGNER = note.generate("minhbach.example/log", bytes(range(32)))


def sealer(engine: Engine) -> Sealer:
    return Sealer(engine, "minhbach.example/log", SIGNER)


def test_history_tells_every_fact_in_order_with_who_and_when(engine: Engine) -> None:
    desk = Desk(engine)
    desk.given(*UNITS, draft(), submit(), receive())
    entries = history(engine, LINE)
    drafted, submitted, received = desk.receipts[-3:]
    assert [(entry.version, entry.name, entry.command_id) for entry in entries] == [
        (1, "nomination.drafted", drafted.command_id),
        (2, "nomination.submitted", submitted.command_id),
        (3, "nomination.received", received.command_id),
    ]
    assert [entry.actor for entry in entries] == [
        {"id": actor.id, "role": actor.role.value, "unit": actor.unit} for actor in (OFFICER, HEAD, CLERK)
    ]
    assert [entry.recorded_at for entry in entries] == [r.recorded_at for r in (drafted, submitted, received)]
    assert {entry.accepted_at for entry in entries} == {"2023-11-06T02:00:00.000000Z"}


def test_history_shows_the_payload_and_hash_of_the_very_leaf(engine: Engine) -> None:
    Desk(engine).given(*UNITS, draft())
    (entry,) = history(engine, LINE)
    ((data,),) = ask(engine, "SELECT bytes FROM leaf WHERE stream = :stream", stream=LINE)
    assert isinstance(data, bytes)
    assert entry.leaf_hash == sha256(b"\x00" + data).hexdigest()
    assert entry.payload == json.loads(data)["payload"]


def test_history_discloses_a_name_until_it_is_erased(engine: Engine, superuser_engine: Engine) -> None:
    Desk(engine).given(*UNITS, draft())
    assert history(engine, LINE)[0].disclosed == {"/candidate_name": "Tên cb-001"}
    ask(superuser_engine, "DELETE FROM disclosure")
    (entry,) = history(engine, LINE)
    assert entry.disclosed == {}
    assert entry.payload["candidate_name"].keys() == {"digest"}


def test_history_never_shows_a_personal_value_in_the_payload(engine: Engine) -> None:
    Desk(engine).given(*UNITS, draft())
    (entry,) = history(engine, LINE)
    assert "Tên cb-001" not in json.dumps(entry.payload, ensure_ascii=False)


def test_history_names_the_first_checkpoint_over_each_fact(engine: Engine) -> None:
    desk = Desk(engine)
    desk.given(*UNITS, draft())
    first = sealer(engine).seal()
    desk.given(submit())
    second = sealer(engine).seal()
    desk.given(receive())
    assert [entry.sealed_by for entry in history(engine, LINE)] == [first, second, None]
    assert [entry.sealed_by for entry in history(engine, DOSSIER)] == [first, second, None]


def test_history_of_an_unknown_stream_is_empty(engine: Engine) -> None:
    assert history(engine, "nomination-unknown") == []
