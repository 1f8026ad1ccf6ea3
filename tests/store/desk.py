"""The desk where orders are handed in: the same orders as in the domain's tests, through the command handler."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from sqlalchemy import Engine, text

from domain.catalogue import COMMANDS, ENGINE_COMMANDS
from domain.envelope import Envelope, Receipt
from domain.execution import Order
from domain.ids import kind_of
from domain.register import commands as rc
from readmodel.projector import project
from readmodel.tables import UNIQUENESS
from store import codec
from store.command_handler import CommandHandler
from store.errors import VersionConflict
from store.event_store import EventStore
from tests.domain.office import NOW, REGISTRAR
from tlog.leaf import format_ts

EVIDENCE = ("leaf", "disclosure", "receipt", "checkpoint", "log_head")
READ_MODEL = ("nomination", "nominee", "dossier", "session", "decision", "work_queue", "recusal")


def envelope(order: Order, command_id: str | None = None) -> Envelope:
    """The order as it travels; with a fresh command id unless one is given."""
    kind = kind_of(order.stream)
    commands = {**COMMANDS[kind], **ENGINE_COMMANDS.get(kind, {})}
    return Envelope(
        stream=order.stream,
        name=next(name for name, cls in commands.items() if cls is type(order.command)),
        command=codec.encode(order.command),
        command_id=command_id or str(uuid4()),
        actor=order.actor,
        seen_version=order.seen_version,
        accepted_at=format_ts(order.accepted_at),
    )


def handler(engine: Engine) -> CommandHandler:
    """The command handler as the worker makes it."""
    return CommandHandler(EventStore(engine), project, UNIQUENESS)


@dataclass
class Desk:
    """A handler with the orders' spelling; `receipts` keeps what was answered, in order."""

    engine: Engine
    receipts: list[Receipt] = field(default_factory=list)

    def send(self, order: Order, command_id: str | None = None) -> Receipt:
        """The receipt of an order."""
        receipt = handler(self.engine).handle(envelope(order, command_id))
        self.receipts.append(receipt)
        return receipt

    def given(self, *orders: Order) -> None:
        """Hand in orders that must be taken; one that is refused is a mistake of the test."""
        for order in orders:
            receipt = self.send(order)
            assert receipt.accepted, f"{type(order.command).__name__} on {order.stream}: {receipt.refusal}"


def patient(engine: Engine, order: Envelope) -> Receipt:
    """Handle as the engine does: once more whenever other writers kept winning."""
    while True:
        try:
            return handler(engine).handle(order)
        except VersionConflict:
            continue


def register_person(key: str, name: str = "Nguyễn Thị Tâm", unit: str = "VKS-H") -> Order:
    return Order(f"person-{key}", rc.RegisterPerson(name, unit), REGISTRAR, NOW)


def ask(engine: Engine, statement: str, **parameters: object) -> list[tuple[Any, ...]]:
    """The rows of a statement."""
    with engine.connect() as connection:
        answer = connection.execute(text(statement), parameters)
        return [tuple(row) for row in answer] if answer.returns_rows else []


def contents(engine: Engine, tables: tuple[str, ...] = EVIDENCE + READ_MODEL) -> Mapping[str, list[str]]:
    """Everything in these tables, row by row as text, to be compared as a whole."""
    rows = "SELECT {0}::text FROM {0} ORDER BY 1"
    return {name: [row for (row,) in ask(engine, rows.format(name))] for name in tables}
