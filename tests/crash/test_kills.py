"""A process dies between acceptance and answer: the same receipt, the same stream, nothing twice, nothing lost."""

import uuid
from collections.abc import Callable, Mapping
from typing import Any

import httpx
import pytest

from domain.execution import Order
from domain.ids import nomination_of
from tests.crash.town import Town, eventually, kill
from tests.domain import office


def _drafted(town: Town) -> str:
    """A dossier of its own for the test, not yet submitted."""
    dossier = f"dossier-{uuid.uuid4().hex[:8]}"
    lines = [office.line(f"cb-{uuid.uuid4().hex[:8]}") for _ in range(3)]
    assert town.answered(office.draft(*lines, dossier=dossier), str(uuid.uuid4()))["accepted"]
    return dossier


def _recorded_once(town: Town, order: Order, command_id: str) -> None:
    """Whoever asks, and however often, there is one receipt, and its events are there once."""
    dossier = order.stream
    receipt = town.answered(order, command_id)
    assert receipt["accepted"]
    assert eventually(lambda: town.receipt(command_id, web=0)) == receipt
    assert town.answered(order, command_id, web=1) == receipt
    lines = [nomination_of(dossier, number) for number in (1, 2, 3)]
    assert town.recorded(command_id) == [
        (dossier, 2, "dossier.submitted"),
        *((line, 2, "nomination.submitted") for line in lines),
    ]
    assert town.stream(dossier) == ["dossier.drafted", "dossier.submitted"]
    for line in lines:
        eventually(lambda line=line: town.shows(line, "submitted"))  # type: ignore[misc]


def _in_the_database(town: Town, _stream: str, _command_id: str) -> bool:
    """The append is under way: the workflow task that carries it is not over yet."""
    return town.waits_for_the_log()


def _accepted(town: Town, stream: str, command_id: str) -> bool:
    """The server has written down that the command is accepted."""
    return town.has_accepted(stream, command_id)


Moment = Callable[[Town, str, str], bool]
MOMENTS = pytest.mark.parametrize("moment", [_in_the_database, _accepted])


@MOMENTS
def test_workers_killed(town: Town, moment: Moment) -> None:
    """Both workers die; their append may still be committed by the database once the lock is gone."""
    order = office.submit(dossier=_drafted(town))
    command_id = str(uuid.uuid4())
    with town.log_held():
        town.posted(order, command_id)
        eventually(lambda: moment(town, order.stream, command_id))
        for child in town.stack.worker_children:
            kill(child)
    for number in range(len(town.stack.worker_children)):
        town.revive_worker(number)
    _recorded_once(town, order, command_id)


@MOMENTS
def test_temporal_server_killed(town: Town, moment: Moment) -> None:
    order = office.submit(dossier=_drafted(town))
    command_id = str(uuid.uuid4())
    with town.log_held():
        town.posted(order, command_id)
        eventually(lambda: moment(town, order.stream, command_id))
        kill(town.temporal_child)
    town.revive_temporal()
    _recorded_once(town, order, command_id)


@MOMENTS
def test_database_killed(town: Town, moment: Moment) -> None:
    order = office.submit(dossier=_drafted(town))
    command_id = str(uuid.uuid4())
    with town.log_held():
        town.posted(order, command_id)
        eventually(lambda: moment(town, order.stream, command_id))
        kill(town.database_child)
    town.revive_database()
    _recorded_once(town, order, command_id)


@MOMENTS
def test_api_process_killed(town: Town, moment: Moment) -> None:
    """The person never hears back; the command goes its way, and the status page knows it afterwards."""
    order = office.submit(dossier=_drafted(town))
    command_id = str(uuid.uuid4())
    with town.log_held():
        answer = town.posted(order, command_id)
        eventually(lambda: moment(town, order.stream, command_id))
        kill(town.stack.web_children[0])
        with pytest.raises(httpx.TransportError):
            answer.result()
    receipt = eventually(lambda: town.receipt(command_id, web=1))
    assert receipt["accepted"]
    town.revive_web()
    _recorded_once(town, order, command_id)


def test_everything_killed_at_once(town: Town) -> None:
    """The power fails while a command is accepted and another is being recorded."""
    order = office.submit(dossier=_drafted(town))
    command_id = str(uuid.uuid4())
    with town.log_held():
        town.posted(order, command_id)
        eventually(lambda: town.has_accepted(order.stream, command_id))
        for child in (
            *town.stack.worker_children,
            *town.stack.web_children,
            town.temporal_child,
            town.database_child,
        ):
            kill(child)
    town.revive_database()
    town.revive_temporal()
    for number in range(2):
        town.revive_worker(number)
        town.revive_web(number)
    _recorded_once(town, order, command_id)


def test_one_worker_and_one_api_process_killed_the_others_go_on(town: Town) -> None:
    dossiers = [_drafted(town) for _ in range(12)]
    orders = {str(uuid.uuid4()): office.submit(dossier=dossier) for dossier in dossiers}
    answers = {
        command_id: town.posted(order, command_id, web=number % 2)
        for number, (command_id, order) in enumerate(orders.items())
    }
    kill(town.stack.worker_children[0])
    kill(town.stack.web_children[0])
    receipts: dict[str, Mapping[str, Any]] = {
        command_id: town.answered(order, command_id, web=1) for command_id, order in orders.items()
    }
    for answer in answers.values():
        assert answer.exception(timeout=30) is None or isinstance(answer.exception(), httpx.TransportError)
    assert all(receipt["accepted"] for receipt in receipts.values())
    for command_id, order in orders.items():
        assert len(town.recorded(command_id)) == 4
        assert town.stream(order.stream) == ["dossier.drafted", "dossier.submitted"]
    town.revive_worker(0)
    town.revive_web(0)
    assert [town.receipt(command_id, web=0) for command_id in orders] == list(receipts.values())


def test_log_is_whole_after_all_that(town: Town) -> None:
    """Gap-free positions, one chain per stream, and every receipt beside its events."""
    with town.engine.connect() as connection:
        gaps = connection.exec_driver_sql("SELECT count(*), max(position) + 1 FROM leaf").one()
        doubled = connection.exec_driver_sql(
            "SELECT count(*) FROM leaf AS l LEFT JOIN receipt USING (command_id) WHERE receipt.command_id IS NULL"
        ).scalar_one()
        lost = connection.exec_driver_sql(
            "SELECT count(*) FROM receipt LEFT JOIN leaf USING (position)"
            " WHERE receipt.position IS NOT NULL AND leaf.command_id IS DISTINCT FROM receipt.command_id"
        ).scalar_one()
    assert gaps[0] == gaps[1]
    assert (doubled, lost) == (0, 0)
