"""The forms in which the made-up company is told. Days are counted from today: -52 is 52 days ago."""

from dataclasses import dataclass, field
from typing import TypeAlias

Note: TypeAlias = str | tuple[str, str]
"""What the auditor wrote, or that and the sample."""


@dataclass(frozen=True)
class Photo:
    """A scene of `scenes.SCENES` with its caption."""

    scene: str
    caption: str


@dataclass(frozen=True)
class Someone:
    """A person; ``key`` is how the other data names them."""

    key: str
    name: str
    email: str
    job_title: str
    roles: tuple[str, ...]


@dataclass(frozen=True)
class Place:
    """A site."""

    key: str
    name: str
    address: str
    timezone: str


@dataclass(frozen=True)
class Activity:
    """A process."""

    key: str
    name: str
    sites: tuple[str, ...]
    owner: str
    description: str


@dataclass(frozen=True)
class Step:
    """A corrective action. ``done``: day, or None while open; ``cause``: index into `Response.causes`."""

    what: str
    owner: str
    due: int
    done: int | None = None
    proof: Photo | None = None
    note: str = ""
    cause: int = 0
    at_source: bool = True
    raises: bool = False


@dataclass(frozen=True)
class Cause:
    """A control that failed or was missing, with the whys that led to it."""

    statement: str
    chain: tuple[str, ...]


@dataclass(frozen=True)
class Response:
    """What the owner answered, up to the state it has today; a day that is None has not come yet."""

    acknowledged: int | None = None
    disputed: tuple[int, str] | None = None
    containment: str = ""
    consequence: str = ""
    correction: str = ""
    corrected: int = 0
    extent: str = ""
    causes: tuple[Cause, ...] = ()
    steps: tuple[Step, ...] = ()
    criterion: str = ""
    check: int = 0
    system_change: str = ""
    planned: int | None = None
    returned: tuple[int, str] | None = None
    accepted: int | None = None
    submitted: int | None = None
    rejected: tuple[int, str] | None = None
    submitted_again: int | None = None
    verified: tuple[int, str] | None = None
    judged: tuple[int, bool, str] | None = None
    second: "Response | None" = None
    void: tuple[int, str, str] | None = None


@dataclass(frozen=True)
class Told:
    """A finding: where, how grave, its three parts, its photos, and what became of it."""

    question: str
    process: str
    place: str
    grade: str
    statement: str
    evidence: str
    requirement: str = ""
    reason: str = ""
    clauses: tuple[str, ...] = ()
    site: str = "bremen"
    photos: tuple[Photo, ...] = ()
    urgent: int | None = None
    response: Response | None = None
    body: tuple[str, str] = ("", "")
    """The certification body's own number and wording."""
    about: tuple[str, str] = ("", "")
    """Environmental aspect and compliance obligation."""


@dataclass(frozen=True)
class Tour:
    """An audit. ``held``: its first day; ``until``: its state today; ``seen``: photos by question."""

    key: str
    title: str
    type: str
    held: int
    days: int
    leader: str
    team: tuple[str, ...]
    sites: tuple[str, ...]
    processes: tuple[str, ...]
    objectives: str
    scope: str
    edition: str
    checklists: tuple[str, ...] = ()
    auditees: tuple[str, ...] = ()
    findings: tuple[Told, ...] = ()
    notes: dict[str, Note] = field(default_factory=dict)
    seen: dict[str, Photo] = field(default_factory=dict)
    not_applicable: dict[str, str] = field(default_factory=dict)
    put_off: tuple[str, ...] = ()
    summary: str = ""
    conclusion: str = ""
    interviewed: str = ""
    sampling: str = ""
    distribution: str = ""
    deviations: str = ""
    objectives_met: tuple[str, ...] = ()
    effectiveness: str = ""
    follow_up: str = ""
    confidentiality: str = ""
    issued: int | None = None
    until: str = "issued"
    client: str = ""
