"""How the worker makes a large pack: sheet by sheet, each frozen when it is set, then the pack, then its paper."""

from auditapp.adapters.database import reading
from auditapp.domain.errors import Conflict
from auditapp.domain.words import N_
from auditapp.models import Job, Person, db
from auditapp.services import jobs, pack_papers, packs, registers, sheets
from auditapp.services.jobs import Finish, Work, handles
from auditapp.services.packs import Wanted
from auditapp.services.sheets import Ready

PACK = "pack"


def order(by: Person, wanted: Wanted, name: str, *, originals: bool = False, copies: bool = False) -> Job:
    """Have it made; what `packs.look` showed is looked at again then."""
    shown = wanted.filter
    return jobs.order(
        by, PACK, by, name=name, audit=wanted.audit, show=shown.show, grade=shown.grade, words=shown.words,
        numbers=list(shown.numbers),
        originals=originals, copies=copies,
    )  # fmt: skip


@handles(PACK)
def make(work: Work) -> Finish:
    """Freeze what is not frozen, one sheet a transaction: a worker that is killed goes on where it was."""
    data = work.data
    numbers = tuple(data["numbers"])
    only = registers.Filter(show=data["show"], grade=data["grade"], words=data["words"], numbers=numbers)
    wanted = Wanted(audit=data["audit"], filter=only)
    with reading():
        looked = packs.look(_orderer(work), wanted)
        missing = [one for one in looked.sheets if one.paper is None]
        already = len(looked.sheets) - len(missing)
    for number, one in enumerate(missing):
        work.tell("sheets", already + number, len(looked.sheets))
        _freeze(work, one)

    def finish() -> None:
        by = _orderer(work)
        again = packs.look(by, wanted)
        if any(one.paper is None for one in again.sheets):
            raise Conflict(N_("The record went on while the pack was made. It is tried again."))
        pack = packs.make(by, again, (), originals=data["originals"], copies=data["copies"])
        pack_papers.order(by, pack)
        work.data["reference"] = pack.reference

    return finish


def _orderer(work: Work) -> Person:
    return db.session.get_one(Person, work.person_id)


def _freeze(work: Work, one: Ready) -> None:
    with reading():
        made = sheets.set_missing([one], lambda _at, _count: None)
        db.session.rollback()
    sheets.freeze(_orderer(work), made[0])
    db.session.commit()
