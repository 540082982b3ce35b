"""Whatever people do, in whatever order: nothing is closed without the whole chain and an independent verdict."""

from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from auditapp.domain import nonconformity as rules
from auditapp.domain import steps
from auditapp.domain.errors import Refusal
from auditapp.domain.permissions import can
from auditapp.domain.standing import is_independent
from auditapp.domain.steps import NONCONFORMITY_STEPS as STEPS

REACHED: set[str] = set()
DAY = date(2026, 12, 1)
PEOPLE = {
    name: SimpleNamespace(id=name, active=True, role_names=frozenset(roles))
    for name, roles in {"ola": {"process_owner"}, "lea": {"auditor"}, "dan": {"auditor"}, "mia": {"ems_lead"},
                        "tom": {"top_management"}}.items()
}  # fmt: skip
GOES_ON = {
    "raised": "acknowledge", "acknowledged": "plan", "planned": "accept", "in_progress": "submit",
    "implemented": "verify", "verified": "judge_effective",
}  # fmt: skip
VERBS = ("acknowledge", "plan", "accept", "submit", "verify", "judge_effective")
"""The way to the closure; what leads away from it is drawn as often as all of these together."""
AWAY = tuple(verb for verb in STEPS if verb not in VERBS)


class Life(RuleBasedStateMachine):
    """One nonconformity, whose people write, do and decide at random."""

    @initialize(grade=st.sampled_from(["major", "minor"]), owner=st.sampled_from(["ola", "dan", "mia"]))
    def begins(self, grade: str, owner: str) -> None:
        """Raised, on its first round."""
        self.today = DAY
        self.nc: Any = SimpleNamespace(
            state="raised", grade=grade, owner_id=owner, process=SimpleNamespace(owner_id="ola"), rounds=[],
            audit=SimpleNamespace(leader_id="lea"), void_proposed_by_id=None, overrides=[],
        )  # fmt: skip
        self.opens_a_round()

    def opens_a_round(self) -> None:
        """Empty."""
        self.nc.round = SimpleNamespace(
            correction="", corrected_on=None, extent="", causes=[], actions=[], no_action_reason="", criterion="",
            check_on=None, judged_by=None,
        )  # fmt: skip
        self.nc.rounds.append(self.nc.round)

    @precondition(lambda self: self.nc.state == "acknowledged")
    @rule(
        part=st.sampled_from(["correction", "extent", "criterion", "no_action_reason"]),
        words=st.sampled_from(["", "Done.", "Done too."]),
    )
    def writes(self, part: str, words: str) -> None:
        """A part of the response, or takes it out again."""
        setattr(self.nc.round, part, words)
        if part == "correction":
            self.nc.round.corrected_on = DAY if words else None
        if part == "criterion":
            self.nc.round.check_on = DAY + timedelta(days=90) if words else None

    @precondition(lambda self: self.nc.state == "acknowledged")
    @rule(
        new=st.booleans(), owner=st.sampled_from(["ola", "lea", "dan"]), named=st.sampled_from(["No place", ""])
    )  # fmt: skip
    def names_a_cause_or_plans_for_it(self, new: bool, owner: str, named: str = "No place") -> None:
        """A cause, or the beginning of one; or an action for the last one."""
        this = self.nc.round
        if new or not this.causes:
            this.causes.append(SimpleNamespace(short="No place", statement=named, actions=[]))
            return
        action = SimpleNamespace(short="Mark it", owner_id=owner, done_on=None, evidence=[])
        this.causes[-1].actions.append(action)
        this.actions.append(action)

    @precondition(lambda self: self.nc.state == "acknowledged")
    @rule(but=st.sampled_from(["nothing", "nothing", "correction", "extent", "cause", "action", "criterion"]))
    def writes_all(self, but: str) -> None:
        """Whatever is missing, or all but one thing."""
        for part in {"correction", "extent", "criterion"} - {but}:
            self.writes(part, "Done.")
        this = self.nc.round
        if but != "cause" and not this.causes:
            self.names_a_cause_or_plans_for_it(True, "ola")
        for cause in this.causes if but != "cause" else ():
            cause.statement = "No place"
        if but != "action" and this.causes and not this.causes[-1].actions:
            self.names_a_cause_or_plans_for_it(False, "ola")

    @precondition(lambda self: self.nc.state == "in_progress")
    @rule(shown=st.booleans())
    def does_all(self, shown: bool) -> None:
        """Every action, with evidence or without."""
        for which in range(len(self.nc.round.actions)):
            self.does_an_action(which, shown)

    @precondition(lambda self: self.nc.state == "in_progress" and self.nc.round.actions)
    @rule(which=st.integers(0, 2), shown=st.booleans())
    def does_an_action(self, which: int, shown: bool) -> None:
        """Reported done; sometimes nothing shows it."""
        action = self.nc.round.actions[which % len(self.nc.round.actions)]
        action.done_on = self.today
        if shown:
            action.evidence.append("photo")

    @rule(days=st.sampled_from([1, 40, 100]))
    def waits(self, days: int) -> None:
        """Time goes by."""
        self.today += timedelta(days=days)

    @precondition(lambda self: self.nc.state in GOES_ON)
    @rule()
    def goes_on(self) -> None:
        """The next step on the way, by whoever it is for: refused as long as something is missing."""
        verb = GOES_ON[self.nc.state]
        self.takes(verb, self.nc.owner_id if STEPS[verb].permission == "own" else "lea", "Saw it.")

    @rule(but=st.sampled_from(["nothing", "correction", "extent", "cause", "action", "criterion", "evidence"]))
    def hurries(self, but: str) -> None:
        """Everything at one go, or all but one thing, from wherever it is."""
        for _ in GOES_ON:
            if self.nc.state == "acknowledged":
                self.writes_all(but)
            elif self.nc.state == "in_progress":
                self.does_all(but != "evidence")
            elif self.nc.state == "verified":
                self.waits(100)
            if self.nc.state in GOES_ON:
                self.goes_on()

    @rule(
        verb=st.sampled_from(VERBS) | st.sampled_from(AWAY),
        who=st.sampled_from(sorted(PEOPLE)),
        note=st.sampled_from(["", "Saw it."]),
    )
    def takes(self, verb: str, who: str, note: str) -> None:
        """A step as `history.take` takes it: who may, from which state, with what it needs."""
        step, person = STEPS[verb], PEOPLE[who]
        if not can(person, step.permission, self.nc):
            return
        try:
            steps.step_for(STEPS, verb, self.nc.state)
            if verb.startswith("judge_") and (early := rules.check_is_due(self.nc, self.today)):
                raise early
            steps.check(step, self.nc, note)
        except Refusal:
            return
        self.nc.state = step.to or self.nc.state
        REACHED.add(self.nc.state)
        self.follows(verb, who)
        if step.new_round:
            self.opens_a_round()

    def follows(self, verb: str, who: str) -> None:
        """What the step leaves behind."""
        if verb.startswith("judge_"):
            self.nc.round.judged_by = who
        elif verb == "reassign":
            self.nc.owner_id = "dan" if self.nc.owner_id == "ola" else "ola"
        elif verb == "regrade":
            self.nc.grade = "major" if self.nc.grade == "minor" else "minor"
        elif verb in ("propose_void", "withdraw"):
            self.nc.void_proposed_by_id = who
        elif verb == "ask_override":
            self.nc.overrides.append(SimpleNamespace(person_id="dan", asked_by_id=who, approved_by_id=None))
        elif verb == "override_independence":
            rules.override_asked(self.nc).approved_by_id = who  # type: ignore[union-attr]

    @invariant()
    def is_closed_only_with_the_whole_chain(self) -> None:
        """Correction, extent, cause, an action for each or the accepted reason for none, evidence, a verdict."""
        if getattr(self, "nc", None) is None or self.nc.state != "closed":
            return
        this = self.nc.round
        assert all((this.correction, this.corrected_on, this.extent, this.causes, this.criterion))
        assert all(cause.statement for cause in this.causes)
        assert all(cause.actions for cause in this.causes) or (self.nc.grade == "minor" and this.no_action_reason)
        assert all(action.done_on and action.evidence for action in this.actions)
        assert self.today >= this.check_on
        judge = PEOPLE[this.judged_by]
        if not is_independent(judge, self.nc):
            assert any(one.person_id == judge.id and one.approved_by_id not in (None, judge.id, one.asked_by_id)
                       for one in self.nc.overrides)  # fmt: skip


Life.TestCase.settings = settings(max_examples=300, stateful_step_count=15, derandomize=True, deadline=None)
TestNothingIsClosedWithoutTheWholeChain = Life.TestCase


def test_the_way_to_the_closure_is_open() -> None:
    """The machine above would prove nothing if it could never close one."""
    life = Life()
    life.begins("minor", "ola")
    life.takes("acknowledge", "ola", "")
    for part in ("correction", "extent", "criterion"):
        life.writes(part, "Done.")
    life.names_a_cause_or_plans_for_it(True, "ola")
    life.names_a_cause_or_plans_for_it(False, "ola")
    life.takes("plan", "ola", "")
    life.takes("accept", "lea", "")
    life.does_an_action(0, True)
    life.takes("submit", "ola", "")
    life.takes("verify", "lea", "Saw it.")
    life.waits(100)
    life.takes("judge_effective", "lea", "Saw it.")
    assert life.nc.state == "closed"
    life.is_closed_only_with_the_whole_chain()
