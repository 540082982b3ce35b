"""Papers over the web: who gets them, what a browser is told, and the check behind the QR code."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from auditapp.adapters import pdf
from auditapp.models import Audit, Nonconformity, Paper, Person, db
from tests import reporting as story
from tests.cast import Cast
from tests.pages import DistrustfulClient

SignIn = Callable[[Person], DistrustfulClient]


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who gets papers is asked here, not what is in them."""
    story.quick_press(monkeypatch)


@pytest.fixture
def audit(app: Flask, cast: Cast) -> Audit:
    return story.issued(cast, story.a_walked_audit(cast))


def addresses(audit: Audit) -> list[str]:
    number = story.the_nonconformity(audit).number
    paper = db.session.query(Paper).one()
    return [f"/audits/{audit.reference}/report.pdf", f"/nonconformities/{number}/sheet.pdf", f"/papers/{paper.id}"]


def test_those_concerned_may_read_papers(cast: Cast, audit: Audit, signed_in: SignIn) -> None:
    where = addresses(audit)
    for person in (cast.mia, cast.ola):
        client = signed_in(person)
        assert [client.get(path).data[:5] for path in where] == [b"%PDF-"] * 3


def test_to_somebody_elsewhere_papers_are_not_there(cast: Cast, audit: Audit, signed_in: SignIn) -> None:
    where = addresses(audit)
    client = signed_in(cast.zed)
    assert [client.get(path).status_code for path in where] == [404, 404, 404]


def test_nobody_reads_papers_without_signing_in(cast: Cast, audit: Audit, client: FlaskClient) -> None:
    assert [client.get(path).status_code for path in addresses(audit)] == [303, 303, 303]


def test_a_browser_is_told_to_show_and_not_to_keep(cast: Cast, audit: Audit, signed_in: SignIn) -> None:
    answer = signed_in(cast.mia).get(addresses(audit)[0])
    assert answer.mimetype == "application/pdf"
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    named = f'inline; filename="{audit.reference} Audit report rev 0.pdf"'
    assert answer.headers["Content-Disposition"].startswith(named)


def test_the_second_reader_gets_the_bytes_of_the_first(cast: Cast, audit: Audit, signed_in: SignIn) -> None:
    report, _, paper = addresses(audit)
    first = signed_in(cast.mia).get(report).data
    other = signed_in(cast.ola)
    assert (other.get(report).data, other.get(paper).data) == (first, first)


def test_a_reference_that_names_nothing_is_not_there(cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.mia)
    paths = ["/audits/A-2031-99/report.pdf", "/nonconformities/NC-1/sheet.pdf", f"/papers/{cast.mia.id}"]
    assert [client.get(path).status_code for path in paths] == [404, 404, 404]


def test_the_check_tells_whoever_holds_the_paper_its_hashes_and_nothing_else(
    cast: Cast, audit: Audit, client: DistrustfulClient
) -> None:
    paper = db.session.query(Paper).one()
    said = client.text(f"/papers/{paper.id}/check").replace(" ", "")
    assert paper.sha256 in said
    assert paper.record_sha256 in said
    assert "isinforce" in said
    assert audit.title.replace(" ", "") not in said
    assert audit.reference not in said


def test_a_paper_that_was_replaced_says_so(cast: Cast, audit: Audit, client: DistrustfulClient) -> None:
    old = db.session.query(Paper).one()
    values = {name: getattr(old, name) for name in ("kind", "subject_id", "name", "sha256", "record_sha256", "size")}
    db.session.add(Paper(**values, revision=1, issued_by_id=cast.mia.id, issued_at=story.WALK))
    db.session.commit()
    assert "was replaced by revision 1" in client.text(f"/papers/{old.id}/check")


def test_an_issue_whose_paper_fails_is_refused_in_words_and_changes_nothing(
    app: Flask, cast: Cast, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    audit = story.a_walked_audit(cast)
    story.audit_steps.take(cast.lea, audit, "conclude")
    db.session.commit()
    client, reference = signed_in(cast.mia).confirm(), audit.reference
    client.get(f"/audits/{reference}/issue")

    def fail(*_: Any, **__: Any) -> bytes:
        raise pdf.PaperFailed("The paper took too long.")

    monkeypatch.setattr(pdf, "render", fail)
    answer = client.send(f"/audits/{reference}/issue")
    assert answer.status_code == 503
    assert "The paper took too long." in answer.get_data(as_text=True)
    db.session.expire_all()
    assert db.session.query(Audit).filter_by(reference=reference).one().state == "concluded"
    assert db.session.query(Nonconformity).count() == 0
    assert db.session.query(Paper).count() == 0


def test_the_commands_write_the_same_papers(cast: Cast, audit: Audit, app: Flask, tmp_path: Any) -> None:
    number = story.the_nonconformity(audit).number
    for arguments in (["report", audit.reference], ["nc-sheet", number]):
        file = tmp_path / f"{arguments[0]}.pdf"
        done = app.test_cli_runner().invoke(args=[*arguments, "-o", str(file)])
        assert done.exit_code == 0, done.output
        assert file.read_bytes().startswith(b"%PDF-")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["report", "A-2031-99"], "There is no audit A-2031-99 here."),
        (["nc-sheet", "NC-1"], "There is no nonconformity NC-1 here."),
    ],
)
def test_a_command_for_what_is_not_there_says_so_and_exits_1(
    cast: Cast, app: Flask, arguments: list[str], sentence: str
) -> None:
    done = app.test_cli_runner().invoke(args=arguments)
    assert (done.exit_code, sentence in done.output) == (1, True)


def test_a_command_that_cannot_write_its_file_says_so(cast: Cast, audit: Audit, app: Flask, tmp_path: Any) -> None:
    done = app.test_cli_runner().invoke(args=["report", audit.reference, "-o", str(tmp_path / "none" / "r.pdf")])
    assert done.exit_code == 1
    assert "cannot be written: No such file or directory." in done.output
