"""The office's OpenID provider: authorization code with PKCE, and ID tokens checked before anything is believed.

OpenID Connect Core 1.0, Discovery 1.0, Back-Channel Logout 1.0; RFC 6749, 7636, 9207.
"""

import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

import httpx
import structlog
from authlib.oauth2.rfc6749.parameters import prepare_grant_uri  # type: ignore[import-untyped] # no types shipped
from authlib.oauth2.rfc7636 import create_s256_code_challenge  # type: ignore[import-untyped] # as above
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet

from web.problems import Problem

ALGORITHMS: Final = ("RS256", "PS256", "ES256", "ES384", "EdDSA", "Ed25519")
"""What a token may be signed with: never nothing, never a shared secret."""
LEEWAY_S: Final = 60
"""How far the provider's clock may differ."""
_PATIENCE_S: Final = 5.0
_KNOWN_FOR_S: Final = 3600.0
_KEYS_AGAIN_S: Final = 30.0
_MOST_BYTES: Final = 512 * 1024
_LOGOUT_EVENT: Final = "http://schemas.openid.net/event/backchannel-logout"
_LOOPBACK: Final = {"127.0.0.1", "::1", "localhost"}

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Client:
    """What this system is to the provider."""

    issuer: str
    client_id: str
    secret: str | None
    scopes: str
    redirect_uri: str

    def __post_init__(self) -> None:
        """Raise ValueError for an address that a stranger could listen to."""
        for name, address in (("issuer", self.issuer), ("redirect", self.redirect_uri)):
            if not is_guarded(address):
                raise ValueError(f"the provider's {name} address must be https: {address!r}")
        if not self.client_id:
            raise ValueError("a provider needs MINHBACH_OIDC_CLIENT_ID")


@dataclass(frozen=True, slots=True)
class Begun:
    """A sign-in that was begun: what only this system and the browser's way back know of it."""

    state: str
    nonce: str
    verifier: str


def is_guarded(address: str) -> bool:
    """Whether an address is https, or stays on this machine."""
    parts = urlsplit(address)
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOOPBACK)


