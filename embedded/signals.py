"""Being told to end is a reason to stop everything in order, not to vanish."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

ENDING = (signal.SIGTERM, signal.SIGHUP)


def _leave(number: int, _frame: FrameType | None) -> None:
    raise SystemExit(128 + number)


@contextmanager
def unwinding() -> Iterator[None]:
    """Turn SIGTERM and SIGHUP into `SystemExit`, as Python does SIGINT into `KeyboardInterrupt`.

    Only the main thread may do so; elsewhere this changes nothing.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.signal(number, _leave) for number in ENDING}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
