"""One stream for auditors: every fact with what it changed, the stream as of any instant, and one step at a time."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from domain.ids import Kind, key_of, stream_id
from domain.labels import ROLES
from domain.refusal import Refusal
from readmodel import log, queries
from readmodel.accounts import Account
from readmodel.history import HistoryEntry
from web.archive import Archive, BrokenChain
from web.asked import Asked
from web.auth import account_or_none
from web.concealment import concealed_from, without
from web.i18n import N_, _, spoken
from web.privacy import audits
from web.problems import Problem
from web.proofs import Proof, prove
from web.reading import history_of
from web.rendering import page
from web.sentences import sentence
from web.shell import Shell, shell_of
from web.standing import Described, Difference, cited, described, differences
from web.words import award_name

PLACES: Final[Mapping[str, Kind]] = {
    "de-nghi": Kind.NOMINATION,
    "ho-so": Kind.DOSSIER,
    "phien-hop": Kind.SESSION,
    "van-ban": Kind.DECISION,
    "ca-nhan": Kind.PERSON,
    "don-vi": Kind.UNIT,
    "so-nam": Kind.ROLL,
    "hoi-dong": Kind.COUNCIL,
    "uy-quyen": Kind.DELEGATION,
}
"""The streams by the word that addresses them."""
LABELS: Final[Mapping[Kind, str]] = {
    Kind.NOMINATION: N_("Đề nghị"),
    Kind.DOSSIER: N_("Hồ sơ"),
    Kind.SESSION: N_("Phiên họp"),
    Kind.DECISION: N_("Văn bản"),
    Kind.PERSON: N_("Cá nhân, tập thể"),
    Kind.UNIT: N_("Đơn vị"),
    Kind.ROLL: N_("Sổ của năm"),
    Kind.COUNCIL: N_("Hội đồng"),
    Kind.DELEGATION: N_("Ủy quyền"),
}
_MOST_STEPS = 1_000

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Told:
    """One fact as an auditor reads it: who, in what words, on what it rests, and what it changed."""

    entry: HistoryEntry
    sentence: str
    name: str
    role: str
    cited: list[str]
    before: Described
    after: Described
    changes: list[Difference]


async def inspector(request: Request) -> Account:
    """The auditor who asks; raises `Problem` not_signed_in or auditor_needed."""
    account = await account_or_none(request)
    if account is None:
        raise Problem("not_signed_in")
    if not audits(account):
        raise Problem("auditor_needed")
    return account


def address(stream: str) -> str:
    """Where an auditor reads that stream."""
    kind = Kind(stream.partition("-")[0])
    place = next(place for place, known in PLACES.items() if known is kind)
    return f"/thanh-tra/{place}/{key_of(stream)}"


@router.get("/thanh-tra/{place}/{key}")
async def get_timeline(request: Request, place: str, key: str) -> Response:
    """The stream's facts up to an instant (`luc`), or one of them with what surrounds it (`buoc`)."""
    account, shell = await inspector(request), shell_of(request)
    if place not in PLACES:
        raise Problem("not_found")
    stream, asked = stream_id(PLACES[place], key), Asked(request.query_params)
    hidden = await concealed_from(shell, account)
    if stream in hidden:
        raise Problem("unknown_record", {"stream": stream})
    entries = [without(entry, hidden) for entry in await history_of(shell, stream)]
    moment = asked.moment("luc")
    then = _until(entries, moment)
    told, broken = await _told(shell, stream, then)
    step = asked.number("buoc", 0, _MOST_STEPS)
    values = {
        "asked": asked,
        "here_at": address(stream),
        "label": LABELS[PLACES[place]],
        "title": await _title(shell, stream),
        "stream": stream,
        "moment": moment,
        "facts": told,
        "later": len(entries) - len(then),
        "broken": broken,
        "ends": (entries[0].recorded_at, entries[-1].recorded_at),
        "now": told[-1].after if told else {},
    }
    status = 422 if asked.faults else 200
    if not step or step > len(told):
        return page(request, "timeline.html", account, status=status, **values)
    refused, proof = await _around(shell, stream, told, step)
    return page(
        request, "step.html", account, status=status, step=step, refused=refused, proof=proof, **values
    )


