"""What only a human can judge."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from domain.rules.criteria.condition import Condition
from domain.rules.criteria.ruling import IDLE, Ruling, review
from domain.rules.facts import Facts


@dataclass(frozen=True, slots=True)
class Judgement(Condition):
    """A question that is always put to a human."""

    kind: ClassVar[str] = "judgement"


@dataclass(frozen=True, slots=True)
class LaterText(Condition):
    """From `since` on another text is in force, and a human says whether it is more favourable to this dossier."""

    kind: ClassVar[str] = "later_text"
    since: date = date.max


def later_text(criterion: LaterText, facts: Facts) -> Ruling:
    """Nothing to compare before that day; from then on the comparison is nobody's but a human's."""
    return review(since=criterion.since) if facts.as_of >= criterion.since else IDLE
