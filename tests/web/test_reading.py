"""What each reader is shown: everything that is a fact, names only where they may be known."""

import json
import re
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

import httpx
import pytest
import pytest_asyncio

from tests.web.site import (
    APPRAISAL,
    SEATED,
    STRAY,
    Site,
    assert_problem,
    client,
    dossier,
    line,
    open_vote,
    publish,
    receive,
    settle,
    sit,
)
from web import inbox
from web.words import working_days_left

pytestmark = pytest.mark.asyncio(loop_scope="session")

GRANTED, REFUSED, OPEN = "Lê Thị Được", "Phạm Văn Không", "Hoàng Thị Chờ"
SCRIPT = "<script>alert('x')</script> Ngô Văn Kịch"
REASON = "Thiếu báo cáo của ông Đinh Văn Kín"
DRAFTED = "Hồ sơ soạn kín"


@pytest_asyncio.fixture(loop_scope="session", scope="module")
async def told(site: Site) -> None:
    """A published dossier, an open one with a returned line, and a draft: each could leak a name."""
    await receive(site, "xong", line("cb-duoc", GRANTED), line("cb-khong", REFUSED))
    await publish(site, "xong", "granted", "refused")
    both = line("cb-duoc", GRANTED, "CSTDCS", initiative={"scope": "base", "certificate": "1/SK"})
    await receive(site, "dang-xet", line("cb-cho", OPEN), line("cb-kich", SCRIPT), both)
    await site.appraiser.do("nominations/dang-xet.001/return-nomination", {"reason": REASON})
    draft = dossier(line("cb-nhap", "Tên Nháp Kín"), title=DRAFTED)
    await site.officer.do("dossiers/soan/draft-dossier", draft)


def squeeze(page: str) -> str:
    """The text of a page, tags and spare white space left out."""
    return " ".join(re.sub(r"<[^>]*>", " ", page).split())


PUBLIC = [
    "/",
    "/ho-so/xong",
    "/ho-so/dang-xet",
    "/ho-so/dang-xet?danh-hieu=LDTT",
    "/de-nghi/xong.001",
    "/de-nghi/xong.002",
    "/de-nghi/dang-xet.001",
    "/de-nghi/dang-xet.002",
    "/de-nghi/dang-xet.003",
]


@pytest.mark.usefixtures("told")
async def test_public_pages_name_only_who_was_granted_and_published(site: Site) -> None:
    for path in PUBLIC:
        page = (await site.anyone.get(path)).text
        for hidden in (REFUSED, OPEN, "Ngô Văn Kịch", "Đinh Văn Kín", "Trần Ký Tên", "Họ tên"):
            assert hidden not in page, path
        for pseudonym in ("cb-duoc", "cb-khong", "cb-cho", "cb-kich"):
            assert pseudonym not in page, path
        assert (GRANTED in page) == (path in {"/ho-so/xong", "/de-nghi/xong.001"}), path


@pytest.mark.usefixtures("told")
async def test_name_is_not_public_between_signature_and_publication(site: Site) -> None:
    await receive(site, "cho-cong-bo", line("cb-ky", "Đỗ Thị Đã Ký"))
    await publish(site, "cho-cong-bo", "granted", until="signed")
    for path in ("/ho-so/cho-cong-bo", "/de-nghi/cho-cong-bo.001"):
        assert "Đỗ Thị Đã Ký" not in (await site.anyone.get(path)).text
    publication = {"published_on": "2023-12-28", "reference": "vks-x.gov.vn/2"}
    await site.publisher.do("decisions/cho-cong-bo-decision/publish-decision", publication)
    for path in ("/ho-so/cho-cong-bo", "/de-nghi/cho-cong-bo.001"):
        assert "Đỗ Thị Đã Ký" in (await site.anyone.get(path)).text


