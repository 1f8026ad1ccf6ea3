"""What a unit's pages do besides the steps: papers of a returned line, tables to take away, suggestions, plain text."""

import io
import re
import uuid
from html import unescape

import httpx
import pytest
from python_calamine import CalamineWorkbook

from readmodel.papers import papers_of
from tests.web.files import PDF
from tests.web.forms import form, send, told
from tests.web.site import COUNCIL_UNIT, UNIT, Person, Site, dossier, line, receive
from tests.web.test_proposing import GENERAL, LINE, begun, typed, upload
from web.proposing.keeping import GENERAL as GENERAL_FIELDS
from web.proposing.lines import FIELDS
from web.proposing.taking_away import COLUMNS

pytestmark = pytest.mark.asyncio(loop_scope="session")
SCRIPT = '"><script>alert(1)</script>'


@pytest.fixture(scope="module")
def officer(site: Site) -> httpx.AsyncClient:
    return _posting(site.officer)


def _posting(person: Person) -> httpx.AsyncClient:
    person.client.headers["origin"] = str(person.client.base_url)
    return person.client


async def _returned(site: Site, key: str) -> str:
    """The page on which the only line of a new dossier is mended."""
    await receive(site, key, line(f"cb-{key}", "Hà Trả"))
    await site.clerk.do(f"nominations/{key}.001/return-nomination", {"reason": "Thiếu giấy chứng nhận"})
    return f"/de-nghi/{key}.001/bo-sung"


# Papers of a returned line


async def test_returned_line_takes_a_paper_and_then_the_answer(
    site: Site, officer: httpx.AsyncClient
) -> None:
    place = await _returned(site, "tra-giay")
    fields = form((await site.officer.get(place)).text, f"{place}/giay-to").fields
    kinds = {"command_id": str(fields["command_id"]), "paper": "other"}
    sent = await upload(officer, f"{place}/giay-to", "Chứng nhận.pdf", PDF, **kinds)
    assert sent.headers["location"] == f"{place}?xong=attach_paper", told(sent)
    lying = papers_of(site.engine, "dossier-tra-giay")
    assert [(paper.name, paper.line) for paper in lying] == [("Chứng nhận.pdf", "nomination-tra-giay.001")]
    assert "Chứng nhận.pdf" in (await site.officer.get(place)).text
    assert (await send(site.officer, place, place, note="Đã thêm giấy")).status_code == 303
    kinds["command_id"] = str(uuid.uuid4())
    late = await upload(officer, f"{place}/giay-to", "Muộn.pdf", PDF + b"\n", **kinds)
    assert late.status_code == 409
    assert len(papers_of(site.engine, "dossier-tra-giay")) == 1


@pytest.mark.parametrize(
    ("name", "data", "kind", "status"),
    [("a.pdf", b"MZ" + bytes(99), "other", 415), ("a.png", PDF, "other", 422), ("a.pdf", PDF, "?", 422)],
)
async def test_paper_that_is_none_is_told_above_its_form(  # noqa: PLR0913, PLR0917 - a file has many sides
    site: Site, officer: httpx.AsyncClient, name: str, data: bytes, kind: str, status: int
) -> None:
    key = f"tra-sai-{uuid.uuid4().hex[:6]}"
    place = await _returned(site, key)
    answer = await upload(officer, f"{place}/giay-to", name, data, paper=kind)
    assert answer.status_code == status, told(answer)
    assert 'role="alert"' in answer.text
    assert papers_of(site.engine, f"dossier-{key}") == []


async def test_paper_for_a_line_of_others_is_not_taken(site: Site) -> None:
    place = await _returned(site, "tra-la")
    stranger = _posting(site.people["stranger"])
    assert (await upload(stranger, f"{place}/giay-to", "a.pdf", PDF, paper="other")).status_code == 404
    evil = await site.officer.client.post(
        f"{place}/giay-to", files={"tep": ("a.pdf", PDF)}, headers={"origin": "http://evil.test"}
    )
    assert evil.status_code == 403
    assert papers_of(site.engine, "dossier-tra-la") == []


