"""What alerts bring to the floors below: a place, search, hits of rules, alerts to try them on."""

from datetime import datetime

from django.utils import timezone

from accounts import profile_sections, rule_editor, search
from accounts.actors import Actor
from accounts.rule_editor import Editor
from accounts.search import TOP, Finding, gathered
from alerts import hits
from alerts.forms import notification_rules
from alerts.models import Alert
from alerts.owned import owned_by
from alerts.personal_rule_words import words_of
from alerts.states import state_of
from common import places
from common.places import Place
from common.words import beginnings
from routing import hits as rule_hits
from routing import samples


def register_all() -> None:
    """Make alerts known below. Called once, when the app is ready."""
    names = ("alerts", "Alerts", "bell", "alerts:alerts", "a")
    places.register(Place(*names, sees_alerts, 5, count_url_name="alerts:alerts_open"))
    search.register("Alerts", find_alerts)
    profile_sections.register("alerts/owned.html", owned_by, order=25)
    rule_hits.register(hits.count)
    samples.register(hits.recent, hits.facts_of, hits.since)
    cards, head = "alerts/parts/rule_cards.html", "alerts/parts/rule_head.html"
    rule_editor.register(Editor(notification_rules.form_of, cards, head, words_of))


def sees_alerts(actor: Actor) -> bool:
    """Whether the actor's role has anything to do with alerts."""
    return bool(actor.user) and actor.has("see-alerts")


def find_alerts(actor: Actor, text: str) -> list[Finding]:
    """Find alerts by their number (#1847), or by the beginnings of their words; newest first."""
    alerts = Alert.objects.visible_to(actor).defer("search_words", "description", "details")
    number = text.strip().removeprefix("#")
    if number.isdecimal() and len(number) < 18:
        found = alerts.filter(tiny_id=int(number))
    elif words := beginnings(text):
        found = gathered(alerts.filter(search_words=words))
    else:
        return []
    newest = found.order_by("-created_at", "-pk")[: TOP + 1]
    return [_finding(one, timezone.now()) for one in newest]


def _finding(alert: Alert, now: datetime) -> Finding:
    title, state = f"#{alert.tiny_id} {alert.message}", state_of(alert, now).words
    return Finding(title, state, alert.get_absolute_url(), "bell")
