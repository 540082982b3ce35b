"""A nonconformity in its second round, as a sheet."""

from datetime import date, timedelta

from auditapp.domain import nc_sheet as nc
from auditapp.domain import paper
from tests.adapters.paper_setting import WHEN, photo
from tests.adapters.sample_findings import FINDINGS


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
