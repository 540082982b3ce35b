"""What is wrong with a photo's bytes, in the reader's language."""

from flask_babel import gettext

from auditapp.domain import evidence as rules
from auditapp.domain import picture
from auditapp.models import Evidence


def trouble(evidence: Evidence) -> str:
    """Why the bytes were not taken; '' where they were. Those of before codes were kept say it in English."""
    refused = (evidence.exif or {}).get("refused")
    if not evidence.trouble or not refused:
        return evidence.trouble
    said = picture.refusal(refused["code"], **refused["values"])
    return str(gettext(said.message, **said.values))


def damage(evidence: Evidence) -> str:
    """That a part of the picture is missing although it is shown; '' where it is whole."""
    if not rules.is_damaged(evidence):
        return ""
    return str(
        gettext("This photo is damaged: a part of the picture is missing. It is kept as it came; take it again.")
    )


def missing(evidence: Evidence) -> str:
    """The same for a reader of a paper, who takes no photos."""
    return str(gettext("A part of this picture is missing.")) if rules.is_damaged(evidence) else ""
