"""The certificate of the environmental management system: its number, who gave it, the edition, until when"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

COLUMNS = (("certificate_number", 200), ("certificate_body", 200), ("certificate_edition", 40))


def upgrade() -> None:
    with op.batch_alter_table("organisation", schema=None) as batch_op:
        for name, length in COLUMNS:
            batch_op.add_column(sa.Column(name, sa.String(length=length), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("certificate_until", sa.Date(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("organisation", schema=None) as batch_op:
        batch_op.drop_column("certificate_until")
        for name, _length in COLUMNS:
            batch_op.drop_column(name)
