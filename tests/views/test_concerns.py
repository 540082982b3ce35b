"""A concern, from the poster on the wall to the answer its reporter reads."""

import io
import re
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from flask import Flask
from PIL import Image

from auditapp.models import Concern, Nonconformity, Person, db
from auditapp.services import concerns, throttles
from tests.cast import Cast
from tests.pages import DistrustfulClient
from tests.pictures import a_jpeg

Sign = Callable[[Person], DistrustfulClient]


@pytest.fixture(autouse=True)
def _patient() -> None:
    for throttle in throttles.ALL:
        throttle.forget_all()


@pytest.fixture
def poster(cast: Cast) -> str:
    return f"/concern/{concerns.poster_code(cast.drains)}"


def reported(client: DistrustfulClient, poster: str, **data: object) -> str:
    """Report; answers where the code is shown."""
    client.get(poster)
    answer = client.send(poster, {"words": "Oil in the drain.", **data}, content_type="multipart/form-data")
    assert answer.status_code == 303, answer.get_data(as_text=True)
    return answer.headers["Location"]


def the_one() -> Concern:
    db.session.expire_all()
    return db.session.query(Concern).one()


def photo_with_a_place() -> bytes:
    exif = Image.Exif()
    exif[0x010F] = "Whistle Camera"
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (52.0, 31.0, 12.0)
    out = io.BytesIO()
    Image.new("RGB", (900, 600), "navy").save(out, "JPEG", exif=exif)
    return out.getvalue()


def test_a_line_is_enough_and_nobody_has_to_be_somebody(client: DistrustfulClient, poster: str) -> None:
    where = reported(client, poster)
    words = client.text(where)
    assert "Thank you" in words
    assert "Received, nobody has decided yet" in words
    assert (the_one().words, the_one().name) == ("Oil in the drain.", "")


def test_the_page_says_where_one_stands(client: DistrustfulClient, poster: str) -> None:
    assert "At Water and drains." in client.text(poster)


def test_an_address_that_is_on_no_poster_is_not_there(client: DistrustfulClient) -> None:
    assert client.get("/concern/aaaaaaaaaa").status_code == 404


def test_the_code_of_a_poster_needs_the_secret_of_this_server(app: Flask, cast: Cast) -> None:
    ours = concerns.poster_code(cast.drains)
    app.secret_key = bytes(32)
    assert concerns.poster_code(cast.drains) != ours


def test_nothing_is_kept_of_an_empty_report(client: DistrustfulClient, poster: str) -> None:
    client.get(poster)
    assert client.send(poster, {"words": "  "}).status_code == 422
    assert db.session.query(Concern).count() == 0


def test_control_characters_are_refused_in_words(client: DistrustfulClient, poster: str) -> None:
    client.get(poster)
    answer = client.send(poster, {"words": "oil\x00\x07"})
    assert answer.status_code == 422
    assert "characters that are no text" in answer.get_data(as_text=True)


def test_a_file_that_is_no_picture_is_refused_and_nothing_is_kept(client: DistrustfulClient, poster: str) -> None:
    client.get(poster)
    data = {"words": "See the photo.", "photo": (io.BytesIO(b"<svg onload=alert(1)>"), "x.jpg")}
    assert client.send(poster, data, content_type="multipart/form-data").status_code == 415
    assert db.session.query(Concern).count() == 0


def test_nothing_of_the_photo_tells_who_took_it_or_where(app: Flask, client: DistrustfulClient, poster: str) -> None:
    data = photo_with_a_place()
    assert b"Whistle Camera" in data
    reported(client, poster, photo=(io.BytesIO(data), "whistle.jpg"))
    assert the_one().photo_sha256
    kept = [file.read_bytes() for file in Path(app.config["SETTINGS"].data).rglob("*") if file.is_file()]
    assert len(kept) > 3
    assert not [one for one in kept if b"Whistle Camera" in one]
    assert not [one for one in kept if data == one]


def test_the_twenty_first_report_in_a_quarter_of_an_hour_waits(client: DistrustfulClient, poster: str) -> None:
    for _ in range(20):
        throttles.CONCERN_FROM_ADDRESS.count("127.0.0.1")
    client.get(poster)
    assert client.send(poster, {"words": "One more."}).status_code == 429
    assert db.session.query(Concern).count() == 0


def test_photos_that_are_refused_count_as_reports(client: DistrustfulClient, poster: str) -> None:
    client.get(poster)
    for wanted in (415, 429):
        file = (io.BytesIO(b"no picture"), "a.jpg")
        sent = {"words": "Oil.", "photo": file}
        assert client.send(poster, sent, content_type="multipart/form-data").status_code == wanted
        for _ in range(19):
            throttles.CONCERN_FROM_ADDRESS.count("127.0.0.1")


def test_codes_are_not_guessed_at_speed(client: DistrustfulClient) -> None:
    found = [client.get(f"/concern/told/{number:012d}").status_code for number in range(31)]
    assert found == [404] * 30 + [429]


