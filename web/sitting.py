"""The council room: the sessions that I may see, one of them with its agenda, a line of it, and its live course."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from http import HTTPStatus
from typing import Any, Final

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from domain.ids import Kind, key_of, stream_id
from domain.labels import BALLOTS, OUTCOMES, RECOMMENDATIONS
from domain.rules.calendar import civil_date
from domain.session.events import LineResult
from domain.session.minutes import SessionMinutes
from domain.session.state import Conflict, Session
from domain.values import Role
from readmodel import council, queries
from readmodel.accounts import Account, Grant
from web.acting import Draft, blank
from web.archive import BrokenChain
from web.auth import signed_in
from web.concealment import concealed_from
from web.council_words import CAUSES, DECLARED, GROUNDS, PHASES, SEATS, WHOLES, choice_label, next_step
from web.findings import findings
from web.i18n import _
from web.privacy import audits
from web.problems import Problem
from web.rendering import page
from web.room import Item, Live, Room, may_enter, presiding_grants, room
from web.shell import Shell, shell_of
from web.words import award_name

ROOM: Final = "/phien-hop"
_SEATED: Final = frozenset({Role.COUNCIL_CHAIR, Role.COUNCIL_SECRETARY, Role.COUNCIL_MEMBER})
_CONVENING: Final = frozenset({Role.COUNCIL_SECRETARY})

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Entered:
    """A person in the room: what they see, and the rows and names that its words need."""

    account: Account
    whole: Session
    room: Room
    rows: Mapping[str, Mapping[str, Any]]
    people: Mapping[str, str]
    units: Mapping[str, str]

    @property
    def key(self) -> str:
        """The session's key, as addresses name it."""
        return key_of(self.room.stream)

    @property
    def place(self) -> str:
        """The address of the room."""
        return f"{ROOM}/{self.key}"

    def person(self, member: str) -> str:
        """A member's name, or their id where no account has one."""
        return self.people.get(member, member)

    def unit(self, code: str) -> str:
        """A unit's name."""
        return self.units.get(code, code)

    def candidate(self, item: Item) -> str:
        """Who is proposed, by name where it is kept."""
        row = self.rows.get(item.line.nomination)
        return (row["name"] if row else None) or item.line.candidate

    def advice(self, item: Item) -> str:
        """What the appraiser advised."""
        row = self.rows.get(item.line.nomination)
        return (row["recommendation"] if row else None) or ""

    def award(self, item: Item) -> str:
        """The award that is sought."""
        return award_name(item.line.award, item.line.pack)


async def enter(request: Request, key: str) -> Entered:
    """The room as the one who asks sees it; a session that is not theirs to see is not there. Raises `Problem`."""
    account, shell = await signed_in(request), shell_of(request)
    stream = stream_id(Kind.SESSION, key)
    row = await shell.database.ask(queries.session, stream)
    if row is None:
        raise Problem("unknown_record", {"stream": stream})
    whole: Session = (await shell.database.ask(shell.load, (stream,)))[stream]
    if not may_enter(whole, account):
        raise Problem("unknown_record", {"stream": stream})
    concealed = await concealed_from(shell, account, own=True)
    live = await shell.database.ask(council.live_line, stream)
    made = room(stream, row["version"], whole, account, concealed, live, civil_date(shell.now()))
    return await _named(shell, account, whole, made)


async def _named(shell: Shell, account: Account, whole: Session, made: Room) -> Entered:
    ask = shell.database.ask
    lines = await ask(council.lines_of, [item.line.nomination for item in made.items])
    members = {chair.member for chair in made.chairs} | {made.state.convened_by}
    people = await ask(queries.account_names, members)
    return Entered(account, whole, made, lines, people, await ask(queries.unit_names))


@router.get(ROOM)
async def get_sessions(request: Request) -> Response:
    """The sessions in which I take part, or of the units I act for."""
    account, shell = await signed_in(request), shell_of(request)
    units = {grant.unit for grant in account.grants if grant.role is not Role.OPERATOR}
    rows = await shell.database.ask(council.sessions, account.id, None if audits(account) else units)
    convenes = any(grant.role in _CONVENING for grant in account.grants)
    shown = [{**row, "key": key_of(row["id"]), "mine": account.id in row["taking_part"]} for row in rows]
    names = await shell.database.ask(queries.unit_names)
    return page(
        request, "sessions.html", account, sessions=shown, convenes=convenes, phases=PHASES, names=names
    )


@router.get(f"{ROOM}/{{key}}")
async def get_room(request: Request, key: str) -> Response:
    """One session: where it stands, what comes next, and what I may do in it."""
    return await draw(request, await enter(request, key))


