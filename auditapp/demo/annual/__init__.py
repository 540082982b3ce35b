"""The annual internal audit of Harbour Works: 29 findings, and what has become of them."""

from auditapp.demo.annual import majors, minors_answered, minors_open, minors_under_way, remarks
from auditapp.demo.notes import chemicals, contractors, spill, waste, water
from auditapp.demo.shape import Photo, Tour

AUDIT = Tour(
    key="annual",
    title="Annual internal audit, Harbour Works",
    type="internal",
    held=-52,
    days=3,
    issued=-45,
    leader="samuel",
    team=("chen",),
    sites=("bremen",),
    processes=("surface", "paint", "yard", "stores", "contractors"),
    auditees=("juergen", "aisha", "ewa", "tom", "pavel"),
    objectives="Find out whether waste, chemicals, water and contractors are controlled as planned "
    "and as the permits "
    "require.\nSee whether spills would be noticed, stopped and kept from the drains on "
    "every shift.\nCheck whether "
    "the actions of the last two years still hold.",
    scope="Harbour Works, all shifts: surface treatment, paint shop, waste and yard, stores, "
    "contractors on site. "
    "Boiler house and utilities are audited on their own in this quarter; Aveiro follows next month.",
    edition="iso14001-2026",
    checklists=(
        "waste",
        "chemicals-and-oil-storage",
        "spill-and-emergency-readiness",
        "water-and-drains",
        "contractors",
    ),
    notes=water.NOW | waste.NOW | chemicals.NOW | spill.NOW | contractors.NOW,
    seen={
        "waste.first-look": Photo("bins_labelled", "Containers at hall 1, correctly labelled"),
        "chem.store-kit": Photo("spill_kit_complete", "Kit S1, complete"),
        "water.gullies": Photo("drain_clean", "Gully G3, clean and marked"),
        "chem.store-order": Photo("drums_labelled", "Drum store, bay 1"),
        "spill.drills": Photo("training_complete", "Attendance of the night shift drill"),
    },
    not_applicable={"water.backflow": "Tested by the water supplier last month; report seen at the EMS lead’s desk."},
    findings=majors.FINDINGS
    + minors_answered.FINDINGS
    + minors_under_way.FINDINGS
    + minors_open.FINDINGS
    + remarks.FINDINGS,
    summary="Three days, 104 questions, every hall and the yard in walking order, early and late "
    "shift. Waste streams are "
    "kept apart better than two years ago and outlet 1 can be closed in just over a "
    "minute. Two things weigh heavily: "
    "oil reached a storm drain from a place nobody had thought of as a handling area, "
    "and return copies of consignment "
    "notes were missing without anybody noticing.",
    conclusion="The EMS reaches its intended results in daily operation, with two exceptions: "
    "control of run-off at the "
    "south yard and control of consignment notes broke down and need action at the "
    "source. Objectives one and two of "
    "this audit were reached; objective three in part, since two earlier actions at gullies did not hold.",
    objectives_met=(
        "Reached, but for run-off at the south yard and the return copies of consignment notes.",
        "Reached: on every shift people knew what to close, and outlet 1 was shut in just over a minute.",
        "Reached in part: two earlier actions at gullies did not hold.",
    ),
    effectiveness="Effective for waste and chemicals in daily work; not yet where work is done outside the halls.",
    follow_up="The south yard and the consignment notes are audited again in March. The programme gives the yard two "
    "audits a year until then.",
    confidentiality="Confidential: for those on the distribution list.",
    interviewed="Head of surface treatment, stores manager, yard and waste coordinator, head of "
    "purchasing, head of "
    "maintenance; 4 operators, 2 shift leaders, 3 drivers, 2 people of the cleaning firm.",
    sampling="Samples were chosen by the auditors: every third or tenth from a list, or every one "
    "on the route. Evidence is "
    "a sample; what was not looked at may differ.",
    deviations="Day 2 began an hour late because of a delivery at bay 1; nothing was left out.",
    distribution="Henrike Brandt, managing director; Marta Oliveira, EMS lead; Aisha Rahman; Ewa Zielińska; "
    "Jürgen Böhm; Tom O’Connell",
)
