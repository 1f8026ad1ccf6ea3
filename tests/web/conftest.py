"""One site for all tests of this folder: PostgreSQL, Temporal, a worker and the application, in one loop."""

import base64
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack

import pytest
import pytest_asyncio
from sqlalchemy import create_engine

from embedded.temporal import Temporal
from embedded.testing import Database, fresh_database, make_template, postgres_for_tests, temporal_for_tests
from readmodel.accounts import create_account
from settings import Settings
from store.engine import open_engine
from store.migrate import migrate
from tests.web.site import COUNCIL_UNIT, PASSWORD, PEOPLE, UNIT, Person, Site, client
from web.app import create_app
from web.options import WebOptions
from worker import path_worker

KEYS = "k1:" + base64.b64encode(b"k" * 32).decode()
UI_ORIGIN = "http://temporal-ui.test:8233"


def _migrated(database: Database) -> None:
    engine = create_engine(database.owner_url)
    migrate(engine)
    engine.dispose()


@pytest.fixture(scope="session")
def database() -> Iterator[Database]:
    with postgres_for_tests() as cluster:
        make_template(cluster, "web_template", _migrated)
        with fresh_database(cluster, "web_template") as made:
            yield made


@pytest.fixture(scope="session")
def temporal_server() -> Iterator[Temporal]:
    with temporal_for_tests() as running:
        yield running


@pytest.fixture(scope="session")
def web_settings(database: Database, temporal_server: Temporal) -> Settings:
    return settings_for(database.app_url, temporal_server.address)


def settings_for(database_url: str, temporal_address: str) -> Settings:
    given = {
        "DATABASE_URL": database_url,
        "TEMPORAL_ADDRESS": temporal_address,
        "MINHBACH_PAYLOAD_KEYS": KEYS,
    }
    return Settings.model_validate(given)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def site(web_settings: Settings) -> AsyncIterator[Site]:
    app = create_app(web_settings, WebOptions.model_validate({"MINHBACH_TEMPORAL_UI_ORIGIN": UI_ORIGIN}))
    engine = open_engine(web_settings.database_url)
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(app.router.lifespan_context(app))
        await stack.enter_async_context(path_worker(await app.state.shell.door.connected(), engine))
        anyone = await stack.enter_async_context(client(app))
        people = {}
        for name, grants in PEOPLE.items():
            create_account(
                engine,
                account_id=name,
                username=name,
                name=f"Họ tên {name}",
                password=PASSWORD,
                grants=grants,
            )
            answer = await anyone.post("/api/v1/sign-in", json={"username": name, "password": PASSWORD})
            headers = {"Authorization": f"Bearer {answer.json()['token']}"}
            people[name] = Person(await stack.enter_async_context(client(app, headers=headers)))
        anyone.cookies.clear()
        made = Site(app, engine, people, anyone)
        await _register_units(made)
        yield made
    engine.dispose()


async def _register_units(site: Site) -> None:
    for unit in (UNIT, COUNCIL_UNIT):
        command = {"name": f"Viện kiểm sát {unit}", "level": "DISTRICT", "route": "civil"}
        await site.registrar.do(f"units/{unit.lower()}/register-unit", command)
