"""Delegate and end it by the page; both sides and the unit see it, strangers do not."""

from datetime import UTC, datetime, timedelta

import httpx
import pytest

from tests.web.forms import send, told
from tests.web.site import Site

pytestmark = pytest.mark.asyncio(loop_scope="session")


def day(after: int) -> str:
    return f"{datetime.now(UTC) + timedelta(days=after):%d/%m/%Y}"


async def test_work_is_delegated_seen_by_those_concerned_and_ended(site: Site) -> None:
    given = {"delegate": "many", "starts_on": day(5), "ends_on": day(9), "reason": "Đi <b>công tác</b>"}
    answer = await send(site.clerk, "/uy-quyen", "/uy-quyen", mandate="GUQ 1-trang", **given)
    assert answer.status_code == httpx.codes.SEE_OTHER, told(answer)
    seen = {
        name: "GUQ 1-trang" in (await getattr(site, name).get("/uy-quyen")).text
        for name in ("clerk", "many", "appraiser", "head", "nobody")
    }
    assert seen == {"clerk": True, "many": True, "appraiser": True, "head": False, "nobody": False}
    assert "/cham-dut" not in (await site.many.get("/uy-quyen")).text
    ended = await send(site.clerk, "/uy-quyen", "/uy-quyen/1/cham-dut", reason="Về sớm")
    assert ended.status_code == httpx.codes.SEE_OTHER, told(ended)
    assert "/cham-dut" not in (await site.clerk.get("/uy-quyen")).text


async def test_delegation_at_fault_is_told_and_kept_as_typed(site: Site) -> None:
    given = {"delegate": "secretary", "starts_on": day(9), "ends_on": day(5), "reason": "Nghỉ <b>phép</b>"}
    answer = await send(site.publisher, "/uy-quyen", "/uy-quyen", **given)
    assert (answer.status_code, "Nghỉ &lt;b&gt;phép" in answer.text) == (httpx.codes.CONFLICT, True)
    assert "/cham-dut" not in (await site.publisher.get("/uy-quyen")).text
