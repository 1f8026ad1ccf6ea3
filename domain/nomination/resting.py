"""What rests on a line once it was voted: another award of the candidate, and the caps over the unit's year."""

from dataclasses import replace

from domain.context import Context, pack_of
from domain.ids import Kind, stream_id
from domain.nomination.state import Candidate, Nomination
from domain.refusal import refuse_unless
from domain.register.state import PersonRecord
from domain.roll.caps import YearOf
from domain.roll.once import same_year
from domain.roll.state import Entry, Roll, Standing, read_roll


def check_nothing_rests(state: Nomination, context: Context) -> None:
    """Refuse to take back a line that stands on the roll and on which something else that stands there rests."""
    candidate = state.candidate
    if candidate is None:
        return
    roll = read_roll(context.peers, state.handled_by, (state.unit,), candidate.year)
    own = roll.entries.get(context.stream)
    if own is None or own.standing is Standing.LOST:
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
    """Caps over holders of the award, for no strength changes with a line; the withdrawal's reason answers a doubt."""
    after = roll.with_entries((replace(own, standing=Standing.LOST),))
    of_year = YearOf(state.handled_by, candidate.year, roll, after, {})
    for code, award in pack_of(state.pack).awards.items():
        cap = award.cap_for(candidate.route)
        if cap is not None and own.award in cap.of and after.granted(code):
            for check in of_year.checks(code, cap):
                check.bind()
