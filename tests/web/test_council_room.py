"""The council room through its pages: a whole session by clicking, and who sees what of it."""

import httpx
import pytest

from tests.web.forms import done, form, post, send
from tests.web.site import APPRAISAL, SAT, SEATED, Site, found, line, open_vote, receive, sit

pytestmark = pytest.mark.asyncio(loop_scope="session")

SCRIPT = "<script>alert(1)</script>"
CODES = httpx.codes


async def _appraised(site: Site, key: str, *names: str) -> list[str]:
    await receive(site, key, *(line(f"{key}-{number}", name) for number, name in enumerate(names, start=1)))
    lines = [f"nomination-{key}.{number:03d}" for number in range(1, len(names) + 1)]
    for name in lines:
        await site.appraiser.do(f"nominations/{name.removeprefix('nomination-')}/record-appraisal", APPRAISAL)
    return lines


async def _convened(site: Site, key: str, agenda: list[str], ballot: str = "open") -> None:
    await found(site, key)
    rule = {"award": "LDTT", "ballot": ballot, "pass_percent": 60, "basis": "Quy chế"}
    await site.secretary.do(
        f"sessions/{key}/convene-session",
        {
            "council": f"council-{key}",
            "meets_on": "2023-12-20",
            "agenda": agenda,
            "quorum_numerator": 2,
            "quorum_denominator": 3,
            "quorum_basis": "Quy chế Hội đồng Điều 5",
            "rules": [rule],
        },
    )


async def test_a_whole_session_is_held_by_clicking(site: Site) -> None:
    lines = await _appraised(site, "bam", "Nguyễn Thị Bấm", "Trần Văn Nút")
    await _convened(site, "bam", lines)
    room = "/phien-hop/bam"

    await done(
        site.secretary, room, f"{room}/co-mat", present=list(SEATED), late_entry_basis="Biên bản phiên họp"
    )
    await done(site.chair, room, f"{room}/mo-bieu-quyet")
    for voter, second in (("chair", "approve"), ("secretary", "approve"), ("member", "refuse")):
        marks = {f"muc.{lines[0]}": "approve", f"muc.{lines[1]}": second}
        review = await send(site.people[voter], f"{room}/phieu", f"{room}/phieu", **marks, buoc="xem-lai")
        assert review.status_code == CODES.OK
        handed = form(review.text, f"{room}/phieu").fields | {"buoc": ["nop"]}
        answer = await post(site.people[voter], f"{room}/phieu", handed)
        assert (answer.status_code, answer.headers["location"]) == (303, f"{room}/phieu?xong=cast_ballot")
    await done(site.chair, room, f"{room}/dong-bieu-quyet")
    await done(site.chair, room, f"{room}/xac-nhan")

    seen = (await site.member.get(room)).text
    assert "<b>3/3</b>, cần 2" in seen
    assert "<b>2/3</b>, cần 2" in seen
    minutes = (await site.member.get(f"{room}/bien-ban")).text
    assert "Phiên họp tính lại khớp." in minutes
    assert "Không đạt" not in minutes
    mine = (await site.member.get(f"{room}/phieu")).text
    assert "Không đồng ý" in mine


async def test_an_unfinished_paper_keeps_what_was_marked(site: Site) -> None:
    lines = await _appraised(site, "do-dang", "Nguyễn Dở", "Trần Dang")
    await open_vote(site, "do-dang", lines, aside={})
    paper = "/phien-hop/do-dang/phieu"
    answer = await send(site.member, paper, paper, **{f"muc.{lines[1]}": "refuse"}, buoc="nop")
    assert answer.status_code == CODES.UNPROCESSABLE_ENTITY
    assert "Còn 1 mục chưa đánh dấu" in answer.text
    assert form(answer.text, paper).fields[f"muc.{lines[1]}"] == ["refuse"]
    assert (await site.member.get("/api/v1/sessions/do-dang")).json()["ballots"] == 0


async def test_a_mark_that_the_line_does_not_allow_is_no_mark(site: Site) -> None:
    lines = await _appraised(site, "la", "Nguyễn Lạ")
    await open_vote(site, "la", lines, aside={})
    paper = "/phien-hop/la/phieu"
    for mark in ("downgrade", SCRIPT, ""):
        answer = await send(site.member, paper, paper, **{f"muc.{lines[0]}": mark}, buoc="nop")
        assert answer.status_code == CODES.UNPROCESSABLE_ENTITY
        assert SCRIPT not in answer.text


