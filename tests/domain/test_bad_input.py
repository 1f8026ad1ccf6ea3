"""What must be refused whatever else holds: with a code, a sentence in both languages, and the source of the rule.

A pack is refused with the line of its file as the source; a command with the source that its refusal names.
"""

from dataclasses import replace
from datetime import date

import pytest

from domain.execution import Order
from domain.nomination.state import Step
from domain.refusals import sentences
from domain.register import commands as rc
from domain.rules.facts import ServiceKind, ServicePeriod
from domain.rules.library import in_order, packs
from domain.rules.pack import Ballot
from domain.rules.reading import Flaw, MalformedPackError
from domain.rules.voting import Count
from domain.session import commands as vc
from domain.wording import vietnamese_letters
from tests.domain.given import World, given
from tests.domain.office import (
    APPROVE,
    LINE,
    MEMBERS,
    NOW,
    OFFICE,
    REFUSE,
    REGISTRAR,
    SECRETARY,
    SESSION,
    adopted,
    appraise,
    at,
    attend,
    ballot,
    close_voting,
    convene,
    convening,
    draft,
    in_secret,
    line,
    open_voting,
    receive,
    submit,
)
from tests.domain.test_packs import CSTDCS, Change, changed, drop, put

ENGINE = "Quy tắc vận hành Minh Bạch"

# Packs


@pytest.mark.parametrize(
    ("change", "flaw", "place", "vi", "en"),
    [
        pytest.param(
            drop("awards", CSTDCS, "criteria", 0, "article"),
            *(Flaw.ARTICLE_MISSING, f"awards[{CSTDCS}].criteria[0]"),
            "tham số đã kiểm chứng phải ghi điều khoản",
            "a verified parameter must name its article",
            id="missing article",
        ),
        pytest.param(
            put("received_from", value="2019-02-30"),
            *(Flaw.WRONG_DATE, ""),
            "ngày không có thật hoặc sai thứ tự",
            "'received_from' is no date: '2019-02-30' (day is out of range for month)",
            id="wrong date",
        ),
        pytest.param(
            put("awards", CSTDCS, "criteria", 0, "awards", value=["CSTDCS"]),
            *(Flaw.PREREQUISITE_CYCLE, f"awards[{CSTDCS}]"),
            "danh hiệu đòi hỏi chính nó, trực tiếp hoặc qua danh hiệu khác",
            "award CSTDCS is a prerequisite of itself",
            id="cycle of prerequisites",
        ),
        pytest.param(
            put("awards", CSTDCS, "criteria", 0, "awards", value=["LDTTT"]),
            *(Flaw.UNKNOWN_AWARD, f"awards[{CSTDCS}]"),
            "nhắc tới danh hiệu không có trong gói",
            "award CSTDCS names unknown awards ['LDTTT']",
            id="unknown award code",
        ),
        pytest.param(
            put("awards", 0, "criteria", 0, "question_en", value="Đủ 10 months?"),
            *(Flaw.NOT_ENGLISH, "awards[0].criteria[0]"),
            "câu tiếng Anh còn chữ tiếng Việt",
            "'question_en' is no English: it has 'Đủ'",
            id="English that is none",
        ),
        pytest.param(
            drop("awards", 0, "criteria", 0, "question_en"),
            *(Flaw.QUESTION_MISSING, "awards[0].criteria[0]"),
            "thiếu câu hỏi cho người phải trả lời, bằng tiếng Việt và tiếng Anh",
            "a question is put in both languages or not at all",
            id="question in one language",
        ),
    ],
)
def test_pack_that_cannot_be_is_refused(change: Change, flaw: Flaw, place: str, vi: str, en: str) -> None:
    with pytest.raises(MalformedPackError) as caught:
        changed(change)
    error = caught.value
    assert (error.flaw, error.file, error.line, error.place, error.sentence) == (
        flaw,
        "R2019.json",
        1,
        place,
        en,
    )
    at_place = f", tại {place}" if place else ""
    assert error.sentence_vi == f"R2019.json dòng 1{at_place}: {vi}"


