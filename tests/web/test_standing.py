"""How far a token reaches and how long: idle sign-ins, fresh proofs, tokens for programs and their scopes."""

import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pyotp
import pytest
from sqlalchemy import text, update

from domain.values import Role
from readmodel.access_tokens import MOST, PREFIX, NewToken, TooManyTokens, make_token, revoke_token, tokens_of
from readmodel.accounts import Grant, create_account
from readmodel.sign_ins import (
    Arrival,
    account_of,
    close_elsewhere,
    close_one,
    close_others,
    open_sign_in,
    sign_ins_of,
    standing_of,
)
from readmodel.tables import SIGN_IN
from tests.web.site import PASSWORD, Site, assert_problem, client
from web import second_factor
from web.scopes import Scope, scope_for

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)
IDLE = timedelta(minutes=30)
PROOF = "/api/v1/proof"
UNKNOWN = "unknown_stream"


def bearer(site: Site, token: str) -> httpx.AsyncClient:
    return client(site.app, {"Authorization": f"Bearer {token}"})


def person(site: Site, name: str, *grants: Grant) -> str:
    create_account(site.engine, account_id=name, username=name, name=name, password=PASSWORD, grants=grants)
    return name


def program(site: Site, account: str, *scopes: str, grants: tuple[str, ...] = (), days: int = 1) -> str:
    """A token for a program."""
    token, now = PREFIX + uuid.uuid4().hex, datetime.now(UTC)
    make_token(site.engine, account, token, NewToken("thử", scopes, grants, now + timedelta(days=days)), now)
    return token


# Sign-ins


@pytest.mark.asyncio(loop_scope="session")
async def test_sign_in_ends_when_it_lies_unused_and_each_use_begins_anew(site: Site) -> None:
    open_sign_in(site.engine, "officer", "idle", NOW, NOW + timedelta(hours=12))
    used = [NOW + timedelta(minutes=minutes) for minutes in (29, 58, 87)]
    assert all(standing_of(site.engine, "idle", instant, IDLE) for instant in used)
    assert standing_of(site.engine, "idle", used[-1] + timedelta(minutes=29, seconds=59), IDLE) is not None
    assert standing_of(site.engine, "idle", used[-1] + timedelta(hours=1), IDLE) is None


@pytest.mark.asyncio(loop_scope="session")
async def test_sign_in_in_use_still_ends_at_its_end(site: Site) -> None:
    until = NOW + timedelta(minutes=40)
    open_sign_in(site.engine, "officer", "ending", NOW, until)
    assert standing_of(site.engine, "ending", NOW + timedelta(minutes=20), IDLE) is not None
    assert standing_of(site.engine, "ending", until, IDLE) is None


@pytest.mark.asyncio(loop_scope="session")
async def test_idle_sign_in_is_turned_away_by_the_api(site: Site) -> None:
    token, now = uuid.uuid4().hex, datetime.now(UTC)
    open_sign_in(site.engine, "officer", token, now, now + timedelta(hours=12))
    async with bearer(site, token) as asking:
        assert (await asking.get("/api/v1/tasks")).status_code == httpx.codes.OK
        _age(site, token, seen_at=now - site.app.state.shell.options.idle)
        assert_problem(await asking.get("/api/v1/tasks"), 401, "not_signed_in")


@pytest.mark.asyncio(loop_scope="session")
async def test_sign_ins_are_listed_and_closed_one_by_one_or_all_others(site: Site) -> None:
    name = person(site, "nhieu-may")
    for number in range(4):
        opened = NOW + timedelta(minutes=number)
        open_sign_in(site.engine, name, f"m{number}", opened, NOW + IDLE, Arrival(device=f"Máy {number}"))
    listed = sign_ins_of(site.engine, name, NOW)
    assert [row["device"] for row in listed] == ["Máy 3", "Máy 2", "Máy 1", "Máy 0"]
    close_one(site.engine, "officer", listed[0]["handle"])  # not theirs to close
    close_one(site.engine, name, listed[1]["handle"])
    assert close_others(site.engine, name, listed[3]["handle"]) == 2
    assert [row["device"] for row in sign_ins_of(site.engine, name, NOW)] == ["Máy 0"]


@pytest.mark.asyncio(loop_scope="session")
async def test_provider_closes_its_own_sessions_only(site: Site) -> None:
    name = person(site, "noi-khac")
    for token, arrival in {
        "a": Arrival("provider", "", "s-1", "one"),
        "b": Arrival("provider", "", "s-1", "two"),
        "c": Arrival("provider", "", "s-2", "three"),
        "d": Arrival("password"),
    }.items():
        open_sign_in(site.engine, name, f"p-{token}", NOW, NOW + IDLE, arrival)
    assert close_elsewhere(site.engine, "", "one") == 1
    assert close_elsewhere(site.engine, "s-1", "") == 1
    assert close_elsewhere(site.engine, "s-2", "other") == 0
    assert [bool(account_of(site.engine, f"p-{token}", NOW)) for token in "abcd"] == [
        False,
        False,
        True,
        True,
    ]


