"""A dossier drawn up on the pages: kept at every step, taken from Excel or typed, sent, signed, mended."""

import re
import uuid
from collections.abc import AsyncIterator
from html import unescape
from typing import Any

import httpx
import pytest
import pytest_asyncio
from sqlalchemy import text

from readmodel.papers import papers_of
from tests.web.files import PDF
from tests.web.site import COUNCIL_UNIT, HOST, RECEIPT, UNIT, Site, client
from tests.web.test_lists import ROW, sheet

pytestmark = pytest.mark.asyncio(loop_scope="session")

GENERAL = {
    "title": "Đề nghị <script>alert(1)</script> & “năm”",
    "year": "2023",
    "letter_number": "12/TTr-VKS",
    "letter_date": "01/12/2023",
    "handled_by": COUNCIL_UNIT,
}
LINE = {
    "candidate": "lap-01",
    "candidate_name": "Lê Thị <b>Lập</b>",
    "kind": "individual",
    "award": "LDTT",
    "claims.rating": "good",
    "claims.position": "staff",
    "claims.service_months": "12",
}
TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest_asyncio.fixture(loop_scope="session", scope="module")
async def officer(site: Site) -> AsyncIterator[httpx.AsyncClient]:
    async with _browser(site, "officer") as browser:
        yield browser


@pytest_asyncio.fixture(loop_scope="session", scope="module")
async def head(site: Site) -> AsyncIterator[httpx.AsyncClient]:
    async with _browser(site, "head") as browser:
        yield browser


def _browser(site: Site, who: str) -> httpx.AsyncClient:
    token = site.people[who].client.headers["authorization"].partition(" ")[2]
    headers = {"cookie": f"minhbach={token}", "origin": HOST, "accept": "text/html"}
    return client(site.app, headers)


async def begun(officer: httpx.AsyncClient) -> str:
    answer = await officer.post("/lap-ho-so", data={"unit": UNIT})
    assert answer.status_code == 303, answer.text
    return answer.headers["location"].split("/")[2]


async def typed(officer: httpx.AsyncClient, *lines: dict[str, str]) -> str:
    """A draft with its general part and these lines."""
    key = await begun(officer)
    await officer.post(f"/lap-ho-so/{key}/chung", data=GENERAL)
    for number, line in enumerate(lines, start=1):
        await officer.post(f"/lap-ho-so/{key}/dong/moi", data={"x": "1"})
        await officer.post(f"/lap-ho-so/{key}/dong/{number}", data=line)
    return key


async def upload(
    officer: httpx.AsyncClient, path: str, name: str, data: bytes, **fields: str
) -> httpx.Response:
    return await officer.post(path, files={"tep": (name, data, "application/pdf")}, data=fields)


def said(answer: httpx.Response) -> str:
    return unescape(answer.text)


async def test_dossier_goes_from_the_first_step_to_the_signature(
    site: Site, officer: httpx.AsyncClient, head: httpx.AsyncClient
) -> None:
    person = f"lap-{uuid.uuid4().hex[:8]}"
    key = await typed(officer, {**LINE, "candidate": person})
    path = f"/lap-ho-so/{key}/giay-to"
    assert (await upload(officer, path, "Tờ trình.pdf", PDF, paper="other", line="0")).status_code == 303
    assert (await upload(officer, path, "Báo cáo.pdf", PDF, paper="other", line="1")).status_code == 303
    check = await officer.get(f"/lap-ho-so/{key}/soat")
    command_id = re.search('name="command_id" value="([^"]+)"', check.text)
    assert command_id
    sent = await officer.post(f"/lap-ho-so/{key}/gui", data={"command_id": command_id[1]})
    assert sent.headers["location"] == f"/ho-so/{key}?xong=draft_dossier"
    lying = papers_of(site.engine, f"dossier-{key}")
    assert [(paper.name, paper.line) for paper in lying] == [
        ("Tờ trình.pdf", ""),
        ("Báo cáo.pdf", f"nomination-{key}.001"),
    ]
    assert (await officer.get(f"/lap-ho-so/{key}/chung")).status_code == 404
    page = await head.get(f"/ho-so/{key}/ky-trinh")
    assert "Tờ trình.pdf" in said(page)
    assert "<script>alert" not in page.text
    assert "&lt;script&gt;alert(1)" in page.text
    fields = dict(re.findall('name="(command_id|seen_version)" value="([^"]+)"', page.text)[:2])
    signed = await head.post(f"/ho-so/{key}/ky-trinh", data=fields)
    assert signed.headers["location"] == f"/ho-so/{key}?xong=submit_dossier"
    where = await officer.get("/ho-so-don-vi")
    assert f"/ho-so/{key}" in where.text
    assert "Văn thư tiếp nhận" in said(where)


