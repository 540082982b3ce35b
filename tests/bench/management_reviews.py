"""The management review pack over a register of ten years: from the press of the button to the PDF."""

import time
from collections.abc import Iterator

from auditapp.adapters import pdf
from auditapp.domain import management_review as rules
from auditapp.models import db
from auditapp.services import management_review_contents, management_review_inputs, management_review_papers
from auditapp.services import management_reviews as reviews
from tests.bench import ground, many
from tests.bench.measure import Result, repeated

ROWS = 10_000
WORDS = "Energy per valve fell by 4 %, water by 6 %; the objective for mixed waste was missed by 1.5 t. " * 4


def review_pack() -> Iterator[Result]:
    """10,000 nonconformities, every box written. What is measured first sets nothing in type: the figures alone."""
    with ground.installation() as app, app.test_request_context():
        many.fill(ROWS)
        cast = ground.the_cast()
        review = reviews.prepare(cast.mia)
        boxes = {box.key: box for box in review.inputs}
        for section in rules.blanks(review):
            management_review_inputs.answer(cast.mia, boxes[section.key], WORDS)
        db.session.commit()
        figures = repeated(lambda _number: management_review_contents.pack(cast.mia, review), 5)
        management_review_papers.pack(cast.mia, review.reference)  # the press is warm from here on
        db.session.expunge_all()
        cast, size, times, busy = ground.the_cast(), 0, [], []
        for _ in range(3):
            start, spent = time.perf_counter(), time.process_time()
            size = len(management_review_papers.pack(cast.mia, review.reference).pdf)
            times.append(time.perf_counter() - start)
            busy.append(time.process_time() - spent)
        pdf.close()
    detail = {
        "nonconformities": ROWS, "all_s": [round(one, 2) for one in times], "own_cpu_s": round(min(busy), 2),
        "figures_ms": round(figures.p50), "kb": round(size / 1000),
    }  # fmt: skip
    yield Result("review_pack.wall_s", sorted(times)[1], "s", detail)
