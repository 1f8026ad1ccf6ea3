"""Each recorded fact as a Vietnamese sentence that anybody may read.

No sentence names a candidate, not even by pseudonym: beside a published name it would tell what became of that
person's other lines.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from domain.ids import key_of
from domain.labels import AUTHORITIES, CHANNELS, INSTRUMENTS, OUTCOMES, RECOMMENDATIONS, ROLES, RUNGS
from readmodel.history import HistoryEntry
from web.words import award_name, day, source

Payload = Mapping[str, Any]
Words = Callable[[Payload], str]

_RECOVERED = {"object": "hiện vật", "money": "tiền thưởng"}


def sentence(entry: HistoryEntry, disclosed: Mapping[str, str], *, counts: bool = True) -> str:
    """Who did what; the reason follows where this reader may see it, and the `counts` of a vote likewise."""
    reason = disclosed.get("/reason") or disclosed.get("/note")
    told = told_by(entry.name, entry.actor, entry.payload, counts=counts)
    return told + (f" Lý do: {reason}" if reason else "")


def told_by(name: str, actor: Mapping[str, str], payload: Payload, *, counts: bool = True) -> str:
    """Who, in which role and for which unit, did what."""
    who = "Hệ thống" if actor["role"] == "engine" else f"{ROLES[actor['role']]} ({actor['unit']})"
    words = WORDS.get(name) if counts else UNCOUNTED.get(name, WORDS.get(name))
    return f"{who} {words(payload) if words else f'ghi nhận {name}'}."


def _drafted(payload: Payload) -> str:
    candidate = payload["candidate"]
    return f"lập đề nghị {award_name(candidate['award'])} năm {candidate['year']}"


def _appraised(payload: Payload) -> str:
    advice, competent = RECOMMENDATIONS[payload["recommendation"]], AUTHORITIES[payload["authority"]]
    return f"thẩm định: {advice.lower()}, thẩm quyền {competent.lower()}"


def _voted(payload: Payload) -> str:
    votes = f"{payload['approve']} đồng ý trên {payload['members']} thành viên"
    if payload["result"] is None:
        return f"xác nhận kết quả biểu quyết: {votes}; dòng được hoãn"
    lower = f" xuống {award_name(payload['downgraded_to'])}" if payload["downgraded_to"] else ""
    return f"xác nhận kết quả biểu quyết: {votes}; {OUTCOMES[payload['result']].lower()}{lower}"


def _decided(payload: Payload) -> str:
    lower = f" xuống {award_name(payload['downgraded_to'])}" if payload["downgraded_to"] else ""
    return f"kết luận: {OUTCOMES[payload['outcome']].lower()}{lower}"


def _lapsed(payload: Payload) -> str:
    return f"ghi nhận thời hạn: {RUNGS[payload['rung']].lower()} (căn cứ: {source(payload['source'])})"


def _many(verb: str) -> Words:
    return lambda payload: f"{verb} {len(payload['nominations'])} dòng"


def _plain(words: str) -> Words:
    return lambda _payload: words


def _received(payload: Payload) -> str:
    basis = payload.get("late_entry_basis")
    late = f", nhập muộn theo {basis}" if basis else ""
    return f"tiếp nhận hồ sơ ngày {day(payload['received_on'])} theo gói quy định {payload['pack']}{late}"


WORDS: Mapping[str, Words] = MappingProxyType(
    {
        "nomination.drafted": _drafted,
        "nomination.submitted": _plain("ký trình đề nghị"),
        "nomination.received": lambda p: f"tiếp nhận đề nghị theo gói quy định {p['pack']}",
        "nomination.returned": _plain("trả lại đề nghị để bổ sung"),
        "nomination.supplemented": _plain("bổ sung đề nghị"),
        "nomination.appraisal_recorded": _appraised,
        "nomination.placed_on_agenda": lambda p: f"đưa vào chương trình phiên họp {key_of(p['session'])}",
        "nomination.vote_recorded": _voted,
        "nomination.outcome_decided": _decided,
        "nomination.signature_recorded": lambda p: f"ký văn bản số {p['number']}",
        "nomination.publication_recorded": _plain("công bố văn bản"),
        "nomination.archival_recorded": _plain("đưa hồ sơ vào lưu trữ"),
        "nomination.held": _plain("tạm dừng xét, chờ kết luận"),
        "nomination.hold_released": _plain("xét tiếp sau khi có kết luận"),
        "nomination.opinion_awaited": lambda p: f"chờ ý kiến của {p['body']} ({p['document']})",
        "nomination.opinion_recorded": lambda p: f"nhận ý kiến của {p['body']} ({p['document']})",
        "nomination.withdrawn": _plain("rút đề nghị"),
        "nomination.annulled": _plain("hủy bỏ kết quả khen thưởng"),
        "nomination.answered": lambda p: (
            f"ghi kết quả của cấp trên: {OUTCOMES[p['outcome']].lower()} ({p['number']})"
        ),
        "nomination.recovery_recorded": lambda p: (
            f"thu hồi {_RECOVERED[p['thing']]} ngày {day(p['recovered_on'])} ({p['document']})"
        ),
        "nomination.deadline_lapsed": _lapsed,
        "dossier.drafted": lambda p: f"lập hồ sơ “{p['title']}” gồm {len(p['lines'])} dòng",
        "dossier.submitted": _plain("ký trình hồ sơ"),
        "dossier.received": _received,
        "dossier.appraised": _many("thẩm định"),
        "dossier.lines_returned": _many("trả lại để bổ sung"),
        "dossier.lines_supplemented": _many("bổ sung"),
        "dossier.withdrawn": _plain("rút hồ sơ"),
        "dossier.paper_attached": lambda p: f"đính kèm giấy tờ số {p['number']}",
        "dossier.paper_detached": lambda p: f"gỡ giấy tờ số {p['number']}",
        "dossier.deadline_lapsed": _lapsed,
        "session.convened": lambda p: (
            f"triệu tập {p['council']} ngày {day(p['meets_on'])}: "
            f"{len(p['seats'])} thành viên, {len(p['agenda'])} dòng"
        ),
        "session.attendance_recorded": lambda p: f"ghi nhận {len(p['present'])} người có mặt",
        "session.recusal_declared": lambda p: (
            f"không tham gia biểu quyết {len(p['nominations'])} dòng có liên quan"
        ),
        "session.conflict_recorded": lambda p: (
            f"ghi nhận một thành viên có liên quan đến {len(p['nominations'])} dòng"
        ),
        "session.lines_postponed": lambda p: f"hoãn biểu quyết {len(p['nominations'])} dòng",
        "session.voting_opened": lambda p: f"mở biểu quyết: {p['present']} người có mặt, cần {p['needed']}",
        "session.ballot_cast": lambda p: f"bỏ phiếu {CHANNELS[p['channel']].lower()}",
        "session.voting_closed": _plain("đóng biểu quyết"),
        "session.secret_count_recorded": lambda p: f"ghi kết quả kiểm phiếu kín của {len(p['counts'])} dòng",
        "session.tally_certified": lambda p: f"xác nhận kết quả biểu quyết của {len(p['results'])} dòng",
        "session.voting_reopened": lambda p: f"mở biểu quyết lại {len(p['awards'])} danh hiệu",
        "session.adjourned": _plain("hoãn phiên họp"),
        "decision.outcomes_settled": lambda p: (
            f"kết luận {len(p['lines'])} dòng trong {INSTRUMENTS[p['instrument']].lower()}"
        ),
        "decision.signed": lambda p: f"ký số {p['number']} ngày {day(p['signed_on'])}",
        "decision.published": lambda p: f"công bố ngày {day(p['published_on'])}: {p['reference']}",
        "decision.archived": lambda p: f"lưu trữ: {p['archive_reference']}",
        "decision.answer_recorded": lambda p: (
            f"ghi văn bản {p['number']} của cấp trên ngày {day(p['answered_on'])} về {len(p['lines'])} dòng"
        ),
        "decision.corrected": lambda p: f"đính chính: số {p['number']}, ngày ký {day(p['signed_on'])}",
        "person.registered": lambda p: f"ghi vào danh bạ một cá nhân, tập thể của {p['unit']}",
        "person.title_recorded": lambda p: (
            f"ghi danh hiệu {award_name(p['title']['award'])} năm {p['title']['year']} "
            f"({p['title']['decision']})"
        ),
        "person.title_revoked": lambda p: (
            f"xóa danh hiệu {award_name(p['award'])} năm {p['year']} vì đã bị hủy bỏ"
        ),
        "person.service_recorded": _plain("ghi một quãng thời gian công tác"),
        "person.position_recorded": _plain("ghi một chức vụ đã giữ"),
        "person.absence_recorded": _plain("ghi một thời gian nghỉ"),
        "person.discipline_recorded": _plain("ghi một hình thức kỷ luật"),
        "person.proceeding_opened": _plain("ghi một việc đang được xem xét"),
        "person.proceeding_concluded": _plain("ghi kết luận của một việc đã xem xét"),
        "person.transfer_recorded": _plain("ghi việc chuyển công tác"),
        "person.initiative_recorded": _plain("ghi một sáng kiến được công nhận"),
        "unit.registered": lambda p: f"ghi vào danh bạ đơn vị {p['name']}",
        "unit.strength_recorded": lambda p: f"ghi quân số năm {p['year']}: {p['people']} người",
        "unit.dissolved": lambda p: f"ghi việc giải thể đơn vị từ ngày {day(p['dissolved_on'])}",
        "unit.target_recorded": lambda p: f"ghi một chỉ tiêu và kết quả năm {p['target']['year']}",
        "unit.members_under_hold_counted": lambda p: f"ghi {p['members']} thành viên đang được xem xét",
        "roll.results_entered": lambda p: f"ghi kết quả {len(p['entries'])} dòng vào sổ của năm",
        "nomination.listed_for_comment": lambda p: (
            f"công khai lấy ý kiến từ ngày {day(p['opens_on'])} đến ngày {day(p['closes_on'])}"
        ),
        "comment.opened": lambda p: (
            f"công khai lấy ý kiến {len(p['nominations'])} dòng từ ngày {day(p['opens_on'])} "
            f"đến ngày {day(p['closes_on'])} ({p['reference']})"
        ),
        "comment.closed": lambda p: (
            f"tổng hợp ý kiến: {p['views']} lượt xem, {p['opinions']} ý kiến ({p['document']})"
        ),
        "council.established": lambda p: f"lập {p['name']} ({p['document']})",
        "council.member_seated": lambda p: f"ghi một thành viên từ ngày {day(p['seated_from'])}",
        "council.seat_ended": lambda p: f"ghi một thành viên thôi tham gia từ sau ngày {day(p['seated_to'])}",
        "council.standing_body_appointed": lambda p: (
            f"giao {p['body']} làm cơ quan thường trực từ ngày {day(p['serves_from'])}"
        ),
        "council.dissolved": lambda p: f"giải thể Hội đồng từ ngày {day(p['dissolved_on'])}",
    }
)
"""The verb phrase of each stored event name; the actor stands before it."""

UNCOUNTED: Mapping[str, Words] = MappingProxyType(
    {"nomination.vote_recorded": _plain("xác nhận kết quả biểu quyết")}
)
"""The phrases that tell how many voted for a line, without it."""
