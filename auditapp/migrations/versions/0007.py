"""What a nonconformity is about (aspect, obligation), what it did to the environment, and what changes besides"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

COLUMNS = (
    ("nonconformity", "aspect", sa.Text()),
    ("nonconformity", "obligation", sa.Text()),
    ("round", "consequence", sa.Text()),
    ("round", "system_change", sa.Text()),
    ("action", "resources", sa.String(length=200)),
)


def upgrade() -> None:
    # Defaults of the database: existing rows get them, and SQLite need not copy the table.
    for table, name, kind in COLUMNS:
        op.add_column(table, sa.Column(name, kind, nullable=False, server_default=""))


def downgrade() -> None:
    # Nor does SQLite copy it here: a copy would lose the indexes over expressions and the triggers of the full text.
    for table, name, _kind in reversed(COLUMNS):
        op.drop_column(table, name)
