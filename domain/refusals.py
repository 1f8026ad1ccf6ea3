"""Every refusal code with its sentences: the catalogue that screens, API and documentation share."""

from domain.reasons import councils, decisions, dossiers, duties, papers, requests, rules, votes
from domain.refusal import Reason, Refusal, RefusedItem
from domain.telling import in_words

AREAS = (requests, duties, rules, dossiers, papers, councils, votes, decisions)

REASONS: dict[str, Reason] = dict(sorted(entry for area in AREAS for entry in area.REASONS.items()))
"""By code, in its order; a code stands in one area only."""


def sentences(refusal: Refusal) -> tuple[str, str, str]:
    """The refusal's Vietnamese sentence, English sentence and source, with its facts filled in."""
    reason = REASONS[refusal.code]
    told = {name: in_words(name, value) for name, value in refusal.facts.items()}
    vi, en = ({name: pair[language] for name, pair in told.items()} for language in (0, 1))
    return reason.vi.format_map(vi), reason.en.format_map(en), refusal.source or reason.source


def as_item(stream: str, refusal: Refusal) -> RefusedItem:
    """The refusal of one line of a bulk act."""
    vi, en, source = sentences(refusal)
    return RefusedItem(stream, refusal.code, vi, en, source)
