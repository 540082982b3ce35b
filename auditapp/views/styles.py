"""The living style page: every part a page is built of, in every state, from the macros that all pages use.

For those who build the app: it stands in no menu, and its words stay English (docs/design.md).
"""

from datetime import timedelta

from flask import Blueprint, Response
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, DateField, FileField

from auditapp.adapters import clock
from auditapp.domain.words import AUDIT_STATES, GRADES, KINDS_OF_EVIDENCE, NONCONFORMITY_STATES, RESULTS, SHORT_GRADES
from auditapp.views.choices import RadioField, SelectField
from auditapp.views.fields import Paragraph, Words, needed
from auditapp.views.pages import page

views = Blueprint("styles", __name__)


class SampleForm(FlaskForm):
    """One field of each kind."""

    class Meta:
        csrf = False

    name = Words("Name of the process", required=True, description="As it stands on the door.")
    extent = Paragraph("Where else it is or could be", required=True)
    due = DateField("Due", [needed()])
    site = SelectField("Site", choices=[("b", "Harbour Works, Bremen"), ("a", "Lagoon Works, Aveiro")])
    how = RadioField("How you know", [needed()], choices=list(KINDS_OF_EVIDENCE.items()))
    photo = FileField("Photo")
    whole = BooleanField("The statement stands as it is", [needed()])


@views.get("/style")
def show() -> Response:
    """All of them. The right form stands empty, the wrong one as it comes back."""
    today = clock.now().date()
    wrong = SampleForm(MultiDict(), prefix="wrong-")
    wrong.validate()
    return page(
        "styles/show.html",
        form=SampleForm(formdata=None, prefix="right-"),
        asked=SampleForm(formdata=None, prefix="asked-"),
        wrong=wrong,
        grades=GRADES,
        short_grades=SHORT_GRADES,
        results=RESULTS,
        nonconformity_states=NONCONFORMITY_STATES,
        audit_states=AUDIT_STATES,
        today_is=today,
        soon=today + timedelta(days=12),
        before=today - timedelta(days=5),
    )
