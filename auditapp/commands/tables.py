"""`flask --app wsgi tables`: the tables that drive the product, printed as the page `docs/tables.md`."""

from collections.abc import Iterable, Iterator

import click
from flask import Flask

from auditapp.domain import words
from auditapp.domain.deadlines import DEFAULT_DAYS
from auditapp.domain.nonconformity import TURNS
from auditapp.domain.permissions import GRANTED_TO, PRINTED, Rows
from auditapp.domain.standing import PREDICATE_WORDS
from auditapp.domain.steps import AUDIT_STEPS, FINDING_STEPS, NONCONFORMITY_STEPS, REVIEW_STEPS, SAME, Step


def attach(app: Flask) -> None:
    """Add the command."""
    app.cli.add_command(tables)


@click.command("tables")
def tables() -> None:
    """Print docs/tables.md."""
    click.echo(page(), nl=False)


def page() -> str:
    """The whole page, as Markdown."""
    return "\n".join(_page()) + "\n"


def _page() -> Iterator[str]:
    yield "# The tables of the product"
    yield ""
    yield "Printed from the code by `.venv/bin/flask --app wsgi tables > docs/tables.md`; a test holds the two equal."
    yield from _table("Who may", ("to", "who"), ((PRINTED[key], _who(GRANTED_TO[key])) for key in PRINTED))
    yield from _table("The life of an audit", _STEP_HEAD, (_step(step) for step in AUDIT_STEPS.values()))
    yield from _table("The life of a nonconformity", _STEP_HEAD, (_step(step) for step in NONCONFORMITY_STEPS.values()))
    yield from _table(
        "The life of an observation or opportunity", _STEP_HEAD, (_step(step) for step in FINDING_STEPS.values())
    )
    yield from _table("The life of a management review", _STEP_HEAD, (_step(step) for step in REVIEW_STEPS.values()))
    yield from _table(
        "Whose turn it is",
        ("state", "who", "is asked to", "then"),
        ((words.NONCONFORMITY_STATES[state], turn.who, turn.asked, turn.then) for state, turn in TURNS.items()),
    )
    yield from _table(
        "Due dates, in calendar days from release",
        ("grade", "due", "days"),
        (
            (words.SHORT_GRADES[grade], words.DEADLINES[kind], str(days))
            for grade, kinds in DEFAULT_DAYS.items()
            for kind, days in kinds.items()
        ),
    )


_STEP_HEAD = ("verb", "button", "from", "to", "who", "needs", "words")


def _step(step: Step) -> tuple[str, ...]:
    return (
        step.verb,
        step.label,
        ", ".join(step.from_),
        "the same" if step.to == SAME else step.to + (", next round" if step.new_round else ""),
        _who(GRANTED_TO[step.permission]),
        ", ".join(need.__name__.replace("_", " ") for need in step.needs) or "nothing more",
        step.says or "none",
    )


def _who(rows: Rows) -> str:
    return "; or ".join(" and ".join(PREDICATE_WORDS[one.__name__] for one in row) for row in rows)


def _table(title: str, head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    yield from ("", f"## {title}", "", "| " + " | ".join(head) + " |", "|" + "---|" * len(head))
    for row in rows:
        yield "| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |"
