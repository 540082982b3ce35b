"""What a device sends: operations in batches, each with the body that its kind asks for."""

import uuid
from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    field_validator,
)

from auditapp.domain import markup, picture, signature, walk, words
from auditapp.domain.errors import Refusal

Short = Annotated[str, StringConstraints(max_length=200)]
Long = Annotated[str, StringConstraints(max_length=walk.LONGEST_TEXT)]
Grade = Literal["major", "minor", "observation", "ofi", "good_practice"]


def _in_utc(moment: datetime) -> datetime:
    try:
        return moment.astimezone(UTC)
    except OverflowError as error:  # the first and last day there is, in a zone that leaves them
        raise ValueError("no such moment") from error


Moment = Annotated[AwareDatetime, AfterValidator(_in_utc)]
"""The device's clock, with its offset. It may be wrong; the server's own time is kept beside it."""

Base = Annotated[uuid.UUID | None, BeforeValidator(lambda said: None if said == "" else said)]
"""The operation that an entry builds on. Devices keep rows on which an earlier server wrote '' for none."""


class Entry(BaseModel):
    """One operation as it stands in the device's outbox."""

    model_config = ConfigDict(frozen=True)

    id: uuid.UUID
    seq: int = Field(ge=0, lt=2**31)
    form: int = Field(alias="schema", ge=0, lt=2**31)
    user: uuid.UUID
    audit: uuid.UUID
    kind: Annotated[str, StringConstraints(max_length=40)]
    target: uuid.UUID
    body: dict[str, Any]
    base: Base = None
    at: Moment


class Result(BaseModel):
    name: Literal["result"]
    value: Literal["", *words.RESULTS]  # type: ignore[valid-type]  # made of the table of words


class Words(BaseModel):
    name: Literal["reason", "note", "sample"]
    value: Long


class Kinds(BaseModel):
    name: Literal["kinds"]
    value: Annotated[list[Literal["seen", "read", "asked"]], AfterValidator(lambda kinds: sorted(set(kinds)))]


class Register(BaseModel):
    """`field.set`: one register of one instance."""

    set: Annotated[Result | Words | Kinds, Field(discriminator="name")]


class Photo(BaseModel):
    """`photo.add`: a photo is announced; its bytes follow in parts under the same id."""

    instance: uuid.UUID | None = None
    finding: uuid.UUID | None = None
    name: Annotated[str, StringConstraints(max_length=1000)] = ""
    type: Short = ""
    size: int = Field(gt=0, lt=2**40)
    sha256: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
    caption: Annotated[str, StringConstraints(max_length=2000)] = ""
    place: Short = ""
    taken_at: Moment | None = None

    @property
    def too_large(self) -> bool:
        return self.size > picture.MAX_BYTES


class Caption(BaseModel):
    """`photo.caption`."""

    value: Annotated[str, StringConstraints(max_length=2000)]


class Marks(BaseModel):
    """`photo.marks`: all that is drawn on a photo, as `domain.markup` reads it."""

    version: int
    shapes: Annotated[list[dict[str, Any]], Field(max_length=markup.MAX_SHAPES)]

    @field_validator("shapes")
    @classmethod
    def can_be_drawn(cls, shapes: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Each mark has its exact shape."""
        try:
            markup.checked({"version": markup.VERSION, "shapes": shapes})
        except Refusal as refusal:
            raise ValueError(refusal.message) from refusal
        return shapes


class Noted(BaseModel):
    """`finding.note`: a finding under the device's id. ``photos``: those that belong to it."""

    instance: uuid.UUID | None = None
    process: uuid.UUID | None = None
    site: uuid.UUID | None = None
    place: Short = ""
    grade: Grade
    grade_reason: Long = ""
    clauses: Annotated[list[Short], Field(max_length=40)] = []
    requirement: Long = ""
    evidence_text: Long = ""
    statement: Long = ""
    statement_confirmed: bool = False
    urgent: bool = False
    owner: uuid.UUID | None = None
    photos: Annotated[list[uuid.UUID], Field(max_length=200)] = []


class Start(BaseModel):
    """`audit.start`: an audit that nobody planned, from a checklist; ``instances``: the device's ids by question."""

    revision: uuid.UUID
    instances: Annotated[dict[Short, uuid.UUID], Field(max_length=1000)] = {}


class Attended(BaseModel):
    """`meeting.sign`: somebody was at the opening or closing meeting. ``strokes``: their signature, None for none."""

    meeting: Literal["opening", "closing"]
    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
    strokes: dict[str, Any] | None = None

    @field_validator("strokes")
    @classmethod
    def can_be_read(cls, strokes: dict[str, Any] | None) -> dict[str, Any] | None:
        """A signature has its exact shape."""
        try:
            if strokes is not None:
                signature.checked(strokes)
        except Refusal as refusal:
            raise ValueError(refusal.message) from refusal
        return strokes


class GradeField(BaseModel):
    name: Literal["grade"]
    value: Grade


class TextField(BaseModel):
    name: Literal["grade_reason", "requirement", "evidence_text", "statement"]
    value: Long


class PlaceField(BaseModel):
    name: Literal["place"]
    value: Short


class FlagField(BaseModel):
    name: Literal["urgent", "statement_confirmed"]
    value: bool


class OwnerField(BaseModel):
    name: Literal["owner"]
    value: uuid.UUID | None


class FindingField(BaseModel):
    """`finding.field`: one field of a finding that is still noted."""

    set: Annotated[GradeField | TextField | PlaceField | FlagField | OwnerField, Field(discriminator="name")]


class Place(BaseModel):
    """`instance.add`: the question of ``instance`` once more, at another process or place."""

    instance: uuid.UUID
    process: uuid.UUID | None = None
    place: Short = ""