# A table to take away


async def test_lines_are_taken_away_as_text_and_an_auditor_s_copy_is_kept(site: Site) -> None:
    names = ["=1+1", "Hà Thị Bảng"]
    await receive(site, "bang", *(line(f"cb-bang-{n}", name) for n, name in enumerate(names)))
    path = "/ho-so/bang/cac-dong.xlsx"
    assert path in (await site.officer.get("/ho-so/bang")).text
    answer = await site.auditor.get(path)
    assert answer.status_code == 200
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
    rows = book.get_sheet_by_index(0).to_python()
    assert tuple(rows[0]) == COLUMNS
    assert [row[2] for row in rows[1:]] == names
    assert b"<f>" not in answer.content
    with site.engine.connect() as connection:
        kept = connection.exec_driver_sql("SELECT act, path FROM reading ORDER BY id DESC LIMIT 1").all()
    assert [tuple(row) for row in kept] == [("export", path)]


@pytest.mark.parametrize(("who", "status"), [("stranger", 404), ("operator", 404), ("nobody", 403)])
async def test_table_of_names_is_not_for_others(site: Site, who: str, status: int) -> None:
    key = f"bang-{who}"
    await receive(site, key, line(f"cb-{key}", "Hà Thị Kín"))
    path = f"/ho-so/{key}/cac-dong.xlsx"
    assert (await site.officer.get(path)).status_code == 200
    assert (await site.people[who].get(path)).status_code == status
    assert path not in (await site.people[who].get(f"/ho-so/{key}")).text
    assert (await site.anyone.get(path)).status_code == 401


# What is offered


@pytest.mark.parametrize("lines", [0, 1])
async def test_draft_with_nothing_typed_opens_at_every_step(officer: httpx.AsyncClient, lines: int) -> None:
    key = await begun(officer)
    for _line in range(lines):
        await officer.post(f"/lap-ho-so/{key}/dong/moi", data={"x": "1"})
    for step in ("chung", "dong", "giay-to", "soat", "goi-y", *(["dong/1"] * lines)):
        answer = await officer.get(f"/lap-ho-so/{key}/{step}")
        assert (step, answer.status_code) == (step, 200), answer.text
    assert f"/lap-ho-so/{key}/chung" in (await officer.get("/lap-ho-so")).text


async def test_who_is_soon_eligible_becomes_a_line(site: Site, officer: httpx.AsyncClient) -> None:
    person = f"goi-y-{uuid.uuid4().hex[:6]}"
    await site.registrar.do(f"persons/{person}/register-person", {"name": "Đỗ Văn Gợi", "unit": UNIT})
    for year in (2021, 2022):
        title = {"award": "CSTDCS", "year": year, "decision": f"{year}/QĐ"}
        await site.registrar.do(f"persons/{person}/record-title", {"title": title})
    key = await typed(officer)
    page = await officer.get(f"/lap-ho-so/{key}/goi-y")
    assert "Đỗ Văn Gợi" in page.text
    assert "Còn thiếu: " in unescape(page.text)
    found = re.findall(r'<input type="hidden" name="candidate" value="([^"]+)">', page.text)
    assert set(found) <= {person, "chuan-bi-01"}
    line_of = {"candidate": person, "candidate_name": "Đỗ Văn Gợi", "kind": "individual", "award": "CSTDCS"}
    added = await officer.post(f"/lap-ho-so/{key}/dong/moi", data=line_of)
    assert added.headers["location"] == f"/lap-ho-so/{key}/dong/1"
    assert 'value="Đỗ Văn Gợi"' in (await officer.get(f"/lap-ho-so/{key}/dong/1")).text


