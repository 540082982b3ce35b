"""The pack from the first tap to the file in the hand."""

import io
import re
import zipfile
from collections.abc import Callable

import pytest
from flask import Flask

from auditapp.models import Pack, Paper, db
from tests import reporting as story
from tests.cast import Cast
from tests.librarians import Bag
from tests.pages import DistrustfulClient

SignIn = Callable[..., DistrustfulClient]


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who makes and gets packs is asked here, not what is in their papers."""
    story.quick_press(monkeypatch)


def test_a_pack_is_made_in_three_taps(app: Flask, cast: Cast, signed_in: SignIn, tmp_path) -> None:  # type: ignore[no-untyped-def]
    audit = story.issued(cast, story.a_walked_audit(cast))
    client = signed_in(cast.mia)
    first = re.search(r'href="(/packs/new\?audit=[^"]+)"', client.get(f"/audits/{audit.reference}").text)
    assert first
    page = client.get(first[1])
    assert "No cause is named" in page.text
    second = re.search(r'action="(/packs/new[^"]*)"', page.text)
    assert second
    made = client.send(second[1])
    assert made.status_code == 303
    show = client.get(made.location)
    third = re.search(r'href="(/packs/PACK-2026-001.zip)"', show.text)
    assert third
    answer = client.get(third[1])
    assert answer.mimetype == "application/zip"
    assert answer.is_streamed
    with zipfile.ZipFile(io.BytesIO(answer.get_data())) as archive:
        archive.extractall(tmp_path)
    Bag(str(tmp_path / "PACK-2026-001")).validate()


def test_a_small_pack_has_its_pdf_at_once_and_the_sheet_serves_as_issued(
    app: Flask, cast: Cast, signed_in: SignIn
) -> None:
    story.issued(cast, story.a_walked_audit(cast))
    client = signed_in(cast.lea)
    page = client.get(client.send("/packs/new").location).text
    for paper_id in set(re.findall(r'href="/papers/([0-9a-f-]{36})"', page)):
        assert client.get(f"/papers/{paper_id}").mimetype == "application/pdf"
        assert client.get(f"/papers/{paper_id}/check").status_code == 200
    assert {one.kind for one in db.session.query(Paper)} == {"audit_report", "nc_sheet", "evidence_pack"}


def test_only_auditors_and_the_ems_lead_see_packs(app: Flask, cast: Cast, signed_in: SignIn) -> None:
    story.issued(cast, story.a_walked_audit(cast))
    signed_in(cast.mia).send("/packs/new")
    reference = db.session.query(Pack).one().reference
    for person in (cast.ola, cast.tom, cast.zed):
        client = signed_in(person)
        for path in ("/packs", "/packs/new", f"/packs/{reference}", f"/packs/{reference}.zip"):
            assert client.get(path).status_code == 403
        paper = db.session.query(Paper).filter_by(kind="evidence_pack").one()
        assert client.get(f"/papers/{paper.id}").status_code == 404


def test_an_auditor_is_refused_originals_and_no_pack_is_left(app: Flask, cast: Cast, signed_in: SignIn) -> None:
    story.issued(cast, story.a_walked_audit(cast))
    client = signed_in(cast.lea)
    assert "Hand over originals" not in client.text("/packs/new")
    assert client.send("/packs/new", {"originals": "y"}).status_code == 403
    assert db.session.query(Pack).count() == 0


def test_a_pack_with_originals_is_taken_along_by_who_may_give_them(app: Flask, cast: Cast, signed_in: SignIn) -> None:
    story.issued(cast, story.a_walked_audit(cast))
    page = signed_in(cast.mia).send("/packs/new", {"originals": "y"}).location
    lea = signed_in(cast.lea)
    assert ".zip" not in lea.get(page).text
    assert lea.get(f"{page}.zip").status_code == 403


def test_nothing_chosen_is_said_in_words(app: Flask, cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.mia)
    assert "No nonconformity here" in client.text("/packs/new?show=closed")
    answer = client.send("/packs/new?show=closed")
    assert answer.status_code == 422
    assert "There is no nonconformity to hand over here." in answer.text
    assert client.get("/packs/new?audit=A-1900-01").status_code == 404


def test_the_key_is_public(app: Flask, cast: Cast, client: DistrustfulClient) -> None:
    import hashlib

    pem = client.get("/packs/key.pem").data
    sha256 = hashlib.sha256(pem).hexdigest()
    assert f"{sha256[:32]}{sha256[32:]}" in client.text("/packs/key").replace(" ", "")
