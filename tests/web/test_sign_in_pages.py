"""The pages that sign in by code, and that ask anew who is there."""

import re
import uuid
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from html import unescape

import httpx
import pyotp
import pytest
import pytest_asyncio
from fastapi import FastAPI
from sqlalchemy import update
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from readmodel.accounts import create_account
from readmodel.sign_ins import open_sign_in
from readmodel.tables import SIGN_IN
from settings import Settings
from tests.web.site import PASSWORD, Site, client
from web import second_factor
from web.acting import read_fields
from web.app import create_app
from web.auth import signed_in
from web.options import WebOptions
from web.recent import require_recent

pytestmark = pytest.mark.asyncio(loop_scope="session")

BROWSER = {"Sec-Fetch-Site": "same-origin", "Accept": "text/html"}
TYPED = {"number": "12/QĐ-VKS", "reason": 'Ghi "như thế" <b>', "password": "khong-duoc-giu"}


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def weighty(web_settings: Settings, site: Site) -> AsyncIterator[FastAPI]:
    """The application with a page of its own that asks for a fresh proof; `site` has opened the database."""
    del site
    app = create_app(web_settings, WebOptions.model_validate({}))

    async def act(request: Request) -> Response:
        await signed_in(request)
        fields = await read_fields(request) if request.method == "POST" else {}
        require_recent(request)
        return PlainTextResponse(f"recorded {dict(fields)}")

    app.add_api_route("/viec-he-trong", act, methods=["GET", "POST"], include_in_schema=False)
    async with app.router.lifespan_context(app):
        yield app


def person(site: Site, name: str) -> str:
    create_account(site.engine, account_id=name, username=name, name=name, password=PASSWORD, grants=[])
    return name


def browser_of(app: FastAPI, site: Site, name: str) -> httpx.AsyncClient:
    """A browser signed in an hour ago."""
    token, now = uuid.uuid4().hex, datetime.now(UTC)
    open_sign_in(site.engine, name, token, now, now + timedelta(hours=12))
    with site.engine.begin() as connection:
        long_ago = now - timedelta(hours=1)
        connection.execute(update(SIGN_IN).where(SIGN_IN.c.account == name).values(proved_at=long_ago))
    made = client(app, BROWSER)
    made.cookies.set("minhbach", token)
    return made


async def test_weighty_act_asks_who_is_there_keeps_the_input_and_goes_on(
    site: Site, weighty: FastAPI
) -> None:
    async with browser_of(weighty, site, person(site, "he-trong")) as browser:
        asked = await browser.post("/viec-he-trong", data=TYPED)
        assert (asked.status_code, "Xác nhận lại" in asked.text) == (401, True)
        assert "khong-duoc-giu" not in asked.text
        given = form_of(asked.text)
        assert given == {
            "giu.number": TYPED["number"],
            "giu.reason": TYPED["reason"],
            "ve": "/viec-he-trong",
            "lai": "1",
        }
        wrong = await browser.post("/xac-nhan-lai", data={**given, "password": "sai-mat-khau"})
        assert (wrong.status_code, "Sai tên đăng nhập hoặc mật khẩu." in wrong.text) == (401, True)
        assert form_of(wrong.text) == given
        right = await browser.post("/xac-nhan-lai", data={**given, "password": PASSWORD})
        assert 'method="post" action="/viec-he-trong"' in right.text
        assert form_of(right.text) == {"number": TYPED["number"], "reason": TYPED["reason"]}
        done = await browser.post("/viec-he-trong", data=form_of(right.text))
        kept = {name: [TYPED[name]] for name in ("number", "reason")}
        assert done.text == f"recorded {kept}"


def form_of(page: str) -> dict[str, str]:
    """The hidden fields of the page's main form."""
    main = page[page.index("<main") : page.index("</main>")]
    found = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', main)
    return {unescape(name): unescape(value) for name, value in found}


