"""Seven audits before the annual one: from the readiness review to the water audit, with what came of them."""

from auditapp.demo import earlier_findings as found
from auditapp.demo.notes import chemicals, energy, readiness, spill, waste, water
from auditapp.demo.shape import Photo, Tour

SAMPLING = "Samples were chosen by the auditors from lists or along the route. Evidence is a sample."

READINESS = Tour(
    key="readiness", title="Readiness review before certification", type="internal", held=-1040, days=2, issued=-1031,
    leader="samuel", team=("chen",), sites=("bremen", "aveiro"), processes=("surface", "yard", "stores", "assembly"),
    auditees=("juergen", "aisha", "ewa", "rui"),
    objectives="Find out whether both works are ready for stage 1.",
    scope="Both works, all clauses, as far as stage 1 will look at them.",
    edition="iso14001-2015", checklists=("stage-1-readiness",), notes=readiness.THEN,
    seen={"st1.policy-ready": Photo("board_current_policy", "Policy on the board at gate 1")},
    findings=found.READINESS,
    summary="Documents and records are there; people on the floor know their aspects better than the policy.",
    conclusion="Both works can go into stage 1 after awareness and control of instructions have been put right.",
    interviewed="Managing director, four process owners, six operators", sampling=SAMPLING, distribution="Managing director; EMS lead",
)  # fmt: skip

WASTE = Tour(
    key="waste", title="Waste walk, Harbour Works", type="site_walk", held=-890, days=1, issued=-886,
    leader="samuel", team=(), sites=("bremen",), processes=("yard",), auditees=("aisha",),
    objectives="See whether waste is kept apart and handed over as planned.",
    scope="Waste from the bins to the gate, with its papers.",
    edition="iso14001-2015", checklists=("waste",), notes=waste.BEFORE,
    seen={"waste.skip-content": Photo("skip_sorted", "Wood skip, clean stream")},
    findings=found.WASTE,
    summary="An orderly yard with complete papers. Inside the halls the streams mix.",
    conclusion="Waste is under control from the yard on; separation inside the halls needs action.",
    interviewed="Yard and waste coordinator, two operators", sampling=SAMPLING, distribution="Yard and waste coordinator; EMS lead",
)  # fmt: skip

CHEMICALS = Tour(
    key="chemicals", title="Chemicals and oil storage, Lagoon Works", type="site_walk", held=-760, days=1, issued=-754,
    leader="samuel", team=("chen",), sites=("aveiro",), processes=("stores",), auditees=("ewa",),
    objectives="See whether chemicals and oils are stored and used so that nothing reaches soil or the lagoon.",
    scope="Delivery, store, tanks and use at Lagoon Works.",
    edition="iso14001-2015", checklists=("chemicals-and-oil-storage",), notes=chemicals.BEFORE,
    seen={"chem.data-sheets": Photo("cabinet_data_sheets", "Folder at the cabinet")},
    findings=found.CHEMICALS,
    summary="Store and tanks in order; what is written at the door was behind what stands inside.",
    conclusion="Storage is controlled. Plans at the doors need an owner.",
    interviewed="Stores manager, storeman, two operators", sampling=SAMPLING, distribution="Stores manager; EMS lead",
)  # fmt: skip

SURVEILLANCE = Tour(
    key="surveillance", title="Surveillance audit 1 by the certification body", type="surveillance_1", held=-640, days=2,
    issued=-632, leader="external", team=(), sites=("bremen", "aveiro"), processes=("surface", "yard", "utilities", "contractors"),
    auditees=("juergen", "aisha", "pavel", "tom"), client="Nordkant Certification",
    objectives="Continued conformity with the standard and effectiveness of the EMS, for the certificate.",
    scope="Design and manufacture of valves at Bremen and Aveiro.",
    edition="iso14001-2015", findings=found.SURVEILLANCE,
    summary="System maintained and effective; two minors, one recommendation.",
    conclusion="Certification is continued once the plans for both minors have been accepted.",
    interviewed="Managing director, EMS lead, four process owners", sampling="As in the body’s audit plan.",
    distribution="Managing director; EMS lead",
)  # fmt: skip

SPILL = Tour(
    key="spill", title="Spill and emergency readiness, Harbour Works", type="site_walk", held=-520, days=1, issued=-515,
    leader="chen", team=("samuel",), sites=("bremen",), processes=("surface",), auditees=("juergen", "pavel"),
    objectives="See whether a spill would be noticed, stopped and kept from the drains on every shift.",
    scope="Gate, stores, lines, drains and outlets; late shift included.",
    edition="iso14001-2026", checklists=("spill-and-emergency-readiness",), notes=spill.BEFORE,
    seen={"spill.kit-reach": Photo("spill_kit_complete", "Kit S2, complete")},
    findings=found.SPILL,
    summary="People know what to do. The means at the drains are not enough, and lessons of drills stay on paper.",
    conclusion="Readiness is good with people and weak at the drains.",
    interviewed="Two shift leaders, three operators, two drivers", sampling=SAMPLING, distribution="Head of surface treatment; EMS lead",
)  # fmt: skip

ENERGY = Tour(
    key="energy", title="Energy walk, Harbour Works", type="site_walk", held=-400, days=1, issued=-396,
    leader="samuel", team=(), sites=("bremen",), processes=("utilities",), auditees=("pavel",),
    objectives="Find out where energy is wasted and whether the objective will be reached.",
    scope="Supply, boiler house, compressed air, users, data.",
    edition="iso14001-2026", checklists=("energy",), notes=energy.BEFORE,
    seen={"energy.boiler": Photo("boiler_normal", "Boiler 2, gauge in the green")},
    findings=found.ENERGY,
    summary="Data and people are good; compressed air and ventilation run when nobody needs them.",
    conclusion="The objective can be reached if base load is tackled.",
    interviewed="Head of maintenance, boiler operator, three operators", sampling=SAMPLING, distribution="Head of maintenance; EMS lead",
)  # fmt: skip

WATER = Tour(
    key="water", title="Water and drains, Harbour Works", type="process", held=-290, days=1, issued=-284,
    leader="chen", team=("samuel",), sites=("bremen",), processes=("surface",), auditees=("juergen", "aisha"),
    objectives="Find out whether water is used, treated and discharged as the permits require.",
    scope="Intake, lines, effluent plant, separators, outlets and papers.",
    edition="iso14001-2026", checklists=("water-and-drains",), notes=water.BEFORE,
    seen={"water.outlet-look": Photo("drain_clean", "Outlet 1, clear")},
    findings=found.WATER,
    summary="Effluent well within its limits. Plans and gullies have not kept up with two rebuilds.",
    conclusion="Discharges are under control; knowledge of the drains is not up to date.",
    interviewed="Head of surface treatment, plant operator, yard coordinator", sampling=SAMPLING,
    distribution="Head of surface treatment; yard and waste coordinator; EMS lead",
)  # fmt: skip

AUDITS = (READINESS, WASTE, CHEMICALS, SURVEILLANCE, SPILL, ENERGY, WATER)
