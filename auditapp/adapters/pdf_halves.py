"""A long paper is laid out and drawn by two processes at once: some of its parts by a fork of this one.

In the process of ``pdf_child`` only. Parts of a paper hardly refer to one another: page numbers do, and those in the
contents. So the fork says how many pages its parts take and where its anchors are, is told which pages come before and
how many there are in all, and sends what it drew, which ``pdf_joining`` puts in its place.
How a paper is shared out is decided by its HTML alone: the same paper comes out as the same bytes on any server.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, combinations
from types import SimpleNamespace
from typing import Any

from weasyprint import document, layout
from weasyprint import pdf as pdf_of
from weasyprint.css.targets import TargetCollector, TargetLookupItem
from weasyprint.logger import PROGRESS_LOGGER

from auditapp.adapters import pdf_joining

BEGIN_A_PAGE = {"findings", "answers", "record"}
"""The classes of parts that the style of papers begins a page with."""
COVER = "cover"
"""The part that ends the first page; with what stands before it, it sets all running heads."""
LONG = 600
"""Elements, and hundreds of letters: below it a second process costs what it saves."""
OBJECTS_EACH = 10
"""More objects of a file than an element, or a hundred letters, make."""

plain_pages, plain_margins, plain_links = layout.make_all_pages, layout.make_margin_boxes, pdf_of.resolve_links


@dataclass(frozen=True)
class Share:
    """The parts of a body: the cover and what stands before it, the fork's, and all that is not the fork's."""

    cover: list[Any]
    theirs: list[Any]
    ours: list[Any]
    edge: Any
    """The part that follows the fork's; None where there is none."""
    beyond: int
    """More than all objects that are made of ``ours``."""


