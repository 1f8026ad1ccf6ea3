"""Who may speak: passwords, tokens, cookies, origins."""

import uuid
from datetime import UTC, date, datetime, timedelta

import httpx
import pytest
from sqlalchemy import text

from domain.values import Role
from readmodel.accounts import Account, Grant, create_account, verify_password
from readmodel.sign_ins import account_of, open_sign_in
from tests.web.site import HOST, PASSWORD, Site, assert_problem, client

pytestmark = pytest.mark.asyncio(loop_scope="session")

SIGN_IN = "/api/v1/sign-in"
OURS = {"Sec-Fetch-Site": "same-origin"}


async def test_sign_in_gives_a_token_that_opens_the_api_until_signed_out(site: Site) -> None:
    async with client(site.app) as asking:
        answer = await asking.post(SIGN_IN, json={"username": "Appraiser ", "password": PASSWORD})
        told = answer.json()
        assert told["account"] == {
            "id": "appraiser",
            "name": "Họ tên appraiser",
            "grants": [{"role": "appraiser", "label": "Chuyên viên thẩm định", "unit": "VKS-X"}],
        }
        expires = datetime.fromisoformat(told["expires_at"]) - datetime.now(UTC)
        assert timedelta(hours=11.9) < expires < timedelta(hours=12)
        assert len(told["token"]) >= 43
        bearer = {"Authorization": f"Bearer {told['token']}"}
        asking.cookies.clear()
        assert (await asking.get("/api/v1/tasks", headers=bearer)).status_code == httpx.codes.OK
        out = await asking.post("/api/v1/sign-out", headers=bearer)
        assert out.status_code == httpx.codes.NO_CONTENT
        assert_problem(await asking.get("/api/v1/tasks", headers=bearer), 401, "not_signed_in")


async def test_database_holds_neither_token_nor_password(site: Site) -> None:
    with site.engine.connect() as connection:
        rows = connection.execute(
            text(
                "SELECT account.*, encode(token_hash, 'escape') FROM account JOIN sign_in ON account = account.id"
            )
        ).all()
    assert "the-officer" not in str(rows)
    assert PASSWORD not in str(rows)
    assert all(row.password_hash.startswith("$argon2id$") for row in rows if row.password_hash)


@pytest.mark.parametrize(("username", "password"), [("officer", "sai-mat-khau"), ("khong-ai", PASSWORD)])
async def test_wrong_password_and_unknown_user_answer_alike(site: Site, username: str, password: str) -> None:
    body = {"username": username, "password": password}
    answer = await site.anyone.post(SIGN_IN, json=body)
    assert_problem(answer, 401, "sign_in_failed")
    assert "set-cookie" not in answer.headers


async def test_too_many_attempts_are_held_back_even_with_the_right_password(site: Site) -> None:
    create_account(site.engine, account_id="nham", username="nham", name="N", password=PASSWORD, grants=[])
    for _time in range(5):
        await site.anyone.post(SIGN_IN, json={"username": "nham", "password": "x"})
    answer = await site.anyone.post(SIGN_IN, json={"username": "NHAM", "password": PASSWORD})
    assert_problem(answer, 429, "sign_in_limited")
    assert 0 < int(answer.headers["retry-after"]) <= 301
    answer = await site.anyone.post(SIGN_IN, json={"username": "khac", "password": PASSWORD})
    assert_problem(answer, 401, "sign_in_failed")


@pytest.mark.parametrize(
    "header",
    ["", "Bearer", "Bearer ", "Bearer sai", "Basic b2ZmaWNlcjp4", "Bearer " + "a" * 5000, "Bearer \xff"],
)
async def test_token_that_stands_for_nobody_opens_nothing(site: Site, header: str) -> None:
    headers = {"Authorization": header.encode("latin-1")}
    answer = await site.anyone.get("/api/v1/tasks", headers=headers)  # type: ignore[arg-type] # raw bytes
    assert_problem(answer, 401, "not_signed_in")
    assert answer.headers["www-authenticate"].startswith("Bearer")


