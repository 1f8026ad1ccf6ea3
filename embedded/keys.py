"""The keys of one folder, made once and kept where only we read."""

import base64
import secrets
from collections.abc import Mapping
from pathlib import Path

from embedded.files import kept_private, make_folder
from tlog.note import generate

PAYLOAD_KEY_BYTES = 32
"""AES-256."""
LOG_SEED_BYTES = 32
"""Ed25519 (RFC 8032)."""
ORIGIN_BYTES = 4


def kept_keys(folder: Path, environ: Mapping[str, str]) -> dict[str, str]:
    """Return the application's key settings, leaving alone those `environ` sets.

    An origin names one log for ever, so it carries a random mark: two folders are two logs.
    """
    make_folder(folder, 0o700)
    origin = environ.get("MINHBACH_LOG_ORIGIN") or kept_private(folder / "log-origin", _new_origin())
    made = {
        "MINHBACH_LOG_ORIGIN": origin,
        "MINHBACH_PAYLOAD_KEYS": kept_private(folder / "payload-keys", _new_payload_keys()),
        "MINHBACH_LOG_KEY_FILE": str(folder / "log-key"),
    }
    if "MINHBACH_LOG_KEY_FILE" not in environ:
        kept_private(folder / "log-key", _new_log_key(origin))
    return {name: environ.get(name, value) for name, value in made.items()}


def _new_origin() -> str:
    return f"minhbach.local/{secrets.token_hex(ORIGIN_BYTES)}"


def _new_payload_keys() -> str:
    key = base64.b64encode(secrets.token_bytes(PAYLOAD_KEY_BYTES)).decode("ascii")
    return f"k1:{key}"


def _new_log_key(origin: str) -> str:
    """Return a signing key named after the log, as checkpoints are signed under their origin."""
    return generate(origin, secrets.token_bytes(LOG_SEED_BYTES)).to_text() + "\n"
