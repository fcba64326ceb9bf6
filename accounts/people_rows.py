"""The rows of the list of people, as text."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.safestring import SafeString

from accounts.models import User
from common.drawing import Pattern, drawn
from common.templatetags.ui import initials
from common.times import in_words

FILE = "accounts/rows/person.html"
ROW, RESEND, INVITE, BLOCK, UNBLOCK, CHAT, CHATS = (
    Pattern(f"{FILE}#{name}")
    for name in ("row", "resend", "invite", "block", "unblock", "chat", "chats")
)


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person, and what a row says of them besides; `pk` lets other apps find theirs."""

    pk: UUID
    person: User
    role: str
    when: str

    @classmethod
    def of(
        cls, person: User, custom: Mapping[str, str], now: datetime, *, joined: bool
    ) -> "PersonRow":
        """Put a person in words; `custom` names the custom roles by id.

        The time shown is when they were last active, or when they joined.
        """
        return cls(
            pk=person.pk,
            person=person,
            role=custom.get(str(person.custom_role_id)) or person.get_role_display(),
            when=in_words(person.created_at if joined else person.last_active_at, now),
        )

    def written(self, teams: str, chats: str | None) -> SafeString:
        """Write the row, with the names of the person's teams.

        `chats` shows the chat systems in which they are connected; None leaves that column out.
        """
        person, name, ident = self.person, self.person.full_name, str(self.pk)
        return ROW.fill(
            id=ident,
            name=name,
            first=(name.split() or ["they"])[0],
            initials=initials(name),
            mail=person.username,
            role=self.role,
            accent=" t-accent" if person.is_owner else "",
            state=_part("verified" if person.is_verified else "not-verified"),
            resend=""
            if person.is_verified or person.is_blocked
            else RESEND.fill(id=ident, name=name),
            invite="" if person.is_verified else INVITE.fill(id=ident),
            blocked=_part("blocked") if person.is_blocked else "",
            block=(UNBLOCK if person.is_blocked else BLOCK).fill(id=ident),
            teams=teams or _part("none"),
            chat="" if chats is None else CHAT.fill(chats=chats or _part("no-chat")),
            chats=CHATS.fill(chats=chats) if chats else "",
            when=self.when,
        )


def _part(name: str) -> SafeString:
    return drawn(f"{FILE}#{name}")
