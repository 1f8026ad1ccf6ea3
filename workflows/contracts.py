"""What the web, the worker and the workflows agree on: queues, names, inputs."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from domain.ids import Kind, kind_of

TASK_QUEUE = "minhbach"
"""Where paths and their activities run; any number of workers."""

SEAL_QUEUE = "minhbach-seal"
"""Where the log is sealed: only processes that hold the signing key listen."""

OUTWARD_QUEUE = "minhbach-outward"
"""Where mail leaves the house: only processes that are told of a mail server listen."""

EXECUTE = "execute"
"""The update that brings a command to its stream's workflow."""

WAKE = "wake"
"""The signal that says: your stream was written to by another; the progress comes along where it is known."""

_TYPES: Mapping[Kind, str] = MappingProxyType(
    {
        Kind.NOMINATION: "NominationPath",
        Kind.DOSSIER: "DossierPath",
        Kind.SESSION: "SessionPath",
        Kind.DECISION: "DecisionPath",
        Kind.PERSON: "RegisterRecord",
        Kind.UNIT: "RegisterRecord",
        Kind.ROLL: "RegisterRecord",
        Kind.COUNCIL: "RegisterRecord",
        Kind.COMMENT: "RegisterRecord",
        Kind.DELEGATION: "RegisterRecord",
    }
)


@dataclass(frozen=True, slots=True)
class PathStart:
    """All that a path needs to begin or to begin again: its stream."""

    stream: str


def workflow_type(stream: str) -> str:
    """The workflow type of a stream; the workflow's id is the stream's id."""
    return _TYPES[kind_of(stream)]
