"""Capture workflow histories of this release: every later release must replay them (`tests/samples/histories`).

Run it when paths have learned something new, and keep the old files: a run begun yesterday is replayed tomorrow.
Payloads are sealed with the tests' key, so that they decode; people and papers are those of the tests.
"""

import asyncio
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine

from domain.ids import nomination_of
from embedded.testing import Database, fresh_database, make_template, postgres_for_tests
from store.engine import open_engine
from store.migrate import migrate
from tests.domain import office
from tests.workflows.faults import Fault, hanging, pending, refusing
from tests.workflows.harness import Desk, eventually, progress_of
from tests.workflows.virtual import AN_INSTANT, Calendar, virtual_time
from worker import path_worker

FOLDER = Path(__file__).resolve().parents[1] / "tests" / "samples" / "histories"
MENDED = nomination_of(office.DOSSIER, 2)
REFUSED, HUNG = "unit-vks-a", "unit-vks-b"
"""Units that were registered while the database refused connections, and while it hung."""

STREAMS = (office.LINE, MENDED, office.DOSSIER, office.SESSION, office.DECISION, "unit-vks-h", REFUSED, HUNG)


async def capture(engine: Engine, away: Callable[[Fault], AbstractContextManager[None]]) -> None:
    """Bring one nomination from its draft to the archive, past a reminder, and one through a return and a hold."""
    async with virtual_time() as env, path_worker(env.client, engine):
        desk = Desk(env.client)
        calendar = Calendar(env, engine, desk)
        await _patiently(desk, "VKS-A", away(refusing))
        await _patiently(desk, "VKS-B", away(hanging))
        await desk.done(*office.UNITS, office.draft(office.line("cb-1"), office.line("cb-2")))
        await _shown(desk, engine, office.LINE)
        await desk.done(office.submit(), office.receive())
        await _shown(desk, engine, office.LINE)
        await _reminded(calendar, office.LINE)
        await desk.done(office.return_line(MENDED), office.supplement(MENDED))
        await desk.done(office.hold(MENDED), office.release(MENDED), office.withdraw(MENDED))
        await desk.done(office.appraise(), office.convene(), office.attend(), office.open_voting())
        await asyncio.gather(*(desk.send(paper) for paper in office.ballots()))
        await desk.send(office.ballots()[0])  # a refusal: this member has voted
        await desk.done(office.close_voting(), office.certify())
        await desk.done(office.settle(), office.sign(), office.publish(), office.archive())
        await eventually(lambda: _ended(desk))
        for stream in STREAMS:
            await _keep(desk, stream)


async def _patiently(desk: Desk, unit: str, away: AbstractContextManager[None]) -> None:
    """Register a unit while the database is away, until operators see the command waiting."""
    order = office.register_unit(unit)
    with away:
        sent = asyncio.create_task(desk.send(order))
        await eventually(lambda: pending(desk, order.stream))
    await sent


async def _shown(desk: Desk, engine: Engine, stream: str) -> None:
    """Wait until the workflow shows the present step, so that the capture holds each wake-up by itself."""
    label = progress_of(engine, stream).label

    async def shown() -> bool:
        return label in (await desk.metadata(stream)).current_details

    await eventually(shown)


async def _reminded(calendar: Calendar, stream: str) -> None:
    """Let the first rung of the present step come."""
    first = progress_of(calendar.engine, stream).alarms[0]
    await calendar.until(stream, datetime.fromisoformat(first.due_at) + AN_INSTANT)
    await eventually(lambda: calendar.lapsed(stream, 1))


async def _ended(desk: Desk) -> bool:
    return not await desk.running()


async def _keep(desk: Desk, stream: str) -> None:
    """Write the history of the longest run: a wake-up that comes late begins one more, which ends at once."""
    runs = [run async for run in desk.client.list_workflows(f"WorkflowId='{stream}'")]
    longest = max(runs, key=lambda run: run.history_length)
    history = await desk.client.get_workflow_handle(stream, run_id=longest.run_id).fetch_history()
    (FOLDER / f"{stream}.json").write_text(history.to_json() + "\n", encoding="utf-8")


def _migrated(database: Database) -> None:
    with ExitStack() as stack:
        engine = open_engine(database.owner_url)
        stack.callback(engine.dispose)
        migrate(engine)


def main() -> None:
    """Start servers of our own, capture, and end them."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        cluster = stack.enter_context(postgres_for_tests())
        make_template(cluster, "migrated", _migrated)
        database = stack.enter_context(fresh_database(cluster, "migrated"))
        engine = open_engine(database.app_url)
        stack.callback(engine.dispose)
        asyncio.run(capture(engine, lambda fault: fault(cluster, database)))


if __name__ == "__main__":
    main()
