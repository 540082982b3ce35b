"""What becomes of a nonconformity: the owner's response and the verdicts, each on its day."""

from datetime import UTC, datetime, timedelta
from functools import partial

from sqlalchemy import select

from auditapp.adapters import clock
from auditapp.adapters.photo_store import PhotoStore
from auditapp.demo.cast import Cast
from auditapp.demo.film import Film
from auditapp.demo.shape import Response, Step, Told
from auditapp.demo.timeline import Deed, Timeline
from auditapp.models import Action, Nonconformity, db
from auditapp.services import actions, evidence, nonconformities, responses


class Life:
    """One nonconformity. ``number``: what the server called it."""

    def __init__(
        self, told: Told, number: str, judge: str, cast: Cast, line: Timeline, film: Film, store: PhotoStore
    ) -> None:
        self.told, self.number, self.judge = told, number, judge
        self.cast, self.line, self.film, self.store = cast, line, film, store
        self._reached = datetime.min.replace(tzinfo=UTC)

    def begin(self) -> None:
        """Put what is known of it on the timeline."""
        response = self.told.response
        if response is None:
            return
        if response.disputed is not None:
            day, why_not = response.disputed
            self._then(day, "09:40", lambda: self._owner_takes("dispute", why_not))
            return
        self._then(response.acknowledged, "09:10", lambda: self._owner_takes("acknowledge"))
        if any(self.told.about):
            self._then(response.acknowledged, "09:30", self._describe)
        if response.void is not None:
            day, why, agreed = response.void
            self._then(day, "10:00", lambda: self._take("marta", "propose_void", why))
            self._then(day, "15:20", lambda: self._take(self.judge, "void", agreed))
            return
        self._round(response)

    def _round(self, response: Response) -> None:
        self._then(response.planned, "11:00", lambda: self._plan(response))
        if response.returned is not None:
            day, why = response.returned
            self._then(day, "08:45", lambda: self._take(self.judge, "return", why))
        self._then(response.accepted, "13:30", lambda: self._take(self.judge, "accept"))
        for step in sorted(response.steps, key=lambda one: one.done or 0):
            self._then(step.done, "14:15", partial(self._done, step))
        self._then(response.submitted, "15:30", lambda: self._owner_takes("submit"))
        if response.rejected is not None:
            day, why = response.rejected
            self._then(day, "10:40", lambda: self._take(self.judge, "reject", why))
        self._then(response.submitted_again, "16:10", lambda: self._owner_takes("submit"))
        if response.verified is not None:
            day, saw = response.verified
            self._then(day, "10:20", lambda: self._verify(saw))
        if response.judged is not None:
            day, effective, shown = response.judged
            verb = "judge_effective" if effective else "judge_not_effective"
            self._then(day, "11:40", lambda: self._take(self.judge, verb, shown))
        if response.second is not None:
            self._round(response.second)

    def _then(self, day: int | None, clock_time: str, deed: Deed) -> None:
        """`Timeline.on`, but never before what stands above: a weekend moves two days that follow each other onto one
        Monday, where the later deed may have the earlier hour."""
        if day is not None:
            self._reached = max(self._reached, self.line.moment(day, clock_time))
            self.line.at(self._reached, deed)

    def _found(self) -> Nonconformity:
        """As it is now, without what its page shows: the steps load what they ask for."""
        return db.session.scalars(select(Nonconformity).where(Nonconformity.number == self.number)).one()

    def _take(self, key: str, verb: str, note: str = "") -> None:
        nonconformities.take(self.cast.person(key), self._found(), verb, note=note)

    def _owner_takes(self, verb: str, note: str = "") -> None:
        found = self._found()
        nonconformities.take(found.owner, found, verb, note=note)

    def _describe(self) -> None:
        aspect, obligation = self.told.about
        by, found = self.cast.person(self.judge), self._found()
        nonconformities.take(by, found, "describe", aspect=aspect, obligation=obligation)

    def _verify(self, saw: str) -> None:
        nonconformities.take(self.cast.person(self.judge), self._found(), "verify", note=saw, how=["seen", "read"])

    def _plan(self, response: Response) -> None:
        found = self._found()
        owner, today = found.owner, nonconformities.today_at(found)
        raised = clock.now().astimezone(self.line.zone).date() if found.round_number > 1 else found.raised_at.date()
        responses.write(
            owner,
            found,
            containment=response.containment,
            consequence=response.consequence,
            contained_on=min(raised, today) if response.containment else None,
            correction=response.correction,
            corrected_on=min(max(self.line.today + timedelta(days=response.corrected), found.raised_at.date()), today),
            extent=response.extent,
            criterion=response.criterion,
            check_on=self.line.today + timedelta(days=response.check),
            system_change=response.system_change,
        )
        causes = [responses.add_cause(owner, found, cause.statement, cause.chain) for cause in response.causes]
        for step in response.steps:
            responses.add_action(
                owner,
                found,
                causes[step.cause].id,
                step.what,
                owner=self.cast.person(step.owner),
                due_on=max(self.line.today + timedelta(days=step.due), today),
                at_source=step.at_source,
                raises_standard=step.raises,
            )
        nonconformities.take(owner, found, "plan", warnings_read=True)

    def _done(self, step: Step) -> None:
        found = self._found()
        action = next(one for one in found.round.actions if one.what == step.what)
        self._prove(action, step)
        db.session.refresh(action, ["evidence"])
        actions.report_done(action.owner, action, step.note)

    def _prove(self, action: Action, step: Step) -> None:
        if step.proof is None:
            return
        taken = clock.now().astimezone(self.line.zone)
        photo = self.film.take(step.proof, taken)
        evidence.add_photo(
            action.owner,
            photo,
            action,
            store=self.store,
            name=f"IMG_{taken:%Y%m%d_%H%M%S}.jpg",
            caption=step.proof.caption,
            place=self.told.place,
            captured_at=clock.now(),
        )
