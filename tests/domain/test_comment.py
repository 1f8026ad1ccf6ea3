"""Public comment before the council sits: who is listed, for how long, and when the council may sit at last."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from types import MappingProxyType

import pytest

from domain.comment import commands as cmc
from domain.comment import events as cme
from domain.execution import Loaded, Order
from domain.nomination import events as ne
from domain.nomination.state import CommentWindow, Step
from domain.rules.calendar import VIETNAM
from domain.rules.library import packs
from domain.rules.pack import Ballot, Level
from domain.session.state import Phase, Session
from domain.values import Actor, Role
from tests.domain.given import World, given
from tests.domain.office import (
    COUNCIL_UNIT,
    DOSSIER,
    HEAD,
    LINE,
    LINE_2,
    NOW,
    SEATS,
    SECRETARY,
    SESSION,
    UNITS,
    acting,
    adopted,
    appraise,
    convened,
    convening,
    draft,
    establish,
    hold,
    line,
    receive,
    submit,
    withdraw,
)

PERIOD = "comment-2025-1"
PUBLISHER = Actor("publisher-mai", Role.PUBLISHER, COUNCIL_UNIT)
OPENS, CLOSES = date(2025, 9, 10), date(2025, 9, 23)
"""Ten working days, both included, as the sector's own notice counted them (NĐ 152/2025/NĐ-CP, Điều 44(2))."""

OPENED_AT = datetime(2025, 9, 10, 9, 0, tzinfo=VIETNAM)


def opening(*nominations: str, opens: date = OPENS, closes: date = CLOSES, by: Actor = SECRETARY) -> Order:
    command = cmc.OpenComment(COUNCIL_UNIT, nominations or (LINE,), opens, closes, "baovephapluat.vn")
    return Order(PERIOD, command, by, OPENED_AT)


def closing(at: datetime, views: int = 120, opinions: int = 2) -> Order:
    return Order(PERIOD, cmc.CloseComment(views, opinions, "BC 5"), SECRETARY, at)


def office(level: Level = Level.SECTOR) -> World:
    """Two appraised lines before a council of that level."""
    return World().after(
        *UNITS,
        *establish(*SEATS, level=level),
        draft(line("cb-001"), line("cb-002")),
        submit(),
        receive(),
        appraise(LINE),
        appraise(LINE_2),
    )


def proposing(award: str, pack: str, world: World | None = None) -> World:
    """The same world, its first line proposed for that award under that pack."""
    begun = world or office()
    state = begun.nomination(LINE)
    assert state.candidate is not None
    changed = replace(
        state,
        candidate=replace(state.candidate, award=award),
        pack=pack,
        pack_hash=packs()[pack].hash,
    )
    heads = {**begun.heads, LINE: Loaded(begun.head(LINE).version, changed)}
    return World(begun.streams, MappingProxyType(heads))


def convene(meets_on: date, *, basis: str = "", award: str = "CSTDTQ") -> Order:
    command = replace(
        convening((LINE,), (adopted(award, ballot=Ballot.SECRET, percent=90),)),
        meets_on=meets_on,
        comment_basis=basis,
    )
    return Order(SESSION, command, SECRETARY, OPENED_AT)


def test_lines_are_listed_for_comment_with_the_period() -> None:
    answer = given(office()).when(opening(LINE, LINE_2))
    answer.then(
        cme.CommentOpened(COUNCIL_UNIT, (LINE, LINE_2), OPENS, CLOSES, "baovephapluat.vn"),
    )
    for stream in (LINE, LINE_2):
        assert answer.world.streams[stream][-1].event == ne.ListedForComment(PERIOD, OPENS, CLOSES)
        assert answer.world.nomination(stream).comment == CommentWindow(PERIOD, OPENS, CLOSES)
        assert answer.world.nomination(stream).step is Step.APPRAISED


