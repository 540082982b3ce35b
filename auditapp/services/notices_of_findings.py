"""Who is told of an observation or opportunity for improvement: the owner to whom it is addressed."""

from flask import url_for
from flask_babel import lazy_gettext as _l

from auditapp.models import Finding, Person, db
from auditapp.services import notices


def tell_released(finding: Finding, by: Person) -> None:
    """Its owner: take it up with a day, or decline it with a reason. Good practice asks for nothing."""
    if finding.grade == "good_practice" or finding.owner_id in (None, by.id):
        return
    owner = finding.owner or db.session.get_one(Person, finding.owner_id)
    notices.write(
        "finding_released",
        owner,
        _l("An observation or opportunity for you: %(what)s", what=finding.short),
        about=finding,
        finding=finding,
        link=url_for("findings.show", finding_id=finding.id, _external=True),
    )