async def test_a_second_tap_hands_in_no_second_paper(site: Site) -> None:
    lines = await _appraised(site, "hai-lan-bam", "Nguyễn Hai Lần")
    await open_vote(site, "hai-lan-bam", lines, aside={})
    paper = "/phien-hop/hai-lan-bam/phieu"
    drawn = form((await site.member.get(paper)).text, paper).fields
    handed = drawn | {f"muc.{lines[0]}": ["approve"], "buoc": ["nop"]}
    first = await post(site.member, paper, handed)
    second = await post(site.member, paper, handed)
    assert (first.status_code, second.status_code) == (303, 200)
    assert "Phiếu của đồng chí đã được ghi" in second.text
    history = (await site.member.get("/api/v1/sessions/hai-lan-bam/history")).json()["items"]
    assert [fact["name"] for fact in history].count("session.ballot_cast") == 1


async def test_a_member_who_stepped_aside_sees_nothing_of_the_line(site: Site) -> None:
    lines = await _appraised(site, "an", "Nguyễn Hiện", "Trần Ẩn Danh")
    await open_vote(site, "an", lines, aside={"member": lines[1]})
    room = "/phien-hop/an"
    marked = await post(site.chair, f"{room}/dang-xet", {"nomination": lines[1]})
    assert marked.status_code == CODES.SEE_OTHER

    for place in (room, f"{room}/dien-bien", f"{room}/phieu", f"{room}/bien-ban", f"{room}/giay-moi"):
        shown = (await site.chair.get(place)).text
        hidden = (await site.member.get(place)).text
        assert "Trần Ẩn Danh" in shown or place.endswith("bien-ban")
        assert "Trần Ẩn Danh" not in hidden
        assert lines[1] not in hidden
        assert lines[1].removeprefix("nomination-") not in hidden
    told = (await site.member.get(room)).text
    assert "Mục này không hiển thị với đồng chí" in told
    assert "Là người thân của người được đề nghị" in told
    key = lines[1].removeprefix("nomination-")
    assert (await site.chair.get(f"{room}/muc/{key}")).status_code == CODES.OK
    assert (await site.member.get(f"{room}/muc/{key}")).status_code == CODES.NOT_FOUND


async def test_no_page_tells_a_tally_before_the_vote_is_closed(site: Site) -> None:
    lines = await _appraised(site, "kin-mieng", "Nguyễn Kín Miệng")
    await open_vote(site, "kin-mieng", lines, aside={})
    marks = [{"nomination": lines[0], "choice": "refuse"}]
    await site.member.do("sessions/kin-mieng/cast-ballot", {"marks": marks, "channel": "in_person"})
    room = "/phien-hop/kin-mieng"
    readers = ("chair", "secretary", "decider", "appraiser", "auditor")
    for reader in readers:
        for place in (room, f"{room}/dien-bien", f"{room}/bien-ban"):
            told = (await site.people[reader].get(place)).text
            assert "cần 2</b>" not in told
            assert "<b>0/3</b>" not in told
            assert "Không đồng ý" not in told
        history = (await site.people[reader].get("/api/v1/sessions/kin-mieng/history")).json()["items"]
        assert {tuple(fact["payload"].get("marks", ())) for fact in history} == {()}
    assert "Không đồng ý" in (await site.member.get(f"{room}/phieu")).text
    await site.chair.do("sessions/kin-mieng/close-voting")
    assert "<b>0/3</b>, cần 2" in (await site.chair.get(room)).text
    assert "<b>0/3</b>" not in (await site.member.get(room)).text


async def test_the_room_is_not_there_for_strangers(site: Site) -> None:
    lines = await _appraised(site, "rieng", "Nguyễn Riêng Tư")
    await _convened(site, "rieng", lines)
    room = "/phien-hop/rieng"
    for place in (room, f"{room}/dien-bien", f"{room}/phieu", f"{room}/bien-ban", f"{room}/giay-moi"):
        assert (await site.stranger.get(place)).status_code == CODES.NOT_FOUND
        assert (await site.operator.get(place)).status_code == CODES.NOT_FOUND
        assert (await site.anyone.get(place)).status_code == CODES.UNAUTHORIZED
    assert "/phien-hop/rieng" not in (await site.stranger.get("/phien-hop")).text
    assert "/phien-hop/rieng" in (await site.member.get("/phien-hop")).text
    assert (await site.chair.get("/phien-hop/khong-co")).status_code == CODES.NOT_FOUND
    assert (await site.chair.get("/phien-hop/KHONG_HOP_LE")).status_code in {400, 404, 422}


