"""Acme's chat: the workspace that people are connected in, and one that came and went.

Nobody has the integration's secret, so that no request passes for Acme's; no channel is chosen, so
that nothing goes out.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from secrets import token_hex
from typing import Any
from uuid import UUID

from accounts.actors import Via
from accounts.demo import fixed_id
from accounts.models import AuditEntry, User
from chatlink.messages import Kind
from chatlink.models import ChatAccount, ChatTeam, Integration
from chatlink.names import account_name
from config.demo.alert_cast import ALERTS, acts_of, moment_of
from config.demo.cast import BY_LOGIN, person_id
from config.demo.story import about_person, entry
from config.demo.times import moment

NAME = "Acme Slack (demo)"
GONE = "Acme HipChat"


@dataclass(frozen=True, slots=True)
class Workspace:
    """A chat team of Acme's; `set_up` and `removed` count days back."""

    kind: Kind
    external_id: str
    name: str
    integration: str
    set_up: int
    removed: int = 0

    @property
    def row_id(self) -> UUID:
        """The id of its row."""
        return fixed_id("chat team", self.kind)


SLACK = Workspace(Kind.SLACK, "T0ACMEDEMO", "acme.slack.com", NAME, 36)
HIPCHAT = Workspace(Kind.HIPCHAT, "51423", "Acme", GONE, 54, removed=36)
# Days ago, who, and where; what they are called there is their login.
CONNECTED = ((50, "ben", HIPCHAT), (35, "ben", SLACK), (33, "ada", SLACK), (28, "ines", SLACK))


def load(today: datetime) -> None:
    """Insert the chat teams, the integration that is left, who is connected, and their log."""
    ChatTeam.objects.bulk_create(
        ChatTeam(id=one.row_id, kind=one.kind, external_id=one.external_id, name=one.name)
        for one in (SLACK, HIPCHAT)
    )
    made = Integration(
        id=fixed_id("integration", SLACK.kind),
        adapter=SLACK.kind,
        name=SLACK.integration,
        chat_team_id=SLACK.row_id,
        created_at=moment(today, SLACK.set_up),
        last_request_at=max(acts_at(today, "")),
    )
    made.secrets = {"secret": token_hex(16)}
    made.save(force_insert=True)
    there = set(User.objects.values_list("pk", flat=True))
    accounts = [one for one in accounts_of(today) if one.user_id in there]
    ChatAccount.objects.bulk_create(accounts)
    entries = [*of_workspaces(today), *of_accounts(accounts)]
    AuditEntry.objects.bulk_create(sorted(entries, key=lambda one: one.at))


def accounts_of(today: datetime) -> Iterator[ChatAccount]:
    """Yield who is connected where, not saved."""
    for days, login, where in CONNECTED:
        at = moment(today, days, 100)
        used = acts_at(today, login) if where is SLACK else [at + timedelta(days=9)]
        yield ChatAccount(
            id=fixed_id("chat account", where.kind, login),
            chat_team_id=where.row_id,
            user_id=person_id(login),
            chat_user_id=f"U0{login.upper()}" if where is SLACK else str(3000 + days),
            chat_user_name=login,
            connected_at=at,
            last_used_at=max(used, default=None),
        )


def acts_at(today: datetime, login: str) -> list[datetime]:
    """When somebody, or with "" anybody, did something to alerts in Slack."""
    return [
        moment_of(one.when, today) + timedelta(minutes=act.minutes)
        for one in ALERTS
        for act in acts_of(one)
        if act.chat_name and login in ("", act.login)
    ]


def of_workspaces(today: datetime) -> Iterator[AuditEntry]:
    """Yield how the integrations were made, and which was removed."""
    for one in (HIPCHAT, SLACK):
        target = ("integration", str(fixed_id("integration", one.kind)), one.integration)
        team = str(ChatTeam(kind=one.kind, name=one.name))
        yield _in_log(moment(today, one.set_up), "created", target, team, chat_accounts=0)
        if one.removed:
            yield _in_log(moment(today, one.removed, 30), "removed", target, team)


def of_accounts(accounts: list[ChatAccount]) -> Iterator[AuditEntry]:
    """Yield how people were connected."""
    teams = ChatTeam.objects.in_bulk([one.chat_team_id for one in accounts])
    for one in accounts:
        one.chat_team = teams[one.chat_team_id]
        person = next(each for each in BY_LOGIN.values() if person_id(each.login) == one.user_id)
        details = {"account": account_name(one)}
        made = about_person(
            one.connected_at, person.login, Via.WEB, "chat.connected", person, details=details
        )
        made.id = fixed_id("entry", made.verb, one.pk)
        yield made


def _in_log(
    at: datetime, what: str, target: tuple[str, str, str], team: str, **more: Any
) -> AuditEntry:
    details = {"chat_team": team, **more}
    return entry(at, "ada", Via.WEB, f"integration.{what}", target, details=details)
