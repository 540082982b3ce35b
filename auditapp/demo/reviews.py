"""Two management reviews: last year's with its minutes, and the one in preparation."""

from dataclasses import dataclass, field
from datetime import timedelta

from auditapp.demo.cast import Cast
from auditapp.demo.timeline import Timeline
from auditapp.domain import management_review as rules
from auditapp.models import ManagementReview
from auditapp.services import (
    management_review_decisions,
    management_review_inputs,
    management_review_papers,
    management_reviews,
)
from auditapp.services.management_reviews import Invited

LEAD, TOP = "marta", "henrike"


@dataclass(frozen=True)
class Decided:
    """A decision. ``due`` and ``done``: days from today, ``done`` None while open."""

    what: str
    output: str
    owner: str
    due: int
    done: int | None = None
    note: str = ""


@dataclass(frozen=True)
class Review:
    """One review on its days. ``asked``: key of the input -> who was asked; ``said``: key -> what they wrote, '' where
    there is nothing to report; ``held``: None while in preparation."""

    prepared: int
    asked: dict[str, str]
    said: dict[str, str]
    held: int | None = None
    present: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    conclusions: dict[str, tuple[str, str]] = field(default_factory=dict)
    edition: str = "iso14001-2026"
    decisions: tuple[Decided, ...] = ()


LAST_YEAR = Review(
    edition="iso14001-2015",
    prepared=-362,
    held=-350,
    asked={"objectives": "pavel", "monitoring": "juergen", "communications": "aisha"},
    said={
        "issues": "Gas prices rose by a third. The works council asked for a heat plan after last summer.",
        "needs": "Two customers ask for a product carbon footprint. The water permit was renewed with a lower limit "
        "for nickel.",
        "aspects": "Indirect discharge of nickel became significant with the new limit.",
        "risks": "Risk: effluent plant without a spare pump. Opportunity: heat from the compressors.",
        "objectives": "Energy per valve: target 4.2 kWh, reached 4.4. Missed because line 2 ran at half load.\n"
        "Mixed waste: target 18 t, reached 16.5 t.",
        "monitoring": "Nickel in effluent 0.21 mg/l on average (limit 0.3). Water use fell by 6 %.",
        "obligations": "41 obligations evaluated, all met; one notification was two days late.",
        "resources": "One auditor for two works is too few. The laboratory needs a second person.",
        "communications": "One complaint about noise at night, answered within three days.",
        "improvement": "",
    },
    present=(TOP, LEAD, "juergen", "pavel", "aisha"),
    absent=("rui",),
    conclusions={
        "suitability": ("yes", "The system fits how both works are run; purchasing uses it, too."),
        "adequacy": ("partly", "Auditing and the laboratory depend on single persons."),
        "effectiveness": ("yes", "Discharges and waste fell; the energy objective was missed by a known cause."),
    },
    decisions=(
        Decided("Train two more internal auditors, one of them in Aveiro.", "resources", LEAD, -200, -214,
                "Chen and Rui are trained and have audited."),
        Decided("Buy a spare pump for the effluent plant.", "change", "juergen", -250, -248, "Fitted and tested."),
        Decided("Use the heat of compressor 1 for the degreasing baths.", "objectives", "pavel", -20),
        Decided("Ask suppliers of castings for footprints with every offer.", "integration", "tom", 60),
    ),
)  # fmt: skip

THIS_YEAR = Review(
    prepared=-9,
    asked={"objectives": "pavel", "monitoring": "juergen", "communications": "aisha", "resources": "pavel"},
    said={
        "issues": "The 2026 edition is out; the transition is planned with the certification body.",
        "needs": "The product carbon footprint is asked for by four customers now.",
        "monitoring": "Nickel 0.19 mg/l on average. Base load of electricity at night is 22 % above plan.",
        "aspects": "",
    },
)


class Reviewed:
    """A review of the story."""

    def __init__(self, review: Review, cast: Cast, line: Timeline) -> None:
        self.told, self.cast, self.line = review, cast, line
        self.reference = ""

    def begin(self) -> None:
        """Put it on the timeline."""
        told, line = self.told, self.line
        line.on(told.prepared, "09:05", self._prepare)
        line.on(told.prepared + 3, "14:10", self._answer)
        if told.held is not None:
            line.on(told.held, "11:30", self._hold)
            line.on(told.held + 1, "16:20", self._issue)
            for number, decided in enumerate(told.decisions, 1):
                line.on(decided.done, "15:00", lambda n=number, d=decided: self._done(n, d))  # type: ignore[misc]  # a deed with its values

    def _review(self) -> ManagementReview:
        return management_reviews.find(self.cast.person(LEAD), self.reference)

    def _prepare(self) -> None:
        lead = self.cast.person(LEAD)
        review = management_reviews.prepare(lead)
        self.reference = review.reference
        if review.edition != self.told.edition:
            days = {"first": review.first_on, "last": review.last_on}
            management_reviews.change(lead, review, **days, edition=self.told.edition)
        due = management_reviews.today() + timedelta(days=16)
        for box in review.inputs:
            if box.key in self.told.asked:
                management_review_inputs.ask(lead, box, self.cast.person(self.told.asked[box.key]), due)

    def _answer(self) -> None:
        review = self._review()
        for box in review.inputs:
            if box.key in self.told.said:
                words, who = self.told.said[box.key], self.told.asked.get(box.key, LEAD)
                management_review_inputs.answer(self.cast.person(who), box, words, nothing=not words)

    def _hold(self) -> None:
        lead, review = self.cast.person(LEAD), self._review()
        people = [(self.cast.person(key), True) for key in self.told.present]
        people += [(self.cast.person(key), False) for key in self.told.absent]
        invited = [Invited(one.name, one.job_title, present, one) for one, present in people]
        management_reviews.set_meeting(review, management_reviews.today(), invited)
        management_review_papers.hold(lead, review)

    def _issue(self) -> None:
        lead, review = self.cast.person(LEAD), self._review()
        management_reviews.conclude(self.cast.person(TOP), review, self.told.conclusions, "")
        for one in self.told.decisions:
            management_review_decisions.add(
                lead, review, what=one.what, output=one.output, owner=self.cast.person(one.owner),
                due_on=self.line.today + timedelta(days=one.due),
            )  # fmt: skip
        management_review_papers.issue(lead, review)

    def _done(self, number: int, decided: Decided) -> None:
        decision = rules.standing(self._review().decisions)[number - 1]
        management_review_decisions.report_done(decision.owner, decision, decided.note)


REVIEWS = (LAST_YEAR, THIS_YEAR)
