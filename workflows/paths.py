"""The paths of the dossier, the session and the decision, and the short errand of a register record."""

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from workflows.contracts import PathStart

from workflows.mailbox import Mailbox


@workflow.defn(name="DossierPath")
class DossierPath(Mailbox):
    """draft → submitted → received; then its nominations go their own ways."""

    @workflow.run
    async def run(self, start: PathStart) -> None:
        """Follow the dossier until it is received or withdrawn."""
        await self.follow(start)


@workflow.defn(name="SessionPath")
class SessionPath(Mailbox):
    """convened → voting → counting → certified; every member's ballot comes through this door."""

    @workflow.run
    async def run(self, start: PathStart) -> None:
        """Follow the session until its tally is certified or it is adjourned."""
        await self.follow(start)


@workflow.defn(name="DecisionPath")
class DecisionPath(Mailbox):
    """settled → signed → published → archived."""

    @workflow.run
    async def run(self, start: PathStart) -> None:
        """Follow the instrument until it is archived."""
        await self.follow(start)


@workflow.defn(name="RegisterRecord")
class RegisterRecord(Mailbox):
    """A person's or unit's record waits for nobody: it takes its commands and ends."""

    @workflow.run
    async def run(self, start: PathStart) -> None:
        """Serve the commands at hand, then end."""
        await self.follow(start)
