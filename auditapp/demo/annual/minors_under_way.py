"""Minors whose plan was accepted: actions are being carried out."""

from auditapp.demo.shape import Cause, Photo, Response, Step, Told

SKIP = Told(
    question="waste.skip-content",
    process="yard",
    place="Skip 4, north yard",
    grade="minor",
    statement="The skip for wood is used for whatever does not fit elsewhere at the end of a shift.",
    evidence=(
        "Skip 4 (17 02 01, wood): four bags of residual waste, cartons, one oil can with a remnant. 1 of 9 skips."
    ),
    requirement="ISO 14001:2026, 8.1; instruction W-02, 3.4; recycling ordinance on keeping streams apart.",
    reason="Minor: one of nine skips, sorted out before pick-up.",
    photos=(Photo("skip_mixed", "Mixed waste in the wood skip"),),
    response=Response(
        acknowledged=-41,
        correction="Skip 4 sorted by hand; 40 kg taken out, oil can to hazardous waste.",
        corrected=-47,
        extent="All nine skips on three evenings: skip 4 twice more, the others clean.",
        causes=(
            Cause(
                ("The container for residual waste of hall 3 is full by Thursday; nobody may order an extra pick-up."),
                (
                    "Bags went into skip 4 because the right container was full.",
                    "It is full because pick-up is weekly whatever the load.",
                    "The shift leader may not order one.",
                ),
            ),
            Cause(
                "Skip 4 stands open and unlit beside the exit of the late shift.",
                ("It was chosen because it is the nearest open one.",),
            ),
        ),
        steps=(
            Step(
                "Level sensor on the residual container, pick-up by level", "aisha", 20, None, None, "", 0, True, True
            ),
            Step(
                "Lid on skip 4, lock with the shift leader",
                "aisha",
                -20,
                -21,
                Photo("skip_sorted", "Skip 4 with wood alone"),
                "Lid fitted.",
                1,
                False,
            ),
        ),
        criterion="Twelve weekly looks into nine skips without wrong content.",
        check=110,
        planned=-33,
        accepted=-31,
    ),
)

METER = Told(
    question="water.plant-values",
    process="surface",
    place="Effluent plant, QI-301",
    grade="minor",
    statement="Calibration dates of meters that release effluent are not watched by anybody.",
    evidence="pH meter QI-301: sticker past its date by 11 weeks; batches were released on its "
    "reading. A buffer check during "
    "the audit showed 7.02 in pH 7.00.",
    requirement=(
        "ISO 14001:2026, 9.1.1: measuring equipment is calibrated or verified; permit, condition 9: every 6 months."
    ),
    reason="Minor: reading proved right, one meter of six.",
    photos=(Photo("meter_overdue", "Sticker past its date"),),
    response=Response(
        acknowledged=-42,
        correction=(
            "Calibrated by the service firm, certificate on file; releases since the due date "
            "reviewed, none to be recalled."
        ),
        corrected=-40,
        extent="All 31 meters with a date: one more overdue by two weeks (flow, outlet 1), verified since.",
        causes=(
            Cause(
                ("Dates live in the service firm’s calendar; when the contract changed hands the calendar did not."),
                (
                    "It was overdue because nobody came.",
                    "Nobody came because the new firm had no dates.",
                    "It had none because we keep no list of our own.",
                ),
            ),
        ),
        steps=(
            Step(
                "Own list of meters with dates in the maintenance planner, reminder four weeks before",
                "juergen",
                -6,
                None,
                None,
                "",
                0,
                True,
                True,
            ),
        ),
        criterion="Six months without an overdue meter.",
        check=150,
        planned=-35,
        accepted=-34,
    ),
)

GAS = Told(
    question="",
    process="stores",
    place="Gas cage, south wall",
    grade="minor",
    clauses=("iso14001-2026:8.1", "iso14001-2026:8.2"),
    statement="Cylinders that arrive after the storeman has left are put down outside the cage, unsecured.",
    evidence="One acetylene cylinder standing loose in front of the cage at 06:50, next to the driveway.",
    requirement="ISO 14001:2026, 8.2; instruction C-09, 2: cylinders stand chained and locked.",
    reason="Minor: one cylinder, secured at once; fire and release would have been possible.",
    photos=(Photo("gas_loose", "Cylinder outside the cage, not secured"),),
    response=Response(
        acknowledged=-41,
        correction="Cylinder chained inside the cage during the audit.",
        corrected=-50,
        extent="Gas points of both works: no other loose cylinder.",
        causes=(
            Cause(
                "The supplier delivers before the store opens and has no key to anything.",
                ("It stood outside because the cage was locked.", "Delivery times were never agreed."),
            ),
        ),
        steps=(
            Step(
                "Lockable outer bay with chains for night deliveries, key code for the supplier",
                "ewa",
                8,
                None,
                None,
                "",
                0,
                False,
                True,
            ),
            Step("Delivery window after 07:30 in the supply contract", "tom", 15),
        ),
        criterion="No cylinder outside bay or cage on 20 early looks.",
        check=120,
        planned=-28,
        accepted=-25,
    ),
)

FINDINGS = (SKIP, METER, GAS)
