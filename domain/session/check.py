"""Check a session from its events alone: who might vote, who did, the quorum, the counts and every result.

Nothing recorded is believed: each fact is held against what the facts before it allow, and the tally is computed
again from them.
"""

from collections.abc import Iterator, Mapping, Sequence

from domain.peers import tally_peers
from domain.roll.caps import CapCheck
from domain.rules.library import packs
from domain.rules.voting import quorum_needed
from domain.session import events as e
from domain.session.certifying import circumstances
from domain.session.check_convening import convened
from domain.session.check_day import attended_on, late_without_basis, moved, too_early
from domain.session.evolve import evolve
from domain.session.finding import COUNTS_OVER_THE_LEVEL, Check, Checked, Failure, Moment
from domain.session.presiding import presides
from domain.session.state import INITIAL, Channel, Phase, Session
from domain.session.tally import cap_checks, results
from domain.session.voting import eligible, open_to
from domain.session.wording import ACTS, PHASES, result_told
from domain.telling import award_name
from domain.values import Meta, Role


def streams_around(state: Session, event: e.SessionEvent) -> tuple[str, ...]:
    """The other streams whose states the check of this event needs; `state` is the session's before it."""
    match event:
        case e.SessionConvened(body=body, agenda=agenda):
            return tuple(dict.fromkeys([body, *(line.nomination for line in agenda)])) if body else ()
        case e.SessionRescheduled():
            return (state.body,) if state.body else ()
        case e.TallyCertified():
            return tuple(
                dict.fromkeys(stream for line in state.agenda for stream in tally_peers(line, state.unit))
            )
        case _:
            return ()


def _countable(state: Session) -> bool:
    """Whether every line stands once under a rule and a pack: else nothing after the convocation can be computed."""
    ruled = {rule.award for rule in state.rules}
    known = all(
        line.award in ruled and line.pack in packs() and line.award in packs()[line.pack].awards
        for line in state.agenda
    )
    once = len({line.nomination for line in state.agenda}) == len(state.agenda)
    return known and once and min(state.quorum) > 0


def check(history: Sequence[Moment]) -> tuple[Checked, ...]:
    """Every check with the facts that make it fail; what follows an agenda that cannot be counted is not looked at."""
    state, found = INITIAL, list[Failure]()
    for moment in history:
        found += _of_event(state, moment)
        state = evolve(state, moment.event, moment.meta)
        if not _countable(state):
            break
    return tuple(
        Checked(name, tuple(failure for failure in found if failure.check is name)) for name in Check
    )


_PHASES: Mapping[type, frozenset[Phase]] = {
    e.SessionConvened: frozenset({Phase.NONE}),
    e.AttendanceRecorded: frozenset({Phase.CONVENED, Phase.VOTING}),
    e.SessionRescheduled: frozenset({Phase.CONVENED}),
    e.RecusalDeclared: frozenset({Phase.CONVENED, Phase.VOTING}),
    e.ConflictRecorded: frozenset({Phase.CONVENED, Phase.VOTING}),
    e.LinesPostponed: frozenset({Phase.CONVENED, Phase.VOTING, Phase.COUNTING}),
    e.VotingOpened: frozenset({Phase.CONVENED}),
    e.BallotCast: frozenset({Phase.VOTING}),
    e.VotingClosed: frozenset({Phase.VOTING}),
    e.SecretCountRecorded: frozenset({Phase.COUNTING}),
    e.TallyCertified: frozenset({Phase.COUNTING}),
    e.VotingReopened: frozenset({Phase.COUNTING}),
    e.SessionAdjourned: frozenset({Phase.CONVENED, Phase.VOTING, Phase.COUNTING}),
}
"""The phases in which each event may be recorded."""

_OWN_ACTS = (e.SessionConvened, e.RecusalDeclared, e.BallotCast)
"""What is not an act of the chair or the secretary over the session."""


