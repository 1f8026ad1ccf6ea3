"""How verbs speak: results on stdout, as text or as JSON; progress and logs on stderr."""

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
)
from rich.table import Table
from rich.text import Text

AsJson = Annotated[bool, typer.Option("--json", help="In kết quả dạng JSON.")]

_PIPED_WIDTH = 200


def say(text: str) -> None:
    """Print a line for people, as it is."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def say_json(value: object, *, indent: int | None = 2) -> None:
    """Print a value for programs; without indent as one line."""
    say(json.dumps(value, ensure_ascii=False, indent=indent, default=str))


def table(title: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print a table; what is not a terminal gets one wide enough for any row."""
    shown = Table(title=title, title_justify="left")
    for column in columns:
        shown.add_column(column, overflow="fold")
    for row in rows:
        shown.add_row(*(Text("" if cell is None else str(cell)) for cell in row))
    width = None if sys.stdout.isatty() else _PIPED_WIDTH
    Console(width=width).print(shown)


@contextmanager
def progress() -> Iterator[Progress]:
    """Show how long work gets on, only where a person looks at stderr."""
    console = Console(stderr=True)
    columns = (
        SpinnerColumn(finished_text="✓"),
        TextColumn("{task.description}"),
        BarColumn(bar_width=30),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console, disable=not console.is_terminal) as shown:
        yield shown
