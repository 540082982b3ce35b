"""Lindmoor Valves: a made-up maker of brass and steel valves, with a works in Bremen and one in Aveiro."""

from auditapp.demo.shape import Activity, Place, Someone

NAME = "Lindmoor Valves"
TIMEZONE = "Europe/Berlin"
PASSWORD = "walk-the-harbour"  # noqa: S105 - printed at the start of the demo, good for nothing else

CERTIFICATE = {"number": "NK-4711-EMS", "body": "Nordkant Certification", "edition": "iso14001-2015"}
CERTIFIED, CERTIFIED_FOR = -960, 3 * 365
"""The day of the decision, and for how many days it holds."""

LEAD = Someone("marta", "Marta Oliveira", "marta@lindmoor.example", "EMS lead", ("administrator", "ems_lead"))

PEOPLE = (
    Someone("samuel", "Samuel Adeyemi", "samuel@lindmoor.example", "Quality engineer", ("auditor",)),
    Someone("chen", "陈晓雯 Chen Xiaowen", "chen@lindmoor.example", "Process engineer, Aveiro", ("auditor",)),
    Someone("juergen", "Jürgen Böhm", "juergen@lindmoor.example", "Head of surface treatment", ("process_owner",)),
    Someone("aisha", "Aisha Rahman", "aisha@lindmoor.example", "Yard and waste coordinator", ("process_owner",)),
    Someone("pavel", "Pavel Novotný", "pavel@lindmoor.example", "Head of maintenance", ("process_owner",)),
    Someone("rui", "Rui Carvalho", "rui@lindmoor.example", "Assembly manager, Aveiro", ("auditor", "process_owner")),
    Someone("ewa", "Ewa Zielińska", "ewa@lindmoor.example", "Stores manager", ("process_owner",)),
    Someone("tom", "Tom O’Connell", "tom@lindmoor.example", "Head of purchasing", ("process_owner",)),
    Someone("henrike", "Henrike Brandt", "henrike@lindmoor.example", "Managing director", ("top_management",)),
    Someone("external", "Dr. Katja Reimann", "k.reimann@nordkant.example", "Lead auditor, Nordkant Certification", ()),
)

SIGN_INS = ("marta", "samuel", "aisha", "pavel", "henrike")
"""Whom the command prints: one for each role, and the owner with most to answer."""

SITES = (
    Place("bremen", "Harbour Works, Bremen", "Am Getreidekai 14, Bremen, Germany", "Europe/Berlin"),
    Place("aveiro", "Lagoon Works, Aveiro", "Rua das Salinas 230, Aveiro, Portugal", "Europe/Lisbon"),
)

PROCESSES = (
    Activity("machining", "Machining", ("bremen",), "pavel", "Turning, milling and washing of valve bodies."),
    Activity(
        "surface", "Surface treatment", ("bremen",), "juergen", "Degreasing, pickling, nickel line, effluent plant."
    ),
    Activity("paint", "Paint shop", ("bremen",), "juergen", "Powder and solvent-borne coating of large valves."),
    Activity(
        "utilities", "Boiler house and utilities", ("bremen",), "pavel", "Steam, compressed air, cooling, meters."
    ),
    Activity(
        "yard", "Waste and yard", ("bremen", "aveiro"), "aisha", "Collection, storage and hand-over of waste; drains."
    ),
    Activity(
        "stores", "Stores and chemicals", ("bremen", "aveiro"), "ewa", "Drum store, tanks, chemical cabinets, gases."
    ),
    Activity("assembly", "Assembly and test", ("aveiro",), "rui", "Assembly, pressure test with water and test oil."),
    Activity(
        "contractors",
        "Purchasing and contractors",
        ("bremen", "aveiro"),
        "tom",
        "Suppliers, cleaning, maintenance and transport from outside.",
    ),
)
