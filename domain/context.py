"""What a decision may look at besides its own state: rules, time, and the other streams it named."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from domain.refusal import Refusal, refuse_unless
from domain.rules.calendar import WorkingCalendar, civil_date
from domain.rules.library import calendar, packs
from domain.rules.pack import RulePack
from domain.values import Actor, Role

_DEFAULT_CALENDAR = "vn-1"


@dataclass(frozen=True, slots=True)
class Context:
    """Handed to every `decide`. `peers` holds the folded states of the streams that `peers()` asked for."""

    stream: str
    actor: Actor
    accepted_at: datetime
    peers: Mapping[str, Any] = field(default_factory=dict)

    @property
    def today(self) -> date:
        """The civil date in Vietnam when the command was accepted."""
        return civil_date(self.accepted_at)

    def require_role(self, *roles: Role) -> None:
        """Refuse an actor whose role is none of these."""
        refuse_unless(self.actor.role in roles, "wrong_role", role=self.actor.role)

    def require_unit(self, unit: str) -> None:
        """Refuse an actor of another unit; a stream that nobody wrote to belongs to no unit."""
        refuse_unless(unit, "unknown_stream", stream=self.stream)
        refuse_unless(self.actor.unit == unit, "wrong_unit", unit=unit)

    def require_past(self, field_name: str, day: date) -> None:
        """Refuse a date after today."""
        refuse_unless(day <= self.today, "date_in_future", field=field_name, date=f"{day:%d/%m/%Y}")


def pack_of(pack_id: str, recorded_hash: str = "") -> RulePack:
    """The rule pack recorded in a stream; refuses one that is no longer what it was when it was recorded."""
    if pack_id not in packs():
        raise Refusal("unknown_pack", {"pack": pack_id})
    pack = packs()[pack_id]
    unchanged = not recorded_hash or pack.hash == recorded_hash
    refuse_unless(unchanged, "pack_changed", pack=pack_id, recorded=recorded_hash[:12], loaded=pack.hash[:12])
    return pack


def calendar_of(pack_id: str) -> WorkingCalendar:
    """The working calendar that a pack names."""
    return calendar(packs()[pack_id].calendar if pack_id in packs() else _DEFAULT_CALENDAR)
