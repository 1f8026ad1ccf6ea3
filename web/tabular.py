"""Tables to take away: JSON for programs, CSV that a spreadsheet opens without running what is in its cells."""

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from starlette.responses import Response

_STARTS_A_FORMULA: Final = frozenset("=+-@|%＝＋－＠")
_MARK: Final = "\ufeff"
"""Without it spreadsheets take the text for Latin."""


def csv_file(name: str, columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> Response:
    """The rows as a CSV to be saved (RFC 4180)."""
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(columns)
    writer.writerows([harmless(row[column]) for column in columns] for row in rows)
    return _file(f"{name}.csv", "text/csv; charset=utf-8", _MARK + written.getvalue())


def json_file(name: str, content: object) -> Response:
    """The content as JSON to be saved."""
    text = json.dumps(content, ensure_ascii=False, indent=2, default=str)
    return _file(f"{name}.json", "application/json; charset=utf-8", text + "\n")


def harmless(value: object) -> object:
    """A cell that no spreadsheet takes for a formula: an apostrophe stands before text that could be one."""
    if not isinstance(value, str):
        return "" if value is None else value
    return f"'{value}" if starts_a_formula(value) else value


def starts_a_formula(text: str) -> bool:
    """Whether a spreadsheet could take a text for a formula when it is typed or opened."""
    first = text.lstrip()[:1]
    return (bool(first) and first in _STARTS_A_FORMULA) or text[:1] in {"\t", "\r", "\n"}


def _file(name: str, media_type: str, content: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=media_type, headers=headers)
