"""The settings of every process, read from the environment once at its composition root."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

PublicUrl = Annotated[str, AfterValidator(lambda url: url.rstrip("/"))]
PUBLIC_URL: Any = Field(
    default="http://127.0.0.1:8000", validation_alias="MINHBACH_PUBLIC_URL", pattern=r"^https?://[^/]+/?$"
)
"""Where people reach the pages, without a slash at the end: one setting for whoever writes an address of ours."""


class Security(StrEnum):
    """How the connection to the mail server is protected; `none` only where it never leaves the machine."""

    STARTTLS = "starttls"
    TLS = "tls"
    NONE = "none"


class MailSettings(BaseSettings):
    """The mail server, if there is one, and how letters name us; names as in `docs/operations.md`."""

    model_config = SettingsConfigDict(extra="ignore")

    host: str = Field(default="", validation_alias="MINHBACH_SMTP_HOST")
    """Without it no mail is sent and no notice derived."""
    port: int = Field(default=587, validation_alias="MINHBACH_SMTP_PORT", ge=1, le=65535)
    security: Security = Field(default=Security.STARTTLS, validation_alias="MINHBACH_SMTP_SECURITY")
    user: str = Field(default="", validation_alias="MINHBACH_SMTP_USER")
    password: SecretStr | None = Field(default=None, validation_alias="MINHBACH_SMTP_PASSWORD")
    ca_file: Path | None = Field(default=None, validation_alias="MINHBACH_SMTP_CA_FILE")
    """Certificates to trust instead of the system's, for a mail server with a certificate of the office's own."""
    sender: str = Field(default="Minh Bạch <minhbach@localhost>", validation_alias="MINHBACH_MAIL_FROM")
    every_s: int = Field(default=30, validation_alias="MINHBACH_NOTICES_EVERY_S", ge=1)
    public_url: PublicUrl = PUBLIC_URL
    """Letters link there."""


class Settings(BaseSettings):
    """Where the servers are and which keys to use; names as in `docs/operations.md`."""

    model_config = SettingsConfigDict(extra="ignore")

    database_url: str = Field(validation_alias="DATABASE_URL")
    """SQLAlchemy URL (`postgresql+psycopg://…`) of the application's role."""
    database_owner_url: str | None = Field(None, validation_alias="DATABASE_OWNER_URL")
    """The owner's URL, for migrations only."""
    temporal_address: str = Field("127.0.0.1:7233", validation_alias="TEMPORAL_ADDRESS")
    temporal_namespace: str = Field("default", validation_alias="TEMPORAL_NAMESPACE")
    payload_keys: SecretStr = Field(validation_alias="MINHBACH_PAYLOAD_KEYS")
    """`id:base64,…`: AES-256 keys for what Temporal stores; the first encrypts, all decrypt."""
    log_key_file: Path | None = Field(None, validation_alias="MINHBACH_LOG_KEY_FILE")
    """The Ed25519 key that signs checkpoints; only the sealer needs it."""
    log_origin: str = Field("minhbach.local/log", validation_alias="MINHBACH_LOG_ORIGIN")
    """The name of the log in its checkpoints."""
    seal_every_s: int = Field(30, validation_alias="MINHBACH_SEAL_EVERY_S", ge=1)
    reconcile_every_s: int = Field(900, validation_alias="MINHBACH_RECONCILE_EVERY_S", ge=10)
    host: str = Field("127.0.0.1", validation_alias="MINHBACH_HOST")
    port: int = Field(8000, validation_alias="MINHBACH_PORT", ge=0, le=65535)
    log_json: bool = Field(default=True, validation_alias="MINHBACH_LOG_JSON")
    mail: MailSettings = Field(default_factory=lambda: MailSettings())  # noqa: PLW0108 - its fields come from the environment
