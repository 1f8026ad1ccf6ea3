"""The auditors' pages: for auditors alone, every look kept, every fact with what it changed and its proof."""

import re
import zipfile
from collections.abc import AsyncIterator, Iterator
from io import BytesIO
from itertools import groupby
from pathlib import Path

import httpx
import pytest
import pytest_asyncio
from sqlalchemy import create_engine

from audit.bundle import open_bundle, verify_bundle
from embedded.testing import Database
from tests.store.desk import ask
from tests.web.site import (
    APPRAISAL,
    LOG_SIGNER,
    PEOPLE,
    STRAY,
    Site,
    assert_problem,
    client,
    line,
    open_vote,
    publish,
    receive,
)
from tests.web.test_reading import squeeze
from web import inspection

pytestmark = pytest.mark.asyncio(loop_scope="session")

NAME, REASON = "Cao Thị Soi", "Thiếu giấy của bà Cao Thị Soi"
LINE = "/thanh-tra/de-nghi/soi.001"
PAGES = (
    "/thanh-tra",
    "/thanh-tra?nguoi=cb-soi",
    LINE,
    f"{LINE}?buoc=1",
    f"{LINE}?luc=2100-01-01T00:00",
    "/thanh-tra/ho-so/soi",
    "/thanh-tra/phien-hop/soi",
    "/thanh-tra/van-ban/soi-decision",
    "/thanh-tra/don-vi/vks-h",
    "/thanh-tra/hoi-dong/soi",
    "/thanh-tra/muc/0",
    "/thanh-tra/muc/0.json",
    "/thanh-tra/ngoai-le",
    "/thanh-tra/nhat-ky-doc",
    "/thanh-tra/goi-bang-chung.zip",
)


@pytest_asyncio.fixture(loop_scope="session", scope="module")
async def seen(site: Site) -> None:
    """A line that was refused an act, returned, supplemented and published; a held one; one of each exception."""
    await receive(site, "soi", line("cb-soi", NAME), line("cb-soi-2", "Cao Văn Khác"))
    early = await site.secretary.ask("nominations/soi.001/return-nomination", {"reason": "x"})
    assert early.status_code == httpx.codes.FORBIDDEN
    await site.appraiser.do("nominations/soi.001/return-nomination", {"reason": REASON})
    await site.officer.do("nominations/soi.001/supplement-nomination", {"note": "Đã bổ sung", "claims": None})
    await publish(site, "soi", "granted", "refused")
    await receive(site, "soi-dung", line("cb-soi-3", "Cao Thị Dừng"))
    hold = {"ground": "complaint", "document": "CV 3", "reason": "Có đơn"}
    await site.appraiser.do("nominations/soi-dung.001/hold-nomination", hold)
    site.seal()


@pytest_asyncio.fixture(loop_scope="session")
async def auditor(site: Site) -> AsyncIterator[httpx.AsyncClient]:
    yield site.people["auditor"].client


@pytest.mark.usefixtures("seen")
@pytest.mark.parametrize("who", [None, *PEOPLE])
async def test_auditors_pages_are_for_auditors_alone(site: Site, who: str | None) -> None:
    asking = site.anyone if who is None else site.people[who].client
    for path in PAGES:
        answer = await asking.get(path)
        if who == "auditor":
            assert answer.status_code == httpx.codes.OK, path
        elif who is None:
            assert_problem(answer, 401, "not_signed_in")
        else:
            assert_problem(answer, 403, "auditor_needed")


async def test_only_auditors_are_led_there(site: Site) -> None:
    for who in PEOPLE:
        page = (await site.people[who].get("/")).text
        assert ('href="/thanh-tra"' in page) == (who == "auditor"), who
    assert 'href="/thanh-tra"' not in (await site.anyone.get("/")).text


async def test_auditor_changes_nothing(site: Site, auditor: httpx.AsyncClient) -> None:
    for path in PAGES:
        for method in ("POST", "PUT", "PATCH", "DELETE"):
            answer = await auditor.request(method, path)
            assert answer.status_code == httpx.codes.METHOD_NOT_ALLOWED, (method, path)
    refused = await site.auditor.ask("nominations/soi.002/annul-nomination", {"ground": "forged_papers"})
    assert refused.status_code in {403, 422}


def kept(site: Site) -> list[tuple[str, ...]]:
    return ask(site.engine, "SELECT account, act, path, query FROM reading ORDER BY id")


