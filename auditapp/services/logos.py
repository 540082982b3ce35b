"""How the organisation's papers look: the logo on their cover, and the size of the sheet."""

from auditapp.adapters import images
from auditapp.domain.errors import Refusal
from auditapp.domain.words import N_
from auditapp.models import Person
from auditapp.services import history, organisations, papers

MOST_BYTES = 5 * 1024 * 1024


def put(by: Person, data: bytes) -> None:
    """Keep the picture ``data`` as the logo. Papers that are issued stay as they are. Raises `NotAPicture` in words."""
    history.allow(by, "manage_sites")
    organisation = organisations.current()
    assert organisation is not None
    if not data:
        raise Refusal(N_("No picture was chosen. Choose a PNG or JPEG file."), field="logo")
    if len(data) > MOST_BYTES:
        raise Refusal(N_("This picture has more than 5 MB. Choose a smaller one."), field="logo")
    found = images.ingest(data)
    sha256 = papers.store().put(data)
    papers.store().put_derivatives(sha256, found.derivatives)
    if organisation.logo != sha256:
        organisation.logo = sha256
        history.record(organisation, "change", by, what="logo", sha256=sha256)


SIZES = ("A4", "Letter")


def choose_size(by: Person, size: str) -> None:
    """The sheet that new papers are set for. Papers that are issued stay as they are."""
    history.allow(by, "manage_sites")
    organisation = organisations.current()
    assert organisation is not None
    if size not in SIZES:
        raise Refusal(N_("Papers are set for A4 or for Letter. Choose one of them."), field="size")
    if organisation.paper_size != size:
        organisation.paper_size = size
        history.record(organisation, "change", by, what="paper_size", size=size)


def remove(by: Person) -> None:
    """Papers carry the name alone again. Twice is once."""
    history.allow(by, "manage_sites")
    organisation = organisations.current()
    assert organisation is not None
    if organisation.logo:
        organisation.logo = ""
        history.record(organisation, "change", by, what="logo", sha256="")


def picture() -> bytes | None:
    """The copy that is printed; None where there is no logo."""
    organisation = organisations.current()
    return papers.store().derivative(organisation.logo, "print") if organisation and organisation.logo else None
