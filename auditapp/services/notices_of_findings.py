"""Who is told of an observation or opportunity for improvement: the owner to whom it is addressed."""

from flask_babel import lazy_gettext as _l

from auditapp.models import AccessGrant, Finding, Person, db
from auditapp.services import grants, notices


def tell_released(finding: Finding, by: Person) -> None:
    """Its owner: take it up with a day, or decline it with a reason. Good practice asks for nothing."""
    if finding.grade == "good_practice" or finding.owner_id in (None, by.id):
        return
    _tell(finding, finding.owner or db.session.get_one(Person, finding.owner_id))


def tell_again(grant: AccessGrant) -> None:
    """The same mail with a new link, in place of one that ended or was used elsewhere."""
    assert grant.finding is not None
    _tell(grant.finding, grant.person)


def _tell(finding: Finding, owner: Person) -> None:
    """The link in the mail opens it without an account."""
    notices.write(
        "finding_released",
        owner,
        _l("An observation or opportunity for you: %(what)s", what=finding.short),
        about=finding,
        finding=finding,
        link=grants.address(owner, finding=finding),
    )
