"""Whether somebody may act in another's name: a delegation in force that day, and an act that can be delegated."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from domain.decision.commands import CorrectDecision, SignDecision
from domain.delegation.commands import DelegateWork, EndDelegation
from domain.delegation.state import Delegations, delegation_stream
from domain.ids import Kind
from domain.refusal import refuse_unless
from domain.session.commands import CastBallot, DeclareRecusal
from domain.values import Actor

_IN_PERSON: Final = (CastBallot, DeclareRecusal, DelegateWork, EndDelegation)
"""A vote is the member's own, and what was delegated is not delegated on."""
_SIGNING: Final = (SignDecision, CorrectDecision)
"""Who signs for somebody needs a paper that says so."""

PERSONAL_EVENTS: Final = frozenset(
    {"session.ballot_cast", "session.recusal_declared", "delegation.work_delegated", "delegation.ended"}
)
"""What such acts leave behind."""
SIGNED_EVENTS: Final = frozenset({"decision.signed", "decision.corrected"})


def authorities(actor: Actor) -> tuple[str, ...]:
    """The streams on which the actor's authority rests: none for who acts in their own name."""
    return (delegation_stream(actor.on_behalf_of),) if actor.on_behalf_of else ()


def check_authority(
    command: object, kind: Kind, actor: Actor, today: date, states: Mapping[str, Any]
) -> None:
    """Refuse an act in another's name that no delegation in force lets this person do."""
    if not actor.on_behalf_of:
        return
    refuse_unless(not isinstance(command, _IN_PERSON), "act_not_delegable")
    state = states.get(delegation_stream(actor.on_behalf_of))
    known = state if isinstance(state, Delegations) else Delegations()
    letting = [one for one in known.letting(actor.id, actor.role, actor.unit, today) if one.reaches(kind)]
    refuse_unless(
        letting, "delegation_not_in_force", role=actor.role, unit=actor.unit, principal=actor.on_behalf_of
    )
    signing = not isinstance(command, _SIGNING) or any(one.mandate.strip() for one in letting)
    refuse_unless(signing, "signing_not_delegated")
