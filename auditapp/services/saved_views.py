"""Saved views: filters of the register that a person gave a name, to come back to."""

import uuid

from sqlalchemy import select

from auditapp.adapters import clock
from auditapp.domain.errors import NotThere, Refusal
from auditapp.domain.words import N_
from auditapp.models import Person, SavedView, db

MOST = 30


def of(person: Person) -> list[SavedView]:
    """The person's own views, by name."""
    return list(db.session.scalars(select(SavedView).where(SavedView.person_id == person.id).order_by(SavedView.name)))


def save(by: Person, name: str, query: str) -> SavedView:
    """Keep ``query`` (what follows the ? of the register's address) under ``name``; the same name is written over."""
    name = name.strip()
    if not name:
        raise Refusal(N_("Give the view a name."), field="name")
    own = of(by)
    known = next((view for view in own if view.name.lower() == name.lower()), None)
    if known is not None:
        known.query = query
        return known
    if len(own) >= MOST:
        raise Refusal(
            N_("You have %(count)s views. Take one out before you save another."), count=len(own), field="name"
        )
    view = SavedView(person_id=by.id, name=name, query=query, created_at=clock.now())
    db.session.add(view)
    db.session.flush()
    return view


def remove(by: Person, view_id: uuid.UUID) -> None:
    """Take one of one's own views out; `NotThere` when it is not one's own."""
    view = db.session.get(SavedView, view_id)
    if view is None or view.person_id != by.id:
        raise NotThere(N_("There is no such view of yours."))
    db.session.delete(view)
