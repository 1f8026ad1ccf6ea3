"""The council room as one person sees it: agenda, seats, their own part in it, and what they may do now.

Pure: everything is computed from the session without the lines that the person may not see.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from domain.rules.pack import Ballot
from domain.rules.voting import quorum_needed
from domain.session.presiding import presides
from domain.session.seeing import LineTally, hidden_from, owing, tally, without
from domain.session.state import AdoptedRule, AgendaLine, Channel, Choice, Phase, Session
from domain.session.voting import open_to
from domain.values import Actor, Role
from readmodel.accounts import Account
from web.privacy import may_read_personal

_BEFORE_COUNT = frozenset({Phase.CONVENED, Phase.VOTING})
_AT_WORK = _BEFORE_COUNT | {Phase.COUNTING}


class Live(StrEnum):
    """What is under discussion, as far as this person may know."""

    NOTHING = "nothing"
    SHOWN = "shown"
    HIDDEN = "hidden"


class Next(StrEnum):
    """What happens next in the session."""

    DAY = "day"
    QUORUM = "quorum"
    OPEN = "open"
    BALLOTS = "ballots"
    CLOSE = "close"
    SECRET_COUNT = "secret_count"  # noqa: S105 - a kind of count
    CERTIFY = "certify"
    DECIDE = "decide"
    PUT_AGAIN = "put_again"


@dataclass(frozen=True, slots=True)
class Item:
    """A line of the agenda; `owed` and `marked` are this person's own, `tally` is None until votes may be seen."""

    number: int
    line: AgendaLine
    rule: AdoptedRule
    live: bool
    postponed: bool
    owed: bool
    marked: Choice | None
    tally: LineTally | None

    @property
    def secret(self) -> bool:
        """Whether it is voted in secret."""
        return self.rule.ballot is Ballot.SECRET

    @property
    def choices(self) -> tuple[Choice, ...]:
        """What may be marked beside it: a downgrade only where there is an award to go down to."""
        lower = (Choice.DOWNGRADE,) if self.line.downgrade_to else ()
        return (Choice.APPROVE, *lower, Choice.REFUSE, Choice.ABSTAIN)


@dataclass(frozen=True, slots=True)
class Chair:
    """A seat as the room shows it: who, whether there, whether a paper is still owed; never what was on it."""

    member: str
    role: Role
    present: bool
    written: bool
    owes: bool


@dataclass(frozen=True, slots=True)
class Room:
    """The session for one person.

    `state` is what they may see of it, no other member's marks among it; `secret_owed` are the lines voted in secret
    whose count has not come in; `late` says that the day of the sitting is past; `acts` are the commands open now.
    """

    stream: str
    version: int
    state: Session
    items: tuple[Item, ...]
    chairs: tuple[Chair, ...]
    live: Live
    hides: bool
    seated: bool
    presiding: bool
    channel: Channel
    needed: int
    next: Next
    secret_owed: tuple[Item, ...] = ()
    late: bool = False
    acts: frozenset[str] = frozenset()

    @property
    def owed(self) -> tuple[Item, ...]:
        """The lines that this person has still to mark."""
        return tuple(item for item in self.items if item.owed)

    @property
    def marked(self) -> tuple[Item, ...]:
        """The lines that this person has marked."""
        return tuple(item for item in self.items if item.marked is not None)

    @property
    def waiting_for(self) -> tuple[str, ...]:
        """Who still owes a paper while the vote is open."""
        return tuple(chair.member for chair in self.chairs if chair.owes)

    @property
    def current(self) -> Item | None:
        """The line under discussion, where this person may see it."""
        return next((item for item in self.items if item.live), None)


def may_enter(state: Session, account: Account) -> bool:
    """Members, whoever convened it, those who act for the council's unit or its standing body, and auditors."""
    units = {state.unit, state.standing_body} - {""}
    takes_part = account.id in state.members or account.id == state.convened_by
    return takes_part or may_read_personal(account, units)


def presiding_grants(state: Session, account: Account) -> tuple[Actor, ...]:
    """The roles in which the account presides over this session."""
    units = {state.unit, state.standing_body}
    actors = (Actor(account.id, grant.role, grant.unit) for grant in account.grants if grant.unit in units)
    return tuple(actor for actor in actors if presides(state, actor))


