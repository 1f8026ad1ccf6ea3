"""The settings of a verb, from the environment; what is missing is told in one sentence."""

from pathlib import Path

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy import Engine, create_engine, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import NullPool

from commandline.errors import UNUSABLE, CommandFailed
from settings import Settings


class MigrationSettings(BaseSettings):
    """What a migration needs, and no secret besides the owner's URL."""

    model_config = SettingsConfigDict(extra="ignore")

    database_owner_url: str = Field(validation_alias="DATABASE_OWNER_URL")
    temporal_address: str = Field("127.0.0.1:7233", validation_alias="TEMPORAL_ADDRESS")
    temporal_namespace: str = Field("default", validation_alias="TEMPORAL_NAMESPACE")


class LogSettings(BaseSettings):
    """What reading the evidence of a live database needs."""

    model_config = SettingsConfigDict(extra="ignore")

    database_url: str = Field(validation_alias="DATABASE_URL")
    log_key_file: Path | None = Field(None, validation_alias="MINHBACH_LOG_KEY_FILE")
    log_origin: str = Field("minhbach.local/log", validation_alias="MINHBACH_LOG_ORIGIN")


class DatabaseSettings(BaseSettings):
    """What a verb needs that only speaks to the database."""

    model_config = SettingsConfigDict(extra="ignore")

    database_url: str = Field(validation_alias="DATABASE_URL")


class ApiSettings(BaseSettings):
    """Where the web is and who asks."""

    model_config = SettingsConfigDict(extra="ignore")

    url: str = Field("http://127.0.0.1:8000", validation_alias="MINHBACH_URL")
    token: str = Field("", validation_alias="MINHBACH_TOKEN")


def read_settings() -> Settings:
    """The settings of a server process. Raises `CommandFailed`."""
    try:
        return Settings()
    except ValidationError as error:
        raise _unusable(error) from error


def read_migration_settings() -> MigrationSettings:
    """The settings of a migration. Raises `CommandFailed`."""
    try:
        return MigrationSettings()
    except ValidationError as error:
        raise _unusable(error) from error


def read_log_settings() -> LogSettings:
    """The settings of whoever reads the evidence. Raises `CommandFailed`."""
    try:
        return LogSettings()
    except ValidationError as error:
        raise _unusable(error) from error


def read_database_settings() -> DatabaseSettings:
    """The settings of a verb that only speaks to the database. Raises `CommandFailed`."""
    try:
        return DatabaseSettings()
    except ValidationError as error:
        raise _unusable(error) from error


def short_engine(url: str) -> Engine:
    """An engine for one verb: no pool, and ordinary transactions. Raises `CommandFailed`."""
    try:
        return create_engine(make_url(url), poolclass=NullPool)
    except ArgumentError as error:
        raise CommandFailed(
            "DATABASE_URL không phải địa chỉ cơ sở dữ liệu hợp lệ.",
            "DATABASE_URL is not a database URL",
            UNUSABLE,
        ) from error


def _unusable(error: ValidationError) -> CommandFailed:
    names = ", ".join(sorted({str(entry["loc"][0]) for entry in error.errors()}))
    return CommandFailed(
        f"Biến môi trường thiếu hoặc sai: {names}.",
        f"environment variables missing or wrong: {names}",
        UNUSABLE,
    )
