"""The manual shows pictures that exist, names every place of the masthead, and leads to every page of its own."""

import re
from pathlib import Path

import pytest

from scripts.make_manual import MANUAL, SHOWN, pictures_of
from web.navigation import PLACES, Place

PAGES = sorted(MANUAL.glob("*.md"))
MOST_BYTES = 3_000_000
LINK = re.compile(r"\]\(([^)#:]+)\)")


def test_pictures_are_those_that_pages_show_and_stay_small() -> None:
    kept = {path.name: path.stat().st_size for path in SHOWN.iterdir()}
    assert set(kept) == pictures_of()
    assert sum(kept.values()) < MOST_BYTES


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.href)
def test_every_place_is_named_in_the_manual(place: Place) -> None:
    named = f"**{place.label}** (`{place.href}`)"
    assert any(named in page.read_text(encoding="utf-8") for page in PAGES), named


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_of_the_manual_lead_somewhere(page: Path) -> None:
    for link in LINK.findall(page.read_text(encoding="utf-8")):
        assert (MANUAL / link).exists(), link


def test_table_of_contents_leads_to_every_page() -> None:
    contents = set(LINK.findall((MANUAL / "README.md").read_text(encoding="utf-8")))
    assert {page.name for page in PAGES} - {"README.md"} <= contents
