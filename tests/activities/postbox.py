"""A real mail server on this machine that keeps what it is given, and can be told to refuse."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from ssl import SSLContext
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope, LoginPassword, Session

from activities.mailing import MailServer

SENDER = "Minh Bạch <minhbach@vks.test>"
PUBLIC_URL = "https://minhbach.vks.test"


@dataclass
class Postbox:
    """What came in, newest last; `refused` are addresses it does not know, `busy` those it is too busy for."""

    received: list[EmailMessage] = field(default_factory=list)
    refused: set[str] = field(default_factory=set)
    busy: set[str] = field(default_factory=set)
    reply: str = "250 OK"

    async def handle_RCPT(  # noqa: N802 - aiosmtpd calls it so
        self, _server: object, _session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Take the recipient, or say why not, quoting the address as servers do."""
        if address in self.refused:
            return f"550 5.1.1 <{address}>: no such user"
        if address in self.busy:
            return f"451 4.7.1 <{address}>: try again later"
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(options)
        return "250 OK"

    async def handle_DATA(self, _server: object, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - as above
        """Keep the letter."""
        content = envelope.content
        assert isinstance(content, bytes)
        self.received.append(message_from_bytes(content, policy=policy.default))
        return self.reply

    def by_recipient(self) -> dict[str, EmailMessage]:
        """The last letter to each."""
        return {str(message["To"]): message for message in self.received}


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


@contextmanager
def post_office(box: Postbox, port: int = 0, **options: Any) -> Iterator[MailServer]:  # noqa: ANN401 - aiosmtpd's
    """The server while it runs, without protection unless options say otherwise."""
    chosen = port or free_port()
    controller = Controller(box, hostname="127.0.0.1", port=chosen, **options)
    controller.start()
    try:
        yield MailServer("127.0.0.1", chosen, "none", SENDER, PUBLIC_URL)
    finally:
        controller.stop()


def secured(context: SSLContext) -> dict[str, Any]:
    """Options of a server that speaks to nobody without TLS and a password."""

    def check(
        _server: object, _session: object, _envelope: object, mechanism: str, data: object
    ) -> AuthResult:
        known = isinstance(data, LoginPassword) and (data.login, data.password) == (b"minhbach", b"mat-khau")
        return AuthResult(success=known, handled=bool(mechanism))

    return {
        "tls_context": context,
        "require_starttls": True,
        "authenticator": check,
        "auth_required": True,
    }
