"""The words that the tables of situations are written in."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from domain.nomination.claims import Claims, Initiative, InitiativeScope, Rating, TitleHeld
from domain.rules.facts import (
    Absence,
    AbsenceCause,
    Discipline,
    DisciplineGrade,
    Facts,
    PositionHeld,
    Proceeding,
    RecognisedWork,
    ServiceKind,
    ServicePeriod,
    TargetResult,
    Transfer,
)
from domain.rules.library import pack_for, packs
from domain.rules.pack import RulePack
from domain.rules.parsing import parse_pack
from domain.values import CandidateKind, HoldGround, Route, Track, Verdict

R2019, R2024A, R2024B, R2025, R2026 = (
    packs()[code] for code in ("R2019", "R2024A", "R2024B", "R2025", "R2026")
)
THU = parse_pack(Path(__file__).with_name("THU.json").read_bytes(), "THU.json")

MET, NOT_MET, REVIEW, HELD = Verdict.MET, Verdict.NOT_MET, Verdict.NEEDS_REVIEW, Verdict.HELD


@dataclass(frozen=True)
class Situation:
    """Given these facts, under this pack, this condition of this award comes to this verdict by this article."""

    name: str
    award: str
    criterion: str
    given: Facts
    verdict: Verdict
    article: str
    pack: RulePack = THU


@dataclass(frozen=True)
class Regime:
    """A shipped pack, the last day on which a dossier of that year is received and assessed under it, and the year."""

    pack: RulePack
    received: str
    year: int

    def person(
        self,
        award: str,
        criterion: str,
        article: str,
        name: str,
        verdict: Verdict,
        **known: Any,  # noqa: ANN401
    ) -> Situation:
        """A situation of a person."""
        facts = person(self.year, on=self.received, **known)
        return Situation(f"{self._told(award)}: {name}", award, criterion, facts, verdict, article, self.pack)

    def unit(
        self,
        award: str,
        criterion: str,
        article: str,
        name: str,
        verdict: Verdict,
        **known: Any,  # noqa: ANN401
    ) -> Situation:
        """A situation of a collective."""
        facts = collective(self.year, on=self.received, **known)
        return Situation(f"{self._told(award)}: {name}", award, criterion, facts, verdict, article, self.pack)

    def _told(self, award: str) -> str:
        assert pack_for(day(self.received)) is self.pack, "the day of receipt chooses the pack"
        return f"{self.pack.id}, {self.pack.award(award).name}"


Y2019, A2024, B2024, Y2025, Y2026 = (
    Regime(R2019, "31/12/2023", 2023),
    Regime(R2024A, "30/09/2024", 2023),
    Regime(R2024B, "31/12/2024", 2024),
    Regime(R2025, "31/12/2025", 2025),
    Regime(R2026, "31/12/2026", 2026),
)


def day(text: str) -> date:
    """A day as people write it: `01/03/2025`."""
    number, month, year = text.split("/")
    return date(int(year), int(month), int(number))


def person(year: int = 2025, *, on: str = "", route: Route = Route.CIVIL, **known: Any) -> Facts:  # noqa: ANN401
    """What is known of a person when the year is assessed, on its last day unless told."""
    claims = Claims(
        rating=known.pop("rating", Rating.GOOD),
        service_months=known.pop("claimed_months", None),
        initiative=known.pop("claimed_initiative", None),
        titles=known.pop("claimed_titles", ()),
        targets_percent=known.pop("claimed_percent", None),
        achievement=known.pop("achievement", ""),
    )
    as_of = day(on) if on else date(year, 12, 31)
    kind = known.pop("kind", CandidateKind.INDIVIDUAL)
    return Facts(as_of, year, route, kind, claims, **known)


def collective(year: int = 2025, *, on: str = "", **known: Any) -> Facts:  # noqa: ANN401
    """What is known of a collective."""
    return person(year, on=on, kind=CandidateKind.COLLECTIVE, **known)


def served(first: str, last: str = "", kind: ServiceKind = ServiceKind.PROCURACY) -> ServicePeriod:
    return ServicePeriod(kind, day(first), day(last) if last else None)


def post(position: str, first: str, last: str = "", *, leading: bool = False) -> PositionHeld:
    return PositionHeld(position, day(first), day(last) if last else None, leading)


def away(first: str, last: str, cause: AbsenceCause = AbsenceCause.OTHER) -> Absence:
    return Absence(cause, day(first), day(last))


def disciplined(
    on: str,
    until: str = "",
    *,
    conduct: str = "hv-1",
    used_in: int = 0,
    grade: DisciplineGrade = DisciplineGrade.REPRIMAND,
) -> Discipline:
    return Discipline(conduct, grade, day(on), day(until) if until else None, used_in)


def matter(ground: HoldGround, opened: str, concluded: str = "", name: str = "vv-1") -> Proceeding:
    return Proceeding(name, ground, day(opened), day(concluded) if concluded else None)


def moved(since: str, on: str, opinion: str = "") -> Transfer:
    return Transfer("VKS-CU", day(since), day(on), opinion)


def work(
    scope: InitiativeScope, on: str, *, authors: int = 1, certificate: str = "GCN-1", name: str = "sk-1"
) -> RecognisedWork:
    return RecognisedWork(name, scope, day(on), authors, certificate)


def claimed(scope: InitiativeScope, certificate: str = "GCN-1") -> Initiative:
    return Initiative(scope, certificate)


def titles(
    award: str, *years: int, track: Track = Track.MERIT, achievement: str = ""
) -> tuple[TitleHeld, ...]:
    return tuple(TitleHeld(award, year, f"{year}/QĐ", track, achievement) for year in years)


def target(goal: int, result: int, name: str = "ct-1", year: int = 2025) -> TargetResult:
    return TargetResult(name, year, goal, result)