@pytest.mark.usefixtures("seen")
async def test_every_read_and_export_is_kept_once_and_before_it_is_shown(
    site: Site, auditor: httpx.AsyncClient
) -> None:
    before = len(kept(site))
    for path in (
        "/ho-so/soi?danh-hieu=LDTT",
        "/api/v1/nominations/soi.001",
        "/du-lieu-mo/ket-qua.csv",
        "/nope",
    ):
        await auditor.get(path)
    await auditor.get(LINE)
    await auditor.head(LINE)
    await auditor.get("/thanh-tra/goi-bang-chung.zip")
    assert kept(site)[before:] == [
        ("auditor", "read", "/ho-so/soi", "danh-hieu=LDTT"),
        ("auditor", "read", "/api/v1/nominations/soi.001", ""),
        ("auditor", "export", "/du-lieu-mo/ket-qua.csv", ""),
        ("auditor", "read", LINE, ""),
        ("auditor", "read", LINE, ""),
        ("auditor", "export", "/thanh-tra/goi-bang-chung.zip", ""),
    ]


async def test_reads_of_others_are_not_kept(site: Site) -> None:
    before = kept(site)
    for asking in (site.anyone, site.appraiser.client, site.operator.client):
        await asking.get("/")
        await asking.get(LINE)
    assert kept(site) == before


@pytest.fixture
def record_closed(web_database: Database) -> Iterator[None]:
    """The application may not write down what is read."""
    owner = create_engine(web_database.owner_url, isolation_level="AUTOCOMMIT")
    columns = "INSERT (account, act, path, query) ON reading"
    ask(owner, f"REVOKE {columns} FROM minhbach_app")
    yield
    ask(owner, f"GRANT {columns} TO minhbach_app")
    owner.dispose()


@pytest.mark.usefixtures("record_closed")
async def test_what_cannot_be_kept_is_not_shown(site: Site, auditor: httpx.AsyncClient) -> None:
    answer = await auditor.get("/quyet-dinh")
    assert answer.status_code == httpx.codes.INTERNAL_SERVER_ERROR
    assert (await site.anyone.get("/quyet-dinh")).status_code == httpx.codes.OK


@pytest.mark.usefixtures("seen")
async def test_readings_are_listed_and_searched(auditor: httpx.AsyncClient) -> None:
    await auditor.get("/ho-so/soi")
    found = (
        await auditor.get("/thanh-tra/nhat-ky-doc", params={"dia-chi": "/ho-so/soi", "nguoi": "auditor"})
    ).text
    assert "/ho-so/soi" in found
    assert "Họ tên auditor" in found
    none = (await auditor.get("/thanh-tra/nhat-ky-doc", params={"nguoi": "nobody"})).text
    assert "Không có lượt xem nào như vậy." in none


@pytest.mark.usefixtures("seen")
async def test_timeline_tells_who_what_changed_and_on_what_it_rests(auditor: httpx.AsyncClient) -> None:
    page = squeeze((await auditor.get(LINE)).text)
    assert f"Lao động tiên tiến năm 2023: {NAME}" in page
    assert "Họ tên appraiser, Chuyên viên thẩm định, đơn vị VKS-X lúc đó ( appraiser )" in page
    assert f"trả lại đề nghị để bổ sung. Lý do: {REASON}" in page
    assert "Bước Đã tiếp nhận, chờ thẩm định → Trả lại, chờ bổ sung" in page
    assert "Kết luận – → Tặng" in page
    assert "Căn cứ:" in page
    assert "Trạng thái hiện nay Bước Đã công bố, chờ lưu trữ" in page


@pytest.mark.usefixtures("seen")
async def test_page_is_rebuilt_as_of_any_instant(auditor: httpx.AsyncClient) -> None:
    whole = (await auditor.get(LINE)).text
    moments = re.findall(r'href="(/thanh-tra/de-nghi/soi\.001\?luc=[^"]+)"', whole)
    assert len(moments) == whole.count("<time")
    steps = []
    for number, path in enumerate(moments, start=1):
        page = (await auditor.get(path)).text
        assert number <= page.count("<time") <= number + 1, "two facts of one command share their instant"
        standing = re.search(r"Bước</dt><dd>([^<]+)", page)
        assert standing is not None
        steps.append(standing[1])
    assert [step for step, _same in groupby(steps)][:4] == [
        "Đang soạn, chờ ký trình",
        "Đã trình, chờ tiếp nhận",
        "Đã tiếp nhận, chờ thẩm định",
        "Trả lại, chờ bổ sung",
    ]
    nothing = (await auditor.get(LINE, params={"luc": "2000-01-01T00:00"})).text
    assert "Lúc đó chưa có gì được ghi." in nothing
    assert "<time" not in nothing


