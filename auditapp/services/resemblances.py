"""Nonconformities that read like what somebody is writing."""

from auditapp.models import Nonconformity, Person, db
from auditapp.services import full_texts, nonconformities


def similar(person: Person, words: str, most: int = 5) -> list[Nonconformity]:
    """Nonconformities that ``person`` may see and that read like ``words``, the nearest first."""
    return list(db.session.scalars(full_texts.alike(nonconformities.visible_to(person), words, most)))
