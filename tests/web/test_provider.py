"""Sign-in with an OpenID provider: against a provider process, and against one that breaks each rule in turn."""

import subprocess
import sys
import time
import uuid
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
import pytest_asyncio
from fastapi import FastAPI
from joserfc.jwk import RSAKey
from sqlalchemy import Engine, update

from domain.values import Role
from embedded.ports import free_port
from readmodel.accounts import Grant, create_account
from readmodel.identities import link
from readmodel.sign_ins import sign_ins_of
from readmodel.tables import SIGN_IN
from settings import Settings
from store.engine import open_engine
from tests.web import bent_provider
from tests.web.bent_provider import CLIENT_ID, SECRET, BentProvider
from tests.web.site import PASSWORD
from web.app import create_app
from web.options import WebOptions
from web.provider import Client

pytestmark = pytest.mark.asyncio(loop_scope="session")

HERE = "https://minhbach.test"
OURS = {"Sec-Fetch-Site": "same-origin", "Accept": "text/html"}
REFUSED = "Lần đăng nhập này không hoàn tất hoặc không kiểm chứng được."
END = "/dang-nhap/tap-trung/dang-xuat"


@dataclass(frozen=True)
class Elsewhere:
    """The application with a provider, and the database."""

    app: FastAPI
    engine: Engine

    @asynccontextmanager
    async def browser(self) -> AsyncIterator[httpx.AsyncClient]:
        """A browser of its own."""
        transport = httpx.ASGITransport(self.app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url=HERE, headers=OURS) as made:
            yield made

    def person(self, name: str, issuer: str, subject: str, *grants: Grant) -> str:
        """An account that the provider's subject is linked to; nobody knows a password of it."""
        create_account(
            self.engine, account_id=name, username=name, name=f"Họ tên {name}", password=None, grants=grants
        )
        link(self.engine, issuer, subject, name)
        return name


@asynccontextmanager
async def elsewhere(settings: Settings, issuer: str) -> AsyncIterator[Elsewhere]:
    given = {
        "MINHBACH_PUBLIC_URL": HERE + "/",
        "MINHBACH_OIDC_ISSUER": issuer,
        "MINHBACH_OIDC_CLIENT_ID": CLIENT_ID,
        "MINHBACH_OIDC_CLIENT_SECRET": SECRET,
        "MINHBACH_OIDC_NAME": "Cổng ngành",
    }
    app, engine = create_app(settings, WebOptions.model_validate(given)), open_engine(settings.database_url)
    async with app.router.lifespan_context(app):
        yield Elsewhere(app, engine)
    engine.dispose()


async def followed(url: str, subject: str = "") -> str:
    """What a browser does at the provider: the address that it is sent back to."""
    async with httpx.AsyncClient(trust_env=False) as outside:
        answer = await (outside.post(url, data={"sub": subject}) if subject else outside.get(url))
    assert answer.status_code == httpx.codes.FOUND, answer.text
    return answer.headers["location"]


