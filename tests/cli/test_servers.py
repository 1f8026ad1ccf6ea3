"""The verbs that stay: with `--json` they say on one line that they are ready, and log in JSON."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

from embedded.temporal import Temporal
from embedded.testing import Database
from tests.web.site import KEYS, NOWHERE
from workflows.contracts import TASK_QUEUE

ROOT = Path(__file__).parents[2]
AWAY = {"DATABASE_URL": "postgresql+psycopg://nobody@127.0.0.1:1/none", "TEMPORAL_ADDRESS": NOWHERE}


@contextmanager
def serving(verb: str, environment: Mapping[str, str]) -> Iterator[tuple[dict[str, Any], list[str]]]:
    """What the verb says when it is ready, and, once the block has ended, the lines it logged."""
    settings = {"MINHBACH_PAYLOAD_KEYS": KEYS, "MINHBACH_LOG_JSON": "0", "MINHBACH_PORT": "0", **environment}
    process = subprocess.Popen(
        [sys.executable, "-m", "cli", verb, "--json"],
        cwd=ROOT,
        env={**os.environ, **settings},
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    logged: list[str] = []
    first = process.stdout.readline()
    try:
        assert first, process.communicate()
        yield json.loads(first), logged
    finally:
        process.send_signal(signal.SIGTERM)
        out, err = process.communicate(timeout=60)
        logged += err.splitlines()
    assert out == "", "one line, and no more"


def test_web_with_json_says_where_it_listens() -> None:
    with serving("web", AWAY) as (said, logged):
        assert said.keys() == {"ready", "url"}
        assert said["ready"] == "web"
        answer = httpx.get(f"{said['url']}/healthz", trust_env=False)
        assert answer.status_code == httpx.codes.OK
    events = [json.loads(line) for line in logged]
    assert ("web_ready", said["url"]) in [(entry["event"], entry.get("url")) for entry in events]


def test_worker_with_json_says_what_it_serves(database: Database, temporal_server: Temporal) -> None:
    servers = {"DATABASE_URL": database.app_url, "TEMPORAL_ADDRESS": temporal_server.address}
    with serving("worker", servers) as (said, logged):
        assert said == {"ready": "worker", "queues": [TASK_QUEUE]}
    assert [json.loads(line)["event"] for line in logged] == ["worker_ready", "worker_stopped"]
