"""Check a session from its events alone: who might vote, who did, the quorum, the counts and every result.

Nothing recorded is believed: each fact is held against what the facts before it allow, and the tally is computed
again from them.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from domain.context import pack_of
from domain.council.state import Council
from domain.labels import OUTCOMES
from domain.peers import tally_peers
from domain.refusal import Refusal
from domain.roll.caps import CapCheck
from domain.rules.library import packs
from domain.rules.voting import quorum_needed
from domain.session import events as e
from domain.session.adopting import verified_rule
from domain.session.certifying import circumstances
from domain.session.convening import conflicts, seats_on
from domain.session.evolve import evolve
from domain.session.presiding import presides
from domain.session.state import INITIAL, AdoptedRule, Channel, Phase, Session
from domain.session.tally import cap_checks, results
from domain.values import Meta, Role


class Check(StrEnum):
    """What is checked, in the order in which it is told."""

    ORDER = "order"
    SEATS = "seats"
    RULES = "rules"
    CONFLICTS = "conflicts"
    PRESIDING = "presiding"
    PRESENCE = "presence"
    QUORUM = "quorum"
    VOTERS = "voters"
    SECRET_COUNT = "secret_count"  # noqa: S105 - a kind of check
    RESULTS = "results"
    CAPS = "caps"


@dataclass(frozen=True, slots=True)
class Moment:
    """An event of the session, what is known of it, and other streams' states as they stood when it was recorded."""

    event: e.SessionEvent
    meta: Meta
    around: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Failure:
    """A fact that makes a check fail, as a sentence in both languages; `version` is that of the event."""

    check: Check
    version: int
    sentence_vi: str
    sentence_en: str


@dataclass(frozen=True, slots=True)
class Checked:
    """One check and the facts that make it fail; none of them when it holds."""

    check: Check
    failures: tuple[Failure, ...]

    @property
    def ok(self) -> bool:
        """Whether the check holds."""
        return not self.failures


def streams_around(state: Session, event: e.SessionEvent) -> tuple[str, ...]:
    """The other streams whose states the check of this event needs; `state` is the session's before it."""
    match event:
        case e.SessionConvened(body=body):
            return (body,) if body else ()
        case e.TallyCertified():
            return tuple(dict.fromkeys(stream for line in state.agenda for stream in tally_peers(line)))
        case _:
            return ()


def _countable(state: Session) -> bool:
    """Whether there is a rule for every line, without which nothing after the convocation can be computed."""
    ruled = {rule.award for rule in state.rules}
    return all(line.award in ruled and line.pack in packs() for line in state.agenda)