@pytest.mark.usefixtures("told")
async def test_draft_is_its_own_units_affair(site: Site) -> None:
    assert DRAFTED not in (await site.anyone.get("/")).text
    assert_problem(await site.anyone.get("/ho-so/soan"), 404, "unknown_record")
    assert_problem(await site.anyone.get("/de-nghi/soan.001"), 404, "unknown_record")
    assert DRAFTED in (await site.officer.get("/")).text
    assert "Tên Nháp Kín" in (await site.officer.get("/ho-so/soan")).text


@pytest.mark.usefixtures("told")
@pytest.mark.parametrize(
    ("who", "knows"),
    [("officer", True), ("appraiser", True), ("auditor", True), ("operator", False), ("stranger", False)],
)
async def test_names_are_read_by_those_who_act_for_the_units_and_by_auditors(
    site: Site, who: str, *, knows: bool
) -> None:
    reader = site.people[who]
    rows = (await reader.get("/api/v1/nominations", dossier="dang-xet")).json()["items"]
    assert [row["name"] for row in rows[:2]] == ([OPEN, SCRIPT] if knows else [None, None])
    assert [row["candidate"] for row in rows[:2]] == (["cb-cho", "cb-kich"] if knows else [None, None])
    one = (await reader.get("/api/v1/nominations/dang-xet.001")).json()
    assert one["name"] == (OPEN if knows else None)
    history = await reader.get("/api/v1/nominations/dang-xet.001/history")
    assert (OPEN in history.text, REASON in history.text, "cb-cho" in history.text) == (knows, knows, knows)
    assert (OPEN in (await reader.get("/de-nghi/dang-xet.001")).text) == knows


@pytest.mark.usefixtures("told")
async def test_marks_of_an_open_ballot_stay_in_the_council(site: Site) -> None:
    inside = (await site.member.get("/api/v1/sessions/xong/history")).json()["items"]
    outside = (await site.stranger.get("/api/v1/sessions/xong/history")).json()["items"]
    assert any("marks" in fact["payload"] for fact in inside)
    assert all(fact["payload"] == {} for fact in outside)
    assert [fact["sentence"] for fact in inside] == [fact["sentence"] for fact in outside]


@pytest.mark.usefixtures("told")
async def test_script_in_a_name_is_shown_as_text(site: Site) -> None:
    for path in ("/ho-so/dang-xet", "/de-nghi/dang-xet.002", "/viec-cua-toi"):
        page = (await site.appraiser.get(path)).text
        assert STRAY.search(page) is None
        assert "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; Ngô Văn Kịch" in page


@pytest.mark.usefixtures("told")
async def test_history_reads_as_sentences(site: Site) -> None:
    facts = (await site.auditor.get("/api/v1/nominations/dang-xet.001/history")).json()["items"]
    alarms = [fact for fact in facts if fact["name"] == "nomination.deadline_lapsed"]
    assert len(alarms) <= 1, "of rungs missed before the receipt was entered only the last still rings"
    assert [fact["sentence"] for fact in facts if fact not in alarms] == [
        "Cán bộ lập hồ sơ (VKS-H) lập đề nghị Lao động tiên tiến năm 2023.",
        "Thủ trưởng đơn vị (VKS-H) ký trình đề nghị.",
        "Văn thư tiếp nhận (VKS-X) tiếp nhận đề nghị theo gói quy định R2019.",
        f"Chuyên viên thẩm định (VKS-X) trả lại đề nghị để bổ sung. Lý do: {REASON}",
    ]
    page = squeeze((await site.anyone.get("/de-nghi/dang-xet.001")).text)
    today = f"{datetime.now(UTC):%Y}"
    assert today in page
    assert f"Vị trí {facts[0]['position']} trong nhật ký, mã băm {facts[0]['leaf_hash'][:10]}…" in page


