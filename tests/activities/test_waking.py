"""Waking: every stream once, whatever runs already, and again where a wake-up was lost on the way."""

from typing import Any, cast

import pytest
from sqlalchemy import Engine
from temporalio.client import Client
from temporalio.service import RPCError, RPCStatusCode
from temporalio.testing import ActivityEnvironment

from activities.waking import WakingActivities
from domain.ids import nomination_of
from tests.domain import office
from tests.workflows.harness import Desk, eventually, record
from tests.workflows.stages import LINE_AT, STEPS, every_stage
from worker import path_worker

MANY = [nomination_of(office.DOSSIER, number) for number in range(1, 41)]


class StumblingClient:
    """The real client, whose server is away for the first so many calls."""

    def __init__(self, client: Client, stumbles: int) -> None:
        self._client = client
        self._stumbles = stumbles
        self.started: list[str] = []

    async def start_workflow(self, *arguments: Any, **options: Any) -> Any:  # noqa: ANN401 - passes everything on
        """Start, or stumble."""
        if self._stumbles:
            self._stumbles -= 1
            raise RPCError("away", RPCStatusCode.UNAVAILABLE, b"")
        self.started.append(options["id"])
        return await self._client.start_workflow(*arguments, **options)


async def test_wake_starts_what_does_not_run_and_keeps_what_does(desk: Desk, engine: Engine) -> None:
    waking = WakingActivities(desk.client, engine)
    await ActivityEnvironment().run(waking.wake, MANY)
    await eventually(lambda: _running(desk, set(MANY)))
    ids = {stream: (await desk.handle(stream).describe()).run_id for stream in MANY}
    await ActivityEnvironment().run(waking.wake, MANY)
    assert {stream: (await desk.handle(stream).describe()).run_id for stream in MANY} == ids


async def test_wake_tells_the_server_that_it_is_alive(desk: Desk, engine: Engine) -> None:
    beats: list[tuple[Any, ...]] = []
    environment = ActivityEnvironment()
    environment.on_heartbeat = lambda *details: beats.append(details)
    await environment.run(WakingActivities(desk.client, engine).wake, MANY)
    assert beats


async def test_wake_that_failed_half_way_is_made_good_by_the_next_attempt(desk: Desk, engine: Engine) -> None:
    stumbling = StumblingClient(desk.client, 1)
    waking = WakingActivities(cast("Client", stumbling), engine)
    with pytest.raises(BaseException, match=r"away|unhandled errors"):
        await ActivityEnvironment().run(waking.wake, MANY)
    await ActivityEnvironment().run(waking.wake, MANY)
    await eventually(lambda: _running(desk, set(MANY)))


async def test_wake_of_a_closed_or_unknown_stream_leaves_nothing_running(desk: Desk, engine: Engine) -> None:
    record(engine, *every_stage())
    closed = [LINE_AT[step] for step in STEPS[-2:]]
    async with path_worker(desk.client, engine):
        waking = WakingActivities(desk.client, engine)
        await ActivityEnvironment().run(waking.wake, [*closed, "nomination-never.001", "unit-vks-h"])
        await eventually(lambda: _quiet(desk))


async def _quiet(desk: Desk) -> bool:
    return await _running(desk, set())


async def _running(desk: Desk, streams: set[str]) -> bool:
    """Whether exactly these run, as soon as visibility shows it."""
    return await desk.running() == streams
