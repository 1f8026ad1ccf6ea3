"""Running one order: which streams it sees, what it may write, and all or nothing."""

from dataclasses import replace

import pytest

from domain.decision.commands import LineOutcome
from domain.decision.state import Decision
from domain.execution import Change, Loaded, Order, empty, run
from domain.ids import Kind, key_of, kind_of, nomination_of, stream_id
from domain.nomination import commands as nc
from domain.nomination.state import Step
from domain.peers import peers
from domain.refusal import Refusal
from domain.refusals import as_item, sentences
from domain.register.events import TitleRecorded
from domain.values import CandidateKind, Outcome
from tests.domain.given import given
from tests.domain.office import (
    CHAIR,
    COUNCIL,
    DECIDER,
    DECISION,
    DOSSIER,
    LINE,
    LINE_2,
    NOW,
    OFFICE,
    SESSION,
    acting,
    appraise,
    archive,
    at,
    certify,
    convene,
    draft,
    line,
    publish,
    receive,
    settle,
    sign,
    submit,
    withdraw_dossier,
)

PERSON, OWN_UNIT, HANDLING = "person-cb-001", "unit-vks-h", "unit-vks-x"
ROLL, OLD_ROLL = "roll-vks-x.2023", "roll-vks-h.2023"
"""That of the level which decides; rolls were once each unit's own."""

AS_UNIT = "unit-cb-001"
"""Where the candidate would be a unit: a collective may be."""


@pytest.mark.parametrize(
    ("step", "order", "expected"),
    [
        (Step.NONE, draft(), (OWN_UNIT, HANDLING, LINE)),
        (Step.DRAFT, submit(), (LINE,)),
        (Step.SUBMITTED, receive(), (LINE,)),
        (Step.SUBMITTED, withdraw_dossier(), (LINE,)),
        (Step.RECEIVED, appraise(), (DOSSIER, PERSON)),
        (Step.APPRAISED, convene(), (COUNCIL, LINE)),
        (Step.IN_COUNCIL, certify(), (LINE, OWN_UNIT, HANDLING, ROLL, OLD_ROLL, PERSON, AS_UNIT)),
        (Step.VOTED, settle(), (LINE,)),
        (Step.DECIDED, sign(), (HANDLING, OWN_UNIT, LINE, PERSON, AS_UNIT, ROLL, OLD_ROLL)),
        (Step.SIGNED, publish(), (LINE,)),
        (Step.PUBLISHED, archive(), (LINE,)),
    ],
)
def test_order_names_the_streams_it_must_see(step: Step, order: Order, expected: tuple[str, ...]) -> None:
    state = at(step).head(order.stream).state
    assert peers(order.stream, state, order.command) == expected


@pytest.mark.parametrize("seen", [0, 1, 2, 4])
def test_stale_page_is_refused(seen: int) -> None:
    order = Order(LINE, appraise().command, appraise().actor, NOW, seen_version=seen)
    given(at(Step.RECEIVED)).when(order).refused("stale_view", current=3)


def test_fresh_page_is_accepted() -> None:
    order = Order(LINE, appraise().command, appraise().actor, NOW, seen_version=3)
    given(at(Step.RECEIVED)).when(order).accepted()


def test_changes_number_their_events_from_where_the_stream_stood() -> None:
    changes = at(Step.DECIDED).run(sign())
    stood = {stream: at(Step.DECIDED).head(stream).version for stream in (DECISION, LINE, PERSON)}
    assert {change.stream: change.before for change in changes} == stood
    assert {change.stream: change.version for change in changes} == {name: n + 1 for name, n in stood.items()}


