"""Minors that are closed, verified, implemented or void by now."""

from auditapp.demo.shape import Cause, Photo, Response, Step, Told

BINS = Told(
    question="waste.skips-labelled",
    process="yard",
    place="Hall 3, north wall",
    grade="minor",
    statement=(
        "Labels of wheeled containers are not renewed when they come off, so that people have to guess the stream."
    ),
    evidence=(
        "2 of 12 wheeled containers without label (plastics, oily rags); oily rags and film "
        "side by side in one of them."
    ),
    requirement="ISO 14001:2026, 8.1; instruction W-02, 3.1: each container shows stream and code.",
    reason="Minor: two containers, contents still sorted by the contractor, no release.",
    photos=(Photo("bins_unlabelled", "Label missing on two containers"),),
    response=Response(
        acknowledged=-44,
        correction="Both containers emptied, sorted and labelled.",
        corrected=-43,
        extent="All 46 bins and containers of the works: three more labels hardly readable, renewed.",
        causes=(
            Cause(
                (
                    "Labels are paper in a sleeve; the washing contractor removes them and has no order "
                    "to put them back."
                ),
                (
                    "Labels were gone after the containers had been washed.",
                    "Putting them back is not in the washing contract.",
                ),
            ),
        ),
        steps=(
            Step(
                "Riveted labels of metal on all wheeled containers",
                "aisha",
                -40,
                -41,
                Photo("bins_labelled", "Riveted labels, hall 3"),
                "46 labels fitted.",
                0,
                True,
                True,
            ),
        ),
        criterion="After two washings all containers carry their label.",
        check=-8,
        planned=-42,
        accepted=-42,
        submitted=-40,
        verified=(-38, "Counted 46 labels in halls 1 to 3."),
        judged=(-6, True, "Washed twice since; 46 of 46 labels in place this morning."),
    ),
)

PUMP = Told(
    question="chem.tank-condition",
    process="surface",
    place="Pump P-204, basement of line 2",
    grade="minor",
    statement=("Leaks at pumps in the basement are wiped up but not reported, so that they are not repaired."),
    evidence="Puddle of about 3 l below the seal of P-204, used pads beside it, no entry in the "
    "leak list; the operator had "
    "wiped ‘for some weeks’.",
    requirement="ISO 14001:2026, 8.1; instruction M-11, 2: each leak is entered on the day it is seen.",
    reason="Minor: one pump of 14, floor coated and without a drain, no way to water.",
    photos=(
        Photo("pump_leaking", "Oil leak below the seal"),
        Photo("pump_leaking", "Absorbent left lying had been taken away"),
    ),
    response=Response(
        acknowledged=-43,
        correction="Seal exchanged, floor cleaned with binder, binder disposed of as hazardous waste.",
        corrected=-41,
        extent="All 14 pumps of both lines: two more seals damp, exchanged in the same shutdown.",
        causes=(
            Cause(
                "The leak list hangs in machining; the basement has no place to enter a leak.",
                (
                    "It was not entered because the list is two halls away.",
                    "Only machining was thought of when the list was made.",
                ),
            ),
        ),
        steps=(
            Step(
                "QR poster for leaks at each pump, entries go to the maintenance planner",
                "pavel",
                -30,
                -33,
                Photo("pump_clean", "P-204 dry, tray below, poster on the wall"),
                "14 posters.",
                0,
                True,
                True,
            ),
            Step(
                "Pumps of both lines in the weekly round of maintenance",
                "pavel",
                -28,
                -29,
                Photo("training_complete", "Round sheet with pumps"),
                "",
                0,
            ),
        ),
        criterion="No pool below any pump in eight weekly rounds; leaks entered on the day they are seen.",
        check=32,
        planned=-40,
        accepted=-39,
        submitted=-28,
        verified=(
            -24,
            ("P-204 and five more pumps seen dry. Two entries in the planner, both repaired within three days."),
        ),
    ),
)

