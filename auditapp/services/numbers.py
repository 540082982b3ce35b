"""Numbers that people quote: 'A-2026-07', 'NC-2026-014'. Given out by the server alone, never twice."""

from auditapp.models import Counter, db


def next_number(series: str, width: int) -> str:
    """The next number of ``series`` (such as 'NC-2026'), padded to ``width`` digits."""
    counter = db.session.get(Counter, series, with_for_update=True)
    if counter is None:
        counter = Counter(series=series, last=0)
        db.session.add(counter)
    counter.last += 1
    db.session.flush()
    return f"{series}-{counter.last:0{width}d}"