def test_packs_that_overlap_are_refused() -> None:
    earlier, later = packs()["R2024A"], packs()["R2024B"]
    with pytest.raises(MalformedPackError) as caught:
        in_order([replace(earlier, received_to=later.received_from), later])
    assert caught.value.flaw is Flaw.VALIDITY_OVERLAP
    assert str(caught.value) == (
        "R2024B.json line 1: received_from: the days of receipt of R2024A and R2024B overlap"
    )
    assert caught.value.sentence_vi == (
        "R2024B.json dòng 1, tại received_from: thời gian áp dụng trùng với gói khác"
    )


@pytest.mark.parametrize("flaw", Flaw)
def test_every_flaw_is_told_in_vietnamese(flaw: Flaw) -> None:
    told = MalformedPackError(flaw, "X.json", 7, "", "wrong").sentence_vi
    assert told.startswith("X.json dòng 7: ")
    assert vietnamese_letters(told)


# Commands

VOTING = at(Step.IN_COUNCIL).after(attend(), open_voting())
SECRET = given(*OFFICE, draft(line()), submit(), receive(), appraise()).world.after(
    convene(convening(rules=(adopted("LDTT", ballot=Ballot.SECRET),))),
    attend(),
    open_voting(),
    close_voting(),
)


def counted(count: Count) -> Order:
    command = in_secret(vc.SecretCount(LINE, count), participants=MEMBERS)
    return Order(SESSION, command, SECRETARY, NOW)


def serving(first: date, last: date) -> Order:
    command = rc.RecordService(ServicePeriod(ServiceKind.PROCURACY, first, last))
    return Order("person-cb-001", command, REGISTRAR, NOW)


REFUSED: dict[str, tuple[World, Order, str, str, str]] = {
    "facts with impossible dates": (
        given(*OFFICE).world,
        serving(date(2023, 2, 1), date(2023, 1, 31)),
        "dates_out_of_order",
        "Thứ tự ngày không hợp lý: 31/01/2023 trước 01/02/2023.",
        "The dates are out of order: 31/01/2023 lies before 01/02/2023.",
    ),
    "an unknown award": (
        given(*OFFICE).world,
        draft(line(award="HCSV")),
        "unknown_award",
        "Danh hiệu HCSV không có trong gói quy định.",
        "Award HCSV is not in the rule pack.",
    ),
    "a tally that does not add up": (
        SECRET,
        counted(Count(approve=5, refuse=-1)),
        "negative_count",
        f"Trường {LINE} không được âm.",
        f"Field {LINE} must not be negative.",
    ),
    "more ballots than members": (
        SECRET,
        counted(Count(approve=6)),
        "ballots_exceed_members",
        "Số phiếu kiểm được (6) vượt số người được bỏ phiếu (5).",
        "More ballots counted (6) than eligible voters (5).",
    ),
    "a vote after closing": (
        VOTING.after(close_voting()),
        ballot("member-an", (LINE, APPROVE)),
        "ballot_not_open",
        "Chưa mở hoặc đã đóng biểu quyết.",
        "Voting is not open.",
    ),
    "a member voting twice": (
        VOTING.after(ballot("member-an", (LINE, APPROVE))),
        ballot("member-an", (LINE, REFUSE)),
        "vote_already_cast",
        "Đã bỏ phiếu.",
        "The ballot was already cast.",
    ),
    "an unseated voter": (
        VOTING,
        ballot("passer-by", (LINE, APPROVE)),
        "not_seated",
        "Không phải thành viên phiên họp.",
        "Not a member of the session.",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_command_that_cannot_be_is_refused(name: str) -> None:
    world, order, code, vi, en = REFUSED[name]
    answer = given(world).when(order).refused(code)
    assert answer.refusal is not None
    assert sentences(answer.refusal) == (vi, en, ENGINE)
    assert answer.world.streams == world.streams, "nothing was recorded"
