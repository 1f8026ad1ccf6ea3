"""What a member who stepped aside from a line sees of it until it is published: nothing, not even counts."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from readmodel import aside
from readmodel.accounts import Account
from readmodel.history import HistoryEntry
from web.shell import Shell

_BALLOT, _CERTIFIED = "session.ballot_cast", "session.tally_certified"


async def concealed_from(shell: Shell, account: Account | None, *, own: bool = False) -> frozenset[str]:
    """The lines that this reader may not see, nor whoever they act for; nobody who is not signed in ever stepped aside.

    With `own`, only what they stepped aside from themselves: a seat on a council is held for nobody else.
    """
    if account is None:
        return frozenset()
    return await shell.database.ask(aside.concealed, account.id, own=own)


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
