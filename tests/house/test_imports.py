"""Who may import whom: the table of the architecture as a rule with a sentence for every breach."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ANY = ("*",)
STDLIB = sys.stdlib_module_names


@dataclass(frozen=True)
class Rule:
    """What the modules of a package may import of ours, and what they must never import of anyone's.

    Patterns are module names with `*`; a pattern covers what lies below it. `only` closes the list of
    packages of others (None leaves it open); `exempt` names the package's own composition root.
    """

    ours: tuple[str, ...]
    never: tuple[str, ...] = ()
    only: tuple[str, ...] | None = None
    exempt: tuple[str, ...] = ()


DECIDING = ("domain.*decide*", "domain.*evolve*", "domain.execution", "domain.reactions", "domain.peers")
TABLE: dict[str, Rule] = {
    "domain": Rule(ours=("domain",), only=()),
    "tlog": Rule(ours=("tlog",), only=("cryptography",)),
    "store": Rule(ours=("store", "domain", "tlog"), never=("temporalio", "fastapi", "starlette")),
    "readmodel": Rule(ours=("readmodel", "domain"), never=("temporalio", "fastapi", "starlette")),
    "workflows": Rule(
        ours=("workflows", "domain.envelope", "domain.ids", "domain.values", "domain.labels"),
        never=("sqlalchemy", "psycopg", "fastapi", "starlette"),
    ),
    "activities": Rule(
        ours=("activities", "workflows", "domain", "store", "readmodel", "tlog"),
        never=("fastapi", "starlette"),
    ),
    "web": Rule(
        ours=("web", "workflows", "readmodel", "domain", "tlog", "settings", "store.codec"),
        never=DECIDING,
        exempt=("web/app.py", "web/serve.py"),
    ),
    "audit": Rule(
        ours=("audit", "domain", "tlog", "store.codec", "store.upcasters"),
        never=("temporalio", "sqlalchemy", "psycopg", "fastapi", "starlette", "httpx"),
    ),
    "embedded": Rule(ours=("embedded", "tlog")),
    "settings": Rule(ours=()),
}
"""The packages whose imports the architecture rules; a package that is not here yet is ruled when it appears."""

ROOTS = {"cli": (), "worker": ("cli", "commandline", "scripts")}
"""The composition roots and who alone may import them."""

FREE = {"bench", "commandline", "demo", "deploy", "docs", "scripts", "tests", *ROOTS}
"""What may import whatever it shows, measures or tries, except the composition roots."""


def sources() -> list[Path]:
    """Every Python file of the product, relative to its root."""
    hidden = {".venv", "var", "build", "dist", "tests"}
    found = (path.relative_to(ROOT) for path in ROOT.rglob("*.py"))
    return sorted(path for path in found if not hidden.intersection(path.parts))


def package_of(path: Path) -> str:
    return path.parts[0].removesuffix(".py")


OURS = {package_of(path) for path in sources()} | set(TABLE) | set(FREE)


def covers(patterns: tuple[str, ...], module: str) -> bool:
    return any(fnmatchcase(module, pattern) or fnmatchcase(module, f"{pattern}.*") for pattern in patterns)


def is_module(name: str) -> bool:
    path = ROOT.joinpath(*name.split("."))
    return path.is_dir() or path.with_suffix(".py").is_file()


def imported(path: Path, source: str) -> Iterator[tuple[int, str]]:
    """Every module a file imports, wherever in the file, with its line."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            parents = path.parts[: -node.level] if node.level else ()
            base = ".".join((*parents, *([node.module] if node.module else [])))
            for alias in node.names:
                full = f"{base}.{alias.name}"
                yield node.lineno, full if is_module(full) else base


def breach(rule: Rule, package: str, module: str) -> str:
    """Why the package must not import the module; empty where it may."""
    top = module.partition(".")[0]
    if top in ROOTS and package not in (top, *ROOTS[top]):
        return "it is a composition root, and nobody imports those"
    if covers(rule.never, module):
        return "it must never"
    if top in OURS:
        return "" if covers(rule.ours, module) else f"of ours it may import only {', '.join(rule.ours)}"
    if top in STDLIB or rule.only is None or covers(rule.only, module):
        return ""
    return f"beyond the standard library it may import only {', '.join(rule.only) or 'nothing'}"


def breaches(path: Path, source: str) -> list[str]:
    """A sentence for every import that the table forbids."""
    package = package_of(path)
    rule = TABLE.get(package, Rule(ours=ANY))
    if path.as_posix() in rule.exempt:
        rule = Rule(ours=ANY)
    return [
        f"{path}:{line}: {package} imports {module}, but {why} (architecture, section 3)"
        for line, module in dict.fromkeys(imported(path, source))
        if (why := breach(rule, package, module))
    ]


TEXTS = {path: (ROOT / path).read_text(encoding="utf-8") for path in sources()}


@pytest.mark.parametrize("package", sorted({package_of(path) for path in TEXTS}))
def test_package_imports_only_what_it_may(package: str) -> None:
    found = [
        told for path, text in TEXTS.items() if package_of(path) == package for told in breaches(path, text)
    ]
    assert not found, "\n".join(["", *found])


def test_every_package_has_its_place_in_the_table() -> None:
    unplaced = sorted({package_of(path) for path in TEXTS} - set(TABLE) - FREE)
    assert not unplaced, f"no import rule for {unplaced}: give each a row in TABLE or name it in FREE"


