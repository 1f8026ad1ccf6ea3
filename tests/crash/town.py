"""The whole system as processes of its own, any of which may be killed and brought back on the same data."""

import asyncio
import os
import secrets
import signal
import time
import uuid
from collections.abc import Callable, Coroutine, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

import httpx
import psycopg
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError
from temporalio.api.enums.v1 import EventType
from temporalio.client import Client
from temporalio.service import RPCError

from domain.execution import Order
from domain.ids import PLURALS, key_of, kind_of
from domain.values import Role
from embedded.postgres import Cluster
from embedded.processes import Child, Folders, start, tail
from embedded.stack import Stack
from embedded.temporal import Temporal, answers
from readmodel.access_tokens import PREFIX, NewToken, make_token
from readmodel.accounts import Grant, create_account
from tests.domain import office
from tests.workflows.harness import envelope_of, rows
from workflows.connection import connect
from workflows.payloads import KeyRing

_AWAY = httpx.codes.SERVICE_UNAVAILABLE
PATIENCE_S = 60.0
POLL_S = 0.1
ROLES = {
    Role.REGISTRAR: office.COUNCIL_UNIT,
    Role.PROPOSING_OFFICER: office.UNIT,
    Role.UNIT_HEAD: office.UNIT,
    Role.RECEIVING_CLERK: office.COUNCIL_UNIT,
}

T = TypeVar("T")


def eventually(probe: Callable[[], T | None], *, patience_s: float = PATIENCE_S) -> T:
    """The first true answer of `probe`; what is away is asked again."""
    deadline = time.monotonic() + patience_s
    while True:
        with suppress(httpx.TransportError, DBAPIError, psycopg.OperationalError, RPCError, RuntimeError):
            answer = probe()
            if answer:
                return answer
        assert time.monotonic() < deadline, f"not within {patience_s:.0f} s"
        time.sleep(POLL_S)


def kill(child: Child) -> None:
    """End a process and what it forked, with no chance to tidy up."""
    family = [child.process.pid, *_children_of(child.process.pid)]
    for pid in family:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    child.process.wait()
    eventually(lambda: not any(_runs(pid) for pid in family))


def _children_of(parent: int) -> list[int]:
    listed = Path(f"/proc/{parent}/task/{parent}/children").read_text(encoding="ascii")
    return [int(pid) for pid in listed.split()]


def _runs(pid: int) -> bool:
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except (FileNotFoundError, ProcessLookupError):
        return False
    return stat.rpartition(")")[2].split()[0] not in {"Z", "X"}


