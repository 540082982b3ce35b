"""What was written on the walk through chemicals and oil: the annual audit, and the walk two years before."""

from auditapp.demo.shape import Note

NOW: dict[str, Note] = {
    "chem.surface": ("Unloading bay 1 resealed last year, falls to a blind sump with a level alarm. No cracks seen."),
    "chem.filling-watched": (
        "Driver and storeman stand at the tank together; ullage is read off and written on "
        "the delivery slip before filling."
    ),
    "chem.connection": ("Couplings marked and locked. Drip tray below each, dry.", "4 of 4 connections"),
    "chem.accepted": ("Storeman checks name, hazard and amount against the order; watched one delivery of degreaser."),
    "chem.store-order": "Locked, ventilated, floor clean. Overview plan at the door names each bay.",
    "chem.retention": ("Containers stand inside the bund edge. One bund held 3 cm of water and oil.", "14 of 14 bunds"),
    "chem.labels": (
        "Labels on drums and decanted bottles looked at.",
        "22 of about 60 containers, every third from the door",
    ),
    "chem.apart": ("Nitric acid and sodium hydroxide in separate bays, 6 m apart; flammables in the F90 cabinet."),
    "chem.expired": (
        "Two canisters of cleaner past their date stood in the quarantine bay with a red tag. That is as the rule says."
    ),
    "chem.store-kit": "Kit S1 next to the door, sealed, list complete, pads for oil and for acids.",
    "chem.tank-condition": ("Paint sound, joints dry, no plants. Seal of pump P-204 weeps.", "3 of 3 tanks with pipes"),
    "chem.bund-valve": (
        "Outlets closed and locked; key with the shift leader, who signs for each draining after a look and a pH strip."
    ),
    "chem.alarm-test": "Overfill alarms tested in April, report complete, one sensor replaced.",
    "chem.tank-inspection": ("Expert's inspections up to date.", "3 of 3 tanks"),
    "chem.pipes": ("No underground pipes since the rebuild of bay 2; pipe bridge can be seen along its whole length."),
    "chem.decanting": ("Decanting bench with tray and self-closing tap. Watched one filling: tray dry afterwards."),
    "chem.machines": ("Leak list of machining is kept at the board, each entry with a date.", "6 of 31 machines"),
    "chem.substitute": (
        "Solvent degreaser replaced by an aqueous one on line 1; line 2 follows when the dryer has been delivered."
    ),
    "chem.empties": "Empty drums closed, bung up, under the roof.",
    "chem.inventory": ("Inventory against shelf.", "25 of 140 lines, chosen by the auditor"),
    "chem.data-sheets": ("Asked for the sheets of ten substances at their place of use.", "10 of 140 substances"),
    "chem.new-substance": "Approval form with safety and environment signed for the last three new substances.",
}

BEFORE: dict[str, Note] = {
    "chem.surface": "Bay 1 surface worn, hairline cracks; sealing is budgeted for next year.",
    "chem.filling-watched": "Watched by the storeman; ullage read from the tank gauge.",
    "chem.connection": ("Locked and marked.", "4 of 4 connections"),
    "chem.accepted": "Check against the order; no check of the hazard label.",
    "chem.store-order": (
        "Clean, locked. The plan at the door was two revisions old and was exchanged during the audit."
    ),
    "chem.retention": ("All above retention.", "12 of 12 bunds"),
    "chem.labels": ("All labelled.", "18 containers"),
    "chem.apart": "Kept apart by bay.",
    "chem.expired": "Nothing past its date.",
    "chem.store-kit": "Complete, seal unbroken.",
    "chem.tank-condition": "Light rust at the foot of tank 2, painted over since.",
    "chem.bund-valve": "Locked; log filled in.",
    "chem.alarm-test": "Tested within the year.",
    "chem.tank-inspection": "Reports there for all three tanks.",
    "chem.pipes": "One pipe under the floor of bay 2, pressure test of last year passed.",
    "chem.decanting": "Tray in use.",
    "chem.machines": "Leaks are wiped up and reported; there is no list.",
    "chem.substitute": "List of substances to replace drawn up, none replaced yet.",
    "chem.empties": "Closed and under the roof.",
    "chem.inventory": ("Agrees.", "20 of 155 lines"),
    "chem.data-sheets": ("Found within two minutes each.", "8 substances"),
    "chem.new-substance": "Approval forms there.",
}
