"""How gunicorn serves auditapp. Addresses and certificates come from ``bin/run``.

One process with eight threads: jobs run in a thread of the serving process and SQLite has one writer, so a
second process would fight over both; photos and papers, the heavy work, are done in child processes anyway.
"""

import os
import ssl
import sys
from collections.abc import Callable
from pathlib import Path

import segno

worker_class = "auditapp.adapters.patience.Worker"  # gthread, which waits for nobody without end
workers = 1
threads = 8
# A tablet on a weak network may take minutes for a photo; gthread counts silence of the process, not of a request.
timeout = 60
graceful_timeout = 20
keepalive = 15
loglevel = "warning"
# The heartbeat must not wait for a slow disk.
memory = Path("/dev/shm")  # noqa: S108 - gunicorn makes a private file there
worker_tmp_dir = str(memory) if memory.is_dir() else None
# What a proxy says is read by the app, which knows how many there are (AUDITAPP_PROXY).
secure_scheme_headers: dict[str, str] = {}
# No second way to steer the server.
control_socket_disable = True


def ssl_context(config: object, default_ssl_context_factory: Callable[[], ssl.SSLContext]) -> ssl.SSLContext:
    """As gunicorn makes it, with connections that do not wait without end either."""
    from auditapp.adapters.patience import ImpatientTLS

    context = default_ssl_context_factory()
    context.sslsocket_class = ImpatientTLS
    return context


def when_ready(server: object) -> None:
    """Say the address once it answers, and show it as a QR code to tablets."""
    url = os.environ.get("AUDITAPP_URL")
    if not url:
        return
    print(f"auditapp is ready: {url}", flush=True)
    if os.environ.get("AUDITAPP_SHOW_QR"):
        segno.make(f"{url}/trust", error="m").terminal(out=sys.stdout, compact=True)
        print(f"Tablets begin at {url}/trust, which shows how to trust this server.", flush=True)
    if os.environ.get("AUDITAPP_CA_FINGERPRINT"):
        print(f"Its certificate authority has the fingerprint {os.environ['AUDITAPP_CA_FINGERPRINT']}", flush=True)


def post_worker_init(worker: object) -> None:
    """Mails and reminders leave from a thread of the serving process; it starts here, after the fork."""
    from auditapp.services import worker as worker_of_ours

    worker_of_ours.start(worker.wsgi)
