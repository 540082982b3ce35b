"""Records of papers: the same content the same bytes, also where the program learned to say more meanwhile."""

from datetime import date

from auditapp.domain import paper, record_reading
from auditapp.domain.paper import Certificate, Paper

PLAIN = Paper(organisation="Weir Mill", reference="AUD-1", title="A paper")


def test_what_papers_learned_to_say_later_stands_in_no_record_while_it_says_nothing() -> None:
    assert b"certificate" not in paper.canonical_json(PLAIN)


def test_what_is_said_stands_in_the_record_and_is_read_again() -> None:
    certified = Paper(
        organisation="Weir Mill", reference="AUD-1", title="A paper",
        certificate=Certificate(number="WC-EMS-7", until=date(2027, 3, 14)),
    )  # fmt: skip
    assert record_reading.read(Paper, paper.canonical_json(certified)) == certified
    assert paper.record_hash(certified) != paper.record_hash(PLAIN)
