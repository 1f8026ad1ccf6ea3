"""The whole system in one folder: databases, workers and web, as `make demo` and `make up` run it."""

import os
import sys
import time
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import KW_ONLY, dataclass, field
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

from embedded.keys import kept_keys
from embedded.ports import LOOPBACK, chosen_port
from embedded.processes import Child, Program, run, start
from embedded.services import Services, services
from embedded.signals import unwinding
from embedded.temporal import Setting

PROJECT = Path(__file__).resolve().parents[1]
MIGRATE_TIMEOUT_S = 120.0
WEB_TIMEOUT_S = 60.0
PROBE_TIMEOUT_S = 2.0
WATCH_S = 0.5
EVERY_ADDRESS = ("0.0.0.0", "::")  # noqa: S104  (compared with, not listened on)


@dataclass
class Stack:
    """Everything running, from `with` to its end; whatever ends us ends it.

    `folder` (var/<name>) keeps data, keys and logs, and one run at a time uses it.
    What `environ` sets wins over what we would make: servers, keys, anything the application reads.
    Port 0 chooses a free one; several webs take free ports after the first.
    Everything raises `EmbeddedError` with a sentence for the terminal.
    """

    folder: Path
    _: KW_ONLY
    web_port: int = 0
    temporal_port: int = 0
    ui_port: int = 0
    workers: int = 1
    webs: int = 1
    dynamic_config: Mapping[str, Setting] | None = None
    environ: Mapping[str, str] = field(default_factory=lambda: dict(os.environ), repr=False)
    services: Services = field(init=False)
    worker_children: list[Child] = field(init=False, default_factory=list)
    web_children: list[Child] = field(init=False, default_factory=list)
    web_urls: list[str] = field(init=False, default_factory=list)
    _running: ExitStack = field(init=False, default_factory=ExitStack, repr=False)

    @property
    def url(self) -> str:
        """Where a browser goes."""
        return self.web_urls[0]

    def __enter__(self) -> Self:
        with ExitStack() as running:
            running.enter_context(unwinding())
            self._running = running
            self._start()
            self._running = running.pop_all()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._running.__exit__(kind, error, traceback)

    def _start(self) -> None:
        """Bring everything up in order; what is registered is stopped in reverse."""
        web_port = chosen_port(self.web_port, what="web", choose="--port")
        found = services(
            self.folder,
            self.environ,
            temporal_port=self.temporal_port,
            ui_port=self.ui_port,
            dynamic_config=self.dynamic_config,
        )
        self.services = self._running.enter_context(found)
        self.migrate()
        for _ in range(self.workers):
            self.start_worker()
        for number in range(self.webs):
            self.start_web(web_port if number == 0 else 0)

    def environment(self) -> dict[str, str]:
        """Return what the application's processes read; the owner's URL is not for them."""
        made = kept_keys(self.folder.resolve() / "secrets", self.environ)
        given = {name: value for name, value in self.environ.items() if name != "DATABASE_OWNER_URL"}
        return {
            **given,
            **made,
            "DATABASE_URL": self.services.database_url,
            "TEMPORAL_ADDRESS": self.services.temporal_address,
            "TEMPORAL_NAMESPACE": self.services.temporal_namespace,
            "PYTHONUNBUFFERED": "1",
        }

    def migrate(self) -> None:
        """Bring the tables up to date, as their owner."""
        environment = self.environment() | {"DATABASE_OWNER_URL": self.services.database_owner_url}
        run(_cli("migrate", "migrate", environment), timeout_s=MIGRATE_TIMEOUT_S)

    def start_worker(self) -> Child:
        """Start one more worker."""
        name = f"worker-{len(self.worker_children) + 1}"
        child = self._start_child(_cli(name, "worker", self.environment()))
        self.worker_children.append(child)
        return child

    def start_web(self, port: int = 0) -> Child:
        """Start one more web process and wait until it says that it is well."""
        port = chosen_port(port, what="web", choose="--port")
        host = self.environ.get("MINHBACH_HOST", LOOPBACK)
        environment = self.environment() | {"MINHBACH_HOST": host, "MINHBACH_PORT": str(port)}
        child = self._start_child(_cli(f"web-{len(self.web_children) + 1}", "web", environment))
        url = f"http://{LOOPBACK if host in EVERY_ADDRESS else host}:{port}"
        child.wait_until(lambda: _is_well(url), timeout_s=WEB_TIMEOUT_S)
        self.web_children.append(child)
        self.web_urls.append(url)
        return child

    def _start_child(self, program: Program) -> Child:
        child = start(program, self.services.folders)
        self._running.callback(child.stop)
        return child

    def check(self) -> None:
        """Raise `EmbeddedError`, with the last lines of its log, when any process has ended by itself."""
        for child in (*self.services.children(), *self.worker_children, *self.web_children):
            child.check()

    def wait(self) -> None:
        """Stay until told to end (Ctrl-C, SIGTERM) or until a process ends by itself."""
        while True:
            self.check()
            time.sleep(WATCH_S)


def _cli(name: str, verb: str, environment: Mapping[str, str]) -> Program:
    """Return how to run a verb of our own command; it keeps no files, so SIGKILL is a fair end."""
    return Program(name, [sys.executable, "-m", "cli", verb], environment, cwd=PROJECT)


def _is_well(url: str) -> bool:
    """Tell whether the web answers its health question.

    Asked with the plain client: it knows no proxy, and reads no certificates, which takes longer than the answer.
    """
    asking = HTTPConnection(urlsplit(url).netloc, timeout=PROBE_TIMEOUT_S)
    try:
        asking.request("GET", "/healthz")
        return asking.getresponse().status == HTTPStatus.OK
    except (OSError, HTTPException):
        return False
    finally:
        asking.close()
