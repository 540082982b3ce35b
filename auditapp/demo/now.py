"""The audit under way today, and the one planned for next month."""

from auditapp.demo.notes import emissions, energy
from auditapp.demo.shape import Photo, Told, Tour

TODAY = Tour(
    key="today",
    title="Boiler house: energy and emissions to air",
    type="process",
    held=0,
    days=1,
    leader="samuel",
    team=("chen",),
    sites=("bremen",),
    processes=("utilities",),
    auditees=("pavel",),
    objectives="Find out whether energy is converted and used as planned and where it is "
    "wasted.\nSee whether emissions to "
    "air are within their limits and would be noticed if they were not.",
    scope="Boiler house, compressed air, cooling, stacks and the largest users at Harbour Works.",
    edition="iso14001-2026",
    checklists=("energy", "emissions-to-air"),
    notes=energy.TODAY | emissions.TODAY,
    seen={
        "energy.meters": Photo("meter_calibrated", "Meter 14, in date"),
        "energy.insulation": Photo("boiler_normal", "Boiler 1 with its panel"),
        "air.sampling-points": Photo("stack_clear", "Stack 1, ports closed"),
    },
    put_off=("energy.people-know",),
    findings=(
        Told(
            "air.outlet-condition",
            "utilities",
            "Stack 2, seen from the yard",
            "minor",
            "Start-up of boiler 2 is not set so that it burns without smoke.",
            "Dark smoke for about three minutes at 08:12, start-up after the night.",
            "ISO 14001:2026, 8.1; permit, condition 2: no visible smoke beyond one minute.",
            "Minor: start-up only; measured values of the year within limits.",
            photos=(Photo("stack_smoke", "Plume at start-up, 08:12"),),
        ),
        Told(
            "energy.air-leaks",
            "utilities",
            "Compressor 1",
            "minor",
            "Leaks of compressed air are mended with tape and not reported.",
            "Hose of compressor 1 taped and hissing; leak survey 14 months old, the plan says 12.",
            "ISO 14001:2026, 8.1 and 9.1.1; energy instruction E-04.",
            "",
            photos=(Photo("compressor_leak", "Hose mended with tape"),),
        ),
        Told(
            "energy.boiler",
            "utilities",
            "Boiler 2",
            "observation",
            "A gauge that stands in the red at part load will not be believed at full load.",
            "Gauge at 13.8 bar, display of the control at 10.4 bar.",
            photos=(Photo("boiler_high", "Gauge reading in the red"),),
        ),
    ),
    until="under_way",
)

PLANNED = Tour(
    key="planned",
    title="Internal audit, Lagoon Works",
    type="internal",
    held=24,
    days=2,
    leader="chen",
    team=("samuel",),
    sites=("aveiro",),
    processes=("assembly", "stores"),
    auditees=("rui", "ewa"),
    objectives="Find out whether the EMS at Lagoon Works meets clauses 4 to 10 of the 2026 "
    "edition.\nCheck the actions from "
    "surveillance and from the annual audit that also concern Aveiro.",
    scope="Lagoon Works, both shifts; purchasing is audited in Bremen.",
    edition="iso14001-2026",
    checklists=("iso14001-2026",),
    until="confirmed",
)
