"""Papers to test with: believable content, drawn photos, and an environment with the filters that papers rely on."""

import functools
import io
import random
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import jinja2
from PIL import Image, ImageDraw, ImageFilter

from auditapp.adapters.qr import qr_code
from auditapp.domain import nc_sheet as nc
from auditapp.domain import paper, report, words

TEMPLATES = Path(__file__).resolve().parents[2] / "auditapp" / "templates"
WHEN = datetime(2026, 12, 3, 13, 5, tzinfo=UTC)
ZONE = ZoneInfo("Europe/Berlin")


def environment() -> jinja2.Environment:
    """Jinja as the app sets it up, with null translations."""
    env = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        extensions=["jinja2.ext.i18n"],
        undefined=jinja2.StrictUndefined,
    )
    env.install_null_translations(newstyle=True)
    env.filters |= {"language_tag": lambda language: language, "language_direction": lambda _language: "ltr"}
    env.filters["date"] = lambda day: f"{day.day} {day:%b %Y}"
    env.filters["moment"] = lambda at: f"{at.astimezone(ZONE).day} {at.astimezone(ZONE):%b %Y %H:%M %Z}"
    return env


def report_html(content: report.AuditReport, lang: str = "en") -> str:
    return (
        environment()
        .get_template("reports/audit_report.html")
        .render(report=content, words=words, lang=lang, seal=seal(content))
    )


def sheet_html(content: nc.NcSheet, lang: str = "en") -> str:
    return (
        environment()
        .get_template("reports/nc_sheet.html")
        .render(sheet=content, words=words, lang=lang, seal=seal(content))
    )


def seal(content: paper.Paper) -> dict[str, object]:
    url = f"https://audits.example.org/check/{content.reference}"
    return {"sha256": paper.record_hash(content), "url": url, "qr": qr_code(url)}


def photo_bytes(number: int, size: tuple[int, int] = (1008, 756), quality: int = 78) -> bytes:
    """A drawn scene: wall, drum, label, and the noise of a camera, so that it weighs what a photo weighs."""
    dice = random.Random(number)
    ground = tuple(dice.randrange(90, 190) for _ in range(3))
    picture = Image.new("RGB", size, ground)
    pen = ImageDraw.Draw(picture)
    width, height = size
    for _ in range(14):
        x, y = dice.randrange(width), dice.randrange(height)
        colour = tuple(dice.randrange(30, 230) for _ in range(3))
        pen.rectangle((x, y, x + dice.randrange(60, 320), y + dice.randrange(60, 320)), fill=colour)
    pen.ellipse((width * 0.3, height * 0.35, width * 0.7, height * 0.9), fill=(40, 70, 150))
    pen.text((40, 40), f"photo {number}", fill="white", font_size=70, stroke_width=3, stroke_fill="black")
    picture = picture.filter(ImageFilter.GaussianBlur(1.2))
    noise = Image.effect_noise(size, 26).convert("RGB")
    picture = Image.blend(picture, noise, 0.14)
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=quality)
    return file.getvalue()


def photo(number: int, tall: bool = False) -> paper.Photo:
    return paper.Photo(
        media=f"p{number}{'t' if tall else ''}",
        alt=f"Drum {number} without a tray below it",
        caption=f"Drum {number}, no tray",
        place="Chemical store, bay 4",
        width=756 if tall else 1008,
        height=1008 if tall else 756,
        taken_at=WHEN - timedelta(days=2, minutes=number),
    )


@functools.cache
def media(key: str) -> bytes:
    """The bytes behind ``photo``'s key."""
    if not key.startswith("p"):
        raise LookupError(key)
    tall = key.endswith("t")
    return photo_bytes(int(key[1:].rstrip("t")), (756, 1008) if tall else (1008, 756))


