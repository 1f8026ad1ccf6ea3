"""Whether the lines were public for comment long enough before the council sits."""

from domain.context import Context, calendar_of, pack_of
from domain.council.state import Council
from domain.nomination.state import CommentWindow, Nomination
from domain.refusal import refuse_unless
from domain.rules.pack import PublicComment
from domain.session.commands import ConveneSession, RescheduleSession
from domain.session.state import AgendaLine

Calling = ConveneSession | RescheduleSession
"""What sets the day of a sitting."""


def check_comment(
    agenda: tuple[AgendaLine, ...], council: Council, command: Calling, context: Context
) -> None:
    """Refuse a line whose period is missing, too short or not over; where the rule is not known, ask for the basis.

    Working days are counted from the day it opens to the day it closes, both included, as the sector's notices do.
    """
    for line in agenda:
        rule = pack_of(line.pack).award(line.award).public_comment
        if rule is not None and rule.level is council.level:
            _check(line, rule, command, context)


def _check(line: AgendaLine, rule: PublicComment, command: Calling, context: Context) -> None:
    state = context.peers[line.nomination]
    window: CommentWindow | None = state.comment if isinstance(state, Nomination) else None
    if window is None and not rule.status.may_decide:
        confirmed = command.comment_basis.strip()
        refuse_unless(confirmed, "comment_unconfirmed", source=rule.source, line=line.nomination)
        return
    days = calendar_of(line.pack).between(window.opens_on, window.closes_on) if window else 0
    refuse_unless(
        days >= rule.min_working_days,
        "comment_too_short",
        source=rule.source,
        line=line.nomination,
        days=days,
        needed=rule.min_working_days,
    )
    over = window is not None and window.closes_on < command.meets_on
    refuse_unless(
        over,
        "comment_not_over",
        source=rule.source,
        line=line.nomination,
        date=f"{command.meets_on:%d/%m/%Y}",
    )
