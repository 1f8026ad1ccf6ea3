"""The office whose pages are clicked through: the processes as they ship, simulated people, and what they have done."""

import asyncio
import os
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

import httpx
from sqlalchemy import Engine, NullPool, create_engine, text

from embedded.stack import Stack
from readmodel.accounts import create_account
from readmodel.sign_ins import open_sign_in
from tests.web.site import (
    COUNCIL_UNIT,
    PASSWORD,
    PEOPLE,
    UNIT,
    Person,
    Staff,
    dossier,
    line,
    open_vote,
    publish,
    receive,
)

OURS: Final = ("DATABASE_", "TEMPORAL_", "MINHBACH_")
"""What names servers in the developer's own environment."""

NAMES: Final = {
    "officer": "Lê Thị Hạnh",
    "head": "Phạm Văn Đức",
    "clerk": "Ngô Thị Mai",
    "appraiser": "Trần Quốc Bảo",
    "secretary": "Đỗ Minh Châu",
    "chair": "Nguyễn Hữu Thành",
    "member": "Vũ Thị Lan",
    "decider": "Hoàng Văn Long",
    "publisher": "Bùi Thị Ngọc",
    "registrar": "Đặng Văn Phúc",
    "auditor": "Lý Thị Quỳnh",
    "operator": "Mai Văn Sơn",
    "stranger": "Tạ Văn Xuân",
    "many": "Hồ Thị Yến",
    "nobody": "Phan Văn Ẩn",
}
UNITS: Final = {
    UNIT: "Viện kiểm sát nhân dân khu vực 3",
    COUNCIL_UNIT: "Viện kiểm sát nhân dân tỉnh Hòa Minh",
}
"""Invented, as everybody in them."""


@dataclass(frozen=True)
class Colleagues:
    """Everybody's client for what is prepared over the API before somebody clicks."""

    people: dict[str, Person]

    def __getattr__(self, name: str) -> Person:
        return self.people[name]


@dataclass
class Office:
    """A running system, its evidence, and a token for everybody."""

    stack: Stack
    engine: Engine
    tokens: dict[str, str] = field(default_factory=dict, repr=False)

    @property
    def url(self) -> str:
        """Where a browser goes."""
        return self.stack.url

    def open_accounts(self) -> None:
        """Open everybody's account; all passwords are the same."""
        for name, grants in PEOPLE.items():
            create_account(
                self.engine,
                account_id=name,
                username=name,
                name=NAMES.get(name, name),
                password=PASSWORD,
                grants=grants,
            )
            self.tokens[name] = self.signed_in(name)

    def signed_in(self, name: str, since: timedelta = timedelta()) -> str:
        """Open a sign-in of its own, that long ago; its token."""
        opened_at = datetime.now(UTC) - since
        token = f"{name}-{uuid4()}"
        open_sign_in(self.engine, name, token, opened_at, opened_at + timedelta(hours=6))
        return token

    def prepare(self, work: Callable[[Staff], Awaitable[Any]]) -> None:
        """Let the colleagues do something over the API; in a thread, for a driver of browsers may hold the loop."""
        with ThreadPoolExecutor(1) as pool:
            pool.submit(asyncio.run, self._prepared(work)).result()

    async def _prepared(self, work: Callable[[Staff], Awaitable[Any]]) -> None:
        async with AsyncExitStack() as stack:
            people = {}
            for name, token in self.tokens.items():
                opened = httpx.AsyncClient(
                    base_url=self.url,
                    headers={"Authorization": f"Bearer {token}"},
                    timeout=30.0,
                    trust_env=False,
                )
                people[name] = Person(await stack.enter_async_context(opened))
            await work(Colleagues(people))

    def recorded(self, stream: str) -> list[str]:
        """The names of a stream's events, in order, as the database has them."""
        query = text("SELECT name FROM leaf WHERE stream = :stream ORDER BY version")
        with self.engine.connect() as connection:
            return list(connection.execute(query, {"stream": stream}).scalars())


@contextmanager
def office(folder: Path) -> Iterator[Office]:
    """Run the system with its accounts open and something in every state."""
    environ = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
    with Stack(folder, environ=environ | {"MINHBACH_SEAL_EVERY_S": "1"}) as stack:
        opened = Office(stack, create_engine(stack.services.database_url, poolclass=NullPool))
        opened.open_accounts()
        opened.prepare(_fill)
        yield opened
        opened.engine.dispose()


async def _fill(staff: Staff) -> None:
    for unit, name in UNITS.items():
        await staff.registrar.do(
            f"units/{unit.lower()}/register-unit", {"name": name, "level": "DISTRICT", "route": "civil"}
        )
    await _published(staff)
    await _voted_on(staff)
    await _received(staff)
    drawn_up = dossier(*_lines("dt", "Cao Thị Kim"), title="Lao động tiên tiến năm 2023, bổ sung")
    await staff.officer.do("dossiers/kv3-du-thao/draft-dossier", drawn_up)


async def _published(staff: Staff) -> None:
    lines = _lines("cb", "Nguyễn Thị Ánh", "Trần Văn Bình", "Lê Quang Cường")
    await receive(staff, "kv3-cong-bo", *lines, title="Lao động tiên tiến năm 2023, đợt một")
    await publish(staff, "kv3-cong-bo", "granted", "granted", "refused")


async def _voted_on(staff: Staff) -> None:
    lines = _lines("bq", "Phạm Thị Dung", "Hoàng Văn Em")
    await receive(staff, "kv3-bieu-quyet", *lines, title="Lao động tiên tiến năm 2023, đợt hai")
    agenda = [f"nomination-kv3-bieu-quyet.00{number}" for number in (1, 2)]
    for name in agenda:
        await staff.appraiser.do(
            f"nominations/{name.removeprefix('nomination-')}/record-appraisal", _APPROVED
        )
    await open_vote(staff, "kv3-bieu-quyet", agenda, aside={"member": agenda[1]})


async def _received(staff: Staff) -> None:
    lines = _lines("td", "Đinh Thị Giang", "Võ Thanh Hải")
    await receive(staff, "kv3-tham-dinh", *lines, title="Lao động tiên tiến năm 2023, đợt ba")


def _lines(prefix: str, *names: str) -> list[dict[str, Any]]:
    return [line(f"{prefix}-{number:02d}", name) for number, name in enumerate(names, start=1)]


_APPROVED: Final = {
    "recommendation": "approve",
    "authority": "local",
    "answers": [{"criterion": "tasks_done_well", "answer": "met", "reason": "Đã đối chiếu hồ sơ thi đua"}],
}
