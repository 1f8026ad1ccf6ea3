"""The path of a nomination, from a unit's proposal to a published decision.

    draft ─► submitted ─► received ─► appraised ─► in_council ─► voted ─► decided ─► signed ─► published ─► archived
     head     clerk       appraiser   secretary      chair       decider   decider   publisher    clerk
                            │  ▲          ▲            │
                            ▼  │          └─ postponed ┘
                    returned ─► supplemented
                          proposing officer

Each arrow is a command that comes through `Mailbox.execute` and is decided by the store. At each step the
workflow waits for one of three things: a command, a wake-up (a dossier, session or decision wrote to this
nomination), or the next rung of the step's ladder (reminder, overdue, escalation), which it sends as a command
too. Held nominations have no ladder: their clock stands. The last step, withdrawal or annulment ends the run;
a later command finds the stream in the store and the path begins again from there.
"""

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from workflows.contracts import PathStart

from workflows.mailbox import Mailbox


@workflow.defn(name="NominationPath")
class NominationPath(Mailbox):
    """One nomination on its way; its id is the stream's id."""

    @workflow.run
    async def run(self, start: PathStart) -> None:
        """Follow the nomination until it is archived, withdrawn or annulled."""
        await self.follow(start)
