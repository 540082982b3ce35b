"""Every screen that is photographed: who looks at it, where it is, and what is done there first."""

from collections.abc import Callable
from dataclasses import dataclass, field

from playwright.sync_api import Page

from tests.reporting import a_photo
from tests.shots.paper import shown

EMS_LEAD, AUDITOR, OWNER, SURFACE, TOP = "marta", "samuel", "aisha", "juergen", "henrike"
NOBODY = ""
EMPTY = "empty"
"""Nobody, at an installation that has no organisation yet."""

PHONE, OLD_PHONE, TABLET, DESK = (390, 844), (360, 640), (820, 1180), (1440, 900)
ALL = (PHONE, TABLET, DESK)

NC = r"/nonconformities/NC-[\d-]+"
PLAN = r"/audits/new\?checklist=[^\"]+"
AUDIT = r"/audits/(?!new)[\w-]+"


@dataclass(frozen=True)
class Screen:
    """``go``: patterns, each sought in the page before, whose first address is the next page."""

    name: str
    who: str
    at: str
    go: tuple[str, ...] = ()
    do: Callable[[Page], None] | None = field(default=None, repr=False)
    sizes: tuple[tuple[int, int], ...] = ALL
    whole: bool = True
    """The page down to where it ends; else what stands on the screen at first."""
    status: int = 200
    told: str = ""
    """Instead of ``at``: an address that only a mail or a poster holds (`company.told`)."""


def tap(selector: str) -> Callable[[Page], None]:
    """Tap what ``selector`` finds first."""

    def do(page: Page) -> None:
        page.locator(selector).first.click()
        page.wait_for_timeout(250)

    return do


def listed(page: Page) -> None:
    """All questions of the walk: beside the question, or over it on a phone."""
    if page.locator("#list-button .icon").is_visible():
        page.click("#list-button")
        page.wait_for_timeout(250)


def sent_wrong(page: Page) -> None:
    """The longest form, sent without what it needs."""
    with page.expect_navigation():
        page.evaluate(
            """() => {
              const forms = [...document.querySelectorAll('main form[method=post]')];
              const form = forms.sort((one, other) => other.elements.length - one.elements.length)[0];
              for (const one of form.querySelectorAll('input[type=text], input[type=email], textarea')) one.value = '';
              form.noValidate = true;
              form.requestSubmit();
            }"""
        )


def reported(page: Page) -> None:
    """A concern, told: the page with its code."""
    if page.locator("[name=words]").count():
        page.fill("[name=words]", "Oil drips from the pump beside the gate.")
        with page.expect_navigation():
            page.locator("main form .button-primary").first.click()


def photographed(page: Page) -> None:
    """A photo of the question, opened."""
    if not page.locator("#photos .shot").count():
        picture = {"name": "drums.jpg", "mimeType": "image/jpeg", "buffer": a_photo("Drums", (1600, 1200))}
        page.set_input_files("[data-photo=library]", picture)
    tap("#photos .shot")(page)


def drawn_on(page: Page) -> None:
    """The same photo, an arrow on it that can still be moved."""
    photographed(page)
    tap("#photo-draw")(page)
    page.locator(".markup [data-ground] canvas").first.wait_for()
    page.locator(".markup [data-ground]").press("Enter")
    page.wait_for_timeout(250)


def nonconformity(state: str, who: str = EMS_LEAD) -> Screen:
    return Screen(f"nc-{state}", who, f"/nonconformities?show={state}", (NC,))


WALK = r"/walk/[0-9a-f-]{36}/[0-9a-f-]{36}"

