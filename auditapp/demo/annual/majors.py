"""The two majors: oil in a storm drain, missing return copies."""

from auditapp.demo.shape import Cause, Photo, Response, Step, Told

OIL_TO_DRAIN = Told(
    question="water.yard-surface",
    process="yard",
    place="South yard, gully G7",
    grade="major",
    urgent=-52,
    statement="Run-off from the place where oily chips are tipped is neither held back nor "
    "watched, so that oil can reach "
    "the storm drain and the harbour basin.",
    evidence="Day 1, light rain: film with rainbow colours of about 2 m² running into "
    "gully G7 from the chip "
    "container; the gully is marked blue and leads to outlet 1 past separator 2 (drain plan rev. 5).",
    requirement="ISO 14001:2026, 8.1: processes with significant aspects are controlled to operating "
    "criteria. Discharge "
    "permit, condition 4: no mineral oil to outlet 1.",
    reason=(
        "Major: uncontrolled release towards water, a condition of the permit was not kept, "
        "and no control was in place."
    ),
    photos=(
        Photo("drain_oily", "Film on water at gully G7"),
        Photo("drain_oily", "Stain towards the drain, seen from the chip container"),
    ),
    about=("Oil in rainwater from the yard", "Discharge permit, condition 4: no mineral oil to outlet 1"),
    response=Response(
        acknowledged=-47,
        consequence="Less than a litre of cutting oil reached gully G7; nothing was seen at outlet 1 or in the basin.",
        containment="Gully G7 covered within ten minutes, film taken up with 14 pads, chip container "
        "moved under the roof of "
        "hall 2. Outlet 1 closed until the basin was looked at: no film there.",
        correction="Yard swept and washed with a suction sweeper, wash water collected. Authority told "
        "by telephone the same "
        "day; no further demand.",
        corrected=-47,
        system_change="Moving containers come into the register of aspects and into the drain plan, rev. 6.\n"
        "The form for changes in the yard asks for the nearest gully.",
        extent="All 19 gullies and all 11 places where something oily stands outside were walked. "
        "One more was found at the "
        "scrap cage of hall 3; it was moved at once.",
        causes=(
            Cause(
                ("The plan of handling areas was drawn by where drums stand, and chip containers were never in it."),
                (
                    "Oil ran into G7 because the chip container dripped onto open ground.",
                    "It stood on open ground because the place was not a handling area in the drain plan.",
                    "It was not one because the plan lists stores and bays, not containers that move.",
                    ("Moving containers are not in the plan because changes in the yard do not pass the change form."),
                ),
            ),
            Cause(
                "The daily yard round has no point for what stands near a gully, so nobody looked.",
                (
                    "It was not noticed because the round looks at skips and gates.",
                    "The round sheet was never matched with the drain plan.",
                ),
            ),
        ),
        steps=(
            Step(
                "Roofed and kerbed stand for chip containers at hall 2, draining to separator 2",
                "pavel",
                -42,
                -42,
                Photo("drain_clean", "G7 after cleaning, new stand outside the catchment"),
                "Built with a kerb of 12 cm.",
                0,
                True,
                True,
            ),
            Step(
                "Yard round sheet with the 19 gullies on it, first week walked with the yard hands",
                "aisha",
                -41,
                -41,
                Photo("training_complete", "Round sheet, first week signed"),
                "Seven days complete.",
                1,
            ),
        ),
        criterion=(
            "No oil at any gully on 30 daily rounds in a row, three of them in rain, and no entry in the separator log."
        ),
        check=-8,
        planned=-45,
        accepted=-44,
        submitted=-40,
        verified=(
            -39,
            ("Stood at G7 in rain: dry stand, kerb tight. Yard hand walked the round with me and named the reason."),
        ),
        judged=(
            -6,
            True,
            ("31 rounds without oil, four in rain; separator log read; two gullies looked at by myself."),
        ),
    ),
)

RETURN_COPIES = Told(
    question="waste.notes",
    process="yard",
    place="Yard office",
    grade="major",
    statement="Nothing in the system tells anybody that the return copy of a consignment note has "
    "not come, so that the "
    "whereabouts of hazardous waste can stay unknown.",
    evidence="6 of 20 notes (every tenth number, this year) without return copy; oldest 7 months, "
    "2.8 t of pickling sludge. "
    "The yard coordinator learned of it during the audit.",
    requirement="ISO 14001:2026, 7.5.3 and 9.1.2: records show that obligations are fulfilled. Waste "
    "records ordinance: "
    "return copy within 30 days, otherwise the authority is told.",
    reason=("Major: a legal duty has not been watched for at least seven months; 6 of 20 is no single lapse."),
    response=Response(
        acknowledged=-44,
        containment=(
            "Treatment sites telephoned on the same day: five of six loads confirmed in writing, the sixth a day later."
        ),
        correction="All 212 notes of the year compared with the portal: 31 copies missing, 31 obtained. "
        "Authority told of four "
        "that were older than 90 days.",
        corrected=-36,
        extent=(
            "Aveiro keeps its notes in the national portal with automatic reminders: 25 of 140 looked at, all complete."
        ),
        causes=(
            Cause(
                (
                    "The move to electronic notes took away the paper tray that showed what was missing, "
                    "and nothing replaced it."
                ),
                (
                    "Nobody noticed because missing copies can no longer be seen.",
                    ("They cannot be seen because the portal sends no list of open notes unless it is asked to."),
                    ("It was not asked to because the change to electronic notes was planned as an IT change only."),
                ),
            ),
        ),
        steps=(
            Step(
                "Weekly list of open notes from the portal to yard coordinator and deputy",
                "aisha",
                -30,
                -31,
                Photo("training_complete", "List of week 3, signed"),
                "Runs each Monday at 6:00.",
                0,
                True,
                True,
            ),
            Step("Change form asks what control disappears when paper does", "marta", 10),
            Step("Instruction W-07 with the 30-day rule and a deputy", "aisha", 12),
        ),
        criterion=("Two months without a note open for more than 30 days that the authority was not told of."),
        check=75,
        planned=-34,
        accepted=-32,
    ),
)

FINDINGS = (OIL_TO_DRAIN, RETURN_COPIES)
