"""Acme's alerts of the last weeks, with what its rules said of them and who was told."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from django.utils.text import slugify

from accounts.actors import Via
from accounts.demo import fixed_id
from accounts.models import User
from alerts import routes
from alerts.models import Alert, AlertLog, Notification, Route
from alerts.responders import Responder
from chatlink.messages import Kind
from config.demo.alert_cast import ALERTS, Act, AlertOf, acts_of, moment_of
from config.demo.cast import BY_LOGIN, person_id
from config.demo.teams import team_id
from oncall.models import EscalationRule
from oncall.targets import people_of_steps, who_is_on_call
from routing.models import RuleBook
from teams.models import Team

KEY = "prometheus"
DAY_AND_A_HALF = timedelta(hours=36)


def load(today: datetime) -> None:
    """Insert the alerts with all that belongs to them, unless somebody of the story has gone."""
    if not is_whole():
        return
    made = [Made(one, moment_of(one.when, today), today) for one in ALERTS]
    made.sort(key=lambda one: one.at)
    Alert.objects.bulk_create(one.alert for one in made)
    Route.objects.bulk_create(one.route for one in made if one.route)
    Notification.objects.bulk_create(row for one in made for row in one.notifications())
    logs = [entry for one in made for entry in one.log()]
    AlertLog.objects.bulk_create(sorted(logs, key=lambda entry: entry.at))


def is_whole() -> bool:
    """Whether all teams and people are there that the alerts are about."""
    teams = {team_id(one.team) for one in ALERTS if one.team and one.team not in BY_LOGIN}
    logins = {act.login for one in ALERTS for act in acts_of(one) if act.login}
    logins |= {one.team for one in ALERTS} & BY_LOGIN.keys()
    people = {person_id(login) for login in logins}
    are_there = Team.objects.filter(pk__in=teams).count() == len(teams)
    return are_there and User.objects.filter(pk__in=people).count() == len(people)


class Made:
    """An alert of the story as rows."""

    def __init__(self, one: AlertOf, at: datetime, today: datetime) -> None:
        self.one, self.at = one, at
        responder = _responder(one.team)
        is_team = responder is not None and responder.kind == "team"
        self.alert = Alert(
            id=fixed_id("alert", one.message),
            alias=slugify(one.message),
            message=one.message,
            entity=one.entity,
            source=one.source,
            priority=one.priority,
            tags=one.tags.split(),
            details=dict(detail.split("=") for detail in one.details),
            count=one.count,
            created_at=at,
            updated_at=at,
            told_at=at,
            last_occurred_at=at + timedelta(minutes=one.count - 1),
            responders=[responder.as_json()] if responder else [],
            team_ids=[responder.id] if responder and is_team else [],
            people_ids=[responder.id] if responder and not is_team else [],
        )
        self.route: Route | None = None
        if responder and is_team:
            facts = routes.facts_of(self.alert)
            columns = routes.of_teams([responder], facts, at)[0]
            self.route = Route(
                id=fixed_id("route", one.message), alert=self.alert, at=at, **columns
            )
        self.told = list(_people(self.route, at))
        for act in acts_of(one):
            self._become(at + timedelta(minutes=act.minutes), act, today)
        self.alert.people_ids += [
            one.pk for one, _ in self.told if one.pk not in self.alert.people_ids
        ]

    def _become(self, at: datetime, act: Act, today: datetime) -> None:
        alert, name = self.alert, _name_of(act)
        alert.updated_at = at
        if act.verb == "acknowledged":
            alert.is_acknowledged, alert.acknowledged_by, alert.acknowledged_at = True, name, at
            alert.owner_id = person_id(act.login) if act.login else None
        elif act.verb == "closed":
            alert.status, alert.closed_by, alert.closed_at = Alert.Status.CLOSED, name, at
        elif act.verb == "snoozed":
            alert.snoozed_until = today + DAY_AND_A_HALF
        elif act.verb == "prioritised":
            alert.priority = int(act.more.removeprefix("P"))

    def notifications(self) -> Iterator[Notification]:
        """Yield the e-mails that went out."""
        for person, because in self.told:
            yield Notification(
                id=fixed_id("notification", self.one.message, person.username),
                alert=self.alert,
                user=person,
                method="email",
                to=person.username,
                action="create-alert",
                rule_name="New alert",
                because=because,
                due_at=self.at,
                state=Notification.State.SENT,
                sent_at=self.at,
                created_at=self.at,
            )

    def log(self) -> Iterator[AlertLog]:
        """Yield the entries of the alert's log."""
        yield self._entry(0, KEY, Via.API, "created", door="v2")
        for person, because in self.told:
            who = {"person": person.full_name, "person_id": str(person.pk)}
            more = who | {"method": "e-mail", "because": because}
            yield self._entry(0, "Muster", Via.SYSTEM, "notified", **more)
        for act in acts_of(self.one):
            via, door = (Via.CHAT, Kind.SLACK) if act.chat_name else (Via.WEB, "")
            said = self._said(act)
            yield self._entry(act.minutes, _name_of(act), via, act.verb, act.login, door, **said)

    def _said(self, act: Act) -> dict[str, str]:
        if act.verb == "prioritised":
            return {"before": f"P{self.one.priority}", "after": act.more}
        if act.verb == "snoozed" and self.alert.snoozed_until:
            return {"until": self.alert.snoozed_until.isoformat()}
        return {"note": act.more} if act.verb == "noted" else {}

    def _entry(
        self,
        minutes: int,
        name: str,
        via: Via,
        verb: str,
        login: str = "",
        door: str = "",
        **details: str,
    ) -> AlertLog:
        return AlertLog(
            alert=self.alert,
            at=self.at + timedelta(minutes=minutes),
            verb=verb,
            actor_name=name,
            user_id=person_id(login) if login else None,
            via=via,
            door=door,
            details=details,
        )


def _name_of(act: Act) -> str:
    """What the logs call who did it."""
    name = BY_LOGIN[act.login].name if act.login else ""
    if not act.chat_name:
        return name
    there = f"{Kind.SLACK.label} {act.chat_name}"
    return f"{name} ({there})" if name else f"{there} (not connected)"


def _responder(name: str) -> Responder | None:
    """Whom an alert names: a person by login, a team, or nobody."""
    if name in BY_LOGIN:
        person = BY_LOGIN[name]
        return Responder("user", person_id(name), person.name, person.username)
    if not name:
        return None
    pk = team_id(name)
    book = RuleBook.objects.filter(team=pk).first()
    return Responder("team", pk, name, name, rules_version=book.version if book else None)


def _people(route: Route | None, at: datetime) -> Sequence[tuple[User, str]]:
    """Who was on call where the rules sent an alert, and why they were told."""
    if route is None or route.target_id is None:
        return []
    because = f"{route.target_kind.capitalize()} {route.target_name}"
    if route.target_kind == "schedule":
        found = who_is_on_call([route.target_id], at)[route.target_id]
    else:
        steps = EscalationRule.objects.filter(escalation=route.target_id, delay_minutes=0)
        told = people_of_steps(steps, at, choose=None).values()
        found, because = [person for people in told for person in people], f"{because}, step 1"
    return [(person, because) for person in found]
