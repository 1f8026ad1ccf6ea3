"""`make bench`: every claim of speed, measured side by side in one run and told as ratios."""

import asyncio
import tempfile
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any
from uuid import uuid4

import httpx
import psutil
from rich.console import Console
from rich.table import Table

from bench import commands, handler, pages, rules, verification
from bench.measure import MILLISECONDS, Comparison
from bench.office import LEADING, MEMBERS, UNIT, Office
from domain.register.commands import RecordStrength
from domain.values import Actor, Role
from embedded.stack import Stack
from embedded.testing import short_folder
from readmodel.accounts import Grant, create_account
from store import codec
from store.engine import open_engine
from store.migrate import migrate

_TALLY_LINES = 400
_OPEN_NOMINATIONS = 1_000
_SETTLE_S = 10.0
"""Until the wake-ups of a bulk act have arrived, at fifty a second."""
_PASSWORD = uuid4().hex
_THERE_ALREADY = {"already_exists", "seat_taken_twice"}
"""What a second made-up office of the same unit meets of the first: the unit and its council."""


@dataclass(frozen=True, slots=True)
class Tally:
    """Recording a tally on every line, beside one command."""

    lines: int
    tally_ms: float
    command_ms: float


@dataclass(slots=True)
class Desk:
    """Everybody of the made-up office, signed in."""

    http: httpx.Client
    tokens: dict[str, str]

    def send(self, stream: str, name: str, command: Any, who: Actor) -> float:  # noqa: ANN401 - any command
        """Carry a command as that person; returns its milliseconds."""
        kind, _dash, key = stream.partition("-")
        body = {
            "command_id": str(uuid4()),
            "acting_as": {"role": who.role, "unit": who.unit},
            "command": codec.encode(command),
        }
        begun = time.perf_counter()
        answer = self.http.post(
            f"/api/v1/{kind}s/{key}/{name.replace('_', '-')}",
            json=body,
            headers={"Authorization": f"Bearer {self.token(who)}"},
        )
        while answer.status_code == httpx.codes.ACCEPTED:
            time.sleep(0.05)
            asked = self.http.get(
                answer.json()["status_url"], headers={"Authorization": f"Bearer {self.token(who)}"}
            )
            answer = answer if asked.status_code == httpx.codes.NOT_FOUND else asked
        spent = (time.perf_counter() - begun) * MILLISECONDS
        if answer.status_code != httpx.codes.OK and answer.json().get("code") not in _THERE_ALREADY:
            raise RuntimeError(f"{name}: {answer.status_code} {answer.text}")
        return spent

    def token(self, who: Actor) -> str:
        """The person's token, signed in once."""
        if who.id not in self.tokens:
            answer = self.http.post("/api/v1/sign-in", json={"username": who.id, "password": _PASSWORD})
            self.tokens[who.id] = answer.raise_for_status().json()["token"]
        return self.tokens[who.id]


def main() -> None:
    """Run everything and print it."""
    console = Console()
    with short_folder() as folder:
        with Stack(Path(folder) / "bench") as stack:
            services = stack.services
            console.print("PostgreSQL và Temporal đã chạy; đo bộ xử lý lệnh…")
            compared = [*_handler(services.database_url, services.database_owner_url)]
            desk = _desk(stack)
            office = Office("commands", commands.AT_ONCE)
            office.receive(desk.send)
            appraiser = Actor("bench-appraiser", Role.APPRAISER, UNIT)
            console.print("Đo trọn một lệnh qua API…")
            compared += asyncio.run(_commands(stack, desk.token(appraiser), office))
            console.print(f"Đo việc ghi kết quả biểu quyết {_TALLY_LINES} dòng…")
            tally = _tally(desk)
            console.print(f"Đo bộ nhớ với {_OPEN_NOMINATIONS} dòng đang mở…")
            memory = _memory(stack, desk)
        console.print("Đo việc kiểm tra bằng chứng…")
        with tempfile.TemporaryDirectory() as bundles:
            verified = verification.verify_sizes(Path(bundles))
    console.print("Đo việc áp dụng quy định…")
    assess_ms, replays = rules.assess_ms(), rules.replay_sizes()
    _print(console, compared, tally, memory, verified)
    console.print("Đo hộp việc và tìm kiếm…")
    for timing in pages.compare():
        console.print(
            f"{timing.page}, p95 with {pages.FEW:,} / {pages.MANY:,} nominations: {timing.few_ms:.1f} / "
            f"{timing.many_ms:.1f} ms, ratio {timing.ratio:.2f} (aim: at most 1.5)"
        )
    _print_rules(console, assess_ms, replays)


