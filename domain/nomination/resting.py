"""What rests on a line once it was voted: another award of the candidate, and the caps over the unit's year."""

from dataclasses import replace

from domain.context import Context, pack_of
from domain.ids import Kind, stream_id
from domain.nomination.state import Candidate, Nomination
from domain.refusal import refuse_unless
from domain.register.state import PersonRecord
from domain.roll.caps import YearOf
from domain.roll.once import same_year
from domain.roll.state import Entry, Roll, Standing, roll_stream


def check_nothing_rests(state: Nomination, context: Context) -> None:
    """Refuse to take back a line that stands on the roll and on which something else that stands there rests."""
    candidate = state.candidate
    roll = context.peers.get(roll_stream(state.unit, candidate.year)) if candidate else None
    own = roll.entries.get(context.stream) if isinstance(roll, Roll) else None
    if candidate is None or not isinstance(roll, Roll) or own is None or own.standing is Standing.LOST:
        return
    _check_awards(state, candidate, roll, own, context)
    _check_caps(state, candidate, roll, own)


def _check_awards(state: Nomination, candidate: Candidate, roll: Roll, own: Entry, context: Context) -> None:
    record = context.peers.get(stream_id(Kind.PERSON, candidate.id))
    titles = record.titles if isinstance(record, PersonRecord) else ()
    others = [
        entry for entry in roll.of(candidate.id) if entry != own and entry.standing is not Standing.LOST
    ]
    held = {title.award for title in titles if title.year == candidate.year}
    held |= {entry.award for entry in others}
    for entry in others:
        needed = same_year(pack_of(state.pack).award(entry.award))
        rests = own.award in needed and held.isdisjoint(needed)
        refuse_unless(not rests, "prerequisite_of_another", award=own.award, other=entry.award)


def _check_caps(state: Nomination, candidate: Candidate, roll: Roll, own: Entry) -> None:
    """Caps over holders of the award: the unit's strength does not change with a line."""
    after = roll.with_entries((replace(own, standing=Standing.LOST),))
    of_year = YearOf(state.unit, candidate.year, roll, after, None)
    for code, award in pack_of(state.pack).awards.items():
        cap = award.cap_for(candidate.route)
        if cap is not None and own.award in cap.of and after.granted(code):
            of_year.check(code, cap).bind()
