"""The rows of the list of invitations, as text."""

from datetime import datetime

from django.utils.safestring import SafeString

from accounts.models import OneTimeLink, User
from common.drawing import Pattern, drawn
from common.templatetags.ui import initials, when

FILE = "accounts/rows/invitation.html"
ROW, MENU, REVOKE = (Pattern(f"{FILE}#{name}") for name in ("row", "menu", "revoke"))


def invitation_row(link: OneTimeLink, guest: User, now: datetime) -> SafeString:
    """Write the row of an invitation to somebody."""
    name, person, state = guest.full_name, str(guest.pk), state_of(link, now)
    revoke = REVOKE.fill(invitation=str(link.pk)) if state == "open" else ""
    can_resend = state != "accepted" and not guest.is_verified
    return ROW.fill(
        initials=initials(name),
        person=person,
        name=name,
        mail=guest.username,
        state=drawn(f"{FILE}#{state}"),
        sent=when(link.created_at),
        sender=link.issued_by or "System",
        menu=MENU.fill(name=name, person=person, revoke=revoke) if can_resend else "",
    )


def state_of(link: OneTimeLink, now: datetime) -> str:
    """Return what became of an invitation: "accepted", "revoked", "expired" or "open"."""
    if link.used_at:
        return "accepted"
    if link.revoked_at:
        return "revoked"
    return "expired" if link.expires_at <= now else "open"
