"""Take what members voted: their open papers, and the certified count of the secret ones."""

from collections import Counter

from domain.context import Context
from domain.refusal import refuse_unless
from domain.session.commands import CastBallot, RecordSecretCount, SecretCount
from domain.session.events import BallotCast, SecretCountRecorded
from domain.session.presiding import check_members, check_presides, check_seated, in_phase
from domain.session.state import Channel, Phase, Session
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
    owed = state.open_lines(member) - done
    refuse_unless(owed or marked, "vote_already_cast")
    foreign = set(marked) - owed
    refuse_unless(not any((member, line) in state.recusals for line in foreign), "recused")
    complete = not foreign and set(marked) == owed and all(times == 1 for times in marked.values())
    refuse_unless(complete, "ballot_incomplete", missing=len(owed - set(marked)))
    return BallotCast(member, command.channel, (*earlier, *command.marks))


def count_secret(state: Session, command: RecordSecretCount, context: Context) -> SecretCountRecorded:
    """The totals of every line voted in secret, with who took part, the minutes and two certifiers."""
    check_presides(state, context, Role.COUNCIL_CHAIR, Role.COUNCIL_SECRETARY)
    in_phase(state, command, Phase.COUNTING)
    _check_people(state, command)
    context.require_past("minutes", command.minutes.dated_on)
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
    voters = {participant.member for participant in command.participants}
    eligible = [member for member in voters if (member, entry.nomination) not in state.recusals]
    refuse_unless(
        entry.count.cast <= len(eligible),
        "ballots_exceed_members",
        counted=entry.count.cast,
        eligible=len(eligible),
    )
