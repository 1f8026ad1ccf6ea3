"""A case carried in memory: the same commands, decided by the same rules, with no server."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from commandline.api import Api
from demo.cases import Case
from demo.casework import STAGES, Casework, Job
from demo.people import staff
from domain.catalogue import COMMANDS
from domain.execution import Change, Loaded, Order, empty, run
from domain.ids import Kind, stream_id
from domain.peers import further_peers, peers
from domain.values import Actor, Role
from readmodel.projector import Row, rows_of
from readmodel.tables import NOMINATION
from store import codec

NOW = datetime(2024, 1, 15, 3, 0, tzinfo=UTC)


class Memory(Api):
    """Stands for the API: answers lists from the folded states it holds."""

    def __init__(self) -> None:
        super().__init__("http://memory.invalid")
        self.states: dict[str, Loaded] = {}
        self.written: list[tuple[Job, Actor, tuple[Change, ...]]] = []

    def pages(self, path: str, **params: str | int) -> Iterator[Any]:
        """The nominations of a dossier."""
        assert path == "nominations"
        rows: defaultdict[Any, list[Row]] = defaultdict(list)
        for stream, loaded in sorted(self.states.items()):
            rows_of(stream, loaded, NOW, rows)
        return iter([row for row in rows[NOMINATION] if row["dossier"] == params["dossier"]])

    def do(self, job: Job) -> None:
        """Decide a job's command and keep what follows from it."""
        sent = job.order
        assert sent.acting_as is not None
        kind = Kind(sent.plural.removesuffix("s"))
        stream = stream_id(kind, sent.key)
        cls: type[object] = COMMANDS[kind][sent.name.replace("-", "_")]
        command = codec.decode(cls, sent.command)
        own = self.states.get(stream) or empty(stream)
        wanted = self._loaded(peers(stream, own.state, command))
        wanted |= self._loaded(further_peers(command, {name: entry.state for name, entry in wanted.items()}))
        actor = Actor(job.by, Role(sent.acting_as.role), sent.acting_as.unit)
        changes = run(Order(stream, command, actor, NOW), {stream: own, **wanted})
        self.written.append((job, actor, changes))
        self.states |= {change.stream: Loaded(change.version, change.state) for change in changes}

    def _loaded(self, streams: Iterable[str]) -> dict[str, Loaded]:
        return {stream: self.states.get(stream) or empty(stream) for stream in streams}


def carried(case: Case) -> tuple[Casework, Mapping[str, Mapping[str, Any]]]:
    """The case after its last stage, and its nominations."""
    work, _memory = carried_in_memory(case)
    return work, work.rows()


def carried_in_memory(case: Case) -> tuple[Casework, Memory]:
    """The case after its last stage, and all that was written."""
    memory = Memory()
    work = Casework(case, staff(case), memory)
    for stage in STAGES:
        for job in stage.plan(work):
            memory.do(job)
    return work, memory
