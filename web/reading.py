"""Read the read model: who is signed in reads, and sees names only of the units they act for."""

import re
from collections.abc import Mapping
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Path, Query
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from domain.ids import PLURALS, Kind, stream_id
from domain.nomination.state import Step
from domain.progress import PATH_KINDS
from domain.values import Outcome, Role
from readmodel import queries
from readmodel.accounts import Account
from readmodel.history import HistoryEntry, history
from readmodel.work_queue import cursor, work_queue
from web import showing, views
from web.auth import reader
from web.concealment import concealed_from, without, without_early_marks
from web.documents import problems
from web.outcomes import counts
from web.privacy import may_read_counts, may_read_dossier, may_read_line, may_read_personal
from web.problems import Problem
from web.receipts import ReceiptAnswer, stored_receipt
from web.shell import Shell, shell_of

router = APIRouter(
    prefix="/api/v1",
    tags=["reading"],
    responses=problems(401, 403, 404, 422, 503),
)
Reader = Annotated[Account, Depends(reader)]
Key = Annotated[str, Path(description="The part of the stream id after its kind.")]
Code = Annotated[str | None, Query(pattern="^[A-Za-z0-9._-]{1,100}$")]
After = Annotated[str, Query(pattern="^[a-z0-9.-]{0,100}$")]
TASK_CURSOR = r"^(?:[0-9]{0,17}~[a-z0-9.-]{1,100})?$"
TASK_PLACE = re.compile(TASK_CURSOR).fullmatch
"""Whether a text is such a place."""
AfterDossier = Annotated[str, Query(pattern="^(?:[0-9]{4}~dossier-[a-z0-9.-]{1,80})?$")]
Limit = Annotated[int, Query(ge=1, le=1_000)]


@router.get("/commands/{command_id}", response_model=ReceiptAnswer, summary="The receipt of a command")
async def get_receipt(request: Request, command_id: str, _account: Reader) -> Response:
    """The recorded answer, accepted or refused; 404 while there is none."""
    row = await shell_of(request).database.ask(queries.receipt, uuid_of(command_id))
    if row is None:
        raise Problem("unknown_receipt")
    return JSONResponse({"receipt": stored_receipt(row)})


def uuid_of(text: str) -> str:
    """A command id in its one spelling; raises `Problem` malformed_uuid."""
    try:
        return str(UUID(text))
    except ValueError:
        raise Problem("malformed_uuid", more={"field": "/command_id"}) from None


@router.get("/nominations", summary="Nominations by id")
async def get_nominations(  # noqa: PLR0913, PLR0917 - each is a filter a person may set
    request: Request,
    account: Reader,
    dossier: Code = None,
    session: Code = None,
    step: Step | None = None,
    award: Code = None,
    outcome: Outcome | None = None,
    after: After = "",
    limit: Limit = 200,
) -> views.NominationPage:
    """A page of nominations, filtered. `dossier` and `session` take a key or a stream id."""
    rows = await shell_of(request).database.ask(
        queries.nominations,
        dossier=_stream(Kind.DOSSIER, dossier),
        session=_stream(Kind.SESSION, session),
        step=step,
        award=award,
        outcome=outcome,
        after=after,
        limit=limit,
    )
    hidden = await concealed_from(shell_of(request), account)
    readable = (row for row in rows if row["id"] not in hidden and may_read_line(row, account))
    shown = [showing.nomination_view(row, account) for row in readable]
    return views.NominationPage(items=shown, next=rows[-1]["id"] if len(rows) == limit else None)


def _stream(kind: Kind, given: str | None) -> str | None:
    return stream_id(kind, given.removeprefix(f"{kind}-")) if given is not None else None


@router.get("/nominations/{key}", summary="One nomination")
async def get_nomination(request: Request, key: Key, account: Reader) -> views.AwaitedView:
    """Where it stands, whom it waits for and until when."""
    row = await nomination_row(shell_of(request), key)
    hidden = await concealed_from(shell_of(request), account)
    _insist(row["id"] not in hidden and may_read_line(row, account), row)
    return showing.awaited_view(row, account)


@router.get("/dossiers", summary="Every dossier")
async def get_dossiers(
    request: Request, account: Reader, after: AfterDossier = "", limit: Limit = 200
) -> views.DossierList:
    """A page, newest year first; other units' drafts are left out."""
    rows, following = await _dossiers(shell_of(request), after, limit)
    shown = [showing.dossier_view(row) for row in rows if may_read_dossier(row, account)]
    return views.DossierList(items=shown, next=following)


async def _dossiers(shell: Shell, after: str, limit: int) -> tuple[list[queries.Row], str | None]:
    """A page of every dossier, and where the next one begins."""
    rows = await shell.database.ask(queries.dossier_page, after, limit)
    return rows, queries.dossier_cursor(rows[-1]) if len(rows) == limit else None


@router.get("/dossiers/{key}", summary="One dossier")
async def get_dossier(request: Request, key: Key, account: Reader) -> views.DossierView:
    """Where it stands."""
    row = await row_of(shell_of(request), Kind.DOSSIER, key)
    _insist(may_read_dossier(row, account), row)
    return showing.dossier_view(row)


def _insist(readable: bool, row: Mapping[str, Any]) -> None:  # noqa: FBT001 - reads as a sentence
    """What a reader may not know of is, to them, not there."""
    if not readable:
        raise Problem("unknown_record", {"stream": row["id"]})


