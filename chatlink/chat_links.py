"""The one-time links of /genie connect: whom each is about, and which of them work."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from accounts import links
from accounts.models import OneTimeLink
from accounts.models.links import OneTimeLinkQuerySet
from chatlink.messages import Kind
from chatlink.models import ChatAccount, ChatTeam
from chatlink.names import handle, icon_of, team_name

CONNECT, DISCONNECT, CODE = "chat-connect", "chat-disconnect", "chat-code"
VALID_FOR = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class About:
    """The chat user whom a link is about, and where they asked for it.

    `account_id` is that of the connection to end; `needs_code`: whether a code, typed in the chat,
    completes the connection.
    """

    chat_team_id: str
    chat_user_id: str
    chat_user_name: str
    channel: str = ""
    needs_code: bool = False
    account_id: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """What a page says of a link."""

    about: About
    chat_team: ChatTeam

    @property
    def kind(self) -> Kind:
        """The chat system."""
        return Kind(self.chat_team.kind)

    @property
    def handle(self) -> str:
        """What the chat user is called there."""
        return handle(self.kind, self.about.chat_user_name, self.about.chat_user_id)

    @property
    def typed(self) -> str:
        """What they typed to get the link; in Microsoft Teams one mentions the bot."""
        return f"{'@genie' if self.kind is Kind.TEAMS else '/genie'} connect"

    @property
    def team_name(self) -> str:
        """What the chat team is called."""
        return team_name(self.chat_team)

    @property
    def icon(self) -> str:
        """The icon of the chat system."""
        return icon_of(self.kind)

    def account(self) -> ChatAccount:
        """The connection that approving would make, for nobody yet."""
        about = self.about
        return ChatAccount(
            chat_team=self.chat_team,
            chat_user_id=about.chat_user_id,
            chat_user_name=about.chat_user_name,
        )


def issue(purpose: str, about: About, *, now: datetime, issued_by: str) -> str:
    """Make a link and return its token. Those made before for this chat user stop working."""
    _young(about, now).unused().update(revoked_at=now)
    data = asdict(about)
    return links.issue(purpose, now=now, valid_for=VALID_FOR, data=data, issued_by=issued_by)


def count_made(about: About, *, within: timedelta, now: datetime) -> int:
    """How many links were made for this chat user lately."""
    made = _young(about, now).filter(purpose__in=(CONNECT, DISCONNECT))
    return made.filter(created_at__gt=now - within).count()


def waiting_code(about: About, *, now: datetime) -> OneTimeLink | None:
    """The approval that waits for this chat user to type its code. It is locked."""
    waiting = _young(about, now).unused().filter(purpose=CODE, expires_at__gt=now)
    return waiting.select_for_update().order_by("-created_at").first()


def find(token_hash: str, *, now: datetime) -> OneTimeLink | None:
    """Return the link of a token's hash while it works. Looking does not use it up."""
    link = find_any(token_hash)
    return link if link and works(link, now=now) else None


def find_any(token_hash: str) -> OneTimeLink | None:
    """Return the link of a token's hash, whether it works or not; None where there never was."""
    for_chats = OneTimeLink.objects.filter(purpose__in=(CONNECT, DISCONNECT))
    return for_chats.filter(token_hash=token_hash).first()


def works(link: OneTimeLink, *, now: datetime) -> bool:
    """Whether a link is neither used up, nor replaced, nor too old."""
    return link.used_at is None and link.revoked_at is None and link.expires_at > now


def forget(before: datetime) -> None:
    """Forget the links that were made before."""
    ours = OneTimeLink.objects.filter(purpose__in=(CONNECT, DISCONNECT, CODE))
    ours.filter(created_at__lt=before).delete()


def shown_of(link: OneTimeLink) -> Shown:
    """Read what a link is about. One query."""
    about = About(**{name: link.data[name] for name in About.__dataclass_fields__})
    return Shown(about, ChatTeam.objects.get(pk=about.chat_team_id))


def _young(about: About, now: datetime) -> OneTimeLinkQuerySet:
    """The links about a chat user that may still work, and some more. Few, and by an index."""
    return OneTimeLink.objects.filter(
        purpose__in=(CONNECT, DISCONNECT, CODE),
        created_at__gt=now - VALID_FOR,
        data__chat_team_id=about.chat_team_id,
        data__chat_user_id=about.chat_user_id,
    )
