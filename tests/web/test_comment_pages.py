"""Public comment by its pages: opened over lines, read by everybody without a name, summed up once it is over."""

import httpx
import pytest

from tests.web.forms import done, form, post, send
from tests.web.site import APPRAISAL, Site, line, receive

pytestmark = pytest.mark.asyncio(loop_scope="session")

PLACE = "/lay-y-kien"
CODES = httpx.codes


async def _appraised(site: Site, key: str, name: str) -> str:
    await receive(site, key, line(f"{key}-1", name))
    await site.appraiser.do(f"nominations/{key}.001/record-appraisal", APPRAISAL)
    return f"nomination-{key}.001"


async def test_a_period_is_opened_read_by_all_without_names_and_summed_up(site: Site) -> None:
    one = await _appraised(site, "yk", "Nguyễn Ý Kiến")
    given: dict[str, str | list[str]] = {"opens_on": "2023-12-06", "reference": "https://vks-x.gov.vn/y-kien"}
    page = f"{PLACE}/moi"
    action = f"{page}?don-vi=VKS-X"
    none = await send(site.secretary, page, action, **given, closes_on="2023-12-20")
    assert (none.status_code, "Chọn ít nhất một dòng." in none.text) == (CODES.UNPROCESSABLE_ENTITY, True)
    late = await send(site.secretary, page, action, **given, closes_on="2023-12-01", nominations=one)
    assert (late.status_code, 'role="alert"' in late.text) == (CODES.CONFLICT, True)
    assert form(late.text, action).fields["nominations"] == [one]
    await done(site.secretary, page, action, **given, closes_on="2023-12-20", nominations=one)

    mine = (await site.publisher.get(PLACE)).text
    summing = next(part for part in mine.split('action="') if part.startswith(f"{PLACE}/vks-x.20231206"))
    place = summing.partition('"')[0]
    bad = await send(site.publisher, PLACE, place, views="nhiều", opinions="2", document="TH 1")
    assert (bad.status_code, "TH 1" in bad.text) == (CODES.UNPROCESSABLE_ENTITY, True)
    await done(site.publisher, PLACE, place, views="120", opinions="2", document="TH 1")
    assert "Đã tổng hợp ý kiến." in (await site.publisher.get(PLACE)).text


async def test_everybody_reads_what_is_open_and_nobodys_name(site: Site) -> None:
    one = await _appraised(site, "ykm", "Trần Đang Mở")
    given = {"opens_on": "2024-01-02", "closes_on": "2100-12-31", "reference": "Bảng tin tầng một"}
    page = f"{PLACE}/moi"
    await done(site.secretary, page, f"{page}?don-vi=VKS-X", **given, nominations=one)
    told = (await site.anyone.get(PLACE)).text
    assert "Bảng tin tầng một" in told
    assert "Lao động tiên tiến" in told
    assert "Trần Đang Mở" not in told
    assert "ykm" not in told
    assert "tong-hop" not in told


async def test_only_its_keepers_open_a_period(site: Site) -> None:
    for person in (site.member, site.officer, site.auditor):
        assert (await person.get(f"{PLACE}/moi")).status_code == CODES.FORBIDDEN
        assert (await post(person, f"{PLACE}/moi", {"opens_on": "2024-01-02"})).status_code == CODES.FORBIDDEN
    assert (await site.anyone.get(f"{PLACE}/moi")).status_code == CODES.UNAUTHORIZED
