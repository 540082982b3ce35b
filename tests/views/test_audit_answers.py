"""The answers of an audit on one page, and the reason for what was not answered."""

import re
from collections.abc import Callable

from auditapp.models import Person, db
from auditapp.services import audits
from tests.cast import Cast, an_audit_under_way, answer_all
from tests.pages import DistrustfulClient

SignIn = Callable[[Person], DistrustfulClient]


def test_one_reason_serves_all_unanswered_questions_but_those_that_have_one(signed_in: SignIn, cast: Cast) -> None:
    audit = an_audit_under_way(cast)
    audits.instances(audit)[3].result, audits.instances(audit)[3].reason = "later", "Nobody to ask."
    db.session.commit()
    lea = signed_in(cast.lea)
    assert lea.send(f"/audits/{audit.reference}/unanswered", {"reason": "The boiler was down."}).status_code == 303
    reasons = [one.unanswered_reason for one in audits.instances(audit)]
    assert set(reasons) == {"The boiler was down.", "Nobody to ask."}
    assert reasons.count("Nobody to ask.") == 1


def test_the_reason_must_be_given(signed_in: SignIn, cast: Cast) -> None:
    audit = an_audit_under_way(cast)
    response = signed_in(cast.lea).send(f"/audits/{audit.reference}/unanswered", {"reason": "  "})
    assert response.status_code == 422
    assert "Say why these questions were not answered." in response.get_data(as_text=True)


def test_answers_are_read_with_who_and_what(signed_in: SignIn, cast: Cast) -> None:
    audit = an_audit_under_way(cast)
    answer_all(audit, cast.lea)
    text = signed_in(cast.ola).text(f"/audits/{audit.reference}/answers")
    assert text.count("Seen at the boiler.") == len(audits.instances(audit))
    assert "Lea Auditor" in text


def test_what_lacks_evidence_leads_to_its_question_for_those_who_walk(signed_in: SignIn, cast: Cast) -> None:
    audit = an_audit_under_way(cast)
    answer_all(audit, cast.lea)
    bare = audits.instances(audit)[1]
    bare.note = ""
    db.session.commit()
    path = f"/audits/{audit.reference}/answers?show=evidence"
    way = f'href="/walk/{cast.lea.id}/{audit.id}#i-{bare.id}"'
    pages = [signed_in(one).get(path).get_data(as_text=True) for one in (cast.lea, cast.ola)]
    assert [way in pages[0], "#i-" in pages[1]] == [True, False]


def test_answers_show_only_what_is_asked_for(signed_in: SignIn, cast: Cast) -> None:
    audit = an_audit_under_way(cast)
    answer_all(audit, cast.lea)
    first = audits.instances(audit)[0]
    first.result, first.note = "observation", "Only this one."
    db.session.commit()
    text = signed_in(cast.lea).text(f"/audits/{audit.reference}/answers?show=observation&order=walk")
    assert ("Only this one." in text, "Seen at the boiler." in text) == (True, False)


def test_guidance_is_folded_beneath_each_answer_and_marked_where_its_language_is_another(
    signed_in: SignIn, cast: Cast
) -> None:
    audit = an_audit_under_way(cast)
    cast.lea.language = "de"
    db.session.commit()
    page = signed_in(cast.lea).get(f"/audits/{audit.reference}/answers").get_data(as_text=True)
    folded = re.findall(r'<details class="fold qa-help"><summary>[^<]+</summary><div lang="en"><p>', page)
    assert len(folded) == len(audit.instances)
    assert '<p class="qa-question"><span class="qa-number">1</span><span lang' not in page
