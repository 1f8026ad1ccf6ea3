"""A fresh proof of who one is, asked for before a decision is signed and before the account itself is changed."""

from starlette.requests import Request

from readmodel.sign_ins import Standing
from web.problems import Problem
from web.scopes import SIGNING
from web.shell import shell_of


def require_recent(request: Request) -> None:
    """Raise `Problem` proof_needed unless whoever is signed in showed within the last minutes who they are.

    Call it after `signed_in`. A token for a program gives no proof: its scope, given explicitly, stands for it.
    On a page the problem is shown as the form that asks for the proof and leads back, with the input kept.
    """
    standing: Standing | None = getattr(request.state, "standing", None)
    if standing is None:
        raise Problem("not_signed_in")
    if standing.scopes is None and not is_recent(request, standing):
        lasting_s = int(shell_of(request).options.proof_lasting.total_seconds())
        challenge = f'Bearer error="insufficient_user_authentication", max_age="{lasting_s}"'
        raise Problem("proof_needed", {"minutes": lasting_s // 60}, {"WWW-Authenticate": challenge})


def is_recent(request: Request, standing: Standing) -> bool:
    """Whether the last proof is fresh enough."""
    shell = shell_of(request)
    return standing.proved_at is not None and standing.proved_at > shell.now() - shell.options.proof_lasting


def require_recent_for(request: Request, command: str) -> None:
    """As `require_recent`, for the commands that sign."""
    if command in SIGNING:
        require_recent(request)