@pytest.mark.asyncio(loop_scope="session")
async def test_signing_in_again_ends_the_sign_in_that_the_browser_brought(site: Site) -> None:
    name = person(site, "lan-nua")
    async with client(site.app, {"Sec-Fetch-Site": "same-origin"}) as asking:
        tokens = []
        for _time in range(2):
            answer = await asking.post("/dang-nhap", data={"username": name, "password": PASSWORD})
            assert answer.status_code == httpx.codes.SEE_OTHER
            tokens.append(asking.cookies["minhbach"])
        now = datetime.now(UTC)
        assert [bool(account_of(site.engine, token, now)) for token in tokens] == [False, True]


def _age(site: Site, token: str, **instants: datetime) -> None:
    with site.engine.begin() as connection:
        handle = standing_of(site.engine, token, datetime.now(UTC))
        assert handle is not None
        connection.execute(update(SIGN_IN).where(SIGN_IN.c.handle == handle.handle).values(instants))


# A fresh proof before signing

SIGNING = {"number": "1/QĐ", "signed_on": "2023-12-25", "signatory": "Ai", "signatory_title": "Viện trưởng"}


async def sign(asking: httpx.AsyncClient) -> httpx.Response:
    """Sign an instrument that does not exist: who may ask is told first."""
    body = {"command_id": str(uuid.uuid4()), "command": SIGNING}
    return await asking.post("/api/v1/decisions/khong-co/sign-decision", json=body)


@pytest.mark.asyncio(loop_scope="session")
async def test_signing_needs_a_fresh_proof_and_the_proof_suffices(site: Site) -> None:
    name = person(site, "nguoi-ky", Grant(Role.DECIDER, "VKS-X"))
    token, now = uuid.uuid4().hex, datetime.now(UTC)
    open_sign_in(site.engine, name, token, now, now + timedelta(hours=12))
    async with bearer(site, token) as asking:
        assert_problem(await sign(asking), 404, UNKNOWN)
        _age(site, token, proved_at=now - site.app.state.shell.options.proof_lasting)
        stale = await sign(asking)
        assert_problem(stale, 401, "proof_needed")
        assert 'error="insufficient_user_authentication", max_age="3600"' in stale.headers["www-authenticate"]
        other = {"command_id": str(uuid.uuid4()), "command": {"archive_reference": "x"}}
        answer = await asking.post("/api/v1/decisions/khong-co/archive-decision", json=other)
        assert answer.json()["code"] != "proof_needed"
        wrong = await asking.post(PROOF, json={"password": "sai-mat-khau"})
        assert_problem(wrong, 401, "sign_in_failed", "/password")
        assert_problem(await sign(asking), 401, "proof_needed")
        assert (await asking.post(PROOF, json={"password": PASSWORD})).status_code == httpx.codes.NO_CONTENT
        assert_problem(await sign(asking), 404, UNKNOWN)


@pytest.mark.asyncio(loop_scope="session")
async def test_proof_is_throttled_and_needs_a_sign_in(site: Site) -> None:
    name, token, now = person(site, "doan-mo"), uuid.uuid4().hex, datetime.now(UTC)
    open_sign_in(site.engine, name, token, now, now + timedelta(hours=12))
    assert_problem(await site.anyone.post(PROOF, json={"password": PASSWORD}), 401, "not_signed_in")
    async with bearer(site, token) as asking:
        for _time in range(5):
            await asking.post(PROOF, json={"password": "x"})
        assert_problem(await asking.post(PROOF, json={"password": PASSWORD}), 429, "sign_in_limited")


# The second factor


@pytest.mark.asyncio(loop_scope="session")
async def test_second_factor_is_asked_for_and_each_code_works_once(site: Site) -> None:
    name, shell = person(site, "hai-lop"), site.app.state.shell
    secret = second_factor.new_secret()
    codes = await second_factor.turn_on(shell, name, secret, 0)
    given = {"username": name, "password": PASSWORD}

    async def entered(code: str | None) -> tuple[int, str]:
        async with client(site.app) as asking:  # its own, for the answer sets a cookie
            answer = await asking.post("/api/v1/sign-in", json={**given, "code": code})
        return answer.status_code, answer.json().get("code", "")

    assert await entered(None) == (401, "second_factor_needed")
    assert await entered("000000") == (401, "second_factor_failed")
    code = pyotp.TOTP(secret).now()
    assert await entered(code) == (200, "")
    assert await entered(code) == (401, "second_factor_failed")
    assert await entered(codes[0].upper()) == (200, "")
    assert await entered(codes[0]) == (401, "second_factor_failed")
    for _time in range(2):
        await entered("000000")
    assert await entered(codes[1]) == (200, "")


