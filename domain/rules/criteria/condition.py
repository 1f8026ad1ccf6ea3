"""What every criterion has, whatever it looks at."""

from dataclasses import dataclass

from domain.rules.basis import Basis, Status
from domain.values import CandidateKind, Route


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition of an award, for these kinds of candidate on these routes."""

    id: str
    basis: Basis
    candidates: tuple[CandidateKind, ...] = tuple(CandidateKind)
    routes: tuple[Route, ...] = tuple(Route)

    @property
    def status(self) -> Status:
        """How surely the condition is known."""
        return self.basis.status

    @property
    def source(self) -> str:
        """Where the condition was read."""
        return self.basis.source

    @property
    def question(self) -> str:
        """What a human must answer where the rules cannot settle it."""
        return self.basis.question

    def concerns(self, candidate: CandidateKind, route: Route) -> bool:
        """Whether a candidate of that kind on that route must meet it."""
        return candidate in self.candidates and route in self.routes