def test_only_one_module_of_tlog_knows_cryptography() -> None:
    users = {
        str(path)
        for path, text in TEXTS.items()
        if package_of(path) == "tlog"
        for _line, module in imported(path, text)
        if module.startswith("cryptography")
    }
    assert users == {"tlog/note.py"}


@pytest.mark.parametrize(
    "package", ["domain", "tlog", "store", "readmodel", "workflows", "activities", "audit"]
)
def test_package_imports_nothing_by_a_computed_name(package: str) -> None:
    calls = [
        f"{path}:{node.lineno}"
        for path, text in TEXTS.items()
        if package_of(path) == package
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith(("import_module", "__import__"))
    ]
    assert not calls, f"a computed import hides from the rule: {calls}"


# The rule itself is tried on breaches, since a rule that cannot fail is no rule.


@pytest.mark.parametrize(
    ("file", "source", "sentence"),
    [
        (
            "domain/ids.py",
            "import pydantic",
            "domain/ids.py:1: domain imports pydantic, but beyond the standard library it may import only nothing",
        ),
        (
            "domain/ids.py",
            "\nfrom store.codec import x",
            "domain/ids.py:2: domain imports store.codec, but of ours it may import only domain",
        ),
        (
            "tlog/leaf.py",
            "from domain.values import Actor",
            "tlog/leaf.py:1: tlog imports domain.values, but of ours it may import only tlog",
        ),
        (
            "store/a.py",
            "import temporalio.client",
            "store/a.py:1: store imports temporalio.client, but it must never",
        ),
        (
            "workflows/nomination.py",
            "from domain.nomination import decide",
            (
                "workflows/nomination.py:1: workflows imports domain.nomination.decide, but of ours it may import only "
                "workflows, domain.envelope, domain.ids, domain.values, domain.labels"
            ),
        ),
        (
            "workflows/paths.py",
            "def late():\n    import sqlalchemy.ext.asyncio",
            "workflows/paths.py:2: workflows imports sqlalchemy.ext.asyncio, but it must never",
        ),
        (
            "web/pages.py",
            "from store.event_store import EventStore",
            (
                "web/pages.py:1: web imports store.event_store, but of ours it may import only "
                "web, workflows, readmodel, domain, tlog, settings, store.codec"
            ),
        ),
        (
            "web/pages.py",
            "from domain.session.decide import decide",
            "web/pages.py:1: web imports domain.session.decide, but it must never",
        ),
        (
            "audit/verify.py",
            "from sqlalchemy import text",
            "audit/verify.py:1: audit imports sqlalchemy, but it must never",
        ),
        (
            "activities/commands.py",
            "import web.app",
            (
                "activities/commands.py:1: activities imports web.app, but of ours it may import only "
                "activities, workflows, domain, store, readmodel, tlog"
            ),
        ),
        (
            "bench/a.py",
            "import worker",
            "bench/a.py:1: bench imports worker, but it is a composition root, and nobody imports those",
        ),
        (
            "web/app.py",
            "import cli",
            "web/app.py:1: web imports cli, but it is a composition root, and nobody imports those",
        ),
        (
            "domain/rules/pack.py",
            "from ...store import codec",
            "domain/rules/pack.py:1: domain imports store.codec, but of ours it may import only domain",
        ),
    ],
)
def test_breach_is_told_in_a_sentence(file: str, source: str, sentence: str) -> None:
    assert breaches(Path(file), source) == [f"{sentence} (architecture, section 3)"]


@pytest.mark.parametrize(
    ("file", "source"),
    [
        ("domain/ids.py", "import re\nfrom domain.refusal import Refusal\nfrom . import values"),
        ("tlog/note.py", "from cryptography.exceptions import InvalidSignature"),
        ("store/a.py", "import sqlalchemy\nfrom domain.execution import run\nfrom tlog import leaf"),
        ("workflows/paths.py", "import temporalio\nfrom domain.envelope import Envelope"),
        ("web/app.py", "from store.event_store import EventStore"),
        ("audit/replay.py", "from domain.execution import run\nfrom store.codec import decode"),
        ("cli.py", "import worker\nimport commandline"),
        ("demo/facts.py", "from store.event_store import EventStore"),
    ],
)
def test_what_the_table_allows_is_no_breach(file: str, source: str) -> None:
    assert breaches(Path(file), source) == []


# What the table promises is so when the modules are really loaded.

_LOAD = """
import sys, importlib
sys.path.insert(0, sys.argv[1])
for name in sys.argv[3:]:
    importlib.import_module(name)
loaded = {name.partition(".")[0] for name in sys.modules}
print(*sorted(loaded & set(sys.argv[2].split(","))))
"""


def loads(package: str, unwanted: str, *options: str) -> str:
    """Which of the unwanted packages are there once every module of the package is loaded."""
    names = [
        ".".join(path.with_suffix("").parts).removesuffix(".__init__")
        for path in sources()
        if package_of(path) == package and path.stem != "__main__"
    ]
    command = [sys.executable, "-I", *options, "-c", _LOAD, str(ROOT), unwanted, *names]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=20)
    return done.stdout.strip() + done.stderr.strip()


def test_domain_loads_with_the_standard_library_alone() -> None:
    """Without site-packages there is nothing else to import."""
    assert loads("domain", "store,tlog,temporalio", "-S") == ""


def test_audit_loads_without_server_database_or_web() -> None:
    assert loads("audit", "temporalio,sqlalchemy,psycopg,web,workflows,activities,fastapi") == ""


def test_loading_tells_what_came_along() -> None:
    """The two tests above can fail: readmodel does bring the database in."""
    assert loads("readmodel", "temporalio,sqlalchemy") == "sqlalchemy"