@pytest.mark.asyncio(loop_scope="session")
async def test_second_factor_and_recovery_codes_are_kept_sealed_and_hashed(site: Site) -> None:
    name, shell = person(site, "kin-dao"), site.app.state.shell
    secret = second_factor.new_secret()
    codes = await second_factor.turn_on(shell, name, secret, 0)
    with site.engine.connect() as connection:
        kept = connection.execute(
            text(
                "SELECT account.*, encode(second_factor, 'escape'), encode(code_hash, 'escape')"
                " FROM account JOIN recovery_code ON account = account.id"
            )
        ).all()
    assert kept
    assert secret not in str(kept)
    assert all(code not in str(kept) and code.replace("-", "") not in str(kept) for code in codes)


@pytest.mark.asyncio(loop_scope="session")
async def test_second_factor_sealed_for_another_opens_nothing(site: Site) -> None:
    one, other, shell = person(site, "mot-ai"), person(site, "ai-khac"), site.app.state.shell
    secret = second_factor.new_secret()
    await second_factor.turn_on(shell, one, secret, 0)
    with site.engine.begin() as connection:
        connection.execute(
            text(
                "UPDATE account SET second_factor = (SELECT second_factor FROM account WHERE id = :one) WHERE id = :o"
            ),
            {"one": one, "o": other},
        )
    assert not await second_factor.proves(shell, other, pyotp.TOTP(secret).now())
    assert await second_factor.proves(shell, one, pyotp.TOTP(secret).now())


@pytest.mark.asyncio(loop_scope="session")
async def test_second_factor_is_part_of_the_proof(site: Site) -> None:
    name, shell, now = person(site, "ky-hai-lop"), site.app.state.shell, datetime.now(UTC)
    secret = second_factor.new_secret()
    await second_factor.turn_on(shell, name, secret, 0)
    token = uuid.uuid4().hex
    open_sign_in(site.engine, name, token, now, now + timedelta(hours=12))
    async with bearer(site, token) as asking:
        alone = await asking.post(PROOF, json={"password": PASSWORD})
        assert_problem(alone, 401, "second_factor_needed", "/code")
        both = {"password": PASSWORD, "code": pyotp.TOTP(secret).now()}
        assert (await asking.post(PROOF, json=both)).status_code == httpx.codes.NO_CONTENT


@pytest.mark.parametrize(("drift", "taken"), [(-60, False), (-30, True), (0, True), (30, True), (60, False)])
def test_code_of_a_clock_that_differs_a_little_is_taken(drift: int, *, taken: bool) -> None:
    secret = second_factor.new_secret()
    code = pyotp.TOTP(secret).at(NOW + timedelta(seconds=drift))
    assert (second_factor.period_of(secret, code, NOW) is not None) is taken


# Tokens for programs


@pytest.mark.parametrize("scopes", [(), ("read",), ("act",), ("sign",)], ids=str)
@pytest.mark.asyncio(loop_scope="session")
async def test_token_reaches_as_far_as_its_scopes_on_every_operation(
    site: Site, scopes: tuple[str, ...]
) -> None:
    document = (await site.anyone.get("/openapi.json")).json()
    wrong = []
    async with bearer(site, program(site, "registrar", *scopes)) as asking:
        for method, path, operation in operations(document):
            answer = await asking.request(method, filled(path), content=b"{}")
            code = answer.json().get("code") if "json" in answer.headers.get("content-type", "") else ""
            (needed,) = [entry["bearer"] for entry in operation["security"]]
            reaches = bool(needed) and set(needed) <= set(scopes)
            if (code != "scope_missing") is not reaches:
                wrong.append((method, path, needed, answer.status_code, code))
    assert wrong == []


