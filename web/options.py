"""What only the web process may be told by its environment."""

from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class WebOptions(BaseSettings):
    """Options of the web process; names as in `docs/operations.md`."""

    model_config = SettingsConfigDict(extra="ignore")

    temporal_ui_origin: str = Field(default="", validation_alias="MINHBACH_TEMPORAL_UI_ORIGIN")
    """The origin of Temporal's own UI that may ask for payloads to be opened, for instance `http://127.0.0.1:8233`."""
    log_public_key_file: Path | None = Field(default=None, validation_alias="MINHBACH_LOG_PUBLIC_KEY_FILE")
    """The verifier key of the log (`log.pub`), against which pages check the signatures of checkpoints."""
