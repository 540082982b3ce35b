"""What was written about contractors in the annual audit."""

from auditapp.demo.shape import Note

NOW: dict[str, Note] = {
    "contr.which-matter": (
        "Eighteen of 340 suppliers marked as significant, by aspect and by how much they can "
        "do wrong here. List approved in January."
    ),
    "contr.checked-before": ("Questionnaire, licence and insurance on file.", "5 of 18 providers"),
    "contr.in-contract": ("Environmental annex signed.", "5 of 18 contracts"),
    "contr.subcontractors": "Passing on needs written consent; two consents given this year, both seen.",
    "contr.induction": ("Film of six minutes in five languages with ten questions; watched one induction at the gate."),
    "contr.inducted": ("Badges compared with the induction list.", "7 of 7 people on site"),
    "contr.substances-in": "Painters brought two substances, both approved; cleaning firm uses ours.",
    "contr.permit-to-work": "Form asks about drains, waste, dust and noise since revision 6.",
    "contr.measures-kept": "Roof repair: gully covered, sheet below the grinder, as agreed.",
    "contr.knows-spill": ("Both knew kit and number.", "2 people of the cleaning firm"),
    "contr.their-waste": ("Roofers' waste goes into our skip by agreement; we are its producer and the notes say so."),
    "contr.their-storage": "Fuel for the lift kept in a double-walled tank in the van.",
    "contr.wash-out": "Looked at the places where vans, tools and mixers are washed.",
    "contr.dust-noise": "Grinding with extraction, no work before 7:00.",
    "contr.watched": "Coordinator walks past each job daily; six remarks this year, all closed.",
    "contr.waste-provider": ("Visited two treatment sites last year, reports on file.", "2 of 4 sites"),
    "contr.technician": ("Certificates for refrigerants and tanks in force.", "3 of 3 technicians used"),
    "contr.laboratory": "Accreditation covers nickel, zinc, COD and AOX.",
    "contr.evaluated": ("Yearly evaluation looked at.", "5 of 18 providers"),
    "contr.incidents": "One oil drip by a carrier last year; drip tray now stands in the contract.",
}
