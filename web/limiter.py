"""Count failed attempts in a moving window, in this process's memory."""

from collections import OrderedDict
from collections.abc import Hashable

MOST_FAILURES = 5
WINDOW_S = 300.0
MOST_KEYS = 10_000
"""Keys remembered; beyond it the oldest are forgotten, so that memory stays bounded."""


class Limiter:
    """At most `MOST_FAILURES` failures a window for each key. Instants are seconds of a monotonic clock."""

    def __init__(self) -> None:
        self._failures: OrderedDict[Hashable, list[float]] = OrderedDict()

    def wait_s(self, key: Hashable, now: float) -> float:
        """How long until the key may try again; zero when it may."""
        recent = self._recent(key, now)
        return recent[-MOST_FAILURES] + WINDOW_S - now if len(recent) >= MOST_FAILURES else 0.0

    def failed(self, key: Hashable, now: float) -> None:
        """Count one failure."""
        self._failures[key] = [*self._recent(key, now), now]
        self._failures.move_to_end(key)
        while len(self._failures) > MOST_KEYS:
            self._failures.popitem(last=False)

    def forgiven(self, key: Hashable) -> None:
        """Take back the key's last failure: it was not the key's fault."""
        self._failures[key] = self._failures.get(key, [])[:-1]

    def succeeded(self, key: Hashable) -> None:
        """Forget the key's failures."""
        self._failures.pop(key, None)

    def _recent(self, key: Hashable, now: float) -> list[float]:
        return [instant for instant in self._failures.get(key, ()) if instant > now - WINDOW_S]
