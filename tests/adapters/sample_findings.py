"""Findings of a believable audit: one of each grade, with photos."""

from datetime import date

from auditapp.domain import paper, report
from tests.adapters.paper_setting import photo

FINDINGS = (
    report.Finding(
        reference="NC-2026-031",
        grade="major",
        site="Hamburg plant",
        process="Storage of chemicals",
        place="Chemical store, bay 4",
        clauses=("8.1 Operational planning and control", "6.1.3 Compliance obligations"),
        statement="The control that keeps leaking liquids out of the drains is not in place in the chemical store.",
        requirement="ISO 14001:2015, 8.1: the organisation controls its processes so that the requirements of the"
        " environmental management system are met. Own instruction EI-12, 3.2: each drum stands on a tray"
        " that holds its content.",
        evidence="On 1 Dec 2026, 14 of 36 drums in bay 4 stood on bare concrete, among them three of 200 l of"
        " solvent (batch 77-A, 77-B, 79-C). The drain cover 1.5 m away was open. The inspection list for"
        " November shows 'trays complete' on four dates.",
        grade_reason="Uncontrolled release into the drains is possible at any time; the check that should have found it"
        " reports that all is well.",
        obligation="Water law permit 4711, condition 6: secondary containment of 110 %.",
        repeat_of="NC-2024-009",
        owner="Ola Brandt, Head of logistics",
        due=(
            paper.Due(kind="containment", day=date(2026, 12, 4), done=date(2026, 12, 4)),
            paper.Due(kind="plan", day=date(2026, 12, 17)),
            paper.Due(
                kind="implementation",
                day=date(2027, 2, 15),
                first=date(2027, 2, 1),
                reason="the trays are delivered in week 6",
                approved_by="Mia Sommer",
            ),
        ),
        photos=(photo(1), photo(2), photo(3, tall=True)),
    ),
    report.Finding(
        reference="NC-2026-032",
        grade="minor",
        site="Hamburg plant",
        process="Energy",
        place="Boiler house",
        clauses=("9.1.1 General",),
        statement="The gas meters that the energy objective is measured with are not kept calibrated.",
        requirement="ISO 14001:2015, 9.1.1: monitoring equipment is calibrated or verified, and maintained.",
        evidence="Meters G-3 and G-4 carry labels 'next calibration 06/2025'. The register lists 12 meters; 5 were"
        " looked at, 2 of them are overdue.",
        grade_reason="An isolated lapse; the other meters seen are in date and the readings agree with the supplier's.",
        owner="Zed Albers, Energy",
        due=(
            paper.Due(kind="plan", day=date(2027, 1, 2)),
            paper.Due(kind="implementation", day=date(2027, 3, 3)),
        ),
        photos=(photo(4), photo(5)),
    ),
    report.Finding(
        reference="O-7",
        grade="observation",
        process="Waste",
        place="Recycling yard",
        clauses=("8.1 Operational planning and control",),
        statement="Two containers carry labels that the sun has bleached; a new driver could mix the fractions.",
        evidence="Containers 4 and 9, 1 Dec 2026.",
        owner="Ola Brandt",
        photos=(photo(6),),
    ),
    report.Finding(
        reference="O-8",
        grade="ofi",
        process="Training",
        clauses=("7.2 Competence",),
        statement="The spill exercise could be held at night once a year, when only two people are on site.",
    ),
    report.Finding(
        reference="G-2",
        grade="good_practice",
        process="Energy",
        place="Compressor room",
        clauses=("6.2 Environmental objectives",),
        statement="Leak rounds with an ultrasonic camera each month brought the base load down by 11 % in a year.",
        photos=(photo(7), photo(8)),
    ),
)
