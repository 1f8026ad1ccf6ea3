"""The command handler, the only writer: load, fold, decide, append, answer."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from domain.catalogue import COMMANDS, ENGINE_COMMANDS
from domain.delegation.authority import authorities
from domain.envelope import Alarm, Envelope, Progress, Receipt, RefusalAnswer
from domain.envelope import fingerprint as fingerprint_of
from domain.execution import Change, Loaded, Order, run
from domain.ids import kind_of
from domain.peers import further_peers, peers
from domain.progress import PATH_KINDS, progress
from domain.refusal import Refusal
from domain.refusals import REASONS, sentences
from domain.values import Actor
from store import codec
from store.batch import batch_of
from store.codec import MalformedPayload
from store.errors import AlreadyAnswered, UniquenessTaken, VersionConflict
from store.event_store import Answer, EventStore, Rows, StoredReceipt
from tlog import canonical
from tlog.canonical import NotCanonical
from tlog.leaf import format_ts

Project = Callable[[Sequence[Change], datetime], Rows]
"""From what changed to the read-model rows that follow."""

_ATTEMPTS = 3


class CommandHandler:
    """Handle envelopes against a store. `uniqueness` maps a read-model index to the refusal it stands for."""

    def __init__(self, store: EventStore, project: Project, uniqueness: dict[str, str]) -> None:
        self._store = store
        self._project = project
        self._uniqueness = uniqueness

    def handle(self, envelope: Envelope) -> Receipt:
        """The receipt of the command, the same however often it is asked.

        Raises `IntegrityViolation`, `MalformedPayload` for an envelope that can never be recorded, or
        `VersionConflict` when other writers kept winning.
        """
        fingerprint = _fingerprint(envelope)
        with self._store.held() as store:
            receipt = self._hopefully(envelope, fingerprint, store) or self._patiently(
                envelope, fingerprint, store
            )
        return replace(receipt, fingerprint=fingerprint.hex())

    def _hopefully(self, envelope: Envelope, fingerprint: bytes, store: EventStore) -> Receipt | None:
        """The receipt, if what this process remembers of the stream still stands and the command changes it.

        What is remembered may only lead to an append, which the database checks: nobody is refused from memory.
        """
        own = store.remembered(envelope.stream)
        if own is None:
            return None
        try:
            changes = self._decide(envelope, own, store)
            return self._append(envelope, changes, fingerprint, store) if changes else None
        except (Refusal, VersionConflict, AlreadyAnswered):
            return None

    def _patiently(self, envelope: Envelope, fingerprint: bytes, store: EventStore) -> Receipt:
        for _attempt in range(_ATTEMPTS - 1):
            try:
                return self._attempt(envelope, fingerprint, store)
            except (VersionConflict, AlreadyAnswered):
                continue
        return self._attempt(envelope, fingerprint, store)

    def _attempt(self, envelope: Envelope, fingerprint: bytes, store: EventStore) -> Receipt:
        try:
            stored, own = store.begin(envelope.command_id, envelope.stream)
        except Refusal as refusal:
            return _refused(envelope, 0, refusal)
        if stored is not None:
            return _answer_again(envelope, stored, fingerprint)
        try:
            changes = self._decide(envelope, own, store)
            if not changes:
                return _keep(_unchanged(envelope, own), fingerprint, store)
            return self._append(envelope, changes, fingerprint, store)
        except Refusal as refusal:
            return _keep(_refused(envelope, own.version, refusal), fingerprint, store)

    def _decide(self, envelope: Envelope, own: Loaded, store: EventStore) -> tuple[Change, ...]:
        command: object = codec.decode(_command_class(envelope), envelope.command)
        accepted_at = datetime.fromisoformat(envelope.accepted_at)
        order = Order(envelope.stream, command, envelope.actor, accepted_at, envelope.seen_version)
        named = peers(envelope.stream, own.state, command)
        others = store.load(dict.fromkeys((*named, *authorities(envelope.actor))))
        states = {stream: loaded.state for stream, loaded in others.items()}
        further = store.load(further_peers(command, states))
        return run(order, {envelope.stream: own, **others, **further})

    def _append(
        self, envelope: Envelope, changes: tuple[Change, ...], fingerprint: bytes, store: EventStore
    ) -> Receipt:
        receipt = _accepted(envelope, changes)
        answer = Answer(envelope.command_id, envelope.stream, fingerprint, receipt_to_json(receipt))
        rows = self._project(changes, datetime.fromisoformat(envelope.accepted_at))
        try:
            position, recorded_at = store.append(batch_of(envelope, changes), answer, rows)
        except UniquenessTaken as taken:
            detail, number = taken.values.removesuffix(", "), taken.values.split(", ", 2)[-1]
            facts: dict[str, object] = {"detail": detail, "number": number}
            raise Refusal(self._uniqueness[taken.index], facts) from taken
        return _dated(receipt, position, recorded_at)


def _keep(receipt: Receipt, fingerprint: bytes, store: EventStore) -> Receipt:
    """Record a receipt that no event goes with."""
    answer = Answer(receipt.command_id, receipt.stream, fingerprint, receipt_to_json(receipt))
    return _dated(receipt, None, store.answer(answer))


def receipt_to_json(receipt: Receipt) -> dict[str, object]:
    """The body to store: everything but what the database adds."""
    return {
        "command_id": receipt.command_id,
        "stream": receipt.stream,
        "accepted": receipt.accepted,
        "version": receipt.version,
        "refusal": asdict(receipt.refusal) if receipt.refusal else None,
        "progress": asdict(receipt.progress) if receipt.progress else None,
        "touched": receipt.touched,
    }


def receipt_from_json(body: dict[str, Any], position: int | None, recorded_at: str) -> Receipt:
    """The receipt of a stored body."""
    refusal, shown = body["refusal"], body["progress"]
    return Receipt(
        command_id=body["command_id"],
        stream=body["stream"],
        accepted=body["accepted"],
        version=body["version"],
        position=position,
        recorded_at=recorded_at,
        refusal=RefusalAnswer(**{**refusal, "items": tuple(refusal["items"])}) if refusal else None,
        progress=Progress(**{**shown, "alarms": tuple(Alarm(**alarm) for alarm in shown["alarms"])})
        if shown
        else None,
        touched=tuple(body["touched"]),
    )


def _command_class(envelope: Envelope) -> type:
    kind = kind_of(envelope.stream)
    known = {**COMMANDS[kind], **ENGINE_COMMANDS.get(kind, {})}
    if envelope.name not in known:
        raise Refusal("unknown_command", {"command": envelope.name})
    return known[envelope.name]


def _fingerprint(envelope: Envelope) -> bytes:
    """The envelope's fingerprint, if everything in it could stand in a leaf; raises `MalformedPayload`."""
    try:
        canonical.encode([envelope.stream, envelope.command, *_spelled(envelope.actor)])
    except NotCanonical as error:
        raise MalformedPayload(str(error)) from error
    return bytes.fromhex(fingerprint_of(envelope))


