"""What can be told without eyes: nothing is wider than 320 px, and nothing breaks when text is twice as large."""

from playwright.sync_api import Page, ViewportSize

SMALL = ViewportSize(width=320, height=640)
ZOOMED = (ViewportSize(width=820, height=1180), ViewportSize(width=390, height=844))

WIDER = """() => {
  const page = document.scrollingElement, room = page.clientWidth;
  if (page.scrollWidth <= room) return [];
  const kept = (one) => /auto|scroll|hidden|clip/.test(getComputedStyle(one).overflowX);
  const scrolls = (one) => one && (kept(one) || scrolls(one.parentElement));
  const name = (one) => [one.localName, ...one.classList].join('.');
  return [...document.body.querySelectorAll('*')]
    .filter((one) => one.getBoundingClientRect().right > room + 1 && !scrolls(one.parentElement))
    .slice(0, 4).map(name);
}"""
"""What sticks out of the page; nothing when it does not scroll sideways."""

CUT = """() => [...document.body.querySelectorAll('button, .button, .badge, .chip, .tag, .state, h1, h2, th, label')]
  .filter((one) => one.checkVisibility() && one.scrollWidth > one.clientWidth + 2 && one.clientWidth > 2
    && getComputedStyle(one).display !== 'inline' && getComputedStyle(one).textOverflow !== 'ellipsis'
    && !one.closest('.aloud') && !one.querySelector('.aloud') && /hidden|clip/.test(getComputedStyle(one).overflowX))
  .slice(0, 4).map((one) => one.tagName.toLowerCase() + ': ' + one.textContent.trim().slice(0, 40))"""
"""Words that are cut off."""


def judge(page: Page) -> list[str]:
    """Sentences about what is wrong with the page at 320 px and with letters of 200 %; its size is given back."""
    before = page.viewport_size or SMALL
    found = []
    page.set_viewport_size(SMALL)
    if wide := page.evaluate(WIDER):
        found.append(f"is wider than 320 px: {', '.join(wide)}")
    for size in ZOOMED:
        name = f"{size['width']} px"
        page.set_viewport_size(size)
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        if wide := page.evaluate(WIDER):
            found.append(f"is wider than {name} with letters of 200 %: {', '.join(wide)}")
        if cut := page.evaluate(CUT):
            found.append(f"cuts words off at {name} with letters of 200 %: {'; '.join(cut)}")
        page.evaluate("document.documentElement.style.fontSize = ''")
    page.set_viewport_size(before)
    return found