@pytest.mark.usefixtures("told")
async def test_findings_of_an_appraisal_are_for_those_who_may_read_its_payload(site: Site) -> None:
    path = "/api/v1/nominations/xong.001/history"
    facts = {fact["name"]: fact for fact in (await site.officer.get(path)).json()["items"]}
    found = facts["nomination.appraisal_recorded"]["findings"]
    assert found[0].startswith(
        "Đã công tác từ đủ 10 tháng trong năm xét? Đạt: 12 tháng công tác, cần từ 10 tháng"
    )
    assert "(TT 01/2019/TT-VKSTC quy định về danh hiệu “Lao động tiên tiến”" in found[0]
    assert [fact["findings"] for name, fact in facts.items() if "appraisal" not in name] == [[]] * (
        len(facts) - 1
    )
    outside = (await site.stranger.get(path)).json()["items"]
    assert {tuple(fact["findings"]) for fact in outside} == {()}
    assert "tháng công tác" not in (await site.anyone.get("/de-nghi/xong.001")).text
    assert "12 tháng công tác, cần từ 10 tháng" in (await site.officer.get("/de-nghi/xong.001")).text


@pytest.mark.usefixtures("told")
async def test_history_tells_which_checkpoint_seals_a_fact(site: Site) -> None:
    size = site.seal()
    page = (await site.anyone.get("/de-nghi/xong.001")).text
    assert f'<a href="/niem-phong/{size}">niêm phong ở mốc {size}</a>' in page
    answer = await site.anyone.get(f"/niem-phong/{size}")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/plain; charset=utf-8")
    assert answer.text.splitlines()[:2] == ["web.test/log", str(size)]


@pytest.mark.usefixtures("told")
async def test_outcomes_count_by_dossier_and_award(site: Site) -> None:
    told = {row["dossier"]: row for row in (await site.operator.get("/api/v1/outcomes")).json()["items"]}
    (award,) = told["dossier-xong"]["awards"]
    assert {name: award[name] for name in ("name", "proposed", "granted", "refused", "open")} == {
        "name": "Lao động tiên tiến",
        "proposed": 2,
        "granted": 1,
        "refused": 1,
        "open": 0,
    }
    page = squeeze((await site.anyone.get("/")).text)
    assert "Viện kiểm sát VKS-H, năm 2023. Đã tiếp nhận." in page
    assert "Danh hiệu Đề nghị Tặng Trình cấp trên Không tặng Đang xử lý Lao động tiên tiến 2 1 0 1 0" in page


@pytest.mark.usefixtures("told")
async def test_tasks_tell_who_until_when_and_why(site: Site) -> None:
    items = (await site.appraiser.get("/api/v1/tasks")).json()["items"]
    found = next(item for item in items if item["key"] == "dang-xet.002")
    assert (found["role"], found["unit"], found["step"], found["name"]) == (
        "appraiser",
        "VKS-X",
        "received",
        SCRIPT,
    )
    due_at = datetime(2024, 1, 10, 10, tzinfo=UTC)  # 25 working days after the receipt on 5 December 2023
    late = working_days_left(due_at, datetime.now(UTC))
    assert (datetime.fromisoformat(found["due_at"]), found["working_days_left"]) == (due_at, late)
    assert found["why"] == "Đề nghị: đã tiếp nhận, chờ thẩm định."
    dues = [item["due_at"] for item in items if item["due_at"]]
    assert all(earlier <= later for earlier, later in pairwise(dues))
    assert (await site.officer.get("/api/v1/tasks")).json()["items"][0]["step"] in {"returned", "draft"}
    assert (await site.operator.get("/api/v1/tasks")).json()["items"] == []
    page = squeeze((await site.appraiser.get("/viec-cua-toi")).text)
    assert f"quá hạn {-late} ngày làm việc" in page


@pytest.mark.usefixtures("told")
async def test_tasks_are_paged_and_every_page_goes_on_where_the_last_one_ended(site: Site) -> None:
    whole = (await site.appraiser.get("/api/v1/tasks")).json()
    assert whole["next"] is None
    assert len(whole["items"]) >= 2
    seen: list[dict[str, Any]] = []
    after: str | None = ""
    while after is not None:
        page = (await site.appraiser.get("/api/v1/tasks", limit="1", after=after)).json()
        assert len(page["items"]) <= 1
        seen += page["items"]
        after = page["next"]
    assert seen == whole["items"]