async def test_weighty_page_leads_back_after_the_proof(site: Site, weighty: FastAPI) -> None:
    async with browser_of(weighty, site, person(site, "xem-he-trong")) as browser:
        asked = await browser.get("/viec-he-trong?a=1")
        assert form_of(asked.text) == {"ve": "/viec-he-trong?a=1"}
        given = {**form_of(asked.text), "password": PASSWORD}
        right = await browser.post("/xac-nhan-lai", data=given)
        assert (right.status_code, right.headers["location"]) == (303, "/viec-he-trong?a=1")
        assert (await browser.get("/viec-he-trong")).text == "recorded {}"


async def test_proof_leads_to_no_other_site(site: Site, weighty: FastAPI) -> None:
    async with browser_of(weighty, site, person(site, "ra-ngoai")) as browser:
        given = {"ve": "//xau.example", "lai": "1", "giu.a": "1", "password": PASSWORD}
        right = await browser.post("/xac-nhan-lai", data=given)
        assert 'action="/"' in right.text
        assert "xau.example" not in right.text


async def test_proof_form_asks_for_the_code_where_there_is_one(site: Site, weighty: FastAPI) -> None:
    name = person(site, "he-trong-ma")
    secret = second_factor.new_secret()
    await second_factor.turn_on(site.app.state.shell, name, secret, 0)
    async with browser_of(weighty, site, name) as browser:
        asked = await browser.get("/viec-he-trong")
        assert 'autocomplete="one-time-code"' in asked.text
        given = {"ve": "/viec-he-trong", "password": PASSWORD, "code": "000000"}
        assert (await browser.post("/xac-nhan-lai", data=given)).status_code == httpx.codes.UNAUTHORIZED
        given["code"] = pyotp.TOTP(secret).now()
        assert (await browser.post("/xac-nhan-lai", data=given)).status_code == httpx.codes.SEE_OTHER


async def test_sign_in_asks_for_the_code_on_a_page_of_its_own(site: Site) -> None:
    name = person(site, "ma-rieng")
    secret = second_factor.new_secret()
    await second_factor.turn_on(site.app.state.shell, name, secret, 0)
    async with client(site.app, BROWSER) as browser:
        data = {"username": name, "password": PASSWORD, "ve": "/quyet-dinh"}
        on = await browser.post("/dang-nhap", data=data)
        assert (on.status_code, on.headers["location"]) == (303, "/dang-nhap/ma")
        assert "minhbach" not in browser.cookies
        assert (await browser.get("/viec-cua-toi")).headers["location"].startswith("/dang-nhap")
        wrong = await browser.post("/dang-nhap/ma", data={"code": "000000"})
        assert (wrong.status_code, "Mã xác thực sai" in wrong.text) == (401, True)
        right = await browser.post("/dang-nhap/ma", data={"code": pyotp.TOTP(secret).now()})
        assert (right.status_code, right.headers["location"]) == (303, "/quyet-dinh")
        assert (await browser.get("/viec-cua-toi")).status_code == httpx.codes.OK


@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_code_without_the_password_before_it_leads_to_the_beginning(site: Site, method: str) -> None:
    async with client(site.app, BROWSER) as browser:
        data = {"code": "123456"} if method == "POST" else None
        answer = await browser.request(method, "/dang-nhap/ma", data=data)
        assert (answer.status_code, answer.headers["location"]) == (303, "/dang-nhap")


async def test_codes_are_throttled(site: Site) -> None:
    name = person(site, "do-ma")
    secret = second_factor.new_secret()
    await second_factor.turn_on(site.app.state.shell, name, secret, 0)
    async with client(site.app, BROWSER) as browser:
        await browser.post("/dang-nhap", data={"username": name, "password": PASSWORD})
        for _time in range(5):
            await browser.post("/dang-nhap/ma", data={"code": "000000"})
        held = await browser.post("/dang-nhap/ma", data={"code": pyotp.TOTP(secret).now()})
        assert held.status_code == httpx.codes.TOO_MANY_REQUESTS