@pytest.mark.usefixtures("seen")
async def test_steps_show_what_was_asked_answered_and_stood_after(auditor: httpx.AsyncClient) -> None:
    whole = (await auditor.get(LINE)).text  # alarms of an old receipt may come between
    number = re.search(r'\?buoc=(\d+)">[^<]*trả lại đề nghị', whole)
    assert number is not None
    page = squeeze((await auditor.get(LINE, params={"buoc": number[1]})).text)
    assert f"Bước {number[1]} trên" in page
    after = [await auditor.get(LINE, params={"buoc": str(step)}) for step in range(4, int(number[1]) + 1)]
    assert sum("Đã yêu cầu mà không được chấp nhận" in shown.text for shown in after) == 1
    assert f"trả lại đề nghị để bổ sung. Lý do: {REASON}" in page
    assert f"Chấp nhận và ghi thành việc thứ {number[1]}." in page
    assert "3. Trạng thái sau đó Bước Trả lại, chờ bổ sung Đang chờ Cán bộ lập hồ sơ, VKS-H" in page
    assert "Khớp: việc này nằm trong nhật ký đã niêm phong" in page
    seen, path = 0, f"{LINE}?buoc=1"
    while path:
        text = (await auditor.get(path)).text
        seen += 1
        onward = re.search(r'href="([^"]+)" rel="next"', text)
        path = f"{LINE}{onward[1]}" if onward else ""
    assert seen == (await auditor.get(LINE)).text.count("<time")


@pytest.fixture
def changed_receipt(web_database: Database) -> Iterator[None]:
    """Somebody with every right in the database changed the receipt of the line, and puts it back."""
    god = create_engine(web_database.superuser_url, isolation_level="AUTOCOMMIT")
    ((data,),) = ask(god, "SELECT bytes FROM leaf WHERE stream = 'nomination-soi.001' AND version = 3")
    change = "UPDATE leaf SET bytes = :data WHERE stream = 'nomination-soi.001' AND version = 3"
    ask(god, change, data=bytes(data).replace(b"R2019", b"R2018"))
    yield
    ask(god, change, data=bytes(data))
    god.dispose()


@pytest.mark.usefixtures("seen", "changed_receipt")
async def test_changed_fact_is_told_where_it_stands(auditor: httpx.AsyncClient) -> None:
    page = (await auditor.get(LINE)).text
    assert "Từ việc thứ 3 trở đi, các mục không còn nối đúng với nhau" in page
    assert "Trả lại, chờ bổ sung" not in page, "no standing is made up after it"
    step = (await auditor.get(LINE, params={"buoc": "3"})).text
    assert "Không khớp: nội dung đang lưu không phải là nội dung đã niêm phong." in step


@pytest.mark.usefixtures("seen")
@pytest.mark.parametrize(
    ("query", "told", "not_told"),
    [
        ({"nguoi": "cb-soi"}, "soi.001", "soi.002"),
        ({"nguoi-lam": "appraiser", "viec": "nomination.held"}, "soi-dung.001", "soi.001"),
        ({"don-vi": "VKS-H", "viec": "nomination.supplemented"}, "soi.001", "soi-dung.001"),
        ({"don-vi": "VKS-Z"}, "Không có việc nào như vậy.", "soi.001"),
        ({"tu": "2026-01-01", "viec": "nomination.held"}, "soi-dung.001", "soi.001"),
        ({"den": "31/12/2020"}, "Không có việc nào như vậy.", "soi.001"),
        ({"nguoi": "khong-co-ai"}, "Không có việc nào như vậy.", "soi.001"),
    ],
)
async def test_acts_are_searched(
    auditor: httpx.AsyncClient, query: dict[str, str], told: str, not_told: str
) -> None:
    page = squeeze((await auditor.get("/thanh-tra", params=query)).text)
    assert told in page
    assert f" {not_told} " not in page


