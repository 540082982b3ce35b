"""The icon on a home screen: what it offers, and photos that another app shares with it."""

from collections.abc import Callable
from io import BytesIO

from flask import Flask
from werkzeug.test import TestResponse

from auditapp.models import Evidence, Person, db
from auditapp.views.assets import STATIC
from tests.cast import Cast, an_audit_under_way
from tests.lives import raised
from tests.pages import DistrustfulClient
from tests.walking import a_photo

SignIn = Callable[[Person], DistrustfulClient]


def share(client: DistrustfulClient, *files: bytes, site: str = "none") -> TestResponse:
    photos = [(BytesIO(data), f"IMG_{n}.jpg") for n, data in enumerate(files)]
    return client.post("/shared", data={"photos": photos}, headers={"Sec-Fetch-Site": site})


def test_every_picture_of_the_manifest_is_there_and_small(client: DistrustfulClient) -> None:
    manifest = client.get("/manifest.webmanifest").get_json()
    pictures = [*manifest["icons"], *manifest["screenshots"], *(one["icons"][0] for one in manifest["shortcuts"])]
    sizes = [(STATIC / one["src"].split("/", 3)[3]).stat().st_size for one in pictures]
    assert (len(sizes), max(sizes) > 0, sum(sizes) < 250_000) == (10, True, True)


def test_todays_audit_and_a_new_observation_lead_to_the_walk_under_way(cast: Cast, signed_in: SignIn) -> None:
    audit = an_audit_under_way(cast)
    db.session.commit()
    lea, walk = signed_in(cast.lea), f"/walk/{cast.lea.id}/{audit.id}"
    assert [lea.get(path).location for path in ("/today", "/observation")] == [walk, f"{walk}#observation"]


def test_without_an_audit_they_lead_where_ones_role_has_work(cast: Cast, signed_in: SignIn) -> None:
    lea, ola = signed_in(cast.lea), signed_in(cast.ola)
    assert [one.get("/today").location for one in (lea, ola)] == ["/", "/"]
    assert lea.get("/observation").location == f"/walk/{cast.lea.id}/new"
    assert ola.get(ola.get("/observation").location).status_code == 200


def test_a_shared_photo_becomes_evidence_when_its_person_says_of_what(
    app: Flask, cast: Cast, signed_in: SignIn
) -> None:
    audit = an_audit_under_way(cast)
    question = audit.instances[0].id
    db.session.commit()
    lea, photo = signed_in(cast.lea), a_photo()
    assert share(lea, photo).location == "/shared"
    page = lea.get("/shared").text
    assert lea.get(page.split('<img src="')[1].split('"')[0]).mimetype == "image/jpeg"
    assert db.session.query(Evidence).count() == 0
    lea.send("/shared/place", {"where": f"question:{question}"})
    kept = db.session.query(Evidence).one()
    assert (kept.instance_id, kept.size, kept.by_id) == (question, len(photo), cast.lea.id)
    assert "No photo waits here" in lea.text("/shared")


def test_another_site_shares_nothing(cast: Cast, signed_in: SignIn) -> None:
    lea = signed_in(cast.lea)
    assert share(lea, a_photo(), site="cross-site").status_code == 403
    assert lea.post("/shared", data={}).status_code == 403
    assert "No photo waits here" in lea.text("/shared")


def test_what_is_no_photo_is_said_and_not_held(cast: Cast, signed_in: SignIn) -> None:
    lea = signed_in(cast.lea)
    share(lea, b"no photo at all")
    assert "IMG_0.jpg: " in lea.text("/shared")


def test_photos_are_placed_with_a_token_and_at_ones_own_things_alone(cast: Cast, signed_in: SignIn) -> None:
    number = raised(cast).number
    question = an_audit_under_way(cast).instances[0].id
    db.session.commit()
    zed = signed_in(cast.zed)
    share(zed, a_photo())
    assert zed.post("/shared/place", data={"where": f"question:{question}"}).status_code == 400
    for where, status in ((f"question:{question}", 404), (f"nonconformity:{number}", 404), ("", 422), ("x:y", 422)):
        assert zed.send("/shared/place", {"where": where}).status_code == status
    assert db.session.query(Evidence).count() == 0
