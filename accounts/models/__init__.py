"""The rows of this floor, one file per idea."""

from accounts.models.account import Account
from accounts.models.audit import AuditEntry
from accounts.models.contacts import Contact
from accounts.models.copies import RuleCopy, RuleCopyTarget
from accounts.models.groups import Group, GroupMembership
from accounts.models.keys import ApiKey, ApiKeyCalls
from accounts.models.links import OneTimeLink
from accounts.models.people import User
from accounts.models.roles import CustomRole
from accounts.models.rules import NotificationRule, NotificationStep

__all__ = [
    "Account",
    "ApiKey",
    "ApiKeyCalls",
    "AuditEntry",
    "Contact",
    "CustomRole",
    "Group",
    "GroupMembership",
    "NotificationRule",
    "NotificationStep",
    "OneTimeLink",
    "RuleCopy",
    "RuleCopyTarget",
    "User",
]