def _handler(app_url: str, owner_url: str | None) -> tuple[Comparison, Comparison]:
    if owner_url is None:
        raise SystemExit("make bench cần máy chủ PostgreSQL đi kèm (không đặt DATABASE_URL).")
    migrate(open_engine(owner_url))
    return handler.compare(app_url, owner_url)


def _desk(stack: Stack) -> Desk:
    engine = open_engine(stack.services.database_url)
    people: dict[str, set[Role]] = {
        f"bench-{role.replace('_', '-')}": {role} for role in Role if role is not Role.ENGINE
    }
    for number in range(MEMBERS):
        people[f"bench-member-{number}"] = {Role.COUNCIL_MEMBER, LEADING.get(number, Role.COUNCIL_MEMBER)}
    for person, roles in people.items():
        create_account(
            engine,
            account_id=person,
            username=person,
            name=f"{person} (mô phỏng)",
            password=_PASSWORD,
            grants=[Grant(role, UNIT) for role in sorted(roles)],
        )
    engine.dispose()
    return Desk(httpx.Client(base_url=stack.url, timeout=60), {})


async def _commands(stack: Stack, token: str, office: Office) -> tuple[Comparison, Comparison]:
    with closing(commands.Door(stack.url, token)) as door:
        return await commands.compare(stack.services.temporal_address, door, office)


def _tally(desk: Desk) -> Tally:
    """The lone command is measured first: after the tally its wake-ups are still on their way."""
    registrar = Actor("bench-registrar", Role.REGISTRAR, UNIT)
    unit = f"unit-{UNIT.lower()}"
    singles = [
        desk.send(unit, "record_strength", RecordStrength(year, 70), registrar) for year in range(2000, 2021)
    ]
    office = Office("tally", _TALLY_LINES)
    office.receive(desk.send)
    office.vote(desk.send)
    time.sleep(_SETTLE_S)
    spent: list[float] = []
    office.certify(lambda *given: spent.append(desk.send(*given)))
    return Tally(_TALLY_LINES, spent[0], median(singles))


def _memory(stack: Stack, desk: Desk) -> dict[str, float]:
    """Megabytes of resident memory by process, once a thousand nominations are open."""
    Office("open", _OPEN_NOMINATIONS).receive(desk.send)
    time.sleep(20)
    groups = {
        "worker": stack.worker_children,
        "web": stack.web_children,
        "PostgreSQL, Temporal": stack.services.children(),
    }
    return {
        name: sum(_resident(child.process.pid) for child in children) for name, children in groups.items()
    }


def _resident(pid: int) -> float:
    """Private memory of a process and its children (shared pages counted once a process)."""
    process = psutil.Process(pid)
    everyone = (process, *process.children(recursive=True))
    return float(sum(each.memory_full_info().uss for each in everyone)) / 2**20


def _print(
    console: Console,
    compared: list[Comparison],
    tally: Tally,
    memory: dict[str, float],
    verified: list[verification.Verification],
) -> None:
    table = Table("what", "ours ms", "theirs ms", "time", "throughput", "aim", title="ours / theirs")
    for row in compared:
        ratios = f"{row.time_ratio:.2f}", f"{1 / row.time_ratio:.2f}"
        table.add_row(
            f"{row.what}: {row.ours} / {row.theirs}",
            f"{row.ours_ms:.2f}",
            f"{row.theirs_ms:.2f}",
            *ratios,
            row.aim,
        )
    ratio = tally.tally_ms / tally.command_ms
    table.add_row(
        f"tally over {tally.lines} lines / one command",
        f"{tally.tally_ms:.0f}",
        f"{tally.command_ms:.1f}",
        f"{ratio:.1f}",
        "",
        "at most 20 x",
    )
    console.print(table)
    for run in verified:
        console.print(
            f"verify {run.events:,} events: {run.events_per_second:,.0f} events/s, "
            f"{run.hashing_share:.0%} of the time in hashing, peak {run.peak_megabytes:.0f} MB"
        )
    total = sum(memory.values())
    parts = ", ".join(f"{name} {megabytes:.0f} MB" for name, megabytes in memory.items())
    console.print(f"memory with {_OPEN_NOMINATIONS:,} open nominations: {parts}; together {total:.0f} MB")


def _print_rules(console: Console, assess_ms: float, replays: list[rules.Replay]) -> None:
    console.print(f"assess one nomination: {assess_ms:.3f} ms (aim: under 1 ms)")
    for run in replays:
        console.print(
            f"what-if over {run.nominations:,} nominations under {run.pack}: {run.seconds:.1f} s on one core, "
            f"{run.processor_seconds:.1f} s of the processor (aim: 100,000 under 60 s), {run.flips:,} flips, "
            f"peak {run.peak_megabytes:.0f} MB"
        )


if __name__ == "__main__":
    main()