def _of_event(state: Session, moment: Moment) -> Iterator[Failure]:
    event, meta = moment.event, moment.meta
    if state.phase not in _PHASES[type(event)]:
        act, phase = ACTS[type(event)], PHASES[state.phase]
        yield Failure(
            Check.ORDER,
            meta.version,
            f"{act[0]} được ghi khi phiên họp {phase[0]}",
            f"{act[1]} was recorded while the session was {phase[1]}",
        )
    chair_only = isinstance(event, e.TallyCertified) and meta.actor.role is not Role.COUNCIL_CHAIR
    if not isinstance(event, _OWN_ACTS) and (chair_only or not presides(state, meta.actor)):
        yield Failure(
            Check.PRESIDING,
            meta.version,
            f"{meta.actor.id} không giữ ghế Chủ tịch, Thư ký của phiên họp",
            f"{meta.actor.id} holds neither the chair's nor the secretary's seat",
        )
    match event:
        case e.SessionConvened():
            yield from convened(event, moment)
        case e.AttendanceRecorded(present=present):
            yield from attended_on(state, event, moment)
            yield from _strangers(state, present, Check.PRESENCE, meta)
        case e.SessionRescheduled():
            yield from moved(state, event, moment)
        case e.VotingOpened():
            yield from _opened(state, event, meta)
        case e.RecusalDeclared() | e.ConflictRecorded():
            yield from _stepped_aside(state, event, meta)
        case e.BallotCast():
            yield from _cast(state, event, meta)
        case e.SecretCountRecorded():
            yield from _counted(state, event, meta)
        case e.TallyCertified():
            yield from _certified(state, event, moment)
        case _:
            return


# The sitting


def _strangers(state: Session, people: Sequence[str], name: Check, meta: Meta) -> Iterator[Failure]:
    for person in people:
        if person not in state.members:
            yield Failure(
                name, meta.version, f"{person} không có ghế trong phiên họp", f"{person} holds no seat"
            )


def _stepped_aside(
    state: Session, event: e.RecusalDeclared | e.ConflictRecorded, meta: Meta
) -> Iterator[Failure]:
    yield from _strangers(state, (event.member,), Check.CONFLICTS, meta)
    marked = {mark.nomination for mark in state.ballots.get(event.member, ())}
    for nomination in event.nominations:
        if nomination in marked:
            yield Failure(
                Check.CONFLICTS,
                meta.version,
                f"{event.member} đã biểu quyết {nomination} trước khi được ghi là có liên quan",
                f"{event.member} had voted on {nomination} before stepping aside from it",
            )
    if isinstance(event, e.RecusalDeclared) and meta.actor.id != event.member:
        yield Failure(
            Check.CONFLICTS,
            meta.version,
            f"lời rút của {event.member} do {meta.actor.id} gửi",
            f"{meta.actor.id} sent the recusal of {event.member}",
        )


def _opened(state: Session, event: e.VotingOpened, meta: Meta) -> Iterator[Failure]:
    yield from too_early(state, meta)
    if state.sat_on is not None:
        yield from late_without_basis(state, state.late_entry_basis, meta)
    members, present = len(state.seats), len(state.present)
    needed = quorum_needed(members, *state.quorum)
    if present < needed:
        yield Failure(
            Check.QUORUM,
            meta.version,
            f"không đủ thành viên: có {present} trên {members}, cần {needed}",
            f"quorum {present} of {members} not met: {needed} needed",
        )
    if (event.present, event.needed) != (present, needed):
        yield Failure(
            Check.QUORUM,
            meta.version,
            f"ghi có mặt {event.present}, cần {event.needed}; tính lại {present}, cần {needed}",
            f"recorded {event.present} present and {event.needed} needed; recomputed {present} and {needed}",
        )


def _cast(state: Session, event: e.BallotCast, meta: Meta) -> Iterator[Failure]:
    yield from _strangers(state, (event.member,), Check.VOTERS, meta)
    for sentence_vi, sentence_en in _paper_faults(state, event, meta):
        yield Failure(Check.VOTERS, meta.version, sentence_vi, sentence_en)


def _paper_faults(state: Session, event: e.BallotCast, meta: Meta) -> Iterator[tuple[str, str]]:
    member, earlier = event.member, state.ballots.get(event.member, ())
    if meta.actor.id != member:
        yield f"phiếu của {member} do {meta.actor.id} gửi", f"{meta.actor.id} sent the paper of {member}"
    if event.channel is Channel.IN_PERSON and member not in state.present:
        yield f"{member} vắng mặt mà bỏ phiếu trực tiếp", f"{member} was absent and voted in the room"
    if event.marks[: len(earlier)] != earlier:
        yield f"{member} bỏ phiếu lần thứ hai", f"{member} voted a second time"
    new = [mark.nomination for mark in event.marks[len(earlier) :]]
    owed = open_to(state, member, event.channel) - {mark.nomination for mark in earlier}
    for nomination in new:
        if (member, nomination) in state.recusals:
            yield (
                f"{member} đã rút khỏi {nomination} mà vẫn biểu quyết",
                f"{member} stepped aside from {nomination} and voted on it",
            )
    if sorted(new) != sorted(owed):
        yield (
            f"phiếu của {member} có {len(new)} dòng, được biểu quyết {len(owed)} dòng",
            f"the paper of {member} has {len(new)} lines where {len(owed)} were open to them",
        )


