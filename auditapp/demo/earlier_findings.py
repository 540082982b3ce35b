"""Findings of the earlier audits: closed, but for one whose action did not work at first."""

from auditapp.demo.shape import Cause, Photo, Response, Step, Told


def closed(
    day: int, correction: str, extent: str, cause: tuple[str, tuple[str, ...]], step: tuple[str, str], proof: Photo,
    criterion: str, seen: str, shown: str,
) -> Response:
    """The usual course: plan after 12 days, done after 40, verified after 46, judged 95 days later."""
    return Response(
        acknowledged=day + 2, correction=correction, corrected=day + 3, extent=extent, causes=(Cause(*cause),),
        steps=(Step(step[0], step[1], day + 45, day + 40, proof),), criterion=criterion, check=day + 140,
        planned=day + 12, accepted=day + 14, submitted=day + 41, verified=(day + 46, seen), judged=(day + 141, True, shown),
    )  # fmt: skip


READINESS = (
    Told("st1.awareness-ready", "assembly", "Assembly, late shift", "minor",
         "Awareness is built on the early shift only.",
         "2 of 6 people, both late shift, had not heard of the policy.", "ISO 14001:2015, 7.3.", "Minor: they knew their aspects.",
         site="aveiro",
         response=closed(-1031, "Both talked to by the shift leader.", "Late shift of Bremen asked: three of ten did not know.",
                         ("The yearly talk is held at 10:00 and nobody repeats it.", ("They were not there.", "There is one date only.")),
                         ("Talk on each shift, list by shift", "rui"), Photo("training_complete", "List of the late shift"),
                         "Nine of ten people on each shift can say what the policy asks of their job.",
                         "Lists of all shifts read; asked three people.", "Asked ten people on the late shift: ten of ten.")),
    Told("st1.documents-controlled", "surface", "Line 1", "minor",
         "Instructions at machines are not exchanged when they change.",
         "2 of 9 instructions at the workplace one revision behind.", "ISO 14001:2015, 7.5.3.", "Minor: changes were small.",
         response=closed(-1031, "Both exchanged.", "48 instructions in Bremen: five behind, exchanged.",
                         ("Nobody knows where copies hang.", ("They were old because nobody took them down.", "There is no list of places.")),
                         ("List of places with each instruction", "juergen"), Photo("board_current_policy", "Instruction in force, line 1"),
                         "At the next revision all copies are exchanged within a week.",
                         "Six places looked at.", "Revision 5 of S-04: all seven copies exchanged within four days.")),
    Told("st1.objectives-ready", "surface", "", "ofi", "Show objectives where people work, with the month’s value.",
         "Objectives are in the system, not in the halls."),
)  # fmt: skip

WASTE = (
    Told("waste.content", "yard", "Hall 2", "minor",
         "Bins without pictures are used for whatever is at hand.",
         "2 of 9 bins with wrong content (film in paper, oily cloth in residual waste).", "ISO 14001:2015, 8.1; W-02, 3.1.",
         "Minor: two bins, small amounts.",
         response=closed(-886, "Both bins sorted.", "44 bins: five with wrong content.",
                         ("Labels are in German only and without pictures.", ("People could not read them.", "Labels were made for the auditors.")),
                         ("Picture labels in four languages", "aisha"), Photo("bins_labelled", "New labels"),
                         "At most one of 40 bins with wrong content.", "Labels seen in halls 1 to 3.", "40 bins opened: one wrong.")),
    Told("waste.time-limit", "yard", "Halls", "observation", "Nobody would notice waste that is forgotten in a corner.",
         "Emptying is not written down; nothing old was found."),
    Told("waste.hand-over", "yard", "Gate 2", "ofi", "Give the deputy a card for the hand-over.", "The yard hand knows by heart."),
)  # fmt: skip

CHEMICALS = (
    Told("chem.store-order", "stores", "Store, door", "minor",
         "Store plans for the fire service are not renewed when bays change.",
         "Plan at the door two revisions old: bay 3 shown as empty.", "ISO 14001:2015, 7.5.3 and 8.2.", "Minor: exchanged at once.",
         site="aveiro",
         response=closed(-754, "Plan exchanged during the audit.", "All doors of both works: one more old plan.",
                         ("The plan is no part of the change form.", ("It was old because the rebuild did not touch it.",)),
                         ("Plan on the change form, revision on the door", "ewa"), Photo("drums_labelled", "Store with new plan"),
                         "Plans agree with bays at two looks half a year apart.", "Both doors seen.", "Four doors, four right plans.")),
    Told("chem.machines", "stores", "Machines", "observation", "Without a list nobody sees which machine leaks most.",
         "Leaks are wiped up and reported by word of mouth.", site="aveiro"),
    Told("chem.surface", "stores", "Unloading bay 1", "observation", "Hairline cracks will let liquid through in time.",
         "Cracks up to 0.3 mm; sealing is budgeted.", site="aveiro"),
)  # fmt: skip

