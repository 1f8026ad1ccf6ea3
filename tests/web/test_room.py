"""Who sees what of a session: nothing of a line stepped aside from, no count before its time, nobody's choice."""

from dataclasses import replace
from functools import cache

import pytest

from domain.execution import Order
from domain.rules.pack import Ballot
from domain.rules.voting import Count
from domain.session import commands as vc
from domain.session.seeing import LineTally, votes_needed
from domain.session.state import Channel, Choice, Phase, Session
from domain.values import Role
from readmodel.accounts import Account, Grant
from tests.domain import office as o
from tests.domain.given import World
from web.room import Live, Next, Room, may_enter, room

PEOPLE = {
    "chair": Account("member-chu", "Chủ tịch", (Grant(Role.COUNCIL_CHAIR, o.COUNCIL_UNIT),)),
    "secretary": Account("member-thu", "Thư ký", (Grant(Role.COUNCIL_SECRETARY, o.COUNCIL_UNIT),)),
    "member": Account("member-binh", "Ủy viên", (Grant(Role.COUNCIL_MEMBER, o.COUNCIL_UNIT),)),
    "recused": Account("member-an", "Ủy viên có liên quan", (Grant(Role.COUNCIL_MEMBER, o.COUNCIL_UNIT),)),
    "decider": Account("decider-vien", "Viện trưởng", (Grant(Role.DECIDER, o.COUNCIL_UNIT),)),
    "auditor": Account("auditor", "Thanh tra", (Grant(Role.AUDITOR, "VKS-TC"),)),
    "stranger": Account("stranger", "Người ngoài", (Grant(Role.PROPOSING_OFFICER, "VKS-Z"),)),
    "operator": Account("operator", "Vận hành", (Grant(Role.OPERATOR, o.COUNCIL_UNIT),)),
}
PHASES = ("convened", "attended", "voting", "voted", "counting", "certified")
RULES = (o.adopted("LDTT"), o.adopted("CSTDCS", percent=50))


def _marks(lines: tuple[str, ...]) -> tuple[tuple[str, Choice], ...]:
    return tuple((line, Choice.APPROVE) for line in lines)


@cache
def _sitting(*lines: str) -> dict[str, Session]:
    """The session over these lines at each phase; `member-an` stepped aside from the second."""
    world = o.people("cb-001", "cb-002")
    seen = _marks(tuple(line for line in lines if line != o.LINE_2))
    steps: dict[str, tuple[Order, ...]] = {
        "convened": (
            o.convene(o.convening(lines, RULES[:1])),
            *((o.recuse("member-an", o.LINE_2),) if o.LINE_2 in lines else ()),
        ),
        "attended": (o.attend(),),
        "voting": (o.open_voting(), o.ballot("member-chi", *_marks(lines))),
        "voted": (
            o.ballot("member-an", *seen),
            *(o.ballot(voter, *_marks(lines)) for voter in ("member-chu", "member-thu", "member-binh")),
        ),
        "counting": (o.close_voting(),),
        "certified": (o.certify(),),
    }
    found = {}
    for phase, orders in steps.items():
        world = world.after(*orders)
        found[phase] = _state(world)
    return found


def _state(world: World) -> Session:
    state = world.head(o.SESSION).state
    assert isinstance(state, Session)
    return state


def _room(state: Session, who: str, live: str = "") -> Room:
    return room(o.SESSION, 1, state, PEOPLE[who], (), live, o.TODAY)


@pytest.mark.parametrize("phase", PHASES)
def test_a_recused_member_sees_the_session_that_never_had_the_line(phase: str) -> None:
    """The whole view is compared: no number, name, seat or act tells that a line more is before the council."""
    with_line = _room(_sitting(o.LINE, o.LINE_2)[phase], "recused")
    without_line = _room(_sitting(o.LINE)[phase], "recused")

    assert with_line.hides
    assert with_line == replace(without_line, hides=True)


@pytest.mark.parametrize("phase", PHASES)
def test_the_others_see_the_line_that_the_recused_do_not(phase: str) -> None:
    """Else the test above would pass on a room that shows nobody anything."""
    seen = _room(_sitting(o.LINE, o.LINE_2)[phase], "member")
    assert [item.line.nomination for item in seen.items] == [o.LINE, o.LINE_2]
    assert not seen.hides