def _counted(state: Session, event: e.SecretCountRecorded, meta: Meta) -> Iterator[Failure]:
    voters = tuple(participant.member for participant in event.participants)
    yield from _strangers(state, (*voters, *event.certifiers), Check.SECRET_COUNT, meta)
    for sentence_vi, sentence_en in _count_faults(state, event, voters):
        yield Failure(Check.SECRET_COUNT, meta.version, sentence_vi, sentence_en)


def _count_faults(
    state: Session, event: e.SecretCountRecorded, voters: tuple[str, ...]
) -> Iterator[tuple[str, str]]:
    if len(set(voters)) != len(voters):
        yield "có người bỏ phiếu kín hai lần", "somebody is listed twice among the voters"
    if len(set(event.certifiers)) != len(event.certifiers):
        yield "hai người xác nhận là một", "the two certifiers are one person"
    away = [
        participant.member
        for participant in event.participants
        if participant.channel is Channel.IN_PERSON and participant.member not in state.present
    ]
    for member in away:
        yield f"{member} vắng mặt mà bỏ phiếu kín tại chỗ", f"{member} was absent and voted in the room"
    if event.minutes is not None and state.meets_on is not None and event.minutes.dated_on < state.meets_on:
        yield "biên bản kiểm phiếu ghi ngày trước ngày họp", "the minutes are dated before the sitting"
    secret = state.secret_lines()
    for entry in event.counts:
        if entry.nomination not in secret:
            yield f"{entry.nomination} không bỏ phiếu kín", f"{entry.nomination} is not voted in secret"
            continue
        allowed = len(eligible(state, entry.nomination, event.participants))
        if entry.count.cast > allowed:
            yield (
                f"{entry.nomination}: {entry.count.cast} phiếu, chỉ {allowed} người được bỏ",
                f"{entry.nomination}: {entry.count.cast} ballots of {allowed} eligible members",
            )


# The tally


def _certified(state: Session, event: e.TallyCertified, moment: Moment) -> Iterator[Failure]:
    version = moment.meta.version
    missing = state.secret_lines() - set(state.counted)
    if missing:
        yield Failure(
            Check.SECRET_COUNT,
            version,
            f"{len(missing)} dòng bỏ phiếu kín chưa có kết quả kiểm phiếu",
            f"{len(missing)} lines voted in secret have no count",
        )
    around = circumstances(state, moment.around)
    computed = results(state, around)
    for sentence_vi, sentence_en in _differing(event.results, computed):
        yield Failure(Check.RESULTS, version, sentence_vi, sentence_en)
    if moment.schema >= COUNTS_OVER_THE_LEVEL:
        for sentence_vi, sentence_en in _cap_faults(event, cap_checks(state, computed, around)):
            yield Failure(Check.CAPS, version, sentence_vi, sentence_en)


def _differing(
    recorded: tuple[e.LineResult, ...], computed: tuple[e.LineResult, ...]
) -> Iterator[tuple[str, str]]:
    claimed = {result.nomination: result for result in recorded}
    for result in computed:
        other = claimed.pop(result.nomination, None)
        if other != result:
            claim, truth = result_told(other), result_told(result)
            yield (
                f"{result.nomination}: ghi {claim[0]}; tính lại {truth[0]}",
                f"{result.nomination}: recorded {claim[1]}; recomputed {truth[1]}",
            )
    for nomination in claimed:
        yield f"{nomination} không có trong chương trình", f"{nomination} is not on the agenda"


def _cap_faults(event: e.TallyCertified, computed: tuple[CapCheck, ...]) -> Iterator[tuple[str, str]]:
    for check_ in computed:
        if check_.exceeded and not check_.confirmed:
            name = award_name(check_.award)
            yield (
                f"vượt tỷ lệ {name[0]}: {check_.numerator}, tối đa {check_.limit}",
                f"cap of {name[1]} exceeded: {check_.numerator} granted, at most {check_.limit}",
            )
    if event.caps != computed:
        yield (
            f"{len(event.caps)} tỷ lệ tối đa đã ghi không khớp {len(computed)} tỷ lệ tính lại",
            f"the {len(event.caps)} caps recorded are not the {len(computed)} recomputed",
        )
    if len(event.cap_reasons) != sum(entry.confirmed for entry in computed):
        yield "thiếu lý do xác nhận tỷ lệ không tự tính được", "a cap that cannot be computed has no reason"
