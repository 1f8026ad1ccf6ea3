"""From a case to its lines: candidates made up by a seeded generator, the same in every run."""

import random
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from demo.cases import Case, Group
from demo.names import candidate_name
from domain.dossier.commands import LineDraft
from domain.ids import Kind, nomination_of, stream_id
from domain.nomination.claims import Claims, Initiative, TitleHeld
from domain.rules.library import pack_for
from domain.rules.pack import Award
from domain.values import CandidateKind, Route


@dataclass(frozen=True, slots=True)
class CandidateFacts:
    """A candidate as the papers describe them; `kin` is a council member related to them."""

    id: str
    name: str
    kind: CandidateKind
    awards: tuple[str, ...]
    claims: Claims
    kin: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line as a person sees it: the candidate's papers, the award's rules, what is sought beside it."""

    nomination: str
    candidate: CandidateFacts
    award: Award
    year: int
    route: Route
    received_on: date

    @property
    def sought_together(self) -> tuple[str, ...]:
        """The other awards sought for the same candidate."""
        return tuple(code for code in self.candidate.awards if code != self.award.code)

    def draft(self) -> LineDraft:
        """The line as the dossier proposes it."""
        person = self.candidate
        return LineDraft(person.id, person.name, person.kind, self.award.code, person.claims)


def candidates(case: Case) -> tuple[CandidateFacts, ...]:
    """The candidates in an order that tells nothing of their facts; pseudonymous ids by that order."""
    chance = random.Random(case.case)  # noqa: S311 - the same people in every run is the point
    groups = [group for group in case.simulated.candidates for _ in range(group.count)]
    chance.shuffle(groups)
    return tuple(_candidate(case, group, number, chance) for number, group in enumerate(groups, start=1))


def lines(case: Case) -> tuple[Line, ...]:
    """The lines of the case's dossier, award by award as proposed, numbered as the engine numbers them."""
    people = candidates(case)
    pack = pack_for(case.received_on)
    dossier = stream_id(Kind.DOSSIER, case.dossier)
    wanted = [(code, person) for code in case.proposed for person in people if code in person.awards]
    return tuple(
        Line(
            nomination_of(dossier, number), person, pack.award(code), case.year, case.route, case.received_on
        )
        for number, (code, person) in enumerate(wanted, start=1)
    )


def earlier_titles(people: Iterable[CandidateFacts]) -> tuple[CandidateFacts, ...]:
    """Those whose earlier titles belong on the register."""
    return tuple(person for person in people if person.claims.titles)


def _candidate(case: Case, group: Group, number: int, chance: random.Random) -> CandidateFacts:
    prefix = case.simulated.prefix
    collective = group.kind is CandidateKind.COLLECTIVE
    return CandidateFacts(
        f"{prefix}-tt-{number:04d}" if collective else f"{prefix}-{number:04d}",
        candidate_name(group.kind, chance, number),
        group.kind,
        group.awards,
        _claims(case, group, number, chance),
        group.kin,
    )


def _claims(case: Case, group: Group, number: int, chance: random.Random) -> Claims:
    collective = group.kind is CandidateKind.COLLECTIVE
    certificate = f"SK-{number:03d}/{case.year} (mô phỏng)"
    return Claims(
        rating=group.rating,
        service_months=None if collective else chance.randint(18, 360),
        position=group.position,
        initiative=Initiative(group.initiative, certificate) if group.initiative else None,
        titles=tuple(
            TitleHeld(held.award, year, f"{100 + number}/QĐ-{year} (mô phỏng)")
            for held in group.titles
            for year in held.years
        ),
        targets_percent=chance.randint(102, 118) if collective else None,
    )
