"""One site for all tests of this folder: PostgreSQL, Temporal, a worker and the application, in one loop."""

from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta

import pytest
import pytest_asyncio
from argon2 import PasswordHasher
from sqlalchemy import Engine

from embedded.postgres import Cluster
from embedded.temporal import Temporal
from embedded.testing import Database, fresh_database, temporal_for_tests
from readmodel.accounts import create_account
from readmodel.sign_ins import open_sign_in
from settings import Settings
from store.engine import open_engine
from tests.web.site import (
    COUNCIL_UNIT,
    LOG_SIGNER,
    PASSWORD,
    PEOPLE,
    UI_ORIGIN,
    UNIT,
    Person,
    Site,
    client,
    settings_for,
)
from web.app import create_app
from web.options import WebOptions
from worker import path_worker


@pytest.fixture(scope="session")
def web_database(cluster: Cluster, template: str) -> Iterator[Database]:
    with fresh_database(cluster, template) as made:
        yield made


@pytest.fixture(scope="session")
def web_temporal() -> Iterator[Temporal]:
    """A server of its own: the site's worker listens on the product's queue the whole run."""
    with temporal_for_tests() as running:
        yield running


@pytest.fixture(scope="session")
def web_settings(web_database: Database, web_temporal: Temporal) -> Settings:
    return settings_for(web_database.app_url, web_temporal.address)


@pytest.fixture(scope="session", autouse=True)
def cheap_passwords() -> Iterator[None]:
    """Hash as the product does, but with parameters that cost nothing: dozens of accounts are opened here."""
    with pytest.MonkeyPatch.context() as patched:
        cheap = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
        patched.setattr("readmodel.accounts._HASHER", cheap)
        yield


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def site(web_settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Site]:
    key = tmp_path_factory.mktemp("keys") / "log.pub"
    key.write_text(LOG_SIGNER.verifier.to_text() + "\n", encoding="utf-8")
    given = {
        "MINHBACH_TEMPORAL_UI_ORIGIN": UI_ORIGIN,
        "MINHBACH_LOG_PUBLIC_KEY_FILE": str(key),
        "MINHBACH_IDLE_MINUTES": "600",  # everybody signs in once, and the run may take a while
        "MINHBACH_PROOF_MINUTES": "60",
    }
    app = create_app(web_settings, WebOptions.model_validate(given))
    engine = open_engine(web_settings.database_url)
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(app.router.lifespan_context(app))
        await stack.enter_async_context(path_worker(await app.state.shell.door.connected(), engine))
        anyone = await stack.enter_async_context(client(app))
        people = {}
        for name in PEOPLE:
            headers = {"Authorization": f"Bearer {_open(engine, name)}"}
            people[name] = Person(await stack.enter_async_context(client(app, headers)))
        made = Site(app, engine, people, anyone)
        await _register_units(made)
        yield made
    engine.dispose()


def _open(engine: Engine, name: str) -> str:
    """Open an account and a sign-in of it."""
    grants, token, now = PEOPLE[name], f"the-{name}", datetime.now(UTC)
    create_account(
        engine, account_id=name, username=name, name=f"Họ tên {name}", password=PASSWORD, grants=grants
    )
    open_sign_in(engine, name, token, now, now + timedelta(hours=1))
    return token


async def _register_units(site: Site) -> None:
    for unit in (UNIT, COUNCIL_UNIT):
        command = {"name": f"Viện kiểm sát {unit}", "level": "DISTRICT", "route": "civil"}
        await site.registrar.do(f"units/{unit.lower()}/register-unit", command)
