"""What is known of a line's candidate when it is appraised: the register first, the unit's claims beside it."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import TypeVar

from domain.context import Context
from domain.ids import Kind, stream_id
from domain.nomination.claims import Claims, TitleHeld
from domain.nomination.state import Candidate, Nomination
from domain.register.state import PersonRecord, UnitRecord
from domain.rules.facts import Facts
from domain.rules.pack import RulePack
from domain.values import Track

_T = TypeVar("_T")


def facts_of(
    candidate: Candidate, claims: Claims, together: tuple[str, ...], pack: RulePack, context: Context
) -> Facts:
    """The facts as of the day of the command; a collective that is a unit brings its unit's record."""
    person = _record(context, Kind.PERSON, candidate.id, PersonRecord())
    unit = _record(context, Kind.UNIT, candidate.id, UnitRecord())
    return facts_on(context.today, candidate, claims, together, pack, person, unit)


def facts_on(  # noqa: PLR0913, PLR0917 - whatever is known
    day: date,
    candidate: Candidate,
    claims: Claims,
    together: tuple[str, ...],
    pack: RulePack,
    person: PersonRecord,
    unit: UnitRecord,
) -> Facts:
    """The facts as of a day from the records themselves."""
    return Facts(
        as_of=day,
        year=candidate.year,
        route=candidate.route,
        candidate=candidate.kind,
        claims=claims,
        titles=_on_their_tracks(person.titles, pack),
        sought_together=together,
        service=person.service,
        positions=person.positions,
        absences=person.absences,
        initiatives=person.initiatives,
        disciplines=person.disciplines,
        proceedings=person.proceedings,
        transfers=person.transfers,
        targets=unit.targets,
        dissolved_on=unit.dissolved_on,
        successor=unit.successor,
        members_under_hold=unit.members_under_hold,
    )


def achievement_of(peers: Mapping[str, object], nomination: str) -> str:
    """The id of the one act or work that a line asks to reward, or nothing."""
    state = peers.get(nomination)
    return state.claims.achievement if isinstance(state, Nomination) and state.claims else ""


def strengths(peers: Mapping[str, object], units: Iterable[str], year: int) -> Mapping[str, int]:
    """The strength of each of these units in that year, where it is on record."""
    records = {unit: peers.get(stream_id(Kind.UNIT, unit.lower())) for unit in units}
    return {
        unit: people
        for unit, record in records.items()
        if isinstance(record, UnitRecord) and (people := record.strength_in(year)) is not None
    }


def _record(context: Context, kind: Kind, key: str, nothing: _T) -> _T:
    record = context.peers.get(stream_id(kind, key))
    return record if isinstance(record, type(nothing)) else nothing


def _on_their_tracks(titles: Iterable[TitleHeld], pack: RulePack) -> tuple[TitleHeld, ...]:
    """A title entered as one of merit is on the track that the pack gives its award; any other stays as entered."""
    return tuple(
        replace(title, track=pack.awards[title.award].track)
        if title.track is Track.MERIT and title.award in pack.awards
        else title
        for title in titles
    )
