"""A line from which somebody stepped aside reaches neither them nor, while it lasts, who does their work."""

from datetime import date

import pytest
from sqlalchemy import Engine

from domain.delegation.commands import DelegateWork, EndDelegation
from domain.execution import Order
from domain.values import Actor, Role
from readmodel.aside import concealed
from readmodel.search import Reader, search_lines
from readmodel.work_queue import work_counts, work_queue
from tests.domain.office import COUNCIL_UNIT, LINE, LINE_2, NOW, TODAY, attend, member, recuse
from tests.readmodel.rows import SOON, convened
from tests.store.desk import Desk, ask

ASIDE, DELEGATE, STRANGER = "member-an", "clerk-hoa", "somebody"
FAR = date(2100, 12, 31)
DECIDERS = {COUNCIL_UNIT: ("decider",)}


def delegated(until: date = FAR, to: str = DELEGATE, starts_on: date = TODAY) -> Order:
    role = Role.COUNCIL_SECRETARY
    command = DelegateWork(to, role, COUNCIL_UNIT, starts_on, until, "Đi công tác")
    return Order(f"delegation-{ASIDE}", command, Actor(ASIDE, role, COUNCIL_UNIT), NOW)


def ended() -> Order:
    return Order(f"delegation-{ASIDE}", EndDelegation(1, "Đã về"), member(ASIDE), NOW)


@pytest.fixture
def sitting(engine: Engine) -> Desk:
    """Two lines before the council; from the first a member stepped aside."""
    desk = Desk(engine)
    desk.given(*convened(2), attend(), recuse(ASIDE, LINE))
    return desk


def test_line_is_hidden_from_who_stepped_aside_and_from_who_acts_for_them(
    sitting: Desk, engine: Engine
) -> None:
    assert concealed(engine, DELEGATE) == frozenset()
    sitting.given(delegated())
    assert [concealed(engine, who) for who in (ASIDE, DELEGATE, STRANGER)] == [{LINE}, {LINE}, frozenset()]
    assert concealed(engine, ASIDE, own=True) == {LINE}
    assert concealed(engine, DELEGATE, own=True) == frozenset()


@pytest.mark.parametrize(
    "orders",
    [
        (delegated(), ended()),
        (delegated(TODAY),),
        (delegated(starts_on=FAR),),
        (delegated(to="clerk-hoang"),),
    ],
    ids=["ended", "over", "to come", "another's"],
)
def test_delegation_that_is_not_in_force_hides_nothing(
    sitting: Desk, engine: Engine, orders: tuple[Order, ...]
) -> None:
    sitting.given(*orders)
    assert concealed(engine, DELEGATE) == frozenset()


def test_neither_inbox_nor_its_counts_nor_search_lead_to_a_hidden_line(sitting: Desk, engine: Engine) -> None:
    sitting.given(delegated())
    ask(engine, "UPDATE nomination SET step = 'voted'")
    ask(
        engine,
        "UPDATE work_queue SET step = 'voted', role = 'decider', people = NULL, listed = true"
        " WHERE kind = 'nomination'",
    )
    waiting = {
        who: [row["stream"] for row in work_queue(engine, who, DECIDERS)]
        for who in (ASIDE, DELEGATE, STRANGER)
    }
    assert waiting == {ASIDE: [LINE_2], DELEGATE: [LINE_2], STRANGER: [LINE, LINE_2]}
    assert work_counts(engine, DELEGATE, DECIDERS, NOW, SOON)["all"] == 1
    found = {
        who: [row["id"] for row in search_lines(engine, "h 2023", Reader(who, (COUNCIL_UNIT,)))]
        for who in (DELEGATE, STRANGER)
    }
    assert found == {DELEGATE: [LINE_2], STRANGER: [LINE, LINE_2]}
