"""Full text on PostgreSQL: an index over what is looked up in"""

from alembic import op

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None

# As it stood on this day: the expression in the models may change later, with a migration of its own.
DOCUMENT = (
    "to_tsvector('simple', regexp_replace(number || ' ' || statement || ' ' || requirement || ' ' || evidence_text"
    " || ' ' || place, '[^[:alnum:]]+', ' ', 'g'))"
)


def upgrade() -> None:
    if op.get_bind().dialect.name == 'postgresql':
        op.execute(f'CREATE INDEX nonconformity_text ON nonconformity USING gin ({DOCUMENT})'.replace(':', r'\:'))


def downgrade() -> None:
    if op.get_bind().dialect.name == 'postgresql':
        op.execute('DROP INDEX nonconformity_text')
