"""The packs and calendars that ship with the product: constant package data, read once."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from types import MappingProxyType

from domain.refusal import Refusal
from domain.rules.calendar import WorkingCalendar, parse_calendar
from domain.rules.pack import RulePack, parse_pack


@cache
def packs() -> Mapping[str, RulePack]:
    """Every pack by id."""
    found = [parse_pack(entry.read_bytes()) for entry in _data("packs")]
    return MappingProxyType({pack.id: pack for pack in found})


def pack_for(received_on: date) -> RulePack:
    """The pack in force for a dossier received that day; refuses a day that no pack covers."""
    for pack in packs().values():
        if pack.covers(received_on):
            return pack
    raise Refusal("no_rule_pack", {"date": f"{received_on:%d/%m/%Y}"})


@cache
def calendar(calendar_id: str) -> WorkingCalendar:
    """The working calendar of that id."""
    return parse_calendar(files(__package__).joinpath("calendars", f"{calendar_id}.json").read_bytes())


def _data(folder: str) -> list[Traversable]:
    entries = files(__package__).joinpath(folder).iterdir()
    return sorted((entry for entry in entries if entry.name.endswith(".json")), key=lambda entry: entry.name)