@pytest.mark.parametrize(
    "after", ["x", "~", "1~A", "123456789012345678~nomination-x.001", "-1~nomination-x.001"]
)
async def test_place_in_the_tasks_that_is_none_is_told(site: Site, after: str) -> None:
    assert_problem(await site.appraiser.get("/api/v1/tasks", after=after), 422, "malformed_code", "?after")


@pytest.mark.usefixtures("told")
async def test_tasks_page_leads_on_to_the_next(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inbox, "TASKS_A_PAGE", 1)
    first = (await site.appraiser.get("/viec-cua-toi")).text
    assert "1 việc trên trang này" in squeeze(first)
    onward = re.search(r'href="(/viec-cua-toi\?sau=[^"]+)">Việc tiếp theo', first)
    assert onward is not None
    second = (await site.appraiser.client.get(onward[1])).text
    subjects = [re.findall(r'<th role="rowheader"[^>]*>(.*?)</th>', page) for page in (first, second)]
    assert [len(found) for found in subjects] == [1, 1]
    assert subjects[0] != subjects[1]


async def test_vote_is_a_task_of_everybody_seated_until_they_have_voted(site: Site) -> None:
    await receive(site, "bo-phieu", line("cb-bo-phieu", "Vũ Thị Phiếu"))
    await site.appraiser.do("nominations/bo-phieu.001/record-appraisal", APPRAISAL)
    await open_vote(site, "bo-phieu", ["nomination-bo-phieu.001"], aside={})

    async def summoned() -> set[str]:
        listed = {who: (await site.people[who].get("/api/v1/tasks")).json()["items"] for who in SEATED}
        return {who for who, items in listed.items() if any(item["key"] == "bo-phieu" for item in items)}

    assert await summoned() == set(SEATED)
    marks = [{"nomination": "nomination-bo-phieu.001", "choice": "approve"}]
    for voter in ("secretary", "chair"):
        await site.people[voter].do("sessions/bo-phieu/cast-ballot", {"marks": marks, "channel": "in_person"})
    assert await summoned() == {"member", "chair"}, "the chair may close at any time"
    (task,) = [
        item for item in (await site.member.get("/api/v1/tasks")).json()["items"] if item["key"] == "bo-phieu"
    ]
    assert (task["kind"], task["step"], bool(task["due_at"])) == ("session", "voting", True)
    assert task["working_days_left"] > 0


@pytest.mark.usefixtures("told")
async def test_nominations_are_filtered_and_paged(site: Site) -> None:
    async def keys(**parameters: str) -> list[str]:
        return [
            row["key"]
            for row in (await site.auditor.get("/api/v1/nominations", **parameters)).json()["items"]
        ]

    assert await keys(dossier="dang-xet", award="LDTT") == ["dang-xet.001", "dang-xet.002"]
    assert await keys(dossier="dossier-dang-xet", step="returned") == ["dang-xet.001"]
    assert await keys(session="xong", outcome="refused") == ["xong.002"]
    seen: list[str] = []
    after: str | None = ""
    while after is not None:
        page = (
            await site.auditor.get("/api/v1/nominations", dossier="dang-xet", limit="2", after=after)
        ).json()
        seen += [row["key"] for row in page["items"]]
        after = page["next"]
    assert seen == ["dang-xet.001", "dang-xet.002", "dang-xet.003"]


async def test_filter_that_no_line_can_have_is_told_with_those_it_can(site: Site) -> None:
    for name, valid in (("step", "in_council"), ("outcome", "forwarded")):
        answer = await site.auditor.get("/api/v1/nominations", **{name: "foo"})
        assert_problem(answer, 422, "not_a_choice", f"?{name}")
        assert valid in answer.json()["detail"]