def check(history: Sequence[Moment]) -> tuple[Checked, ...]:
    """Every check with the facts that make it fail; what follows a convocation without rules is not looked at."""
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
        name = type(event).__name__
        yield Failure(
            Check.ORDER,
            meta.version,
            f"{name} được ghi khi phiên họp ở bước “{state.phase}”",
            f"{name} was recorded while the session was {state.phase}",
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
            yield from _convened(event, moment)
        case e.AttendanceRecorded(present=present):
            yield from _strangers(state, present, Check.PRESENCE, meta)
        case e.VotingOpened():
            yield from _opened(state, event, meta)
        case e.RecusalDeclared(member=member) | e.ConflictRecorded(member=member):
            yield from _strangers(state, (member,), Check.CONFLICTS, meta)
        case e.BallotCast():
            yield from _cast(state, event, meta)
        case e.SecretCountRecorded():
            yield from _counted(state, event, meta)
        case e.TallyCertified():
            yield from _certified(state, event, moment)
        case _:
            return


# Convening


def _convened(event: e.SessionConvened, moment: Moment) -> Iterator[Failure]:
    version = moment.meta.version
    council = moment.around.get(event.body)
    if event.body and not (isinstance(council, Council) and seats_on(council, event.meets_on) == event.seats):
        yield Failure(
            Check.SEATS,
            version,
            f"thành viên được triệu tập không đúng với {event.body} ngày {event.meets_on:%d/%m/%Y}",
            f"the seats are not those of {event.body} on {event.meets_on}",
        )
    shown = set(conflicts(event.seats, event.agenda, event.unit, event.kind)) if event.body else set()
    for conflict in sorted(shown - set(event.detected), key=lambda entry: (entry.member, entry.nomination)):
        yield Failure(
            Check.CONFLICTS,
            version,
            f"{conflict.member} có liên quan đến {conflict.nomination} ({conflict.ground}) mà không được ghi",
            f"{conflict.member} is concerned by {conflict.nomination} ({conflict.ground}), which was left out",
        )
    yield from _rules(event, version)


def _rules(event: e.SessionConvened, version: int) -> Iterator[Failure]:
    """A rule that the pack knows for sure stands above any adopted one."""
    adopted = {rule.award: rule for rule in event.rules}
    for award, pack in sorted({(line.award, line.pack) for line in event.agenda}):
        known = _pack_rule(pack, award)
        missing = award not in adopted or pack not in packs()
        if missing or (known is not None and adopted[award] != known):
            yield Failure(
                Check.RULES,
                version,
                f"quy tắc biểu quyết {award} không đúng gói quy định {pack}",
                f"the vote rule of {award} is not that of pack {pack}",
            )


def _pack_rule(pack: str, award: str) -> AdoptedRule | None:
    try:
        return verified_rule(pack_of(pack).award(award))
    except Refusal:
        return None


# The sitting


def _strangers(state: Session, people: Sequence[str], name: Check, meta: Meta) -> Iterator[Failure]:
    for person in people:
        if person not in state.members:
            yield Failure(
                name, meta.version, f"{person} không có ghế trong phiên họp", f"{person} holds no seat"
            )


def _opened(state: Session, event: e.VotingOpened, meta: Meta) -> Iterator[Failure]:
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
    owed = state.open_lines(member) - {mark.nomination for mark in earlier}
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
    for entry in event.counts:
        eligible = {voter for voter in voters if (voter, entry.nomination) not in state.recusals}
        if entry.count.cast > len(eligible):
            yield (
                f"{entry.nomination}: {entry.count.cast} phiếu, chỉ {len(eligible)} người được bỏ",
                f"{entry.nomination}: {entry.count.cast} ballots of {len(eligible)} eligible members",
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
    for sentence_vi, sentence_en in _cap_faults(event, cap_checks(state, computed, around)):
        yield Failure(Check.CAPS, version, sentence_vi, sentence_en)


def _differing(
    recorded: tuple[e.LineResult, ...], computed: tuple[e.LineResult, ...]
) -> Iterator[tuple[str, str]]:
    claimed = {result.nomination: result for result in recorded}
    for result in computed:
        other = claimed.pop(result.nomination, None)
        if other != result:
            yield (
                f"{result.nomination}: ghi {_told_vi(other)}; tính lại {_told_vi(result)}",
                f"{result.nomination}: recorded {_told_en(other)}; recomputed {_told_en(result)}",
            )
    for nomination in claimed:
        yield f"{nomination} không có trong chương trình", f"{nomination} is not on the agenda"


def _told_vi(result: e.LineResult | None) -> str:
    if result is None:
        return "không có"
    outcome = OUTCOMES[result.result].lower() if result.result else "hoãn"
    cause = f", {result.cause}" if result.cause else ""
    return (
        f"{result.count.approve}/{result.denominator} đồng ý (cần {result.pass_percent} %): {outcome}{cause}"
    )


def _told_en(result: e.LineResult | None) -> str:
    if result is None:
        return "nothing"
    cause = f", {result.cause}" if result.cause else ""
    share = f"{result.count.approve} of {result.denominator} in favour ({result.pass_percent} % needed)"
    return f"{share}: {result.result or 'postponed'}{cause}"


def _cap_faults(event: e.TallyCertified, computed: tuple[CapCheck, ...]) -> Iterator[tuple[str, str]]:
    for check_ in computed:
        if check_.exceeded:
            yield (
                f"vượt tỷ lệ {check_.award}: {check_.numerator}, tối đa {check_.limit}",
                f"cap of {check_.award} exceeded: {check_.numerator} granted, at most {check_.limit}",
            )
    if event.caps != computed:
        yield (
            f"{len(event.caps)} tỷ lệ tối đa đã ghi không khớp {len(computed)} tỷ lệ tính lại",
            f"the {len(event.caps)} caps recorded are not the {len(computed)} recomputed",
        )
    if len(event.cap_reasons) != sum(entry.limit is None for entry in computed):
        yield "thiếu lý do xác nhận tỷ lệ không tự tính được", "a cap that cannot be computed has no reason"
