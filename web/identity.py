"""Everything about who speaks, in one place for the composition root."""

from web import proof_pages, provider_pages, proving, sign_in_pages, signing_in

API = (signing_in.router, proving.router)
PAGES = (sign_in_pages.router, provider_pages.router, proof_pages.router)
BODIES = (signing_in.SignInBody, proving.ProofBody)
"""The bodies that these routes read, for the OpenAPI document."""
