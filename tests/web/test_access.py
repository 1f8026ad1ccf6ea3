"""Who may see what: every role at every page and route, with data that could leak."""

import uuid
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import httpx
import pytest
import pytest_asyncio

from readmodel.sign_ins import open_sign_in
from tests.web.access import COUNCIL_STAFF, READERS, TABLE, UNIT_STAFF, Route
from tests.web.site import APPRAISAL, HOST, PEOPLE, Site, dossier, line, open_vote, publish, receive
from web.forms import CommandForm, command_forms

pytestmark = pytest.mark.asyncio(loop_scope="session")

UNPUBLISHED, ASIDE, DRAFTED, REFUSED = "Nguyễn Kín Một", "Nguyễn Kín Hai", "Cao Nháp Kín", "Tô Trượt Kín"
REASON, REASON_ASIDE = "Lý do kín thứ nhất", "Lý do kín thứ hai"
INSIDE = frozenset({*UNIT_STAFF, *COUNCIL_STAFF, "auditor"})
MAY_READ: Mapping[str, frozenset[str]] = {
    UNPUBLISHED: INSIDE,
    REASON: INSIDE,
    REFUSED: INSIDE,
    ASIDE: INSIDE - {"member"},
    REASON_ASIDE: INSIDE - {"member"},
    "cb-kin-1": INSIDE,
    "cb-kin-2": INSIDE - {"member"},
    "cb-truot-kin": INSIDE,
    DRAFTED: frozenset({"stranger", "auditor"}),
    "cb-nhap-kin": frozenset({"stranger", "auditor"}),
}
"""What could get about, and who may come to read it; everybody else must never, wherever they look."""


@pytest_asyncio.fixture(loop_scope="session", scope="module")
async def secrets(site: Site) -> None:
    """Drafts of another unit, names before their time, reasons, pseudonymous ids, and a line stepped aside from."""
    await receive(site, "kin", line("cb-kin-1", UNPUBLISHED), line("cb-kin-2", ASIDE))
    for number, reason in ((1, REASON), (2, REASON_ASIDE)):
        answers = [{"criterion": "tasks_done_well", "answer": "met", "reason": reason}]
        appraisal = {**APPRAISAL, "answers": answers}
        await site.appraiser.do(f"nominations/kin.00{number}/record-appraisal", appraisal)
    await open_vote(
        site, "kin", ["nomination-kin.001", "nomination-kin.002"], {"member": "nomination-kin.002"}
    )
    unit = {"name": "Viện kiểm sát VKS-Z", "level": "DISTRICT", "route": "civil"}
    await site.registrar.ask("units/vks-z/register-unit", unit)  # another file may have registered it
    drafted = dossier(line("cb-nhap-kin", DRAFTED), unit="VKS-Z", handled_by="VKS-Z")
    await site.stranger.do("dossiers/kin-nhap/draft-dossier", drafted)
    await receive(site, "kin-cong", line("cb-cong-kin", "Lê Được Nêu"), line("cb-truot-kin", REFUSED))
    await publish(site, "kin-cong", "granted", "refused")
    site.seal()


async def asked(site: Site, who: str, method: str, address: str) -> httpx.Response:
    """Ask as somebody who has just signed in: another's signing out must not decide what is answered."""
    headers = {"Origin": HOST}
    if who != "anyone":
        now, token = datetime.now(UTC), uuid.uuid4().hex
        open_sign_in(site.engine, who, token, now, now + timedelta(minutes=5))
        headers["Authorization"] = f"Bearer {token}"
    data = {"x": "1"} if method == "POST" else None
    return await site.anyone.request(method, address, headers=headers, data=data)


@pytest.mark.usefixtures("secrets")
@pytest.mark.parametrize("route", TABLE, ids=[f"{route.method} {route.address}" for route in TABLE])
async def test_route_answers_each_reader_as_the_table_says(site: Site, route: Route) -> None:
    found = {who: await asked(site, who, route.method, route.address) for who in READERS}
    assert {who: answer.status_code for who, answer in found.items()} == dict(route.audience)
    leaked = [
        (who, secret)
        for who, answer in found.items()
        for secret, readers in MAY_READ.items()
        if who not in readers and secret not in route.address and secret in answer.text
    ]
    assert leaked == []


@pytest.mark.usefixtures("secrets")
@pytest.mark.parametrize("secret", MAY_READ)
async def test_secret_could_leak(site: Site, secret: str) -> None:
    """Somebody reads each of them somewhere: what nobody is ever shown proves nothing."""
    readers = [who for who in READERS if who in MAY_READ[secret]]
    addresses = ("/de-nghi/kin.001", "/de-nghi/kin.002", "/de-nghi/kin-cong.002", "/de-nghi/kin-nhap.001")
    lists = (
        "/api/v1/nominations?limit=200",
        *(f"/api/v1/nominations/{key}/history" for key in ("kin.001", "kin.002")),
    )
    shown = [(await asked(site, who, "GET", at)).text for who in readers[-1:] for at in (*addresses, *lists)]
    assert any(secret in text for text in shown)


@pytest.mark.parametrize("form", command_forms(), ids=lambda form: form.name)
async def test_command_is_for_those_who_are_signed_in_with_a_role(site: Site, form: CommandForm) -> None:
    address = form.path.replace("{key}", "kin")
    body = {"command_id": str(uuid.uuid4()), "command": {}}
    told = {}
    for who in ("anyone", "nobody"):
        client = site.anyone if who == "anyone" else site.people[who].client
        told[who] = (await client.post(address, json=body)).status_code
    assert told["anyone"] == httpx.codes.UNAUTHORIZED
    assert told["nobody"] in {httpx.codes.FORBIDDEN, httpx.codes.UNPROCESSABLE_ENTITY}


async def test_every_role_is_among_the_readers() -> None:
    held = {grant.role for who in READERS for grant in PEOPLE.get(who, ())}
    assert len(held) == 12