@router.get("/sessions/{key}", summary="One session")
async def get_session(request: Request, key: Key, _account: Reader) -> views.SessionView:
    """Its phase and its numbers."""
    return showing.session_view(await row_of(shell_of(request), Kind.SESSION, key))


@router.get("/decisions/{key}", summary="One instrument")
async def get_decision(request: Request, key: Key, _account: Reader) -> views.DecisionView:
    """Its stage, number and date."""
    return showing.decision_view(await row_of(shell_of(request), Kind.DECISION, key))


@router.get("/tasks", summary="What waits for me")
async def get_tasks(
    request: Request,
    account: Reader,
    after: Annotated[str, Query(pattern=TASK_CURSOR)] = "",
    limit: Limit = 200,
) -> views.TaskList:
    """A page of what waits for the account's roles or for the account by name, soonest legal deadline first."""
    return await tasks_of(shell_of(request), account, after=after, limit=limit)


@router.get("/outcomes", summary="What became of every dossier")
async def get_outcomes(
    request: Request, account: Reader, after: AfterDossier = "", limit: Limit = 200
) -> views.OutcomeList:
    """Counts by award; an outcome counts once its instrument is signed. Other units' drafts are left out."""
    shell = shell_of(request)
    rows, following = await _dossiers(shell, after, limit)
    readable = [row for row in rows if may_read_dossier(row, account)]
    found = counts(await shell.database.ask(queries.outcomes, [row["id"] for row in readable]))
    shown = [showing.outcome_view(row, found.get(row["id"], [])) for row in readable]
    return views.OutcomeList(items=shown, next=following)


def history_routes() -> APIRouter:
    """One history route for each kind of stream."""
    made = APIRouter(prefix="/api/v1", tags=["reading"], responses=problems(401, 403, 404, 422, 503))
    for kind in Kind:
        _add_history(made, kind)
    return made


def _add_history(made: APIRouter, kind: Kind) -> None:
    async def get_history(request: Request, key: Key, account: Reader) -> views.History:
        """Every fact in order, with where it lies in the log."""
        stream = stream_id(kind, key)
        entries = await history_of(shell_of(request), stream)
        hidden = await concealed_from(shell_of(request), account)
        if stream in hidden:
            raise Problem("unknown_record", {"stream": stream})
        if kind is Kind.SESSION:
            entries = without_early_marks(entries)
        counts = True
        if kind in {Kind.DOSSIER, Kind.NOMINATION}:
            row = await row_of(shell_of(request), kind, key)
            may_read = may_read_dossier if kind is Kind.DOSSIER else may_read_line
            _insist(may_read(row, account), row)
            counts = may_read_counts(row, account)
        units = await _units(shell_of(request), kind, key, entries)
        personal = kind is Kind.UNIT or may_read_personal(account, units)
        facts = [
            showing.fact_view(without(entry, hidden), personal=personal, counts=counts) for entry in entries
        ]
        return views.History(stream=stream, items=facts)

    made.add_api_route(
        f"/{PLURALS[kind]}/{{key}}/history",
        get_history,
        methods=["GET"],
        operation_id=f"{kind}_history",
        summary=f"The history of a {kind}",
    )


async def _units(shell: Shell, kind: Kind, key: str, entries: list[HistoryEntry]) -> tuple[str, ...]:
    """The units concerned by a stream."""
    if kind not in PATH_KINDS:
        return tuple(str(entry.payload["unit"]) for entry in entries if "unit" in entry.payload)
    row = await row_of(shell, kind, key)
    return (row["unit"], row.get("handled_by", row["unit"]))


# What pages and API ask alike


async def history_of(shell: Shell, stream: str) -> list[HistoryEntry]:
    """The facts of a stream; raises `Problem` unknown_record for one nobody wrote to."""
    entries = await shell.database.ask(history, stream)
    if not entries:
        raise Problem("unknown_record", {"stream": stream})
    return entries


async def nomination_row(shell: Shell, key: str) -> Mapping[str, Any]:
    """One nomination's row; raises `Problem` unknown_record."""
    return await row_of(shell, Kind.NOMINATION, key)


async def row_of(shell: Shell, kind: Kind, key: str) -> Mapping[str, Any]:
    """One row; raises `Problem` unknown_record, or `Refusal` malformed_id."""
    stream = stream_id(kind, key)
    question = {
        Kind.NOMINATION: queries.nomination,
        Kind.DOSSIER: queries.dossier,
        Kind.SESSION: queries.session,
        Kind.DECISION: queries.decision,
    }[kind]
    row = await shell.database.ask(question, stream)
    if row is None:
        raise Problem("unknown_record", {"stream": stream})
    return row


def desks_of(account: Account) -> dict[str, list[str]]:
    """The account's roles by unit, as far as work can wait for them."""
    desks: dict[str, list[str]] = {}
    for grant in account.grants:
        if grant.role not in {Role.OPERATOR, Role.AUDITOR}:
            desks.setdefault(grant.unit, []).append(grant.role)
    return desks


async def tasks_of(shell: Shell, account: Account, *, after: str = "", limit: int = 200) -> views.TaskList:
    """A page of what waits for the account's grants, and for the account by name."""
    rows = await shell.database.ask(work_queue, account.id, desks_of(account), limit=limit, after=after)
    now = shell.now()
    following = cursor(rows[-1]) if len(rows) == limit else None
    return views.TaskList(items=[showing.task_view(row, now) for row in rows], next=following)