def _spelled(actor: Actor) -> tuple[str, str, str]:
    return actor.id, actor.unit, actor.on_behalf_of


def _answer_again(envelope: Envelope, stored: StoredReceipt, fingerprint: bytes) -> Receipt:
    if stored.fingerprint != fingerprint:
        return _refused(envelope, 0, Refusal("command_id_reused"))
    return receipt_from_json(stored.body, stored.position, format_ts(stored.recorded_at))


def _accepted(envelope: Envelope, changes: tuple[Change, ...]) -> Receipt:
    own = next((change for change in changes if change.stream == envelope.stream), None)
    touched = [
        change.stream for change in changes if change is not own and kind_of(change.stream) in PATH_KINDS
    ]
    shown = progress(envelope.stream, Loaded(own.version, own.state)) if own else None
    return Receipt(
        envelope.command_id,
        envelope.stream,
        accepted=True,
        version=own.version if own else 0,
        progress=shown,
        touched=tuple(touched),
    )


def _unchanged(envelope: Envelope, own: Loaded) -> Receipt:
    """The answer where what was asked for is so already."""
    shown = progress(envelope.stream, own)
    return Receipt(envelope.command_id, envelope.stream, accepted=True, version=own.version, progress=shown)


def _refused(envelope: Envelope, version: int, refusal: Refusal) -> Receipt:
    vi, en, source = sentences(refusal)
    items = tuple({name: getattr(item, name) for name in item.__slots__} for item in refusal.items)
    answer = RefusalAnswer(refusal.code, REASONS[refusal.code].kind, vi, en, source, items)
    return Receipt(envelope.command_id, envelope.stream, accepted=False, version=version, refusal=answer)


def _dated(receipt: Receipt, position: int | None, recorded_at: datetime) -> Receipt:
    return replace(receipt, position=position, recorded_at=format_ts(recorded_at))
