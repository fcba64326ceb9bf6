"""What goes when a person is deleted. A floor above adds its own: `LOSSES.register(…)`."""

from accounts.models import User
from common.losses import Losses

LOSSES: Losses[User] = Losses()
LOSSES.register("contact", "contacts", lambda person: person.contacts.count())
LOSSES.register(
    "notification rule", "notification rules", lambda person: person.notification_rules.count()
)
LOSSES.register(
    "group membership", "group memberships", lambda person: person.group_memberships.count()
)