@pytest.mark.parametrize(
    ("order", "code"),
    [
        (opening(by=HEAD), "wrong_role"),
        (opening(by=acting(SECRETARY, unit="VKS-KHAC")), "wrong_unit"),
        (opening(LINE, LINE), "line_listed_twice"),
        (opening("nomination-khac.001"), "unknown_line"),
        (opening(opens=CLOSES, closes=OPENS), "dates_out_of_order"),
        (opening(opens=date(2025, 9, 11)), "date_in_future"),
    ],
)
def test_period_that_cannot_be_is_refused(order: Order, code: str) -> None:
    given(office()).when(order).refused(code)


@pytest.mark.parametrize("gone", [hold(), withdraw()], ids=["held", "withdrawn"])
def test_line_that_may_not_be_public_is_not_listed(gone: Order) -> None:
    answer = given(office(), gone).when(opening(LINE, LINE_2))
    answer.refused("held" if gone == hold() else "out_of_order")


def test_period_is_opened_once() -> None:
    given(office(), opening()).when(opening()).refused("already_exists")


def test_opinions_are_summed_up_once_after_the_last_day() -> None:
    last = datetime(2025, 9, 23, 16, 0, tzinfo=VIETNAM)
    given(office(), opening()).when(closing(last)).refused("comment_still_open")
    closed = given(office(), opening()).when(closing(last + timedelta(days=1)))
    closed.then(cme.CommentClosed(120, 2, "BC 5"))
    given(closed.world).when(closing(last + timedelta(days=2))).refused("comment_still_open")


def test_counts_of_opinions_are_not_negative() -> None:
    later = datetime(2025, 9, 24, 9, 0, tzinfo=VIETNAM)
    given(office(), opening()).when(closing(later, opinions=-1)).refused("negative_count")


@pytest.mark.parametrize(
    ("opens", "closes", "meets_on", "code"),
    [
        (OPENS, CLOSES, date(2025, 9, 24), None),
        (OPENS, date(2025, 9, 22), date(2025, 9, 24), "comment_too_short"),
        (OPENS, CLOSES, date(2025, 9, 23), "comment_not_over"),
        (date(2025, 8, 28), date(2025, 9, 12), date(2025, 9, 15), None),
        (date(2025, 8, 28), date(2025, 9, 11), date(2025, 9, 15), "comment_too_short"),
    ],
    ids=["ten days", "nine days", "last day", "ten over the national day", "nine over the national day"],
)
def test_state_title_waits_for_ten_working_days_of_comment(
    opens: date, closes: date, meets_on: date, code: str | None
) -> None:
    """NĐ 152/2025/NĐ-CP, Điều 44(2): at least ten working days before the council sits."""
    world = proposing("CSTDTQ", "R2025", given(office(), opening(opens=opens, closes=closes)).world)
    answer = given(world).when(convene(meets_on))
    if code is None:
        assert answer.accepted().state(SESSION, Session).phase is Phase.CONVENED
    else:
        answer.refused(code)


def test_state_title_never_made_public_is_not_taken_up() -> None:
    given(proposing("CSTDTQ", "R2025")).when(convene(date(2025, 9, 24))).refused("comment_too_short")


def test_basis_does_not_replace_a_period_that_the_law_asks_for() -> None:
    order = convene(date(2025, 9, 24), basis="Chủ tịch đồng ý")
    given(proposing("CSTDTQ", "R2025")).when(order).refused("comment_too_short")


def test_council_below_the_sector_need_not_wait() -> None:
    world = proposing("CSTDTQ", "R2025", office(Level.LOCAL))
    given(world).when(convene(date(2025, 9, 24))).accepted()


def test_unknown_rule_asks_for_the_basis_and_keeps_it() -> None:
    world = proposing("CSTDTQ", "R2019")
    given(world).when(convene(date(2025, 9, 24))).refused("comment_unconfirmed")
    basis = "CV 12: không thuộc diện lấy ý kiến"
    seated = given(world).when(convene(date(2025, 9, 24), basis=basis)).accepted()
    assert convened(seated).comment_basis == basis


def test_title_of_the_sector_needs_no_comment() -> None:
    assert packs()["R2025"].awards["LDTT"].public_comment is None
    world = given(office()).when(Order(SESSION, convening((LINE,)), SECRETARY, NOW))
    assert world.accepted().state(SESSION, Session).phase is Phase.CONVENED
    assert DOSSIER in world.world.streams
