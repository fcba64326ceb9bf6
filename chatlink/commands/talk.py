"""What every command has: who gives it, and the alerts it names."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError

from accounts.actors import Actor
from accounts.mail import link
from alerts.models import Alert
from alerts.models.alerts import AlertQuerySet
from chatlink.grammar import Command
from chatlink.messages import Link, Reply
from common.text import one_line
from common.written import all_written

NOT_FOUND = "Alert with tinyId [{}] not found!"
CONNECT_FIRST = "Connect your chat account for this: type /genie connect."


@dataclass(frozen=True, slots=True)
class Talk:
    """One command: who gives it and in which chat system.

    `team_id` is the team that the integration is for, None for the whole account; `chat_team_id`
    is the chat's own team; `mentions` are the ids of the chat users whom "@bob" names.
    """

    command: Command
    by: Actor
    team_id: UUID | None
    chat_team_id: UUID | None
    chat: str
    now: datetime
    mentions: Mapping[str, str] = field(default_factory=dict)

    def alerts(self) -> AlertQuerySet:
        """The alerts that both the integration and who asks may reach."""
        seen = Alert.objects.visible_to(self.by).defer("search_words")
        return seen.filter(team_ids__contains=all_written([self.team_id])) if self.team_id else seen

    def each(self, act: Callable[[Alert], str]) -> Reply:
        """Do something with each alert that is named. A line says what became of each."""
        named = self.alerts().filter(tiny_id__in=self.command.ids)
        found = {alert.tiny_id: alert for alert in named.select_related("owner", "api_key")}
        return Reply(tuple(_outcome(act, found.get(one), one) for one in self.command.ids))


def called(alert: Alert) -> str:
    """Write which alert it is: alert #12 "db: slow"."""
    return f'alert #{alert.tiny_id} "{one_line(alert.message, 130)}"'


def page_of(alert: Alert) -> Link:
    """The alert's page."""
    return Link(f"Open #{alert.tiny_id}", link(alert.get_absolute_url()))


def _outcome(act: Callable[[Alert], str], alert: Alert | None, tiny_id: int) -> str:
    if alert is None:
        return NOT_FOUND.format(tiny_id)
    try:
        return act(alert)
    except PermissionDenied as problem:
        return f"#{tiny_id}: {problem}"
    except ValidationError as problem:
        return f"#{tiny_id}: {' '.join(problem.messages)}"