def share(body: Any) -> Share | None:
    """The run of parts that comes closest to half of a paper; None where it is short, or none begins a page."""
    parts = list(body)
    classes = [set(part.get("class", "").split()) for part in parts]
    weights = [sum(1 for _ in part.iter()) + len("".join(part.itertext())) // 100 for part in parts]
    upto = [0, *accumulate(weights)]
    cover = next((place + 1 for place, names in enumerate(classes) if COVER in names), len(parts))
    begins = [place for place, names in enumerate(classes) if names & BEGIN_A_PAGE and place >= cover]
    if upto[-1] < LONG or not begins:
        return None
    runs = combinations([*begins, len(parts)], 2)
    first, after = min(runs, key=lambda run: abs(upto[-1] - 2 * (upto[run[1]] - upto[run[0]])))
    theirs, ours = parts[first:after], parts[:first] + parts[after:]
    beyond = 1000 + OBJECTS_EACH * (upto[-1] - upto[after] + upto[first])
    return Share(parts[:cover], theirs, ours, parts[after] if after < len(parts) else None, beyond)


@dataclass
class Half(ABC):
    """What one of the two processes knows, and what it puts in the place of WeasyPrint's functions."""

    wire: Any
    """The line to the other."""
    edge: Any
    """The element that begins the pages of the fork, or those after them."""
    elsewhere: Sequence[str]
    """The anchors that the other has."""
    pages: list[Any] = field(default_factory=list)
    before: int = 0
    """How many pages come before those of the fork."""
    total: int = 0

    def to_the_edge(self) -> int:
        """How many pages come before that of the edge; all, where there is none."""
        for place, page in enumerate(self.pages):
            if self.edge is not None and any(box.element is self.edge for box in page.descendants()):
                return place
        return len(self.pages)

    def targets(self) -> Any:
        """A collector of targets that knows of the other's anchors."""
        collector = TargetCollector()
        for name in self.elsewhere:
            item = collector.target_lookup_items[name] = TargetLookupItem("up-to-date")
            item.target_box = SimpleNamespace(cached_counter_values={})
        return collector

    def links(self, pages: list[Any]) -> list[Any]:
        """The links and anchors of each page; a link to an anchor of the other is kept."""
        other = SimpleNamespace(anchors=dict.fromkeys(self.elsewhere, (0, 0, 0, 0)), links=[])
        return list(plain_links([*pages, other]))[:-1]

    def lay_out(self, context: Any, root: Any, html: Any, pages: list[Any]) -> Iterator[Any]:
        """The pages of this half, laid out, or again those of ``pages`` that have to be."""
        self.pages = list(plain_pages(context, root, html, pages))
        yield from self.pages

    def margins(self, context: Any, page: Any, state: Any) -> Any:
        """What stands around a page, with its number in the whole. When it is asked for, all pages are laid out."""
        if context.current_page == 1:
            self.agree(context)
        depth, values, *more = state
        numbers = {"page": [self.number(context.current_page)], "pages": [self.total]}
        return plain_margins(context, page, (depth, {**values, **numbers}, *more))

    @abstractmethod
    def agree(self, context: Any) -> None:
        """Learn or tell what is before, and how many pages there are."""

    @abstractmethod
    def number(self, page: int) -> int:
        """The number in the whole of a page of this half, from 1."""

    def stand_ins(self) -> Iterator[tuple[Any, str, Any]]:
        """Module, name and function of what is put in."""
        yield document, "TargetCollector", self.targets
        yield layout, "make_all_pages", self.lay_out
        yield layout, "make_margin_boxes", self.margins
        yield pdf_of, "resolve_links", self.links


@dataclass
class Leader(Half):
    """The process that was asked: it has all but the fork's parts, and writes the file."""

    pictures: dict[str, Any] = field(default_factory=dict)
    """All pictures of the paper by their addresses."""
    beyond: int = 0
    """The first number of the fork's objects."""
    font_map: Any = None
    anchors: dict[str, int] | None = None
    """On which of its pages, from 0, the fork has each of its anchors."""
    count: int = 0
    """How many pages the fork has."""
    drawn: pdf_joining.Drawn | None = None

    def hear(self) -> Any:
        """What the fork says next, raised where it is an error. MemoryError where the fork was ended."""
        try:
            said = self.wire.recv()
        except EOFError:
            raise MemoryError from None
        if isinstance(said, BaseException):
            raise said
        return said

    def lay_out(self, context: Any, root: Any, html: Any, pages: list[Any]) -> Iterator[Any]:
        """As above, and all anchors get their numbers in the whole, which has the contents laid out again."""
        yield from super().lay_out(context, root, html, pages)
        if self.anchors is None:
            self.count, self.anchors = self.hear()
        self.before, self.total = self.to_the_edge(), len(self.pages) + self.count
        PROGRESS_LOGGER.info("Step 5 - Creating layout - Page %d", self.total)
        places = {name: (-1, self.before + place) for name, place in self.anchors.items()}
        for place, made in enumerate(context.page_maker[self.before : len(self.pages)], self.before):
            places |= dict.fromkeys(made[-1]["anchors"], (place, place + self.count))
        for name, (place, number) in places.items():
            values = {"page": [number + 1], "pages": [self.total]}
            context.target_collector.cache_target_page_counters(name, values, place, context.page_maker)

    def agree(self, context: Any) -> None:
        self.font_map = context.font_config.font_map
        self.wire.send((self.before, self.total))

    def number(self, page: int) -> int:
        return page if page <= self.before else page + self.count

    def fonts(self, pdf: Any, fonts: Any, *more: Any) -> Any:
        """The fonts of the file, with what the fork drew with them."""
        self.drawn = self.hear()
        pdf_joining.take_resources(self.drawn, pdf, fonts, self.pictures, self.font_map)
        return pdf_joining.plain_fonts(pdf, fonts, *more)

    def join(self, document: Any, pdf: Any) -> Any:
        """Put the pages of the fork in their place; the objects that it wrote."""
        assert self.drawn
        pdf_joining.join(self.drawn, document, pdf, self.before, self.beyond)
        return self.drawn.written

    def stand_ins(self) -> Iterator[tuple[Any, str, Any]]:
        yield from super().stand_ins()
        yield pdf_of, "build_fonts_dictionary", self.fonts


@dataclass
class Fork(Half):
    """The second process: it has the cover, for the running heads, and its parts."""

    covers: int = 0
    """How many pages come first that are not its own."""

    def agree(self, context: Any) -> None:
        self.covers = self.to_the_edge()
        made = context.page_maker[self.covers : len(self.pages)]
        anchors = {name: place for place, entry in enumerate(made) for name in entry[-1]["anchors"]}
        self.wire.send((len(made), anchors))
        self.before, self.total = self.wire.recv()

    def number(self, page: int) -> int:
        return page - self.covers + self.before
