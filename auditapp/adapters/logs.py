"""What the server writes down for whoever runs it: one line an event, a trace without the values of its variables."""

import sys

import structlog


def configure() -> None:
    """Set the form of log lines, once a process.

    The library's own form prints every variable of every frame of a trace: passwords and photos among them, and over
    minutes for a long one.
    """
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.StackInfoRenderer(),
            structlog.dev.set_exc_info,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.dev.ConsoleRenderer(
                colors=sys.stdout.isatty(), exception_formatter=structlog.dev.plain_traceback
            ),
        ]
    )