@pytest.mark.parametrize(
    "path", ["tasks", "nominations", "dossiers", "outcomes", "dossiers/x", "units/x/history"]
)
async def test_api_is_read_only_by_those_signed_in(site: Site, path: str) -> None:
    assert_problem(await site.anyone.get(f"/api/v1/{path}"), 401, "not_signed_in")


async def test_command_without_sign_in_is_not_even_read(site: Site) -> None:
    answer = await site.anyone.post("/api/v1/units/x/register-unit", content=b"\xff")
    assert_problem(answer, 401, "not_signed_in")


async def test_expired_sign_in_stands_for_nobody(site: Site) -> None:
    now = datetime.now(UTC)
    token = uuid.uuid4().hex
    open_sign_in(site.engine, "officer", token, now, now + timedelta(hours=1))
    assert account_of(site.engine, token, now) is not None
    assert account_of(site.engine, token, now + timedelta(hours=1)) is None


async def test_grant_holds_only_between_its_days(site: Site) -> None:
    grants = (
        Grant(Role.APPRAISER, "VKS-X", until=date(2023, 6, 30)),
        Grant(Role.DECIDER, "VKS-X", since=date(2023, 7, 1)),
    )
    create_account(
        site.engine, account_id="doi-viec", username="doi-viec", name="Đ", password=PASSWORD, grants=grants
    )
    assert verify_password(site.engine, "doi-viec", PASSWORD) == Account("doi-viec", "Đ", grants)
    june_in_vietnam = datetime(2023, 6, 30, 16, 59, tzinfo=UTC)
    open_sign_in(site.engine, "doi-viec", "t", june_in_vietnam, june_in_vietnam + timedelta(hours=9))
    held = [account_of(site.engine, "t", june_in_vietnam + timedelta(minutes=minutes)) for minutes in (0, 1)]
    assert [account and account.grants for account in held] == [grants[:1], grants[1:]]


async def test_new_password_ends_every_sign_in(site: Site) -> None:
    now = datetime.now(UTC)
    for password in (PASSWORD, "mat-khau-moi"):
        create_account(
            site.engine, account_id="doi-mk", username="doi-mk", name="Đ", password=password, grants=[]
        )
        assert account_of(site.engine, "doi-mk-token", now) is None
        open_sign_in(site.engine, "doi-mk", "doi-mk-token", now, now + timedelta(hours=1))
        assert account_of(site.engine, "doi-mk-token", now) is not None
    assert verify_password(site.engine, "doi-mk", PASSWORD) is None


@pytest.mark.parametrize(
    ("password", "grants"), [("ngan", []), ("a" * 1025, []), (PASSWORD, [Grant(Role.ENGINE, "VKS-X")])]
)
async def test_account_that_must_not_be_is_not_opened(site: Site, password: str, grants: list[Grant]) -> None:
    with pytest.raises(ValueError, match=r"password|engine"):
        create_account(
            site.engine, account_id="xau", username="xau", name="X", password=password, grants=grants
        )


# Cookies


async def test_cookie_speaks_only_from_our_own_pages(site: Site) -> None:
    body = {"command_id": str(uuid.uuid4()), "command": {"year": 2019, "people": 1}}
    path = "/api/v1/units/vks-h/record-strength"
    async with client(site.app) as asking:
        asking.cookies.set("minhbach", "the-registrar")
        assert_problem(await asking.post(path, json=body), 403, "cross_origin")
        for headers in (
            {"Sec-Fetch-Site": "cross-site"},
            {"Sec-Fetch-Site": "same-site"},
            {"Origin": "https://xau.example"},
            {"Origin": "null"},
            {"Origin": HOST, "Sec-Fetch-Site": "cross-site"},
        ):
            assert_problem(await asking.post(path, json=body, headers=headers), 403, "cross_origin")
        for headers in (OURS, {"Origin": HOST}):
            answer = await asking.post(path, json=body, headers=headers)
            assert answer.status_code == httpx.codes.OK