FINDINGS = (
    report.Finding(
        reference="NC-2026-031",
        grade="major",
        site="Hamburg plant",
        process="Storage of chemicals",
        place="Chemical store, bay 4",
        clauses=("8.1 Operational planning and control", "6.1.3 Compliance obligations"),
        statement="The control that keeps leaking liquids out of the drains is not in place in the chemical store.",
        requirement="ISO 14001:2015, 8.1: the organisation controls its processes so that the requirements of the"
        " environmental management system are met. Own instruction EI-12, 3.2: each drum stands on a tray"
        " that holds its content.",
        evidence="On 1 Dec 2026, 14 of 36 drums in bay 4 stood on bare concrete, among them three of 200 l of"
        " solvent (batch 77-A, 77-B, 79-C). The drain cover 1.5 m away was open. The inspection list for"
        " November shows 'trays complete' on four dates.",
        grade_reason="Uncontrolled release into the drains is possible at any time; the check that should have found it"
        " reports that all is well.",
        obligation="Water law permit 4711, condition 6: secondary containment of 110 %.",
        repeat_of="NC-2024-009",
        owner="Ola Brandt, Head of logistics",
        due=(
            paper.Due(kind="containment", day=date(2026, 12, 4), done=date(2026, 12, 4)),
            paper.Due(kind="plan", day=date(2026, 12, 17)),
            paper.Due(
                kind="implementation",
                day=date(2027, 2, 15),
                first=date(2027, 2, 1),
                reason="the trays are delivered in week 6",
                approved_by="Mia Sommer",
            ),
        ),
        photos=(photo(1), photo(2), photo(3, tall=True)),
    ),
    report.Finding(
        reference="NC-2026-032",
        grade="minor",
        site="Hamburg plant",
        process="Energy",
        place="Boiler house",
        clauses=("9.1.1 General",),
        statement="The gas meters that the energy objective is measured with are not kept calibrated.",
        requirement="ISO 14001:2015, 9.1.1: monitoring equipment is calibrated or verified, and maintained.",
        evidence="Meters G-3 and G-4 carry labels 'next calibration 06/2025'. The register lists 12 meters; 5 were"
        " looked at, 2 of them are overdue.",
        grade_reason="An isolated lapse; the other meters seen are in date and the readings agree with the supplier's.",
        owner="Zed Albers, Energy",
        due=(
            paper.Due(kind="plan", day=date(2027, 1, 2)),
            paper.Due(kind="implementation", day=date(2027, 3, 3)),
        ),
        photos=(photo(4), photo(5)),
    ),
    report.Finding(
        reference="O-7",
        grade="observation",
        process="Waste",
        place="Recycling yard",
        clauses=("8.1 Operational planning and control",),
        statement="Two containers carry labels that the sun has bleached; a new driver could mix the fractions.",
        evidence="Containers 4 and 9, 1 Dec 2026.",
        owner="Ola Brandt",
        photos=(photo(6),),
    ),
    report.Finding(
        reference="O-8",
        grade="ofi",
        process="Training",
        clauses=("7.2 Competence",),
        statement="The spill exercise could be held at night once a year, when only two people are on site.",
    ),
    report.Finding(
        reference="G-2",
        grade="good_practice",
        process="Energy",
        place="Compressor room",
        clauses=("6.2 Environmental objectives",),
        statement="Leak rounds with an ultrasonic camera each month brought the base load down by 11 % in a year.",
        photos=(photo(7), photo(8)),
    ),
)


