"""The settings of a verb, from the environment; what is missing is told in one sentence."""

from pathlib import Path
from typing import TypeVar

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy import Engine, create_engine, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import NullPool

from commandline.errors import UNUSABLE, CommandFailed

S = TypeVar("S", bound=BaseSettings)


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


def read(kind: type[S]) -> S:
    """The settings of that kind. Raises `CommandFailed` naming the variables that are missing or wrong."""
    try:
        return kind()
    except ValidationError as error:
        names = ", ".join(sorted({str(entry["loc"][0]) for entry in error.errors()}))
        raise CommandFailed(
            f"Biến môi trường thiếu hoặc sai: {names}.",
            f"environment variables missing or wrong: {names}",
            UNUSABLE,
        ) from error


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
