"""What was written on the energy walk a year ago, and today so far."""

from auditapp.demo.shape import Note

TODAY: dict[str, Note] = {
    "energy.meters": (
        (
            "Meter list rev. 9 shows 34 meters; checked eight against the switchboards. All read "
            "by the system every 15 minutes."
        ),
        "8 of 34 meters",
    ),
    "energy.sources": (
        "Gas 58 %, electricity 40 %, diesel 2 %. Electricity with guarantees of origin for last year, seen."
    ),
    "energy.base-load": "Base load at the weekend 210 kW, down from 265 kW. Half of it is compressed air.",
    "energy.boiler": "Burner log kept daily. Pressure gauge of boiler 2 stands in the red at part load.",
    "energy.insulation": (
        ("Covers put back after the repair in spring; two bare valves left on the condensate line."),
        "22 valves along the main",
    ),
    "energy.steam-losses": (
        "No plume seen on the round; trap survey of March lists 3 of 96 traps as blowing, all replaced."
    ),
    "energy.waste-heat": (
        "Heat of compressor 1 warms the wash water; flue-gas heat of boiler 1 still goes up the stack."
    ),
    "energy.air-leaks": "Leak heard at the hose of compressor 1, mended with tape. Last survey 14 months ago.",
    "energy.pressure": "Set to 7.4 bar because of one press; booster for it is on order.",
    "energy.chillers": "Condenser clean, label of the leak check from May.",
    "energy.ventilation": "Timer of hall 1 follows the shift plan.",
    "energy.idle": ("Two of twelve machining centres idled during the break.", "12 of 31 machines at 12:15"),
    "energy.operating-limits": "Furnace instruction names temperature, hold time and idle setting; panel agrees.",
    "energy.light": "Lights off by presence in stores; switched by hand in hall 3, all off at noon.",
}

BEFORE: dict[str, Note] = {
    "energy.meters": ("Meters in place, list complete.", "6 of 31 meters"),
    "energy.sources": "Gas 61 %, electricity 37 %, diesel 2 %.",
    "energy.base-load": "Base load at the weekend 265 kW; nobody had looked at it before.",
    "energy.boiler": "Flue-gas loss 7.9 %, burner set in autumn.",
    "energy.insulation": ("Insulation whole on the main, valve covers missing after repairs.", "20 valves"),
    "energy.steam-losses": "One trap blowing behind line 1.",
    "energy.waste-heat": "Compressor heat not used; study ordered.",
    "energy.air-leaks": "Survey done two months ago, 41 leaks, 33 mended.",
    "energy.pressure": "7.8 bar, reason not known.",
    "energy.chillers": "In order.",
    "energy.ventilation": "Runs through the night in hall 1.",
    "energy.idle": ("Five of twelve idled.", "12 machines"),
    "energy.operating-limits": "Instruction there.",
    "energy.light": "On in empty store.",
    "energy.people-know": "Operators named compressor and furnace.",
    "energy.vehicles": "Fork-lifts electric since last year.",
    "energy.trend": "Use for each tonne fell by 3 %.",
    "energy.objective": "Minus 10 % in three years; measures on time.",
    "energy.duties": "Energy audit done, next due in two years.",
    "energy.purchase": "Form asks for energy use above 5 kW.",
}
