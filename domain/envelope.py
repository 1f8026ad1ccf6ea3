"""What travels between the web, Temporal and the store: plain values that any JSON converter can carry."""

import json
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from domain.values import Actor


@dataclass(frozen=True, slots=True)
class Envelope:
    """A command on its way: instants are ISO 8601 text; `accepted_at` is stamped by the workflow."""

    stream: str
    name: str
    command: dict[str, Any]
    command_id: str
    actor: Actor
    seen_version: int | None = None
    accepted_at: str = ""


def fingerprint(envelope: Envelope) -> str:
    """SHA-256 (hex) of what was asked and by whom: one command id may not stand for two things.

    Raises ValueError for text that has no UTF-8 form.
    """
    actor = envelope.actor
    who = [actor.id, actor.role, actor.unit, *([actor.on_behalf_of] if actor.on_behalf_of else [])]
    asked = [envelope.stream, envelope.name, envelope.command, who]
    spelled = json.dumps(asked, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(spelled.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Alarm:
    """A deadline of the present step, for the workflow's timer: it holds no rule, only when and for whom."""

    rung: str
    due_at: str
    role: str
    source: str


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a stream stands, for operators and timers: a copy of what the store folds.

    `due_at` is when the present step is or was due, `escalated_to` the role above once that rung has come;
    `alarms` are the rungs still to come.
    """

    stream: str
    version: int
    step: str
    label: str
    awaits: str
    awaits_label: str
    unit: str
    since: str
    closed: bool
    due_at: str = ""
    due_source: str = ""
    escalated_to: str = ""
    alarms: tuple[Alarm, ...] = ()


@dataclass(frozen=True, slots=True)
class RefusalAnswer:
    """A refusal as an answer: stable code, sentences in both languages, the rule's source."""

    code: str
    kind: str
    sentence_vi: str
    sentence_en: str
    source: str
    items: tuple[dict[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Receipt:
    """The recorded answer to a command, the same for ever.

    `touched` names the other streams on a path that it wrote to; `fingerprint` is that of the envelope it answers.
    """

    command_id: str
    stream: str
    accepted: bool
    version: int
    position: int | None = None
    recorded_at: str = ""
    refusal: RefusalAnswer | None = None
    progress: Progress | None = None
    touched: tuple[str, ...] = ()
    fingerprint: str = ""
