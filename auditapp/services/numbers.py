"""Numbers that people quote: 'A-2026-07', 'NC-2026-014'. Given out by the server alone, never twice."""

from sqlalchemy import text

from auditapp.models import Counter, db

_BEGIN = text("INSERT INTO counter (series, last) VALUES (:series, 0) ON CONFLICT DO NOTHING")
"""Two may begin a series at once: the second waits here for the first, and goes on from its number."""


def hold(series: str) -> Counter:
    """The last number of ``series``, locked: whoever asks for the next one waits until this transaction has ended."""
    counter = db.session.get(Counter, series, with_for_update=True)
    if counter is None:
        db.session.execute(_BEGIN, {"series": series})
        counter = db.session.get_one(Counter, series, with_for_update=True)
    return counter


def next_number(series: str, width: int) -> str:
    """The next number of ``series`` (such as 'NC-2026'), padded to ``width`` digits."""
    counter = hold(series)
    counter.last += 1
    db.session.flush()
    return f"{series}-{counter.last:0{width}d}"
