"""The walk's page and what its modules ask for."""

import gzip
import re
from datetime import timedelta

import brotli
import pytest
from flask import Flask
from sqlalchemy import event

from auditapp.adapters import clock
from auditapp.adapters.stylesheets import NOT_ON_A_WALK
from auditapp.models import Audit, Evidence, Operation, SignInSession, db
from auditapp.services import checklists
from auditapp.views.assets import STATIC, asset_url
from tests.cast import Cast, an_audit_under_way
from tests.walking import Device, a_photo, a_photo_op, a_result, an_op, new_id


@pytest.fixture
def audit(cast: Cast) -> Audit:
    return an_audit_under_way(cast, team=[(cast.ann, "auditor"), (cast.tom, "observer")])


def path_of(person: object, audit: Audit) -> str:
    return f"/walk/{person.id}/{audit.id}"  # type: ignore[attr-defined]


def test_one_page_holds_every_question_of_the_audit(lea: Device, cast: Cast, audit: Audit) -> None:
    html = lea.get(path_of(cast.lea, audit)).get_data(as_text=True)
    assert [str(one.id) in html for one in audit.instances] == [True] * 20
    assert "Which meters does the site have" in html


def test_the_page_that_a_device_keeps_holds_no_token_and_no_htmx(lea: Device, cast: Cast, audit: Audit) -> None:
    html = lea.get(path_of(cast.lea, audit)).get_data(as_text=True)
    assert "csrf" not in html
    assert "htmx" not in html


def test_nobody_opens_another_persons_walk(lea: Device, cast: Cast, audit: Audit) -> None:
    assert lea.get(path_of(cast.ann, audit)).status_code == 404


@pytest.mark.parametrize("who", ["ola", "tom", "zed", "mia"])
def test_only_who_audits_has_a_walk(lea: Device, app: Flask, cast: Cast, audit: Audit, who: str) -> None:
    person = getattr(cast, who)
    device = Device(app, person)
    assert device.get(path_of(person, audit)).status_code == 404
    assert device.get(f"/walk/api/audits/{audit.id}/state").status_code == 404
    assert device.get(f"/walk/api/audits/{audit.id}/package").status_code == 404


def test_an_audit_that_is_not_there_is_not_found(lea: Device, cast: Cast) -> None:
    assert lea.get(f"/walk/{cast.lea.id}/{new_id()}").status_code == 404


def test_a_signed_out_device_is_told_so_as_json(client: Device, cast: Cast, audit: Audit) -> None:
    answer = client.get(f"/walk/api/audits/{audit.id}/state")  # type: ignore[attr-defined]
    assert (answer.status_code, answer.get_json()) == (401, {"error": "login"})


def test_opening_the_walk_makes_the_session_last_for_it(lea: Device, cast: Cast, audit: Audit) -> None:
    lea.get(path_of(cast.lea, audit))
    kept = db.session.query(SignInSession).filter_by(person_id=cast.lea.id, is_tablet=True).one()
    assert kept.expires_at > clock.now() + timedelta(days=29)


def test_on_the_second_day_the_device_still_sends(lea: Device, cast: Cast, audit: Audit) -> None:
    lea.get(path_of(cast.lea, audit))
    with clock.moved(clock.now() + timedelta(days=1)):
        assert lea.get("/walk/api/session").status_code == 200
        assert lea.send(a_result(cast.lea, audit, audit.instances[0]))[0]["status"] == "applied"


def test_the_session_says_whose_it_is(lea: Device, cast: Cast) -> None:
    told = lea.get("/walk/api/session").get_json()
    assert (told["user"], told["op_schemas"]) == (str(cast.lea.id), [1])


def test_the_state_tells_what_the_server_holds(lea: Device, cast: Cast, audit: Audit) -> None:
    question = audit.instances[0]
    op = a_result(cast.lea, audit, question)
    photo = a_photo_op(cast.lea, audit, a_photo(), instance=str(question.id))
    note = an_op(cast.lea, audit, "finding.note", new_id(), {"grade": "ofi", "instance": str(question.id)})
    lea.send(op, photo, note)
    lea.upload(photo["target"], a_photo())
    told = lea.get(f"/walk/api/audits/{audit.id}/state").get_json()
    first = next(one for one in told["instances"] if one["id"] == str(question.id))
    assert (first["result"], first["revs"]) == ("conform", {"result": op["id"]})
    assert [(one["id"], one["complete"]) for one in told["photos"]] == [(photo["target"], True)]
    assert [(one["id"], one["instance"]) for one in told["findings"]] == [(note["target"], str(question.id))]
    assert told["people"] == {str(cast.lea.id): "Lea Auditor"}
    assert told["safe"] == 3


