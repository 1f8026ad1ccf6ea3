"""One's own account: the password, the second factor, where one is signed in, tokens; by page and by API."""

import re
import uuid
from datetime import UTC, datetime, timedelta
from html import unescape

import httpx
import pyotp
import pytest
from sqlalchemy import update

from domain.values import Role
from readmodel.access_tokens import LONGEST, tokens_of
from readmodel.accounts import Grant, create_account, verify_password
from readmodel.sign_ins import open_sign_in, sign_ins_of
from readmodel.tables import SIGN_IN
from tests.web.site import PASSWORD, Site, assert_problem, client
from web import second_factor

pytestmark = pytest.mark.asyncio(loop_scope="session")

BROWSER = {"Sec-Fetch-Site": "same-origin", "Accept": "text/html"}
NEW = "một câu thật dài để nhớ"
TOKENS = "/api/v1/account/tokens"


def browser_of(site: Site, name: str, *grants: Grant, old: bool = False) -> httpx.AsyncClient:
    """A browser signed in with a new account; `old` where the person last showed who they are a day ago."""
    create_account(site.engine, account_id=name, username=name, name=name, password=PASSWORD, grants=grants)
    token, now = uuid.uuid4().hex, datetime.now(UTC)
    open_sign_in(site.engine, name, token, now, now + timedelta(hours=12))
    if old:
        with site.engine.begin() as connection:
            stale = {"proved_at": now - timedelta(days=1)}
            connection.execute(update(SIGN_IN).where(SIGN_IN.c.account == name).values(stale))
    made = client(site.app, BROWSER)
    made.cookies.set("minhbach", token)
    return made


async def test_account_page_tells_roles_and_open_sign_ins(site: Site) -> None:
    until = datetime.now(UTC).date() + timedelta(days=30)
    async with browser_of(site, "toi", Grant(Role.APPRAISER, "VKS-X", until=until)) as browser:
        shown = (await browser.get("/tai-khoan")).text
    assert re.search("Chuyên viên thẩm định, (Viện kiểm sát )?VKS-X", shown)
    assert f"đến hết ngày {until:%d/%m/%Y}" in shown
    assert shown.count("Nơi này") == 1


async def test_account_page_asks_to_sign_in(site: Site) -> None:
    answer = await site.anyone.get("/tai-khoan")
    assert (answer.status_code, answer.headers["location"]) == (303, "/dang-nhap?ve=/tai-khoan")


async def test_password_is_changed_by_giving_the_present_one_and_ends_other_sign_ins(site: Site) -> None:
    async with browser_of(site, "doi-toi") as browser:
        now = datetime.now(UTC)
        open_sign_in(site.engine, "doi-toi", "noi-khac", now, now + timedelta(hours=1))
        typed = {"password": PASSWORD, "moi": NEW, "lai": NEW}
        done = await browser.post("/tai-khoan/mat-khau", data=typed)
        assert (done.status_code, done.headers["location"]) == (303, "/tai-khoan?da=mat-khau")
        assert "Đã đổi mật khẩu" in (await browser.get(done.headers["location"])).text
    assert verify_password(site.engine, "doi-toi", NEW) is not None
    assert verify_password(site.engine, "doi-toi", PASSWORD) is None
    assert len(sign_ins_of(site.engine, "doi-toi", datetime.now(UTC))) == 1


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"password": "sai-mat-khau", "moi": NEW, "lai": NEW}, "Sai tên đăng nhập hoặc mật khẩu."),
        ({"password": PASSWORD, "moi": "ngan", "lai": "ngan"}, "Mật khẩu có ít nhất 8 ký tự."),
        ({"password": PASSWORD, "moi": NEW, "lai": NEW + "!"}, "Hai lần nhập không giống nhau."),
    ],
)
async def test_password_is_not_changed_by_a_faulty_form(site: Site, typed: dict[str, str], said: str) -> None:
    async with browser_of(site, "khong-doi") as browser:
        answer = await browser.post("/tai-khoan/mat-khau", data=typed)
    assert (answer.status_code, said in answer.text) == (422, True)
    assert NEW not in answer.text
    assert verify_password(site.engine, "khong-doi", PASSWORD) is not None