async def test_what_was_seen_is_what_is_signed(
    site: Site, officer: httpx.AsyncClient, head: httpx.AsyncClient
) -> None:
    key = await typed(officer, {**LINE, "candidate": f"lap-{uuid.uuid4().hex[:8]}"})
    await officer.post(f"/lap-ho-so/{key}/gui", data={"command_id": str(uuid.uuid4())})
    page = await head.get(f"/ho-so/{key}/ky-trinh")
    fields = dict(re.findall('name="(command_id|seen_version)" value="([^"]+)"', page.text)[:2])
    sent = (await site.officer.client.post("/api/v1/papers", content=PDF)).json()
    await site.officer.do(f"dossiers/{key}/attach-paper", {**sent, "paper": "other", "file_name": "Thêm.pdf"})
    answer = await head.post(f"/ho-so/{key}/ky-trinh", data=fields)
    assert answer.status_code == 409
    assert "Thêm.pdf" in said(answer)
    empty = await head.post(f"/ho-so/{key}/rut", data={"command_id": str(uuid.uuid4()), "reason": ""})
    assert empty.status_code in {409, 422}
    taken = await head.post(f"/ho-so/{key}/rut", data={"command_id": str(uuid.uuid4()), "reason": "Sai năm"})
    assert taken.headers["location"] == f"/ho-so/{key}?xong=withdraw_dossier"


async def test_what_is_wrong_is_kept_and_told_beside_the_field(officer: httpx.AsyncClient) -> None:
    key = await begun(officer)
    wrong = {**GENERAL, "letter_date": "31/02/2023", "title": "", "year": "hai nghìn"}
    answer = await officer.post(f"/lap-ho-so/{key}/chung", data=wrong)
    assert answer.status_code == 422
    for field in ("letter_date", "title", "year"):
        assert f'id="draft_dossier-{field}-loi"' in answer.text
    assert 'value="hai nghìn"' in said(answer)
    again = await officer.get(f"/lap-ho-so/{key}/chung")
    assert 'value="31/02/2023"' in said(again)


async def test_line_that_is_wrong_is_kept_and_cannot_be_sent(site: Site, officer: httpx.AsyncClient) -> None:
    key = await typed(officer, {**LINE, "candidate": "Không phải mã", "claims.service_months": "nhiều"})
    answer = await officer.get(f"/lap-ho-so/{key}/dong/1")
    assert 'value="Không phải mã"' in said(answer)
    assert 'id="line-candidate-loi"' in answer.text
    assert 'id="line-claims-service_months-loi"' in answer.text
    sent = await officer.post(f"/lap-ho-so/{key}/gui", data={"command_id": str(uuid.uuid4())})
    assert sent.status_code == 422
    assert (await site.officer.get(f"/api/v1/dossiers/{key}")).status_code == 404


async def test_page_saves_by_itself_and_tells_an_older_page(officer: httpx.AsyncClient) -> None:
    key = await begun(officer)
    fields = {**GENERAL, "title": "Đang gõ", "ban": "0", "tu-dong": "1"}
    saved = await officer.post(f"/lap-ho-so/{key}/chung", data=fields)
    assert (saved.status_code, saved.json()["revision"]) == (200, 1)
    assert saved.json()["told"].startswith("Đã lưu lúc")
    older = await officer.post(f"/lap-ho-so/{key}/chung", data={**fields, "title": "Trang cũ"})
    assert older.status_code == 412
    assert 'value="Đang gõ"' in said(await officer.get(f"/lap-ho-so/{key}/chung"))


async def test_list_is_previewed_and_taken_whole_or_not_at_all(officer: httpx.AsyncClient) -> None:
    key = await typed(officer, LINE)
    template = await officer.get(f"/lap-ho-so/{key}/mau.xlsx")
    assert (template.status_code, template.headers["content-type"]) == (200, TYPE)
    bad = sheet(ROW, {**ROW, "candidate": "cb-2", "kind": "?"})
    path = f"/lap-ho-so/{key}/excel"
    answer = await upload(officer, path, "a.xlsx", bad)
    assert answer.status_code == 422
    assert "D3" in answer.text
    await officer.post(f"{path}/nhan", data={"cach": "thay"})
    assert "cb-001" not in (await officer.get(f"/lap-ho-so/{key}/soat")).text
    assert (await officer.get(f"/lap-ho-so/{key}/dong/2")).status_code == 404
    good = await upload(officer, path, "b.xlsx", sheet(ROW, {**ROW, "candidate": "cb-2"}))
    assert good.status_code == 200
    assert (await officer.get(f"/lap-ho-so/{key}/dong/2")).status_code == 404
    await officer.post(f"{path}/nhan", data={"cach": "them"})
    listed = await officer.get(f"/lap-ho-so/{key}/dong")
    assert said(listed).count("Nguyễn Thị Ánh") == 2
    assert (await officer.get(f"/lap-ho-so/{key}/dong/3")).status_code == 200