async def test_appraising_unit_is_chosen_by_its_name(site: Site, officer: httpx.AsyncClient) -> None:
    known = await site.registrar.ask(
        f"units/{COUNCIL_UNIT.lower()}/register-unit",
        {"name": "Viện kiểm sát tối cao", "level": "SUPREME", "route": "civil"},
    )
    assert known.status_code in {200, 409}
    key = await begun(officer)
    page = unescape((await officer.get(f"/lap-ho-so/{key}/chung")).text)
    offered = dict(re.findall(r'<option value="([^"]+)">([^<]+)</option>', page))
    assert COUNCIL_UNIT in offered
    typed_in = {**GENERAL, "handled_by": offered[COUNCIL_UNIT].upper()}
    await officer.post(f"/lap-ho-so/{key}/chung", data=typed_in)
    assert (
        f'name="handled_by" type="text" value="{COUNCIL_UNIT}"'
        in (await officer.get(f"/lap-ho-so/{key}/chung")).text
    )


# Whatever is typed stays text

_MENDED = (
    "note",
    "claims.rating",
    "claims.service_months",
    "claims.targets_percent",
    "claims.initiative.certificate",
    "claims.achievement",
    "claims.titles.0.award",
    "claims.titles.0.year",
    "claims.titles.0.decision",
)


def _plain(answer: httpx.Response, *, shown: bool = True) -> None:
    assert "<script>alert" not in answer.text
    assert ("&lt;script&gt;alert(1)" in answer.text) is shown


@pytest.mark.parametrize(
    "field", [*(f"chung:{name}" for name in GENERAL_FIELDS), *(f"dong:{n}" for n in FIELDS)]
)
async def test_script_in_a_field_of_a_draft_stays_text(officer: httpx.AsyncClient, field: str) -> None:
    step, _colon, name = field.partition(":")
    key = await typed(officer, LINE)
    path = f"/lap-ho-so/{key}/{step}" + ("/1" if step == "dong" else "")
    whole = GENERAL if step == "chung" else LINE
    chosen = name in {"kind", "award", "claims.rating", "claims.position", "claims.initiative.scope"}
    general = {**GENERAL, "title": "Tên hồ sơ"}
    await officer.post(f"/lap-ho-so/{key}/chung", data=general)
    base = general if step == "chung" else whole
    answer = await officer.post(path, data={**base, name: SCRIPT})
    page = await officer.get(path)
    assert "<script>alert" not in answer.text
    _plain(page, shown=not chosen)
    for other in ("chung", "dong", "giay-to", "soat"):
        assert "<script>alert" not in (await officer.get(f"/lap-ho-so/{key}/{other}")).text


@pytest.mark.parametrize("name", _MENDED)
async def test_script_in_a_field_of_a_mended_line_stays_text(site: Site, name: str) -> None:
    key = f"tra-chu-{uuid.uuid4().hex[:6]}"
    place = await _returned(site, key)
    fields = {"claims__rating": "good", "note": "", name.replace(".", "__"): SCRIPT}
    answer = await send(site.officer, place, place, **fields)
    if answer.status_code == 303:
        answer = await site.officer.get(answer.headers["location"])
    assert "<script>alert" not in answer.text


async def test_script_in_a_reason_or_a_file_s_name_stays_text(site: Site, officer: httpx.AsyncClient) -> None:
    await site.officer.do("dossiers/rut-chu/draft-dossier", dossier(line("cb-rut-chu", "Hà Rút")))
    place = "/ho-so/rut-chu/ky-trinh"
    answer = await send(site.head, place, "/ho-so/rut-chu/rut", reason=SCRIPT, command_id="")
    assert answer.status_code == 303, told(answer)
    assert "<script>alert" not in (await site.officer.get("/ho-so/rut-chu")).text
    key = await typed(officer, LINE)
    path = f"/lap-ho-so/{key}/giay-to"
    await upload(officer, path, "<script>alert(1).pdf", PDF, paper="other", line="0")
    _plain(await officer.get(path))
