"""The composition is what it promises: valid, pinned, guarded, and without a secret of its own."""

import ast
import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from commandline.servers import worker
from embedded.postgres import APP, OWNER
from workflows.contracts import SEAL_QUEUE, TASK_QUEUE

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
COMPOSE = DEPLOY / "compose.yaml"
CONFIG: dict[str, Any] = yaml.safe_load(COMPOSE.read_text(encoding="utf-8"))
SERVICES: dict[str, dict[str, Any]] = CONFIG["services"]
JOBS = {"temporal-schema", "temporal-namespace", "migrate"}
"""What runs once and ends; everything else must say whether it is well."""
OURS = {"migrate", "web", "worker", "sealer"}
DOCKERFILE = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
EACH = pytest.mark.parametrize("name", SERVICES)


def test_compose_file_fits_the_compose_schema() -> None:
    command = [
        sys.executable,
        "-m",
        "check_jsonschema",
        "--builtin-schema",
        "vendor.compose-spec",
        str(COMPOSE),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@EACH
def test_service_tells_whether_it_is_well_or_is_a_job(name: str) -> None:
    assert ("healthcheck" in SERVICES[name]) is (name not in JOBS)


@EACH
def test_service_restarts_and_is_bounded(name: str) -> None:
    service = SERVICES[name]
    assert service["restart"] == ("on-failure:5" if name in JOBS else "unless-stopped")
    assert set(service["deploy"]["resources"]["limits"]) == {"cpus", "memory"}


@EACH
def test_image_is_pinned_by_tag(name: str) -> None:
    image = re.sub(r"\$\{[A-Z_]+:-(.+?)\}", r"\1", SERVICES[name]["image"])
    assert re.fullmatch(r"[a-z/-]+:\d+(\.\d+)+", image), image


@EACH
def test_service_that_needs_a_job_waits_for_its_success(name: str) -> None:
    for needed, how in SERVICES[name].get("depends_on", {}).items():
        wanted = "service_completed_successfully" if needed in JOBS else "service_healthy"
        assert how["condition"] == wanted


@EACH
def test_environment_holds_no_secret(name: str) -> None:
    for variable, value in SERVICES[name].get("environment", {}).items():
        secret = re.search(r"PASSWORD|PWD|KEY|SECRET|TOKEN|DATABASE.*URL", variable)
        assert not secret or str(value).startswith("/run/secrets/"), f"{name}: {variable}"


def test_no_address_in_the_file_carries_a_password() -> None:
    assert not re.search(r"://[^/\s]*:[^/\s]*@", COMPOSE.read_text(encoding="utf-8"))


def test_every_secret_is_a_file_outside_version_control() -> None:
    ignored = (DEPLOY / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert "secrets/" in ignored
    assert CONFIG["secrets"] == {name: {"file": f"./secrets/{name}"} for name in CONFIG["secrets"]}
    used = {secret for service in SERVICES.values() for secret in service.get("secrets", ())}
    assert used == set(CONFIG["secrets"])


def holders(secret: str) -> set[str]:
    return {name for name, service in SERVICES.items() if secret in service.get("secrets", ())}


def test_only_the_sealer_has_the_signing_key() -> None:
    assert holders("log_key") == {"sealer"}
    assert SERVICES["sealer"]["environment"]["MINHBACH_LOG_KEY_FILE"] == "/run/secrets/log_key"
    assert "MINHBACH_LOG_KEY_FILE" not in SERVICES["worker"]["environment"]
    assert SERVICES["sealer"]["deploy"]["replicas"] == 1


def test_only_the_migration_acts_as_the_owner() -> None:
    assert holders("database_owner_url") == {"migrate"}
    assert holders("owner_password") == {"postgres"}


def test_workers_and_sealer_use_flags_that_the_verb_has() -> None:
    assert SERVICES["worker"]["command"] == ["worker", "--no-seal"]
    assert SERVICES["sealer"]["command"] == ["worker", "--no-paths"]
    assert {"paths", "seal"} <= set(worker.__annotations__)


def test_health_of_workers_is_asked_of_their_own_queues() -> None:
    assert SERVICES["worker"]["healthcheck"]["test"][-1] == TASK_QUEUE
    assert SERVICES["sealer"]["healthcheck"]["test"][-1] == SEAL_QUEUE


@pytest.mark.parametrize("name", sorted(OURS))
def test_service_of_ours_can_write_nowhere_and_gain_nothing(name: str) -> None:
    service = SERVICES[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]


def test_only_pages_are_published_and_the_inside_has_no_way_out() -> None:
    published = {name for name, service in SERVICES.items() if "ports" in service}
    assert published == {"web", "temporal-ui"}
    assert {name for name, service in SERVICES.items() if "outside" in service["networks"]} == published
    assert all(
        port.startswith("${PUBLISH:-127.0.0.1}:") for name in published for port in SERVICES[name]["ports"]
    )
    assert CONFIG["networks"]["inside"] == {"internal": True}


def test_every_variable_of_the_composition_is_in_the_example() -> None:
    text = COMPOSE.read_text(encoding="utf-8")
    asked = set(re.findall(r"\$\{([A-Z_]+)", text))
    example = (DEPLOY / "env.example").read_text(encoding="utf-8")
    assert asked == set(re.findall(r"^([A-Z_]+)=", example, re.MULTILINE))


def test_roles_are_those_that_the_migrations_know() -> None:
    script = (DEPLOY / "postgres" / "10-roles.sql").read_text(encoding="utf-8")
    assert {OWNER, APP} <= set(re.findall(r"CREATE ROLE (\w+)", script))


def test_mounted_files_exist() -> None:
    mounts = [volume for service in SERVICES.values() for volume in service.get("volumes", ())]
    files = [mount.partition(":")[0] for mount in mounts if mount.startswith("./")]
    assert files
    assert [name for name in files if not (DEPLOY / name).is_file()] == []


# The image


def packages() -> set[str]:
    """Every top-level package and module that the product needs to run."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    listed = project["tool"]["hatch"]["build"]["targets"]["wheel"]["only-include"]
    return {*listed, *imported_by("cli.py", set())}


def imported_by(place: str, seen: set[str]) -> set[str]:
    """The top-level packages and modules of ours that a file or package imports, and theirs."""
    if place in seen:
        return set()
    seen.add(place)
    path = ROOT / place
    sources = path.rglob("*.py") if path.is_dir() else [path]
    tops = {name.partition(".")[0] for source in sources for name in imports(source)}
    ours = {top if (ROOT / top).is_dir() else f"{top}.py" for top in tops}
    ours = {name for name in ours if (ROOT / name).exists()}
    return ours.union(*(imported_by(name, seen) for name in ours))


def imports(source: Path) -> set[str]:
    tree = ast.parse(source.read_text(encoding="utf-8"))
    found = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module}
    return found | {
        alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names
    }


def copied() -> set[str]:
    lines = re.findall(r"^COPY (?!--from)(.+)$", DOCKERFILE, re.MULTILINE)
    return {source for line in lines for source in line.split()[:-1]}


def test_image_holds_every_package_of_the_product() -> None:
    assert packages() <= copied()
    assert copied() <= packages() | {
        "LICENSE",
        "requirements/run.txt",
        "deploy/entrypoint",
        "deploy/healthcheck.py",
    }


def test_builder_is_sent_what_the_image_copies_and_nothing_else() -> None:
    ignore = (DEPLOY / "Dockerfile.dockerignore").read_text(encoding="utf-8").splitlines()
    assert ignore[1] == "*"
    assert {line[1:] for line in ignore if line.startswith("!")} == copied()


def test_image_installs_by_hash_and_runs_without_rights() -> None:
    assert "--require-hashes --only-binary :all: --requirement /tmp/run.txt" in DOCKERFILE
    users = re.findall(r"^USER (.+)$", DOCKERFILE, re.MULTILINE)
    assert users == ["10001:10001"]
    assert DOCKERFILE.index("USER") > DOCKERFILE.index("RUN python -m compileall")
    assert "ARG PYTHON_IMAGE=python:3.11." in DOCKERFILE


def test_locked_packages_of_the_image_all_have_hashes() -> None:
    locked = (ROOT / "requirements" / "run.txt").read_text(encoding="utf-8")
    pins = re.split(r"^(?=\S)", locked, flags=re.MULTILINE)
    bare = [pin.split()[0] for pin in pins if "==" in pin.split("\n", 1)[0] and "--hash=sha256:" not in pin]
    assert bare == []
    assert len(pins) > 10


def test_no_file_names_a_package_index() -> None:
    texts = {
        path: path.read_text(encoding="utf-8")
        for path in DEPLOY.rglob("*")
        if path.suffix != ".pyc" and path.is_file()
    }
    named = [
        path.name
        for path, text in texts.items()
        if re.search(r"pypi|index-url\s*=?\s*http|pythonhosted", text)
    ]
    assert json.dumps(named) == "[]"
