"""The invitations of the built-in directory: real e-mails with real links."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from django.urls import reverse
from django.utils import timezone

from accounts import links, mail
from accounts.models import User
from migration.directory import Place
from migration.models import PracticeSite

PURPOSE = "practice-invitation"
VALID_FOR = timedelta(days=7)


def write_to(emails: Sequence[str], place: Place, text: str) -> None:
    """Invite people by e-mail; a link that was sent before stops working."""
    people = list(User.objects.filter(username__in=emails))
    site = PracticeSite.objects.get(pk=UUID(place.site_id))
    tokens = links.issue_all(
        PURPOSE, people, now=timezone.now(), valid_for=VALID_FOR, issued_by=site.name
    )
    mail.send_all(
        "practice_invitation",
        (
            {
                "to": person.username,
                "person": person,
                "site": site,
                "text": text,
                "days": VALID_FOR.days,
                "url": mail.link(reverse("migration:practice_link", args=[token])),
            }
            for person, token in zip(people, tokens, strict=True)
        ),
    )