def test_whoever_the_line_is_about_never_sees_it_whatever_their_role() -> None:
    state = _sitting(o.LINE, o.LINE_2)["voting"]
    proposed = Account("cb-001", "Người được đề nghị", (Grant(Role.APPRAISER, o.COUNCIL_UNIT),))
    seen = room(o.SESSION, 1, state, proposed, (), o.LINE, o.TODAY)
    assert ([item.line.nomination for item in seen.items], seen.live) == ([o.LINE_2], Live.HIDDEN)


def test_a_line_hidden_by_another_session_is_hidden_here() -> None:
    state = _sitting(o.LINE, o.LINE_2)["voting"]
    seen = room(o.SESSION, 1, state, PEOPLE["member"], (o.LINE,), "", o.TODAY)
    assert [item.line.nomination for item in seen.items] == [o.LINE_2]


@pytest.mark.parametrize(
    ("phase", "who", "shown"),
    [
        (phase, who, phase == "certified" or (phase == "counting" and who in {"chair", "secretary"}))
        for phase in PHASES
        for who in ("chair", "secretary", "member", "recused", "decider", "auditor")
    ],
)
def test_no_tally_is_seen_before_closing_and_then_by_those_who_preside(
    phase: str,
    who: str,
    shown: bool,  # noqa: FBT001 - a column of the table
) -> None:
    seen = _room(_sitting(o.LINE, o.LINE_2)[phase], who)
    expected = LineTally(Count(approve=5), 5, 4) if shown else None
    assert seen.items[0].tally == expected
    assert seen.state.counted == {}


@pytest.mark.parametrize("phase", PHASES)
@pytest.mark.parametrize("who", ["chair", "secretary", "member", "recused", "decider", "auditor"])
def test_nobody_is_given_another_members_marks(phase: str, who: str) -> None:
    seen = _room(_sitting(o.LINE, o.LINE_2)[phase], who)
    assert set(seen.state.ballots) <= {PEOPLE[who].id}


def test_a_reopened_vote_hides_the_marks_that_stand() -> None:
    world = o.people("cb-001").after(*o.sitting((o.LINE, Choice.APPROVE)), o.reopen())
    assert {_room(_state(world), who).items[0].tally for who in PEOPLE} == {None}


def test_progress_tells_who_owes_a_paper() -> None:
    seen = _room(_sitting(o.LINE, o.LINE_2)["voting"], "member")
    assert seen.waiting_for == ("member-chu", "member-thu", "member-an", "member-binh")
    assert (seen.next, [item.line.nomination for item in seen.owed]) == (Next.BALLOTS, [o.LINE, o.LINE_2])


@cache
def _secret() -> dict[str, Session]:
    world = o.people("cb-001", "cb-002").after(
        o.convene(o.convening((o.LINE, o.LINE_2), (o.adopted("LDTT", ballot=Ballot.SECRET),))),
        o.recuse("member-thu", o.LINE_2),
        o.attend(),
        o.open_voting(),
        o.close_voting(),
    )
    before = _state(world)
    counts = (vc.SecretCount(o.LINE, Count(approve=4, refuse=1)), vc.SecretCount(o.LINE_2, Count(approve=4)))
    return {
        "before": before,
        "after": _state(world.after(Order(o.SESSION, o.in_secret(*counts), o.CHAIR, o.NOW))),
    }


def test_a_secret_vote_is_counted_by_who_sees_every_line_of_it() -> None:
    state = _secret()["before"]
    assert "record_secret_count" in _room(state, "chair").acts
    assert "record_secret_count" not in _room(state, "secretary").acts
    assert "record_secret_count" not in _room(state, "member").acts
    assert [item.line.nomination for item in _room(state, "secretary").secret_owed] == [o.LINE]


@pytest.mark.parametrize("who", ["chair", "secretary", "member", "decider", "auditor"])
def test_a_secret_vote_shows_nobodys_choice(who: str) -> None:
    seen = _room(_secret()["after"], who)
    assert [(item.owed, item.marked) for item in seen.items] == [(False, None)] * len(seen.items)
    assert seen.state.ballots == {}
    expected = LineTally(Count(approve=4, refuse=1), 5, 4) if who in {"chair", "secretary"} else None
    assert seen.items[0].tally == expected


