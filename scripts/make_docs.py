"""Write the generated pages of docs/: `python -m scripts.make_docs`; with `--check`, only tell which are stale."""

import sys
from collections.abc import Iterator
from pathlib import Path

from domain.rules.library import packs
from scripts.docs_catalogue import commands_page, errors_page, events_page
from scripts.docs_rules import rules_page

DOCS = Path(__file__).resolve().parents[1] / "docs"


def pages() -> dict[Path, str]:
    """Every generated page, by its place below docs/."""
    made = {
        Path("events.md"): events_page(),
        Path("commands.md"): commands_page(),
        Path("errors.md"): errors_page(),
        **{Path("rules", f"{pack.id}.md"): rules_page(pack) for pack in packs().values()},
    }
    return {place: "\n".join(lines) + "\n" for place, lines in made.items()}


def stale(docs: Path = DOCS) -> Iterator[Path]:
    """The pages that are missing or differ from what the sources say now."""
    for place, text in pages().items():
        page = docs / place
        if not page.exists() or page.read_text(encoding="utf-8") != text:
            yield place


def main(arguments: list[str]) -> int:
    """Write what is stale, or with `--check` only name it; exit code 1 when a check finds something."""
    found = list(stale())
    for place in found:
        sys.stdout.write(f"{place}\n")
        if "--check" not in arguments:
            page = DOCS / place
            page.parent.mkdir(parents=True, exist_ok=True)
            page.write_text(pages()[place], encoding="utf-8")
    return int(bool(found) and "--check" in arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
