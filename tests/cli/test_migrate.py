"""The migration as a process of its own: the schema, the search attributes, and a clean end every time."""

import asyncio
import os
import subprocess
import sys
from pathlib import Path

from temporalio.api.enums.v1 import IndexedValueType
from temporalio.api.operatorservice.v1 import ListSearchAttributesRequest, RemoveSearchAttributesRequest
from temporalio.client import Client

from commandline.servers import SEARCH_ATTRIBUTES
from embedded.postgres import Cluster
from embedded.temporal import SEARCH_ATTRIBUTES as EMBEDDED
from embedded.temporal import Temporal, temporal
from embedded.testing import fresh_database, short_folder

ROOT = Path(__file__).parents[2]


def migrate(url: str, address: str) -> "subprocess.CompletedProcess[str]":
    environment = {**os.environ, "DATABASE_OWNER_URL": url, "TEMPORAL_ADDRESS": address}
    command = [sys.executable, "-m", "cli", "migrate"]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


async def _without(server: Temporal, name: str) -> None:
    client = await Client.connect(server.address)
    request = RemoveSearchAttributesRequest(namespace="default", search_attributes=[name])
    await client.operator_service.remove_search_attributes(request)


async def _listed(server: Temporal) -> dict[str, "IndexedValueType.ValueType"]:
    client = await Client.connect(server.address)
    request = ListSearchAttributesRequest(namespace="default")
    answer = await client.operator_service.list_search_attributes(request)
    return {
        name: answer.custom_attributes[name] for name in SEARCH_ATTRIBUTES if name in answer.custom_attributes
    }


def test_empty_database_and_bare_server_are_made_ready(cluster: Cluster, template: str) -> None:
    assert template
    with short_folder() as folder, temporal(folder) as server, fresh_database(cluster, "template0") as made:
        asyncio.run(_without(server, "Step"))
        assert "Step" not in asyncio.run(_listed(server))
        first, second = (migrate(made.owner_url, server.address) for _ in range(2))
        assert (first.returncode, second.returncode) == (0, 0), first.stderr + second.stderr
        assert "Thuộc tính tìm kiếm mới: Step." in first.stdout
        assert "Thuộc tính tìm kiếm mới: không có." in second.stdout
        assert asyncio.run(_listed(server)) == SEARCH_ATTRIBUTES


def test_embedded_server_starts_with_the_same_search_attributes() -> None:
    named = {
        name: IndexedValueType.Name(kind).removeprefix("INDEXED_VALUE_TYPE_").title()
        for name, kind in SEARCH_ATTRIBUTES.items()
    }
    assert named == EMBEDDED


def test_database_that_is_away_is_told() -> None:
    done = migrate("postgresql+psycopg://nobody@127.0.0.1:1/none", "127.0.0.1:1")
    assert done.returncode == 1
    assert done.stderr.startswith("Không kết nối được cơ sở dữ liệu: ")
    assert "Traceback" not in done.stderr


def test_temporal_that_is_away_is_told(cluster: Cluster, template: str) -> None:
    with fresh_database(cluster, template) as made:
        done = migrate(made.owner_url, "127.0.0.1:1")
    assert done.returncode == 1
    assert done.stderr.startswith("Temporal ở 127.0.0.1:1 không trả lời: ")