DRUM = Told(
    question="chem.labels",
    process="stores",
    place="Drum store, bay 3",
    grade="minor",
    statement="Refilled drums go back to the store without a label.",
    evidence="1 of 22 containers without name and hazard: red 200 l drum, two thirds full, "
    "degreaser according to the storeman. "
    "Traces of the old label.",
    requirement="ISO 14001:2026, 8.1; instruction C-03, 4: no container without name and hazard.",
    reason="Minor: one of 22, content known, inside the bund.",
    photos=(Photo("drums_unlabelled", "Label missing on the front drum"),),
    response=Response(
        acknowledged=-40,
        correction="Content checked by the laboratory and labelled the same day.",
        corrected=-49,
        extent="All 64 containers of the store and 31 decanted ones at the lines: all labelled.",
        causes=(
            Cause(
                (
                    "Labels are printed in the office; the decanting bench has no printer, so refilling "
                    "ends before the label."
                ),
                (
                    "It had no label because it had been refilled on the late shift.",
                    "The late shift cannot print labels.",
                ),
            ),
        ),
        steps=(
            Step(
                "Label printer at the decanting bench, refilling ends with the label (C-03 rev. 6)",
                "ewa",
                -10,
                -9,
                Photo("drums_labelled", "Bay 3, all drums labelled"),
                "Printer in use since last week.",
                0,
                True,
                True,
            ),
        ),
        criterion="Three samples of 20 containers in three months without a missing label.",
        check=90,
        planned=-36,
        accepted=-33,
        submitted=-3,
    ),
)

BOARD = Told(
    question="",
    process="paint",
    place="Paint shop, notice board",
    grade="minor",
    clauses=("iso14001-2026:5.2", "iso14001-2026:7.5.3"),
    statement="Policies on notice boards are not exchanged when a new version is approved.",
    evidence=(
        "Environmental policy of four years ago on the board of the paint shop; two of three people asked quoted it."
    ),
    requirement="ISO 14001:2026, 5.2 and 7.5.3: the policy is communicated, the version in force is used.",
    reason="Minor: one board of seven; the two versions differ in one commitment.",
    photos=(Photo("board_old_policy", "Old version on the wall"),),
    response=Response(
        acknowledged=-38,
        correction="Policy exchanged.",
        corrected=-37,
        extent="All seven boards of the works and three in Aveiro: one more old version, at gate 2.",
        causes=(
            Cause(
                ("Distribution list of the policy names departments, not boards, and nobody confirms the exchange."),
                ("The old one stayed because nobody was asked to take it down.", "The list has no boards on it."),
            ),
        ),
        steps=(
            Step(
                "Boards with a number each on the distribution list; whoever exchanges sends a photo",
                "juergen",
                5,
                -18,
                Photo("board_current_policy", "Board 4 with the version in force"),
                "Ten boards, ten photos.",
                0,
            ),
        ),
        criterion="At the next change of a document on the boards all ten are exchanged within a week.",
        check=100,
        planned=-30,
        accepted=-27,
        submitted=-16,
        rejected=(-14, "Board at gate 2 still showed the old version when I walked past."),
        submitted_again=-7,
    ),
)

INVENTORY = Told(
    question="chem.inventory",
    process="stores",
    place="Stores office",
    grade="minor",
    statement="The inventory of chemicals does not agree with the shelf.",
    evidence=("4 of 25 lines differ by more than one container (nickel sulphate, sodium hydroxide, two oils)."),
    requirement="ISO 14001:2026, 7.5.3; instruction C-01, 6: stock is entered on the day it moves.",
    reason="Minor: differences small, no hazardous amount above its limit.",
    response=Response(
        acknowledged=-41,
        void=(
            -37,
            (
                "The auditors were handed a list of the week before. The list of the day agrees with "
                "the shelf in all 25 lines."
            ),
            "Compared both lists with the movements myself; agreed.",
        ),
    ),
)

FINDINGS = (BINS, PUMP, DRUM, BOARD, INVENTORY)