def test_two_lines_of_one_candidate_share_one_change_of_the_register() -> None:
    team = (replace(line("tt-1", award), kind=CandidateKind.COLLECTIVE) for award in ("TTLDTT", "TTLDXS"))
    world = given(*OFFICE, draft(*team), submit(), receive()).world
    world = world.after(appraise(LINE, "TTLDTT"), appraise(LINE_2, "TTLDXS"))
    for stream in (LINE, LINE_2):
        voted = nc.RecordVote(SESSION, Outcome.GRANTED, 5, 0, 0, 0, 5)
        world = world.after(
            Order(stream, nc.PlaceOnAgenda(SESSION), CHAIR, NOW), Order(stream, voted, CHAIR, NOW)
        )
    both = (LineOutcome(LINE, Outcome.GRANTED), LineOutcome(LINE_2, Outcome.GRANTED))
    changes = {change.stream: change for change in world.after(settle(*both)).run(sign())}
    assert [type(event) for event in changes["person-tt-1"].events] == [TitleRecorded, TitleRecorded]
    assert (changes["person-tt-1"].before, changes["person-tt-1"].version) == (0, 2)


def test_stream_without_a_new_fact_is_not_changed() -> None:
    titled = given(at(Step.SIGNED)).world.head(PERSON)
    again = at(Step.DECIDED).with_changes(sign(), (Change(PERSON, 0, (), titled.state),))
    changed = {change.stream for change in again.run(sign())}
    assert changed == {DECISION, LINE}


def test_order_on_what_is_no_stream_is_refused() -> None:
    with pytest.raises(Refusal, match="malformed_id"):
        run(Order("somewhere", sign().command, DECIDER, NOW), {})


def test_empty_stream_stands_at_version_nought() -> None:
    assert empty(DECISION) == Loaded(0, Decision())


def test_refusal_of_the_act_itself_names_no_line() -> None:
    stranger = Order(DOSSIER, submit().command, acting(submit().actor, unit="VKS-Z"), NOW)
    given(at(Step.DRAFT)).when(stranger).refused("wrong_unit").because_of()


# Names of streams


@pytest.mark.parametrize("kind", Kind)
def test_stream_id_tells_its_kind_and_key(kind: Kind) -> None:
    stream = stream_id(kind, "h-2023.001")
    assert (kind_of(stream), key_of(stream)) == (kind, "h-2023.001")


@pytest.mark.parametrize("key", ["", "-", "a-", "-a", "A", "đ", "a b", "a/b", "a\n", "a" * 81, "a_b"])
def test_key_outside_the_alphabet_is_refused(key: str) -> None:
    with pytest.raises(Refusal, match="malformed_id"):
        stream_id(Kind.UNIT, key)


@pytest.mark.parametrize(
    "stream", ["", "nomination", "nomination-", "line-a", "Nomination-a", "nomination_a", "unit-A"]
)
def test_what_is_no_stream_id_is_refused(stream: str) -> None:
    with pytest.raises(Refusal, match="malformed_id"):
        kind_of(stream)


@pytest.mark.parametrize(
    ("number", "expected"), [(1, "nomination-h.001"), (999, "nomination-h.999"), (1000, "nomination-h.1000")]
)
def test_line_number_makes_the_nominations_name(number: int, expected: str) -> None:
    assert nomination_of("dossier-h", number) == expected


# Refusals as sentences


def test_refusal_speaks_with_its_facts_and_source() -> None:
    refusal = Refusal("quorum_not_met", {"present": 3, "needed": 4, "members": 5})
    assert sentences(refusal) == (
        "Chưa đủ thành viên: có 3, cần 4 trên 5.",
        "Quorum 3 of 5 not met: 4 needed.",
        "Quy chế phiên họp",
    )
    assert str(refusal) == "quorum_not_met {'present': 3, 'needed': 4, 'members': 5}"


def test_refusal_of_a_parameter_names_that_parameters_source() -> None:
    item = as_item(LINE, Refusal("cap_unconfirmed", {"award": "LDTT"}, "TT 151/2018/TT-BQP"))
    assert (item.stream, item.code, item.source) == (LINE, "cap_unconfirmed", "TT 151/2018/TT-BQP")
    assert str(Refusal("held")) == "held"
