"""How `make test` shares the tests between processes: a file at a time, the longest first.

Each process starts servers of its own, and what a file shares (a site, a stack, a year played once) is made once.
"""

from typing import Final

import pytest
from xdist.scheduler.loadscope import LoadScopeScheduling

LONGEST_FIRST: Final = (
    "tests/e2e/test_cases.py",
    "tests/crash/",
    "tests/e2e/",
    "tests/workflows/",
    "tests/cli/",
    "tests/demo/",
    "tests/web/",
)
"""Where the long files lie; one of these begun last would keep a single process busy after all others ended."""

TOGETHER: Final = ("tests/e2e/browser/",)
"""Folders whose files share something too dear to be made twice."""


class ByFile(LoadScopeScheduling):  # type: ignore[misc]  # the library has no types
    """Hands out whole files, in the order in which they were collected."""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        return next((folder for folder in TOGETHER if file.startswith(folder)), file)


def longest_first(items: list[pytest.Item]) -> None:
    """Order the tests for sharing; files keep their own order."""
    items.sort(key=lambda item: _rank(item.nodeid))


def _rank(nodeid: str) -> int:
    return next(
        (rank for rank, place in enumerate(LONGEST_FIRST) if nodeid.startswith(place)), len(LONGEST_FIRST)
    )
