"""The causes of a response and its actions as they are typed: added, worded anew, removed, each once."""

import re
from io import BytesIO

from auditapp.models import Nonconformity
from auditapp.services import history
from tests.cast import Cast
from tests.pages import DistrustfulClient
from tests.pictures import a_jpeg
from tests.responding import save, whole


def test_whys_without_a_named_cause_are_saved_and_gone_on_with(
    cast: Cast, nc: Nonconformity, ola: DistrustfulClient
) -> None:
    typed = {"why_1": "The bund was full.", "photos": (BytesIO(a_jpeg("red")), "after.jpg")}
    assert save(ola, nc, **typed).status_code == 303
    assert ([cause.chain for cause in nc.round.causes], len(nc.evidence)) == ([["The bund was full."]], 1)
    html = ola.get(f"/nonconformities/{nc.number}/response").get_data(as_text=True)
    begun = re.search(r'name="cause_id" type="hidden" value="([^"]+)"', html)[1]
    assert "The bund was full.</textarea>" in html
    assert "A cause that you began has no name yet" in html
    save(ola, nc, "submit", **whole(nc, cast) | {"cause_id": begun})
    assert (nc.state, [cause.statement for cause in nc.round.causes]) == ("planned", ["No place is planned."])


def test_a_cause_is_not_added_without_a_name_and_its_whys_are_saved(nc: Nonconformity, ola: DistrustfulClient) -> None:
    answer = save(ola, nc, "add_cause", why_1="The bund was full.")
    assert (answer.status_code, [cause.statement for cause in nc.round.causes]) == (422, [""])
    assert "Name the cause: the control" in answer.get_data(as_text=True)
    begun = str(nc.round.causes[0].id)
    assert f'name="cause_id" type="hidden" value="{begun}"' in answer.get_data(as_text=True)
    assert save(ola, nc, cause_id=begun, why_1="").status_code == 303  # emptied again
    assert list(nc.round.causes) == []


def test_a_double_tap_on_add_adds_once(cast: Cast, nc: Nonconformity, ola: DistrustfulClient) -> None:
    for _ in range(2):
        assert save(ola, nc, "add_cause", **whole(nc, cast)).status_code == 303
    assert (len(nc.round.causes), len(nc.actions)) == (1, 1)


def test_a_cause_is_taken_up_and_worded_anew(cast: Cast, nc: Nonconformity, ola: DistrustfulClient) -> None:
    save(ola, nc, "add_cause", cause_statement="The fitter forgot.", why_1="He\nforgot. ")
    [cause] = nc.round.causes
    assert cause.chain == ["He forgot."]  # its box wraps; the answer stays one line
    answer = save(ola, nc, f"cause:{cause.id}")
    html = ola.get(answer.headers["Location"]).get_data(as_text=True)
    assert "The fitter forgot.</textarea>" in html
    save(ola, nc, "add_cause", cause_id=str(cause.id), cause_statement="No check at goods-in.", why_1="Nobody looked.")
    assert [one.statement for one in nc.round.causes] == ["No check at goods-in."]


def test_a_fishbone_and_its_stop_test_come_back(cast: Cast, nc: Nonconformity, ola: DistrustfulClient) -> None:
    found = {"bone_method": "No step for trays.", "bone_machine": "The fork is too short.", "stop_test": "no"}
    save(ola, nc, "add_cause", cause_method="fishbone", cause_statement="Goods-in has no check.", **found)
    (cause,) = nc.round.causes
    assert cause.branches == {"method": "No step for trays.", "machine": "The fork is too short."}
    assert (nc.round.cause_method, cause.stop_test) == ("fishbone", "no")
    story = ola.text(f"/nonconformities/{nc.number}")
    for words in ("Method No step for trays.", "Machine The fork is too short.", "Goods-in has no check."):
        assert words in story
    page = ola.get(f"/nonconformities/{nc.number}/response?cause={cause.id}").get_data(as_text=True)
    assert "The fork is too short.</textarea>" in page
    assert "does not pass the stop test" in page


def test_causes_and_actions_are_removed(cast: Cast, nc: Nonconformity, ola: DistrustfulClient) -> None:
    typed = whole(nc, cast)
    save(ola, nc, **typed)
    said = {name: typed[name] for name in ("correction", "corrected_on", "extent", "criterion", "check_on")}
    assert save(ola, nc, f"remove_cause:{nc.round.causes[0].id}", **said).status_code == 422
    assert save(ola, nc, f"remove_action:{nc.actions[0].id}", **said).status_code == 303
    assert save(ola, nc, f"remove_cause:{nc.round.causes[0].id}", **said).status_code == 303
    assert list(nc.round.causes) == []


def test_a_double_tap_on_remove_is_taken_once(cast: Cast, nc: Nonconformity, ola: DistrustfulClient) -> None:
    save(ola, nc, "add_cause", cause_statement="No place is planned.")
    gone = nc.round.causes[0].id
    assert [save(ola, nc, f"remove_cause:{gone}").status_code for _ in range(2)] == [303, 303]
    assert [event.verb for event in history.of(nc)].count("remove_cause") == 1


def test_a_cause_removed_in_another_window_leaves_what_was_typed(nc: Nonconformity, ola: DistrustfulClient) -> None:
    save(ola, nc, "add_cause", cause_statement="No place is planned.")
    gone = str(nc.round.causes[0].id)
    save(ola, nc, f"remove_cause:{gone}")
    answer = save(ola, nc, cause_id=gone, cause_statement="No place is marked.")
    assert answer.status_code == 409
    assert "No place is marked.</textarea>" in answer.get_data(as_text=True)
    assert 'name="cause_id" type="hidden" value=""' in answer.get_data(as_text=True)


def test_something_that_is_not_there_is_404(nc: Nonconformity, ola: DistrustfulClient) -> None:
    assert save(ola, nc, "remove_cause:nonsense").status_code == 404
    assert save(ola, nc, f"remove_action:{nc.id}").status_code == 404
