"""The content of an NC sheet: what was frozen before the app could fill all its places stays the same, byte by byte."""

from datetime import UTC, date, datetime

from auditapp.domain.nc_sheet import Action, Cause, Fact, NcSheet, Round
from auditapp.domain.paper import record_hash

PLAIN = NcSheet(
    organisation="Weir Mill", reference="NC-2026-001", title="Oil storage is not controlled.", source="internal_audit",
    state="in_progress", grade="minor", grade_reason="A single place.", statement="Oil storage is not controlled.",
    requirement="ISO 14001 8.1.", evidence_text="Two drums, bay 3.", owner="Ola Owner", raised_by="Lea Leader",
    raised_at=datetime(2026, 11, 3, 8, 0, tzinfo=UTC),
    rounds=(
        Round(
            number=1, correction=Fact(text="Moved.", done=date(2026, 11, 4)), extent="4 stores, 0 more.",
            causes=(Cause(statement="No place is planned."),),
            actions=(Action(what="Plan a place.", owner="Ola Owner", due=date(2026, 12, 3)),),
        ),
    ),
)  # fmt: skip


def test_a_sheet_without_aspect_consequence_change_and_resources_has_the_record_it_always_had() -> None:
    assert record_hash(PLAIN) == "314152fbd3a7aa7b8dad99f2f8c560c47051490c3d5496d9c78916dca746afe1"


def test_a_round_of_which_only_the_change_to_the_system_is_written_is_not_blank() -> None:
    assert [Round(number=1, updates=updates).is_blank for updates in ((), ("The audit programme.",))] == [True, False]