async def test_second_factor_is_turned_on_by_a_code_of_the_picture_and_off_again(site: Site) -> None:
    async with browser_of(site, "bat-tat") as browser:
        offered = await browser.get("/tai-khoan/hai-lop")
        assert re.search(r"<svg [^>]*viewBox=", offered.text)  # it scales whole, with its quiet border
        assert "style=" not in offered.text
        secret = re.findall(r'<span class="code">([A-Z2-7 ]+)</span>', offered.text)[0].replace(" ", "")
        wrong = await browser.post("/tai-khoan/hai-lop", data={"code": "000000"})
        assert (wrong.status_code, "Mã này không đúng." in wrong.text) == (422, True)
        assert not await second_factor.is_on(site.app.state.shell, "bat-tat")
        on = await browser.post("/tai-khoan/hai-lop", data={"code": pyotp.TOTP(secret).now()})
        codes = re.findall(r'<li class="code">([a-z2-7-]+)</li>', on.text)
        assert len(set(codes)) == second_factor.RECOVERY_CODES
        assert "Còn 10 mã dự phòng" in (await browser.get("/tai-khoan")).text
        assert await second_factor.proves(site.app.state.shell, "bat-tat", codes[3])
        assert (await browser.post("/tai-khoan/hai-lop/tat", data={"a": "b"})).headers[
            "location"
        ] == "/tai-khoan?da=tat"
        assert not await second_factor.is_on(site.app.state.shell, "bat-tat")
        assert not await second_factor.proves(site.app.state.shell, "bat-tat", codes[4])


@pytest.mark.parametrize(
    ("method", "path", "data"),
    [
        ("GET", "/tai-khoan/hai-lop", None),
        ("POST", "/tai-khoan/hai-lop", {"code": "1"}),
        ("POST", "/tai-khoan/hai-lop/tat", {"a": "b"}),
        ("POST", "/tai-khoan/ma", {"label": "m", "scopes": "read", "days": "1"}),
    ],
)
async def test_account_is_changed_only_after_a_fresh_proof(
    site: Site, method: str, path: str, data: dict[str, str] | None
) -> None:
    async with browser_of(site, "cu-ky", old=True) as browser:
        answer = await browser.request(method, path, data=data)
    assert (answer.status_code, "Xác nhận lại" in answer.text) == (401, True)
    assert tokens_of(site.engine, "cu-ky", datetime.now(UTC)) == []


async def test_other_places_are_signed_out_one_by_one_or_all(site: Site) -> None:
    async with browser_of(site, "dang-xuat-xa") as browser:
        now = datetime.now(UTC)
        for token in ("xa-1", "xa-2", "xa-3"):
            open_sign_in(site.engine, "dang-xuat-xa", token, now, now + timedelta(hours=1))
        handle = re.findall(r'name="noi" value="([^"]+)"', (await browser.get("/tai-khoan")).text)[0]
        await browser.post("/tai-khoan/dang-xuat", data={"noi": handle})
        assert len(sign_ins_of(site.engine, "dang-xuat-xa", now)) == 3
        await browser.post("/tai-khoan/dang-xuat", data={"noi": ""})
        assert len(sign_ins_of(site.engine, "dang-xuat-xa", now)) == 1
        assert (await browser.get("/tai-khoan")).status_code == httpx.codes.OK


# Tokens


