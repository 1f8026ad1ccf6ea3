"""A way to the provider that was begun: what the browser holds, what the provider is told, what only we know."""

import secrets
from collections.abc import Mapping
from typing import Any, Final

from starlette.requests import Request

from web import steps
from web.options import WebOptions
from web.provider import Begun, Client, Provider

KIND: Final = "provider"
CALLBACK: Final = "/dang-nhap/tap-trung/ve"
"""Where the provider sends the browser back to; it must be registered there."""
_BYTES: Final = 32


async def begin(request: Request, account: str | None, facts: Mapping[str, Any]) -> tuple[str, Begun]:
    """Begin a way; the browser's key and what the provider is told. The key is not told to the provider."""
    begun = Begun(*(secrets.token_urlsafe(_BYTES) for _secret in range(3)))
    known = {"state": begun.state, "nonce": begun.nonce, "verifier": begun.verifier}
    return await steps.begin(request, KIND, account, {**facts, **known}), begun


def begun_of(facts: Mapping[str, Any]) -> Begun:
    """What was begun."""
    return Begun(facts["state"], facts["nonce"], facts["verifier"])


def provider_from(options: WebOptions) -> Provider | None:
    """The provider that the environment names, if any; raises ValueError for settings that cannot be used."""
    if not options.oidc_issuer:
        return None
    secret = options.oidc_client_secret
    client = Client(
        options.oidc_issuer,
        options.oidc_client_id,
        secret.get_secret_value() if secret else None,
        options.oidc_scopes,
        options.public_url + CALLBACK,
    )
    return Provider(client)
