"""The printed tables are the code's own."""

from pathlib import Path

from auditapp.commands import tables
from auditapp.domain.permissions import GRANTED_TO
from auditapp.domain.standing import PREDICATE_WORDS

DOCS = Path(__file__).resolve().parents[2] / "docs"


def test_the_printed_tables_are_those_of_the_code() -> None:
    assert (DOCS / "tables.md").read_text("utf-8") == tables.page()


def test_every_predicate_has_words() -> None:
    used = {predicate.__name__ for rows in GRANTED_TO.values() for row in rows for predicate in row}
    assert used <= set(PREDICATE_WORDS)
