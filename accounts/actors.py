"""Who acts, made once at the door."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Self
from uuid import UUID

from accounts.models import ApiKey, User


class Via(StrEnum):
    """The doors through which somebody can come."""

    WEB = "web"
    API = "api"
    CHAT = "chat"
    IMPORT = "import"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class ChatScope:
    """What somebody in a chat may reach who is not connected: one team's, or all (None)."""

    team_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, and through which door they came.

    `chat_scope` is that of somebody in a chat who is not connected to anybody here. `door` says
    which of the doors of `via` it was, where there are several: "v1", "v2", "slack".
    """

    name: str
    via: Via
    user: User | None = None
    api_key: ApiKey | None = None
    chat_scope: ChatScope | None = None
    door: str = ""

    @classmethod
    def of_user(cls, user: User, via: Via = Via.WEB) -> Self:
        """The actor that a person is."""
        return cls(name=user.full_name or user.username, via=via, user=user)

    @classmethod
    def of_key(cls, key: ApiKey) -> Self:
        """The actor that a script with this key is."""
        return cls(name=key.name, via=Via.API, api_key=key)

    @classmethod
    def in_chat(
        cls, name: str, *, user: User | None = None, scope: ChatScope | None = None, door: str = ""
    ) -> Self:
        """The actor who a person in a chat is: one of us, or nobody known within a scope."""
        reach = None if user else scope
        return cls(name=name, via=Via.CHAT, user=user, chat_scope=reach, door=door)

    @classmethod
    def nobody(cls, via: Via = Via.WEB) -> Self:
        """Somebody who has not signed in."""
        return cls(name="", via=via)

    @classmethod
    def system(cls, name: str = "System") -> Self:
        """Muster itself, or whoever sits at its command line."""
        return cls(name=name, via=Via.SYSTEM)

    @property
    def runs_the_account(self) -> bool:
        """Whether everything may be seen: owner, admin, a key of the whole account, the system."""
        if self.api_key:
            return self.api_key.team_id is None
        if self.user:
            return self.user.runs_the_account and not self.user.is_blocked
        return self.via is Via.SYSTEM

    @property
    def owns_the_account(self) -> bool:
        """Whether this actor has an owner's rights."""
        if self.api_key:
            return self.api_key.team_id is None and self.api_key.may_configure
        if self.user:
            return self.user.is_owner and not self.user.is_blocked
        return self.via is Via.SYSTEM

    def has(self, right: str) -> bool:
        """Whether the person's role gives a right (its name as in accounts.rights)."""
        if self.user:
            return not self.user.is_blocked and right in self.user.rights
        return self.runs_the_account

    def is_person(self, person: User) -> bool:
        """Whether the actor is this very person."""
        return bool(self.user and self.user.pk == person.pk)
