"""Paths that differ from ours on purpose: replay must notice the one, and the sandbox must stop the others."""

import os
import random
from datetime import datetime, timedelta

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from workflows.contracts import PathStart
    from workflows.mailbox import Mailbox


@workflow.defn(name="NominationPath")
class ImpatientNomination(Mailbox):
    """Like ours, but it sleeps before it looks."""

    @workflow.run
    async def run(self, start: PathStart) -> None:
        """Sleep, then follow."""
        await workflow.sleep(timedelta(seconds=1))
        await self.follow(start)


@workflow.defn
class ReadsTheClock:
    """Asks the machine for the time."""

    @workflow.run
    async def run(self) -> str:
        """The machine's time."""
        return datetime.now().isoformat()  # noqa: DTZ005 - the sandbox must stop it


@workflow.defn
class Gambles:
    """Asks the machine for chance."""

    @workflow.run
    async def run(self) -> float:
        """Chance."""
        return random.random()  # noqa: S311 - the sandbox must stop it


@workflow.defn
class ReadsTheEnvironment:
    """Asks the machine for its settings."""

    @workflow.run
    async def run(self) -> str:
        """A setting."""
        return os.environ.get("DATABASE_URL", "")
