"""Take what members voted: their open papers, and the certified count of the secret ones."""

from collections import Counter
from collections.abc import Iterable

from domain.context import Context
from domain.refusal import refuse_unless
from domain.session.commands import CastBallot, RecordSecretCount, SecretCount
from domain.session.events import BallotCast, SecretCountRecorded
from domain.session.presiding import check_members, check_presides, check_seated, in_phase
from domain.session.state import AgendaLine, Channel, Participant, Phase, Session
from domain.values import Role


def cast(state: Session, command: CastBallot, context: Context) -> BallotCast:
    """One member's paper over every open line that the member may vote on."""
    refuse_unless(state.phase is Phase.VOTING, "ballot_not_open")
    check_seated(state, context)
    member = context.actor.id
    written = command.channel is Channel.WRITTEN
    refuse_unless(written or member in state.present, "member_absent", person=member)
    earlier = state.ballots.get(member, ())
    done = {mark.nomination for mark in earlier}
    marked = Counter(mark.nomination for mark in command.marks)
    refuse_unless(done.isdisjoint(marked), "vote_already_cast")
    owed = open_to(state, member, command.channel) - done
    refuse_unless(owed or marked, "vote_already_cast")
    foreign = set(marked) - owed
    refuse_unless(not any((member, line) in state.recusals for line in foreign), "recused")
    refuse_unless(foreign.isdisjoint(state.open_lines(member) - done), "no_written_vote")
    complete = not foreign and set(marked) == owed and all(times == 1 for times in marked.values())
    refuse_unless(complete, "ballot_incomplete", missing=len(owed - set(marked)))
    return BallotCast(member, command.channel, (*earlier, *command.marks))


def open_to(state: Session, member: str, channel: Channel) -> frozenset[str]:
    """The lines with an open ballot on which this member may vote in that way."""
    barred = (
        () if channel is Channel.IN_PERSON else (one for one in state.agenda if not _may_write(state, one))
    )
    return state.open_lines(member) - {line.nomination for line in barred}


def eligible(state: Session, nomination: str, participants: Iterable[Participant]) -> frozenset[str]:
    """Those of the participants whose paper may hold the line."""
    line = next(line for line in state.agenda if line.nomination == nomination)
    return frozenset(
        entry.member
        for entry in participants
        if (entry.member, nomination) not in state.recusals
        and (entry.channel is Channel.IN_PERSON or _may_write(state, line))
    )


def _may_write(state: Session, line: AgendaLine) -> bool:
    """Whether an absent member may vote on the line in writing: only by the rule under which the session votes."""
    return state.rule_for(line.award).written


def count_secret(state: Session, command: RecordSecretCount, context: Context) -> SecretCountRecorded:
    """The totals of every line voted in secret, with who took part, the minutes and two certifiers."""
    check_presides(state, context, Role.COUNCIL_CHAIR, Role.COUNCIL_SECRETARY)
    in_phase(state, command, Phase.COUNTING)
    _check_people(state, command)
    context.require_past("minutes", command.minutes.dated_on)
    in_order = state.meets_on is None or state.meets_on <= command.minutes.dated_on
    refuse_unless(in_order, "dates_out_of_order", earlier=state.meets_on, later=command.minutes.dated_on)
    refuse_unless(command.minutes.number.strip(), "minutes_needed")
    named = Counter(entry.nomination for entry in command.counts)
    owed = state.secret_lines() - set(state.counted)
    refuse_unless(owed, "out_of_order", command="record_secret_count", step=state.phase)
    exact = set(named) == owed and all(times == 1 for times in named.values())
    refuse_unless(exact, "secret_lines_mismatch", given=len(command.counts), owed=len(owed))
    for entry in command.counts:
        _check_count(state, entry, command)
    return SecretCountRecorded(command.counts, command.participants, command.minutes, command.certifiers)


def _check_people(state: Session, command: RecordSecretCount) -> None:
    """Participants are members, each once, present unless they answered in writing; certifiers are two members."""
    check_members(state, (*(entry.member for entry in command.participants), *command.certifiers))
    refuse_unless(len(set(command.certifiers)) == len(command.certifiers), "certifiers_needed")
    for member, times in Counter(entry.member for entry in command.participants).items():
        refuse_unless(times == 1, "participant_listed_twice", person=member)
    for entry in command.participants:
        here = entry.channel is Channel.WRITTEN or entry.member in state.present
        refuse_unless(here, "member_absent", person=entry.member)


def _check_count(state: Session, entry: SecretCount, command: RecordSecretCount) -> None:
    figures = (entry.count.approve, entry.count.refuse, entry.count.downgrade, entry.count.abstain)
    refuse_unless(min(figures) >= 0, "negative_count", field=entry.nomination)
    voters = len(eligible(state, entry.nomination, command.participants))
    counted = entry.count.cast
    refuse_unless(counted <= voters, "ballots_exceed_members", counted=counted, eligible=voters)
