"""What was written about spills and emergencies: the annual audit, and the walk before it."""

from auditapp.demo.shape import Note

NOW: dict[str, Note] = {
    "spill.plan-at-gate": (
        "Folder at the gate with site plan, drain plan, substances and keys, dated this "
        "year. Fire service signed for its copy."
    ),
    "spill.contacts": ("Rang the numbers on the card.", "4 of 9 numbers, called at 14:10"),
    "spill.who-leads": (
        "Shift leader leads until the emergency manager arrives; rota on the board for the next three months."
    ),
    "spill.scenarios": (
        "Plan covers drum burst, tank overflow, fire with foam, and high water in the "
        "harbour. Power cut of the effluent plant added last year."
    ),
    "spill.first-steps": (
        "Stop, warn, cover the gully, call. Both went to the right cover without being told.",
        "2 operators, paint shop and line 2",
    ),
    "spill.kit-reach": ("Went to every kit on the plan and opened it.", "6 of 6 kits"),
    "spill.kit-amount": (
        "Largest container is 1,000 l; kit S1 with the mobile unit takes up 1,100 l. Calculation in annex 4."
    ),
    "spill.alarms": (
        "Sump and overfill alarms sound in the control room and on the shift leader's phone; tested each quarter."
    ),
    "spill.drain-marks": "Blue for rain, red for foul on every cover along the route; paint renewed in May.",
    "spill.shut-off": "Shift leader closed the slide of outlet 1 in 70 seconds. Slide runs freely.",
    "spill.covers": ("Covers hang at each gully of the unloading bays.", "5 of 5 gullies"),
    "spill.fire-water": "Basin of 180 m3 below the yard, pumps off in case of fire; level gauge read 0.2 m.",
    "spill.responders": ("Twelve trained people, four of them on shift today.", "Rota of six weeks"),
    "spill.contractors-know": (
        "Two of three drivers knew the number; the third pointed at the card.",
        "3 drivers at the gate",
    ),
    "spill.notify": "Reporting chart with names and hours; decision lies with the emergency manager.",
    "spill.drills": (
        "Four drills in two years: drum, tank, night shift alarm, gas. Early, late and night shift took part."
    ),
    "spill.drill-lessons": "Lesson of the last drill: second drain cover at bay 2. It hangs there.",
    "spill.incidents": "Near miss with an IBC in February written up, fork tines now have stops.",
}

BEFORE: dict[str, Note] = {
    "spill.plan-at-gate": "Folder there, site plan one building behind.",
    "spill.contacts": ("Numbers answer.", "3 of 9"),
    "spill.who-leads": "Shift leader; weekend rota kept by maintenance.",
    "spill.scenarios": "Drum, tank and fire are covered; high water was added after the storm.",
    "spill.first-steps": ("All three knew.", "3 operators"),
    "spill.kit-reach": ("Sealed and complete.", "5 of 5 kits"),
    "spill.kit-amount": "Amounts calculated for each store.",
    "spill.alarms": "Tested, list kept.",
    "spill.drain-marks": "Marks faded in the yard.",
    "spill.shut-off": "Slide stiff, closed in four minutes.",
    "spill.covers": ("Two covers for five gullies.", "5 gullies"),
    "spill.fire-water": "Basin empty and usable.",
    "spill.responders": "Nine trained.",
    "spill.contractors-know": "Card handed out at the gate.",
    "spill.notify": "Chart there.",
    "spill.drills": "Two drills, both on the early shift.",
    "spill.drill-lessons": "Lessons written down, one of three carried out.",
    "spill.incidents": "No release in the period.",
}
