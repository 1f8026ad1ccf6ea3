"""What a member who stepped aside from a line sees of it until it is published: nothing, not even counts."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from domain.envelope import Envelope
from domain.ids import Kind, kind_of
from readmodel import aside
from readmodel.accounts import Account
from readmodel.history import HistoryEntry
from web.problems import Problem
from web.shell import Shell

_BALLOT, _CERTIFIED = "session.ballot_cast", "session.tally_certified"


async def concealed_from(shell: Shell, account: Account | None, *, own: bool = False) -> frozenset[str]:
    """The lines that this reader may not see, nor whoever they act for; nobody who is not signed in ever stepped aside.

    With `own`, only what they stepped aside from themselves: a seat on a council is held for nobody else.
    """
    if account is None:
        return frozenset()
    return await shell.database.ask(aside.concealed, account.id, own=own)


async def check_seen(shell: Shell, account: Account, envelope: Envelope) -> None:
    """Raise `Problem` unknown_record for an act on a line that is hidden from who acts, or its settlement.

    Sessions have rules of their own. A person's own act is taken while the database is away, as every command is.
    """
    lines = _acted_on(envelope)
    if not lines:
        return
    try:
        hidden = await concealed_from(shell, account)
    except Problem:
        if envelope.actor.on_behalf_of:
            raise
        return
    for line in sorted(lines & hidden):
        raise Problem("unknown_record", {"stream": line})


def _acted_on(envelope: Envelope) -> set[str]:
    """The lines that a command handles: its own, or those whose outcome it settles."""
    if envelope.name == "settle_outcomes":
        return {str(entry["nomination"]) for entry in envelope.command["outcomes"]}
    return {envelope.stream} if kind_of(envelope.stream) is Kind.NOMINATION else set()


def without(entry: HistoryEntry, lines: frozenset[str]) -> HistoryEntry:
    """A fact as it reads without those lines."""
    return replace(entry, payload=_without(entry.payload, lines)) if lines else entry


def without_early_marks(entries: Sequence[HistoryEntry]) -> list[HistoryEntry]:
    """A session's facts without anybody's marks until its tally is certified: no count may be made before its time."""
    if any(entry.name == _CERTIFIED for entry in entries):
        return list(entries)
    return [
        replace(entry, payload={**entry.payload, "marks": []}) if entry.name == _BALLOT else entry
        for entry in entries
    ]


def _without(value: Any, lines: frozenset[str]) -> Any:  # noqa: ANN401 - any JSON
    match value:
        case Mapping():
            return {name: _without(inner, lines) for name, inner in value.items()}
        case list():
            return [_without(item, lines) for item in value if not _about(item, lines)]
        case _:
            return value


def _about(item: Any, lines: frozenset[str]) -> bool:  # noqa: ANN401 - any JSON
    """Whether an item of a list is one of the lines, or tells of one."""
    if isinstance(item, Mapping):
        return item.get("nomination") in lines
    return item in lines if isinstance(item, str) else False
