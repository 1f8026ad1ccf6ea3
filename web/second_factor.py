"""One-time codes as the second factor (RFC 6238): checked once each, with recovery codes for a lost device."""

import re
import secrets
from base64 import b32encode
from datetime import datetime

import pyotp

from readmodel import second_factors
from web.at_rest import seal, unseal
from web.shell import Shell

ISSUER = "Minh Bạch"
RECOVERY_CODES = 10
_PERIOD_S = 30
_RECOVERY_BYTES = 10
_DIGITS = re.compile(r"[0-9]{6}").fullmatch


def new_secret() -> str:
    """A new secret of 160 bits (RFC 4226, section 4)."""
    return pyotp.random_base32()


def address_for(secret: str, username: str) -> str:
    """What an authenticator reads from the picture."""
    return pyotp.TOTP(secret).provisioning_uri(name=username, issuer_name=ISSUER)


def period_of(secret: str, code: str, now: datetime) -> int | None:
    """The period whose code this is: the present one, or a neighbour where clocks differ a little."""
    typed = code.replace(" ", "")
    if not _DIGITS(typed):
        return None
    present = int(now.timestamp()) // _PERIOD_S
    generator = pyotp.TOTP(secret)
    near = (step for step in (present, present - 1, present + 1))
    return next((step for step in near if secrets.compare_digest(generator.generate_otp(step), typed)), None)


async def turn_on(shell: Shell, account_id: str, secret: str, period: int) -> list[str]:
    """Turn the second factor on; the recovery codes, shown this once."""
    codes = [_recovery_code() for _number in range(RECOVERY_CODES)]
    sealed = seal(shell.ring, secret, account_id)
    plain = [_plain(code) for code in codes]
    await shell.database.ask(second_factors.turn_on, account_id, sealed, period, plain)
    return codes


async def is_on(shell: Shell, account_id: str) -> bool:
    """Whether the account asks for a code."""
    return await shell.database.ask(second_factors.second_factor, account_id) is not None


async def proves(shell: Shell, account_id: str, code: str) -> bool:
    """Whether the code is the account's, now, and was not used before; it is used up by this."""
    sealed = await shell.database.ask(second_factors.second_factor, account_id)
    secret = unseal(shell.ring, sealed, account_id) if sealed is not None else None
    period = period_of(secret, code, shell.now()) if secret else None
    if period is not None:
        return await shell.database.ask(second_factors.use_period, account_id, period)
    return await shell.database.ask(second_factors.use_recovery_code, account_id, _plain(code), shell.now())


def _recovery_code() -> str:
    text = b32encode(secrets.token_bytes(_RECOVERY_BYTES)).decode().lower()
    return "-".join(text[start : start + 4] for start in range(0, len(text), 4))


def _plain(code: str) -> str:
    """A recovery code however it was typed."""
    return re.sub(r"[\s-]", "", code).lower()