async def test_token_is_made_on_the_page_shown_once_and_revoked(site: Site) -> None:
    roles = (Grant(Role.APPRAISER, "VKS-X"), Grant(Role.RECEIVING_CLERK, "VKS-X"))
    async with browser_of(site, "tao-ma", *roles) as browser:
        typed = {
            "label": "Máy <b>quét</b>",
            "days": "7",
            "scopes": ["read", "act"],
            "roles": "appraiser@VKS-X",
        }
        made = await browser.post("/tai-khoan/ma", data=typed)
        token = unescape(re.findall(r'<p class="code whole">([^<]+)</p>', made.text)[0])
        listed = (await browser.get("/tai-khoan")).text
        assert token not in listed
        assert "Máy &lt;b&gt;quét&lt;/b&gt;" in listed
        async with client(site.app, {"Authorization": f"Bearer {token}"}) as program:
            assert (await program.get("/api/v1/tasks")).status_code == httpx.codes.OK
        handle = re.findall(r'name="ma" value="([^"]+)"', listed)[0]
        await browser.post("/tai-khoan/ma/thu-hoi", data={"ma": handle})
        async with client(site.app, {"Authorization": f"Bearer {token}"}) as program:
            assert_problem(await program.get("/api/v1/tasks"), 401, "not_signed_in")


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"label": ""}, "Cần một tên ngắn"),
        ({"label": "a" * 61}, "Cần một tên ngắn"),
        ({"label": "a\x07"}, "Cần một tên ngắn"),
        ({"scopes": []}, "Hãy chọn ít nhất một phạm vi."),
        ({"scopes": ["root"]}, "Hãy chọn ít nhất một phạm vi."),
        ({"days": "91"}, "Số ngày từ 1 đến 90."),
        ({"days": "-1"}, "Số ngày từ 1 đến 90."),
        ({"days": "²"}, "Số ngày từ 1 đến 90."),
    ],
)
async def test_faulty_token_form_comes_back_as_it_was_typed(
    site: Site, changed: dict[str, object], said: str
) -> None:
    typed = {"label": "Máy của tôi", "scopes": ["act"], "days": "9", **changed}
    async with browser_of(site, "sai-ma") as browser:
        answer = await browser.post("/tai-khoan/ma", data=typed)
    assert (answer.status_code, said in answer.text) == (422, True)
    assert "label" in changed or 'value="Máy của tôi"' in answer.text
    assert tokens_of(site.engine, "sai-ma", datetime.now(UTC)) == []


async def test_token_is_made_listed_and_revoked_by_the_api(site: Site) -> None:
    async with browser_of(site, "ma-api", Grant(Role.APPRAISER, "VKS-X")) as asking:
        body = {"label": "m", "scopes": ["read"], "roles": ["appraiser@VKS-X"], "days": LONGEST.days}
        made = await asking.post(TOKENS, json=body)
        assert made.status_code == httpx.codes.CREATED
        (listed,) = (await asking.get(TOKENS)).json()["items"]
        handle = made.json()["handle"]
        assert (listed["handle"], listed["scopes"], listed["roles"]) == (
            handle,
            ["read"],
            ["appraiser@VKS-X"],
        )
        assert "token" not in listed
        foreign = {**body, "roles": ["decider@VKS-X"]}
        assert_problem(await asking.post(TOKENS, json=foreign), 403, "role_not_granted")
        assert (await asking.post(f"{TOKENS}/{handle}/revoke")).status_code == httpx.codes.NO_CONTENT
        assert_problem(await asking.post(f"{TOKENS}/{handle}/revoke"), 404, "unknown_token")


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"days": 91}, "/days"),
        ({"scopes": []}, "/scopes"),
        ({"scopes": ["root"]}, "/scopes/0"),
        ({"label": ""}, "/label"),
    ],
)
async def test_token_that_may_not_be_is_refused_by_its_field(
    site: Site, changed: dict[str, object], field: str
) -> None:
    async with browser_of(site, "ma-sai-api") as asking:
        answer = await asking.post(TOKENS, json={"label": "m", "scopes": ["read"], **changed})
    assert (answer.status_code, answer.json()["field"]) == (422, field)
