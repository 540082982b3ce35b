"""`flask --app wsgi guides`: the guides of the roles, written as `docs/guides/`."""

from collections.abc import Iterator
from pathlib import Path

import click
from flask import Flask

from auditapp.domain.guide import GUIDES, Guide
from auditapp.domain.words import ROLES


def attach(app: Flask) -> None:
    """Add the command."""
    app.cli.add_command(guides)


@click.command("guides")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
def guides(folder: Path) -> None:
    """Write the guides of the roles into FOLDER (docs/guides)."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        (folder / name).write_text(text, "utf-8")
        click.echo(folder / name)


def pages() -> dict[str, str]:
    """The Markdown of each file, by its name."""
    written = {f"{guide.name}.md": "\n".join(_page(guide)) + "\n" for guide in GUIDES.values()}
    return {"README.md": "\n".join(_contents()) + "\n"} | written


def _contents() -> Iterator[str]:
    yield "# How this works"
    yield ""
    yield "One page for each role. The app shows and prints the same at `/guides`, in the reader's language."
    yield "Written by `.venv/bin/flask --app wsgi guides docs/guides` from `auditapp/domain/guide.py`."
    yield ""
    yield from (f"- [{ROLES[guide.role]}]({guide.name}.md): {guide.what}" for guide in GUIDES.values())


def _page(guide: Guide) -> Iterator[str]:
    yield f"# {ROLES[guide.role]}"
    yield ""
    yield guide.what
    yield ""
    for number, (title, words) in enumerate(guide.steps, 1):
        yield f"{number}. **{title}.** {words}"
    yield ""
    yield "## Good to know"
    yield ""
    yield from (f"- {words}" for words in guide.know)
