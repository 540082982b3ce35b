"""The checklist part of a report: answers clause by clause in the edition of the criteria, and what follows."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from flask_babel import gettext, ngettext

from auditapp.domain import paper, report
from auditapp.domain.checklist import Question
from auditapp.domain.finding import NONCONFORMING
from auditapp.domain.standard import number_sort_key, other_edition
from auditapp.domain.translated import foreign
from auditapp.domain.walk import NEEDS_REASON
from auditapp.models import Audit, Evidence, Finding, Instance, Nonconformity, db
from auditapp.services import audits, checklists, effectiveness_questions, paper_parts, walks

ELSEWHERE = ""
"""The key of questions that belong to no clause of the criteria."""


def earlier_nonconformities(audit: Audit) -> list[Nonconformity]:
    """Those raised before this audit: their status is reported."""
    return list(db.session.scalars(audits.raised_before(audit)))


@dataclass
class Answers:
    """The answers of one audit. ``references``: how findings are called, by id."""

    audit: Audit
    instances: Sequence[Instance]
    evidence: Sequence[Evidence]
    references: Mapping[object, str]
    findings: Sequence[Finding]
    language: str

    @cached_property
    def _words(self) -> dict[uuid.UUID, walks.WordsByKey]:
        return walks.words_of(one.revision_id for one in self.instances)

    @cached_property
    def _matters(self) -> dict[uuid.UUID, str]:
        return effectiveness_questions.matters(one.id for one in self.instances)

    @cached_property
    def _photos(self) -> dict[uuid.UUID | None, list[Evidence]]:
        """Evidence by question; what shows a finding stands beside that finding only."""
        found: dict[uuid.UUID | None, list[Evidence]] = defaultdict(list)
        for one in self.evidence:
            if one.finding_id is None or one.finding_id not in self.references:
                found[one.instance_id].append(one)
        return found

    @cached_property
    def _led_to(self) -> dict[uuid.UUID | None, list[str]]:
        found: dict[uuid.UUID | None, list[str]] = defaultdict(list)
        for one in self.findings:
            found[one.instance_id].append(self.references[one.id])
        return found

    @cached_property
    def _groups(self) -> dict[str, list[Instance]]:
        """Questions by clause ('iso14001-2026:9.2.2'), in the order of the clauses; those of no clause come last."""
        groups: dict[str, list[Instance]] = defaultdict(list)
        for one in self.instances:
            groups[self._clause(one.clauses)].append(one)
        return dict(sorted(groups.items(), key=lambda item: self._place(item[0])))

    def _clause(self, refs: Sequence[str]) -> str:
        """The clause of the criteria that stands for a question mapped to ``refs``: the first of its edition."""
        for edition in self.audit.criteria:
            for ref in refs:
                if ref.partition(":")[0] == edition:
                    return ref
        return ELSEWHERE

    def _place(self, ref: str) -> tuple[int, tuple[int, ...]]:
        edition, _, number = ref.partition(":")
        if not number:
            return len(self.audit.criteria), ()
        return self.audit.criteria.index(edition), number_sort_key(number)

    def _heading(self, ref: str) -> str:
        if ref == ELSEWHERE:
            return str(gettext("Questions on other criteria"))
        label = checklists.clause_label(ref, self.language)
        name = checklists.editions()[ref.partition(":")[0]].name
        return label if len(self.audit.criteria) > 1 else label.removeprefix(name).strip()

    def by_clause(self) -> tuple[report.ClauseAnswers, ...]:
        """What was answered. Questions without an answer are told by `unanswered`."""
        found = []
        for ref, instances in self._groups.items():
            answers = tuple(self._answer(one) for one in instances if one.result)
            if answers:
                found.append(report.ClauseAnswers(heading=self._heading(ref), answers=answers))
        return tuple(found)

    def _asked(self, question: Question, one: Instance) -> str:
        """Its words; an effectiveness check names its nonconformity and criterion."""
        matter = self._matters.get(one.id)
        return walks.asked(question, f"{one.label} {matter}" if matter else None, self.language)

    def _answer(self, one: Instance) -> report.Answer:
        words = self._words[one.revision_id].get(one.question.key)
        process = one.process.name if one.process and len(self.audit.processes) > 1 else ""
        return report.Answer(
            question=self._asked(words[1], one) if words else one.label,
            result=one.result,
            note=one.note,
            sample=one.sample,
            reason=one.reason if one.result in NEEDS_REASON else "",
            where=" · ".join(part for part in (one.place, process) if part),
            finding=", ".join(self._led_to[one.id]),
            kinds=tuple(one.kinds),
            photos=paper_parts.photos(self._photos[one.id]),
            language=foreign(words[1].text.spoken(self.language), self.language) if words else "",
        )

    def loose_photos(self) -> tuple[paper.Photo, ...]:
        """The photos that stand beside no finding and no answer: of a question without one, or of the audit as such."""
        answered = {one.id for one in self.instances if one.result}
        rows = (one for instance, each in self._photos.items() if instance not in answered for one in each)
        return paper_parts.photos(rows)

    def unanswered(self) -> Iterator[report.Remark]:
        """What was not asked, by the reason stated for it."""
        by_reason: dict[str, list[Instance]] = defaultdict(list)
        for one in self.instances:
            if one.result in ("", "later") and (one.result == "" or one.unanswered_reason):
                by_reason[one.unanswered_reason].append(one)
        for reason, instances in by_reason.items():
            numbers = sorted({self._number(one) for one in instances})
            yield report.Remark(
                what=ngettext(
                    "%(num)d question without an answer: %(where)s",
                    "%(num)d questions without an answer: %(where)s",
                    len(instances),
                    where=", ".join(numbers),
                ),
                reason=reason or gettext("No reason is stated yet."),
            )

    def _number(self, one: Instance) -> str:
        return self._clause(one.clauses).partition(":")[2] or one.label

    def conformities(self) -> Iterator[str]:
        """The clauses at which everything that was asked conforms."""
        for ref, instances in self._groups.items():
            asked = [one for one in instances if one.result not in ("", "later", "not_applicable")]
            if asked and all(one.result in ("conform", "good_practice") for one in asked):
                yield ngettext(
                    "%(clause)s: %(num)d question", "%(clause)s: %(num)d questions", len(asked),
                    clause=self._heading(ref),
                )  # fmt: skip

    def criteria(self) -> Iterator[report.Criterion]:
        """The editions with the clauses that were asked about, then other documents."""
        for edition in self.audit.criteria:
            numbers = [ref.partition(":")[2] for ref in self._groups if ref.partition(":")[0] == edition]
            short = numbers if len(numbers) <= 12 else list(dict.fromkeys(each.partition(".")[0] for each in numbers))
            yield report.Criterion(title=checklists.editions()[edition].name, clauses=", ".join(short))
        for line in paper_parts.lines(self.audit.other_criteria):
            yield report.Criterion(title=line)

    @cached_property
    def coverage_clauses(self) -> tuple[str, ...]:
        """The columns of the coverage matrix: the top clauses that were asked about."""
        return tuple(dict.fromkeys(_top(ref) for ref in self._groups if ref != ELSEWHERE))

    def coverage(self) -> Iterator[report.ProcessCoverage]:
        """For each process and clause whether it was audited: by an answer, or by a finding there. Questions that were
        asked of no process in particular stand in a row of their own."""
        results: dict[tuple[object, str], set[str]] = defaultdict(set)
        for ref, instances in self._groups.items():
            for one in instances:
                results[one.process_id, _top(ref)].add(one.result)
        for finding in self.findings:
            if finding.process_id is not None:
                results[finding.process_id, _top(self._clause(finding.clauses))].add("finding")
        rows: list[tuple[object, str]] = [(process.id, process.name) for process in self.audit.processes]
        if any(one.process_id is None for one in self.instances):
            rows.append((None, gettext("Of no process in particular")))
        for key, name in rows if self.coverage_clauses else ():
            cells = tuple(_cell(results[key, top]) for top in self.coverage_clauses)
            yield report.ProcessCoverage(process=name, cells=cells)

    def earlier(self, found: Iterable[Nonconformity]) -> Iterator[report.EarlierFinding]:
        """How the nonconformities of earlier audits stand, and whether the same clause fails again at the process."""
        for each in found:
            repeats = self._repeated_by(each)
            yield report.EarlierFinding(
                reference=each.number,
                grade=each.grade,
                statement=each.statement,
                state=each.state,
                repeated=bool(repeats),
                note=gettext("See %(numbers)s.", numbers=", ".join(repeats)) if repeats else "",
            )

    @cached_property
    def _fails(self) -> dict[tuple[object, str], list[str]]:
        """By process and clause, in any edition, the findings that say it fails: what `recurrences` counts, too."""
        known = checklists.editions()
        fails: dict[tuple[object, str], list[str]] = defaultdict(list)
        for one in self.findings:
            is_void = one.nonconformity is not None and one.nonconformity.state == "void"
            if one.grade not in NONCONFORMING or one.process_id is None or is_void:
                continue
            refs = {each for ref in one.clauses for each in (ref, *other_edition(ref, known))}
            for ref in refs:
                fails[one.process_id, ref].append(self.references[one.id])
        return fails

    def _repeated_by(self, earlier: Nonconformity) -> list[str]:
        again = {one for ref in earlier.clauses for one in self._fails.get((earlier.process_id, ref), ())}
        return [self.references[one.id] for one in self.findings if self.references[one.id] in again]

    def repeats(self, found: Iterable[Nonconformity]) -> dict[str, list[str]]:
        """The other way round: by the reference of a finding the numbers of what it repeats."""
        numbers: dict[str, list[str]] = defaultdict(list)
        for each in found:
            for reference in self._repeated_by(each):
                numbers[reference].append(each.number)
        return numbers

    def belongs_to(self) -> dict[uuid.UUID, str]:
        """For each piece of evidence the finding, or else the question, that it shows."""
        labels: dict[uuid.UUID | None, str] = {one.id: one.label for one in self.instances}
        return {
            one.id: self.references.get(one.finding_id, "") or labels.get(one.instance_id, "") for one in self.evidence
        }


def _top(ref: str) -> str:
    """'9' of 'iso14001-2026:9.2.2'."""
    return ref.partition(":")[2].partition(".")[0]


def _cell(results: set[str]) -> str:
    if not results:
        return ""
    if results == {"not_applicable"}:
        return "not_applicable"
    return "done" if results - {"", "later", "not_applicable"} else "gap"
