"""Lea walks the audit: twenty questions, answered as an auditor does, on a tablet."""

from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Locator, expect

from tests.journeys.story import PATIENCE, Somebody
from tests.journeys.story_photos import Photos

ALL_SAFE = "Everything is on the server. You may close the tablet."
STATEMENT = "The process for maintaining boilers does not see to it that excess air is checked and kept in its range."
EVIDENCE = "Boiler 2, panel on 3 visits in a row: flue gas 262 °C, alarm 240 °C; last tuning sheet of March."
GRADE_REASON = "The control failed for months and fuel use is a significant aspect, so the result is not reached."
SECOND_NOTE = "Insulation missing on 6 m of the steam line behind boiler 1."
NOT_NOW = "Nobody to ask"
CAPTION = "Flue gas above the alarm"


@dataclass
class Answer:
    """What Lea does at one question, before and with the answer."""

    result: str
    note: str = ""
    sample: str = ""
    kinds: tuple[str, ...] = ()
    photos: tuple[Path, ...] = ()
    chip: str = ""


def the_answers(photos: Photos) -> dict[int, Answer]:
    """By number of the question; the rest is 'conform' with a note."""
    return {
        1: Answer("conform", note="Meter plan of May agrees with what hangs there.", kinds=("seen", "read")),
        2: Answer("conform", sample="3 of 14 meters, every fifth", kinds=("read",)),
        3: Answer("conform", photos=(photos.meter,), kinds=("seen",)),
        4: Answer("not_applicable", chip="No such activity here"),
        5: Answer("later", chip=NOT_NOW),
        6: Answer("nonconformity", photos=(photos.boiler, photos.flue), kinds=("seen", "asked")),
        8: Answer("nonconformity", note=SECOND_NOTE, kinds=("seen",)),
        9: Answer("observation", note="The compressor room is warm; nobody has measured it."),
        10: Answer("conform"),
        12: Answer("ofi", note="Heat of the compressors could warm the changing rooms."),
        15: Answer("good_practice", note="Every shift reads and signs the load curve.", photos=(photos.good,)),
        17: Answer("not_applicable", chip="Outside the scope"),
    }


class Walk:
    """The walk page under Lea's hands."""

    def __init__(self, lea: Somebody, photos: Photos) -> None:
        self.lea, self.page, self.answers = lea, lea.page, the_answers(photos)
        self.page.locator("html[data-ready]").wait_for(state="attached")
        self.count = self.page.locator("#list li[id^=i-]").count()

    def sheet(self, name: str) -> Locator:
        return self.page.locator(f"#sheet-{name}")

    def at(self, number: int) -> None:
        expect(self.page.locator("#ask-label")).to_have_text(str(number))

    def to(self, number: int) -> None:
        """From the list, as one goes back to what was left."""
        if not self.page.locator("#list").is_visible():
            self.page.locator("#list-button").click()
        self.page.locator("#list li[id^=i-] button").nth(number - 1).click()
        self.at(number)

    def write(self, name: str, words: str) -> None:
        self.page.locator(f".tool[data-open={name}]").click()
        self.sheet(name).locator("textarea").fill(words)
        self.sheet(name).get_by_role("button", name="Done").click()
        expect(self.page.locator(f".kept-words[data-open={name}]")).to_contain_text(words)

    def photograph(self, files: tuple[Path, ...]) -> None:
        self.page.locator("[data-photo=library]").set_input_files(files)
        expect(self.page.locator("#photos .shot")).to_have_count(len(files))

    def tap(self, result: str) -> None:
        """A finger lifts and falls in more than a third of a second: a faster tap is taken for a double one."""
        self.page.wait_for_timeout(360)
        self.page.locator(f"[data-answer={result}]").click()

    def answer(self, number: int) -> None:
        """What there is to the question ``number``, then its answer. What follows it is the next scene's."""
        self.at(number)
        what = self.answers.get(number) or Answer("conform", note=f"Asked and seen at point {number}: in order.")
        for kind in what.kinds:
            self.page.locator(f"[data-kind={kind}]").click()
            expect(self.page.locator(f"[data-kind={kind}]")).to_have_attribute("aria-pressed", "true")
        if what.note:
            self.write("note", what.note)
        if what.sample:
            self.write("sample", what.sample)
        if what.photos:
            self.photograph(what.photos)
        self.tap(what.result)
        if what.result in ("not_applicable", "later"):
            chips = self.sheet("reason").locator(".chip")
            chips.filter(has_text=what.chip).click()

    def keep(self) -> None:
        self.sheet("finding").get_by_role("button", name="Keep finding").click()
        expect(self.sheet("finding")).to_be_hidden()

    def raise_the_major(self) -> None:
        """All parts in the sheet that the answer opened; both photos are in it already."""
        sheet = self.sheet("finding")
        expect(sheet.locator("#finding-photos input:checked")).to_have_count(2)
        sheet.locator(".grade-choice.is-major").click()
        for label, words in (("Evidence", EVIDENCE), ("Statement", STATEMENT), ("Reason for the grade", GRADE_REASON)):
            sheet.get_by_label(label, exact=True).fill(words)
        expect(sheet.get_by_label("Owner", exact=True).locator("option:checked")).to_contain_text("Ola Owner")
        self.lea.look("walk-finding")
        self.keep()

    def caption(self) -> None:
        """The first photo of the question, large, with what it shows."""
        self.page.locator("#photos .shot").first.click()
        self.page.get_by_label("Caption").fill(CAPTION)
        self.sheet("photo").get_by_role("button", name="Done").click()
        expect(self.sheet("photo")).to_be_hidden()


def walk_to_the_end(lea: Somebody, photos: Photos) -> int:
    """From the card on the home page to the last question; answers how many there were."""
    lea.look("home-auditor")
    lea.press("Go on walking")
    walk = Walk(lea, photos)
    lea.look("walk-first")
    for number in range(1, walk.count + 1):
        walk.answer(number)
        if number == 6:
            walk.raise_the_major()
        elif number in (8, 9, 12, 15):
            walk.keep()
    expect(walk.page.locator("#toast")).to_contain_text("Put off to later: 1")
    expect(walk.page.locator("#undo")).not_to_have_attribute("hidden", "")  # nor is the last answer without a way back
    _what_was_left(walk)
    expect(walk.page.locator("#status")).to_contain_text(ALL_SAFE, timeout=4 * PATIENCE)
    lea.look("walk-all-safe")
    assert walk.page.locator("#attention-button").is_hidden()
    return walk.count


def _what_was_left(walk: Walk) -> None:
    walk.to(6)
    walk.caption()
    walk.lea.look("walk-answered")
    walk.to(5)
    walk.write("note", "Asked again at three: the load of Sunday night is explained.")
    expect(walk.page.locator(".kept-words[data-open=reason]")).to_contain_text(NOT_NOW)
    walk.tap("conform")
    expect(walk.page.locator(".kept-words[data-open=reason]")).to_be_hidden()
    expect(walk.page.locator("#toast")).to_contain_text("Every question has an answer")
    walk.to(10)
    walk.write("sample", "2 of 9 work orders")
    expect(walk.page.locator("[data-done]").first).to_have_text(str(walk.count))
