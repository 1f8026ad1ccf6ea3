"""The verifier looks for the delegation behind every act in another's name."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from audit.behalf import Behalf
from audit.findings import Trace, finding
from domain.delegation.events import DelegationEnded, WorkDelegated
from domain.ids import Kind
from domain.values import Personal, Role
from store import codec
from tlog.leaf import GENESIS, Actor, Leaf

DAY = datetime(2023, 11, 6, 2, 0, tzinfo=UTC)
MINH = Actor(id="minh", role="appraiser", unit="VKS-X")
FOR_MINH = Actor(id="hoa", role="appraiser", unit="VKS-X", on_behalf_of="minh")


def leaf(  # noqa: PLR0913 - a leaf has many sides
    stream: str,
    name: str,
    actor: Actor = FOR_MINH,
    *,
    command: int = 1,
    at: datetime = DAY,
    event: object = None,
) -> Leaf:
    payload = codec.encode(event, lambda _pointer, _value: {"digest": "A" * 43}) if event else {}
    return Leaf(
        stream=stream,
        version=1,
        name=name,
        schema=1,
        payload=payload,
        actor=actor,
        command_id=f"0192f5d4-7a1b-7000-8000-{command:012d}",
        accepted_at=at,
        prev=GENESIS,
        recorded_at=at,
    )


def delegated(*kinds: Kind, mandate: str = "") -> Leaf:
    event = WorkDelegated(
        1, "hoa", Role.APPRAISER, "VKS-X", DAY.date(), DAY.date(), kinds, mandate, Personal("Nghỉ phép")
    )
    return leaf("delegation-minh", "delegation.work_delegated", MINH, command=100, event=event)


ENDED = leaf(
    "delegation-minh", "delegation.ended", MINH, command=101, event=DelegationEnded(1, Personal("x"))
)
ACT = leaf("nomination-a", "nomination.appraisal_recorded")


def found(*leaves: Leaf) -> list[tuple[str | None, int | None]]:
    traces: list[Trace] = []
    behalf = Behalf(traces.append)
    for position, one in enumerate(leaves):
        behalf.follow(one, position)
    assert all(trace.code == "delegation_missing" for trace in traces)
    return [(trace.stream, trace.position) for trace in traces]


def test_act_in_ones_own_name_needs_nothing() -> None:
    assert found(leaf("nomination-a", "nomination.appraisal_recorded", MINH)) == []


def test_act_under_a_delegation_recorded_before_it_stands() -> None:
    assert found(delegated(), ACT) == []


def cases() -> Iterator[tuple[str, tuple[Leaf, ...]]]:
    other = Actor(id="mai", role="appraiser", unit="VKS-X", on_behalf_of="minh")
    yield "none", (ACT,)
    yield "after it", (ACT, delegated())
    yield "ended", (delegated(), ENDED, ACT)
    yield "another delegate", (delegated(), leaf("nomination-a", "nomination.held", other))
    yield (
        "another day",
        (delegated(), leaf("nomination-a", "nomination.held", at=datetime(2023, 11, 8, tzinfo=UTC))),
    )
    yield "another kind", (delegated(Kind.DOSSIER), ACT)
    yield "a ballot", (delegated(), leaf("session-a", "session.ballot_cast"))
    yield "signed without a paper", (delegated(), leaf("decision-a", "decision.signed"))
    yield (
        "no such role",
        (delegated(), leaf("nomination-a", "x", Actor(id="hoa", role="?", unit="u", on_behalf_of="minh"))),
    )


@pytest.mark.parametrize(("leaves"), [pytest.param(leaves, id=name) for name, leaves in cases()])
def test_act_without_a_delegation_is_found(leaves: tuple[Leaf, ...]) -> None:
    acts = [(one.stream, place) for place, one in enumerate(leaves) if one.actor.on_behalf_of]
    assert found(*leaves) == acts


def test_lines_of_one_command_go_by_the_kind_of_the_stream_that_was_asked() -> None:
    asked = leaf("dossier-a", "dossier.appraised", command=2)
    assert found(delegated(Kind.DOSSIER), asked, leaf("nomination-a", "x", command=2)) == []


def test_signature_with_a_paper_stands() -> None:
    assert found(delegated(mandate="QĐ 7"), leaf("decision-a", "decision.signed")) == []


def test_finding_names_both_persons() -> None:
    traces: list[Trace] = []
    Behalf(traces.append).follow(ACT, 7)
    told = finding(traces[0], None, 0)
    assert "hoa" in told.sentence_vi
    assert "thay mặt minh" in told.sentence_vi
    assert "on behalf of minh" in told.sentence_en
