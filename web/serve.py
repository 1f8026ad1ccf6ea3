"""Serve the web application until told to stop."""

import logging
import sys

import structlog
import uvicorn

from settings import Settings
from web.app import create_app

_DRAIN_S = 10


def serve(settings: Settings) -> None:
    """Run the server on the settings' host and port; log lines of ours are the only ones, as JSON if so set."""
    configure_logging(json=settings.log_json)
    config = uvicorn.Config(
        create_app(settings),
        host=settings.host,
        port=settings.port,
        access_log=False,
        log_config=None,
        server_header=False,
        date_header=True,
        timeout_graceful_shutdown=_DRAIN_S,
        timeout_keep_alive=30,
    )
    uvicorn.Server(config).run()


def configure_logging(*, json: bool) -> None:
    """One line per event on standard error: JSON for machines, or plain for a terminal."""
    renderer: structlog.typing.Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False) if json else structlog.dev.ConsoleRenderer()
    )
    shared: list[structlog.typing.Processor] = [
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[*shared, renderer], logger_factory=structlog.PrintLoggerFactory(sys.stderr)
    )
    handler = logging.StreamHandler()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(foreign_pre_chain=shared, processors=[_drop_meta, renderer])
    )
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)


_drop_meta = structlog.stdlib.ProcessorFormatter.remove_processors_meta