def _answers(count: int, photos: int) -> tuple[report.ClauseAnswers, ...]:
    headings = (
        "4.1 Understanding the organization and its context",
        "5.2 Environmental policy",
        "6.1.2 Environmental aspects",
        "6.1.3 Compliance obligations",
        "7.2 Competence",
        "8.1 Operational planning and control",
        "8.2 Emergency preparedness and response",
        "9.1.1 General",
        "9.2.2 Internal audit programme",
        "10.2 Nonconformity and corrective action",
    )
    results = ("conform",) * 12 + ("nonconformity", "observation", "not_applicable")
    each = max(count // len(headings), 1)
    clauses, made = [], 0
    for heading in headings:
        answers = []
        for _ in range(each):
            result = results[made % len(results)]
            with_photo = photos > 0 and made * photos // count != (made + 1) * photos // count
            answers.append(
                report.Answer(
                    question="Are the containers for hazardous waste labelled, closed, and standing where a leak"
                    " would be caught?",
                    result=result,
                    note="Three of the six bays walked with the shift leader; labels legible, bungs closed, trays dry."
                    if result != "not_applicable"
                    else "",
                    reason="No solvent is handled here." if result == "not_applicable" else "",
                    sample="6 of 22 containers, every fourth along the walk" if made % 3 == 0 else "",
                    kinds=("seen", "asked") if made % 2 else ("seen", "read"),
                    where="Recycling yard",
                    finding="NC-2026-031" if result == "nonconformity" else "",
                    photos=(photo(1000 + made),) if with_photo else (),
                )
            )
            made += 1
        clauses.append(report.ClauseAnswers(heading=heading, answers=tuple(answers)))
    return tuple(clauses)


def audit_report(answers: int = 40, answer_photos: int = 4) -> report.AuditReport:
    """An issued report of a two-day internal audit."""
    person = report.Participant
    return report.AuditReport(
        organisation="Nordlicht Coatings GmbH",
        reference="AR-2026-07",
        title="Internal audit of the Hamburg plant, autumn 2026",
        revision=1,
        status="issued",
        issued_at=WHEN,
        confidentiality="Confidential. For the recipients on the distribution list.",
        type="internal",
        method="mixed",
        days=(date(2026, 11, 30), date(2026, 12, 1)),
        client="Tom Harms, Managing director",
        sites=("Hamburg plant",),
        processes=("Storage of chemicals", "Energy", "Waste", "Training", "Emergency response"),
        objectives=(
            "Find out whether the environmental management system meets ISO 14001:2015 and the organisation's own"
            " requirements, and is effectively implemented and maintained.",
            "Check that the corrective actions of the 2025 audit hold.",
        ),
        scope="All activities of the Hamburg plant, day and late shift, including contractors on site.",
        exclusions="The canteen, which is run by the landlord.",
        criteria=(
            report.Criterion(title="ISO 14001", edition="2015", clauses="4 to 10"),
            report.Criterion(title="Own instructions EI-01 to EI-24", edition="May 2026"),
            report.Criterion(title="Water law permit 4711"),
        ),
        method_note="interviews and records of purchasing by video on 30 Nov, everything else on site",
        sampling="Samples were chosen by the auditors on judgement, with weight on significant aspects. A sample cannot"
        " prove that nothing else is wrong.",
        team=(
            person(role="leader", name="Lea Voss", note="auditor since 2019"),
            person(role="auditor", name="Jon Petersen"),
            person(role="technical_expert", name="Dr. Ida Krüger", note="water law"),
        ),
        auditees=(
            person(role="Head of logistics", name="Ola Brandt"),
            person(role="Energy", name="Zed Albers"),
        ),
        interviewed=(person(role="Shift leader, late shift"), person(role="Driver of a contractor")),
        deviations=(
            report.Remark(
                what="The paint shop was walked on 1 Dec instead of 30 Nov.", reason="A delivery blocked it."
            ),
        ),
        obstacles=(),
        not_covered=(report.Remark(what="Night shift", reason="Planned for the follow-up audit in March 2027."),),
        summary="The system is alive: people know their aspects, objectives are followed up monthly, and the"
        " energy work is a pleasure to see. One control has failed for a second time: drums of solvent stand without"
        " trays beside an open drain, and the check that should have found it reports that all is well.",
        conclusion="Apart from the control of storage, the environmental management system conforms to ISO 14001:2015."
        " The major nonconformity has to be closed before the surveillance audit in April 2027.",
        objectives_met=(
            report.Remark(what="Conformity", reason="Reached, with the findings in this report."),
            report.Remark(what="Actions of 2025", reason="Five of six hold; NC-2024-009 has come back."),
        ),
        effectiveness="Effective in reaching its objectives for energy and waste; not in the control of storage.",
        follow_up="A follow-up audit of the chemical store and the night shift is planned for March 2027.",
        findings=FINDINGS,
        conformities=(
            "The register of compliance obligations is complete and was reviewed in September (14 of 52 entries read).",
            "The emergency exercise of June is documented with times, and its three lessons are carried out.",
        ),
        earlier=(
            report.EarlierFinding(
                reference="NC-2024-009",
                grade="minor",
                statement="Drums without trays in the chemical store.",
                state="closed",
                repeated=True,
                note="See NC-2026-031.",
            ),
            report.EarlierFinding(
                reference="NC-2025-014",
                grade="minor",
                statement="Waste register kept in two places with different totals.",
                state="verified",
                note="Effectiveness check on 15 Jan 2027.",
            ),
        ),
        clauses=_answers(answers, answer_photos),
        coverage_clauses=("4", "5", "6", "7", "8", "9", "10"),
        coverage=(
            report.ProcessCoverage(
                process="Storage of chemicals", cells=("done", "", "done", "done", "done", "done", "gap")
            ),
            report.ProcessCoverage(
                process="Energy", cells=("done", "done", "done", "planned", "done", "done", "not_applicable")
            ),
        ),
        overrides=(
            paper.Override(
                rule="No auditor on own work",
                reason="Jon Petersen took over the training register in October; nobody else speaks Danish.",
                mitigation="Lea Voss audited training records alone.",
                approved_by="Tom Harms",
                approved_at=WHEN - timedelta(days=9),
            ),
        ),
        evidence=tuple(
            paper.EvidenceFile(
                name=f"IMG_{number:04}.jpg",
                sha256=f"{number:02x}" * 32,
                by="Lea Voss",
                taken_at=WHEN - timedelta(days=2, minutes=number),
                received_at=WHEN - timedelta(days=2, minutes=number - 1),
                belongs_to="NC-2026-031",
            )
            for number in range(1, 9)
        ),
        distribution=(
            paper.Recipient(name="Tom Harms", role="Managing director", at=WHEN),
            paper.Recipient(name="Mia Sommer", role="EMS lead", at=WHEN),
        ),
        signatures=(
            paper.Signature(name="Lea Voss", role="Audit team leader", meaning="Author", at=WHEN),
            paper.Signature(name="Mia Sommer", role="EMS lead", meaning="Approved and issued", at=WHEN),
        ),
        history=(
            paper.Event(at=WHEN - timedelta(days=30), who="Mia Sommer", verb="plan_audit"),
            paper.Event(at=WHEN - timedelta(days=1), who="Lea Voss", verb="conclude"),
            paper.Event(at=WHEN, who="Mia Sommer", verb="issue", note="Revision 1"),
        ),
    )


def large_report() -> report.AuditReport:
    """150 answers, 20 nonconformities, 120 photos: the report that is measured."""
    findings = tuple(
        replace(
            FINDINGS[number % 2],
            reference=f"NC-2026-{number:03}",
            photos=tuple(photo(100 * number + each) for each in range(3)),
        )
        for number in range(1, 21)
    )
    return replace(audit_report(150, 60), findings=findings)


def nc_sheet() -> nc.NcSheet:
    """A nonconformity in its second round, the first one judged not effective."""
    first = FINDINGS[0]
    common = {
        "containment": nc.Fact(text="Drain covers closed, absorbent mats laid out.", done=date(2026, 12, 1)),
        "correction": nc.Fact(
            text="14 drums were put on trays lent by the supplier.",
            done=date(2026, 12, 4),
            photos=(photo(21), photo(22)),
            files=("delivery-note-8812.pdf",),
        ),
        "extent": "All four stores of both sites were looked at (212 drums): 9 more without trays, all in bay 5.",
        "cause_method": "five_whys",
        "causes": (
            nc.Cause(
                statement="The goods-in check has no step that compares the number of drums with the number of trays.",
                chain=(
                    "Drums stood without trays because there were more drums than trays.",
                    "There were more drums because the order quantity was doubled in August.",
                    "Nobody ordered trays because the order form asks for none.",
                ),
                branches=(("method", "Deliveries are unloaded where there is room."),),
                stop_test="yes",
            ),
        ),
        "updates": ("Instruction EI-12, revision 5", "Training of 11 drivers on 20 Jan 2027"),
    }
    rounds = (
        nc.Round(
            number=1,
            **common,
            actions=(
                nc.Action(what="Order 20 trays.", owner="Ola Brandt", due=date(2026, 12, 20), done=date(2026, 12, 18)),
            ),
            plan_verdicts=(nc.Verdict(verb="accept", by="Lea Voss", at=WHEN + timedelta(days=10)),),
            implementation_verdicts=(
                nc.Verdict(
                    verb="verify",
                    by="Lea Voss",
                    at=WHEN + timedelta(days=30),
                    kinds=("seen",),
                    note="20 trays in bay 4 and 5, all drums on trays.",
                    photos=(photo(23),),
                ),
            ),
            effectiveness=nc.Effectiveness(
                criterion="No drum without a tray in three unannounced walks.",
                check_on=date(2027, 4, 1),
                method="Three walks in March, one at night",
                verdict=nc.Verdict(
                    verb="judge_not_effective",
                    by="Lea Voss",
                    at=WHEN + timedelta(days=119),
                    note="Walk 3: two drums without trays after a delivery.",
                ),
            ),
        ),
        nc.Round(
            number=2,
            opened_because="The trays were bought, but deliveries are still not compared with them.",
            **common,
            actions=(
                nc.Action(
                    what="Add the step 'a tray for each drum' to goods-in and block the booking without it.",
                    owner="Ola Brandt",
                    due=date(2027, 5, 1),
                    kinds=("at_source", "raises"),
                    resources="2 days of the ERP team",
                ),
            ),
            effectiveness=nc.Effectiveness(criterion="No drum without a tray in six walks.", check_on=date(2027, 9, 1)),
        ),
    )
    return nc.NcSheet(
        organisation="Nordlicht Coatings GmbH",
        reference="NC-2026-031",
        title="Drums of solvent without trays beside an open drain",
        status="issued",
        issued_at=WHEN,
        source="internal_audit",
        state="in_progress",
        grade="major",
        grade_reason=first.grade_reason,
        statement=first.statement,
        requirement=first.requirement,
        evidence_text=first.evidence,
        owner=first.owner,
        raised_by="Lea Voss",
        raised_at=WHEN,
        found_on=date(2026, 12, 1),
        audit="AR-2026-07, Internal audit of the Hamburg plant",
        site=first.site,
        process=first.process,
        place=first.place,
        clauses=first.clauses,
        aspect="Storage of solvents (significant)",
        obligation=first.obligation,
        repeat_of=first.repeat_of,
        consequence="None so far; up to 600 l of solvent could reach the drain.",
        mitigation="Drain covers closed on the day.",
        acknowledged_by="Ola Brandt",
        acknowledged_at=WHEN + timedelta(hours=3),
        due=first.due,
        photos=first.photos,
        rounds=rounds,
        history=(paper.Event(at=WHEN, who="Lea Voss", verb="release"),),
        signatures=(paper.Signature(name="Lea Voss", role="Audit team leader", meaning="Released", at=WHEN),),
    )
