"""Send letters by SMTP: runs only where a mail server is known."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

from aiosmtplib import SMTP, SMTPDataError, SMTPException, SMTPRecipientsRefused, SMTPResponseException
from sqlalchemy import Engine
from temporalio import activity

from activities.wording import compose
from readmodel.letters import Letter, hand_out, is_any_due, note_not_sent, note_sent, note_server
from readmodel.outbox import take_stock

_TIMEOUT_S: Final = 30.0
_PERMANENT: Final = 500
"""From here on a reply says that trying again cannot help (RFC 5321, section 4.2.1)."""


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where letters are handed in, and what they say of us.

    The connection is protected from its first byte (`tls`), before anything is said on it (`starttls`), or not at all.
    """

    host: str
    port: int
    security: str
    sender: str
    public_url: str
    user: str | None = None
    password: str | None = field(default=None, repr=False)
    ca_file: str | None = None


class MailingActivities:
    """The activity that tells people."""

    def __init__(self, engine: Engine, server: MailServer) -> None:
        self._engine = engine
        self._server = server

    @activity.defn
    async def send_notices(self) -> int:
        """Derive, gather and send; returns how many letters the server took. Raises when the server cannot be used."""
        while await asyncio.to_thread(take_stock, self._engine, _now()):
            activity.heartbeat()
        if not await asyncio.to_thread(is_any_due, self._engine, _now()):
            return 0
        try:
            return await self._send_all()
        except (SMTPException, OSError) as error:
            await asyncio.to_thread(note_server, self._engine, _cause(error), _now())
            raise

    async def _send_all(self) -> int:
        """Send what is due over one connection, one letter at a time; none is taken in hand before it stands."""
        sent = 0
        async with _connection(self._server) as smtp:
            while letter := await asyncio.to_thread(hand_out, self._engine, _now()):
                sent += await self._send(smtp, letter)
                activity.heartbeat()
        await asyncio.to_thread(note_server, self._engine, "", _now())
        return sent

    async def _send(self, smtp: SMTP, letter: Letter) -> bool:
        """Whether the server took the letter; what it says of this letter alone is kept for operators."""
        try:
            await smtp.send_message(compose(letter, self._server.sender, self._server.public_url))
        except (SMTPRecipientsRefused, SMTPDataError, ValueError) as error:
            cause, final = _cause(error), _is_final(error)
            await asyncio.to_thread(note_not_sent, self._engine, letter.id, cause, _now(), final=final)
            return False
        await asyncio.to_thread(note_sent, self._engine, letter.id, _now())
        return True


@asynccontextmanager
async def _connection(server: MailServer) -> AsyncIterator[SMTP]:
    smtp = SMTP(
        hostname=server.host,
        port=server.port,
        username=server.user,
        password=server.password,
        use_tls=server.security == "tls",
        start_tls=server.security == "starttls",
        tls_context=ssl.create_default_context(cafile=server.ca_file),
        timeout=_TIMEOUT_S,
    )
    async with smtp:
        yield smtp


def _cause(error: Exception) -> str:
    """The kind of failure and the server's code; never its sentence, which may quote the address."""
    first = error.recipients[0] if isinstance(error, SMTPRecipientsRefused) else error
    code = f" {first.code}" if isinstance(first, SMTPResponseException) else ""
    return f"{type(first).__name__}{code}"


def _is_final(error: Exception) -> bool:
    """Whether the address is refused for good, or is none; a refused content may be the server's mood."""
    if isinstance(error, SMTPRecipientsRefused):
        return all(refused.code >= _PERMANENT for refused in error.recipients)
    return isinstance(error, ValueError)


def _now() -> datetime:
    return datetime.now(UTC)
