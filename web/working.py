"""Work on one line: what the rules find on it now, the forms of the acts that are open to the reader, kept drafts."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final
from uuid import uuid4

from domain.context import Context, pack_of
from domain.ids import Kind
from domain.nomination.appraisal import assessment_of, streams_read
from domain.nomination.state import Nomination, Step
from domain.refusal import Refusal
from domain.rules.assess import Finding
from domain.values import Actor, Authority, Role, Verdict
from readmodel import drawer
from readmodel.accounts import Account
from web.acting import Draft, blank, form_of
from web.forms import CommandForm
from web.shell import Shell

_HANDLING: Final = (Role.APPRAISER, Role.COUNCIL_SECRETARY)
_BEFORE_DECISION: Final = frozenset(
    {Step.SUBMITTED, Step.RECEIVED, Step.RETURNED, Step.SUPPLEMENTED, Step.APPRAISED}
    | {Step.IN_COUNCIL, Step.VOTED, Step.DECIDED}
)


@dataclass(frozen=True, slots=True)
class Open:
    """When a form is offered: whose role, of the proposing unit or of the one that handles it, at which steps."""

    command: str
    roles: tuple[Role, ...]
    steps: frozenset[Step]
    proposing: bool = False
    held: bool | None = False


ACTS: Final[Mapping[str, Open]] = {
    "tham-dinh": Open(
        "record_appraisal",
        (Role.APPRAISER,),
        frozenset({Step.RECEIVED, Step.SUPPLEMENTED, Step.APPRAISED, Step.VOTED, Step.DECIDED}),
    ),
    "tra-lai": Open(
        "return_nomination",
        (Role.RECEIVING_CLERK, Role.APPRAISER),
        frozenset({Step.SUBMITTED, Step.RECEIVED, Step.SUPPLEMENTED}),
    ),
    "tam-dung": Open("hold_nomination", _HANDLING, _BEFORE_DECISION),
    "xet-tiep": Open("release_hold", _HANDLING, _BEFORE_DECISION, held=True),
    "lay-y-kien": Open(
        "await_opinion",
        _HANDLING,
        frozenset({Step.RECEIVED, Step.SUPPLEMENTED, Step.APPRAISED, Step.VOTED, Step.DECIDED}),
    ),
    "ghi-y-kien": Open("record_opinion", _HANDLING, _BEFORE_DECISION, held=None),
    "bo-sung": Open(
        "supplement_nomination",
        (Role.PROPOSING_OFFICER, Role.UNIT_HEAD),
        frozenset({Step.RETURNED}),
        proposing=True,
    ),
    "rut": Open(
        "withdraw_nomination",
        (Role.UNIT_HEAD,),
        frozenset({Step.DRAFT}) | _BEFORE_DECISION,
        proposing=True,
        held=None,
    ),
}
"""The acts on a line by the word that addresses each; whether one may be done, the rules say."""


@dataclass(frozen=True, slots=True)
class Work:
    """What the reader may do on the line, and what they must know for it.

    `findings` is None where the rules cannot be asked; `kept_at` says when each draft was kept, by its word.
    """

    state: Nomination
    drafts: Mapping[str, Draft]
    kept: Mapping[str, drawer.Draft]
    findings: tuple[Finding, ...] | None

    @property
    def questions(self) -> tuple[Finding, ...]:
        """What the rules leave to the appraiser."""
        return tuple(one for one in self.findings or () if one.verdict is Verdict.NEEDS_REVIEW)


def form_named(word: str) -> CommandForm:
    """The form of an act by its word; raises KeyError for another word."""
    return form_of(Kind.NOMINATION, ACTS[word].command)


def words_open(state: Nomination, account: Account) -> tuple[str, ...]:
    """The acts that the line's step and the account's roles leave open; nobody is offered what concerns them."""
    mine = {account.id} & (state.proposers | {state.candidate.id if state.candidate else ""})
    return tuple(
        word
        for word, act in ACTS.items()
        if state.step in act.steps
        and (act.held is None or bool(state.hold) is act.held)
        and (word != "ghi-y-kien" or state.asked)
        and (word != "lay-y-kien" or not state.asked)
        and (act.proposing or not mine)
        and _holds(account, act, state.unit if act.proposing else state.handled_by)
    )


def holds(account: Account, act: Open, row: Mapping[str, Any]) -> bool:
    """Whether the account has a role of the act for the unit of the line that does it."""
    return _holds(account, act, row["unit"] if act.proposing else row["handled_by"])


def _holds(account: Account, act: Open, unit: str) -> bool:
    return any(grant.role in act.roles and grant.unit == unit for grant in account.grants)


async def work_on(
    shell: Shell, stream: str, version: int, account: Account, given: Mapping[str, Draft]
) -> Work | None:
    """What the account may do on a line; None where it is nothing. `given` holds forms that came back with faults."""
    state: Nomination = (await shell.database.ask(shell.load, (stream,)))[stream]
    words = words_open(state, account)
    if not words:
        return None
    findings = await _findings(shell, stream, state, account) if "tham-dinh" in words else None
    kept = {word: found for word in words if (found := await _kept(shell, stream, word, account))}
    drafts = {
        word: given.get(word) or _draft(word, state, version, account, kept.get(word)) for word in words
    }
    return Work(state, drafts, kept, findings)


async def _kept(shell: Shell, stream: str, word: str, account: Account) -> drawer.Draft | None:
    if word != "tham-dinh":
        return None
    return await shell.database.ask(drawer.draft, account.id, stream, word)


def _draft(word: str, state: Nomination, version: int, account: Account, kept: drawer.Draft | None) -> Draft:
    """The form as it was kept, or filled with what is known already."""
    command = ACTS[word].command
    if kept is not None:
        given = {name: [str(one) for one in values] for name, values in kept.body.items()}
        return replace(blank(account, command, version), command_id=str(uuid4()), given=given)
    if word == "tham-dinh" and state.recommendation is not None:
        return blank(
            account, command, version, recommendation=state.recommendation, authority=state.authority
        )
    return (
        blank(account, command, version, authority=_authority(state))
        if word == "tham-dinh"
        else blank(account, command, version)
    )


def _authority(state: Nomination) -> Authority | None:
    """The authority where the rules know it."""
    if state.candidate is None or not state.pack:
        return None
    try:
        rule = pack_of(state.pack).award(state.candidate.award).authority
    except Refusal:
        return None
    return rule.value if rule.status.may_decide else None


async def _findings(
    shell: Shell, stream: str, state: Nomination, account: Account
) -> tuple[Finding, ...] | None:
    states = await shell.database.ask(shell.load, streams_read(state))
    actor = Actor(account.id, Role.APPRAISER, state.handled_by)
    try:
        _facts, assessment = assessment_of(state, Context(stream, actor, shell.now(), states))
    except Refusal:
        return None
    return assessment.findings


def as_kept(fields: Mapping[str, Any]) -> dict[str, list[str]]:
    """The fields of a form that are worth keeping."""
    belonging = {"command_id", "seen_version", "luu", "tiep"}
    return {name: [str(one) for one in values] for name, values in fields.items() if name not in belonging}
