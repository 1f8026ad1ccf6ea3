"""Hold a convocation against the council and the lines themselves: nothing that it says of them is believed."""

from collections import Counter
from collections.abc import Iterator

from domain.context import pack_of
from domain.council.state import Council
from domain.nomination.state import Nomination
from domain.refusal import Refusal
from domain.rules.library import packs
from domain.session import events as e
from domain.session.adopting import check_quorum, verified_rule
from domain.session.convening import conflicts, line_of, seats_on
from domain.session.finding import NAMES_ITS_COUNCIL, Check, Failure, Moment
from domain.session.state import AdoptedRule, AgendaLine
from domain.session.wording import GROUNDS
from domain.telling import award_name
from domain.values import Role

Fault = tuple[Check, str, str]
"""The check that fails, and why in Vietnamese and English."""


def convened(event: e.SessionConvened, moment: Moment) -> Iterator[Failure]:
    """Every fact that makes the convocation fail; those of before councils were entered name none."""
    for name, sentence_vi, sentence_en in _faults(event, moment):
        yield Failure(name, moment.meta.version, sentence_vi, sentence_en)


def _faults(event: e.SessionConvened, moment: Moment) -> Iterator[Fault]:
    if event.body:
        yield from _council(event, moment)
        yield from _agenda(event, moment)
        yield from _conflicts(event)
    elif moment.schema >= NAMES_ITS_COUNCIL:
        yield Check.SEATS, "không ghi Hội đồng nào được triệu tập", "no council is named"
    yield from _twice(event)
    yield from _rules(event)
    yield from _quorum(event)


def _council(event: e.SessionConvened, moment: Moment) -> Iterator[Fault]:
    council = moment.around.get(event.body)
    if not (isinstance(council, Council) and _sat(council, event)):
        yield (
            Check.SEATS,
            f"thành viên được triệu tập không đúng với {event.body} ngày {event.meets_on:%d/%m/%Y}",
            f"the seats are not those of {event.body} on {event.meets_on}",
        )
    if not isinstance(council, Council):
        return
    standing_body = council.body_on(event.meets_on)
    recorded = (event.unit, event.council, event.kind, event.standing_body)
    if recorded != (council.unit, council.name, council.kind, standing_body):
        yield (
            Check.SEATS,
            f"đơn vị, tên, loại hoặc cơ quan thường trực không đúng với {event.body}",
            f"the unit, name, kind or standing body is not that of {event.body}",
        )
    actor = moment.meta.actor
    if actor.role is not Role.COUNCIL_SECRETARY or actor.unit not in {council.unit, standing_body}:
        yield (
            Check.PRESIDING,
            f"{actor.id} ({actor.unit}) không được triệu tập {event.body}",
            f"{actor.id} of {actor.unit} may not convene {event.body}",
        )


def _sat(council: Council, event: e.SessionConvened) -> bool:
    return council.exists_on(event.meets_on) and seats_on(council, event.meets_on) == event.seats


def _agenda(event: e.SessionConvened, moment: Moment) -> Iterator[Fault]:
    for line in event.agenda:
        state = moment.around.get(line.nomination)
        if not (isinstance(state, Nomination) and _told_by(line, state, event.unit) == line):
            yield (
                Check.AGENDA,
                f"{line.nomination} không đúng như đã được thẩm định",
                f"{line.nomination} is not as it was appraised",
            )
        elif line.pack in packs() and event.meets_on < packs()[line.pack].received_from:
            yield (
                Check.AGENDA,
                f"phiên họp trước ngày gói {line.pack} của {line.nomination} có hiệu lực",
                f"the sitting is before pack {line.pack} of {line.nomination} was in force",
            )


def _told_by(line: AgendaLine, state: Nomination, unit: str) -> AgendaLine | None:
    """The line as its own stream says it, if it is before that unit and can be told at all."""
    try:
        return line_of(line.nomination, state) if state.handled_by == unit else None
    except Refusal:
        return None


def _twice(event: e.SessionConvened) -> Iterator[Fault]:
    for nomination, times in Counter(line.nomination for line in event.agenda).items():
        if times > 1:
            yield (
                Check.AGENDA,
                f"{nomination} có {times} lần trong chương trình",
                f"{nomination} stands {times} times on the agenda",
            )


def _conflicts(event: e.SessionConvened) -> Iterator[Fault]:
    shown = set(conflicts(event.seats, event.agenda, event.unit, event.kind))
    for conflict in sorted(shown - set(event.detected), key=lambda entry: (entry.member, entry.nomination)):
        ground = GROUNDS[conflict.ground]
        yield (
            Check.CONFLICTS,
            f"{conflict.member} có liên quan đến {conflict.nomination} ({ground[0]}) mà không được ghi",
            f"{conflict.member} is concerned by {conflict.nomination} ({ground[1]}), which was left out",
        )


def _rules(event: e.SessionConvened) -> Iterator[Fault]:
    """A rule that the pack knows for sure stands above any adopted one."""
    adopted = {rule.award: rule for rule in event.rules}
    for award, pack in sorted({(line.award, line.pack) for line in event.agenda}):
        known = _pack_rule(pack, award)
        missing = award not in adopted or pack not in packs()
        if missing or (known is not None and adopted[award] != known):
            name = award_name(award)
            yield (
                Check.RULES,
                f"quy tắc biểu quyết {name[0]} không đúng gói quy định {pack}",
                f"the vote rule of {name[1]} is not that of pack {pack}",
            )


def _pack_rule(pack: str, award: str) -> AdoptedRule | None:
    try:
        return verified_rule(pack_of(pack).award(award))
    except Refusal:
        return None


def _quorum(event: e.SessionConvened) -> Iterator[Fault]:
    fraction = event.quorum_numerator, event.quorum_denominator
    try:
        check_quorum(event.agenda, *fraction)
    except Refusal:
        enough = False
    else:
        enough = 0 < event.quorum_numerator <= event.quorum_denominator
    if not enough:
        numerator, denominator = fraction
        yield (
            Check.QUORUM,
            f"số thành viên tối thiểu {numerator}/{denominator} không hợp lệ",
            f"{numerator}/{denominator} is no quorum",
        )
