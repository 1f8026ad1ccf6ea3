"""Who was seen lately, so that commands are still accepted while the database is away for a moment."""

from collections import OrderedDict
from datetime import datetime, timedelta
from hashlib import sha256

from readmodel.sign_ins import Standing

FOR = timedelta(minutes=5)
MOST = 5_000


class Remembered:
    """What each token stood for when the database last said so. Asked only when it cannot be."""

    def __init__(self) -> None:
        self._seen: OrderedDict[bytes, tuple[Standing, datetime]] = OrderedDict()

    def remember(self, token: str, standing: Standing, now: datetime) -> None:
        """Keep what the database said."""
        self._seen[_key(token)] = (standing, now)
        self._seen.move_to_end(_key(token))
        while len(self._seen) > MOST:
            self._seen.popitem(last=False)

    def forget(self, token: str) -> None:
        """The token stands for nobody."""
        self._seen.pop(_key(token), None)

    def recall(self, token: str, now: datetime) -> Standing | None:
        """Whom it stood for within the last minutes."""
        standing, seen_at = self._seen.get(_key(token), (None, now))
        return standing if standing and now - seen_at <= FOR and now < standing.expires_at else None


def _key(token: str) -> bytes:
    return sha256(token.encode()).digest()
