"""What is written in another language than the paper says so in the structure tree, where a reading voice looks."""

import io
from dataclasses import replace

import pikepdf
import pytest

from auditapp.adapters import pdf
from auditapp.domain.report import Answer, ClauseAnswers
from tests.adapters import paper_samples as samples
from tests.adapters.pdf_gate import faults, spoken

ANSWERS = (
    Answer(question="Stehen Fässer in Wannen?", result="conform", language="de", note="All drums were in the bund."),
    Answer(question="Is oil kept in bunds?", result="conform", note="油桶放在围堰里。"),
)


@pytest.fixture(scope="module")
def paper() -> bytes:
    content = replace(
        samples.audit_report(), findings=(), evidence=(), clauses=(ClauseAnswers(heading="8.1", answers=ANSWERS),)
    )
    return pdf.render(
        samples.report_html(content), media=samples.media, title=content.title, lang="en", when=samples.WHEN
    )


def test_a_question_and_a_note_in_other_languages_carry_them(paper: bytes) -> None:
    with pikepdf.open(io.BytesIO(paper)) as file:
        assert spoken(file) == {"de", "zh-Hans"}


def test_a_paper_of_several_languages_passes_the_gate(paper: bytes) -> None:
    assert faults(paper) == []
