"""The minutes of a session, as they are printed, and the check that computes the session again from its events."""

from dataclasses import replace

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from domain.labels import CHANNELS
from domain.session.finding import TITLES, Checked
from domain.session.minutes import SessionMinutes
from web.archive import BrokenChain
from web.i18n import spoken
from web.problems import Problem
from web.rendering import page
from web.shell import Shell, shell_of
from web.sitting import ROOM, Entered, enter, minutes_of, words

router = APIRouter(include_in_schema=False)


@router.get(f"{ROOM}/{{key}}/bien-ban")
async def get_minutes(request: Request, key: str) -> Response:
    """The minutes as far as the session has come, and whether everything in it stands."""
    entered, shell = await enter(request, key), shell_of(request)
    told = await minutes_of(shell, entered.room.stream)
    if told is None:
        raise Problem("unknown_record", {"stream": entered.room.stream})
    checks = () if entered.room.hides else await _checks(shell, entered.room.stream)
    return page(
        request,
        "minutes.html",
        entered.account,
        told=seen_minutes(told, entered),
        items={item.line.nomination: item for item in entered.room.items},
        checks=[(spoken(*TITLES[checked.check]), checked) for checked in checks],
        stands=all(checked.ok for checked in checks),
        channels=CHANNELS,
        spoken=spoken,
        **words(entered),
    )


@router.get(f"{ROOM}/{{key}}/giay-moi")
async def get_invitation(request: Request, key: str) -> Response:
    """The invitation to the session with its agenda, as it is printed; without what the reader may not see."""
    entered = await enter(request, key)
    return page(request, "invitation.html", entered.account, **words(entered))


def seen_minutes(told: SessionMinutes, entered: Entered) -> SessionMinutes:
    """The minutes without the lines that the reader may not see, nor what could tell of them."""
    seen = {item.line.nomination for item in entered.room.items}
    awards = {rule.award for rule in entered.room.state.rules}
    whole = not entered.room.hides
    return replace(
        told,
        rules=tuple(rule for rule in told.rules if rule.award in awards),
        conflicts=tuple(found for found in told.conflicts if found.nomination in seen),
        papers=told.papers if whole else (),
        secret_votes=told.secret_votes if whole else (),
        postponed=tuple(line for line in told.postponed if line in seen),
        results=tuple(result for result in told.results if result.nomination in seen),
        caps=told.caps if whole else (),
    )


async def _checks(shell: Shell, stream: str) -> tuple[Checked, ...]:
    try:
        return await shell.database.ask(shell.archive.check, stream)
    except BrokenChain:
        raise Problem("internal_error") from None
