"""Everything about who speaks, in one place for the composition root."""

from web import (
    my_account,
    my_second_factor,
    my_tokens,
    proof_pages,
    provider_pages,
    proving,
    sign_in_pages,
    signing_in,
)

API = (signing_in.router, proving.router, my_tokens.api)
PAGES = (
    sign_in_pages.router,
    provider_pages.router,
    proof_pages.router,
    my_account.router,
    my_second_factor.router,
    my_tokens.router,
)
BODIES = (signing_in.SignInBody, proving.ProofBody, my_tokens.TokenBody)
"""The bodies that these routes read, for the OpenAPI document."""