def test_a_photo_counts_as_safe_when_its_bytes_are_there(lea: Device, cast: Cast, audit: Audit) -> None:
    lea.send(a_photo_op(cast.lea, audit, a_photo()))
    assert lea.get(f"/walk/api/audits/{audit.id}/state").get_json()["safe"] == 0


def test_an_answer_says_how_much_is_there_however_often_it_is_asked(lea: Device, cast: Cast, audit: Audit) -> None:
    op, photo = a_result(cast.lea, audit, audit.instances[0]), a_photo_op(cast.lea, audit, a_photo())
    batch = {"device": "tablet", "ops": [op, photo]}
    assert [lea.post(batch).get_json()["safe"] for _ in "12"] == [{str(audit.id): 1}] * 2
    lea.upload(photo["target"], a_photo())
    again = lea.part(photo["target"], len(a_photo()), b"").get_json()
    assert (again["complete"], again["safe"]) == (True, {str(audit.id): 2})


def test_since_a_cursor_only_what_changed_is_told(lea: Device, cast: Cast, audit: Audit) -> None:
    path = f"/walk/api/audits/{audit.id}/state"
    with clock.moved(clock.now() - timedelta(minutes=5)):
        lea.send(a_result(cast.lea, audit, audit.instances[0]))
        cursor = lea.get(path).get_json()["cursor"]
    lea.send(a_result(cast.lea, audit, audit.instances[1]))
    with clock.moved(clock.now() + timedelta(minutes=5)):
        later = lea.get(path).get_json()["cursor"]
    assert len(lea.get(path).get_json()["instances"]) == 20
    assert len(lea.get(path, query_string={"since": cursor}).get_json()["instances"]) == 2
    assert lea.get(path, query_string={"since": later}).get_json()["instances"] == []


@pytest.mark.parametrize("since", ["yesterday", "2026-13-01T00:00:00+00:00", "0001-01-01T00:00:00+14:00", "\u0000"])
def test_a_cursor_that_is_none_gets_a_sentence(lea: Device, audit: Audit, since: str) -> None:
    answer = lea.get(f"/walk/api/audits/{audit.id}/state", query_string={"since": since})
    assert answer.status_code == 400
    assert answer.get_json()["error"].endswith(".")


def test_the_package_tells_guidance_people_and_who_owns_the_process(lea: Device, cast: Cast, audit: Audit) -> None:
    told = lea.get(f"/walk/api/audits/{audit.id}/package").get_json()
    question = told["questions"][told["instances"][str(audit.instances[0].id)]["question"]]
    assert question["guidance"]
    assert set(question["shown"]) <= set(told["clauses"])
    assert {"id": str(cast.boilers.id), "name": "Boiler house", "owner": str(cast.ola.id)} in told["processes"]
    assert "Vans" not in [one["name"] for one in told["processes"]]
    assert "Ola Owner" in [one["name"] for one in told["people"]]


def test_last_time_here_is_the_latest_answer_at_the_same_process(
    lea: Device, app: Flask, cast: Cast, audit: Audit
) -> None:
    for days, result, process in (
        (700, "nonconformity", cast.boilers),
        (350, "observation", cast.boilers),
        (10, "ofi", cast.drains),
    ):
        with clock.moved(clock.now() - timedelta(days=days)):
            earlier = an_audit_under_way(cast, processes=[process])
            op = a_result(cast.lea, earlier, earlier.instances[0], result, at=clock.now().isoformat())
            lea.send(
                op, an_op(cast.lea, earlier, "field.set", earlier.instances[0].id, {"name": "note", "value": "Then"})
            )
    last = lea.get(f"/walk/api/audits/{audit.id}/package").get_json()["last"]
    told = last[str(audit.instances[0].id)]
    assert (told["result"], told["note"], told["by"]) == ("observation", "Then", "Lea Auditor")
    assert len(last) == 1


