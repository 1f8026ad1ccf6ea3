"""Who looks after a task at present: no evidence, only so that two people do not do the same work.

A claim is of a task at its present step; once the step moves nothing is left of it.
"""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Engine, text

_CLAIM = text("""
    INSERT INTO task_claim (stream, step, since, account, claimed_at)
    SELECT stream, step, coalesce(since, '-infinity'), :account, :now FROM work_queue
    WHERE stream = :stream AND step = :step AND listed
    ON CONFLICT (stream, step, since) DO NOTHING
""")
_LAPSED = text("""
    DELETE FROM task_claim USING work_queue WHERE task_claim.stream = :stream AND work_queue.stream = :stream
    AND (task_claim.step, task_claim.since) <> (work_queue.step, coalesce(work_queue.since, '-infinity'))
""")
_HOLDER = text("""
    SELECT task_claim.account FROM work_queue LEFT JOIN task_claim ON task_claim.stream = work_queue.stream
    AND task_claim.step = work_queue.step AND task_claim.since = coalesce(work_queue.since, '-infinity')
    WHERE work_queue.stream = :stream AND work_queue.step = :step AND work_queue.listed
""")
_RELEASE = text("DELETE FROM task_claim WHERE stream = :stream AND account = :account")


class Claimed(StrEnum):
    """What came of claiming."""

    MINE = "mine"
    TAKEN = "taken"
    GONE = "gone"


def claim(engine: Engine, stream: str, step: str, account: str, now: datetime) -> Claimed:
    """Claim the task where it still stands at that step and nobody has it: of two at once the database lets one win."""
    task = {"stream": stream, "step": step}
    with engine.connect() as connection:
        connection.execute(_LAPSED, {"stream": stream})
        connection.execute(_CLAIM, {**task, "account": account, "now": now})
        found = connection.execute(_HOLDER, task).one_or_none()
    if found is None or found.account is None:
        return Claimed.GONE
    return Claimed.MINE if found.account == account else Claimed.TAKEN


def release(engine: Engine, stream: str, account: str) -> None:
    """Give the task back to the group; nothing happens where this person does not have it."""
    with engine.connect() as connection:
        connection.execute(_RELEASE, {"stream": stream, "account": account})
