"""A report to test with: believable content, as long as is asked for."""

from dataclasses import replace
from datetime import date, timedelta

from auditapp.domain import paper, report
from tests.adapters.paper_setting import (
    WHEN,
    environment,
    media,
    photo,
    photo_bytes,
    report_html,
    seal,
    sheet_html,
)
from tests.adapters.sample_findings import FINDINGS
from tests.adapters.sample_sheet import nc_sheet

__all__ = [
    "FINDINGS", "WHEN", "audit_report", "environment", "large_report", "media", "nc_sheet", "photo", "photo_bytes",
    "report_html", "seal", "sheet_html",
]  # fmt: skip


def _answers(count: int, photos: int) -> tuple[report.ClauseAnswers, ...]:
    headings = (
        "4.1 Understanding the organization and its context",
        "5.2 Environmental policy",
        "6.1.2 Environmental aspects",
        "6.1.3 Compliance obligations",
        "7.2 Competence",
        "8.1 Operational planning and control",
        "8.2 Emergency preparedness and response",
        "9.1.1 General",
        "9.2.2 Internal audit programme",
        "10.2 Nonconformity and corrective action",
    )
    results = ("conform",) * 12 + ("nonconformity", "observation", "not_applicable")
    each = max(count // len(headings), 1)
    clauses, made = [], 0
    for heading in headings:
        answers = []
        for _ in range(each):
            result = results[made % len(results)]
            with_photo = photos > 0 and made * photos // count != (made + 1) * photos // count
            answers.append(
                report.Answer(
                    question="Are the containers for hazardous waste labelled, closed, and standing where a leak"
                    " would be caught?",
                    result=result,
                    note="Three of the six bays walked with the shift leader; labels legible, bungs closed, trays dry."
                    if result != "not_applicable"
                    else "",
                    reason="No solvent is handled here." if result == "not_applicable" else "",
                    sample="6 of 22 containers, every fourth along the walk" if made % 3 == 0 else "",
                    kinds=("seen", "asked") if made % 2 else ("seen", "read"),
                    where="Recycling yard",
                    finding="NC-2026-031" if result == "nonconformity" else "",
                    photos=(photo(1000 + made),) if with_photo else (),
                )
            )
            made += 1
        clauses.append(report.ClauseAnswers(heading=heading, answers=tuple(answers)))
    return tuple(clauses)


def audit_report(answers: int = 40, answer_photos: int = 4) -> report.AuditReport:
    """An issued report of a two-day internal audit."""
    person = report.Participant
    return report.AuditReport(
        organisation="Nordlicht Coatings GmbH",
        reference="AR-2026-07",
        title="Internal audit of the Hamburg plant, autumn 2026",
        revision=1,
        status="issued",
        issued_at=WHEN,
        confidentiality="Confidential. For the recipients on the distribution list.",
        type="internal",
        method="mixed",
        days=(date(2026, 11, 30), date(2026, 12, 1)),
        client="Tom Harms, Managing director",
        sites=("Hamburg plant",),
        processes=("Storage of chemicals", "Energy", "Waste", "Training", "Emergency response"),
        objectives=(
            "Find out whether the environmental management system meets ISO 14001:2015 and the organisation's own"
            " requirements, and is effectively implemented and maintained.",
            "Check that the corrective actions of the 2025 audit hold.",
        ),
        scope="All activities of the Hamburg plant, day and late shift, including contractors on site.",
        exclusions="The canteen, which is run by the landlord.",
        criteria=(
            report.Criterion(title="ISO 14001", edition="2015", clauses="4 to 10"),
            report.Criterion(title="Own instructions EI-01 to EI-24", edition="May 2026"),
            report.Criterion(title="Water law permit 4711"),
        ),
        method_note="interviews and records of purchasing by video on 30 Nov, everything else on site",
        sampling="Samples were chosen by the auditors on judgement, with weight on significant aspects. A sample cannot"
        " prove that nothing else is wrong.",
        team=(
            person(role="leader", name="Lea Voss", note="auditor since 2019"),
            person(role="auditor", name="Jon Petersen"),
            person(role="technical_expert", name="Dr. Ida Krüger", note="water law"),
        ),
        auditees=(
            person(role="Head of logistics", name="Ola Brandt"),
            person(role="Energy", name="Zed Albers"),
        ),
        interviewed=(person(role="Shift leader, late shift"), person(role="Driver of a contractor")),
        deviations=(
            report.Remark(
                what="The paint shop was walked on 1 Dec instead of 30 Nov.", reason="A delivery blocked it."
            ),
        ),
        obstacles=(),
        not_covered=(report.Remark(what="Night shift", reason="Planned for the follow-up audit in March 2027."),),
        summary="The system is alive: people know their aspects, objectives are followed up monthly, and the"
        " energy work is a pleasure to see. One control has failed for a second time: drums of solvent stand without"
        " trays beside an open drain, and the check that should have found it reports that all is well.",
        conclusion="Apart from the control of storage, the environmental management system conforms to ISO 14001:2015."
        " The major nonconformity has to be closed before the surveillance audit in April 2027.",
        objectives_met=(
            report.Remark(what="Conformity", reason="Reached, with the findings in this report."),
            report.Remark(what="Actions of 2025", reason="Five of six hold; NC-2024-009 has come back."),
        ),
        effectiveness="Effective in reaching its objectives for energy and waste; not in the control of storage.",
        follow_up="A follow-up audit of the chemical store and the night shift is planned for March 2027.",
        findings=FINDINGS,
        conformities=(
            "The register of compliance obligations is complete and was reviewed in September (14 of 52 entries read).",
            "The emergency exercise of June is documented with times, and its three lessons are carried out.",
        ),
        earlier=(
            report.EarlierFinding(
                reference="NC-2024-009",
                grade="minor",
                statement="Drums without trays in the chemical store.",
                state="closed",
                repeated=True,
                note="See NC-2026-031.",
            ),
            report.EarlierFinding(
                reference="NC-2025-014",
                grade="minor",
                statement="Waste register kept in two places with different totals.",
                state="verified",
                note="Effectiveness check on 15 Jan 2027.",
            ),
        ),
        clauses=_answers(answers, answer_photos),
        coverage_clauses=("4", "5", "6", "7", "8", "9", "10"),
        coverage=(
            report.ProcessCoverage(
                process="Storage of chemicals", cells=("done", "", "done", "done", "done", "done", "gap")
            ),
            report.ProcessCoverage(
                process="Energy", cells=("done", "done", "done", "planned", "done", "done", "not_applicable")
            ),
        ),
        overrides=(
            paper.Override(
                rule="No auditor on own work",
                reason="Jon Petersen took over the training register in October; nobody else speaks Danish.",
                mitigation="Lea Voss audited training records alone.",
                approved_by="Tom Harms",
                approved_at=WHEN - timedelta(days=9),
            ),
        ),
        evidence=tuple(
            paper.EvidenceFile(
                name=f"IMG_{number:04}.jpg",
                sha256=f"{number:02x}" * 32,
                by="Lea Voss",
                taken_at=WHEN - timedelta(days=2, minutes=number),
                received_at=WHEN - timedelta(days=2, minutes=number - 1),
                belongs_to="NC-2026-031",
            )
            for number in range(1, 9)
        ),
        distribution=(
            paper.Recipient(name="Tom Harms", role="Managing director", at=WHEN),
            paper.Recipient(name="Mia Sommer", role="EMS lead", at=WHEN),
        ),
        signatures=(
            paper.Signature(name="Lea Voss", role="Audit team leader", meaning="Author", at=WHEN),
            paper.Signature(name="Mia Sommer", role="EMS lead", meaning="Approved and issued", at=WHEN),
        ),
        history=(
            paper.Event(at=WHEN - timedelta(days=30), who="Mia Sommer", verb="plan_audit"),
            paper.Event(at=WHEN - timedelta(days=1), who="Lea Voss", verb="conclude"),
            paper.Event(at=WHEN, who="Mia Sommer", verb="issue", note="Revision 1"),
        ),
    )


def large_report() -> report.AuditReport:
    """150 answers, 20 nonconformities, 120 photos: the report that is measured."""
    findings = tuple(
        replace(
            FINDINGS[number % 2],
            reference=f"NC-2026-{number:03}",
            photos=tuple(photo(100 * number + each) for each in range(3)),
        )
        for number in range(1, 21)
    )
    return replace(audit_report(150, 60), findings=findings)
