"""A provider on 127.0.0.1 that keeps the rules of the protocol until it is told which one to break."""

import base64
import hashlib
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import uvicorn
from joserfc import jwt
from joserfc.jwk import Key, KeySet, OctKey, RSAKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from embedded.ports import free_port

CLIENT_ID, SECRET = "minhbach-thu", "bi-mat-cua-may"


@dataclass
class BentProvider:
    """What it signs with, whom it says is there, and how it is bent."""

    issuer: str
    subject: str = "s-1"
    key: Key = field(default_factory=lambda: RSAKey.generate_key(2048, auto_kid=True))
    claims: dict[str, Any] = field(default_factory=dict)
    """Claims that replace the right ones; None takes one out."""
    answer: dict[str, str] = field(default_factory=dict)
    """Parameters that replace the right ones on the way back."""
    described: dict[str, Any] = field(default_factory=dict)
    algorithm: str = "RS256"
    signed_by: Key | None = None
    asked: dict[str, str] = field(default_factory=dict)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)

    def straight(self) -> None:
        """Keep every rule again."""
        self.claims, self.answer, self.described = {}, {}, {}
        self.subject, self.algorithm, self.signed_by = "s-1", "RS256", None

    def token(self, **claims: object) -> str:
        """A token of these claims and the usual ones, as it is bent."""
        now = int(time.time())
        usual = {"iss": self.issuer, "aud": CLIENT_ID, "sub": self.subject, "iat": now, "exp": now + 300}
        whole = {**usual, **claims, **self.claims}
        kept = {name: value for name, value in whole.items() if value is not None}
        signing = self.signed_by or self.key
        header = {"alg": self.algorithm, "kid": signing.kid}
        return jwt.encode(header, kept, signing, algorithms=[self.algorithm])

    def app(self) -> Starlette:
        """Its routes."""
        return Starlette(
            routes=[
                Route("/.well-known/openid-configuration", self._describe),
                Route("/keys", self._keys),
                Route("/authorize", self._authorize),
                Route("/token", self._token, methods=["POST"]),
            ]
        )

    def _describe(self, _request: Request) -> Response:
        usual = {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "end_session_endpoint": f"{self.issuer}/end",
            "jwks_uri": f"{self.issuer}/keys",
        }
        return JSONResponse({**usual, **self.described})

    def _keys(self, _request: Request) -> Response:
        return JSONResponse(KeySet([self.key]).as_dict())

    def _authorize(self, request: Request) -> Response:
        self.asked, code = dict(request.query_params), uuid.uuid4().hex
        self.codes[code] = self.asked
        told = {"code": code, "state": self.asked["state"], **self.answer}
        query = "&".join(f"{name}={value}" for name, value in told.items() if value)
        return RedirectResponse(f"{self.asked['redirect_uri']}?{query}", 302)

    async def _token(self, request: Request) -> Response:
        form = {name: str(value) for name, value in (await request.form()).items()}
        begun = self.codes.pop(form["code"], None)
        digest = hashlib.sha256(form["code_verifier"].encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        basic = base64.b64encode(f"{CLIENT_ID}:{SECRET}".encode()).decode()
        known = request.headers.get("authorization") == f"Basic {basic}"
        if begun is None or not known or begun["code_challenge"] != challenge:
            return JSONResponse({"error": "invalid_grant"}, 400)
        shown_at = int(time.time())
        token = self.token(nonce=begun["nonce"], auth_time=shown_at, sid="p-1")
        return JSONResponse({"access_token": "x", "token_type": "Bearer", "id_token": token})


def forge(provider: BentProvider) -> None:
    """Sign with what a forger may know: the client's secret as a key."""
    provider.algorithm = "HS256"
    provider.signed_by = OctKey.import_key(SECRET * 3, parameters={"kid": "k"})


@contextmanager
def running() -> Iterator[BentProvider]:
    """The provider, while it runs."""
    port = free_port()
    provider = BentProvider(f"http://127.0.0.1:{port}")
    config = uvicorn.Config(provider.app(), port=port, log_level="error", ws="none", lifespan="off")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    try:
        yield provider
    finally:
        server.should_exit = True
        thread.join(10)
