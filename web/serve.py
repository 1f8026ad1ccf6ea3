"""Serve the web application until told to stop."""

import socket
from collections.abc import Callable

import structlog
import uvicorn

from settings import Settings
from web.app import create_app

_DRAIN_S = 10


def serve(settings: Settings, ready: Callable[[str], None]) -> None:
    """Run the server on the settings' host and port; `ready` is told its URL once it listens."""
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
    _Server(config, ready).run()


class _Server(uvicorn.Server):
    """The server, which says when it listens: on port 0 nobody else knows where."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[str], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to listen."""
        await super().startup(sockets)
        if self.started:
            url = self._url()
            structlog.get_logger().info("web_ready", url=url)
            self._ready(url)

    def _url(self) -> str:
        host, port = self.config.host, self.servers[0].sockets[0].getsockname()[1]
        return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