@dataclass
class Town:
    """A running stack, its evidence, and one person who holds every role."""

    stack: Stack
    engine: Engine
    token: str = field(default_factory=lambda: PREFIX + secrets.token_urlsafe(32), repr=False)
    revived: list[Child] = field(default_factory=list)
    pool: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(12))
    database_child: Child = field(init=False)
    temporal_child: Child = field(init=False)

    def __post_init__(self) -> None:
        self.database_child, self.temporal_child = self.cluster.child, self.temporal.child

    def settle_in(self) -> None:
        """Open the account and register the units."""
        grants = [Grant(role, unit) for role, unit in ROLES.items()]
        create_account(
            self.engine,
            account_id="p-all",
            username="all",
            name="Người thử",
            password="mật khẩu thử",
            grants=grants,
        )
        now = datetime.now(UTC)
        everything = NewToken("town", ("read", "act", "sign"), (), now + timedelta(hours=1))
        make_token(self.engine, "p-all", self.token, everything, now)
        for order in office.OFFICE:
            assert self.answered(order, str(uuid.uuid4()))["accepted"]

    # What a person does

    def post(self, order: Order, command_id: str, web: int = 0) -> httpx.Response:
        """Send a command through one of the web processes."""
        envelope = envelope_of(order, command_id)
        kind, key = kind_of(order.stream), key_of(order.stream)
        return httpx.post(
            f"{self.stack.web_urls[web]}/api/v1/{PLURALS[kind]}/{key}/{envelope.name.replace('_', '-')}",
            json={
                "command_id": command_id,
                "acting_as": {"role": order.actor.role, "unit": order.actor.unit},
                "command": envelope.command,
            },
            headers=self._headers(),
            timeout=20.0,
            trust_env=False,
        )

    def posted(self, order: Order, command_id: str, web: int = 0) -> "Future[httpx.Response]":
        """Send it from another thread: the answer may never come."""
        return self.pool.submit(self.post, order, command_id, web)

    def receipt(self, command_id: str, web: int = 0) -> Mapping[str, Any] | None:
        """The stored receipt, as the status page gives it."""
        url = f"{self.stack.web_urls[web]}/api/v1/commands/{command_id}"
        answer = httpx.get(url, headers=self._headers(), timeout=5.0, trust_env=False)
        return _receipt_in(answer) if answer.status_code == httpx.codes.OK else None

    def answered(self, order: Order, command_id: str, web: int = 0) -> Mapping[str, Any]:
        """The receipt, asked for as a patient person does: send it, and send the very same again."""

        def attempt() -> Mapping[str, Any] | None:
            answer = self.post(order, command_id, web)
            expected = answer.status_code < httpx.codes.INTERNAL_SERVER_ERROR or answer.status_code == _AWAY
            assert expected, answer.text + "\n".join(tail(self.stack.web_children[web].log))
            return _receipt_in(answer) if answer.status_code == httpx.codes.OK else None

        return eventually(attempt)

    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    # What is in the evidence

    def recorded(self, command_id: str) -> list[tuple[str, int, str]]:
        """The leaves of a command: stream, version, name."""
        found = rows(
            self.engine,
            "SELECT stream, version, name FROM leaf WHERE command_id = CAST(:id AS uuid) ORDER BY position",
            id=command_id,
        )
        return [(row["stream"], row["version"], row["name"]) for row in found]

    def stream(self, stream: str) -> list[str]:
        """The names of a stream's events."""
        found = rows(
            self.engine, "SELECT name FROM leaf WHERE stream = :stream ORDER BY version", stream=stream
        )
        return [row["name"] for row in found]

    # What the operator sees

    def temporally(self, ask: Callable[[Client], Coroutine[Any, Any, T]]) -> T:
        """Ask Temporal something, with the keys of the stack."""
        ring = KeyRing.parse(self.stack.environment()["MINHBACH_PAYLOAD_KEYS"])

        async def asked() -> T:
            client = await connect(self.stack.services.temporal_address, "default", ring)
            return await ask(client)

        return asyncio.run(asked())

    def has_accepted(self, stream: str, command_id: str) -> bool:
        """Whether the server has promised to carry the command."""

        async def ask(client: Client) -> bool:
            events = client.get_workflow_handle(stream).fetch_history_events()
            return any(
                [
                    event.workflow_execution_update_accepted_event_attributes.protocol_instance_id
                    == command_id
                    async for event in events
                    if event.event_type == EventType.EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_ACCEPTED
                ]
            )

        return self.temporally(ask)

    def shows(self, stream: str, step: str) -> bool:
        """Whether the workflow of the stream shows operators that step."""

        async def ask(client: Client) -> bool:
            found = client.list_workflows(f"WorkflowId='{stream}' AND Step='{step}'")
            return bool([run async for run in found])

        return self.temporally(ask)

    # Accidents

    @property
    def cluster(self) -> Cluster:
        """The database server."""
        assert self.stack.services.cluster is not None
        return self.stack.services.cluster

    @property
    def temporal(self) -> Temporal:
        """The Temporal server."""
        assert self.stack.services.temporal is not None
        return self.stack.services.temporal

    @contextmanager
    def log_held(self) -> Iterator[None]:
        """Hold the head of the log: commands are accepted and decided, and none is recorded."""
        connection = self.cluster.connect("minhbach")
        try:
            connection.autocommit = False
            connection.execute("SELECT * FROM log_head FOR UPDATE")
            yield
        finally:
            connection.close()

    def waits_for_the_log(self) -> bool:
        """Whether an append is under way in the database and cannot go on."""
        waiting = (
            "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%%append_leaves%%'"
        )
        with self.cluster.connect("minhbach") as connection:
            return connection.execute(waiting).fetchone() is not None

    def revive(self, child: Child) -> Child:
        """Start a program again as it was: same data, same address."""
        again = start(child.program, Folders(log=child.log.parent, pid=child.pid_file.parent))
        self.revived.append(again)
        return again

    def revive_database(self) -> None:
        """Bring PostgreSQL back and wait until it has recovered."""
        self.database_child = self.revive(self.database_child)
        eventually(self._database_answers)

    def _database_answers(self) -> bool:
        self.cluster.connect().close()
        return True

    def revive_temporal(self) -> None:
        """Bring Temporal back and wait until it answers."""
        self.temporal_child = self.revive(self.temporal_child)
        eventually(lambda: answers(self.temporal.address))

    def revive_web(self, number: int = 0) -> None:
        """Bring a web process back and wait until it is well."""
        self.stack.web_children[number] = self.revive(self.stack.web_children[number])
        url = f"{self.stack.web_urls[number]}/healthz"
        eventually(lambda: httpx.get(url, timeout=2.0, trust_env=False).status_code == httpx.codes.OK)

    def revive_worker(self, number: int = 0) -> None:
        """Bring a worker back."""
        self.stack.worker_children[number] = self.revive(self.stack.worker_children[number])

    def close(self) -> None:
        """End what was revived, the latest first."""
        self.pool.shutdown(wait=True, cancel_futures=True)
        for child in reversed(self.revived):
            child.stop()
        self.engine.dispose()


def _receipt_in(answer: httpx.Response) -> Mapping[str, Any]:
    body: Mapping[str, Any] = answer.json()
    receipt: Mapping[str, Any] = body.get("receipt", body)
    return receipt
