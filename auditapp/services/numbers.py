"""Numbers that people quote: 'A-2026-07', 'NC-2026-014'. Given out by the server alone, never twice."""

from auditapp.models import Counter, db


def hold(series: str) -> Counter:
    """The last number of ``series``, locked: whoever asks for the next one waits until this transaction has ended."""
    counter = db.session.get(Counter, series, with_for_update=True)
    if counter is None:
        counter = Counter(series=series, last=0)
        db.session.add(counter)
        db.session.flush()  # one of two that begin a series at once; the other is told to look
    return counter


def next_number(series: str, width: int) -> str:
    """The next number of ``series`` (such as 'NC-2026'), padded to ``width`` digits."""
    counter = hold(series)
    counter.last += 1
    db.session.flush()
    return f"{series}-{counter.last:0{width}d}"
