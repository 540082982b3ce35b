"""What was written on the waste walk: the annual audit, and the walk two and a half years before."""

from auditapp.demo.shape import Note

NOW: dict[str, Note] = {
    "waste.avoided": (
        "Valve bodies from the foundry come in steel cages that go back empty. Chips are "
        "briquetted; coolant is pressed out and returned."
    ),
    "waste.bins-here": (
        ("Bins stand at each machining cell and at both packing benches, with picture labels in four languages."),
        "11 of 14 bins in halls 1 and 2, every bin on the route",
    ),
    "waste.content": (
        "Opened bins of five streams. Three of eleven held something that does not belong there.",
        "11 of 46 bins, one in four, chosen by the auditor",
    ),
    "waste.knows-where": (
        "Two operators and one agency worker each took the oily cloth to the red bin and could say why.",
        "3 people by role, late shift",
    ),
    "waste.moved-safely": (
        "Followed the tugger from hall 2 to the yard: closed bins, no drips, route avoids the open gully."
    ),
    "waste.time-limit": (
        "Inner collection points are emptied on Tuesday and Friday; the tour sheet of the last four weeks is complete."
    ),
    "waste.first-look": (
        "Yard swept, gate locked outside working hours, camera on the skips. Wind net on the paper skip repaired."
    ),
    "waste.skips-labelled": (
        ("Labels with code and filling on the outdoor skips; two wheeled containers in hall 3 have lost theirs."),
        "All 9 skips, 12 wheeled containers",
    ),
    "waste.skip-content": ("Looked into every skip from the platform.", "9 of 9 skips"),
    "waste.yard-drains": "Yard falls towards gully G7 and from there to separator 2. Drain plan rev. 5 agrees.",
    "waste.fire": (
        "Wood and paper stand 8 m from the hall wall, batteries in a steel box 12 m away. "
        "Extinguisher checked in spring."
    ),
    "waste.bunded": (
        "Six IBCs and four drums above retention. Bund 3 dry after last week's rain; the roof holds.",
        "10 of 10 containers",
    ),
    "waste.haz-label": ("Content, symbol, producer and date on all but one container.", "10 of 10 containers"),
    "waste.incompatible": (
        "Acid and alkaline sludge stand in separate bunds with a wall between them; the yard hand explained why."
    ),
    "waste.storage-limit": (
        "Oldest hazardous container is 94 days old; the permit allows 180 days and 12 t. 7.4 t on the day.",
        "Stock list compared with the yard",
    ),
    "waste.haz-spill": ("Kit H2 sealed, complete against its list; the two yard hands on shift were trained in March."),
    "waste.hand-over": (
        "Yard hand checks vehicle, licence and note against a card before opening the gate. Watched one hand-over."
    ),
    "waste.licences": (
        "Licences of three carriers and four treatment sites in force.",
        "7 of 7 licences used this year",
    ),
    "waste.notes": ("Consignment notes are kept electronically.", "20 of 212 notes, every tenth number"),
    "waste.classified": (
        "Classification sheets signed by the waste officer, with analysis for pickling sludge and grinding dust."
    ),
    "waste.figures": ("Yearly balance agrees with weighing slips to 0.4 %; report to the authority sent in time."),
    "waste.trend": (
        "Recovery rate rose from 81 to 88 % in three years; residual waste for each tonne of valves fell by a fifth."
    ),
}

BEFORE: dict[str, Note] = {
    "waste.avoided": "Returnable cages tried with one foundry; the others still use one-way wood.",
    "waste.bins-here": ("Bins at each cell, labels in German only.", "9 of 14 bins"),
    "waste.content": ("Two of nine bins with wrong content.", "9 of 44 bins"),
    "waste.knows-where": (
        "Operators knew; one new agency worker did not and asked the shift leader, as the card says."
    ),
    "waste.moved-safely": "Open trolley on the ramp, no drips on the day.",
    "waste.time-limit": "Emptied when full; nobody writes it down. Nothing old was found.",
    "waste.first-look": "Yard tidy. Net on the paper skip torn.",
    "waste.skips-labelled": ("All skips labelled with code.", "8 of 8 skips"),
    "waste.skip-content": ("Contents agree with labels.", "8 of 8 skips"),
    "waste.yard-drains": "Yard drains to separator 2; gullies not marked on the ground.",
    "waste.fire": "Distances kept. Lithium batteries in a steel box.",
    "waste.bunded": ("Rain water in bund 3, clear, no film.", "9 of 9 containers"),
    "waste.haz-label": ("Labels complete.", "9 of 9 containers"),
    "waste.incompatible": "Kept apart by bund.",
    "waste.storage-limit": "Stock list and yard agree; oldest container 61 days.",
    "waste.haz-spill": "Kit sealed and complete.",
    "waste.hand-over": "Yard hand checks the note; there is no card to help a deputy.",
    "waste.licences": ("All in force.", "5 of 5"),
    "waste.notes": ("All return copies there.", "15 of 188 notes"),
    "waste.classified": "Sheets there for each stream.",
    "waste.figures": "Balance agrees with slips to 1 %.",
    "waste.trend": "Recovery rate steady at 81 % for two years; no objective attached to it.",
}
