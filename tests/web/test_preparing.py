"""What helps to prepare: the linter and the prospects through the API, and who may ask for them."""

from typing import Any

import pytest
import pytest_asyncio
from sqlalchemy import text

from tests.web.site import UNIT, Site, assert_problem, dossier, line

pytestmark = pytest.mark.asyncio(loop_scope="session")

KEY = UNIT.lower()
FIGHTER = "chuan-bi-01"


@pytest_asyncio.fixture(loop_scope="session", scope="module")
async def drafted(site: Site) -> None:
    """A draft that claims what the register does not say, and a person with two years of a chain."""
    await site.registrar.do(f"persons/{FIGHTER}/register-person", {"name": "Đỗ Văn Chuẩn", "unit": UNIT})
    await site.registrar.do("persons/chuan-bi-99/register-person", {"name": "Lý Xa", "unit": "VKS-Z"})
    for person in (FIGHTER, "chuan-bi-99"):
        for year in (2021, 2022):
            title = {"award": "CSTDCS", "year": year, "decision": f"{year}/QĐ"}
            await site.registrar.do(f"persons/{person}/record-title", {"title": title})
    service = {"kind": "procuracy", "first": "2022-06-01"}
    await site.registrar.do(f"persons/{FIGHTER}/record-service", {"period": service})
    titles = [{"award": "CSTDCS", "year": 2020, "decision": "2020/QĐ"}]
    lines = [line(FIGHTER, "Đỗ Văn Chuẩn", titles=titles), line("chuan-bi-02", "Vũ Thị Đủ", service_months=9)]
    await site.officer.do("dossiers/chuan-bi/draft-dossier", dossier(*lines))


async def linted(site: Site, who: str = "officer") -> dict[str, Any]:
    answer = await site.people[who].get("/api/v1/dossiers/chuan-bi/lint")
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


@pytest.mark.usefixtures("drafted")
async def test_draft_is_held_against_the_register_and_the_rules(site: Site) -> None:
    told = await linted(site)
    assert told["pack"] == "R2019"
    assert [(item["weight"], item["matter"], item["line"]) for item in told["items"]] == [
        ("check", "title", 1),
        ("fault", "service", 1),
        ("fault", "criterion", 2),
    ]
    assert told["items"][2]["instrument"] == "VKS_CIR_01_2019"
    assert (
        "danh hiệu Chiến sĩ thi đua cơ sở năm 2020 (2020/QĐ) chưa có trên sổ" in told["items"][0]["sentence"]
    )


@pytest.mark.usefixtures("drafted")
@pytest.mark.parametrize("who", ["officer", "head", "clerk", "appraiser", "auditor"])
async def test_those_who_prepare_it_may_look_it_through(site: Site, who: str) -> None:
    assert await linted(site, who) == await linted(site)


@pytest.mark.usefixtures("drafted")
@pytest.mark.parametrize("who", ["stranger", "operator", "member", "secretary"])
async def test_to_others_there_is_no_dossier(site: Site, who: str) -> None:
    assert (await linted(site))["items"]
    answer = await site.people[who].get("/api/v1/dossiers/chuan-bi/lint")
    assert_problem(answer, 404, "unknown_record")


@pytest.mark.usefixtures("drafted")
async def test_lint_tells_nothing_of_a_line_from_which_the_reader_stepped_aside(site: Site) -> None:
    whole = [item["matter"] for item in (await linted(site, "appraiser"))["items"]]
    aside = {"line": "nomination-chuan-bi.001"}
    with site.engine.connect() as connection:
        connection.execute(text("INSERT INTO recusal VALUES (:line, 'appraiser', 's')"), aside)
        seen = [item["matter"] for item in (await linted(site, "appraiser"))["items"]]
        connection.execute(text("DELETE FROM recusal WHERE nomination = :line"), aside)
    assert (whole, seen) == (["title", "service", "criterion"], ["criterion"])


async def test_dossier_that_is_none_is_told(site: Site) -> None:
    assert_problem(await site.officer.get("/api/v1/dossiers/khong-co/lint"), 404, "unknown_record")
    assert_problem(await site.anyone.get("/api/v1/dossiers/chuan-bi/lint"), 401, "not_signed_in")


@pytest.mark.usefixtures("drafted")
@pytest.mark.parametrize("who", ["officer", "head", "appraiser", "auditor"])
async def test_prospects_name_the_unit_s_own_people_and_what_they_lack(site: Site, who: str) -> None:
    answer = await site.people[who].get(f"/api/v1/units/{KEY}/prospects", year="2023", award="CSTDN")
    told = answer.json()
    assert told["pack"] == "R2019"
    assert "chuan-bi-99" not in {item["person"] for item in told["items"]}
    (one,) = [item for item in told["items"] if item["person"] == FIGHTER]
    assert (one["person"], one["award"], one["year"]) == (FIGHTER, "CSTDN", 2024)
    assert one["award_name"] == "Chiến sĩ thi đua ngành Kiểm sát nhân dân"
    assert [ground["criterion"] for ground in one["missing"]] == ["consecutive_titles", "initiative"]
    assert one["missing"][0]["article"] == "Điều 16"


@pytest.mark.usefixtures("drafted")
@pytest.mark.parametrize("who", ["stranger", "operator", "member", "registrar"])
async def test_prospects_are_not_for_others(site: Site, who: str) -> None:
    answer = await site.people[who].get(f"/api/v1/units/{KEY}/prospects", year="2023")
    assert_problem(answer, 404, "unknown_record")


@pytest.mark.usefixtures("drafted")
async def test_prospects_of_another_award_or_unit_or_year(site: Site) -> None:
    path = f"/api/v1/units/{KEY}/prospects"
    assert (await site.officer.get(path, year="2023", award="LDTT")).json()["items"] == []
    assert (await site.auditor.get("/api/v1/units/khong-co/prospects", year="2023")).status_code == 404
    assert_problem(await site.officer.get(path, year="1999"), 409, "no_rule_pack")
    assert (await site.officer.get(path)).json()["field"] == "?year"
