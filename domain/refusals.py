"""Every refusal code with its sentences: the catalogue that screens, API and documentation share."""

from domain.labels import BALLOTS, INSTRUMENTS, OUTCOMES, ROLES, STEPS
from domain.reasons import councils, decisions, dossiers, requests, rules, votes
from domain.refusal import Reason, Refusal, RefusedItem

AREAS = (requests, rules, dossiers, councils, votes, decisions)

REASONS: dict[str, Reason] = dict(sorted(entry for area in AREAS for entry in area.REASONS.items()))
"""By code, in its order; a code stands in one area only."""


_WORDS = {"step": STEPS, "role": ROLES, "outcome": OUTCOMES, "instrument": INSTRUMENTS, "ballot": BALLOTS}
"""Facts that people read in the words of the office."""


def sentences(refusal: Refusal) -> tuple[str, str, str]:
    """The refusal's Vietnamese sentence, English sentence and source, with its facts filled in."""
    reason = REASONS[refusal.code]
    facts = {name: str(value) for name, value in refusal.facts.items()}
    words = {**facts, **{name: _WORDS[name].get(facts[name], facts[name]) for name in _WORDS.keys() & facts}}
    return reason.vi.format_map(words), reason.en.format_map(facts), refusal.source or reason.source


def as_item(stream: str, refusal: Refusal) -> RefusedItem:
    """The refusal of one line of a bulk act."""
    vi, en, source = sentences(refusal)
    return RefusedItem(stream, refusal.code, vi, en, source)
