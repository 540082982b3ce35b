"""What was found, as page and mail show it: the question that was asked, its clauses in both editions, its photos."""

from dataclasses import dataclass

from auditapp.domain import effectiveness, evidence, standard
from auditapp.domain.checklist import Question
from auditapp.domain.translated import foreign
from auditapp.models import Evidence, Instance, Nonconformity
from auditapp.services import checklists, effectiveness_questions, walks


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause as it was cited, and the same requirement in the other editions."""

    label: str
    elsewhere: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Situation:
    """``question``: its words, '' for a finding without one; ``photos``: those whose bytes are here."""

    question: str
    clauses: list[Clause]
    photos: list[Evidence]

    @property
    def requirements(self) -> list[Clause]:
        """The clauses, each requirement once: one that stands beside another already is left out."""
        kept: list[Clause] = []
        for clause in self.clauses:
            if not any(clause.label in one.elsewhere for one in kept):
                kept.append(clause)
        return kept


def of(nonconformity: Nonconformity, language: str = "en") -> Situation:
    """The situation behind ``nonconformity``."""
    return Situation(
        question(nonconformity, language), [_clause(ref, language) for ref in nonconformity.clauses],
        _photos(nonconformity),
    )  # fmt: skip


def question(nonconformity: Nonconformity, language: str) -> str:
    """The words of the question behind it; '' where there was none."""
    asked = _asked(nonconformity)
    if asked is None:
        return ""
    instance, words = asked
    is_check = words.id == effectiveness.QUESTION
    matter = effectiveness_questions.matters([instance.id]).get(instance.id) if is_check else None
    return walks.asked(words, matter, language)


def question_language(nonconformity: Nonconformity, language: str) -> str:
    """That of `question`, where its checklist does not have ``language``; '' where it has."""
    asked = _asked(nonconformity)
    return foreign(asked[1].text.spoken(language), language) if asked else ""


def _asked(nonconformity: Nonconformity) -> tuple[Instance, Question] | None:
    instance = nonconformity.finding.instance if nonconformity.finding else None
    if instance is None:
        return None
    found = walks.words_of([instance.revision_id])[instance.revision_id].get(instance.question.key)
    return (instance, found[1]) if found else None


def _clause(ref: str, language: str) -> Clause:
    others = standard.other_edition(ref, checklists.editions())
    labels = tuple(checklists.clause_label(other, language) for other in others)
    return Clause(checklists.clause_label(ref, language), labels)


def _photos(nonconformity: Nonconformity) -> list[Evidence]:
    finding = nonconformity.finding
    if finding is None:
        found = [one for one in nonconformity.evidence if one.action_id is None and not one.purpose]
        return [photo for photo in found if photo.kind == "photo" and evidence.is_sound(photo)]
    found = [*finding.evidence, *(finding.instance.evidence if finding.instance else ())]
    unique = {photo.id: photo for photo in found if photo.kind == "photo" and evidence.is_sound(photo)}
    return list(unique.values())
