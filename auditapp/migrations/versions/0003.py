"""A report concludes on each objective and says what follows; how it was audited and who may read it"""

import sqlalchemy as sa
from alembic import op

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None

TEXTS = ('effectiveness', 'follow_up', 'method_note', 'confidentiality')


def upgrade() -> None:
    # Defaults of the database: existing rows get them, and SQLite need not copy the table.
    op.add_column('audit', sa.Column('objectives_met', sa.JSON(), server_default='[]', nullable=False))
    for name in TEXTS:
        op.add_column('audit', sa.Column(name, sa.Text(), server_default='', nullable=False))


def downgrade() -> None:
    with op.batch_alter_table('audit', schema=None) as batch_op:
        for name in ('objectives_met', *TEXTS):
            batch_op.drop_column(name)
