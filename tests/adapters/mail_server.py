"""A real SMTP server in a thread, which keeps what it gets."""

import email
import email.policy
import socket
from email.message import EmailMessage
from types import TracebackType

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


class MailServer:
    """``received``: recipients and mail of each; ``refuse``: the answer to every recipient, '' to take them."""

    def __init__(self) -> None:
        self.received: list[tuple[list[str], EmailMessage]] = []
        self.refuse = ""
        self._port = _free_port()
        self._controller = Controller(self, hostname="127.0.0.1", port=self._port)

    @property
    def url(self) -> str:
        """For `AUDITAPP_MAIL_URL`."""
        return f"smtp://127.0.0.1:{self._port}"

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.refuse:
            return self.refuse
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        content = envelope.content
        assert isinstance(content, bytes)
        letter = email.message_from_bytes(content, policy=email.policy.default)
        self.received.append((list(envelope.rcpt_tos), letter))
        return "250 OK"

    def __enter__(self) -> "MailServer":
        self._controller.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._controller.stop()
