"""What the check of a session is told in: the event it looks at, the check, and the facts that make it fail."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from domain.session import events as e
from domain.values import Meta

NAMES_ITS_COUNCIL = 2
"""The schema from which on a convocation names its council, so that it can be held against it."""

STATES_ITS_DAY = 2
"""The schema from which on an attendance states the day on which the council sat."""

COUNTS_OVER_THE_LEVEL = 3
"""The schema from which on a tally counts its caps over the deciding level; each unit's own were counted before."""


class Check(StrEnum):
    """What is checked, in the order in which it is told."""

    ORDER = "order"
    SEATS = "seats"
    AGENDA = "agenda"
    RULES = "rules"
    CONFLICTS = "conflicts"
    PRESIDING = "presiding"
    PRESENCE = "presence"
    QUORUM = "quorum"
    VOTERS = "voters"
    SECRET_COUNT = "secret_count"  # noqa: S105 - a kind of check
    RESULTS = "results"
    CAPS = "caps"


TITLES: Final[Mapping[Check, tuple[str, str]]] = {
    Check.ORDER: ("Trình tự phiên họp", "Order of the sitting"),
    Check.SEATS: ("Thành viên theo quyết định lập Hội đồng", "Seats as the council had them"),
    Check.AGENDA: ("Chương trình đúng với từng dòng", "Agenda as the lines stood"),
    Check.RULES: ("Quy tắc biểu quyết", "Vote rules"),
    Check.CONFLICTS: ("Người có liên quan", "Conflicts"),
    Check.PRESIDING: ("Người điều hành", "Who presided"),
    Check.PRESENCE: ("Có mặt", "Presence"),
    Check.QUORUM: ("Số thành viên tối thiểu", "Quorum"),
    Check.VOTERS: ("Quyền biểu quyết, phiếu", "Right to vote and papers"),
    Check.SECRET_COUNT: ("Kiểm phiếu kín", "Secret count"),
    Check.RESULTS: ("Kết quả từng dòng", "Result of every line"),
    Check.CAPS: ("Tỷ lệ tối đa", "Caps"),
}
"""What each check is called, in Vietnamese and English."""


@dataclass(frozen=True, slots=True)
class Moment:
    """An event of the session, what is known of it, and other streams' states as they stood when it was recorded.

    `schema` is the one under which it was recorded.
    """

    event: e.SessionEvent
    meta: Meta
    around: Mapping[str, Any] = field(default_factory=dict)
    schema: int = COUNTS_OVER_THE_LEVEL


@dataclass(frozen=True, slots=True)
class Failure:
    """A fact that makes a check fail, as a sentence in both languages; `version` is that of the event."""

    check: Check
    version: int
    sentence_vi: str
    sentence_en: str


@dataclass(frozen=True, slots=True)
class Checked:
    """One check and the facts that make it fail; none of them when it holds."""

    check: Check
    failures: tuple[Failure, ...]

    @property
    def ok(self) -> bool:
        """Whether the check holds."""
        return not self.failures
