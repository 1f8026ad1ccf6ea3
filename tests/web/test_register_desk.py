"""The registrar's pages: find somebody, read their record over time, enter one act at a time."""

import httpx
import pytest

from tests.web.forms import done, form, post, send
from tests.web.site import COUNCIL_UNIT, STRAY, UNIT, Site

pytestmark = pytest.mark.asyncio(loop_scope="session")

DESK = "/so-theo-doi"
CODES = httpx.codes

PERSON_ACTS = {
    "danh-hieu": ({"title__award": "LDTT", "title__year": "2022", "title__decision": "12/QĐ"}, "12/QĐ"),
    "cong-tac": ({"period__kind": "procuracy", "period__first": "2010-01-05"}, "từ 05/01/2010"),
    "chuc-vu": (
        {"position__position": "vien-truong", "position__first": "05/01/2015", "position__leading": "on"},
        "vien-truong, lãnh đạo",
    ),
    "nghi": (
        {"absence__cause": "maternity", "absence__first": "2020-01-01", "absence__last": "2020-06-30"},
        "Thai sản",
    ),
    "ky-luat": (
        {
            "discipline__conduct": "vu-1",
            "discipline__grade": "reprimand",
            "discipline__decided_on": "2019-03-01",
        },
        "Khiển trách (vu-1)",
    ),
    "mo-viec": (
        {"id": "viec-1", "ground": "complaint", "opened_on": "2023-05-01", "document": "CV 1"},
        "khiếu nại",
    ),
    "ket-luan": (
        {"id": "viec-1", "concluded_on": "2023-06-01", "document": "KL 1"},
        "01/05/2023 – 01/06/2023",
    ),
    "chuyen": (
        {"transfer__unit": "VKS-Z", "transfer__since": "2012-01-01", "transfer__moved_on": "2018-01-01"},
        "từ VKS-Z",
    ),
    "sang-kien": (
        {
            "initiative__id": "sk-1",
            "initiative__scope": "base",
            "initiative__recognised_on": "2022-10-10",
            "initiative__certificate": "CN 1",
        },
        "chứng nhận CN 1",
    ),
}


async def _person(site: Site, key: str, name: str) -> str:
    await done(site.registrar, f"{DESK}/ca-nhan/moi", f"{DESK}/ca-nhan/moi", ma=key, name=name, unit=UNIT)
    return f"{DESK}/ca-nhan/{key}"


async def test_a_person_is_entered_found_without_marks_and_read_over_time(site: Site) -> None:
    place = await _person(site, "sd-001", "Đỗ Thị Sổ Đăng")
    for asked in ("do thi so", "Đỗ Thị", "sd-001"):
        assert place in (await site.registrar.get(DESK, tu=asked)).text
    assert place not in (await site.registrar.get(DESK, tu="khong ai ten nay")).text
    assert place not in (await site.registrar.get(DESK, **{"tu": "do thi so", "don-vi": "VKS-Z"})).text
    for word, (given, told) in PERSON_ACTS.items():
        await done(site.registrar, place, f"{place}/{word}", **given)
        assert told in (await site.registrar.get(place)).text
    assert (await site.auditor.get(place)).status_code == CODES.OK
    assert "Ghi thêm" not in (await site.auditor.get(place)).text


@pytest.mark.parametrize(
    ("word", "given", "status", "field"),
    [
        (
            "danh-hieu",
            {"title__award": "LDTT", "title__year": "hai nghìn", "title__decision": "1"},
            422,
            "title.year",
        ),
        (
            "danh-hieu",
            {"title__award": "KHONG_CO!", "title__year": "2022", "title__decision": "1"},
            422,
            "title.award",
        ),
        ("cong-tac", {"period__kind": "procuracy", "period__first": "31/02/2020"}, 422, "period.first"),
        (
            "nghi",
            {"absence__cause": "other", "absence__first": "2020-05-01", "absence__last": "2020-01-01"},
            409,
            "",
        ),
        (
            "mo-viec",
            {"id": "v", "ground": "complaint", "opened_on": "2999-01-01", "document": "x"},
            422,
            "opened_on",
        ),
        (
            "ky-luat",
            {"discipline__conduct": "<script>", "discipline__grade": "reprimand"},
            422,
            "discipline.conduct",
        ),
    ],
)
async def test_bad_input_is_told_beside_the_field_and_kept(
    site: Site, word: str, given: dict[str, str], status: int, field: str
) -> None:
    place = f"{DESK}/ca-nhan/sd-sai"
    if (await site.registrar.get(place)).status_code == CODES.NOT_FOUND:
        await _person(site, "sd-sai", "Nguyễn Nhập Sai")
    before = (await site.registrar.get("/api/v1/persons/sd-sai/history")).json()["items"]
    answer = await send(site.registrar, place, f"{place}/{word}", **given)
    assert answer.status_code == status
    assert STRAY.search(answer.text) is None
    drawn = form(answer.text, f"{place}/{word}").fields
    if field:
        assert 'aria-invalid="true"' in answer.text
        if not field.endswith("award"):
            assert drawn[field] == [given[field.replace(".", "__")]]
    assert (await site.registrar.get("/api/v1/persons/sd-sai/history")).json()["items"] == before