SURVEILLANCE = (
    Told("", "utilities", "Boiler house", "minor",
         "The evaluation of compliance does not cover obligations that came after it was set up.",
         "Cooling towers: new sampling duty (in force for ten months) not in the evaluation.", "ISO 14001:2015, 9.1.2.",
         "Minor: the duty itself was met.", ("iso14001-2015:9.1.2",),
         response=closed(-632, "Evaluation extended; duty met since day one.", "61 obligations: two more new ones, both met.",
                         ("The evaluation is a copied table with its own list.", ("New duties reach the register, not the table.",)),
                         ("Evaluation drawn from the register", "pavel"), Photo("meter_calibrated", "Sampling station"),
                         "The next new obligation appears in the evaluation by itself.", "Register and evaluation compared.",
                         "Two new obligations since, both in the evaluation.")),
    Told("", "contractors", "Purchasing", "minor",
         "Requirements for transport are agreed by word of mouth only.",
         "Carrier of pickling sludge: annex on equipment not signed.", "ISO 14001:2015, 8.1.", "Minor: one contract of six.",
         ("iso14001-2015:8.1",),
         response=closed(-632, "Annex signed.", "Six contracts: one more without annex, signed.",
                         ("Orders by portal bypass the contract form.", ("It was ordered in the portal.", "The portal has no annex.")),
                         ("Annex as a required part in the portal", "tom"), Photo("training_complete", "Signed annexes"),
                         "No order of transport without annex in six months.", "Portal tried out.", "42 orders, 42 annexes.")),
    Told("", "surface", "", "ofi", "Link the aspects register with the drain plan.", "Both name the same places in other words.",
         clauses=("iso14001-2015:6.1.2",)),
)  # fmt: skip

SPILL = (
    Told("spill.covers", "surface", "Unloading bays", "minor",
         "Drain covers were bought by number of kits, not by number of gullies.",
         "2 covers for 5 gullies at the bays.", "ISO 14001:2026, 8.2; emergency plan, annex 3.", "Minor: bays have a sump.",
         photos=(Photo("spill_kit_empty", "Kit without cover"),),
         response=closed(-515, "Three covers bought.", "19 gullies: four more without cover, bought.",
                         ("Annex 3 counts kits.", ("Covers were missing because nobody counted gullies.",)),
                         ("Annex 3 by gully, cover hanging at each", "juergen"), Photo("drain_clean", "Cover at G3"),
                         "A cover at each gully at three looks.", "19 gullies walked.", "19 of 19 covers, three times.")),
    Told("spill.drill-lessons", "surface", "Whole works", "minor",
         "Lessons of drills have no owner and no date.",
         "1 of 3 lessons of the last drill carried out after nine months.", "ISO 14001:2026, 8.2 and 10.2.", "Minor: none urgent.",
         response=closed(-515, "Two lessons carried out.", "Drills of three years: four more open lessons.",
                         ("The drill report ends with a list, not with actions.", ("Nobody was asked to do them.",)),
                         ("Lessons become actions with owner and date", "juergen"), Photo("training_complete", "Actions of the last drill"),
                         "All lessons of the next two drills done by their date.", "Report of the next drill read.", "Five of five lessons done.")),
    Told("spill.shut-off", "surface", "Outlet 1", "observation", "A slide that needs four minutes may be too slow in rain.",
         "Slide stiff, two people needed."),
    Told("spill.drain-marks", "surface", "Yard", "observation", "Marks that fade will be misread at night.", "Marks in the yard faded."),
)  # fmt: skip

