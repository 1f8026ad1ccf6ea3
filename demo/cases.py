"""The published cases, read from the files beside this module."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from importlib.resources import files

from pydantic import BaseModel, ConfigDict, TypeAdapter

from domain.nomination.claims import InitiativeScope, Position, Rating
from domain.rules.pack import Ballot, Level
from domain.values import CandidateKind, Outcome, Route

REST = "rest"
"""The key of the vote rule for every award that has none of its own."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class UnitFacts(_Strict):
    """The proposing unit."""

    code: str
    name: str
    level: str


class Letter(_Strict):
    """The unit's letter."""

    number: str
    date: date


class EarlierTitles(_Strict):
    """A title that is on the register, for each of these years."""

    award: str
    years: tuple[int, ...]


class Group(_Strict):
    """Candidates of the same facts; `kin` is the council member to whom they are related."""

    count: int
    awards: tuple[str, ...]
    rating: Rating
    kind: CandidateKind = CandidateKind.INDIVIDUAL
    position: Position = Position.STAFF
    initiative: InitiativeScope | None = None
    titles: tuple[EarlierTitles, ...] = ()
    kin: str = ""


class Quorum(_Strict):
    """The fraction of all members who must be present, and on what it rests."""

    numerator: int
    denominator: int
    basis: str


class Founding(_Strict):
    """Since when the council sits, and by which document."""

    on: date
    document: str


class CouncilFacts(_Strict):
    """The council: how many sit, who asks for more than the rules do, who is away."""

    name: str
    level: Level
    founded: Founding
    meets_on: date
    members: int
    demanding: tuple[str, ...]
    absent: tuple[str, ...]
    quorum: Quorum


class VoteFacts(_Strict):
    """A vote rule that the session adopts."""

    ballot: Ballot
    pass_percent: int
    basis: str


class Signing(_Strict):
    """The days and the number's suffix of the instruments."""

    signed_on: date
    published_on: date
    suffix: str


class Simulated(_Strict):
    """What was not published and is made up here; `strength` is the number of people of the unit."""

    prefix: str
    letter: Letter
    strength: int | None
    candidates: tuple[Group, ...]
    council: CouncilFacts
    voting: Mapping[str, VoteFacts]
    signing: Signing


class Case(_Strict):
    """One published case and what is simulated around it."""

    case: str
    title: str
    source: str
    published: str
    unit: UnitFacts
    route: Route
    year: int
    received_on: date
    proposed: Mapping[str, Mapping[CandidateKind, int]]
    published_outcome: Mapping[str, Mapping[Outcome, int]]
    simulated: Simulated

    @property
    def dossier(self) -> str:
        """The dossier's key."""
        return self.case

    @property
    def session(self) -> str:
        """The session's key."""
        return f"{self.case}.hd"

    @property
    def council(self) -> str:
        """The council's key."""
        return self.unit.code.lower()

    def vote_rule(self, award: str) -> VoteFacts:
        """The vote rule adopted for an award."""
        return self.simulated.voting.get(award, self.simulated.voting[REST])


@dataclass(frozen=True, slots=True)
class Figures:
    """How many lines of an award were proposed, and what became of them."""

    proposed: int = 0
    granted: int = 0
    forwarded: int = 0
    refused: int = 0


def published(case: Case) -> dict[str, Figures]:
    """The published figures by award code."""
    return {
        award: Figures(
            sum(counts.values()),
            *(
                case.published_outcome[award].get(outcome, 0)
                for outcome in (Outcome.GRANTED, Outcome.FORWARDED, Outcome.REFUSED)
            ),
        )
        for award, counts in case.proposed.items()
    }


def load_cases() -> tuple[Case, ...]:
    """Every case by its file's name."""
    folder = files(__package__).joinpath("cases")
    found = sorted(
        (entry for entry in folder.iterdir() if entry.name.endswith(".json")), key=lambda e: e.name
    )
    adapter = TypeAdapter(Case)
    return tuple(adapter.validate_json(entry.read_bytes()) for entry in found)