async def test_a_record_begins_once_and_under_a_fit_key(site: Site) -> None:
    page = f"{DESK}/don-vi/moi"
    given = {"name": "Viện kiểm sát khu vực 9", "level": "khu vực", "route": "civil"}
    bad = await send(site.registrar, page, page, **given, ma="KHU VỰC 9")
    assert (bad.status_code, "khu vực" in bad.text) == (CODES.UNPROCESSABLE_ENTITY, True)
    await done(site.registrar, page, page, **given, ma="kv-9")
    twice = await send(site.registrar, page, page, **given, ma="kv-9")
    assert twice.status_code == CODES.CONFLICT
    place = f"{DESK}/don-vi/kv-9"
    await done(site.registrar, place, f"{place}/bien-che", year="2023", people="41")
    await done(
        site.registrar,
        place,
        f"{place}/chi-tieu",
        target__id="an",
        target__year="2023",
        target__target="90",
        target__result="95",
    )
    await done(site.registrar, place, f"{place}/giai-the", dissolved_on="2025-07-01", successor="KV-10")
    told = (await site.registrar.get(place)).text
    assert "41 người" in told
    assert "an: 95/90" in told
    assert "kế tiếp: KV-10" in told


async def test_a_council_is_established_seated_and_dissolved(site: Site) -> None:
    page = f"{DESK}/hoi-dong/moi"
    given = {
        "unit": COUNCIL_UNIT,
        "name": "Hội đồng thử",
        "kind": "council",
        "level": "local",
        "established_on": "2023-01-01",
        "document": "QĐ 1",
    }
    await done(site.registrar, page, page, **given, ma="thu-9")
    place = f"{DESK}/hoi-dong/thu-9"
    seat = {
        "person": "uv-9",
        "role": "council_member",
        "unit": COUNCIL_UNIT,
        "seated_from": "2023-01-01",
        "document": "QĐ 1",
    }
    await done(site.registrar, place, f"{place}/thanh-vien", **seat)
    assert (await send(site.registrar, place, f"{place}/thanh-vien", **seat)).status_code == CODES.CONFLICT
    await done(
        site.registrar, place, f"{place}/thuong-truc", body="VP", serves_from="2023-01-01", document="QĐ 2"
    )
    assert "uv-9, ủy viên" in (await site.registrar.get(place)).text
    await done(
        site.registrar,
        place,
        f"{place}/thoi-tham-gia",
        person="uv-9",
        seated_to="2023-12-31",
        document="QĐ 3",
    )
    assert "01/01/2023 – 31/12/2023" in (await site.registrar.get(place)).text
    await done(site.registrar, place, f"{place}/giai-the", dissolved_on="2024-01-01", document="QĐ 4")
    assert (await site.registrar.get(DESK)).text.count("Hội đồng thử") == 1


async def test_the_register_is_for_its_keeper_and_auditors(site: Site) -> None:
    await _person(site, "sd-kin", "Nguyễn Kín Sổ")
    for place in (DESK, f"{DESK}/ca-nhan/sd-kin", f"{DESK}/ca-nhan/moi"):
        for person in (site.member, site.decider, site.stranger, site.operator):
            assert (await person.get(place)).status_code == CODES.FORBIDDEN
        assert (await site.anyone.get(place)).status_code == CODES.UNAUTHORIZED
    assert (await site.registrar.get(f"{DESK}/ca-nhan/khong-co")).status_code == CODES.NOT_FOUND
    assert (await site.registrar.get(f"{DESK}/gi-do/sd-kin")).status_code == CODES.NOT_FOUND
    assert (await site.auditor.get(f"{DESK}/ca-nhan/moi")).status_code == CODES.FORBIDDEN
    stray = await post(site.member, f"{DESK}/ca-nhan/sd-kin/mo-viec", {"id": "x"})
    assert stray.status_code == CODES.FORBIDDEN
    assert (await post(site.registrar, f"{DESK}/ca-nhan/sd-kin/khong-co", {})).status_code == CODES.NOT_FOUND
