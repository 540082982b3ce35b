"""Mails that came back, in the shapes that mail servers give them."""

POSTFIX = """\
Return-Path: <>
From: MAILER-DAEMON@mail.example.com (Mail Delivery System)
To: auditapp@example.com
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="4B1C2.1796/mail.example.com"
Message-Id: <20261203061502.9A7F34B1C2@mail.example.com>

This is a MIME-encapsulated message.

--4B1C2.1796/mail.example.com
Content-Description: Notification
Content-Type: text/plain; charset=us-ascii

<ola@example.com>: host mx.example.com[192.0.2.7] said: 550 5.1.1 <ola@example.com>: User unknown

--4B1C2.1796/mail.example.com
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example.com
X-Postfix-Queue-ID: 9A7F34B1C2
Arrival-Date: Thu,  3 Dec 2026 06:15:01 +0000 (UTC)

Final-Recipient: rfc822; ola@example.com
Original-Recipient: rfc822;Ola@Example.com
Action: {action}
Status: 5.1.1
Remote-MTA: dns; mx.example.com
Diagnostic-Code: smtp; 550 5.1.1 <ola@example.com>: Recipient address
    rejected: User unknown

--4B1C2.1796/mail.example.com
Content-Description: Undelivered Message
Content-Type: message/rfc822

From: auditapp@example.com
To: Ola Owner <ola@example.com>
Subject: NC-2026-001 is yours to answer
Message-ID: <179628331.417.8812.{key}@example.com>

Hello Ola Owner,

--4B1C2.1796/mail.example.com--
"""

EXCHANGE = """\
From: <postmaster@example.onmicrosoft.com>
To: <auditapp@example.com>
Subject: Undeliverable: NC-2026-001 is yours to answer
MIME-Version: 1.0
Content-Type: multipart/report; report-type="delivery-status"; boundary="_f3a1_"

--_f3a1_
Content-Type: text/html; charset="utf-8"
Content-Transfer-Encoding: base64

PGh0bWw+WW91ciBtZXNzYWdlIHdhcyBub3QgZGVsaXZlcmVkLjwvaHRtbD4=

--_f3a1_
Content-Type: message/delivery-status

Reporting-MTA: dns;AM0PR08MB5300.eurprd08.prod.outlook.com

Final-Recipient: rfc822;ola@example.com
Action: failed
Status: 5.2.2
Diagnostic-Code: smtp;554 5.2.2 mailbox full; STOREDRV.Deliver.Exception:QuotaExceededException

--_f3a1_
Content-Type: text/rfc822-headers

From: auditapp@example.com
Subject: NC-2026-001 is yours to answer
Message-ID: <179628331.417.8812.{key}@example.com>

--_f3a1_--
"""

EXIM = """\
Return-path: <>
From: Mail Delivery System <Mailer-Daemon@relay.example.com>
To: auditapp@example.com
X-Failed-Recipients: ola@example.com
Auto-Submitted: auto-replied
Subject: Mail delivery failed: returning message to sender

This message was created automatically by mail delivery software.

A message that you sent could not be delivered to one or more of its recipients.

  ola@example.com
    all relevant MX records point to non-existent hosts
"""

AWAY = """\
From: Ola Owner <ola@example.com>
To: auditapp@example.com
Subject: Out of office
Auto-Submitted: auto-replied
In-Reply-To: <179628331.417.8812.{key}@example.com>
Content-Type: text/plain

I am back on Monday.
"""


def postfix(key: str, action: str = "failed") -> bytes:
    """As Postfix writes it, with the whole mail. ``action``: 'delayed' while it still tries."""
    return POSTFIX.format(key=key, action=action).encode()


def exchange(key: str) -> bytes:
    """As Microsoft Exchange writes it, with the headers of the mail alone."""
    return EXCHANGE.format(key=key).encode()


def exim() -> bytes:
    """As older Exim writes it: no report, and nothing that names the mail but its recipient."""
    return EXIM.encode()


def away(key: str) -> bytes:
    """Somebody's own answer, which is no report."""
    return AWAY.format(key=key).encode()
