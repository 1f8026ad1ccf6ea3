"""What only the web process may be told by its environment."""

from datetime import timedelta
from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from settings import PUBLIC_URL, PublicUrl


class WebOptions(BaseSettings):
    """Options of the web process; names as in `docs/operations.md`."""

    model_config = SettingsConfigDict(extra="ignore")

    temporal_ui_origin: str = Field(default="", validation_alias="MINHBACH_TEMPORAL_UI_ORIGIN")
    """The origin of Temporal's own UI that may ask for payloads to be opened, for instance `http://127.0.0.1:8233`."""
    paper_most_mib: int = Field(default=20, validation_alias="MINHBACH_PAPER_MOST_MIB", ge=1, le=100)
    """The largest paper that is taken, in MiB."""
    dossier_papers_most_mib: int = Field(
        default=200, validation_alias="MINHBACH_DOSSIER_PAPERS_MOST_MIB", ge=1, le=1024
    )
    """What the papers of one dossier may come to, in MiB."""
    uploads_a_day_mib: int = Field(
        default=1024, validation_alias="MINHBACH_UPLOADS_A_DAY_MIB", ge=1, le=1_000_000
    )
    """What one account may send within 24 hours, in MiB."""
    log_public_key_file: Path | None = Field(default=None, validation_alias="MINHBACH_LOG_PUBLIC_KEY_FILE")
    """The verifier key of the log (`log.pub`), against which pages check the signatures of checkpoints."""
    session_hours: int = Field(default=12, validation_alias="MINHBACH_SESSION_HOURS", ge=1, le=24 * 7)
    """How long a sign-in lasts at the most."""
    idle_minutes: int = Field(default=30, validation_alias="MINHBACH_IDLE_MINUTES", ge=1, le=24 * 60)
    """How long a sign-in lasts unused."""
    proof_minutes: int = Field(default=5, validation_alias="MINHBACH_PROOF_MINUTES", ge=1, le=24 * 60)
    """How fresh the proof of who one is must be to sign a decision."""
    public_url: PublicUrl = PUBLIC_URL
    """Whoever signs in elsewhere is led back there, so the provider must know it."""
    oidc_issuer: str = Field(default="", validation_alias="MINHBACH_OIDC_ISSUER")
    """The OpenID provider's issuer; without it there is no sign-in elsewhere."""
    oidc_client_id: str = Field(default="", validation_alias="MINHBACH_OIDC_CLIENT_ID")
    oidc_client_secret: SecretStr | None = Field(default=None, validation_alias="MINHBACH_OIDC_CLIENT_SECRET")
    """Nothing for a public client, which PKCE alone protects."""
    oidc_scopes: str = Field(default="openid", validation_alias="MINHBACH_OIDC_SCOPES")
    oidc_claim: str = Field(default="sub", validation_alias="MINHBACH_OIDC_CLAIM")
    """The claim of the ID token whose value is linked to an account."""
    oidc_name: str = Field(default="", validation_alias="MINHBACH_OIDC_NAME")
    """What people call the provider; shown on the button."""

    @property
    def lasting(self) -> timedelta:
        """How long a sign-in lasts at the most."""
        return timedelta(hours=self.session_hours)

    @property
    def idle(self) -> timedelta:
        """How long a sign-in lasts unused."""
        return timedelta(minutes=self.idle_minutes)

    @property
    def proof_lasting(self) -> timedelta:
        """How long a proof of who one is counts as fresh."""
        return timedelta(minutes=self.proof_minutes)
