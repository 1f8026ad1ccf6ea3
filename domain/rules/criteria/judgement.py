"""What only a human can judge."""

from dataclasses import dataclass
from typing import ClassVar

from domain.rules.criteria.condition import Condition


@dataclass(frozen=True, slots=True)
class Judgement(Condition):
    """A question that is always put to a human."""

    kind: ClassVar[str] = "judgement"
