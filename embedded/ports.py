"""Ports of this machine's own address."""

import socket

from embedded.errors import EmbeddedError

LOOPBACK = "127.0.0.1"


def free_port() -> int:
    """Return a port that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])


def chosen_port(port: int, *, what: str, choose: str) -> int:
    """Return the port asked for, a free one for 0.

    `what` names who wants it and `choose` how to choose another, for the `EmbeddedError` when it is taken.
    """
    if port == 0:
        return free_port()
    with socket.socket() as probe:
        # As servers do, so that connections of an earlier run in TIME_WAIT do not count as taken.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError as error:
            raise EmbeddedError(
                f"Cổng {port} cho {what} đã có chương trình khác dùng; hãy chọn cổng khác bằng {choose}",
                f"port {port} for {what} is taken: choose another with {choose}",
            ) from error
    return port
