"""What only the web process may be told by its environment."""

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class WebOptions(BaseSettings):
    """Options of the web process; names as in `docs/operations.md`."""

    model_config = SettingsConfigDict(extra="ignore")

    temporal_ui_origin: str = Field(default="", validation_alias="MINHBACH_TEMPORAL_UI_ORIGIN")
    """The origin of Temporal's own UI that may ask for payloads to be opened, for instance `http://127.0.0.1:8233`."""