@pytest.mark.usefixtures("told")
async def test_single_records_are_read_by_key(site: Site) -> None:
    async def read(path: str) -> dict[str, Any]:
        answer = await site.operator.get(f"/api/v1/{path}")
        told: dict[str, Any] = answer.json()
        return told

    assert (await read("dossiers/xong"))["lines"] == 2
    assert (await read("sessions/xong"))["phase"] == "certified"
    assert (await read("decisions/xong-decision"))["number"] == "xong-decision/QĐ-VKS"
    assert (await read("nominations/xong.001"))["awaits"] == "receiving_clerk"
    assert "dossier-xong" in [row["id"] for row in (await read("dossiers"))["items"]]


@pytest.mark.usefixtures("told")
async def test_awaited_nomination_tells_its_deadline(site: Site) -> None:
    one = (await site.auditor.get("/api/v1/nominations/dang-xet.001")).json()
    assert (one["awaits"], one["step_label"], bool(one["due_at"])) == (
        "proposing_officer",
        "Trả lại, chờ bổ sung",
        True,
    )
    page = squeeze((await site.anyone.get("/de-nghi/dang-xet.001")).text)
    assert "Đang chờ Cán bộ lập hồ sơ" in page
    assert "17:00 (còn 10 ngày làm việc)" in page


@pytest.mark.usefixtures("told")
@pytest.mark.parametrize("path", [*PUBLIC, "/dang-nhap", "/nope"])
async def test_pages_carry_no_script_of_their_own_and_strict_headers(site: Site, path: str) -> None:
    answer = await site.anyone.get(path, headers={"Accept": "text/html"})
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; style-src 'self'")
    assert "unsafe" not in policy
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cache-control"] == "no-store"
    assert STRAY.search(answer.text) is None
    assert re.search("https?://", answer.text) is None
    for needed in ('<html lang="vi"', 'href="#noi-dung"', '<main id="noi-dung"', "<h1>"):
        assert needed in answer.text
    assert all(f'scope="{kind}"' in answer.text for kind in ("col", "row") if "<table" in answer.text)
    assert answer.text.count("<caption>") == answer.text.count("<table")


async def test_style_sheet_is_served(site: Site) -> None:
    answer = await site.anyone.get("/static/minhbach.css")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/css; charset=utf-8")
    assert answer.headers["cache-control"] == "public, max-age=3600"


async def test_what_can_be_read_can_be_asked_about(site: Site) -> None:
    for path, status in (("/", 200), ("/healthz", 200), ("/static/minhbach.css", 200), ("/nope", 404)):
        answer = await site.anyone.head(path)
        assert (answer.status_code, answer.content) == (status, b"")


async def test_tasks_page_asks_to_sign_in(site: Site) -> None:
    async with client(site.app) as asking:
        answer = await asking.get("/viec-cua-toi")
    assert (answer.status_code, answer.headers["location"]) == (303, "/dang-nhap")


async def test_held_line_hides_its_ground_from_the_public(site: Site) -> None:
    await receive(site, "dung", line("cb-dung", "Lý Thị Dừng"))
    hold = {"ground": "investigation", "document": "CV 15/VKS", "reason": "Đang xác minh"}
    await site.appraiser.do("nominations/dung.001/hold-nomination", hold)
    page = (await site.anyone.get("/de-nghi/dung.001")).text
    assert "tạm dừng xét" in page
    for hidden in ("investigation", "CV 15/VKS", "Đang xác minh", "Lý Thị Dừng"):
        assert hidden not in page
    assert_problem(await site.appraiser.ask("nominations/dung.001/record-appraisal", APPRAISAL), 409, "held")


async def test_healthz_and_readyz(site: Site) -> None:
    assert (await site.anyone.get("/healthz")).json() == {"status": "ok"}
    ready = await site.anyone.get("/readyz")
    assert (ready.status_code, ready.json()) == (httpx.codes.OK, {"database": "ok", "temporal": "ok"})
    assert json.loads(ready.text) == ready.json()


