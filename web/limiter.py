"""Failed attempts in moving windows, in this process's memory: by name and address, by name, by address."""

import time
from ipaddress import IPv6Address, ip_address

from limits import RateLimitItem, RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

MOST_FAILURES = 5
"""Of one name from one address within `WINDOW_MIN`."""
WINDOW_MIN = 5
_BOTH = RateLimitItemPerMinute(MOST_FAILURES, WINDOW_MIN, "both")
_NAME = RateLimitItemPerMinute(30, 15, "name")
"""Of one name from anywhere: more, so that a stranger does not easily lock somebody out."""
_ADDRESS = RateLimitItemPerMinute(60, 5, "address")
"""From one address, whatever the name: more, for a whole office may share one."""
_IPV6_NETWORK_BITS = 64

Counted = tuple[RateLimitItem, tuple[str, ...]]


class Attempts:
    """Counts failures, and says how long to wait once there were too many."""

    def __init__(self) -> None:
        self._window = MovingWindowRateLimiter(MemoryStorage())

    def wait_s(self, name: str, address: str) -> float:
        """How long until the name may be tried again from that address; zero when it may."""
        return max(self._left_s(item, key) for item, key in _counted(name, address))

    def failed(self, name: str, address: str) -> None:
        """Count one failure."""
        for item, key in _counted(name, address):
            self._window.hit(item, *key)

    def succeeded(self, name: str, address: str) -> None:
        """Forget the failures of that name from there; those of the address stay, they may be of others."""
        for item, key in _counted(name, address)[:2]:
            self._window.clear(item, *key)

    def _left_s(self, item: RateLimitItem, key: tuple[str, ...]) -> float:
        if self._window.test(item, *key):
            return 0.0
        return max(self._window.get_window_stats(item, *key).reset_time - time.time(), 1.0)


def _counted(name: str, address: str) -> tuple[Counted, Counted, Counted]:
    place = network(address)
    return (_BOTH, (name, place)), (_NAME, (name,)), (_ADDRESS, (place,))


def network(address: str) -> str:
    """An IPv6 address by its network, for one customer has them all; anything else as it is."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    return str(int(parsed) >> _IPV6_NETWORK_BITS) if isinstance(parsed, IPv6Address) else address
