"""The worker process: paths and their activities, and, where the signing key is, the sealer."""

import asyncio
import contextlib
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import structlog
from sqlalchemy import Engine
from temporalio.client import (
    Client,
    Schedule,
    ScheduleActionStartWorkflow,
    ScheduleAlreadyRunningError,
    ScheduleIntervalSpec,
    ScheduleOverlapPolicy,
    SchedulePolicy,
    ScheduleSpec,
)
from temporalio.worker import UnsandboxedWorkflowRunner, Worker

from activities.commands import CommandActivities
from activities.mailing import MailingActivities, MailServer
from activities.sealing import SealingActivities
from activities.waking import WakingActivities
from readmodel.projector import project
from readmodel.tables import UNIQUENESS
from settings import MailSettings, Settings
from store.command_handler import CommandHandler
from store.engine import open_engine
from store.event_store import EventStore
from store.sealing import Sealer
from tlog.note import Signer
from workflows.connection import connect
from workflows.contracts import OUTWARD_QUEUE, SEAL_QUEUE, TASK_QUEUE
from workflows.nomination import NominationPath
from workflows.paths import DecisionPath, DossierPath, RegisterRecord, SessionPath
from workflows.payloads import KeyRing
from workflows.upkeep import Reconcile, SealLog, SendNotices

PATHS: Sequence[type] = (
    NominationPath,
    DossierPath,
    SessionPath,
    DecisionPath,
    RegisterRecord,
    SealLog,
    SendNotices,
    Reconcile,
)
THREADS = 16
"""Commands at work at once in one process; each holds a database connection while it runs."""

RUNNER = UnsandboxedWorkflowRunner()
"""The paths are replayed in Temporal's sandbox by the tests; here it would cost a third of the worker's time."""


@dataclass(frozen=True, slots=True)
class Parts:
    """What a process serves; the sealer also needs its key, the postman a mail server."""

    paths: bool = True
    seal: bool = True
    mail: bool = True


def path_worker(client: Client, engine: Engine, *, max_cached_workflows: int = 1000) -> Worker:
    """The worker of the paths: it needs no signing key."""
    store = EventStore(engine)
    commands = CommandActivities(CommandHandler(store, project, UNIQUENESS), store)
    waking = WakingActivities(client, engine, store)
    return Worker(
        client,
        task_queue=TASK_QUEUE,
        workflows=PATHS,
        activities=[commands.execute_command, commands.load_progress, waking.wake, waking.reconcile],
        activity_executor=ThreadPoolExecutor(THREADS, "activity"),
        workflow_runner=RUNNER,
        max_concurrent_activities=THREADS,
        max_concurrent_local_activities=THREADS,
        max_cached_workflows=max_cached_workflows,
        graceful_shutdown_timeout=timedelta(seconds=10),
    )


def seal_worker(client: Client, engine: Engine, origin: str, key_file: Path) -> Worker:
    """The sealer: the only process that reads the signing key."""
    sealer = Sealer(engine, origin, Signer.from_text(key_file.read_text(encoding="utf-8").strip()))
    return Worker(
        client,
        task_queue=SEAL_QUEUE,
        activities=[SealingActivities(sealer).seal],
        activity_executor=ThreadPoolExecutor(1, "seal"),
        max_concurrent_activities=1,
    )


def mail_worker(client: Client, engine: Engine, settings: MailSettings) -> Worker:
    """The postman: the only process that reads the mail server's password."""
    server = MailServer(
        settings.host,
        settings.port,
        settings.security,
        settings.sender,
        settings.public_url,
        settings.user or None,
        settings.password.get_secret_value() if settings.password else None,
        str(settings.ca_file) if settings.ca_file else None,
    )
    return Worker(
        client,
        task_queue=OUTWARD_QUEUE,
        activities=[MailingActivities(engine, server).send_notices],
        max_concurrent_activities=1,
    )


async def ensure_schedules(client: Client, settings: Settings) -> None:
    """The engine's own rounds, each a schedule that any worker may create and only one does."""
    rounds = {
        "seal-log": ("SealLog", settings.seal_every_s),
        "reconcile": ("Reconcile", settings.reconcile_every_s),
    }
    if settings.mail.host:
        rounds["send-notices"] = ("SendNotices", settings.mail.every_s)
    for name, (workflow, every_s) in rounds.items():
        action = ScheduleActionStartWorkflow(workflow, id=name, task_queue=TASK_QUEUE)
        schedule = Schedule(
            action=action,
            spec=ScheduleSpec(intervals=[ScheduleIntervalSpec(every=timedelta(seconds=every_s))]),
            policy=SchedulePolicy(overlap=ScheduleOverlapPolicy.SKIP),
        )
        with contextlib.suppress(ScheduleAlreadyRunningError):
            await client.create_schedule(name, schedule)


async def run(
    settings: Settings,
    ready: Callable[[Sequence[str]], None],
    parts: Parts,
) -> None:
    """Serve until SIGTERM or SIGINT, then finish what is in hand; `ready` is told the task queues served."""
    log = structlog.get_logger()
    ring = KeyRing.parse(settings.payload_keys.get_secret_value())
    client = await connect(settings.temporal_address, settings.temporal_namespace, ring)
    engine = open_engine(settings.database_url, pool_size=THREADS + 2)
    workers = list(_workers(client, engine, settings, parts))
    await ensure_schedules(client, settings)
    stop = _stop_asked()
    async with contextlib.AsyncExitStack() as stack:
        for worker in workers:
            await stack.enter_async_context(worker)
        queues = [worker.task_queue for worker in workers]
        log.info("worker_ready", queues=queues)
        ready(queues)
        await stop.wait()
    engine.dispose()
    log.info("worker_stopped")


def _workers(client: Client, engine: Engine, settings: Settings, parts: Parts) -> Iterator[Worker]:
    if parts.paths:
        yield path_worker(client, engine)
    if parts.seal and settings.log_key_file is not None:
        yield seal_worker(client, engine, settings.log_origin, settings.log_key_file)
    if parts.mail and settings.mail.host:
        yield mail_worker(client, engine, settings.mail)


def _stop_asked() -> asyncio.Event:
    """Set by SIGTERM or SIGINT; made before anybody is told that we are ready, who might then send one."""
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    return stop