async def test_header_wins_over_the_cookie(site: Site) -> None:
    async with client(site.app, {"Authorization": "Bearer sai"}) as asking:
        asking.cookies.set("minhbach", "the-registrar")
        assert_problem(await asking.get("/api/v1/tasks"), 401, "not_signed_in")


async def test_sign_in_page_sets_a_cookie_out_of_reach_of_scripts(site: Site) -> None:
    async with client(site.app, OURS) as asking:
        answer = await asking.post("/dang-nhap", data={"username": "appraiser", "password": PASSWORD})
        assert (answer.status_code, answer.headers["location"]) == (303, "/viec-cua-toi")
        cookie = answer.headers["set-cookie"]
        assert cookie.startswith("minhbach=")
        for part in ("HttpOnly", "SameSite=lax", "Path=/", "Max-Age=43200"):
            assert part in cookie
        assert "Họ tên appraiser" in (await asking.get("/viec-cua-toi")).text
        out = await asking.post("/dang-xuat")
        assert (out.status_code, out.headers["location"]) == (303, "/")
        assert (await asking.get("/viec-cua-toi")).headers["location"] == "/dang-nhap"


async def test_cookie_is_bound_to_the_host_over_tls(site: Site) -> None:
    async with client(site.app, OURS) as asking:
        answer = await asking.post(
            HOST.replace("http:", "https:") + "/dang-nhap",
            data={"username": "appraiser", "password": PASSWORD},
        )
        cookie = answer.headers["set-cookie"]
        assert cookie.startswith("__Host-minhbach=")
        assert "Secure" in cookie
        assert answer.headers["strict-transport-security"].startswith("max-age=")


async def test_sign_in_page_tells_what_went_wrong_without_repeating_the_password(site: Site) -> None:
    async with client(site.app, OURS) as asking:
        answer = await asking.post(
            "/dang-nhap", data={"username": '"><script>x</script>', "password": "bi-mat-lam"}
        )
    assert answer.status_code == httpx.codes.UNAUTHORIZED
    assert "Sai tên đăng nhập hoặc mật khẩu." in answer.text
    assert "&#34;&gt;&lt;script&gt;x&lt;/script&gt;" in answer.text
    assert "bi-mat-lam" not in answer.text


async def test_forms_of_other_sites_are_turned_away(site: Site) -> None:
    data = {"username": "appraiser", "password": PASSWORD}
    for headers in ({}, {"Origin": "https://xau.example"}, {"Sec-Fetch-Site": "cross-site"}):
        assert_problem(await site.anyone.post("/dang-nhap", data=data, headers=headers), 403, "cross_origin")
    cross = {"Origin": "https://xau.example"}
    assert_problem(await site.anyone.post(SIGN_IN, json=data, headers=cross), 403, "cross_origin")


FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@pytest.mark.parametrize("content", [b"username=%FF&password=x", b"&&", b"a=1&" * 31, b"username"])
async def test_form_that_cannot_be_read(site: Site, content: bytes) -> None:
    answer = await site.anyone.post("/dang-nhap", content=content, headers=OURS | FORM)
    assert_problem(answer, 400, "malformed_form")


@pytest.mark.parametrize("content", [b"", b"username=a&username=b"])
async def test_form_that_lacks_what_it_needs_signs_nobody_in(site: Site, content: bytes) -> None:
    answer = await site.anyone.post("/dang-nhap", content=content, headers=OURS | FORM)
    assert (answer.status_code, "Sai tên đăng nhập hoặc mật khẩu." in answer.text) == (401, True)


@pytest.mark.parametrize("place", ["/dang-nhap", "/dang-nhap/ma", "/hien-thi", "/lay-y-kien/bien-nhan"])
async def test_form_of_somebody_unknown_is_read_only_so_far(site: Site, place: str) -> None:
    answer = await site.anyone.post(place, content=b"a=" + b"1" * 65_536, headers=OURS | FORM)
    assert_problem(answer, 413, "body_too_large")