@pytest.mark.usefixtures("seen")
async def test_acts_are_paged_without_a_gap(
    auditor: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = (await auditor.get("/thanh-tra", params={"nguoi": "cb-soi"})).text
    monkeypatch.setattr(inspection, "ACTS_A_PAGE", 3)
    found: list[str] = []
    path = "/thanh-tra?nguoi=cb-soi"
    while path:
        page = (await auditor.get(path)).text
        found += re.findall(r'href="/thanh-tra/muc/(\d+)"', page)
        onward = re.search(r'href="([^"]+)" rel="next"', page)
        path = f"/thanh-tra{onward[1].replace('&amp;', '&')}" if onward else ""
    assert found == re.findall(r'href="/thanh-tra/muc/(\d+)"', whole)
    assert found == sorted(found, key=int, reverse=True)


@pytest.mark.usefixtures("seen")
@pytest.mark.parametrize(
    ("path", "field"),
    [
        ("/thanh-tra?nguoi=' OR 1=1 --", "nguoi"),
        ("/thanh-tra?nguoi-lam=<script>", "nguoi-lam"),
        ("/thanh-tra?viec=nomination.exploded", "viec"),
        ("/thanh-tra?tu=31/02/2023", "tu"),
        ("/thanh-tra?tu=2023-05-02&den=2023-05-01", "den"),
        ("/thanh-tra/ngoai-le?phut=99999", "phut"),
        ("/thanh-tra/ngoai-le?phut=x", "phut"),
        ("/thanh-tra/nhat-ky-doc?nguoi=%00", "nguoi"),
        (f"{LINE}?luc=2023-02-30T10:00", "luc"),
        (f"{LINE}?luc=<script>", "luc"),
    ],
)
async def test_bad_search_is_told_beside_its_field(auditor: httpx.AsyncClient, path: str, field: str) -> None:
    answer = await auditor.get(path)
    assert answer.status_code == httpx.codes.UNPROCESSABLE_ENTITY
    assert f'id="{field}-loi" role="alert"' in answer.text
    assert STRAY.search(answer.text) is None


@pytest.mark.usefixtures("seen")
@pytest.mark.parametrize(
    "path",
    [
        "/thanh-tra/de-nghi/khong-co",
        "/thanh-tra/gi-do/soi.001",
        "/thanh-tra/muc/999999999999",
        "/thanh-tra/muc/999999999999999999999999",
        "/thanh-tra/muc/-1.json",
    ],
)
async def test_what_is_not_there_is_not_found(auditor: httpx.AsyncClient, path: str) -> None:
    assert (await auditor.get(path)).status_code == httpx.codes.NOT_FOUND


@pytest.mark.usefixtures("seen")
async def test_place_nobody_types_is_passed_over(auditor: httpx.AsyncClient) -> None:
    for place in ("x", "-5", "9" * 40):
        assert (await auditor.get("/thanh-tra", params={"truoc": place})).status_code == httpx.codes.OK


@pytest.mark.usefixtures("seen")
async def test_exceptions_lead_to_what_is_exceptional(auditor: httpx.AsyncClient) -> None:
    page = (await auditor.get("/thanh-tra/ngoai-le")).text
    sections = dict(re.findall(r'<h2 id="([a-z]+)">(.*?)</section>', page, re.DOTALL))
    assert set(sections) == {"overdue", "holds", "recusals", "departures", "quick"}
    assert 'href="/thanh-tra/de-nghi/soi-dung.001"' in sections["holds"]
    assert "đang giải quyết khiếu nại, tố cáo" in sections["holds"]
    assert 'href="/thanh-tra/de-nghi/soi.002"' in sections["departures"], "appraised for, refused by the vote"
    assert "soi.001" not in sections["departures"]
    assert "sau việc trước" in sections["quick"]


async def test_recusal_is_an_exception_to_look_at(site: Site, auditor: httpx.AsyncClient) -> None:
    await receive(site, "soi-tranh", line("cb-soi-7", "Cao Văn Tránh"))
    await site.appraiser.do("nominations/soi-tranh.001/record-appraisal", APPRAISAL)
    await open_vote(
        site, "soi-tranh", ["nomination-soi-tranh.001"], aside={"member": "nomination-soi-tranh.001"}
    )
    page = (await auditor.get("/thanh-tra/ngoai-le")).text
    assert "thành viên member, phiên soi-tranh" in page


@pytest.mark.usefixtures("seen")
async def test_bundle_verifies_offline(auditor: httpx.AsyncClient, tmp_path: Path) -> None:
    answer = await auditor.get("/thanh-tra/goi-bang-chung.zip")
    assert answer.headers["content-type"] == "application/zip"
    assert re.search(r'filename="bang-chung-\d{8}-\d{6}\.zip"', answer.headers["content-disposition"])
    assert "leaves.jsonl" in zipfile.ZipFile(BytesIO(answer.content)).namelist()
    path = tmp_path / "bundle.zip"
    path.write_bytes(answer.content)
    with open_bundle(path) as bundle:
        report = verify_bundle(bundle, [LOG_SIGNER.verifier])
    assert report.findings == ()
    assert report.events > 0


@pytest.mark.usefixtures("seen")
@pytest.mark.parametrize("path", [path for path in PAGES if not path.endswith((".json", ".zip"))])
async def test_pages_carry_no_script_of_their_own_and_strict_headers(
    auditor: httpx.AsyncClient, path: str
) -> None:
    answer = await auditor.get(path, headers={"Accept": "text/html"})
    assert answer.headers["content-security-policy"].startswith("default-src 'none'; style-src 'self'")
    assert answer.headers["cache-control"] == "no-store"
    assert STRAY.search(answer.text) is None
    assert answer.text.count("<caption>") == answer.text.count("<table")
    labelled = re.findall(r'<(?:input|select) id="([^"]+)"', answer.text)
    assert all(f'<label for="{name}">' in answer.text for name in labelled)


async def test_denied_page_leads_to_the_sign_in(site: Site) -> None:
    async with client(site.app) as asking:
        answer = await asking.get("/thanh-tra", headers={"Accept": "text/html"})
    assert answer.status_code == httpx.codes.UNAUTHORIZED
    assert '<a href="/dang-nhap">Đăng nhập</a>' in answer.text
