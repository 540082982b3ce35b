"""The question that an audit asks where an effectiveness check is due: ISO 14001 10.2, 'review the effectiveness'."""

from typing import Any

from auditapp.domain.checklist import Checklist, Question, Section
from auditapp.domain.translated import Phrases, Text

KEY = "effectiveness-checks"
QUESTION = "effectiveness-checks-1"
CLAUSES = ("iso14001-2015:10.2", "iso14001-2026:10.2")

CHECKLIST = Checklist(
    key=KEY,
    title=Text.of({"en": "Effectiveness checks", "de": "Wirksamkeitsprüfungen", "zh_Hans": "有效性检查"}),
    kind="review",
    audit_types=(),
    objectives=Phrases(),
    scope=Text(),
    criteria=("iso14001-2026", "iso14001-2015"),
    sections=(
        Section(
            "effectiveness",
            Text.of({"en": "Effectiveness checks", "de": "Wirksamkeitsprüfungen", "zh_Hans": "有效性检查"}),
            (
                Question(
                    QUESTION,
                    Text.of({
                        "en": "Is this criterion met, and has what was found not come back?",
                        "de": "Ist dieses Kriterium erfüllt, und ist das Gefundene nicht wieder aufgetreten?",
                        "zh_Hans": "是否满足此准则，且所发现的问题未再次发生？",
                    }),
                    CLAUSES,
                    guidance=Text.of({
                        "en": "Look where it was found, and at one other place like it. Count what the criterion "
                        "counts. Your answer is evidence for whoever judges effectiveness.",
                        "de": "Sehen Sie dort nach, wo es gefunden wurde, und an einer vergleichbaren Stelle. "
                        "Zählen Sie, "
                        "was das Kriterium zählt. Ihre Antwort ist Nachweis für die Bewertung der Wirksamkeit.",
                        "zh_Hans": "到发现问题的地点以及另一处类似地点查看，按准则进行计数。"
                        "您的回答将作为有效性评价的证据。",
                    }),
                    evidence=("seen", "read", "asked"),
                ),
            ),
        ),
    ),
)  # fmt: skip
"""Not for planning: its one question is laid out by itself where a check is due."""


def matter(nonconformity: Any) -> str:
    """What the question is about: the criterion, and what had been found. Its number is the question's label."""
    return f"“{nonconformity.round.criterion.strip()}” ({nonconformity.short})"