SCREENS = (
    Screen("home-auditor", AUDITOR, "/"),
    Screen("home-owner", OWNER, "/"),
    Screen("home-ems-lead", EMS_LEAD, "/"),
    Screen("home-top-management", TOP, "/"),
    Screen("menu", EMS_LEAD, "/", do=tap("[popovertarget=menu]"), whole=False),
    Screen("audits", EMS_LEAD, "/audits"),
    Screen("audit-under-way", AUDITOR, "/audits?state=under_way", (AUDIT,)),
    Screen("audit-issued", EMS_LEAD, "/audits?state=issued", (AUDIT,)),
    Screen("audit-answers", EMS_LEAD, "/audits?state=issued", (AUDIT, AUDIT + "/answers")),
    Screen("audit-choose", EMS_LEAD, "/audits/new"),
    Screen("audit-plan", EMS_LEAD, "/audits/new", (PLAN,)),
    Screen("audit-plan-wrong", EMS_LEAD, "/audits/new", (PLAN,), do=sent_wrong),
    Screen("walk", AUDITOR, "/", (WALK,), whole=False),
    Screen("walk-list", AUDITOR, "/", (WALK,), do=listed, whole=False),
    Screen("walk-finding", AUDITOR, "/", (WALK,), do=tap("#finding-button"), whole=False),
    Screen("walk-menu", AUDITOR, "/", (WALK,), do=tap(".walk-menu"), whole=False),
    Screen("walk-photo", AUDITOR, "/", (WALK,), do=photographed, whole=False),
    Screen("walk-photo-marks", AUDITOR, "/", (WALK,), do=drawn_on, whole=False),
    Screen("finding", EMS_LEAD, "/audits?state=issued", (AUDIT, r"/findings/[0-9a-f-]{36}")),
    Screen(
        "photo",
        EMS_LEAD,
        "/audits?state=issued",
        (AUDIT, r"/findings/[0-9a-f-]{36}"),
        do=tap("main a[data-photo]"),
        whole=False,
    ),
    Screen("report-revision", EMS_LEAD, "/audits?state=issued", (AUDIT, AUDIT + "/revise")),
    Screen("report-issue", AUDITOR, "/audits?state=concluded", (AUDIT, AUDIT + "/issue")),
    Screen("confirm-password", EMS_LEAD, "/password/confirm?next=/"),
    Screen("register", EMS_LEAD, "/nonconformities"),
    Screen("register-filter", EMS_LEAD, "/nonconformities", do=tap(".filter-fold > summary, .filter-more > summary")),
    Screen("register-empty", EMS_LEAD, "/nonconformities?q=nothing+is+called+so"),
    Screen("figures", EMS_LEAD, "/nonconformities", (r"/figures[^\"]*",)),
    nonconformity("raised"),
    nonconformity("acknowledged", SURFACE),
    nonconformity("planned"),
    nonconformity("in_progress"),
    nonconformity("implemented", AUDITOR),
    nonconformity("verified"),
    nonconformity("closed"),
    Screen("nc-response", SURFACE, "/nonconformities?show=acknowledged", (NC, NC + "/response")),
    Screen("nc-outside", EMS_LEAD, "/nonconformities/new"),
    Screen("packs", EMS_LEAD, "/packs"),
    Screen("pack-new", EMS_LEAD, "/packs/new"),
    Screen("reviews", EMS_LEAD, "/management-reviews"),
    Screen("review", EMS_LEAD, "/management-reviews", (r"/management-reviews/(?!decisions|inputs)[\w-]+",)),
    Screen("people", EMS_LEAD, "/people"),
    Screen("person", EMS_LEAD, "/people", (r"/people/[0-9a-f-]{36}",)),
    Screen("sites", EMS_LEAD, "/sites"),
    Screen("process", EMS_LEAD, "/sites", (r"/processes/[0-9a-f-]{36}",)),
    Screen(
        "poster",
        EMS_LEAD,
        "/sites",
        (r"/processes/[0-9a-f-]{36}",),
        do=shown(r"/processes/[^\"]+/poster\.pdf"),
        whole=False,
    ),
    Screen("checklists", EMS_LEAD, "/checklists"),
    Screen("checklist", EMS_LEAD, "/checklists", (r"/checklists/[\w-]+",)),
    Screen("organisation", EMS_LEAD, "/organisation"),
    Screen("account", AUDITOR, "/account"),
    Screen("who-may", EMS_LEAD, "/who-may"),
    Screen("concerns", EMS_LEAD, "/concerns"),
    Screen("refusal", OWNER, "/people", status=403),
    Screen("not-found", EMS_LEAD, "/audits/nowhere", status=404),
    Screen("style", EMS_LEAD, "/style"),
    Screen("sign-in", NOBODY, "/sign-in"),
    Screen("sign-in-wrong", NOBODY, "/sign-in", do=sent_wrong),
    Screen("offline", NOBODY, "/offline"),
    Screen("trust", NOBODY, "/trust", status=404),  # made on a machine that has a certificate of its own only
    Screen("concern", NOBODY, "", told="concern", sizes=(OLD_PHONE, *ALL)),
    Screen("concern-told", NOBODY, "", told="concern", do=reported, sizes=(OLD_PHONE, *ALL)),
    Screen("owner-link", NOBODY, "", told="owner", sizes=(OLD_PHONE, *ALL)),
    Screen("owner-answers", NOBODY, "", told="owner", do=tap("main form button"), sizes=(OLD_PHONE, *ALL)),
    Screen("receipt", NOBODY, "", told="receipt"),
    Screen("set-up", EMPTY, "/set-up"),
)
