"""Minors without an accepted plan: raised, disputed, acknowledged, returned, waiting for a judge."""

from auditapp.demo.shape import Cause, Photo, Response, Step, Told

KITS = Told(
    question="spill.kit-reach",
    process="stores",
    place="Paint shop, kit S4",
    grade="minor",
    statement="Spill kits that were used are not refilled, and the monthly check does not find it.",
    evidence="2 of 6 kits: S4 nearly empty, S6 without drain cover. Check sheets of both signed "
    "as complete for two months and "
    "empty since.",
    requirement="ISO 14001:2026, 8.2; emergency plan, annex 3: kits sealed and complete.",
    reason="Minor: four kits complete, the nearest full one is 60 m away.",
    photos=(Photo("spill_kit_empty", "Kit S4, incomplete"),),
    response=Response(
        acknowledged=-39,
        containment="Kit of the store moved to the paint shop until S4 was refilled.",
        correction="S4 and S6 refilled and sealed.",
        corrected=-38,
        extent="Six kits in Bremen, four in Aveiro: the others complete.",
        causes=(
            Cause(
                "Taking something from a kit triggers nothing: no seal number, no order, no report.",
                (
                    "S4 was empty because it had been used and not refilled.",
                    "Nobody knew because using it leaves no trace.",
                ),
            ),
        ),
        steps=(
            Step(
                ("Numbered seals and a card inside: who breaks the seal hands the card in, stores refill within a day"),
                "ewa",
                15,
                None,
                None,
                "",
                0,
                True,
                True,
            ),
            Step("Monthly check by stores instead of by the lines", "ewa", 20),
        ),
        criterion="Three monthly checks of ten kits without a gap; each broken seal has its card.",
        check=120,
        planned=-5,
    ),
)

VAN = Told(
    question="contr.wash-out",
    process="contractors",
    place="Yard, behind hall 1",
    grade="minor",
    statement="Contractors wash vehicles in the yard, since nobody tells them where they may.",
    evidence=(
        "Van of the cleaning firm washed with detergent behind hall 1 at 15:20; foam ran to gully G11 (rain water)."
    ),
    requirement="ISO 14001:2026, 8.1; works rules for contractors, 7: washing at wash bay 1 only.",
    reason="Minor: first time seen, little detergent, stopped at once.",
    photos=(Photo("van_wash_yard", "Traces at the gully"), Photo("van_wash_yard", "Van of the cleaning firm")),
    response=Response(
        acknowledged=-37,
        correction="Washing stopped, gully covered, foam taken up.",
        corrected=-50,
        extent="Asked the five firms that come with vehicles: two wash here, none knew wash bay 1.",
        causes=(
            Cause(
                (
                    "The works rules say where washing is allowed, the induction film does not, and "
                    "drivers see only the film."
                ),
                ("They washed there because they did not know the bay.", "They were never shown the bay."),
            ),
        ),
        steps=(Step("Wash bay in the film and on the visitor’s map; sign at the bay", "tom", 18, None, None, "", 0),),
        criterion="No washing outside the bay in eight weeks of yard rounds.",
        check=100,
        planned=-3,
    ),
)

SHEETS = Told(
    question="chem.data-sheets",
    process="paint",
    place="Paint shop, cabinet 2",
    grade="minor",
    statement="Safety data sheets do not reach the place of use when a product is changed.",
    evidence="3 of 10 sheets not at the cabinet (two hardeners, one thinner, all new since "
    "spring). The folder was on the "
    "foreman’s desk.",
    requirement="ISO 14001:2026, 7.5.3: documented information is available where it is needed; "
    "chemicals law, access for "
    "those who use the substance.",
    reason="Minor: sheets exist, 3 of 10 not within reach.",
    photos=(Photo("cabinet_no_data_sheets", "No folder at the cabinet"),),
    response=Response(
        acknowledged=-42,
        correction="Folder back at the cabinet, three sheets added.",
        corrected=-41,
        extent="Nine cabinets looked at: two more without the newest sheets.",
        causes=(Cause("The foreman forgot to take the folder back.", ("The folder was on the desk.",)),),
        steps=(Step("Instruct the foreman again", "juergen", -5),),
        criterion="Folders at all cabinets.",
        check=60,
        planned=-21,
        returned=(
            -18,
            "A person is not a cause and instruction alone will not hold. What makes the sheet "
            "follow the product when "
            "purchasing changes it? Please look at two more changes of this year.",
        ),
    ),
)

TRAINING = Told(
    question="spill.responders",
    process="surface",
    place="Line 2, night shift",
    grade="minor",
    statement="Spill training does not reach people who are away on the day it is held.",
    evidence="4 of 12 on the list of line 2 not trained this year, all on the night shift of the "
    "training day; on two nights of "
    "the rota nobody trained was present.",
    requirement="ISO 14001:2026, 7.2 and 8.2; emergency plan, 5: two trained people on each shift.",
    reason="Minor: eight trained, early and late shift covered.",
    photos=(Photo("training_gaps", "Training list with gaps"),),
    response=Response(acknowledged=-29),
)

EVALUATION = Told(
    question="contr.evaluated",
    process="contractors",
    place="Purchasing",
    grade="minor",
    statement="The yearly evaluation of significant providers stops when the buyer changes.",
    evidence=(
        "2 of 5 providers (waste carrier, roof repair) without evaluation for two years; "
        "both changed buyer in that time."
    ),
    requirement="ISO 14001:2026, 8.1: external providers are controlled; instruction P-04, 5: yearly.",
    reason="Minor: three of five evaluated, no incident with the two.",
)

FORKLIFT = Told(
    question="",
    process="yard",
    place="Charging station, hall 3",
    grade="minor",
    statement="Who may top up batteries is decided by who is there, not by training.",
    evidence="2 of 3 drivers asked top up batteries; neither is on the list of trained people of March.",
    requirement="ISO 14001:2026, 7.2; instruction Y-11, 3: topping up by trained people only.",
    reason="Minor: acid stays in the tray; no spill on record.",
    clauses=("iso14001-2026:7.2",),
    response=Response(
        disputed=(
            -41,
            "The list of March is not the last one. Both drivers were trained on 12 May by the maker of the batteries; "
            "the certificates lie with the head of maintenance, where nobody asked for them.",
        ),
    ),
)

FINDINGS = (KITS, VAN, SHEETS, TRAINING, EVALUATION, FORKLIFT)
