"""The warnings that a nonconformity or a finding draws now, with what was found before at the same place."""

from auditapp.domain import warnings as rules
from auditapp.models import Finding, Nonconformity
from auditapp.services import due_dates, recurrences


def of_response(nonconformity: Nonconformity) -> list[str]:
    """What the owner reads before the plan is submitted: codes of `warnings.SENTENCES`."""
    people = [nonconformity.owner, *(action.owner for action in nonconformity.round.actions)]
    names = {person.name for person in people}
    return rules.of_response(nonconformity, due_dates.today_at(nonconformity), names)


def for_judge(nonconformity: Nonconformity) -> list[str]:
    """What the judge reads before the plan is accepted: the same, and what the grade draws."""
    return of_response(nonconformity) + rules.of_grade(
        nonconformity.grade, [one.grade for one in recurrences.before(nonconformity)]
    )


def of_finding(finding: Finding) -> list[str]:
    """What the releaser reads before the release, which overrides it."""
    earlier = recurrences.earlier(finding.clauses, finding.process_id)
    walked = any(one.checklist.kind == "site_walk" for one in finding.audit.revisions)
    return rules.of_finding(finding, [one.grade for one in earlier], walked=walked)