def _until(entries: list[HistoryEntry], moment: datetime | None) -> list[HistoryEntry]:
    """What was recorded by then."""
    if moment is None:
        return entries
    return [entry for entry in entries if datetime.fromisoformat(entry.recorded_at) <= moment]


async def _told(shell: Shell, stream: str, entries: list[HistoryEntry]) -> tuple[list[Told], int]:
    """The facts with the standing around each; and the first of them that does not chain, 0 where all do."""
    leaves = await shell.database.ask(log.stream_leaves, stream)
    standings = await shell.database.ask(_standings, shell.archive, stream, leaves[: len(entries)])
    names = await shell.database.ask(queries.account_names, [entry.actor["id"] for entry in entries])
    told: list[Told] = []
    before: Described = {}
    for place, entry in enumerate(entries):
        after = standings[place] if place < len(standings) else before
        told.append(_tell(entry, names, before, after))
        before = after
    return told, len(standings) + 1 if len(standings) < len(entries) else 0


def _standings(_engine: object, archive: Archive, stream: str, leaves: list[bytes]) -> list[Described]:
    """How the stream stood after each leaf, as far as they chain."""
    return list(_chained(archive, stream, leaves))


def _chained(archive: Archive, stream: str, leaves: list[bytes]) -> Iterator[Described]:
    try:
        for loaded in archive.unfold(stream, leaves):
            yield described(stream, loaded)
    except (BrokenChain, Refusal):
        return  # how many there are tells where; a rule pack that nobody knows is no standing either


def _tell(entry: HistoryEntry, names: Mapping[str, str], before: Described, after: Described) -> Told:
    return Told(
        entry,
        sentence(entry, entry.disclosed),
        names.get(entry.actor["id"], ""),
        ROLES[entry.actor["role"]],
        cited(entry.payload),
        before,
        after,
        differences(before, after),
    )


async def _title(shell: Shell, stream: str) -> str:
    """What people call it."""
    kind = Kind(stream.partition("-")[0])
    if kind is Kind.NOMINATION:
        row = await shell.database.ask(queries.nomination, stream)
        if row is not None:
            award, who = award_name(row["award"], row["pack"]), row["name"] or key_of(stream)
            return _("%(award)s năm %(year)s: %(who)s", award=award, year=row["year"], who=who)
    if kind is Kind.DOSSIER:
        row = await shell.database.ask(queries.dossier, stream)
        if row is not None:
            return str(row["title"])
    if kind is Kind.DECISION:
        row = await shell.database.ask(queries.decision, stream)
        if row is not None and row["number"]:
            return _("Văn bản số %(number)s", number=row["number"])
    return f"{_(LABELS[kind])} {key_of(stream)}"


async def _around(
    shell: Shell, stream: str, told: list[Told], step: int
) -> tuple[list[dict[str, Any]], Proof | None]:
    """What was asked and refused since the fact before, and the proof of this one."""
    entry = told[step - 1].entry
    since = told[step - 2].entry.recorded_at if step > 1 else ""
    answers = await shell.database.ask(log.refused, stream)
    between = [
        row
        for row in answers
        if row["recorded_at"] <= datetime.fromisoformat(entry.recorded_at)
        and (not since or row["recorded_at"] > datetime.fromisoformat(since))
    ]
    return [_refusal(row) for row in between], await shell.database.ask(prove, shell.sealed, entry.position)


def _refusal(row: Mapping[str, Any]) -> dict[str, Any]:
    refusal = row["body"].get("refusal") or {}
    return {
        "at": row["recorded_at"],
        "sentence": spoken(refusal["sentence_vi"], refusal["sentence_en"])
        if refusal
        else _("Không có gì phải ghi thêm."),
        "source": refusal.get("source", ""),
    }
