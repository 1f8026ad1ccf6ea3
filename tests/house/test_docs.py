"""The documents are current: generated pages, tables of settings and dependencies, identifiers, links."""

import importlib.metadata
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic_core import PydanticUndefined
from pydantic_settings import BaseSettings

from cli import application
from commandline.environment import ApiSettings
from scripts.make_docs import stale
from settings import MailSettings, Settings
from web.options import WebOptions

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
HIDDEN = {".venv", "var", "build", "dist", "node_modules"}
PAGES = sorted(path for path in ROOT.rglob("*.md") if not HIDDEN.intersection(path.relative_to(ROOT).parts))


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def read(place: str) -> str:
    return (ROOT / place).read_text(encoding="utf-8")


def rows(text: str) -> Iterator[list[str]]:
    """The cells of every table row that begins with code."""
    for line in text.splitlines():
        if line.startswith("| `"):
            yield [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]


# Generated pages


def test_generated_pages_say_what_the_sources_say() -> None:
    behind = sorted(str(place) for place in stale())
    assert not behind, f"stale: {behind}; run `python -m scripts.make_docs`"


def test_a_stale_page_would_be_found(tmp_path: Path) -> None:
    assert {place.name for place in stale(tmp_path)} >= {"events.md", "commands.md", "errors.md", "R2019.md"}


# Settings


def described(settings: type[BaseSettings]) -> dict[str, str]:
    """Every variable of a settings class with its default as the table writes it."""
    fields = (field for field in settings.model_fields.values() if field.validation_alias)
    return {str(field.validation_alias): _default(field.default) for field in fields}


def _default(value: object) -> str:
    if value is PydanticUndefined:
        return ""
    return {None: "nothing", "": "empty"}.get(value, f"`{value}`") if value in (None, "") else f"`{value}`"


def test_every_setting_stands_in_operations_with_its_default() -> None:
    told = {cells[0].strip("`"): cells[1] for cells in rows(read("docs/operations.md")) if len(cells) == 3}
    wanted = described(Settings) | described(MailSettings) | described(WebOptions) | described(ApiSettings)
    assert {name: default for name, default in told.items() if name.isupper()} == wanted


# Dependencies

FREE = re.compile(r"MIT|BSD|Apache|ISC|PSF|MPL|LGPL", re.IGNORECASE)


def licence(package: str) -> str:
    """What the installed metadata says: the expression, or the old field's first line with the classifiers."""
    metadata = importlib.metadata.metadata(package).json
    classifiers = [entry for entry in metadata.get("classifier", ()) if entry.startswith("License")]
    old = str(metadata.get("license", "")).partition("\n")[0]
    return str(metadata.get("license_expression", "")) or "; ".join([old, *classifiers])


def installed(requirements: str) -> list[str]:
    """The pinned packages that this platform needs."""
    found = []
    for name in re.findall(r"^([a-z0-9][a-z0-9._-]*)==", read(requirements), re.MULTILINE):
        try:
            importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            continue
        found.append(name)
    return found


@pytest.mark.parametrize("package", installed("requirements/run.txt"))
def test_no_package_at_run_time_is_under_gpl_or_agpl(package: str) -> None:
    said = licence(package)
    assert FREE.search(said), f"{package}: {said!r} is a licence nobody has looked at"
    assert not re.search(r"(?<!L)(?<!Lesser )\bA?GPL", said), f"{package}: {said}"


def test_every_dependency_has_its_line_in_the_decision() -> None:
    project = tomllib.loads(read("pyproject.toml"))["project"]
    lists = (project["dependencies"], *project["optional-dependencies"].values())
    named = {re.split(r"[\[<>=!~ ]", entry)[0] for entries in lists for entry in entries}
    assert {cells[0].strip("`") for cells in rows(read("docs/adr/0014-dependencies.md"))} == named


@pytest.mark.parametrize("cells", [*rows(read("docs/adr/0014-dependencies.md"))], ids=lambda cells: cells[0])
def test_licence_in_the_decision_is_that_of_the_package(cells: list[str]) -> None:
    said = licence(cells[0].strip("`"))
    for part in cells[1].split(" or "):
        assert part in said, f"{cells[0]}: the metadata says {said!r}"


# Identifiers, links, decisions


def test_every_identifier_of_the_glossary_is_used_by_the_domain() -> None:
    sources = [path.read_text(encoding="utf-8") for path in (ROOT / "domain").rglob("*.py")]
    packs = [path.read_text(encoding="utf-8") for path in (ROOT / "domain").rglob("packs/*.json")]
    words = set(re.findall(r"\w+", "\n".join(sources + packs)))
    lines = [line.split("|") for line in read("docs/glossary.md").splitlines() if line.startswith("| ")]
    named = [name for cells in lines for name in re.findall(r"`(\w+)`", cells[2])]
    assert len(named) > 50
    assert sorted(set(named) - words) == []


def links() -> Iterator[tuple[Path, str]]:
    for page in PAGES:
        for target in re.findall(r"\]\(([^)\s]+)\)", page.read_text(encoding="utf-8")):
            if not target.startswith(("http:", "https:")):
                yield page, target


@pytest.mark.parametrize(("page", "target"), [*links()], ids=lambda part: str(part)[-40:])
def test_link_leads_somewhere(page: Path, target: str) -> None:
    place, _hash, anchor = target.partition("#")
    found = (page.parent / place).resolve() if place else page
    assert found.exists(), f"{name_of(page)} links to {target}"
    if anchor and found.suffix == ".md":
        assert anchor in anchors(found), f"{name_of(page)} links to {target}"


def anchors(page: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}


DECISIONS = sorted((DOCS / "adr").glob("[0-9]*.md"))


def test_decisions_are_numbered_without_gap_and_listed() -> None:
    assert [int(path.name[:4]) for path in DECISIONS] == list(range(1, len(DECISIONS) + 1))
    listed = re.findall(r"\[(\d{4})\]\((.+?)\) \| (.+?) \|", read("docs/adr/README.md"))
    titles = [path.read_text(encoding="utf-8").partition("\n")[0].removeprefix("# ") for path in DECISIONS]
    assert [f"{number} {title}" for number, _place, title in listed] == titles
    assert [place for _number, place, _title in listed] == [path.name for path in DECISIONS]


@pytest.mark.parametrize("decision", DECISIONS, ids=name_of)
def test_decision_is_a_page_with_the_four_parts(decision: Path) -> None:
    text = decision.read_text(encoding="utf-8")
    parts = ["Context", "Decision", "Consequences", "What would change our mind"]
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == parts
    prose = [line for line in text.splitlines() if not line.startswith("|")]
    assert len(prose) <= 75


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_page_is_plain_utf_8_with_one_title(page: Path) -> None:
    text = re.sub(r"^```.*?^```", "", page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    assert len(re.findall(r"^# ", text, re.MULTILINE)) == 1
    assert not re.search(r"\b(TODO|FIXME|TBD)\b", text)


def test_verbs_of_the_readme_are_those_of_the_command_line() -> None:
    table = dict.fromkeys(
        re.findall(r"^\| `minhbach ([a-z -]+?)(?: [A-ZĐ]\S*)*`", read("README.md"), re.MULTILINE)
    )
    assert set(table) == set(verbs())


def verbs() -> Iterator[str]:
    app = application()
    for command in app.registered_commands:
        yield str(command.name)
    for group in app.registered_groups:
        commands = group.typer_instance.registered_commands if group.typer_instance else ()
        yield from (f"{group.name} {command.name}" for command in commands)
