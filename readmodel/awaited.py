"""Whom an open task waits for: the work queue asked from the other side, as SQL that notices and operators share.

The rules are those of `readmodel.awaiting`: a task with named people waits for them, any other for everybody in its
role at its unit, and after an escalation for the role above as well. Whoever is barred from a line, or stepped
aside from it, is left out.
"""

from typing import Final

GRANTS: Final = """
    granted AS (
        SELECT account.id AS account, held.role, held.unit
        FROM account, jsonb_to_recordset(account.grants) AS held(role text, unit text, "from" date, "to" date)
        WHERE (held."from" IS NULL OR held."from" <= CAST(:today AS date))
          AND (held."to" IS NULL OR CAST(:today AS date) <= held."to")
    )
"""
"""The grants in force on the civil date `:today`, one row each."""

CARRIER: Final = """
    CASE
        WHEN queue.kind <> 'nomination' OR queue.held THEN queue.stream
        WHEN queue.step = 'in_council' THEN line.session
        WHEN queue.step IN ('decided', 'signed', 'published') THEN line.decision
        WHEN queue.step IN ('draft', 'submitted') THEN line.dossier
        ELSE queue.stream
    END
"""
"""The stream under which people find the work of `queue`, its nomination joined as `line`."""

AWAITED: Final = """
    SELECT granted.account FROM granted
    WHERE granted.unit = queue.unit AND granted.role = queue.role AND queue.people IS NULL
    UNION SELECT unnest(queue.people)
    UNION SELECT granted.account FROM granted
    WHERE granted.unit = queue.unit AND granted.role = queue.escalated_to
    EXCEPT SELECT unnest(queue.barred)
    EXCEPT SELECT recusal.member FROM recusal WHERE recusal.nomination = queue.stream
"""
"""The people for whom `queue` waits, as a lateral query after `GRANTS`."""