@pytest.mark.parametrize(("place", "name"), [("excel", "a.xlsx"), ("giay-to", "a.pdf")])
async def test_file_that_lies_is_told_on_the_page(officer: httpx.AsyncClient, place: str, name: str) -> None:
    key = await typed(officer, LINE)
    answer = await upload(
        officer, f"/lap-ho-so/{key}/{place}", name, b"MZ" + bytes(99), paper="other", line="0"
    )
    assert answer.status_code == 415
    assert 'role="alert"' in answer.text
    page = await officer.get(f"/lap-ho-so/{key}/giay-to")
    assert "Chưa có giấy tờ nào." in said(page)


async def test_draft_is_its_author_s_alone(
    site: Site, officer: httpx.AsyncClient, head: httpx.AsyncClient
) -> None:
    key = await typed(officer, LINE)
    for step in ("chung", "dong", "giay-to", "soat", "mau.xlsx", "dong/1"):
        assert (await officer.get(f"/lap-ho-so/{key}/{step}")).status_code == 200
        assert (await head.get(f"/lap-ho-so/{key}/{step}")).status_code == 404
        assert (await site.anyone.get(f"/lap-ho-so/{key}/{step}")).status_code == 401


async def test_other_sites_cannot_post_for_somebody(officer: httpx.AsyncClient) -> None:
    key = await typed(officer, LINE)
    answer = await officer.post(
        f"/lap-ho-so/{key}/bo", data={"a": "b"}, headers={"origin": "http://evil.test"}
    )
    assert answer.status_code == 403
    assert (await officer.get(f"/lap-ho-so/{key}/dong")).status_code == 200
    assert (await officer.post(f"/lap-ho-so/{key}/bo", data={"a": "b"})).status_code == 303
    assert (await officer.get(f"/lap-ho-so/{key}/dong")).status_code == 404


async def test_returned_line_is_mended_with_its_reason_at_hand(
    site: Site, officer: httpx.AsyncClient
) -> None:
    person = f"lap-{uuid.uuid4().hex[:8]}"
    key = await typed(officer, {**LINE, "candidate": person})
    await officer.post(f"/lap-ho-so/{key}/gui", data={"command_id": str(uuid.uuid4())})
    await site.head.do(f"dossiers/{key}/submit-dossier")
    await site.clerk.do(f"dossiers/{key}/receive-dossier", RECEIPT)
    line = f"{key}.001"
    await site.clerk.do(f"nominations/{line}/return-nomination", {"reason": "Thiếu xếp loại"})
    page = await officer.get(f"/de-nghi/{line}/bo-sung")
    assert "Thiếu xếp loại" in said(page)
    fields: dict[str, Any] = dict(
        re.findall('name="(command_id|seen_version)" value="([^"]+)"', page.text)[:2]
    )
    fields |= {"claims.rating": "excellent", "claims.position": "staff", "claims.service_months": "12"}
    short = await officer.post(f"/de-nghi/{line}/bo-sung", data={**fields, "note": ""})
    assert short.status_code in {409, 422}
    fields["command_id"] = str(uuid.uuid4())
    done = await officer.post(f"/de-nghi/{line}/bo-sung", data={**fields, "note": "Đã bổ sung xếp loại"})
    assert done.headers["location"] == f"/de-nghi/{line}?xong=supplement_nomination"
    gone = await officer.get(f"/de-nghi/{line}/bo-sung")
    assert "không bị trả lại" in said(gone)


async def test_units_pages_tell_nothing_of_a_line_from_which_the_reader_stepped_aside(
    site: Site, officer: httpx.AsyncClient, head: httpx.AsyncClient
) -> None:
    key = await typed(officer, *({**LINE, "candidate": f"lap-{uuid.uuid4().hex[:8]}"} for _line in range(2)))
    await officer.post(f"/lap-ho-so/{key}/gui", data={"command_id": str(uuid.uuid4())})
    signing, mending = f"/ho-so/{key}/ky-trinh", f"/de-nghi/{key}.001/bo-sung"
    assert f"{key}.001" in (await head.get(signing)).text
    assert (await head.get(mending)).status_code == 200
    with site.engine.connect() as connection:
        aside = {"line": f"nomination-{key}.001"}
        connection.execute(text("INSERT INTO recusal VALUES (:line, 'head', 's')"), aside)
    drawn = (await head.get(signing)).text
    assert (f"{key}.001" in drawn, f"{key}.002" in drawn) == (False, True)
    assert (await head.get(mending)).status_code == 404
    assert (await _counted(officer, key), await _counted(head, key)) == ("2", "1")


async def _counted(browser: httpx.AsyncClient, key: str) -> str:
    """How many lines of the dossier the unit's list tells of."""
    page = said(await browser.get("/ho-so-don-vi"))
    found = re.search(rf'href="/ho-so/{key}".*?data-label="Số dòng">(\d+)<', page, re.DOTALL)
    return found[1] if found else ""
