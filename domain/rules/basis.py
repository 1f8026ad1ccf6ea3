"""How surely a parameter of the law is known, and where it was read."""

from dataclasses import dataclass
from enum import StrEnum


class Status(StrEnum):
    """How surely a parameter is known."""

    VERIFIED = "verified"
    VERIFIED_SECONDARY = "verified_secondary"
    RECALLED = "recalled"
    INFERRED = "inferred"
    UNKNOWN = "unknown"

    @property
    def may_decide(self) -> bool:
        """Only what was read in the instrument may decide; the rest may only ask a human."""
        return self is Status.VERIFIED


@dataclass(frozen=True, slots=True)
class Basis:
    """What a parameter rests on: `title` is the instrument's own, `question` what a human must answer."""

    status: Status
    instrument: str = ""
    title: str = ""
    article: str = ""
    question: str = ""
    question_en: str = ""

    @property
    def source(self) -> str:
        """The citation that people read: the instrument and the article in it."""
        return " ".join(part for part in (self.title, self.article) if part) or "Chưa tìm thấy quy định"
