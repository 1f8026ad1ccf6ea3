"""Bring a command to the store, and read a stream's progress from it."""

from temporalio import activity
from temporalio.exceptions import ApplicationError

from domain.envelope import Envelope, Progress, Receipt
from domain.progress import progress
from store.codec import MalformedPayload
from store.command_handler import CommandHandler
from store.errors import IntegrityViolation
from store.event_store import EventStore


class CommandActivities:
    """The activities that stand before the command handler."""

    def __init__(self, handler: CommandHandler, store: EventStore) -> None:
        self._handler = handler
        self._store = store

    @activity.defn
    def execute_command(self, envelope: Envelope) -> Receipt:
        """The receipt. A broken chain is final; anything else that raises is retried."""
        try:
            return self._handler.handle(envelope)
        except (IntegrityViolation, MalformedPayload) as error:
            raise _final(error) from error

    @activity.defn
    def load_progress(self, stream: str) -> Progress:
        """Where the stream stands."""
        try:
            return progress(stream, self._store.load([stream])[stream])
        except IntegrityViolation as error:
            raise _final(error) from error


def _final(error: Exception) -> ApplicationError:
    return ApplicationError(str(error), type=type(error).__name__, non_retryable=True)
