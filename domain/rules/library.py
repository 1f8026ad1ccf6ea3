"""The packs and calendars that ship with the product: constant package data, read once."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from itertools import pairwise
from types import MappingProxyType

from domain.refusal import Refusal
from domain.rules.calendar import WorkingCalendar, parse_calendar
from domain.rules.pack import RulePack
from domain.rules.parsing import parse_pack
from domain.rules.reading import Flaw, MalformedPackError


@cache
def packs() -> Mapping[str, RulePack]:
    """Every pack by id, oldest first; raises `MalformedPackError` where a file is no pack or two overlap."""
    found = [parse_pack(entry.read_bytes(), entry.name) for entry in _data("packs")]
    return MappingProxyType({pack.id: pack for pack in in_order(found)})


def in_order(found: Iterable[RulePack]) -> tuple[RulePack, ...]:
    """The packs by their first day; raises `MalformedPackError` where a day of receipt would have two."""
    ordered = tuple(sorted(found, key=lambda pack: pack.received_from))
    for earlier, later in pairwise(ordered):
        if earlier.received_to is None or earlier.received_to >= later.received_from:
            sentence = f"the days of receipt of {earlier.id} and {later.id} overlap"
            raise MalformedPackError(Flaw.VALIDITY_OVERLAP, f"{later.id}.json", 1, "received_from", sentence)
    return ordered


def gaps(ordered: Iterable[RulePack]) -> tuple[tuple[date, date], ...]:
    """The first and last day of every stretch that no pack covers, between packs in order."""
    day = timedelta(days=1)
    return tuple(
        (earlier.received_to + day, later.received_from - day)
        for earlier, later in pairwise(ordered)
        if earlier.received_to is not None and earlier.received_to + day < later.received_from
    )


def pack_on(day: date) -> RulePack | None:
    """The pack in force that day, if any is."""
    return next((pack for pack in packs().values() if pack.covers(day)), None)


def pack_for(received_on: date) -> RulePack:
    """The pack in force for a dossier received that day; refuses a day that no pack covers."""
    pack = pack_on(received_on)
    if pack is None:
        raise Refusal("no_rule_pack", {"date": f"{received_on:%d/%m/%Y}"})
    return pack


@cache
def calendar(calendar_id: str) -> WorkingCalendar:
    """The working calendar of that id."""
    return parse_calendar(files(__package__).joinpath("calendars", f"{calendar_id}.json").read_bytes())


def _data(folder: str) -> list[Traversable]:
    entries = files(__package__).joinpath(folder).iterdir()
    return sorted((entry for entry in entries if entry.name.endswith(".json")), key=lambda entry: entry.name)
