"""The day that counts of what waits already: of a dispute, and of a containment that is due before the plan"""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

DAY = """(
    SELECT CASE WHEN r.deferred_until > d.due_on THEN r.deferred_until ELSE d.due_on END
    FROM due_date d JOIN round r ON r.nonconformity_id = d.nonconformity_id AND r.number = d.round_number
    WHERE d.nonconformity_id = nonconformity.id AND d.round_number = nonconformity.round_number AND d.kind = '{kind}'
)"""
FIRST = """EXISTS (
    SELECT 1 FROM due_date d
    WHERE d.nonconformity_id = nonconformity.id AND d.round_number = nonconformity.round_number
    AND d.kind = 'containment' AND d.met_on IS NULL AND d.due_on < nonconformity.due_on
)"""


def upgrade() -> None:
    plan, containment = DAY.format(kind="plan"), DAY.format(kind="containment")
    op.execute(f"UPDATE nonconformity SET due_on = {plan} WHERE state = 'disputed' AND due_on IS NULL")  # noqa: S608 - ours
    op.execute(f"UPDATE nonconformity SET due_on = {containment} WHERE state IN ('raised', 'acknowledged') AND {FIRST}")  # noqa: S608 - ours


def downgrade() -> None:
    """The days stay: the next step writes them anew."""
