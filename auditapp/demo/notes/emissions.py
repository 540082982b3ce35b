"""What has been written today about emissions to air."""

from auditapp.demo.shape import Note

TODAY: dict[str, Note] = {
    "air.fence": ("Walked the fence downwind: no smell, a low hum at gate 2. Nearest flats 180 m to the north-east."),
    "air.complaints": (
        "Two complaints about smell in two years, both answered within three days; cause found in the paint shop once."
    ),
    "air.stacks": ("Eleven outlets seen from the car park, eleven in the list.", "11 of 11"),
    "air.outlet-condition": (
        "Dark smoke from stack 2 for about three minutes at start-up. Rain cap of outlet 7 is loose."
    ),
    "air.sampling-points": ("Ports closed and labelled, platform with rail.", "3 of 5 points"),
    "air.bypass": "Bypass of the thermal oxidiser sealed, seal number agrees with the log.",
    "air.in-range": "Pressure drop of filter 3 at 11 mbar, limit of 15 marked on the gauge.",
    "air.maintenance": "Filter 3 changed in June because of pressure drop; sheet complete.",
    "air.failure": ("Paint line stops by itself when the oxidiser falls below 720 °C. Operator showed the interlock."),
    "air.residues": "Powder residues in closed bags, no dust on the ground.",
    "air.capture": ("Hoods in place at both dip tanks, lids closed during breaks.", "2 of 2 tanks"),
    "air.solvents": "Solvent balance of last year closes to 4 %; cans closed.",
}
