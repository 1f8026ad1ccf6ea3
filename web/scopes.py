"""How far a token reaches: which scope each operation needs. Routes enforce it and the OpenAPI document tells it."""

from enum import StrEnum
from typing import Final


class Scope(StrEnum):
    """What a token for a program may be made for."""

    READ = "read"
    ACT = "act"
    SIGN = "sign"


SIGNING: Final = frozenset({"sign_decision", "correct_decision"})
"""Commands that sign: they need the scope `sign`, and of a person a fresh proof of who they are."""

OWN_SIGN_IN: Final = ""
"""What no token for a program may do, whatever its scopes: it needs the person's own sign-in."""

_PREFIX = "/api/v1/"
_PERSONAL = ("sign-in", "sign-out", "proof", "account")
_SAFE = {"GET", "HEAD"}


def scope_for(method: str, path: str) -> str:
    """The scope that an operation needs, by its method and its path or path template; or `OWN_SIGN_IN`."""
    if not path.startswith(_PREFIX):
        return OWN_SIGN_IN
    parts = path.removeprefix(_PREFIX).split("/")
    if parts[0] in _PERSONAL:
        return OWN_SIGN_IN
    if method in _SAFE:
        return Scope.READ
    return Scope.SIGN if parts[-1].replace("-", "_") in SIGNING else Scope.ACT
