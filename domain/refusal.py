"""A refusal: the rules' way of saying no, as a value with a stable code."""

from dataclasses import dataclass, field
from enum import StrEnum


class RefusalKind(StrEnum):
    """What sort of no it is; the edge chooses the HTTP status by it."""

    CONFLICT = "conflict"
    FORBIDDEN = "forbidden"
    STALE = "stale"
    INVALID = "invalid"
    NOT_FOUND = "not_found"


@dataclass(frozen=True, slots=True)
class Reason:
    """The human side of a refusal code: sentences with `{facts}` to fill in, and the rule's source."""

    vi: str
    en: str
    source: str
    kind: RefusalKind = RefusalKind.CONFLICT


@dataclass(frozen=True, slots=True)
class RefusedItem:
    """One line of a bulk act that was refused, so that a person sees each of them."""

    stream: str
    code: str
    sentence_vi: str
    sentence_en: str
    source: str


@dataclass(eq=False)
class Refusal(Exception):  # noqa: N818 - a refusal is an answer, not an error
    """The only exception the domain raises: nothing is recorded, and the caller is told why.

    `code` is a snake_case noun from `domain.refusals.REASONS`; `facts` fill the sentence's places;
    `source` overrides the catalogue's when a parameter of the rule pack is what said no.
    """

    code: str
    facts: dict[str, object] = field(default_factory=dict)
    source: str = ""
    items: tuple[RefusedItem, ...] = ()

    def __str__(self) -> str:
        return f"{self.code} {self.facts}" if self.facts else self.code


def refuse_unless(holds: object, code: str, /, *, source: str = "", **facts: object) -> None:
    """Raise the refusal `code` unless the condition holds."""
    if not holds:
        raise Refusal(code, facts, source)
