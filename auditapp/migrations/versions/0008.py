"""The mails about one record are found without reading all mails"""

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

NAME = "ix_notice_subject_id_created_at"


def upgrade() -> None:
    op.create_index(NAME, "notice", ["subject_id", "created_at"])


def downgrade() -> None:
    op.drop_index(NAME, "notice")
