"""What is typed after `flask --app wsgi`: a folder or a file that is not there is said, and nothing is made of it."""

from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from flask.cli import FlaskGroup

from auditapp import cli
from auditapp.commands import checklists
from auditapp.config import ROOT, SettingsError

CHECKLIST = str(ROOT / "checklists" / "contractors.yaml")


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("--app wsgi setup-data", "the folder"), ("--app wsgi demo --reset", "the folder"),
        ("--app wsgi tables", "another"), ("--app wsgi doctor --help", "another"), ("--app wsgi", "another"),
        ("--app wsgi audits --json", "refused"), ("-A wsgi work --once", "refused"),
    ],
)  # fmt: skip
def test_the_data_folder_is_made_by_starting_alone(tmp_path: Path, typed: str, expected: str) -> None:
    wanted, command = tmp_path / "data", FlaskGroup()
    with click.Context(command):
        try:
            data = cli.settings_here({"AUDITAPP_DATA": str(wanted)}, typed.split()).data
            found = "the folder" if data == wanted else "another"
        except SettingsError:
            found = "refused"
    assert (found, wanted.exists()) == (expected, False)


def test_a_checklist_that_is_not_there_keeps_nobody_from_the_others(tmp_path: Path) -> None:
    (tmp_path / "bad.yaml").write_text("[")
    names = [str(tmp_path / "gone.yaml"), CHECKLIST, str(tmp_path / "bad.yaml")]
    done = CliRunner().invoke(checklists.group, ["check", *names])
    assert done.exit_code == 1
    assert "gone.yaml: cannot be read (No such file or directory)." in done.output
    assert "bad.yaml:2" in done.output
