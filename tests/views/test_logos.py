"""The logo on the cover of papers."""

import io
from collections.abc import Callable

import pikepdf
import pytest
from flask import Flask

from auditapp.adapters import pdf
from auditapp.services import reports
from tests import reporting as story
from tests.adapters import pdf_gate
from tests.cast import Cast
from tests.pages import DistrustfulClient

SignIn = Callable[..., DistrustfulClient]


def send(client: DistrustfulClient, data: bytes, name: str = "logo.jpg") -> int:
    client.get("/logo")
    return client.send("/logo", {"logo": (io.BytesIO(data), name)}, content_type="multipart/form-data").status_code


def pictures_in(pdf: bytes) -> int:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return len(opened.pages[0].get_images())


def test_a_logo_stands_on_the_cover_until_it_is_removed(app: Flask, cast: Cast, signed_in: SignIn) -> None:
    audit = story.a_walked_audit(cast)
    without = pictures_in(reports.audit_report(cast.mia, audit.reference).pdf)
    client = signed_in(cast.mia)
    assert send(client, story.a_photo("Weir Mill", (600, 200))) == 303
    content = reports.audit_report(cast.mia, audit.reference).pdf
    assert pictures_in(content) == without + 1
    assert pdf_gate.faults(content) == []
    assert client.get("/logo/picture.jpg").data.startswith(b"\xff\xd8")
    assert client.send("/logo/remove").status_code == 303
    assert pictures_in(reports.audit_report(cast.mia, audit.reference).pdf) == without


def test_what_is_no_picture_is_refused_in_words(app: Flask, cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.mia)
    assert send(client, b"<svg onload='x'/>", "logo.svg") == 415
    assert send(client, b"") == 422
    assert client.get("/logo/picture.jpg").status_code == 404


def test_auditors_choose_no_logo(app: Flask, cast: Cast, signed_in: SignIn) -> None:
    assert signed_in(cast.lea).get("/logo").status_code == 403


def test_new_papers_are_set_for_the_sheet_that_was_chosen(
    app: Flask, cast: Cast, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    sizes: list[str] = []
    monkeypatch.setattr(pdf, "render", lambda _html, *, paper_size, **_: sizes.append(paper_size) or b"%PDF-1.7")
    audit = story.a_walked_audit(cast)
    reports.audit_report(cast.mia, audit.reference)
    client = signed_in(cast.mia)
    client.get("/logo")
    assert client.send("/logo/size", {"size": "A3"}).status_code == 422
    assert client.send("/logo/size", {"size": "Letter"}).status_code == 303
    reports.audit_report(cast.mia, audit.reference)
    assert sizes == ["A4", "Letter"]
    assert signed_in(cast.lea).send("/logo/size", {"size": "A4"}).status_code == 403
