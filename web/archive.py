"""What pages ask of the store itself: to fold a stream's leaves, and to write all evidence into one file.

The web knows no store; the composition root hands these in.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from domain.session.finding import Checked
from domain.session.minutes import SessionMinutes


class BrokenChain(Exception):  # noqa: N818 - named after what was found
    """From here on the leaves are not those that were recorded one after another."""


Unfold = Callable[[str, Iterable[bytes]], Iterator[Any]]
"""How a stream stood after each of its leaves, from the first on; raises `BrokenChain`."""

Export = Callable[[Path, datetime], None]
"""Write the whole of the evidence at that instant as a bundle for the offline tool."""


Minuted = Callable[[Engine, str], SessionMinutes | None]
"""The data of a session's minutes, from its own leaves; None where it was never convened."""

Recomputed = Callable[[Engine, str], tuple[Checked, ...]]
"""Everything that the check of a session looks at, and what does not stand; raises `BrokenChain`."""


@dataclass(frozen=True, slots=True)
class Archive:
    """The store as far as readers of its evidence need it; `export` is None where no key is known to go with it."""

    unfold: Unfold
    minutes: Minuted
    check: Recomputed
    export: Export | None = None