def test_the_code_is_found_however_it_is_typed(client: DistrustfulClient, poster: str) -> None:
    reported(client, poster)
    code = the_one().code
    typed = f"{code[:4]} {code[4:8]}-{code[8:]}".upper()
    assert "Thank you" in client.text(client.get("/concern/told", query_string={"code": typed}).headers["Location"])


def test_the_ems_lead_answers_without_a_nonconformity(
    cast: Cast, client: DistrustfulClient, signed_in: Sign, poster: str
) -> None:
    where = reported(client, poster)
    mia = signed_in(cast.mia)
    assert "Concerns to decide 1" in mia.text("/")
    here = f"/concerns/{the_one().id}"
    assert mia.send(f"{here}/decline").status_code == 422
    assert mia.send(f"{here}/decline", {"outcome": "The separator was emptied today."}).status_code == 303
    words = client.text(where)
    assert "Looked at" in words
    assert "The separator was emptied today." in words
    assert mia.send(f"{here}/decline", {"outcome": "Again."}).status_code == 409


def test_a_nonconformity_comes_of_it_with_its_photo_and_wording(
    cast: Cast, client: DistrustfulClient, signed_in: Sign, poster: str
) -> None:
    where = reported(client, poster, photo=(io.BytesIO(a_jpeg()), "drain.jpg"), place="Manhole 7")
    mia = signed_in(cast.mia)
    here = f"/nonconformities/new?concern={the_one().id}"
    page = mia.get(here).get_data(as_text=True)
    assert "Oil in the drain." in page
    form = {
        "source": "concern", "grade": "minor", "grade_reason": "One drain.", "requirement": "No oil in drains.",
        "external_wording": "Oil in the drain.", "evidence_text": "Oil film in manhole 7.",
        "process_id": str(cast.drains.id), "place": "Manhole 7", "outcome": "We look for the source.",
    }  # fmt: skip
    answer = mia.send(here, form)
    assert answer.status_code == 303, re.findall(r'class="error".*?</p>', answer.get_data(as_text=True), re.S)
    raised = db.session.query(Nonconformity).one()
    assert (raised.source, raised.statement, raised.owner_id) == ("concern", "Oil in the drain.", cast.ola.id)
    db.session.expire_all()
    assert [one.kind for one in raised.evidence] == ["photo"]
    assert "Raised as a nonconformity" in client.text(where)
    assert raised.number not in client.text(where)


def test_a_concern_without_words_to_its_reporter_raises_nothing(
    cast: Cast, client: DistrustfulClient, signed_in: Sign, poster: str
) -> None:
    reported(client, poster)
    mia = signed_in(cast.mia)
    here = f"/nonconformities/new?concern={the_one().id}"
    mia.get(here)
    form = {
        "source": "concern", "grade": "minor", "grade_reason": "One drain.", "requirement": "No oil in drains.",
        "external_wording": "Oil.", "evidence_text": "Oil film.", "process_id": str(cast.drains.id),
    }  # fmt: skip
    assert mia.send(here, form).status_code == 422
    assert db.session.query(Nonconformity).count() == 0
    assert the_one().state == "received"


def test_only_the_ems_lead_reads_concerns(cast: Cast, client: DistrustfulClient, signed_in: Sign, poster: str) -> None:
    reported(client, poster)
    lea = signed_in(cast.lea)
    paths = ("/concerns", f"/concerns/{the_one().id}", f"/concerns/{the_one().id}/photo.jpg")
    assert [lea.get(path).status_code for path in paths] == [403] * 3


def test_the_poster_is_one_page_with_the_address_of_its_process(cast: Cast, signed_in: Sign, poster: str) -> None:
    mia = signed_in(cast.mia)
    answer = mia.get(f"/processes/{cast.drains.id}/poster.pdf")
    assert answer.status_code == 200
    with pikepdf.open(io.BytesIO(answer.data)) as pdf:
        assert len(pdf.pages) == 1
        assert "Water and drains" in str(pdf.docinfo["/Title"])


def test_a_report_sent_twice_is_one_concern_with_one_code(client: DistrustfulClient, poster: str) -> None:
    once = re.search(r'name="once"[^>]* value="([^"]+)"', client.get(poster).get_data(as_text=True))[1]
    sent = [client.send(poster, {"words": "Oil in the drain.", "once": once}).headers["Location"] for _ in range(2)]
    assert sent[0] == sent[1] == f"/concern/told/{the_one().code}"
    other = client.send(poster, {"words": "And foam.", "once": once}).headers["Location"]
    assert other != sent[0]
    assert db.session.query(Concern).count() == 2


def test_an_answer_sent_twice_is_given_once(
    cast: Cast, client: DistrustfulClient, signed_in: Sign, poster: str
) -> None:
    reported(client, poster)
    mia, here = signed_in(cast.mia), f"/concerns/{the_one().id}"
    mia.get(here)
    assert [mia.send(f"{here}/decline", {"outcome": "It is rain."}).status_code for _ in range(2)] == [303, 303]
    assert mia.send(f"{here}/decline", {"outcome": "Or not."}).status_code == 409
