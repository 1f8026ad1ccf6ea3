"""A system that stays: its first account, the verbs that speak with it, and its data after a restart."""

import json
import os
import shlex
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from commandline.api import Api, Order, step_id
from embedded.testing import short_folder

ROOT = Path(__file__).parents[2]
CLI = [sys.executable, "-m", "cli"]


@pytest.fixture
def folder() -> Iterator[Path]:
    with short_folder() as made:
        yield made / "main"


def plain() -> dict[str, str]:
    """The developer's environment without what names servers."""
    ours = ("MINHBACH_", "DATABASE_", "TEMPORAL_")
    return {name: value for name, value in os.environ.items() if not name.startswith(ours)}


@contextmanager
def running(folder: Path) -> Iterator[dict[str, Any]]:
    """The system, and what it told when it was up."""
    command = [*CLI, "up", "--folder", str(folder), "--port", "0", "--json"]
    process = subprocess.Popen(
        command, cwd=ROOT, env=plain(), text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout is not None
    told = ""
    for line in process.stdout:
        told += line
        if line == "}\n":
            break
    try:
        assert told, process.communicate()
        yield json.loads(told)
    finally:
        process.send_signal(signal.SIGTERM)
        _out, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (128 + signal.SIGTERM, "")


def verb(environment: Mapping[str, str], *arguments: str) -> Any:  # noqa: ANN401 - any JSON
    """What a verb prints as JSON."""
    done = subprocess.run(
        [*CLI, *arguments, "--json"],
        cwd=ROOT,
        env=dict(environment),
        text=True,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return json.loads(done.stdout)


def named(told: Mapping[str, Any], folder: Path) -> dict[str, str]:
    """The environment of the verbs, from the file that the system wrote for them."""
    lines = Path(told["environment"]).read_text(encoding="utf-8").splitlines()
    pairs = (shlex.split(line)[0].partition("=") for line in lines)
    return plain() | {name: value for name, _equals, value in pairs} | {"XDG_CONFIG_HOME": str(folder)}


def signed_in(environment: Mapping[str, str], folder: Path, role: str) -> dict[str, str]:
    """The environment of somebody who holds this role for the unit of the example, and has just signed in."""
    given = verb(
        environment, "account", "add", f"vd-{role.replace('_', '-')}", "--username", role, "--name", role,
        "--grant", f"{role}@VKS-VD",
    )  # fmt: skip
    own = {**environment, "XDG_CONFIG_HOME": str(folder / role)}
    verb({**own, "MINHBACH_PASSWORD": given["password"]}, "sign-in", role)
    return own


def register_unit(environment: Mapping[str, str]) -> None:
    """Enter the unit of the example, as the first account, which is a registrar."""
    kept = Path(environment["XDG_CONFIG_HOME"]) / "minhbach" / "tokens.json"
    (token,) = json.loads(kept.read_text(encoding="utf-8")).values()
    unit = {"name": "Viện kiểm sát ví dụ", "level": "district", "route": "civil"}
    with closing(Api(environment["MINHBACH_URL"], token)) as api:
        api.send(Order("units", "vks-vd", "register-unit", unit, step_id("vd")))


def test_one_draws_up_and_another_signs(folder: Path) -> None:
    with running(folder) as told:
        environment = named(told, folder)
        verb({**environment, "MINHBACH_PASSWORD": told["password"]}, "sign-in", told["username"])
        register_unit(environment)
        officer, head = (signed_in(environment, folder, role) for role in ("proposing_officer", "unit_head"))
        drawn_up = verb(officer, "submit", "docs/examples/dossier.json", "--draft-only")
        assert [receipt["accepted"] for receipt in drawn_up["receipts"]] == [True]
        assert [task["stream"] for task in verb(head, "tasks")] == ["dossier-vi-du-2023"]
        assert verb(head, "sign", "vi-du-2023")["receipt"]["accepted"]
        assert verb(head, "tasks") == []
        facts = verb(officer, "history", "dossier-vi-du-2023")["items"]
        assert [(fact["name"], fact["actor"]["id"]) for fact in facts] == [
            ("dossier.drafted", "vd-proposing-officer"),
            ("dossier.submitted", "vd-unit-head"),
        ]


def test_system_serves_its_verbs_and_keeps_its_data(folder: Path) -> None:
    with running(folder) as told:
        environment = named(told, folder)
        secret = {"MINHBACH_PASSWORD": told["password"]}
        account = verb(environment | secret, "sign-in", told["username"])["account"]
        assert {grant["role"] for grant in account["grants"]} == {"operator", "registrar", "auditor"}
        assert verb(environment, "list") == []
        assert verb(environment, "reconcile") == {"open_streams": 0}
        made = verb(
            environment, "account", "add", "x-01", "--username", "x", "--name", "X", "--grant", "auditor@X"
        )
        assert verb(environment, "seal") == {"size": 0}
        report = verb(environment, "verify")
        assert (report["ok"], report["events"]) == (True, 0)
    with running(folder) as told:
        assert "password" not in told
        secret = {"MINHBACH_PASSWORD": made["password"]}
        assert verb(named(told, folder) | secret, "sign-in", "x")["account"]["id"] == "x-01"
