"""Commands through the edge, the real Temporal and the real store."""

import pytest

from tests.web.site import Site, line, publish, receive

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_dossier_goes_from_proposal_to_publication(site: Site) -> None:
    await receive(site, "di-het", line("cb-1", "Nguyễn Văn Một"), line("cb-2", "Trần Thị Hai"))
    await publish(site, "di-het", "granted", "refused")
    answer = await site.auditor.get("/api/v1/nominations", dossier="di-het")
    assert [(row["step"], row["outcome"]) for row in answer.json()["items"]] == [
        ("published", "granted"),
        ("published", "refused"),
    ]
