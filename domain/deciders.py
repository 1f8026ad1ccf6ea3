"""The aggregates by kind of stream: where each begins, decides, folds, and what the calendar owes it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from domain.comment import decide as comment
from domain.comment.state import INITIAL as COMMENT
from domain.context import Context
from domain.council import decide as council
from domain.council.state import INITIAL as COUNCIL
from domain.deadline import Deadline, Limit, ladder
from domain.decision import decide as decision
from domain.decision.state import INITIAL as DECISION
from domain.delegation import decide as delegation
from domain.delegation.state import INITIAL as DELEGATIONS
from domain.dossier import deadlines as dossier_deadlines
from domain.dossier import decide as dossier
from domain.dossier import evolve as dossier_evolve
from domain.dossier.state import INITIAL as DOSSIER
from domain.ids import Kind
from domain.nomination import deadlines as nomination_deadlines
from domain.nomination import decide as nomination
from domain.nomination import evolve as nomination_evolve
from domain.nomination.state import INITIAL as NOMINATION
from domain.register import decide as register
from domain.register.state import PersonRecord, UnitRecord
from domain.roll import decide as roll
from domain.roll.state import INITIAL as ROLL
from domain.session import decide as session
from domain.session import evolve as session_evolve
from domain.session.state import INITIAL as SESSION
from domain.values import Meta


def _no_limit(_state: object) -> Limit | None:
    return None


@dataclass(frozen=True, slots=True)
class Decider:
    """One aggregate as four plain values; `limit` is what its present step is allowed."""

    initial: Any
    decide: Callable[[Any, Any, Context], tuple[object, ...]]
    evolve: Callable[[Any, Any, Meta], Any]
    limit: Callable[[Any], Limit | None] = _no_limit

    def due(self, state: Any) -> tuple[Deadline, ...]:  # noqa: ANN401 - its own state
        """What the calendar must do next, soonest first."""
        found = self.limit(state)
        return ladder(found) if found else ()


DECIDERS: Mapping[Kind, Decider] = MappingProxyType(
    {
        Kind.NOMINATION: Decider(
            NOMINATION, nomination.decide, nomination_evolve.evolve, nomination_deadlines.limit
        ),
        Kind.DOSSIER: Decider(DOSSIER, dossier.decide, dossier_evolve.evolve, dossier_deadlines.limit),
        Kind.SESSION: Decider(SESSION, session.decide, session_evolve.evolve),
        Kind.DECISION: Decider(DECISION, decision.decide, decision.evolve),
        Kind.PERSON: Decider(PersonRecord(), register.decide_person, register.evolve_person),
        Kind.UNIT: Decider(UnitRecord(), register.decide_unit, register.evolve_unit),
        Kind.ROLL: Decider(ROLL, roll.decide, roll.evolve),
        Kind.COMMENT: Decider(COMMENT, comment.decide, comment.evolve),
        Kind.DELEGATION: Decider(DELEGATIONS, delegation.decide, delegation.evolve),
        Kind.COUNCIL: Decider(COUNCIL, council.decide, council.evolve),
    }
)