@pytest.mark.parametrize(
    ("who", "phase", "acts"),
    [
        ("chair", "convened", {"record_conflict", "record_attendance", "postpone_lines", "adjourn_session"}),
        ("chair", "attended", {"open_voting"}),
        ("secretary", "attended", {"open_voting"}),
        ("chair", "voting", {"close_voting", "cast_ballot"}),
        ("chair", "counting", {"certify_tally", "reopen_voting"}),
        ("member", "attended", {"declare_recusal"}),
        ("member", "voting", {"declare_recusal", "cast_ballot"}),
    ],
)
def test_the_acts_of_a_phase_are_offered(who: str, phase: str, acts: set[str]) -> None:
    assert acts <= _room(_sitting(o.LINE, o.LINE_2)[phase], who).acts


@pytest.mark.parametrize(
    ("who", "phase", "acts"),
    [
        ("secretary", "counting", {"certify_tally", "close_voting", "cast_ballot"}),
        ("member", "attended", {"open_voting", "record_attendance", "record_conflict", "mark_live"}),
        ("member", "voted", {"cast_ballot"}),
        ("decider", "voting", {"cast_ballot", "close_voting", "declare_recusal", "mark_live"}),
        ("auditor", "counting", {"certify_tally", "reopen_voting", "adjourn_session"}),
        ("chair", "certified", {"reopen_voting", "adjourn_session", "postpone_lines", "mark_live"}),
    ],
)
def test_acts_out_of_their_time_or_hands_are_not(who: str, phase: str, acts: set[str]) -> None:
    assert not acts & _room(_sitting(o.LINE, o.LINE_2)[phase], who).acts


@pytest.mark.parametrize(
    ("who", "enters"),
    [
        ("chair", True),
        ("secretary", True),
        ("member", True),
        ("recused", True),
        ("decider", True),
        ("auditor", True),
        ("stranger", False),
        ("operator", False),
    ],
)
def test_the_room_is_open_to_those_who_take_part(who: str, enters: bool) -> None:  # noqa: FBT001 - a column
    assert may_enter(_sitting(o.LINE)["voting"], PEOPLE[who]) is enters


@pytest.mark.parametrize(
    ("live", "who", "told"),
    [
        ("", "member", Live.NOTHING),
        (o.LINE_2, "member", Live.SHOWN),
        (o.LINE_2, "recused", Live.HIDDEN),
        (o.LINE, "recused", Live.SHOWN),
    ],
)
def test_the_live_line_is_hidden_from_who_stepped_aside(live: str, who: str, told: Live) -> None:
    seen = _room(_sitting(o.LINE, o.LINE_2)["voting"], who, live)
    assert seen.live is told
    assert (seen.current is not None) is (told is Live.SHOWN)


def test_an_absent_member_answers_in_writing() -> None:
    world = o.people("cb-001").after(o.convene(), o.attend(*o.MEMBERS[:4]), o.open_voting())
    away = Account("member-chi", "Vắng", (Grant(Role.COUNCIL_MEMBER, o.COUNCIL_UNIT),))
    seen = room(o.SESSION, 1, _state(world), away, (), "", o.TODAY)
    assert (seen.channel, len(seen.owed)) == (Channel.WRITTEN, 1)
    assert _room(_state(world), "member").channel is Channel.IN_PERSON


@pytest.mark.parametrize(
    ("whole", "percent", "needed"), [(9, 80, 8), (9, 60, 6), (10, 80, 8), (3, 50, 2), (0, 80, 0), (5, 100, 5)]
)
def test_votes_needed_is_the_share_rounded_up(whole: int, percent: int, needed: int) -> None:
    assert votes_needed(whole, percent) == needed


def test_what_happens_next_follows_the_phases() -> None:
    found = [_room(_sitting(o.LINE)[phase], "member").next for phase in PHASES]
    assert found == [Next.QUORUM, Next.OPEN, Next.BALLOTS, Next.CLOSE, Next.CERTIFY, Next.DECIDE]
    assert _sitting(o.LINE)["certified"].phase is Phase.CERTIFIED