class Provider:
    """Asks the provider, and believes it only by its signature. It may be away when this is made."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self._http = httpx.AsyncClient(
            timeout=_PATIENCE_S, trust_env=False, verify=ssl.create_default_context()
        )
        self._metadata: tuple[float, Json] | None = None
        self._keys: tuple[float, KeySet] | None = None

    async def close(self) -> None:
        """Let go of its connections."""
        await self._http.aclose()

    async def authorization_url(self, begun: Begun, *, anew: bool) -> str:
        """Where the browser goes; `anew` asks that the person show themselves even if they are signed in there."""
        found = await self._discovered()
        more = {"prompt": "login", "max_age": "0"} if anew else {}
        url: str = prepare_grant_uri(
            found["authorization_endpoint"],
            client_id=self.client.client_id,
            response_type="code",
            redirect_uri=self.client.redirect_uri,
            scope=self.client.scopes,
            state=begun.state,
            nonce=begun.nonce,
            code_challenge=create_s256_code_challenge(begun.verifier),
            code_challenge_method="S256",
            **more,
        )
        return url

    async def logout_url(self, back: str) -> str:
        """Where a person ends their session at the provider too; empty where it cannot be told."""
        try:
            endpoint = str((await self._discovered()).get("end_session_endpoint") or "")
        except Problem:
            return ""
        more = {"client_id": self.client.client_id, "post_logout_redirect_uri": back}
        return str(httpx.URL(endpoint, params=more)) if is_guarded(endpoint) else ""

    async def require_issuer(self, told: str | None) -> None:
        """Raise `Problem` provider_refused where the answer names another issuer, or none where it should."""
        found = await self._discovered()
        due = bool(found.get("authorization_response_iss_parameter_supported"))
        if told != self.client.issuer and (told is not None or due):
            raise _refused("issuer of the answer")

    async def claims(self, code: str, begun: Begun) -> Json:
        """The claims of the ID token that the code stands for; raises `Problem` provider_refused or provider_away."""
        found = await self._discovered()
        answer = await self._exchange(found, code, begun.verifier)
        token = answer.get("id_token")
        if not isinstance(token, str):
            raise _refused("no ID token")
        claims = await self._checked(token, nonce={"essential": True, "value": begun.nonce})
        self._require_party(claims)
        return claims

    async def ended(self, token: str) -> tuple[str, str]:
        """The subject and the session that a logout token ends; raises `Problem` provider_refused."""
        claims = await self._checked(token, jti={"essential": True}, exp={"essential": False})
        events = claims.get("events")
        subject, session = claims.get("sub", ""), claims.get("sid", "")
        told = isinstance(events, dict) and isinstance(events.get(_LOGOUT_EVENT), dict)
        if not told or "nonce" in claims or not (subject or session):
            raise _refused("not a logout token")
        return str(subject), str(session)

    async def _checked(self, token: str, **wanted: Mapping[str, Any]) -> Json:
        """The claims of a token that the provider signed for us, still in force."""
        rules: dict[str, Any] = {
            "iss": {"essential": True, "value": self.client.issuer},
            "aud": {"essential": True, "value": self.client.client_id},
            "exp": {"essential": True},
            "iat": {"essential": True},
            **wanted,
        }
        try:
            claims = (await self._verified(token)).claims
            jwt.JWTClaimsRegistry(leeway=LEEWAY_S, **rules).validate(claims)
        except (JoseError, ValueError, TypeError) as error:
            raise _refused(type(error).__name__) from error
        return claims

    async def _verified(self, token: str) -> jwt.Token:
        """The token, if a key of the provider signed it; a key that is not known yet is asked for, seldom."""
        try:
            return jwt.decode(token, await self._key_set(), algorithms=ALGORITHMS)
        except InvalidKeyIdError:
            return jwt.decode(token, await self._key_set(_KEYS_AGAIN_S), algorithms=ALGORITHMS)

    def _require_party(self, claims: Json) -> None:
        """With several audiences the token must be made out to us by name (OpenID Connect Core, 3.1.3.7)."""
        several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
        party = claims.get("azp")
        if (several or party is not None) and party != self.client.client_id:
            raise _refused("another party's token")

    async def _exchange(self, found: Json, code: str, verifier: str) -> Json:
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self.client.redirect_uri,
            "client_id": self.client.client_id,
            "code_verifier": verifier,
        }
        secret = self.client.secret
        methods = found.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
        basic = httpx.BasicAuth(self.client.client_id, secret) if secret else None
        if secret and "client_secret_basic" not in methods:
            form["client_secret"], basic = secret, None
        return await self._asked("POST", found["token_endpoint"], data=form, auth=basic)

    async def _discovered(self) -> Json:
        """The provider's own description, remembered for an hour."""
        if self._metadata is None or time.monotonic() - self._metadata[0] > _KNOWN_FOR_S:
            place = self.client.issuer.rstrip("/") + "/.well-known/openid-configuration"
            found = await self._asked("GET", place)
            ends = [str(found.get(f"{name}_endpoint") or "") for name in ("authorization", "token")]
            if found.get("issuer") != self.client.issuer or not all(map(is_guarded, ends)):
                raise _refused("description of another issuer")
            self._metadata = (time.monotonic(), found)
        return self._metadata[1]

    async def _key_set(self, at_most_old_s: float = _KNOWN_FOR_S) -> KeySet:
        if self._keys is None or time.monotonic() - self._keys[0] > at_most_old_s:
            place = str((await self._discovered()).get("jwks_uri") or "")
            if not is_guarded(place):
                raise _refused("keys at an unguarded address")
            found: Any = await self._asked("GET", place)
            self._keys = (time.monotonic(), KeySet.import_key_set(found))
        return self._keys[1]

    async def _asked(self, method: str, url: str, **more: Any) -> Json:  # noqa: ANN401 - httpx's own options
        """The JSON object at an address; raises `Problem` provider_away, or provider_refused for a refusal."""
        try:
            answer = await self._http.request(method, url, **more)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise Problem("provider_away", headers={"Retry-After": "5"}) from error
        if answer.status_code >= httpx.codes.INTERNAL_SERVER_ERROR:
            raise Problem("provider_away", headers={"Retry-After": "5"})
        if answer.status_code != httpx.codes.OK or len(answer.content) > _MOST_BYTES:
            raise _refused(f"answer {answer.status_code}")
        try:
            found = answer.json()
        except ValueError as error:
            raise _refused("not JSON") from error
        if not isinstance(found, dict):
            raise _refused("not an object")
        return found


def _refused(why: str) -> Problem:
    """Refuse, and tell operators why: the person is only told to begin again."""
    structlog.get_logger().warning("provider_refused", why=why)
    return Problem("provider_refused")