# A provider process


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    port = free_port()
    command = [sys.executable, "-m", "oidc_provider_mock", "--port", str(port), "--require-nonce"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        _await(address)
        yield address
    finally:
        process.terminate()
        process.wait(10)


def _await(address: str) -> None:
    for _time in range(200):
        try:
            if httpx.get(f"{address}/jwks", trust_env=False).status_code == httpx.codes.OK:
                return
        except httpx.TransportError:
            time.sleep(0.05)
    raise AssertionError("the provider did not start")


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def real(web_settings: Settings, issuer: str) -> AsyncIterator[Elsewhere]:
    async with elsewhere(web_settings, issuer) as made:
        yield made


async def test_person_signs_in_with_the_provider_and_lands_where_they_wanted(
    real: Elsewhere, issuer: str
) -> None:
    name = real.person("co-cong", issuer, "alice@nganh.vn", Grant(Role.APPRAISER, "VKS-X"))
    async with real.browser() as browser:
        form = await browser.get("/dang-nhap?ve=/quyet-dinh")
        assert "Đăng nhập bằng Cổng ngành" in form.text
        assert 'href="/dang-nhap/tap-trung?ve=%2Fquyet-dinh"' in form.text
        gone = await browser.get("/dang-nhap/tap-trung?ve=/quyet-dinh")
        asked = parse_qs(urlsplit(gone.headers["location"]).query)
        assert (asked["response_type"], asked["code_challenge_method"]) == (["code"], ["S256"])
        assert asked["redirect_uri"] == [HERE + "/dang-nhap/tap-trung/ve"]
        held = gone.headers["set-cookie"]
        assert all(part in held for part in ("__Host-minhbach-buoc=", "HttpOnly", "Secure", "SameSite=lax"))
        back = await browser.get(await followed(gone.headers["location"], "alice@nganh.vn"))
        assert (back.status_code, back.headers["location"]) == (303, "/quyet-dinh")
        assert f"Họ tên {name}" in (await browser.get("/viec-cua-toi")).text
        (opened,) = sign_ins_of(real.engine, name, datetime.now(UTC))
        assert opened["method"] == "provider"
        out = await browser.post("/dang-xuat")
        assert f"{issuer}/oauth2/end_session?client_id={CLIENT_ID}" in out.text
        assert sign_ins_of(real.engine, name, datetime.now(UTC)) == []


async def test_unknown_person_is_told_whom_to_ask(real: Elsewhere) -> None:
    async with real.browser() as browser:
        gone = await browser.get("/dang-nhap/tap-trung")
        back = await browser.get(await followed(gone.headers["location"], "<b>mallory</b>@nganh.vn"))
        assert back.status_code == httpx.codes.FORBIDDEN
        assert "&lt;b&gt;mallory&lt;/b&gt;@nganh.vn chưa được gắn với tài khoản nào" in back.text
        assert (await browser.get("/viec-cua-toi")).headers["location"].startswith("/dang-nhap")


async def test_password_of_an_account_without_one_opens_nothing(real: Elsewhere, issuer: str) -> None:
    name = real.person("khong-mat-khau", issuer, "khong@nganh.vn")
    async with real.browser() as browser:
        for password, status in ((PASSWORD, 401), ("\x00", 400), ("", 401)):
            answer = await browser.post("/dang-nhap", data={"username": name, "password": password})
            assert answer.status_code == status


async def test_decider_shows_anew_who_they_are_and_signs_what_was_typed(real: Elsewhere, issuer: str) -> None:
    name = real.person("ky-cong", issuer, "ky@nganh.vn", Grant(Role.DECIDER, "VKS-X"))
    async with real.browser() as browser:
        gone = await browser.get("/dang-nhap/tap-trung")
        await browser.get(await followed(gone.headers["location"], "ky@nganh.vn"))
        with real.engine.begin() as connection:
            long_ago = datetime.now(UTC) - timedelta(hours=1)
            statement = update(SIGN_IN).where(SIGN_IN.c.account == name).values(proved_at=long_ago)
            connection.execute(statement)
        typed = {"ve": "/tai-khoan", "password": "x"}
        assert (await browser.post("/xac-nhan-lai", data=typed)).status_code == httpx.codes.UNAUTHORIZED
        sent = await browser.get("/dang-nhap/tap-trung/di")
        asked = parse_qs(urlsplit(sent.headers["location"]).query)
        assert (asked["prompt"], asked["max_age"]) == (["login"], ["0"])
        back = await browser.get(await followed(sent.headers["location"], "ky@nganh.vn"))
        assert (back.status_code, back.headers["location"]) == (303, "/tai-khoan")


# A provider that breaks a rule


@pytest.fixture(scope="module")
def bent_running() -> Iterator[BentProvider]:
    with bent_provider.running() as provider:
        yield provider


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def bent_site(web_settings: Settings, bent_running: BentProvider) -> AsyncIterator[Elsewhere]:
    async with elsewhere(web_settings, bent_running.issuer) as made:
        made.person("thang", bent_running.issuer, "s-1", Grant(Role.APPRAISER, "VKS-X"))
        made.person("nguoi-khac", bent_running.issuer, "s-2")
        yield made


@pytest.fixture
def bent(bent_running: BentProvider) -> Iterator[BentProvider]:
    bent_running.straight()
    yield bent_running
    bent_running.straight()


async def come_back(browser: httpx.AsyncClient, start: str = "/dang-nhap/tap-trung") -> httpx.Response:
    gone = await browser.get(start)
    return await browser.get(await followed(gone.headers["location"]))


async def is_in(browser: httpx.AsyncClient) -> bool:
    return (await browser.get("/viec-cua-toi")).status_code == httpx.codes.OK


async def test_provider_that_keeps_every_rule_is_believed(bent_site: Elsewhere, bent: BentProvider) -> None:
    async with bent_site.browser() as browser:
        back = await come_back(browser)
        assert (back.status_code, back.headers["location"]) == (303, "/viec-cua-toi")
        assert await is_in(browser)
        assert bent.asked["scope"] == "openid"


BROKEN: dict[str, Callable[[BentProvider], None]] = {
    "wrong nonce": lambda it: it.claims.update(nonce="sai"),
    "no nonce": lambda it: it.claims.update(nonce=None),
    "foreign issuer": lambda it: it.claims.update(iss="https://xau.example"),
    "no issuer": lambda it: it.claims.update(iss=None),
    "foreign audience": lambda it: it.claims.update(aud="may-khac"),
    "no audience": lambda it: it.claims.update(aud=None),
    "several audiences": lambda it: it.claims.update(aud=[CLIENT_ID, "may-khac"]),
    "another party": lambda it: it.claims.update(azp="may-khac"),
    "expired": lambda it: it.claims.update(exp=int(time.time()) - 120),
    "no expiry": lambda it: it.claims.update(exp=None),
    "expiry of no number": lambda it: it.claims.update(exp="mai"),
    "from the future": lambda it: it.claims.update(iat=int(time.time()) + 600),
    "no subject": lambda it: it.claims.update(sub=None),
    "subject of no text": lambda it: it.claims.update(sub=7),
    "unknown key": lambda it: setattr(it, "signed_by", RSAKey.generate_key(2048, auto_kid=True)),
    "known key id, other key": lambda it: setattr(
        it, "signed_by", RSAKey.generate_key(2048, parameters={"kid": str(it.key.kid)})
    ),
    "shared secret": bent_provider.forge,
    "weak algorithm": lambda it: setattr(it, "algorithm", "RS512"),
    "state of another": lambda it: it.answer.update(state="sai"),
    "no state": lambda it: it.answer.update(state=""),
    "error": lambda it: it.answer.update(error="access_denied"),
    "no code": lambda it: it.answer.update(code=""),
    "unknown code": lambda it: it.answer.update(code="sai"),
    "issuer of the answer": lambda it: it.answer.update(iss="https://xau.example"),
}


@pytest.mark.parametrize("rule", BROKEN)
async def test_provider_that_breaks_a_rule_is_not_believed(
    bent_site: Elsewhere, bent: BentProvider, rule: str
) -> None:
    BROKEN[rule](bent)
    async with bent_site.browser() as browser:
        back = await come_back(browser)
        assert (back.status_code, REFUSED in back.text) == (401, True), back.text
        assert not await is_in(browser)


async def test_code_is_used_once(bent_site: Elsewhere, bent: BentProvider) -> None:
    async with bent_site.browser() as browser, bent_site.browser() as thief:
        gone = await browser.get("/dang-nhap/tap-trung")
        address = await followed(gone.headers["location"])
        key = browser.cookies["__Host-minhbach-buoc"]
        assert (await browser.get(address)).status_code == httpx.codes.SEE_OTHER
        thief.cookies.set("__Host-minhbach-buoc", key, domain="minhbach.test")
        assert (await thief.get(address)).status_code == httpx.codes.UNAUTHORIZED
        assert not await is_in(thief)
    assert bent.asked["state"] != key


async def test_answer_meant_for_another_browser_signs_nobody_in(
    bent_site: Elsewhere, bent: BentProvider
) -> None:
    async with bent_site.browser() as attacker, bent_site.browser() as victim:
        gone = await attacker.get("/dang-nhap/tap-trung")
        address = await followed(gone.headers["location"])
        await victim.get("/dang-nhap/tap-trung")
        for browser in (victim, attacker):
            expected = 401 if browser is victim else 303
            assert (await browser.get(address)).status_code == expected
        assert not await is_in(victim)
    assert bent.subject == "s-1"


async def test_code_without_its_verifier_is_worth_nothing(bent_site: Elsewhere, bent: BentProvider) -> None:
    async with bent_site.browser() as browser, bent_site.browser() as thief:
        gone = await browser.get("/dang-nhap/tap-trung")
        stolen = parse_qs(urlsplit(await followed(gone.headers["location"])).query)["code"][0]
        bent.answer["code"] = stolen
        assert (await come_back(thief)).status_code == httpx.codes.UNAUTHORIZED
        assert not await is_in(thief)


@pytest.mark.parametrize(
    "place",
    ["https://xau.example/", "//xau.example", "/\\xau.example", "javascript:alert(1)", "/\t/xau.example"],
)
async def test_return_address_stays_with_us(bent_site: Elsewhere, bent: BentProvider, place: str) -> None:
    async with bent_site.browser() as browser:
        gone = await browser.get("/dang-nhap/tap-trung", params={"ve": place})
        back = await browser.get(await followed(gone.headers["location"]))
        assert back.headers["location"] == "/viec-cua-toi"
        await browser.post("/dang-xuat")
        data = {"username": "thang", "password": "sai-mat-khau", "ve": place}
        assert "xau.example" not in (await browser.post("/dang-nhap", data=data)).text
    assert bent.answer == {}


async def test_proof_must_be_of_the_same_person_and_of_now(bent_site: Elsewhere, bent: BentProvider) -> None:
    for claims, subject in (({}, "s-2"), ({"auth_time": 1_700_000_000}, "s-1"), ({"auth_time": None}, "s-1")):
        async with bent_site.browser() as browser:
            await come_back(browser)
            await browser.post("/xac-nhan-lai", data={"ve": "/tai-khoan", "password": "x"})
            bent.claims, bent.subject = dict(claims), subject
            back = await come_back(browser, "/dang-nhap/tap-trung/di")
            assert (back.status_code, REFUSED in back.text) == (401, True)
            bent.straight()


async def test_provider_ends_a_session_here_too(bent_site: Elsewhere, bent: BentProvider) -> None:
    events: dict[str, object] = {"http://schemas.openid.net/event/backchannel-logout": {}}
    right = {"events": events, "sub": None, "sid": "p-1", "jti": uuid.uuid4().hex}
    wrong = [
        {**right, "events": None},
        {**right, "nonce": "x"},
        {**right, "sid": None},
        {**right, "jti": None},
    ]
    async with bent_site.browser() as browser, bent_site.browser() as machine:
        await come_back(browser)
        for claims in (*wrong, {**right, "aud": "may-khac"}):
            answer = await machine.post(END, data={"logout_token": bent.token(**claims)})
            assert answer.status_code == httpx.codes.UNAUTHORIZED
            assert await is_in(browser)
        cross = {"Sec-Fetch-Site": "cross-site"}
        answer = await machine.post(END, data={"logout_token": bent.token(**right)}, headers=cross)
        assert answer.status_code == httpx.codes.OK
        assert not await is_in(browser)


# Away, or described wrongly


@pytest.mark.parametrize(
    "described",
    [
        {"issuer": "https://xau.example"},
        {"token_endpoint": "http://xau.example/token"},
        {"authorization_endpoint": ""},
    ],
)
async def test_provider_described_wrongly_is_not_gone_to(
    web_settings: Settings, bent: BentProvider, described: dict[str, str]
) -> None:
    bent.described.update(described)
    async with elsewhere(web_settings, bent.issuer) as made, made.browser() as browser:
        assert REFUSED in (await browser.get("/dang-nhap/tap-trung")).text


async def test_provider_away_is_told_and_passwords_go_on(web_settings: Settings) -> None:
    async with elsewhere(web_settings, f"http://127.0.0.1:{free_port()}") as made, made.browser() as browser:
        away = await browser.get("/dang-nhap/tap-trung")
        assert (away.status_code, away.headers["retry-after"]) == (503, "5")
        assert "tạm thời không trả lời" in away.text
        create_account(
            made.engine, account_id="van-vao", username="van-vao", name="V", password=PASSWORD, grants=[]
        )
        data = {"username": "van-vao", "password": PASSWORD}
        assert (await browser.post("/dang-nhap", data=data)).status_code == httpx.codes.SEE_OTHER


@pytest.mark.parametrize(
    "wrong",
    [
        {"issuer": "http://cong.example"},
        {"redirect_uri": "http://xau.example/ve"},
        {"redirect_uri": "/ve"},
        {"client_id": ""},
    ],
)
async def test_provider_that_strangers_could_listen_to_is_refused_at_the_start(wrong: dict[str, str]) -> None:
    usual = {
        "issuer": "https://cong.example",
        "client_id": "c",
        "secret": None,
        "scopes": "openid",
        "redirect_uri": HERE + "/ve",
    }
    with pytest.raises(ValueError, match="provider"):
        Client(**{**usual, **wrong})  # type: ignore[arg-type] # each is a text or None