def room(  # noqa: PLR0913, PLR0917 - what a room depends on
    stream: str,
    version: int,
    whole: Session,
    account: Account,
    concealed: Iterable[str],
    live: str,
    today: date,
) -> Room:
    """The room; `concealed` are lines hidden from the account elsewhere, `live` the line under discussion."""
    hidden = hidden_from(whole, account.id) | frozenset(concealed)
    hidden &= {line.nomination for line in whole.agenda}
    state = without(whole, hidden)
    channel = Channel.IN_PERSON if account.id in state.present else Channel.WRITTEN
    actors = presiding_grants(whole, account)
    items = _items(state, account.id, channel, live, presiding=bool(actors))
    uncounted = whole.secret_lines() - set(whole.counted)
    made = Room(
        stream,
        version,
        _private(state, account.id),
        items,
        _chairs(state),
        _live(live, hidden, state),
        bool(hidden),
        account.id in state.members,
        bool(actors),
        channel,
        quorum_needed(len(state.seats), *state.quorum),
        _next(state, today),
        tuple(item for item in items if item.line.nomination in uncounted),
        late=over(state, today),
    )
    return _with_acts(made, actors, today, secret_seen=not uncounted & hidden)


def _private(state: Session, person: str) -> Session:
    """The session without anybody else's marks, and without counts: what may be told of these is told by the items."""
    own = {member: marks for member, marks in state.ballots.items() if member == person}
    return replace(state, ballots=MappingProxyType(own), counted=MappingProxyType({}))


def _items(state: Session, person: str, channel: Channel, live: str, *, presiding: bool) -> tuple[Item, ...]:
    marks = {mark.nomination: mark.choice for mark in state.ballots.get(person, ())}
    seated = person in state.members
    owed = open_to(state, person, channel) - set(marks) if seated and state.phase is Phase.VOTING else set()
    certified = state.phase is Phase.CERTIFIED
    counted = tally(state) if certified or presiding else {}
    return tuple(
        Item(
            number,
            line,
            state.rule_for(line.award),
            line.nomination == live,
            line.nomination in state.postponed,
            line.nomination in owed,
            marks.get(line.nomination),
            counted.get(line.nomination),
        )
        for number, line in enumerate(state.agenda, start=1)
    )


def _chairs(state: Session) -> tuple[Chair, ...]:
    owed = owing(state) if state.phase is Phase.VOTING else frozenset()
    return tuple(
        Chair(
            seat.member,
            seat.role,
            seat.member in state.present,
            seat.member in state.written,
            seat.member in owed,
        )
        for seat in state.seats
    )


def _live(live: str, hidden: frozenset[str], state: Session) -> Live:
    if state.phase not in _AT_WORK or not live:
        return Live.NOTHING
    return Live.HIDDEN if live in hidden else Live.SHOWN


def _next(state: Session, today: date) -> Next:
    """What the session waits for, in the order in which it goes."""
    match state.phase:
        case Phase.CERTIFIED:
            return Next.DECIDE
        case Phase.ADJOURNED:
            return Next.PUT_AGAIN
        case Phase.COUNTING:
            return Next.SECRET_COUNT if state.secret_lines() - set(state.counted) else Next.CERTIFY
        case Phase.VOTING:
            return Next.BALLOTS if owing(state) else Next.CLOSE
        case _ if not begun(state, today):
            return Next.DAY
        case _:
            short = len(state.present) < quorum_needed(len(state.seats), *state.quorum)
            return Next.QUORUM if short else Next.OPEN


def over(state: Session, today: date) -> bool:
    """Whether the day of the sitting is past, so that what is entered now needs its paper."""
    return state.meets_on is not None and state.meets_on < today


def begun(state: Session, today: date) -> bool:
    """Whether the day of the sitting has come."""
    return state.meets_on is not None and state.meets_on <= today


def _with_acts(made: Room, actors: tuple[Actor, ...], today: date, *, secret_seen: bool) -> Room:
    phase = made.state.phase
    acts: set[str] = set()
    if actors:
        acts |= _presiding_acts(made, actors, today, secret_seen=secret_seen)
    if made.seated and phase in _BEFORE_COUNT and any(item.marked is None for item in made.items):
        acts.add("declare_recusal")
    if made.owed:
        acts.add("cast_ballot")
    return replace(made, acts=frozenset(acts))


def _presiding_acts(made: Room, actors: tuple[Actor, ...], today: date, *, secret_seen: bool) -> set[str]:
    chairs = any(actor.role is Role.COUNCIL_CHAIR for actor in actors)
    phase, day_come = made.state.phase, begun(made.state, today)
    offered = {
        "record_attendance": phase in _BEFORE_COUNT and day_come,
        "reschedule_session": phase is Phase.CONVENED,
        "record_conflict": phase in _BEFORE_COUNT,
        "postpone_lines": phase in _AT_WORK,
        "open_voting": made.next is Next.OPEN,
        "close_voting": phase is Phase.VOTING,
        "record_secret_count": made.next is Next.SECRET_COUNT and secret_seen,
        "certify_tally": made.next is Next.CERTIFY and chairs,
        "reopen_voting": phase is Phase.COUNTING,
        "adjourn_session": phase in _AT_WORK,
        "mark_live": phase in _AT_WORK,
    }
    return {name for name, open_now in offered.items() if open_now}
