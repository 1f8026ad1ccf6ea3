"""What became of the lines: counts by dossier and award, pure over the read model's rows."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from domain.values import Outcome
from web.words import award_name, award_order

_IN_FORCE = {"signed", "published", "archived"}
"""An outcome counts from the signature on; before it the line is still open."""

_ASIDE = {"withdrawn", "annulled"}
FATES = ("granted", "downgraded", "forwarded", "refused", "withdrawn", "annulled", "open")


@dataclass(frozen=True, slots=True)
class AwardCount:
    """The lines of one award in one dossier, by what became of them; together they are those proposed."""

    award: str
    name: str
    granted: int
    downgraded: int
    forwarded: int
    refused: int
    withdrawn: int
    annulled: int
    open: int

    @property
    def proposed(self) -> int:
        """How many were proposed."""
        return sum(getattr(self, fate) for fate in FATES)


def fate(step: str, outcome: str | None) -> str:
    """What became of a line at that step with that outcome."""
    if step in _ASIDE:
        return step
    return str(Outcome(outcome)) if outcome and step in _IN_FORCE else "open"


def counts(rows: Iterable[Mapping[str, Any]]) -> dict[str, list[AwardCount]]:
    """The counts of each dossier, awards in the packs' order; rows are of `queries.outcomes`."""
    tallies: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for row in rows:
        tallies[row["dossier"], row["award"]][fate(row["step"], row["outcome"])] += row["count"]
    order = award_order()
    found: defaultdict[str, list[AwardCount]] = defaultdict(list)
    for dossier, award in sorted(tallies, key=lambda key: (key[0], order.get(key[1], len(order)), key[1])):
        tally = tallies[dossier, award]
        found[dossier].append(AwardCount(award, award_name(award), **{name: tally[name] for name in FATES}))
    return dict(found)


def total(entries: Iterable[AwardCount]) -> AwardCount:
    """The counts of several awards together."""
    listed = list(entries)
    return AwardCount("", "", **{name: sum(getattr(entry, name) for entry in listed) for name in FATES})