async def test_draft_is_its_units_own_affair_in_the_api_too(site: Site) -> None:
    await site.officer.do(
        "dossiers/nhap-kin/draft-dossier", dossier(line("cb-kin", "Đỗ Văn Kín"), title=DRAFTED)
    )
    places = ("dossiers/nhap-kin", "nominations/nhap-kin.001", "dossiers/nhap-kin/history")
    stranger, officer = site.people["stranger"], site.officer
    for place in (*places, "nominations/nhap-kin.001/history"):
        assert (await officer.get(f"/api/v1/{place}")).status_code == httpx.codes.OK
        assert_problem(await stranger.get(f"/api/v1/{place}"), 404, "unknown_record")
    for place in ("dossiers", "outcomes", "nominations?dossier=nhap-kin"):
        assert "nhap-kin" in (await officer.get(f"/api/v1/{place}")).text
        assert "nhap-kin" not in (await stranger.get(f"/api/v1/{place}")).text


@pytest.mark.usefixtures("told")
async def test_member_who_stepped_aside_sees_nothing_of_the_line_until_it_is_published(site: Site) -> None:
    await receive(site, "rut", line("cb-rut", "Vũ Thị Rút"), line("cb-ben", "Vũ Văn Bên"))
    names = ("nomination-rut.001", "nomination-rut.002")
    for name in names:
        await site.appraiser.do(f"nominations/{name.removeprefix('nomination-')}/record-appraisal", APPRAISAL)
    before = await site.member.get("/api/v1/nominations/rut.001")
    assert before.status_code == httpx.codes.OK
    await sit(site, "rut", dict.fromkeys(names, "granted"), aside={"member": names[0]})

    listed = (await site.member.get("/api/v1/nominations", session="rut")).json()["items"]
    assert [row["id"] for row in listed] == [names[1]]
    for path in ("nominations/rut.001", "nominations/rut.001/history"):
        assert_problem(await site.member.get(f"/api/v1/{path}"), 404, "unknown_record")
    told_of = (await site.member.get("/api/v1/sessions/rut/history")).text
    assert names[0] not in told_of
    assert names[1] in told_of
    assert names[0] not in (await site.member.get("/api/v1/dossiers/rut/history")).text
    assert names[0] in (await site.chair.get("/api/v1/sessions/rut/history")).text
    page = await site.member.get("/de-nghi/rut.001")
    assert page.status_code == httpx.codes.NOT_FOUND
    assert "rut.001" not in (await site.member.get("/ho-so/rut")).text

    votes = "2 đồng ý trên 3 thành viên"
    assert votes not in (await site.anyone.get("/de-nghi/rut.001")).text
    assert votes not in (await site.stranger.get("/api/v1/nominations/rut.001/history")).text
    assert votes in (await site.chair.get("/api/v1/nominations/rut.001/history")).text

    lines = [{"nomination": name, "outcome": "granted"} for name in names]
    await settle(site, "rut-qd", "session-rut", "decision", lines, "published")
    assert (await site.member.get("/api/v1/nominations/rut.001")).json()["outcome"] == "granted"
    assert votes in (await site.anyone.get("/de-nghi/rut.001")).text


@pytest.mark.parametrize("place", ["dossiers", "outcomes"])
async def test_pages_of_dossiers_join_to_the_whole_list(site: Site, place: str) -> None:
    for key, year in (("trang-a", 2021), ("trang-b", 2022), ("trang-c", 2022)):
        one = dossier(line(f"cb-{key}-{place}", "Lê Văn Trang"), title=key, year=year)
        await site.officer.do(f"dossiers/{key}-{place}/draft-dossier", one)

    async def page(after: str, limit: int) -> dict[str, Any]:
        found: dict[str, Any] = (
            await site.officer.get(f"/api/v1/{place}", after=after, limit=str(limit))
        ).json()
        return found

    whole = (await page("", 1_000))["items"]
    joined: list[Any] = []
    after: str | None = ""
    while after is not None:
        part = await page(after, 1)
        joined, after = joined + part["items"], part["next"]
    assert joined == whole
    assert len(whole) > 2
    assert_problem(
        await site.officer.get(f"/api/v1/{place}", after="2022~x'"), 422, "malformed_code", "?after"
    )
