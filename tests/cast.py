"""The cast that tests are told with: Ola owns, Lea audits, Mia manages, Tom is top management, Zed is elsewhere."""

from dataclasses import dataclass
from datetime import date, timedelta

from auditapp.adapters import clock
from auditapp.models import Audit, Person, Process, Site, db
from auditapp.services import (
    audit_plans,
    audit_proposals,
    audit_steps,
    audits,
    checklists,
    organisations,
    people,
    sites,
)

PASSWORD = "a walk in the boiler house"


@dataclass
class Cast:
    """The people and places of every story. `mia` is EMS lead and administrator."""

    mia: Person
    lea: Person
    ola: Person
    tom: Person
    zed: Person
    ann: Person
    works: Site
    depot: Site
    boilers: Process
    drains: Process
    vans: Process


def people_and_places() -> Cast:
    """An organisation with two sites and three processes. Boilers and drains are Ola's, vans (at the depot) Zed's."""
    mia = people.new_person("Mia Manager", "mia@example.com", password=PASSWORD)
    organisations.found(name="Weir Mill", timezone="Europe/Berlin", ems_lead=mia)
    checklists.load_shipped()

    def add(name: str, role: str) -> Person:
        return people.add(mia, name, f"{name.split()[0].lower()}@example.com", [role], password=PASSWORD)

    lea, ann = add("Lea Auditor", "auditor"), add("Ann Auditor", "auditor")
    ola, zed = add("Ola Owner", "process_owner"), add("Zed Elsewhere", "process_owner")
    tom = add("Tom Top", "top_management")
    works = sites.add_site(mia, "Works", timezone="Europe/Berlin")
    depot = sites.add_site(mia, "Depot", timezone="Europe/Berlin")
    boilers = sites.add_process(mia, "Boiler house", sites=[works], owner=ola)
    drains = sites.add_process(mia, "Water and drains", sites=[works], owner=ola)
    vans = sites.add_process(mia, "Vans", sites=[depot], owner=zed)
    db.session.commit()
    return Cast(mia, lea, ola, tom, zed, ann, works, depot, boilers, drains, vans)


def the_cast() -> Cast:
    """The cast as it stands in a database where `people_and_places` told of it."""
    people_ = {person.email.partition("@")[0]: person for person in db.session.query(Person)}
    places = {site.name: site for site in sites.all_sites()}
    processes = {process.name: process for process in sites.all_processes()}
    return Cast(
        **{name: people_[name] for name in ("mia", "lea", "ola", "tom", "zed", "ann")},
        works=places["Works"],
        depot=places["Depot"],
        boilers=processes["Boiler house"],
        drains=processes["Water and drains"],
        vans=processes["Vans"],
    )


def a_plan(cast: Cast, *, checklist: str = "energy", today: date | None = None, **changes: object) -> audit_plans.Plan:
    """A complete plan: Lea leads a site walk of the boiler house. ``changes``: fields of `Plan`."""
    revision = checklists.find(checklist)
    day = today or date(2026, 11, 23)
    values = audit_proposals.proposal(revision) | {
        "starts_on": day,
        "ends_on": day + timedelta(days=1),
        "leader": cast.lea,
        "sites": [cast.works],
        "processes": [cast.boilers],
        "auditees": [cast.ola],
        "revisions": [revision],
    }
    return audit_plans.Plan(**(values | changes))  # type: ignore[arg-type]


def an_audit_under_way(cast: Cast, **changes: object) -> Audit:
    """Planned by Mia and started by Lea."""
    audit = audit_plans.plan(cast.mia, a_plan(cast, **changes))  # type: ignore[arg-type]
    audit_steps.take(cast.lea, audit, "start")
    db.session.commit()
    return audit


def answer_all(audit: Audit, person: Person) -> None:
    """Each question conforms, with a note, by ``person``."""
    for instance in audits.instances(audit):
        instance.result, instance.note = "conform", "Seen at the boiler."
        instance.answered_by_id, instance.answered_at = person.id, clock.now()
    db.session.commit()
