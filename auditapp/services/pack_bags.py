"""A pack as a bag to hand over: each file once, under a name that people read, with a page that opens from a stick."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from flask import current_app, render_template
from flask_babel import force_locale, gettext
from sqlalchemy import select

from auditapp.adapters import signing
from auditapp.adapters.bag import Bag, File
from auditapp.domain import nc_sheet, paper, words
from auditapp.domain import pack as rules
from auditapp.domain.errors import Refusal
from auditapp.domain.paper import Photo
from auditapp.domain.picture import MARKED
from auditapp.domain.words import N_
from auditapp.models import Pack, db
from auditapp.models import Paper as PaperRow
from auditapp.services import organisations, packs, papers, photo_copies

STATIC = Path(__file__).resolve().parent.parent / "static" / "pack"
COPY = "view"
"""The copy of a photo that is handed over: as large as a screen, upright, without metadata, blurred where blurred."""


@dataclass
class Folder:
    """The files of one nonconformity, by what its page shows."""

    sheet: nc_sheet.NcSheet
    name: str
    paper: PaperRow
    before: list[tuple[Photo, str]] = field(default_factory=list)
    after: list[tuple[Photo, str]] = field(default_factory=list)
    documents: list[tuple[str, str]] = field(default_factory=list)
    """Name, path below data/."""

    @property
    def pdf(self) -> str:
        """Where the sheet lies."""
        return f"{self.name}/{rules.file_name(self.paper.name, 80)}"


def bag(pack: Pack) -> Bag:
    """The bag of ``pack``. All that is asked of the database is asked now; the bytes are read when they are sent."""
    content = packs.content_of(pack)
    settings = current_app.config["SETTINGS"]
    seed, store = settings.secret("signing_seed"), papers.store()
    folders, media = _lay_out(pack, content)
    _complain_of_missing(media)
    key = signing.public_key(seed)
    with papers.written_in(content.language), force_locale(papers.language()):
        values = {
            "pack": content,
            "folders": folders,
            "words": words,
            "lang": papers.language(),
            "zone": organisations.zone(),
            "key": signing.fingerprint(key),
            "url": settings.url,
        }
        pages = {
            name: render_template(f"packs/bag/{name}", **values).encode("utf-8", "replace")
            for name in ("index.html", "check.html")
        }
        how = render_template("packs/bag/verify.txt", **values) + "\n"

    sheets = [(one.pdf, one.paper.sha256, f"{one.name}/record.json", one.sheet) for one in folders]

    def files() -> Iterator[File]:  # while they are sent the session is over: nothing of its rows is left here
        for name, text in pages.items():
            yield File(name, text)
        for name in ("pack.css", "pack.js", "check.js"):
            yield File(f"app/{name}", (STATIC / name).read_bytes())
        yield File("record.json", paper.canonical_json(content))
        for pdf, sha256, record, sheet in sheets:
            yield File(pdf, partial(store.open, sha256))
            yield File(record, paper.canonical_json(sheet))
        for path, (sha256, copy) in media.items():
            yield File(path, partial(store.open, sha256, copy or None))

    local = pack.made_at.astimezone(ZoneInfo(organisations.zone()))
    return Bag(
        name=pack.reference,
        when=local,
        files=files(),
        about=(
            ("Source-Organization", content.organisation),
            ("External-Identifier", pack.reference),
            ("External-Description", content.title),
            ("Bagging-Date", local.date().isoformat()),
            ("Bag-Software-Agent", "auditapp"),
        ),
        how=how,
        public_key=key,
        sign=lambda head: signing.sign(seed, head),
    )


def _lay_out(pack: Pack, content: rules.EvidencePack) -> tuple[list[Folder], dict[str, tuple[str, str]]]:
    """The folders, and for each path of evidence the hash of the original and the copy to give ('': the original)."""
    rows = {str(one.id): one for one in _papers(pack)}
    place_of: dict[str, str] = {}
    media: dict[str, tuple[str, str]] = {}
    folders = []
    for paper_id, sheet in zip(pack.sheet_ids, content.sheets, strict=True):
        folder = Folder(sheet, rules.folder_name(sheet), rows[paper_id])
        for shown, photos, label in (
            (folder.before, sheet.before, gettext("found")),
            (folder.after, sheet.after, gettext("done")),
        ):
            for number, photo in enumerate(photos, start=1):
                if photo.media not in place_of:
                    copy = "" if content.originals else _copy(photo.media)
                    ending = ".jpg" if copy else photo_copies.ending_of(papers.store(), photo.media)
                    name = rules.file_name(f"{label} {number:02d} {photo.caption}", 70)
                    path = place_of[photo.media] = f"{folder.name}/{name}{ending}"
                    media[path] = photo.media, copy
                shown.append((photo, place_of[photo.media]))
        _add_documents(folder, place_of, media)
        folders.append(folder)
    return folders, media


def _complain_of_missing(media: dict[str, tuple[str, str]]) -> None:
    """Before the first byte is sent: afterwards nobody could be told."""
    for path, (sha256, copy) in media.items():
        if not papers.store().has(sha256, copy or None):
            raise Refusal(
                N_(
                    "The file %(name)s is missing from the store, so the pack would be incomplete. "
                    "Restore it from the backup; the command 'doctor' lists all that is missing."
                ),
                status=503,
                name=path,
            )


def _papers(pack: Pack) -> list[PaperRow]:
    wanted = [uuid.UUID(one) for one in pack.sheet_ids]
    return list(db.session.scalars(select(PaperRow).where(PaperRow.id.in_(wanted))))


def _copy(sha256: str) -> str:
    return MARKED if papers.store().has(sha256, MARKED) else COPY


def _add_documents(folder: Folder, place_of: dict[str, str], media: dict[str, tuple[str, str]]) -> None:
    names = {name for one in folder.sheet.rounds for name in rules.last_files(one)}
    for file in folder.sheet.evidence:
        if file.name not in names or not file.sha256:
            continue
        if file.sha256 not in place_of:
            stem, dot, ending = file.name.rpartition(".")
            number = len(folder.documents) + 1
            name = rules.file_name(f"document {number:02d} {stem if dot else ending}", 70)
            path = place_of[file.sha256] = f"{folder.name}/{name}" + (f".{rules.file_name(ending, 8)}" if dot else "")
            media[path] = file.sha256, ""
        folder.documents.append((file.name, place_of[file.sha256]))
