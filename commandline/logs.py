"""Where the log lines of a process go: ours and its libraries', one line an event on standard error."""

import logging
import sys

import structlog


def configure_logs(*, as_json: bool) -> None:
    """Send every line to stderr: JSON for machines, or plain lines for a terminal.

    What libraries log comes with ours, in the same form, from warnings up.
    """
    renderer: structlog.typing.Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if as_json
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
    ]
    structlog.configure(
        processors=[*shared, renderer], logger_factory=structlog.PrintLoggerFactory(sys.stderr)
    )
    without_meta = structlog.stdlib.ProcessorFormatter.remove_processors_meta
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(foreign_pre_chain=shared, processors=[without_meta, renderer])
    )
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
