"""A stamp that a form carries: drawn by us for this purpose, at that time, and not too long ago."""

import hashlib
import hmac
from datetime import UTC, datetime, timedelta
from typing import Final

LEAST: Final = timedelta(seconds=4)
"""Nobody reads a form and writes an opinion faster."""
MOST: Final = timedelta(hours=12)


def stamp(key: bytes, purpose: str, now: datetime) -> str:
    """`seconds.signature`."""
    at = str(int(now.timestamp()))
    return f"{at}.{_signed(key, purpose, at)}"


def is_fresh(key: bytes, purpose: str, given: str, now: datetime) -> bool:
    """Whether we drew it for that purpose, neither a moment nor half a day ago."""
    at, _dot, signature = given.partition(".")
    if not (at.isascii() and at.isdigit() and len(at) <= 12):  # noqa: PLR2004 - beyond the year 30000
        return False
    if not hmac.compare_digest(signature.encode(), _signed(key, purpose, at).encode()):
        return False
    return LEAST <= now - datetime.fromtimestamp(int(at), UTC) <= MOST


def _signed(key: bytes, purpose: str, at: str) -> str:
    return hmac.new(key, f"stamp|{purpose}|{at}".encode(), hashlib.sha256).hexdigest()
