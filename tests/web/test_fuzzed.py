"""Schemathesis attacks the API from its own OpenAPI document, over HTTP, and finds nothing."""

import asyncio
import secrets
import sys
import uuid
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import httpx
import pytest
import pytest_asyncio
import uvicorn

from domain.values import Role
from embedded.ports import free_port
from readmodel.access_tokens import PREFIX, NewToken, make_token
from readmodel.accounts import Grant, create_account
from readmodel.sign_ins import open_sign_in
from tests.web.site import PASSWORD, Site

pytestmark = pytest.mark.asyncio(loop_scope="session")

UNIT = "VKS-FUZZ"
PEOPLE_OF_PATHS = tuple(role for role in Role if role not in {Role.ENGINE, Role.AUDITOR, Role.REGISTRAR})
"""Every role but those whose acts would change what the other tests of this site rest on."""


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def address(site: Site) -> AsyncIterator[str]:
    """The site over HTTP, served in its own loop."""
    port = free_port()
    config = uvicorn.Config(site.app, port=port, log_level="critical", ws="none", lifespan="off")
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110 - uvicorn has no event for it
        await asyncio.sleep(0.01)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    await serving


def account(site: Site) -> str:
    """Somebody who holds nearly every role, in a unit that has no part in anything."""
    name = f"fuzz-{uuid.uuid4().hex[:8]}"
    grants = [Grant(role, UNIT) for role in PEOPLE_OF_PATHS]
    create_account(site.engine, account_id=name, username=name, name=name, password=PASSWORD, grants=grants)
    return name


async def attack(address: str, token: str, *options: str) -> tuple[int, str]:
    """Run schemathesis as its users do; its exit code and what it says."""
    command = [
        *(sys.executable, "-m", "schemathesis.cli", "run", f"{address}/openapi.json"),
        *("--header", f"Authorization: Bearer {token}"),
        *("--generation-database", "none", "--seed", "1", "--no-color"),
        *("--suppress-health-check", "all", "--request-timeout", "30"),
        *(
            "--exclude-checks",
            "positive_data_acceptance",
        ),  # rules that no schema can say are answered with 422
        *options,
    ]
    process = await asyncio.create_subprocess_exec(
        *command, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT
    )
    said, _none = await process.communicate()
    return process.returncode or 0, said.decode()


async def test_whole_api_stands_an_attack_from_its_document(site: Site, address: str) -> None:
    token, now = PREFIX + secrets.token_hex(16), datetime.now(UTC)
    wanted = NewToken("fuzz", ("read", "act", "sign"), (), now + timedelta(days=1))
    make_token(site.engine, account(site), token, wanted, now)
    code, said = await attack(address, token, "--max-examples", "2", "--phases", "examples,fuzzing")
    assert code == 0, said


async def test_own_account_stands_an_attack(site: Site, address: str) -> None:
    token, now = uuid.uuid4().hex, datetime.now(UTC)
    open_sign_in(site.engine, account(site), token, now, now + timedelta(hours=1))
    only = ("--include-path-regex", "^/api/v1/(account|proof|sign-in)")
    code, said = await attack(address, token, "--max-examples", "5", *only)
    assert code == 0, said
    headers = {"Authorization": f"Bearer {token}"}
    async with httpx.AsyncClient(headers=headers, trust_env=False) as asking:
        assert (await asking.get(f"{address}/api/v1/tasks")).status_code == httpx.codes.OK