ENERGY = (
    Told("energy.steam-losses", "utilities", "Behind line 1", "minor",
         "Steam traps are exchanged when somebody hears them, not looked for.",
         "1 trap blowing; last survey four years ago.", "ISO 14001:2026, 8.1; energy instruction E-03.", "Minor: one of 96 known traps.",
         response=closed(-396, "Trap exchanged.", "Survey of 96 traps: seven blowing, exchanged.",
                         ("E-03 asks for a survey and names no interval.", ("It was not done because nothing said when.",)),
                         ("Survey each March in the planner", "pavel"), Photo("boiler_normal", "Boiler house after the survey"),
                         "At most 3 % blowing at the next survey.", "Planner read, tags seen.", "3 of 96 blowing, all exchanged.")),
    Told("energy.ventilation", "utilities", "Hall 1", "ofi", "Let ventilation follow the shift plan.", "Runs through the night."),
    Told("energy.waste-heat", "utilities", "Compressors", "ofi", "Use the heat of compressor 1 for wash water.", "About 45 kW unused."),
    Told("energy.vehicles", "utilities", "Yard", "good_practice", "All fork-lifts electric, charged in the hours of cheap wind power.",
         "Eleven of eleven."),
)  # fmt: skip

GULLIES = Told(
    "water.gullies", "yard", "South yard", "minor",
    "Gullies are cleaned when they are full, so that they do not hold back what they should.",
    "2 of 10 gullies silted to the outlet.", "ISO 14001:2026, 8.1; yard instruction W-05, 2.", "Minor: two gullies, separator below.",
    response=Response(
        acknowledged=-281, correction="Both gullies cleaned.", corrected=-280, extent="19 gullies: three more half full, cleaned.",
        causes=(Cause("The cleaning contract says ‘as needed’ and nobody looks whether it is.",
                      ("They were full because nobody ordered.", "Nobody ordered because nobody looks.")),),
        steps=(Step("Gullies cleaned twice a year by contract", "aisha", -230, -235, Photo("drain_clean", "Gully after cleaning")),),
        criterion="At two looks after heavy rain no gully more than half full.", check=-150,
        planned=-270, accepted=-268, submitted=-234, verified=(-228, "Contract read, three gullies seen."),
        judged=(-60, False, "After the storm of last week 3 of 19 were full again: a fixed interval does not follow the rain."),
        second=Response(
            correction="Three gullies cleaned.", corrected=-58, extent="All 19 looked at after the storm.",
            causes=(Cause("Cleaning follows the calendar; leaves and chips come with rain and with the work in the yard.",
                          ("Full again after two months.", "What fills them was never looked at.")),),
            steps=(Step("Leaf guards on the seven gullies below trees", "aisha", -10, -12, Photo("drain_clean", "Guard fitted at G9"), "Fitted."),
                   Step("Level of gullies in the yard round after each rain above 20 mm", "aisha", 14)),
            criterion="No gully more than half full at five looks after heavy rain.", check=95, planned=-52, accepted=-49,
        ),
    ),
)  # fmt: skip

WATER = (
    GULLIES,
    Told("water.drain-plan", "surface", "Hall 1", "minor",
         "The drain plan is not changed when floors are rebuilt.",
         "Rev. 3; three drains of hall 1 missing, two rebuilds behind.", "ISO 14001:2026, 7.5.3 and 8.2.", "Minor: all three lead to the foul sewer.",
         response=closed(-284, "Three drains entered.", "Dye test of 14 drains: one wrong connection, rebuilt.",
                         ("Building work is accepted without a plan as built.", ("Nobody handed one over.", "The order did not ask for it.")),
                         ("Plan as built before the last payment", "tom"), Photo("drain_clean", "Cover at hall 1, marked"),
                         "The next two rebuilds are in the plan when they are paid.", "Rev. 5 compared at four covers.",
                         "Two rebuilds, both in rev. 5.")),
    Told("water.floor", "surface", "Line 1, pickling", "minor",
         "Wear of the floor coating is not looked at between the five-year tests.",
         "Coating worn through on 0.4 m² beside the bath.", "ISO 14001:2026, 8.1; permit, condition 6.", "Minor: small, below it a liner.",
         response=closed(-284, "Coating repaired.", "Both lines: one more place, repaired.",
                         ("Inspections follow the test interval alone.", ("It wore through in year four.",)),
                         ("Look at coatings each spring and autumn", "juergen"), Photo("training_complete", "Inspection sheet"),
                         "No worn place at two inspections.", "Repair seen, sheet read.", "Autumn inspection without a place.")),
    Told("water.heavy-rain", "surface", "Gate 2", "observation", "Water at gate 2 could carry dust from the yard around separator 2.",
         "Stands under water in storms, says the gate."),
)  # fmt: skip
