"""From changed streams to rows: each row is a pure function of the stream's folded state."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Table

from domain.deciders import DECIDERS
from domain.decision.state import Decision
from domain.dossier.state import Dossier
from domain.envelope import Progress
from domain.execution import Change, Loaded
from domain.ids import key_of, kind_of
from domain.nomination.claims import act_of
from domain.nomination.events import NominationDrafted
from domain.nomination.guards import barred
from domain.nomination.state import Nomination, Step
from domain.progress import PATH_KINDS, progress
from domain.reckoning import reckon, spell
from domain.rules.library import packs
from domain.session.seeing import owing
from domain.session.state import Phase, Session
from domain.values import Outcome, Role
from readmodel.spelling import unit_mark, words
from readmodel.tables import DECISION, DOSSIER, NOMINATION, NOMINEE, RECUSAL, SESSION, WORK_QUEUE

Row = dict[str, object]

TOGETHER = frozenset({Step.DRAFT, Step.SUBMITTED, Step.IN_COUNCIL, Step.DECIDED, Step.SIGNED, Step.PUBLISHED})
"""Steps of a nomination that another stream takes for many lines at once."""

_FELL = {Outcome.REFUSED, Outcome.DOWNGRADED}
_GONE = {Step.WITHDRAWN, Step.ANNULLED}


def project(changes: Sequence[Change], accepted_at: datetime) -> Mapping[Table, list[Row]]:
    """The rows of everything that one command changed."""
    rows: defaultdict[Table, list[Row]] = defaultdict(list)
    for change in changes:
        rows_of(change.stream, Loaded(change.version, change.state), accepted_at, rows)
        for event in change.events:
            if isinstance(event, NominationDrafted):
                rows[NOMINEE].append(nominee_row(change.stream, event.candidate_name.value, change.state))
    return rows


def nominee_row(stream: str, name: str | None, state: Nomination) -> Row:
    """Whose line it is, and the words it is found by: name and codes for those who may read names, codes for others."""
    award = state.candidate.award if state.candidate else ""
    codes = words(key_of(stream), state.unit, award, *award_names(award))
    marks = {unit_mark(state.unit), unit_mark(state.handled_by)}
    return {
        "nomination": stream,
        "name": name,
        "words": sorted({*codes, *words(name or ""), *marks}),
        "codes": codes,
    }


@cache
def award_names(code: str) -> tuple[str, ...]:
    """What the rule packs call an award."""
    return tuple(sorted({pack.awards[code].name for pack in packs().values() if code in pack.awards}))


def rows_of(stream: str, loaded: Loaded, at: datetime, rows: defaultdict[Table, list[Row]]) -> None:
    """Add the rows of one folded stream."""
    if kind_of(stream) not in PATH_KINDS or not loaded.version:
        return
    stamp: Row = {"version": loaded.version, "updated_at": at.isoformat()}
    match loaded.state:
        case Nomination() as state:
            rows[NOMINATION].append({"id": stream, **_nomination(state), **stamp})
        case Dossier() as state:
            rows[DOSSIER].append({"id": stream, **_dossier(stream, state), **stamp})
        case Session() as state:
            rows[SESSION].append({"id": stream, **_session(state), **stamp})
            rows[RECUSAL] += _recusals(stream, state)
        case Decision() as state:
            rows[DECISION].append({"id": stream, **_decision(state), **stamp})
    rows[WORK_QUEUE].append(_work(progress(stream, loaded), loaded.state))


def _nomination(state: Nomination) -> Row:
    candidate = state.candidate
    if candidate is None:
        raise TypeError("a nomination without a candidate was never drafted")
    return {
        "dossier": state.dossier,
        "unit": state.unit,
        "handled_by": state.handled_by,
        "candidate": candidate.id,
        "candidate_kind": candidate.kind,
        "route": candidate.route,
        "award": candidate.award,
        "year": candidate.year,
        "step": state.step,
        "hold": state.hold,
        "recommendation": state.recommendation,
        "authority": state.authority,
        "session": state.session,
        "vote": state.vote,
        "outcome": state.outcome,
        "downgraded_to": state.downgraded_to,
        "decision": state.decision,
        "pack": state.pack,
        "act": act_of(candidate.track, state.claims) if state.claims else "",
        "live": state.step not in _GONE and not {state.outcome, state.answer} & _FELL,
    }


def _dossier(stream: str, state: Dossier) -> Row:
    return {
        "unit": state.unit,
        "handled_by": state.handled_by,
        "year": state.year,
        "title": state.title,
        "words": words(key_of(stream), state.unit, state.title, str(state.year)),
        "step": state.step,
        "lines": len(state.lines),
        "received_on": _iso(state.received_on),
        "pack": state.pack,
    }


def _session(state: Session) -> Row:
    return {
        "unit": state.unit,
        "council": state.council,
        "body": state.body,
        "standing_body": state.standing_body,
        "meets_on": _iso(state.meets_on),
        "taking_part": sorted(state.members | {state.convened_by}),
        "phase": state.phase,
        "members": len(state.seats),
        "present": len(state.present),
        "ballots": len(state.ballots),
        "lines": len(state.agenda),
    }


def _recusals(stream: str, state: Session) -> list[Row]:
    return [
        {"nomination": nomination, "member": member, "session": stream}
        for member, nomination in sorted(state.recusals)
    ]


def _decision(state: Decision) -> Row:
    return {
        "unit": state.unit,
        "session": state.session,
        "instrument": state.instrument,
        "stage": state.stage,
        "number": state.number or None,
        "signed_on": _iso(state.signed_on),
        "lines": len(state.lines),
    }


def _work(shown: Progress, state: Any) -> Row:  # noqa: ANN401 - any aggregate on a path
    limit = DECIDERS[kind_of(shown.stream)].limit(state)
    lapsed = limit.clock.lapsed if limit else ()
    role, people = _awaited(shown, state)
    held = bool(getattr(state, "hold", ""))
    return {
        "stream": shown.stream,
        "kind": kind_of(shown.stream),
        "step": shown.step,
        "role": role,
        "people": people,
        "unit": shown.unit,
        "since": shown.since or None,
        "due_at": shown.due_at or None,
        "due_source": shown.due_source,
        "reckoning": spell(reckon(limit)) if limit and shown.due_at else "",
        "lateness": lapsed[-1] if lapsed else "",
        "escalated_to": shown.escalated_to,
        "held": held,
        **_about(shown.stream, state),
        "listed": not shown.closed and (held or not _carried(state)),
        "closed": shown.closed,
        "version": shown.version,
    }


def _about(stream: str, state: Any) -> Row:  # noqa: ANN401 - as above
    """What a task is filtered by."""
    match state:
        case Nomination(candidate=candidate):
            award, aside = candidate.award if candidate else "", sorted(barred(state)) or None
            return {"award": award, "dossier": state.dossier, "from_unit": state.unit, "barred": aside}
        case Dossier():
            aside = [state.drafted_by] if state.step is Step.SUBMITTED else None
            return {"award": "", "dossier": stream, "from_unit": state.unit, "barred": aside}
        case _:
            return {"award": "", "dossier": "", "from_unit": "", "barred": None}


def _carried(state: Any) -> bool:  # noqa: ANN401 - as above
    """Whether another stream takes the step for many lines at once."""
    return isinstance(state, Nomination) and state.step in TOGETHER


def _awaited(shown: Progress, state: Any) -> tuple[str, list[str] | None]:  # noqa: ANN401 - as above
    """The role that must act, and who by name where not anybody in it may.

    While a vote runs, those who owe a ballot, whatever their seat, and the chair all along, who may close it without
    those who never answer.
    """
    if not isinstance(state, Session) or state.phase is not Phase.VOTING:
        return shown.awaits, None
    chairs = {seat.member for seat in state.seats if seat.role is Role.COUNCIL_CHAIR}
    owed = owing(state)
    return (shown.awaits, sorted(owed | chairs)) if owed else (Role.COUNCIL_CHAIR, None)


def _iso(value: Any) -> str | None:  # noqa: ANN401 - a date or nothing
    return value.isoformat() if value else None