async def draw(request: Request, entered: Entered, draft: Draft | None = None) -> Response:
    """The room, with the one form that came back as it was typed."""
    drafts = {name: form(entered, name) for name in entered.room.acts}
    if draft is not None:
        drafts[draft.command] = draft
    told = await minutes_of(shell_of(request), entered.room.stream)
    return page(
        request,
        "room.html",
        entered.account,
        status=draft.status if draft else HTTPStatus.OK,
        conflicts=_conflicts(told, entered),
        own_grounds=_own_grounds(told, entered.account.id),
        results=_results(told, entered),
        drafts=drafts,
        stray=draft if draft is not None and draft.command not in entered.room.acts else None,
        desk=lambda name: desk(entered, name),
        **words(entered),
    )


def words(entered: Entered) -> dict[str, Any]:
    """What the templates of the room have in common."""
    return {
        "entered": entered,
        "room": entered.room,
        "next_step": next_step(entered.room),
        "phases": PHASES,
        "seats": SEATS,
        "wholes": WHOLES,
        "grounds": GROUNDS,
        "causes": CAUSES,
        "choice_label": choice_label,
        "declared": [(ground, _(GROUNDS[ground])) for ground in DECLARED],
        "awards": list(dict.fromkeys(item.line.award for item in entered.room.items)),
        "award_name": award_name,
        "ballots": BALLOTS,
        "outcomes": OUTCOMES,
        "recommendations": RECOMMENDATIONS,
        "live_hidden": entered.room.live is Live.HIDDEN,
    }


def form(entered: Entered, command: str) -> Draft:
    """A new form of a command; those that rest on what is seen send the version seen."""
    seen = entered.room.version if command in _SEEN else None
    return blank(entered.account, command, seen)


_SEEN: Final = frozenset({"record_secret_count", "certify_tally", "reopen_voting"})
"""Ballots and attendance come in from many at once, and must not turn each other away."""


def desk(entered: Entered, command: str) -> str:
    """The role and unit under which the command is sent from this room, as a form's field holds it."""
    grants: list[Grant] = [
        Grant(actor.role, actor.unit) for actor in presiding_grants(entered.whole, entered.account)
    ]
    if command in {"declare_recusal", "cast_ballot"} or not grants:
        own = {seat.role for seat in entered.whole.seats if seat.member == entered.account.id}
        seated = [grant for grant in entered.account.grants if grant.role in _SEATED]
        grants = sorted(seated, key=lambda grant: grant.role not in own)
    grants.sort(key=lambda grant: command == "certify_tally" and grant.role is not Role.COUNCIL_CHAIR)
    return f"{grants[0].role}@{grants[0].unit}" if grants else ""


async def minutes_of(shell: Shell, stream: str) -> SessionMinutes | None:
    """The data of a session's minutes; raises `Problem` where its events do not chain."""
    try:
        return await shell.database.ask(shell.archive.minutes, stream)
    except BrokenChain:
        raise Problem("internal_error") from None


def _results(told: SessionMinutes | None, entered: Entered) -> dict[str, LineResult]:
    """What the council resolved, of the lines that are seen."""
    seen = {item.line.nomination for item in entered.room.items}
    return {result.nomination: result for result in told.results if result.nomination in seen} if told else {}


def _conflicts(told: SessionMinutes | None, entered: Entered) -> list[tuple[Conflict, Item]]:
    """Who may not vote on what, for those who preside; only of lines that they see themselves."""
    items = {item.line.nomination: item for item in entered.room.items}
    if told is None or not entered.room.presiding:
        return []
    return [(found, items[found.nomination]) for found in told.conflicts if found.nomination in items]


def _own_grounds(told: SessionMinutes | None, person: str) -> list[str]:
    """Why I do not take part in some line; not in which."""
    grounds = [found.ground for found in told.conflicts if found.member == person] if told else []
    return [GROUNDS[ground] for ground in dict.fromkeys(grounds)]


@router.get(f"{ROOM}/{{key}}/dien-bien")
async def get_course(request: Request, key: str) -> Response:
    """The part of the room that changes while one looks at it; 304 where it has not."""
    entered = await enter(request, key)
    told = await minutes_of(shell_of(request), entered.room.stream)
    drawn = page(
        request,
        "room_course.html",
        entered.account,
        results=_results(told, entered),
        desk=lambda name: desk(entered, name),
        **words(entered),
    )
    mark = f'"{sha256(bytes(drawn.body)).hexdigest()[:32]}"'
    if request.headers.get("if-none-match") == mark:
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers={"ETag": mark})
    drawn.headers["ETag"] = mark
    return drawn


@router.get(f"{ROOM}/{{key}}/muc/{{line}}")
async def get_line(request: Request, key: str, line: str) -> Response:
    """One line of the agenda with the appraisal: advice, conditions, answers."""
    entered = await enter(request, key)
    stream = stream_id(Kind.NOMINATION, line)
    item = next((item for item in entered.room.items if item.line.nomination == stream), None)
    if item is None:
        raise Problem("unknown_record", {"stream": stream})
    name = "nomination.appraisal_recorded"
    found = (await shell_of(request).database.ask(council.latest, [stream], name)).get(stream, {})
    return page(
        request,
        "room_line.html",
        entered.account,
        item=item,
        appraisal=found,
        findings=findings(name, found) if found else [],
        **words(entered),
    )
