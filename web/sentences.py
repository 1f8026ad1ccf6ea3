"""Each recorded fact as a sentence that anybody may read, in the language of the request.

No sentence names a candidate, not even by pseudonym: beside a published name it would tell what became of that
person's other lines.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from domain.ids import key_of
from domain.labels import AUTHORITIES, CHANNELS, INSTRUMENTS, OUTCOMES, RECOMMENDATIONS, ROLES, RUNGS
from readmodel.history import HistoryEntry
from web.i18n import N_, _
from web.words import award_name, day, source

Payload = Mapping[str, Any]
Words = Callable[[Payload], str]

_RECOVERED = {"object": N_("hiện vật"), "money": N_("tiền thưởng")}


def sentence(entry: HistoryEntry, disclosed: Mapping[str, str], *, counts: bool = True) -> str:
    """Who did what; the reason follows where this reader may see it, and the `counts` of a vote likewise."""
    reason = disclosed.get("/reason") or disclosed.get("/note")
    told = told_by(entry.name, entry.actor, entry.payload, counts=counts)
    return told + (_(" Lý do: %(reason)s", reason=reason) if reason else "")


def told_by(name: str, actor: Mapping[str, str], payload: Payload, *, counts: bool = True) -> str:
    """Who, in which role and for which unit, did what."""
    role = _(ROLES[actor["role"]])
    who = role if actor["role"] == "engine" else f"{role} ({actor['unit']})"
    who += _(", theo ủy quyền,") if "on_behalf_of" in actor else ""
    words = WORDS.get(name) if counts else UNCOUNTED.get(name, WORDS.get(name))
    return f"{who} {words(payload) if words else _('ghi nhận %(name)s', name=name)}."


def _drafted(payload: Payload) -> str:
    candidate = payload["candidate"]
    return _(
        "lập đề nghị %(award)s năm %(year)s", award=award_name(candidate["award"]), year=candidate["year"]
    )


def _appraised(payload: Payload) -> str:
    advice, competent = _(RECOMMENDATIONS[payload["recommendation"]]), _(AUTHORITIES[payload["authority"]])
    return _(
        "thẩm định: %(advice)s, thẩm quyền %(authority)s", advice=advice.lower(), authority=competent.lower()
    )


def _voted(payload: Payload) -> str:
    votes = _(
        "%(approve)s đồng ý trên %(members)s thành viên",
        approve=payload["approve"],
        members=payload["members"],
    )
    if payload["result"] is None:
        return _("xác nhận kết quả biểu quyết: %(votes)s; dòng được hoãn", votes=votes)
    lower = (
        _(" xuống %(award)s", award=award_name(payload["downgraded_to"])) if payload["downgraded_to"] else ""
    )
    return _(
        "xác nhận kết quả biểu quyết: %(votes)s; %(outcome)s%(lower)s",
        votes=votes,
        outcome=_(OUTCOMES[payload["result"]]).lower(),
        lower=lower,
    )


def _decided(payload: Payload) -> str:
    lower = (
        _(" xuống %(award)s", award=award_name(payload["downgraded_to"])) if payload["downgraded_to"] else ""
    )
    return _("kết luận: %(outcome)s%(lower)s", outcome=_(OUTCOMES[payload["outcome"]]).lower(), lower=lower)


def _lapsed(payload: Payload) -> str:
    return _(
        "ghi nhận thời hạn: %(rung)s (căn cứ: %(source)s)",
        rung=_(RUNGS[payload["rung"]]).lower(),
        source=source(payload["source"]),
    )


def _many(verb: str) -> Words:
    return lambda payload: _("%(verb)s %(count)s dòng", verb=_(verb), count=len(payload["nominations"]))


def _plain(words: str) -> Words:
    return lambda _payload: _(words)


def _attended(payload: Payload) -> str:
    """Attendance of long ago does not say of what day it was."""
    count, sat_on, basis = len(payload["present"]), payload.get("sat_on"), payload.get("late_entry_basis")
    if not sat_on:
        return _("ghi nhận %(count)s người có mặt", count=count)
    late = _(", nhập muộn theo %(basis)s", basis=basis) if basis else ""
    return _("ghi nhận %(count)s người có mặt ngày %(day)s%(late)s", count=count, day=day(sat_on), late=late)


def _received(payload: Payload) -> str:
    basis = payload.get("late_entry_basis")
    late = _(", nhập muộn theo %(basis)s", basis=basis) if basis else ""
    return _(
        "tiếp nhận hồ sơ ngày %(day)s theo gói quy định %(pack)s%(late)s",
        day=day(payload["received_on"]),
        pack=payload["pack"],
        late=late,
    )


WORDS: Mapping[str, Words] = MappingProxyType(
    {
        "nomination.drafted": _drafted,
        "nomination.submitted": _plain(N_("ký trình đề nghị")),
        "nomination.received": lambda p: _("tiếp nhận đề nghị theo gói quy định %(pack)s", pack=p["pack"]),
        "nomination.returned": _plain(N_("trả lại đề nghị để bổ sung")),
        "nomination.supplemented": _plain(N_("bổ sung đề nghị")),
        "nomination.appraisal_recorded": _appraised,
        "nomination.placed_on_agenda": lambda p: _(
            "đưa vào chương trình phiên họp %(session)s", session=key_of(p["session"])
        ),
        "nomination.vote_recorded": _voted,
        "nomination.outcome_decided": _decided,
        "nomination.signature_recorded": lambda p: _("ký văn bản số %(number)s", number=p["number"]),
        "nomination.publication_recorded": _plain(N_("công bố văn bản")),
        "nomination.archival_recorded": _plain(N_("đưa hồ sơ vào lưu trữ")),
        "nomination.held": _plain(N_("tạm dừng xét, chờ kết luận")),
        "nomination.hold_released": _plain(N_("xét tiếp sau khi có kết luận")),
        "nomination.opinion_awaited": lambda p: _(
            "chờ ý kiến của %(body)s (%(document)s)", body=p["body"], document=p["document"]
        ),
        "nomination.opinion_recorded": lambda p: _(
            "nhận ý kiến của %(body)s (%(document)s)", body=p["body"], document=p["document"]
        ),
        "nomination.withdrawn": _plain(N_("rút đề nghị")),
        "nomination.annulled": _plain(N_("hủy bỏ kết quả khen thưởng")),
        "nomination.answered": lambda p: _(
            "ghi kết quả của cấp trên: %(outcome)s (%(number)s)",
            outcome=_(OUTCOMES[p["outcome"]]).lower(),
            number=p["number"],
        ),
        "nomination.recovery_recorded": lambda p: _(
            "thu hồi %(thing)s ngày %(day)s (%(document)s)",
            thing=_(_RECOVERED[p["thing"]]),
            day=day(p["recovered_on"]),
            document=p["document"],
        ),
        "nomination.deadline_lapsed": _lapsed,
        "dossier.drafted": lambda p: _(
            "lập hồ sơ “%(title)s” gồm %(count)s dòng", title=p["title"], count=len(p["lines"])
        ),
        "dossier.submitted": _plain(N_("ký trình hồ sơ")),
        "dossier.received": _received,
        "dossier.appraised": _many(N_("thẩm định")),
        "dossier.lines_returned": _many(N_("trả lại để bổ sung")),
        "dossier.lines_supplemented": _many(N_("bổ sung")),
        "dossier.withdrawn": _plain(N_("rút hồ sơ")),
        "dossier.paper_attached": lambda p: _("đính kèm giấy tờ số %(number)s", number=p["number"]),
        "dossier.paper_detached": lambda p: _("gỡ giấy tờ số %(number)s", number=p["number"]),
        "dossier.deadline_lapsed": _lapsed,
        "session.convened": lambda p: _(
            "triệu tập %(council)s ngày %(day)s: %(members)s thành viên, %(count)s dòng",
            council=p["council"],
            day=day(p["meets_on"]),
            members=len(p["seats"]),
            count=len(p["agenda"]),
        ),
        "session.attendance_recorded": _attended,
        "session.rescheduled": lambda p: _(
            "đổi ngày họp sang %(day)s theo %(document)s", day=day(p["meets_on"]), document=p["document"]
        ),
        "session.recusal_declared": lambda p: _(
            "không tham gia biểu quyết %(count)s dòng có liên quan", count=len(p["nominations"])
        ),
        "session.conflict_recorded": lambda p: _(
            "ghi nhận một thành viên có liên quan đến %(count)s dòng", count=len(p["nominations"])
        ),
        "session.lines_postponed": lambda p: _("hoãn biểu quyết %(count)s dòng", count=len(p["nominations"])),
        "session.voting_opened": lambda p: _(
            "mở biểu quyết: %(present)s người có mặt, cần %(needed)s",
            present=p["present"],
            needed=p["needed"],
        ),
        "session.ballot_cast": lambda p: _("bỏ phiếu %(channel)s", channel=_(CHANNELS[p["channel"]]).lower()),
        "session.voting_closed": _plain(N_("đóng biểu quyết")),
        "session.secret_count_recorded": lambda p: _(
            "ghi kết quả kiểm phiếu kín của %(count)s dòng", count=len(p["counts"])
        ),
        "session.tally_certified": lambda p: _(
            "xác nhận kết quả biểu quyết của %(count)s dòng", count=len(p["results"])
        ),
        "session.voting_reopened": lambda p: _(
            "mở biểu quyết lại %(count)s danh hiệu", count=len(p["awards"])
        ),
        "session.adjourned": _plain(N_("hoãn phiên họp")),
        "decision.outcomes_settled": lambda p: _(
            "kết luận %(count)s dòng trong %(instrument)s",
            count=len(p["lines"]),
            instrument=_(INSTRUMENTS[p["instrument"]]).lower(),
        ),
        "decision.signed": lambda p: _(
            "ký số %(number)s ngày %(day)s", number=p["number"], day=day(p["signed_on"])
        ),
        "decision.published": lambda p: _(
            "công bố ngày %(day)s: %(reference)s", day=day(p["published_on"]), reference=p["reference"]
        ),
        "decision.archived": lambda p: _("lưu trữ: %(reference)s", reference=p["archive_reference"]),
        "decision.answer_recorded": lambda p: _(
            "ghi văn bản %(number)s của cấp trên ngày %(day)s về %(count)s dòng",
            number=p["number"],
            day=day(p["answered_on"]),
            count=len(p["lines"]),
        ),
        "decision.corrected": lambda p: _(
            "đính chính: số %(number)s, ngày ký %(day)s", number=p["number"], day=day(p["signed_on"])
        ),
        "person.registered": lambda p: _("ghi vào danh bạ một cá nhân, tập thể của %(unit)s", unit=p["unit"]),
        "person.title_recorded": lambda p: _(
            "ghi danh hiệu %(award)s năm %(year)s (%(decision)s)",
            award=award_name(p["title"]["award"]),
            year=p["title"]["year"],
            decision=p["title"]["decision"],
        ),
        "person.title_revoked": lambda p: _(
            "xóa danh hiệu %(award)s năm %(year)s vì đã bị hủy bỏ",
            award=award_name(p["award"]),
            year=p["year"],
        ),
        "person.service_recorded": _plain(N_("ghi một quãng thời gian công tác")),
        "person.position_recorded": _plain(N_("ghi một chức vụ đã giữ")),
        "person.absence_recorded": _plain(N_("ghi một thời gian nghỉ")),
        "person.discipline_recorded": _plain(N_("ghi một hình thức kỷ luật")),
        "person.proceeding_opened": _plain(N_("ghi một việc đang được xem xét")),
        "person.proceeding_concluded": _plain(N_("ghi kết luận của một việc đã xem xét")),
        "person.transfer_recorded": _plain(N_("ghi việc chuyển công tác")),
        "person.initiative_recorded": _plain(N_("ghi một sáng kiến được công nhận")),
        "unit.registered": lambda p: _("ghi vào danh bạ đơn vị %(name)s", name=p["name"]),
        "unit.strength_recorded": lambda p: _(
            "ghi quân số năm %(year)s: %(people)s người", year=p["year"], people=p["people"]
        ),
        "unit.dissolved": lambda p: _("ghi việc giải thể đơn vị từ ngày %(day)s", day=day(p["dissolved_on"])),
        "unit.target_recorded": lambda p: _(
            "ghi một chỉ tiêu và kết quả năm %(year)s", year=p["target"]["year"]
        ),
        "unit.members_under_hold_counted": lambda p: _(
            "ghi %(members)s thành viên đang được xem xét", members=p["members"]
        ),
        "roll.results_entered": lambda p: _(
            "ghi kết quả %(count)s dòng vào sổ của năm", count=len(p["entries"])
        ),
        "nomination.listed_for_comment": lambda p: _(
            "công khai lấy ý kiến từ ngày %(opens)s đến ngày %(closes)s",
            opens=day(p["opens_on"]),
            closes=day(p["closes_on"]),
        ),
        "delegation.work_delegated": lambda p: _(
            "giao người khác làm thay việc của %(role)s (%(unit)s) từ ngày %(starts)s đến ngày %(ends)s",
            role=_(ROLES[p["role"]]).lower(),
            unit=p["unit"],
            starts=day(p["starts_on"]),
            ends=day(p["ends_on"]),
        ),
        "delegation.ended": lambda p: _("chấm dứt ủy quyền số %(number)s", number=p["delegation"]),
        "comment.opened": lambda p: _(
            "công khai lấy ý kiến %(count)s dòng từ ngày %(opens)s đến ngày %(closes)s (%(reference)s)",
            count=len(p["nominations"]),
            opens=day(p["opens_on"]),
            closes=day(p["closes_on"]),
            reference=p["reference"],
        ),
        "comment.closed": lambda p: _(
            "tổng hợp ý kiến: %(views)s lượt xem, %(opinions)s ý kiến (%(document)s)",
            views=p["views"],
            opinions=p["opinions"],
            document=p["document"],
        ),
        "council.established": lambda p: _(
            "lập %(name)s (%(document)s)", name=p["name"], document=p["document"]
        ),
        "council.member_seated": lambda p: _("ghi một thành viên từ ngày %(day)s", day=day(p["seated_from"])),
        "council.seat_ended": lambda p: _(
            "ghi một thành viên thôi tham gia từ sau ngày %(day)s", day=day(p["seated_to"])
        ),
        "council.standing_body_appointed": lambda p: _(
            "giao %(body)s làm cơ quan thường trực từ ngày %(day)s", body=p["body"], day=day(p["serves_from"])
        ),
        "council.dissolved": lambda p: _("giải thể Hội đồng từ ngày %(day)s", day=day(p["dissolved_on"])),
    }
)
"""The verb phrase of each stored event name; the actor stands before it."""

UNCOUNTED: Mapping[str, Words] = MappingProxyType(
    {"nomination.vote_recorded": _plain(N_("xác nhận kết quả biểu quyết"))}
)
"""The phrases that tell how many voted for a line, without it."""
