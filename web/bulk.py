"""Many lines of one dossier at once: the selection frozen with the version of each line, and the command it spells."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from domain.context import Context, pack_of
from domain.nomination.appraisal import assessment_of, streams_read
from domain.nomination.state import Step
from domain.refusal import Refusal
from domain.rules.assess import Finding
from domain.values import Actor, Role, Verdict
from readmodel.accounts import Account
from web.acting import Alert, Draft
from web.filling import Fields
from web.i18n import _
from web.shell import Shell

Row = Mapping[str, Any]
APPRAISE, RETURN = "tham-dinh", "tra-lai"


@dataclass(frozen=True, slots=True)
class Bulk:
    """An act on many lines: its command, who of the body that handles them does it, on lines at which steps."""

    command: str
    roles: frozenset[Role]
    steps: frozenset[Step]


BULK: Final[Mapping[str, Bulk]] = {
    APPRAISE: Bulk(
        "appraise_dossier", frozenset({Role.APPRAISER}), frozenset({Step.RECEIVED, Step.SUPPLEMENTED})
    ),
    RETURN: Bulk(
        "return_lines",
        frozenset({Role.RECEIVING_CLERK, Role.APPRAISER}),
        frozenset({Step.SUBMITTED, Step.RECEIVED, Step.SUPPLEMENTED}),
    ),
}
"""The acts on many lines by the word that addresses each."""


def words_for(row: Row, account: Account | None) -> tuple[str, ...]:
    """The acts for which the account may choose this line; nobody chooses their own."""
    if account is None or row["hold"] or row["candidate"] == account.id:
        return ()
    return tuple(
        word
        for word, bulk in BULK.items()
        if row["step"] in bulk.steps
        and any(grant.role in bulk.roles and grant.unit == row["handled_by"] for grant in account.grants)
    )


# The selection


def mark_of(row: Row) -> str:
    """A line as it is chosen: its stream and the version that was seen."""
    return f"{row['id']}@{row['version']}"


@dataclass(frozen=True, slots=True)
class Selection:
    """The lines that were chosen, those of them that changed since, and whether one is none of these lines."""

    rows: tuple[Row, ...]
    changed: tuple[Row, ...]
    foreign: bool

    @property
    def broken(self) -> str:
        """Why nothing may be recorded on it, in a sentence; empty where it stands."""
        if self.foreign:
            return _("Một dòng đã chọn không thuộc hồ sơ này hoặc không còn chờ việc này: chưa ghi gì.")
        if self.changed:
            return _("Có dòng đã thay đổi từ khi được chọn: chưa ghi gì. Hãy xem lại rồi chọn lại.")
        return "" if self.rows else _("Chọn ít nhất một dòng.")


def selected(marks: Iterable[str], offered: Sequence[Row]) -> Selection:
    """The selection among the lines on offer, in their order."""
    seen = {stream: version for stream, _at, version in (mark.rpartition("@") for mark in marks)}
    rows = tuple(row for row in offered if row["id"] in seen)
    changed = tuple(row for row in rows if str(row["version"]) != seen[row["id"]])
    return Selection(rows, changed, foreign=len(rows) != len(seen))


# What the rules find


@dataclass(frozen=True, slots=True)
class Picked:
    """A line of the selection with what the rules find on it; None where they cannot be asked."""

    row: Row
    findings: tuple[Finding, ...] | None = ()

    @property
    def questions(self) -> tuple[Finding, ...]:
        """What the rules leave to the appraiser."""
        return tuple(one for one in self.findings or () if one.verdict is Verdict.NEEDS_REVIEW)

    @property
    def unmet(self) -> tuple[Finding, ...]:
        """What stands in the way."""
        against = {Verdict.NOT_MET, Verdict.HELD}
        return tuple(one for one in self.findings or () if one.verdict in against)


async def looked_at(shell: Shell, rows: Sequence[Row], account: Account) -> list[Picked]:
    """The lines with what the rules find on each now."""
    names = [row["id"] for row in rows]
    states: Mapping[str, Any] = await shell.database.ask(shell.load, names)
    read = sorted({stream for name in names for stream in streams_read(states[name])})
    peers: Mapping[str, Any] = await shell.database.ask(shell.load, read)
    found = []
    for row in rows:
        actor = Actor(account.id, Role.APPRAISER, row["handled_by"])
        context = Context(row["id"], actor, shell.now(), peers)
        try:
            found.append(Picked(row, assessment_of(states[row["id"]], context)[1].findings))
        except Refusal:
            found.append(Picked(row, None))
    return found


def questions_of(picked: Sequence[Picked]) -> dict[tuple[str, str], list[Finding]]:
    """The open questions by award and criterion, each with the findings of the lines that ask it."""
    asked: dict[tuple[str, str], list[Finding]] = {}
    for one in picked:
        for finding in one.questions:
            asked.setdefault((one.row["award"], finding.criterion), []).append(finding)
    return asked


def authority_known(row: Row) -> str:
    """The authority for the line's award where the rules know it; else empty."""
    rule = pack_of(row["pack"]).award(row["award"]).authority
    return str(rule.value) if rule.status.may_decide else ""


# The command


@dataclass(slots=True)
class Spelled:
    """The fields of a command on many lines, and for each the field of the page that it came from."""

    fields: dict[str, Sequence[str]] = field(default_factory=dict)
    origins: dict[str, str] = field(default_factory=dict)

    def put(self, name: str, given: Fields, origin: str) -> None:
        """Take a field of the page over."""
        self.fields[name] = [_last(given, origin)]
        self.origins[name] = origin


def spell(word: str, picked: Sequence[Picked], given: Fields) -> Spelled:
    """The command that says the same of every line."""
    spelled = Spelled()
    for name in ("command_id", "acting_as"):
        if name in given:
            spelled.put(name, given, name)
    if word == RETURN:
        spelled.fields["nominations"] = [one.row["id"] for one in picked]
        spelled.put("reason", given, "reason")
        return spelled
    for number, one in enumerate(picked):
        _spell_appraisal(spelled, f"appraisals.{number}", one, given)
    return spelled


def _spell_appraisal(spelled: Spelled, row: str, one: Picked, given: Fields) -> None:
    award = one.row["award"]
    spelled.fields[f"{row}.nomination"] = [one.row["id"]]
    spelled.put(f"{row}.appraisal.recommendation", given, "recommendation")
    spelled.put(f"{row}.appraisal.authority", given, f"authority.{award}")
    spelled.put(f"{row}.appraisal.reason", given, "reason")
    for number, finding in enumerate(one.questions):
        place, asked = f"{row}.appraisal.answers.{number}", f"{award}.{finding.criterion}"
        spelled.fields[f"{place}.criterion"] = [finding.criterion]
        spelled.put(f"{place}.answer", given, f"answer.{asked}")
        spelled.put(f"{place}.reason", given, f"because.{asked}")


def as_typed(told: Draft, spelled: Spelled, given: Fields) -> Draft:
    """The draft that came back, with its faults beside the page's own fields."""
    faults = {spelled.origins.get(name, name): sentence for name, sentence in told.faults.items()}
    return replace(told, given=given, faults=faults)


def refusals(alert: Alert | None) -> dict[str, str]:
    """Why each line was refused, by its stream."""
    told = (item.partition(": ") for item in (alert.items if alert else ()))
    return {stream: sentence for stream, _colon, sentence in told}


def _last(given: Fields, name: str) -> str:
    values = given.get(name)
    return values[-1].strip() if values else ""
