"""All tables, so that importing this package makes the schema complete."""

from auditapp.models.access_grant import AccessGrant
from auditapp.models.action import Action, Cause, Round
from auditapp.models.audit import Audit, AuditMember, IndependenceOverride
from auditapp.models.base import Base, db, new_id
from auditapp.models.checklist import Checklist, ChecklistRevision, Question
from auditapp.models.concern import Concern
from auditapp.models.effectiveness_question import EffectivenessQuestion
from auditapp.models.event import ChainHead, Event
from auditapp.models.evidence import Evidence
from auditapp.models.extent_question import ExtentQuestion
from auditapp.models.fact import keep_facts
from auditapp.models.finding import Finding
from auditapp.models.full_text import SearchKey
from auditapp.models.instance import Answer, Instance, Operation
from auditapp.models.job import Job
from auditapp.models.management_review import ManagementReview, ReviewDecision, ReviewInput, ReviewPerson
from auditapp.models.meeting import Attendance
from auditapp.models.nonconformity import DueDate, Nonconformity, VerdictOverride
from auditapp.models.notice import Notice
from auditapp.models.organisation import Counter, Organisation
from auditapp.models.pack import Pack
from auditapp.models.paper import Paper, Receipt
from auditapp.models.passkey import Passkey
from auditapp.models.person import Person, Role, SignInSession
from auditapp.models.register import NonconformityClause, RegisterImport, SavedView
from auditapp.models.reminder import Reminder
from auditapp.models.site import Process, Site
from auditapp.models.walk_device import WalkDevice

__all__ = [
    "AccessGrant", "Action", "Answer", "Attendance", "Audit", "AuditMember", "Base", "Cause", "ChainHead",
    "Checklist", "ChecklistRevision", "Concern", "Counter", "DueDate", "EffectivenessQuestion", "Event", "Evidence",
    "ExtentQuestion", "Finding",
    "IndependenceOverride", "Instance", "Job", "ManagementReview", "Nonconformity", "NonconformityClause", "Notice",
    "Operation", "Organisation", "Pack", "Paper", "Passkey", "Person", "Process", "Question", "Receipt",
    "RegisterImport", "Reminder", "ReviewDecision", "ReviewInput", "ReviewPerson", "Role", "Round",
    "SavedView", "SearchKey", "SignInSession", "Site", "VerdictOverride", "WalkDevice", "db", "keep_facts", "new_id",
]  # fmt: skip
