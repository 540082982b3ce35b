"""Observations, opportunities for improvement, good practice."""

from auditapp.demo.shape import Photo, Told

OBSERVATIONS = (
    Told(
        "chem.retention",
        "stores",
        "Bund of IBC place 2",
        "observation",
        "Rain water stands in a bund; if it is not taken out the bund will not hold a full container.",
        "3 cm of water with a few drops of oil; room left 1,040 l for a container of 1,000 l.",
    ),
    Told(
        "waste.haz-label",
        "yard",
        "Hazardous waste, bund 3",
        "observation",
        "Dates are written in pencil and fade, so that storage time may become unclear.",
        "1 of 10 containers with a date that could hardly be read; the stock list had it.",
    ),
    Told(
        "water.waste-of-water",
        "surface",
        "Wash place, line 1",
        "observation",
        "A hose without a trigger can run for a whole shift before anybody notices.",
        "Hose running with nobody there at 13:05, closed at once.",
    ),
    Told(
        "spill.drills",
        "surface",
        "Whole works",
        "observation",
        "Drills on weekdays leave open whether the small crew at the weekend could act.",
        "Four drills in two years on all three shifts, none at the weekend.",
    ),
    Told(
        "spill.contractors-know",
        "contractors",
        "Gate 1",
        "observation",
        "Drivers who come once may not find the number in the first minute.",
        "Two of three knew it, the third found it on the card after 40 seconds.",
    ),
    Told(
        "waste.fire",
        "yard",
        "Packing bench, hall 1",
        "observation",
        "Cartons pile up in front of the extinguisher on delivery days.",
        "Three cartons in front of the extinguisher, moved at once; the floor has no marking.",
        photos=(Photo("extinguisher_blocked", "Extinguisher behind cartons"),),
    ),
    Told(
        "chem.filling-watched",
        "stores",
        "Unloading bay 1",
        "observation",
        "Two storemen know how to read the ullage; leave and sickness could meet.",
        "Competence matrix of stores: 2 of 7 marked for tank filling.",
    ),
)

OPPORTUNITIES = (
    Told(
        "chem.substitute",
        "surface",
        "Line 2",
        "ofi",
        ("Bring the change to the aqueous degreaser on line 2 forward: the dryer is the only thing missing."),
        "Line 1 runs without solvent since spring and rejects did not rise.",
    ),
    Told(
        "waste.trend",
        "yard",
        "Yard office",
        "ofi",
        "Give the recovery rate an objective of its own: the data are there and the trend is good.",
        "Rate rose from 81 to 88 % in three years without a target.",
    ),
    Told(
        "spill.plan-at-gate",
        "surface",
        "Gate 1",
        "ofi",
        "Put drain plan, covers and slide of outlet 1 on one laminated sheet for the fire service.",
        "The folder has 42 pages; the fire officer asked for one.",
    ),
)

GOOD = (
    Told(
        "spill.shut-off",
        "surface",
        "Outlet 1",
        "good_practice",
        ("The outlet is closed in about a minute by whoever is on shift, with a slide that is moved every month."),
        "70 seconds with a stop watch, late shift, without announcement.",
    ),
    Told(
        "water.connected",
        "surface",
        "Hall 1",
        "good_practice",
        "Dye tests prove the drain plan instead of assuming it.",
        "14 drains tested; one wrong connection found and rebuilt before it did harm.",
    ),
    Told(
        "contr.induction",
        "contractors",
        "Gate 1",
        "good_practice",
        "A film of six minutes in five languages with questions, repeated each year.",
        "Watched one induction; the visitor asked for it in Portuguese and got it.",
    ),
)

FINDINGS = OBSERVATIONS + OPPORTUNITIES + GOOD
