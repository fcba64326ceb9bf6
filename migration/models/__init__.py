"""The move, who is how far, and what is needed to speak with Atlassian."""

from migration.models.connections import AtlassianConnection, AtlassianGrant
from migration.models.moves import SiteMigration, UserMove
from migration.models.practice import PracticeAccount, PracticeMember, PracticeSite

__all__ = [
    "AtlassianConnection",
    "AtlassianGrant",
    "PracticeAccount",
    "PracticeMember",
    "PracticeSite",
    "SiteMigration",
    "UserMove",
]