def test_three_hundred_questions_fit_in_25_kilobytes(lea: Device, cast: Cast) -> None:
    keys = ["iso14001-2026", "iso14001-2015", "energy", "waste", "contractors", "water-and-drains", "emissions-to-air"]
    large = an_audit_under_way(cast, revisions=[checklists.find(key) for key in keys])
    assert len(large.instances) >= 300
    html = lea.get(path_of(cast.lea, large)).get_data()
    assert len(gzip.compress(html, 6)) * 300 / len(large.instances) < 25_000


def test_the_page_asks_the_database_as_often_for_many_questions_as_for_few(
    lea: Device, cast: Cast, audit: Audit
) -> None:
    large = an_audit_under_way(cast, revisions=[checklists.find("iso14001-2026")])
    few, many = path_of(cast.lea, audit), path_of(cast.lea, large)
    counts = []
    for path in (few, many, few, many):
        db.session.rollback()
        db.session.expunge_all()
        counts.append(_queries(lambda path=path: lea.get(path)))
    assert counts[2] == counts[3]
    assert counts[3] <= 15


def test_an_answer_asks_the_database_few_times(lea: Device, cast: Cast, audit: Audit) -> None:
    op = a_result(cast.lea, audit, audit.instances[0])
    db.session.rollback()
    db.session.expunge_all()
    assert _queries(lambda: lea.send(op)) <= 20


def _queries(act: object) -> int:
    seen: list[str] = []

    def heard(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith(("BEGIN", "SAVEPOINT", "RELEASE", "PRAGMA")):
            seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", heard)
    try:
        act()  # type: ignore[operator]
    finally:
        event.remove(db.engine, "before_cursor_execute", heard)
    return len(seen)


def test_the_walk_of_an_audit_that_is_not_under_way_says_so(lea: Device, cast: Cast, audit: Audit) -> None:
    audit.state = "concluded"
    db.session.commit()
    assert "This audit is not under way" in lea.get(path_of(cast.lea, audit)).get_data(as_text=True)


def test_opening_the_page_writes_nothing(lea: Device, cast: Cast, audit: Audit) -> None:
    lea.get(path_of(cast.lea, audit))
    assert (db.session.query(Operation).count(), db.session.query(Evidence).count()) == (0, 0)


MOST_KB = 100
FETCHED_ON_USE = ["konva", "signature_pad", "client-zip"]


def test_the_first_load_stays_small(lea: Device, cast: Cast, audit: Audit, app: Flask) -> None:
    """With the font, and with what follows once the page stands; a real browser counts in `bin/bench first_load`."""
    page = lea.get(path_of(cast.lea, audit)).data
    linked = set(re.findall(r'(?:src|href)="(/s/[^"#]+)"', page.decode()))
    with app.test_request_context():
        names = [*linked - {asset_url("icons/mark-180.png")}, asset_url("walk-later.js"), asset_url("icons/sprite.svg")]
    sizes = {name: len(lea.get(name, headers={"Accept-Encoding": "br"}).data) for name in set(names)}
    assert any(name.endswith("walk.js") for name in sizes)
    assert any(name.endswith("latin.woff2") for name in sizes)
    assert len(brotli.compress(page, quality=5)) + sum(sizes.values()) < MOST_KB * 1000, sizes
    assert len(sizes) + 1 <= 9


@pytest.mark.parametrize("library", FETCHED_ON_USE)
def test_large_libraries_come_on_use(app: Flask, library: str) -> None:
    joined = app.extensions["assets"]["joined"]
    assert [name for name, text in joined.items() if f"// vendor/{library}/" in text] == []


def test_the_sheet_of_the_walk_has_what_its_page_wears(lea: Device, cast: Cast, audit: Audit) -> None:
    page = lea.get(path_of(cast.lea, audit)).get_data(as_text=True)
    worn = {name for names in re.findall(r'class="([^"]+)"', page) for name in names.split()}
    left_out = {
        f"{file}: {name}"
        for file in NOT_ON_A_WALK
        for name in re.findall(r"(?m)^  \.([\w-]+)(?: *,.*)? \{", (STATIC / "css" / file).read_text())
        if name in worn
    }
    assert left_out == set()
