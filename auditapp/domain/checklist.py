"""Checklists: questions in sections, each mapped to clauses; a revision is known by its content's hash."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from auditapp.domain.standard import number_sort_key, parse_ref
from auditapp.domain.translated import NO_PHRASES, NO_TEXT, Phrases, Text

KINDS = ("clause", "site_walk", "review", "readiness")


@dataclass(frozen=True, slots=True)
class Question:
    """What the auditor asks or looks at. `id` names the same question in every revision: answers compare."""

    id: str
    text: Text
    clauses: tuple[str, ...]
    guidance: Text = NO_TEXT
    look_for: Phrases = NO_PHRASES
    captions: Phrases = NO_PHRASES
    evidence: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "text": self.text.to_json(),
            "clauses": list(self.clauses),
            "guidance": self.guidance.to_json(),
            "look_for": self.look_for.to_json(),
            "captions": self.captions.to_json(),
            "evidence": list(self.evidence),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Question":
        return cls(
            id=data["id"],
            text=Text.of(data["text"]),
            clauses=tuple(data["clauses"]),
            guidance=Text.of(data["guidance"]),
            look_for=Phrases.of(data["look_for"]),
            captions=Phrases.of(data["captions"]),
            evidence=tuple(data["evidence"]),
        )


@dataclass(frozen=True, slots=True)
class Section:
    """A stretch of the walk or a group of clauses; `place` hints where to stand, on site walks."""

    key: str
    title: Text
    questions: tuple[Question, ...]
    place: Text = NO_TEXT

    def to_json(self) -> dict[str, Any]:
        return {
            "key": self.key,
            "title": self.title.to_json(),
            "place": self.place.to_json(),
            "questions": [question.to_json() for question in self.questions],
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Section":
        questions = tuple(Question.from_json(question) for question in data["questions"])
        return cls(data["key"], Text.of(data["title"]), questions, Text.of(data["place"]))


@dataclass(frozen=True, slots=True)
class Checklist:
    """One revision of a checklist with what it proposes to an audit planned from it."""

    key: str
    title: Text
    kind: str
    audit_types: tuple[str, ...]
    objectives: Phrases
    scope: Text
    criteria: tuple[str, ...]
    sections: tuple[Section, ...]
    summary: Text = NO_TEXT

    @property
    def questions(self) -> tuple[Question, ...]:
        """All questions in walking order, which is the order of the file."""
        return tuple(question for section in self.sections for question in section.questions)

    @property
    def placed_questions(self) -> Iterator[tuple[Section, Question]]:
        """Questions in walking order, each with the section it stands in."""
        return ((section, question) for section in self.sections for question in section.questions)

    @property
    def clauses(self) -> frozenset[str]:
        """Every clause that a question of this checklist is mapped to."""
        return frozenset(ref for question in self.questions for ref in question.clauses)

    def to_json(self) -> dict[str, Any]:
        """Plain data for a JSON column; `from_json` gives an equal checklist back."""
        return {
            "key": self.key,
            "title": self.title.to_json(),
            "summary": self.summary.to_json(),
            "kind": self.kind,
            "audit_types": list(self.audit_types),
            "objectives": self.objectives.to_json(),
            "scope": self.scope.to_json(),
            "criteria": list(self.criteria),
            "sections": [section.to_json() for section in self.sections],
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Checklist":
        return cls(
            key=data["key"],
            title=Text.of(data["title"]),
            kind=data["kind"],
            audit_types=tuple(data["audit_types"]),
            objectives=Phrases.of(data["objectives"]),
            scope=Text.of(data["scope"]),
            criteria=tuple(data["criteria"]),
            sections=tuple(Section.from_json(section) for section in data["sections"]),
            summary=Text.of(data["summary"]),
        )

    @property
    def content_hash(self) -> str:
        """SHA-256, 64 hexadecimal digits, of the content as canonical JSON: sorted keys, no blanks, UTF-8."""
        canonical = json.dumps(self.to_json(), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(canonical.encode()).hexdigest()


def first_clause(clauses: Iterable[str], edition: str) -> tuple[int, ...]:
    """Sort key of the lowest clause in this edition; (10000,), so that it comes last, when there is none."""
    numbers = [number for key, number in map(parse_ref, clauses) if key == edition]
    return min((number_sort_key(number) for number in numbers), default=(10_000,))
