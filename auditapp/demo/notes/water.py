"""What was written on the water walk: the annual audit, and the process audit before it."""

from auditapp.demo.shape import Note

NOW: dict[str, Note] = {
    "water.intake": "Town water only since the well was closed; 41,300 m3 last year, meter read monthly.",
    "water.stress": (
        "Low groundwater of the region stands in the context list; rinse cascade on line 2 decided because of it."
    ),
    "water.waste-of-water": (
        "Rinse valves close when the line stops; one hose at the wash place ran without need and was closed at once."
    ),
    "water.backflow": "System separators with test labels of this year at both lines.",
    "water.cooling-towers": (
        "Registered, sampled every three months, results below the action value.",
        "Last 4 results",
    ),
    "water.into-drain": ("Sign at each sink; the laboratory assistant named what must not go in and where it goes."),
    "water.connected": "Dye test of last autumn on 14 drains; one wrong connection was found and rebuilt.",
    "water.floor": ("Coating of lines 1 and 2 whole, joints tight.", "Both lines, 9 channel sections"),
    "water.plant-values": (
        "pH 7.8, temperature 18 °C, flow 3.1 m3/h: within limits. The pH meter's sticker is out of date."
    ),
    "water.batch-release": (
        "Batches released by the plant operator on pH, nickel and look; values written down.",
        "15 of 210 batches",
    ),
    "water.dosing": (
        "Hydroxide and flocculant in retention, labelled; dosing pump calibrated with the cylinder each Monday."
    ),
    "water.sludge": (
        "Filter cake to the labelled container in bund 4; oil from separator 2 collected by a licensed carrier."
    ),
    "water.separator": (
        "Emptied in June, oil layer 2 cm of 15 allowed, float free. Five-year test due next year and planned."
    ),
    "water.yard-surface": "Walked the yard in rain with the coordinator.",
    "water.gullies": ("Gullies clean and marked.", "12 of 19 gullies"),
    "water.heavy-rain": ("Storm of last July stood 5 cm at gate 2; a kerb was built since and held this spring."),
    "water.outlet-look": "Outlet 1 clear, no smell, no foam.",
    "water.sampling": "Sampling point marked, steps safe, laboratory takes it there.",
    "water.close-outlet": "Slide closes by hand; seal kit beside it.",
    "water.permits": (
        "Both permits in force; conditions are listed with who watches them.",
        "2 of 2 permits, 17 conditions",
    ),
    "water.results": "Nickel reached 78 % of its limit once; resin was regenerated earlier since.",
    "water.drain-plan": "Rev. 5 as built, checked at four covers.",
}

BEFORE: dict[str, Note] = {
    "water.intake": "Well and town water, both metered.",
    "water.stress": "Not yet looked at; noted for the context review.",
    "water.waste-of-water": "Rinse water runs on during breaks.",
    "water.backflow": "Separators there, labels current.",
    "water.cooling-towers": "Registered and sampled.",
    "water.into-drain": "Signs at sinks; answers right.",
    "water.connected": "Three drains of hall 1 not in the plan.",
    "water.floor": "Coating of line 1 worn at the pickling bath.",
    "water.plant-values": "Within limits.",
    "water.batch-release": ("Complete.", "12 of 205 batches"),
    "water.dosing": "In order.",
    "water.sludge": "In order.",
    "water.separator": "Log kept, emptied in time.",
    "water.yard-surface": "Swept weekly.",
    "water.gullies": ("Two of ten silted.", "10 of 19 gullies"),
    "water.heavy-rain": "Gate 2 stands under water in storms.",
    "water.outlet-look": "Clear.",
    "water.sampling": "In order.",
    "water.close-outlet": "Slide stiff.",
    "water.permits": "In force.",
    "water.results": "All below half of the limit.",
    "water.drain-plan": "Rev. 3, two rebuilds behind.",
}
