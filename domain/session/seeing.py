"""What one person may be shown of a session: nothing of a line they stepped aside from, no count before its time.

Whatever is shown is computed from the session as `without` leaves it, so that no number can tell of a hidden line.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from domain.rules.voting import Count
from domain.session.state import AdoptedRule, AgendaLine, Phase, Session
from domain.session.tally import count_open, denominator

_PERCENT = 100


@dataclass(frozen=True, slots=True)
class LineTally:
    """The votes on one line beside what it needs: `approve` of `denominator`, at least `needed`."""

    count: Count
    denominator: int
    needed: int

    @property
    def reached(self) -> bool:
        """Whether the approvals are enough."""
        return self.count.approve >= self.needed > 0


def hidden_from(state: Session, person: str) -> frozenset[str]:
    """The lines of which this person may see nothing: stepped aside from, or about themselves."""
    aside = {line for member, line in state.recusals if member == person}
    own = {line.nomination for line in state.agenda if line.candidate == person}
    return frozenset(aside | own)


def without(state: Session, lines: frozenset[str]) -> Session:
    """The session as if these lines had never been on its agenda."""
    if not lines:
        return state
    agenda = tuple(line for line in state.agenda if line.nomination not in lines)
    awards = {line.award for line in agenda}
    ballots = {
        member: tuple(mark for mark in marks if mark.nomination not in lines)
        for member, marks in state.ballots.items()
    }
    return replace(
        state,
        agenda=agenda,
        rules=tuple(rule for rule in state.rules if rule.award in awards),
        recusals=frozenset(entry for entry in state.recusals if entry[1] not in lines),
        ballots=MappingProxyType({member: marks for member, marks in ballots.items() if marks}),
        reopened=_reopened(state, awards),
        postponed=state.postponed - lines,
        counted=MappingProxyType({line: n for line, n in state.counted.items() if line not in lines}),
    )


def _reopened(state: Session, awards: set[str]) -> frozenset[str]:
    """A vote that was reopened for hidden lines alone is open for none that are seen."""
    if not state.reopened:
        return state.reopened
    return (state.reopened & awards) or frozenset({""})


def owing(state: Session) -> frozenset[str]:
    """The members who have not voted on every line that is open to them; never how the others did."""
    aside = {member for member, _nomination in state.recusals}
    whole = state.open_lines("")
    return frozenset(
        seat.member
        for seat in state.seats
        if (state.open_lines(seat.member) if seat.member in aside else whole).difference(
            mark.nomination for mark in state.ballots.get(seat.member, ())
        )
    )


def tally(state: Session) -> Mapping[str, LineTally]:
    """The votes of every line that was counted; empty as long as anybody may still vote."""
    if state.phase not in {Phase.COUNTING, Phase.CERTIFIED}:
        return MappingProxyType({})
    counted = {**count_open(state), **state.counted}
    uncounted = state.postponed | (state.secret_lines() - set(state.counted))
    return {
        line.nomination: line_tally(state, line, counted.get(line.nomination, Count()))
        for line in state.agenda
        if line.nomination not in uncounted
    }


def line_tally(state: Session, line: AgendaLine, count: Count) -> LineTally:
    """The votes of one line beside what its rule asks."""
    rule: AdoptedRule = state.rule_for(line.award)
    whole = denominator(state, line, rule, count)
    return LineTally(count, whole, votes_needed(whole, rule.pass_percent))


def votes_needed(whole: int, pass_percent: int) -> int:
    """The least number of votes that is at least `pass_percent` of the whole."""
    return -(-whole * pass_percent // _PERCENT)