def operations(document: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Every operation that asks who speaks."""
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            if operation["security"]:
                yield method.upper(), path, operation


def filled(path: str) -> str:
    return path.replace("{key}", "khong-co").replace("{command_id}", str(uuid.uuid4()))


@pytest.mark.asyncio(loop_scope="session")
async def test_signing_is_the_only_scope_of_signing_and_commands_need_act(site: Site) -> None:
    document = (await site.anyone.get("/openapi.json")).json()
    scopes = {
        path.rpartition("/")[2]: operation["security"][0]["bearer"]
        for method, path, operation in operations(document)
        if method == "POST" and path.startswith("/api/v1/decisions/")
    }
    acts = ("settle-outcomes", "publish-decision", "archive-decision", "record-answer")
    assert scopes == {name: ["act"] for name in acts} | {
        name: ["sign"] for name in ("sign-decision", "correct-decision")
    }


@pytest.mark.asyncio(loop_scope="session")
async def test_token_signs_without_a_proof_only_with_the_scope_given(site: Site) -> None:
    for scopes, code in {("read", "act"): "scope_missing", ("sign",): UNKNOWN}.items():
        async with bearer(site, program(site, "decider", *scopes)) as asking:
            assert (await sign(asking)).json()["code"] == code


@pytest.mark.asyncio(loop_scope="session")
async def test_token_held_to_one_role_acts_in_no_other(site: Site) -> None:
    token = program(site, "many", "read", "act", grants=("appraiser@VKS-Z",))
    async with bearer(site, token) as asking:
        body = {"command_id": str(uuid.uuid4()), "command": {"received_on": "2023-12-05"}}
        body |= {"acting_as": {"role": "receiving_clerk", "unit": "VKS-X"}}
        answer = await asking.post("/api/v1/dossiers/khong-co/receive-dossier", json=body)
        assert_problem(answer, 403, "role_not_granted")


@pytest.mark.asyncio(loop_scope="session")
async def test_token_opens_no_page_and_is_no_cookie(site: Site) -> None:
    token = program(site, "officer", "read", "act", "sign")
    async with bearer(site, token) as asking:
        assert (await asking.get("/api/v1/tasks")).status_code == httpx.codes.OK
        assert_problem(await asking.get("/viec-cua-toi"), 403, "scope_missing")
    async with client(site.app) as asking:
        asking.cookies.set("minhbach", token)
        assert_problem(await asking.get("/api/v1/tasks"), 401, "not_signed_in")


@pytest.mark.asyncio(loop_scope="session")
async def test_token_ends_at_its_end_when_revoked_and_with_its_account(site: Site) -> None:
    name, now = person(site, "may-chay", Grant(Role.APPRAISER, "VKS-X")), datetime.now(UTC)
    ended, revoked, left = (PREFIX + uuid.uuid4().hex for _token in range(3))
    make_token(site.engine, name, ended, NewToken("a", ("read",), (), NOW + timedelta(days=1)), NOW)
    for token in (revoked, left):
        make_token(site.engine, name, token, NewToken(token, ("read",), (), now + timedelta(days=90)), now)
    handles = {row["label"]: row["handle"] for row in tokens_of(site.engine, name, now)}
    assert not revoke_token(site.engine, "officer", handles[revoked])
    assert revoke_token(site.engine, name, handles[revoked])
    for token, status in {ended: 401, revoked: 401, left: 200}.items():
        async with bearer(site, token) as asking:
            assert (await asking.get("/api/v1/tasks")).status_code == status
    assert [row["used_at"] is not None for row in tokens_of(site.engine, name, now)] == [True]
    person(site, name)
    async with bearer(site, left) as asking:
        assert_problem(await asking.get("/api/v1/tasks"), 401, "not_signed_in")


@pytest.mark.asyncio(loop_scope="session")
async def test_token_lasts_ninety_days_at_most_and_an_account_has_few(site: Site) -> None:
    name, now = person(site, "tham-lam"), datetime.now(UTC)
    with pytest.raises(ValueError, match="90 days"):
        program(site, name, "read", days=91)
    for _number in range(MOST):
        program(site, name, "read")
    with pytest.raises(TooManyTokens):
        program(site, name, "read")
    assert len(tokens_of(site.engine, name, now)) == MOST


@pytest.mark.asyncio(loop_scope="session")
async def test_database_holds_no_token_of_a_program(site: Site) -> None:
    token = program(site, "officer", "read")
    with site.engine.connect() as connection:
        kept = connection.execute(text("SELECT *, encode(token_hash, 'escape') FROM access_token")).all()
    assert kept
    assert token not in str(kept)


@pytest.mark.parametrize(
    ("method", "path", "scope"),
    [
        ("GET", "/api/v1/tasks", Scope.READ),
        ("POST", "/api/v1/dossiers/x/sign-decision", Scope.SIGN),
        ("POST", "/api/v1/dossiers/sign-decision/receive-dossier", Scope.ACT),
        ("GET", "/api/v1/account/tokens", ""),
        ("POST", "/temporal/codec/decode", ""),
        ("GET", "/viec-cua-toi", ""),
    ],
)
def test_scope_of_an_address(method: str, path: str, scope: str) -> None:
    assert scope_for(method, path) == scope
