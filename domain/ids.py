"""Stream ids: a kind, a dash, a key. They are the ids of aggregates, of streams and of workflows alike."""

import re
from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from domain.refusal import Refusal

_KEY = re.compile(r"[a-z0-9](?:[a-z0-9.-]{0,78}[a-z0-9])?")


class Kind(StrEnum):
    """The kinds of stream."""

    NOMINATION = "nomination"
    DOSSIER = "dossier"
    SESSION = "session"
    DECISION = "decision"
    PERSON = "person"
    UNIT = "unit"
    ROLL = "roll"
    COUNCIL = "council"
    COMMENT = "comment"
    DELEGATION = "delegation"


PLURALS: Mapping[Kind, str] = MappingProxyType({kind: f"{kind}s" for kind in Kind})
"""The kinds as paths of the API name them."""


def stream_id(kind: Kind, key: str) -> str:
    """Name the stream of that kind and key; refuses a key outside `a-z 0-9 . -`, 1 to 80 characters."""
    if not _KEY.fullmatch(key):
        raise Refusal("malformed_id", {"value": key[:80]})
    return f"{kind}-{key}"


def kind_of(stream: str) -> Kind:
    """Tell the kind of a stream id; refuses anything that is not one."""
    kind, dash, key = stream.partition("-")
    if not dash or kind not in Kind.__members__.values() or not _KEY.fullmatch(key):
        raise Refusal("malformed_id", {"value": stream[:80]})
    return Kind(kind)


def key_of(stream: str) -> str:
    """The part of a stream id after its kind."""
    return stream.partition("-")[2]


def nomination_of(dossier: str, line: int) -> str:
    """The nomination stream of a dossier's line, numbered from 1: `dossier-x`, 7 -> `nomination-x.007`."""
    return f"{Kind.NOMINATION}-{key_of(dossier)}.{line:03d}"