async def test_the_page_of_an_auditor_does_not_look_by_itself(site: Site) -> None:
    """Each look is kept: a page that asked every five seconds would bury those that a person took."""
    lines = await _appraised(site, "tu-nhin", "Nguyễn Tự Nhìn")
    await _convened(site, "tu-nhin", lines)
    room = "/phien-hop/tu-nhin"
    assert "data-course" in (await site.member.get(room)).text
    assert "data-course" not in (await site.auditor.get(room)).text


async def test_the_course_is_drawn_again_only_when_something_changed(site: Site) -> None:
    lines = await _appraised(site, "dien", "Nguyễn Diễn Biến")
    await _convened(site, "dien", lines)
    course = "/phien-hop/dien/dien-bien"
    first = await site.member.get(course)
    again = await site.member.client.get(course, headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (CODES.NOT_MODIFIED, b"")
    await site.secretary.do("sessions/dien/record-attendance", {"present": ["member"], **SAT})
    changed = await site.member.client.get(course, headers={"If-None-Match": first.headers["etag"]})
    assert (changed.status_code, changed.headers["etag"] != first.headers["etag"]) == (CODES.OK, True)


@pytest.mark.parametrize(
    ("word", "given", "status", "told"),
    [
        ("hoan-muc", {"nominations": "{line}", "reason": " "}, 409, "lý do"),
        ("hoan-muc", {"reason": SCRIPT}, 409, "Chưa chọn"),
        (
            "ghi-lien-quan",
            {"member": "member", "nominations": "{line}", "ground": "kin", "reason": ""},
            409,
            "",
        ),
        ("ghi-lien-quan", {"member": "member", "nominations": "{line}", "ground": "ghét"}, 422, ""),
        ("ket-thuc", {"reason": ""}, 409, "lý do"),
        ("co-mat", {"present": "khong-phai-thanh-vien", **SAT}, 409, ""),
        ("mo-bieu-quyet", {}, 409, ""),
    ],
)
async def test_bad_input_is_told_beside_the_form_and_kept(
    site: Site, word: str, given: dict[str, str], status: int, told: str
) -> None:
    key = "sai"
    line_id = f"nomination-{key}.001"
    if (await site.chair.get(f"/phien-hop/{key}")).status_code == CODES.NOT_FOUND:
        await _convened(site, key, await _appraised(site, key, "Nguyễn Nhập Sai"))
    before = (await site.chair.get(f"/api/v1/sessions/{key}")).json()["version"]
    fields = {name: value.format(line=line_id) for name, value in given.items()}
    answer = await post(site.secretary, f"/phien-hop/{key}/{word}", fields)
    assert (answer.status_code, 'class="alert" role="alert"' in answer.text) == (status, True)
    assert told.lower() in answer.text.lower()
    assert SCRIPT not in answer.text
    if "reason" in fields and word == "hoan-muc":
        assert form(answer.text, f"/phien-hop/{key}/{word}").fields["reason"] == [fields["reason"]]
    assert (await site.chair.get(f"/api/v1/sessions/{key}")).json()["version"] == before


async def test_only_who_presides_marks_the_line_under_discussion(site: Site) -> None:
    lines = await _appraised(site, "dang-ban", "Nguyễn Đang Xét")
    await _convened(site, "dang-ban", lines)
    place = "/phien-hop/dang-ban/dang-xet"
    assert (await post(site.member, place, {"nomination": lines[0]})).status_code == CODES.NOT_FOUND
    assert (
        await post(site.chair, place, {"nomination": "nomination-khac.001"})
    ).status_code == CODES.NOT_FOUND
    assert (await site.chair.client.post(place, data={"nomination": lines[0]})).status_code == CODES.FORBIDDEN
    assert (await post(site.chair, place, {"nomination": lines[0]})).status_code == CODES.SEE_OTHER
    assert "Đang xét mục 1" in (await site.member.get("/phien-hop/dang-ban")).text
    assert (await post(site.chair, place, {"nomination": ""})).status_code == CODES.SEE_OTHER
    assert "Đang xét mục 1" not in (await site.member.get("/phien-hop/dang-ban")).text
    assert (await post(site.chair, "/phien-hop/dang-ban/khong-co-viec", {})).status_code == CODES.NOT_FOUND


async def test_a_secret_count_is_entered_and_shows_nobodys_choice(site: Site) -> None:
    lines = await _appraised(site, "phieu-kin-phong", "Nguyễn Kín", "Trần Phiếu")
    await _convened(site, "phieu-kin-phong", lines, ballot="secret")
    await site.secretary.do(
        "sessions/phieu-kin-phong/record-attendance", {"present": ["chair", "member"], **SAT}
    )
    await site.chair.do("sessions/phieu-kin-phong/open-voting")
    room = "/phien-hop/phieu-kin-phong"
    assert "Không có mục nào để đồng chí biểu quyết" in (await site.member.get(f"{room}/phieu")).text
    await done(site.chair, room, f"{room}/dong-bieu-quyet")
    action, given = f"{room}/kiem-phieu-kin", {"minutes__number": "BB 7", "counts__0__count__approve": "2"}
    bad = await send(site.chair, room, action, **given, counts__1__count__approve="9")
    assert (bad.status_code, "BB 7" in bad.text) == (CODES.CONFLICT, True)
    assert form(bad.text, action).fields["counts.1.count.approve"] == ["9"]
    wrong = await send(site.chair, room, action, **given, counts__1__count__approve="mười")
    assert wrong.status_code == CODES.UNPROCESSABLE_ENTITY
    await done(site.chair, room, action, **given, counts__1__count__refuse="2")
    await done(site.chair, room, f"{room}/xac-nhan")
    minutes = (await site.member.get(f"{room}/bien-ban")).text
    assert "Bỏ phiếu kín: 2 người bỏ phiếu" in minutes
    assert "Phiên họp tính lại khớp." in minutes
    assert "<b>2/3</b>, cần 2" in (await site.member.get(room)).text


async def test_an_adjourned_session_tells_no_result(site: Site) -> None:
    lines = await _appraised(site, "hoan", "Nguyễn Hoãn")
    await _convened(site, "hoan", lines)
    await done(site.chair, "/phien-hop/hoan", "/phien-hop/hoan/ket-thuc", reason="Mất điện")
    told = (await site.member.get("/phien-hop/hoan")).text
    assert "Kết thúc, không có kết quả" in told
    assert "cần 2</td>" not in told


async def test_the_room_speaks_english_to_who_wants_it(site: Site) -> None:
    lines = await _appraised(site, "english", "Nguyễn English")
    await sit(site, "english", {lines[0]: "granted"}, aside={})
    for place in (
        "/phien-hop",
        "/phien-hop/english",
        "/phien-hop/english/phieu",
        "/phien-hop/english/bien-ban",
    ):
        answer = await site.member.client.get(place, headers={"Cookie": "ngon-ngu=en"})
        assert (answer.status_code, "Biểu quyết" in answer.text) == (CODES.OK, False)


async def test_sitting_is_moved_in_the_room_and_who_came_comes_anew(site: Site) -> None:
    lines = await _appraised(site, "doi", "Hoàng Thị Đổi")
    await _convened(site, "doi", lines)
    room = "/phien-hop/doi"
    await done(
        site.secretary, room, f"{room}/co-mat", present=["chair"], late_entry_basis="Biên bản phiên họp"
    )
    given = {"meets_on": "2023-12-20", "document": "TB 12/VKS", "reason": "Chủ tịch đi công tác"}
    refused = await send(site.secretary, room, f"{room}/doi-ngay", **given)
    assert "đã được triệu tập vào ngày 20/12/2023" in refused.text
    assert "TB 12/VKS" in refused.text

    await done(site.chair, room, f"{room}/doi-ngay", **given | {"meets_on": "2023-12-22"})
    assert "họp ngày 22/12/2023" in (await site.member.get(room)).text
    unstated = await send(site.secretary, room, f"{room}/co-mat", present=["chair"])
    assert "Phiên họp ngày 22/12/2023 đã qua" in unstated.text
    wrong = await send(
        site.secretary, room, f"{room}/co-mat", present=["chair"], sat_on="2023-12-20", late_entry_basis="BB"
    )
    assert "nếu họp ngày khác thì đổi ngày họp trước" in wrong.text
