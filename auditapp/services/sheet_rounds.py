"""The rounds of a nonconformity on its sheet: each with its own response, verdicts and evidence."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flask_babel import gettext

from auditapp.domain import nc_sheet, warnings
from auditapp.domain.words import BRANCHES, EXTENT_ANSWERS, RESULTS
from auditapp.models import (
    Action,
    Cause,
    EffectivenessQuestion,
    Event,
    Evidence,
    Nonconformity,
    Person,
    Round,
)
from auditapp.services import effectiveness_questions, paper_parts

OPENS_A_ROUND = ("judge_not_effective", "reopen")
PLAN_VERDICTS = ("accept", "return")
IMPLEMENTATION_VERDICTS = ("verify", "reject")
EFFECTIVENESS_VERDICTS = ("judge_effective", "judge_not_effective")


@dataclass(frozen=True)
class Story:
    """What happened in one round. A verdict that opens the next round belongs to the round that it judges."""

    events: Sequence[Event]
    evidence: Sequence[Evidence]
    opened_because: str = ""


def fill(
    nonconformity: Nonconformity, events: Sequence[Event], evidence: Sequence[Evidence]
) -> tuple[nc_sheet.Round, ...]:
    """Every round, the first one first."""
    stories = _stories(events, evidence, len(nonconformity.rounds))
    asked = effectiveness_questions.answered(nonconformity)
    return tuple(_round(row, story, asked) for row, story in zip(nonconformity.rounds, stories, strict=True))


def of_each(nonconformity: Nonconformity, events: Sequence[Event]) -> list[Sequence[Event]]:
    """The events of each round."""
    return [story.events for story in _stories(events, (), len(nonconformity.rounds))]


def _stories(events: Sequence[Event], evidence: Sequence[Evidence], count: int) -> list[Story]:
    openings = [event for event in events if event.verb in OPENS_A_ROUND][: count - 1]
    stories = []
    for number in range(count):
        opened = openings[number - 1] if 0 < number <= len(openings) else None
        ended = openings[number] if number < len(openings) else None
        after, until = (opened.seq if opened else 0), (ended.seq if ended else None)
        stories.append(
            Story(
                [event for event in events if event.seq > after and (until is None or event.seq <= until)],
                [
                    one
                    for one in evidence
                    if (opened is None or one.received_at > opened.at)
                    and (ended is None or one.received_at <= ended.at)
                ],
                opened.note if opened else "",
            )
        )
    return stories


def consequence(nonconformity: Nonconformity) -> str:
    """What it did to the environment, as each round tells it; what two rounds say alike stands once."""
    return "\n".join(dict.fromkeys(filter(None, (row.consequence for row in nonconformity.rounds))))


Asked = Sequence[tuple[EffectivenessQuestion, Person | None]]


def _round(row: Round, story: Story, asked: Asked) -> nc_sheet.Round:
    causes = [cause for cause in row.causes if cause.withdrawn_at is None and cause.statement]
    corrected = [one for one in story.evidence if one.purpose == "correction"]
    return nc_sheet.Round(
        number=row.number,
        opened_because=story.opened_because,
        containment=nc_sheet.Fact(text=row.containment, done=row.contained_on, not_needed=row.containment_not_needed),
        warnings=_warnings(story),
        correction=nc_sheet.Fact(
            text=row.correction,
            done=row.corrected_on,
            photos=paper_parts.photos(corrected),
            files=paper_parts.files(corrected),
        ),
        extent=_extent(row),
        cause_method=row.cause_method if causes else "",
        causes=tuple(_cause(cause) for cause in causes),
        no_action_reason=row.no_action_reason,
        actions=tuple(_action(action, causes, story.evidence) for action in row.actions if action.withdrawn_at is None),
        updates=tuple(filter(None, (line.strip() for line in row.system_change.splitlines()))),
        plan_verdicts=_verdicts(story, PLAN_VERDICTS),
        implementation_verdicts=_verdicts(story, IMPLEMENTATION_VERDICTS, "verification"),
        effectiveness=nc_sheet.Effectiveness(
            criterion=row.criterion,
            check_on=row.check_on,
            method=_asked_in(row, asked),
            verdict=next(iter(_verdicts(story, EFFECTIVENESS_VERDICTS, "effectiveness")), None),
        ),
    )


def _cause(cause: Cause) -> nc_sheet.Cause:
    return nc_sheet.Cause(
        statement=cause.statement,
        chain=tuple(cause.chain),
        branches=tuple((code, cause.branches[code]) for code in BRANCHES if cause.branches.get(code)),
        stop_test=cause.stop_test,
    )


def _extent(row: Round) -> str:
    """What the owner wrote, and below it what the owners of similar processes answered."""
    answers = [
        gettext(
            "%(process)s (%(name)s): %(answer)s. %(words)s",
            process=one.process.name,
            name=one.person.name,
            answer=gettext(EXTENT_ANSWERS[one.answer]),
            words=one.words,
        )
        for one in row.nonconformity.extent_questions
        if one.answer and one.round_number == row.number
    ]
    return "\n".join(filter(None, [row.extent, *answers]))


def _asked_in(row: Round, asked: Asked) -> str:
    """What audits answered to the question whether it was effective."""
    told = [
        gettext(
            "Asked in audit %(reference)s: %(result)s (%(name)s). %(words)s",
            reference=question.instance.audit.reference,
            result=gettext(RESULTS[question.instance.result]),
            name=by.name if by else "",
            words=" ".join(filter(None, (question.instance.note, question.instance.sample))),
        ).strip()
        for question, by in asked
        if question.round_number == row.number and question.instance.result not in ("", "later")
    ]
    return "\n".join(told)


def _warnings(story: Story) -> tuple[str, ...]:
    """The warnings that somebody overrode with a step of this round, each once."""
    codes = (code for event in story.events for code in event.data.get("warnings", ()))
    return tuple(gettext(warnings.SENTENCES[code]) for code in dict.fromkeys(codes) if code in warnings.SENTENCES)


def _action(action: Action, causes: Sequence[Cause], evidence: Iterable[Evidence]) -> nc_sheet.Action:
    its = [one for one in evidence if one.action_id == action.id]
    cause = next((place for place, cause in enumerate(causes, start=1) if cause.id == action.cause_id), 1)
    return nc_sheet.Action(
        what=action.what,
        owner=action.owner.name,
        due=action.due_on,
        cause=cause,
        kinds=(
            "at_source" if action.at_source else "end_of_pipe",
            "raises" if action.raises_standard else "restores",
        ),
        resources=action.resources,
        done=action.done_on,
        note=action.done_note,
        photos=paper_parts.photos(its),
        files=paper_parts.files(its),
    )


def _verdicts(story: Story, verbs: Sequence[str], purpose: str = "") -> tuple[nc_sheet.Verdict, ...]:
    """The verdicts in their order; the photos taken for them stand at the last one."""
    found = [event for event in story.events if event.verb in verbs]
    shown = [one for one in story.evidence if purpose and one.purpose == purpose]
    return tuple(
        nc_sheet.Verdict(
            verb=event.verb,
            by=paper_parts.who(event),
            at=event.at,
            note=event.note,
            kinds=tuple(event.data.get("how", ())),
            photos=paper_parts.photos(shown) if event is found[-1] else (),
            files=paper_parts.files(shown) if event is found[-1] else (),
        )
        for event in found
    )
