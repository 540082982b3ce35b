"""What is written down of a failure."""

import pytest
from structlog import get_logger

from auditapp.adapters import logs


def test_a_trace_names_the_lines_and_no_value_of_a_variable(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure()
    password = "-".join(["correct", "horse", "battery"])
    try:
        raise ValueError(len(password))
    except ValueError as error:
        get_logger().error("unforeseen", exc_info=error)
    written = capsys.readouterr().out
    assert "unforeseen" in written
    assert "test_logs.py" in written
    assert password not in written
