"""Write a sample payload of every stored event: `python scripts/make_event_samples.py` from the project's folder.

A sample stands for the payloads that lie in real logs for ever, so one that is there already is never written
anew: when a payload's shape must change, give the event a new schema version and an upcaster, then run this.
"""

import sys
from base64 import urlsafe_b64encode
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from enum import Enum
from pathlib import Path
from types import NoneType
from typing import Any, get_args, get_type_hints

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from domain.catalogue import EVENTS  # noqa: E402 - the project's folder must be on the path first
from domain.values import Personal  # noqa: E402 - as above
from store import codec  # noqa: E402 - as above
from tlog import canonical, disclosure  # noqa: E402 - as above

FOLDER = ROOT / "tests" / "samples" / "events"
SALT = urlsafe_b64encode(bytes(range(16))).rstrip(b"=").decode()

_PLAIN: dict[Any, Any] = {
    int: 3,
    bool: True,
    date: date(2023, 11, 6),
    datetime: datetime(2023, 11, 6, 2, 0, 0, 123456, tzinfo=UTC),
}


def example(hint: Any, name: str) -> Any:  # noqa: ANN401 - any annotation of a stored class
    """A value with every optional part present and lists of two."""
    if hint in _PLAIN:
        return _PLAIN[hint]
    if hint is str:
        return f"mẫu {name}"
    if hint is Personal:
        return Personal(f"riêng {name}")
    if is_dataclass(hint):
        hints = get_type_hints(hint)
        values = {entry.name: example(hints[entry.name], entry.name) for entry in fields(hint)}
        return hint(**values)  # type: ignore[operator] # a class, by its annotation
    if isinstance(hint, type) and issubclass(hint, Enum):
        return next(iter(hint))
    return _composed(get_args(hint), name)


def _composed(arguments: tuple[Any, ...], name: str) -> Any:  # noqa: ANN401 - a union or a tuple
    if NoneType in arguments:
        return example(next(option for option in arguments if option is not NoneType), name)
    if arguments[-1] is Ellipsis:
        return tuple(example(arguments[0], f"{name} {number}") for number in (1, 2))
    return tuple(example(argument, f"{name} {number}") for number, argument in enumerate(arguments, start=1))


def sample(cls: type) -> bytes:
    """The canonical payload of an example of that class, with its personal fields committed to."""
    payload = codec.encode(
        example(cls, ""), lambda pointer, value: disclosure.commit(pointer, value, SALT)[0]
    )
    return canonical.encode(payload) + b"\n"


def main() -> None:
    """Write the samples that are missing."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, (cls, schema) in EVENTS.items():
        path = FOLDER / f"{name}.v{schema}.json"
        if not path.exists():
            path.write_bytes(sample(cls))
            sys.stdout.write(f"{path.relative_to(ROOT)}\n")


if __name__ == "__main__":
    main()
