"""The made-up company as told: complete, and true to the checklists it walks."""

import pytest

from auditapp.adapters import checklist_files
from auditapp.demo import builder, company, film
from auditapp.demo.scenes import SCENES
from auditapp.demo.shape import Tour
from auditapp.domain import finding as finding_rules

WALKED = [tour for tour in builder.TOURS if tour.until != "confirmed"]


@pytest.fixture(scope="module")
def questions() -> dict[str, set[str]]:
    return {one.key: {question.id for question in one.questions} for one in checklist_files.load_all()}


@pytest.mark.parametrize("tour", builder.TOURS, ids=lambda tour: tour.key)
def test_every_note_answers_a_question_of_the_audits_checklists(tour: Tour, questions: dict[str, set[str]]) -> None:
    asked = set().union(*(questions[key] for key in tour.checklists))
    assert set(tour.notes) | set(tour.seen) | set(tour.not_applicable) | set(tour.put_off) <= asked


@pytest.mark.parametrize("tour", [t for t in WALKED if t.until == "issued"], ids=lambda tour: tour.key)
def test_an_issued_audit_leaves_no_question_unanswered(tour: Tour, questions: dict[str, set[str]]) -> None:
    asked = set().union(*(questions[key] for key in tour.checklists))
    assert asked == set(tour.notes) | set(tour.not_applicable)


def test_fourteen_of_forty_questions_are_left_today(questions: dict[str, set[str]]) -> None:
    today = builder.TOURS[-2]
    asked = set().union(*(questions[key] for key in today.checklists))
    assert (len(asked), len(asked - set(today.notes))) == (40, 14)


def test_thirty_photos_and_more_are_wanted_and_each_has_its_scene() -> None:
    photos = film.wanted(builder.TOURS)
    assert len(photos) >= 30
    assert {photo.scene for photo in photos} <= set(SCENES)


def test_the_last_issued_audit_has_more_than_25_findings() -> None:
    last = max((tour for tour in WALKED if tour.issued is not None), key=lambda tour: tour.issued or 0)
    assert len(last.findings) > 25


def test_every_nonconforming_finding_of_issued_audits_has_its_parts_and_the_reason_for_its_grade() -> None:
    bare = [
        told.statement
        for tour in WALKED
        if tour.until == "issued"
        for told in tour.findings
        if finding_rules.is_nonconforming(told.grade)
        and not (told.requirement and told.evidence and told.statement and told.reason)
    ]
    assert bare == []


def test_nobody_leads_an_audit_of_a_process_they_own() -> None:
    owner = {process.key: process.owner for process in company.PROCESSES}
    clashes = [tour.key for tour in builder.TOURS if {tour.leader, *tour.team} & {owner[key] for key in tour.processes}]
    assert clashes == []
