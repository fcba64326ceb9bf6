"""An organisation with one of everything, for requests that must leave no trace in it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import Any

from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from accounts.actions.contacts import add_contact
from accounts.actions.groups import create_group
from accounts.actions.keys import Access, create_key
from accounts.models import ApiKey
from tests.make import SYSTEM, make_alert, make_rule, make_team, make_user

A_CHANGE = re.compile(r"\b(INSERT|UPDATE|DELETE|TRUNCATE|MERGE)\b")
# A new row, a changed one, one that is gone: each shows in this. Keys say when they called.
ROWS = "SELECT '{0}', count(*), sum(xmin::text::bigint) FROM {0}"
UNTOLD = ("accounts_apikey", "accounts_apikeycalls", "django_cache", "django_migrations")


@dataclass(frozen=True)
class Request:
    """A request, in which names stand for what is there."""

    method: str
    path: str
    body: str | bytes
    content_type: str
    key: str = ""  # for the header, in the v2 API


class World:
    """One of everything, named as in the examples of the reference, and three keys.

    `stands_for` has what the names in requests mean.
    """

    def __init__(self) -> None:
        self.stands_for: dict[str, str] = {}
        for kind, one, name in self._things():
            self.stands_for |= {f"ID-OF-{kind}": str(one.pk), f"NAME-OF-{kind}": name}
        read_only = Access(write=False, delete=False, configure=False)
        for name, team, access in [
            ("KEY-OF-ALL", None, Access()),
            ("KEY-OF-TEAM", self.team, Access()),
            ("KEY-THAT-READS", None, read_only),
        ]:
            made = create_key(name, team=team, access=access, by=SYSTEM)
            self.stands_for[name] = str(made.secret)
        ApiKey.objects.update(last_used_at=timezone.now() + timedelta(days=1))  # is noted once
        self.client = Client(raise_request_exception=False)
        self.requests, self.may_have_changed = 0, False
        self.rows = self._rows()

    def _things(self) -> Iterator[tuple[str, Any, str]]:
        user, other = make_user("John Smith"), make_user("Jane Doe")
        self.team = team = make_team("operations", admins=[user], members=[other])
        schedule, escalation = team.schedules.get(), team.escalations.get()
        yield "USER", user, user.username
        yield "OTHER", other, other.username
        yield "TEAM", team, team.name
        yield "SCHEDULE", schedule, schedule.name
        yield "ESCALATION", escalation, escalation.name
        yield "GROUP", create_group("network", by=SYSTEM), "network"
        contact = add_contact(user, method="sms", to="1-5551234567", by=SYSTEM)
        yield "CONTACT", contact, contact.to
        yield "RULE", make_rule(team, "Nights", "message contains night"), "Nights"
        alert = make_alert(alias="ledger", responders=[team], actions=("restart",))
        yield "ALERT", alert, alert.alias

    def send(self, request: Request) -> Any:
        """The answer to a request, after which all is as before. Fails when it must not be."""
        self.requests, self.may_have_changed = self.requests + 1, False
        key = self._filled(request.key).encode("ascii", "replace").decode()
        with transaction.atomic(), connection.execute_wrapper(self._note):
            answer = self.client.generic(
                request.method,
                self._filled(request.path),
                self._filled(request.body),
                content_type=request.content_type,
                headers={"Authorization": f"GenieKey {key}"} if key else {},
            )
            assert answer.status_code < 500, answer.content
            assert answer.status_code != 409, "Only the database saw what is wrong."
            if self.may_have_changed and (answer.status_code >= 400 or request.method == "GET"):
                assert self._rows() == self.rows, "It was refused, yet something has changed."
            transaction.set_rollback(True)
        return answer

    def _note(self, execute: Any, sql: str, *rest: Any) -> Any:
        self.may_have_changed = self.may_have_changed or bool(A_CHANGE.search(sql))
        return execute(sql, *rest)

    def _filled(self, text: Any) -> Any:
        if isinstance(text, str):
            for name, value in self.stands_for.items():
                text = text.replace(name, value)
        return text

    @cached_property
    def _sql(self) -> str:
        tables = connection.introspection.table_names()
        return " UNION ALL ".join(ROWS.format(one) for one in tables if one not in UNTOLD)

    def _rows(self) -> list[Any]:
        with connection.cursor() as cursor:
            cursor.execute(self._sql)
            return sorted(cursor.fetchall())
