"""One audit from plan to report: planned, walked, concluded, issued, each on its day."""

import uuid
from datetime import datetime, timedelta
from math import ceil

from auditapp.adapters import clock
from auditapp.adapters.photo_store import PhotoStore
from auditapp.demo.cast import Cast
from auditapp.demo.film import Film
from auditapp.demo.life import Life
from auditapp.demo.shape import Told, Tour
from auditapp.demo.tablet import Tablet
from auditapp.demo.timeline import Timeline
from auditapp.domain import effectiveness
from auditapp.models import Audit, Finding, db
from auditapp.services import audit_plans, audit_steps, audits, checklists, findings

QUESTIONS_AT_ONCE = 10
EMS_LEAD = "marta"


class Walked:
    """One audit of the story."""

    def __init__(self, tour: Tour, cast: Cast, line: Timeline, film: Film, store: PhotoStore) -> None:
        self.tour, self.cast, self.line, self.film, self.store = tour, cast, line, film, store
        self.tablet = Tablet(tour, cast, line.zone, film, store)
        self.reference = ""
        self.finding_ids: dict[int, uuid.UUID] = {}
        self._told = {told.question: told for told in tour.findings if told.question}

    def begin(self) -> None:
        """Put the audit on the timeline."""
        tour, line = self.tour, self.line
        line.on(min(tour.held - 35, -11), "10:00", self._plan)
        if tour.until == "confirmed":
            line.on(-4, "09:30", lambda: self._take("confirm", EMS_LEAD))
            return
        self._walk(line.now - timedelta(hours=3) if tour.held == 0 else line.moment(tour.held, "08:15", tour.days))
        if tour.until == "issued":
            last = line.moment(tour.held, "15:40", tour.days) + timedelta(days=tour.days - 1)
            line.at(last, self._conclude)
            line.on(tour.issued, "16:30", self._issue)

    def _plan(self) -> None:
        tour, cast = self.tour, self.cast
        starts = self.line.date(tour.held, tour.days)
        plan = audit_plans.Plan(
            title=tour.title,
            type=tour.type,
            starts_on=starts,
            ends_on=starts + timedelta(days=tour.days - 1),
            objectives=tour.objectives,
            scope=tour.scope,
            criteria=[tour.edition],
            client=tour.client,
            leader=cast.person(tour.leader),
            team=[(cast.person(key), "auditor") for key in tour.team],
            sites=[cast.site(key) for key in tour.sites],
            processes=[cast.process(key) for key in tour.processes],
            auditees=[cast.person(key) for key in tour.auditees],
            revisions=[checklists.find(key) for key in tour.checklists],
        )
        self.reference = audit_plans.plan(cast.person(EMS_LEAD), plan).reference

    def _audit(self) -> Audit:
        return audits.find(self.cast.person(EMS_LEAD), self.reference)

    def _take(self, verb: str, key: str) -> None:
        audit_steps.take(self.cast.person(key), self._audit(), verb)

    # --- on the walk

    def _walk(self, start: datetime) -> None:
        """A few questions at a time, by the members of the team in turn; findings tied to no question at the end."""
        tour, line = self.tour, self.line
        line.at(start, lambda: self._take("start", tour.leader))
        keys = [key for key in tour.notes if key not in tour.not_applicable] + [*tour.not_applicable, *tour.put_off]
        stretches = [keys[at : at + QUESTIONS_AT_ONCE] for at in range(0, len(keys), QUESTIONS_AT_ONCE)]
        a_day = ceil((len(stretches) + 1) / tour.days)
        pace = timedelta(hours=2.4 if tour.held == 0 else 6.2) / (a_day + 1)
        team = [tour.leader, *tour.team]

        def moment(number: int) -> datetime:
            return start + timedelta(days=number // a_day) + pace * (number % a_day + 1)

        for number, stretch in enumerate(stretches):
            who = team[number % len(team)]
            line.at(moment(number), lambda who=who, some=stretch: self._answer(who, some))  # type: ignore[misc]  # a deed with its values
        line.at(moment(len(stretches)), self._free_findings)

    def _answer(self, who: str, keys: list[str]) -> None:
        by, audit = self.cast.person(who), self._audit()
        here = {one.question.key: one for one in audits.instances(audit)}
        self.tablet.answer(by, audit, [(here[key], self._told.get(key)) for key in keys])
        for key in keys:
            told = self._told.get(key)
            if told is not None:
                self._noted(told, self.tablet.note(by, audit, told, here[key]))
            if key in self.tour.seen:
                self.tablet.photo(by, audit, self.tour.seen[key], place=here[key].place, instance=here[key])

    def _free_findings(self) -> None:
        """What no question asked; and the effectiveness checks that were due here."""
        by, audit = self.cast.person(self.tour.leader), self._audit()
        checks = [one for one in audits.instances(audit) if one.question.key == effectiveness.QUESTION]
        if checks:
            self.tablet.answer(by, audit, [(one, None) for one in checks])
        for told in self.tour.findings:
            if not told.question:
                self._noted(told, self.tablet.note(by, audit, told, None))

    def _noted(self, told: Told, finding_id: uuid.UUID) -> None:
        self.finding_ids[id(told)] = finding_id
        if told.urgent is not None:
            self.line.at(clock.now() + timedelta(minutes=25), lambda: self._release(told))

    # --- at the desk

    def _conclude(self) -> None:
        tour, leader = self.tour, self.cast.person(self.tour.leader)
        parts = {
            "summary": tour.summary,
            "conclusion": tour.conclusion,
            "interviewed": tour.interviewed,
            "sampling": tour.sampling,
            "distribution": tour.distribution,
            "deviations": tour.deviations,
            "effectiveness": tour.effectiveness,
            "follow_up": tour.follow_up,
            "confidentiality": tour.confidentiality,
        }
        audits.write_report_parts(leader, self._audit(), parts, tour.objectives_met)
        audit_steps.take(leader, self._audit(), "conclude")

    def _release(self, told: Told) -> None:
        leader = self.cast.person(self.tour.leader)
        findings.release(leader, findings.find(leader, self.finding_ids[id(told)]))
        self._live(told)

    def _issue(self) -> None:
        audit_steps.take(self.cast.person(self.tour.leader), self._audit(), "issue")
        for told in self.tour.findings:
            if told.urgent is None:
                self._live(told)

    def _live(self, told: Told) -> None:
        """From here on the nonconformity leads a life of its own. The body's own auditor judges nothing in-house."""
        finding = db.session.get_one(Finding, self.finding_ids[id(told)])
        if finding.nonconformity is None:
            return
        raised = finding.nonconformity
        raised.external_number, raised.external_wording = told.body
        raised.external_body = self.tour.client if told.body[0] else ""
        judge = "samuel" if self.tour.leader == "external" else self.tour.leader
        Life(told, raised.number, judge, self.cast, self.line, self.film, self.store).begin()
