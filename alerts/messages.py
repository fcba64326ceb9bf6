"""The words of a message: an e-mail, or a text for SMS and calls. Decides nothing."""

from datetime import datetime
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import EmailMessage

from accounts import mail
from accounts.models import Contact, NotificationRule
from accounts.providers import Text
from accounts.validators import zone
from alerts.models import Alert, Notification
from common.text import one_line, shortened
from oncall.moments import moment_words, span_words

Action = NotificationRule.Action
LONGEST_TEXT = 300  # characters: two SMS
TEMPLATES = {
    Action.ACKNOWLEDGED: "alert_event",
    Action.CLOSED: "alert_event",
    Action.ADD_NOTE: "alert_event",
    Action.SCHEDULE_START: "shift",
    Action.SCHEDULE_END: "shift",
}
# What a subject and a text say before the alert's own message.
NEWS = {
    Action.CREATE_ALERT: "",
    Action.RENOTIFIED: "Again",
    Action.ASSIGNED: "Assigned to you",
    Action.ACKNOWLEDGED: "Acknowledged",
    Action.CLOSED: "Closed",
    Action.ADD_NOTE: "New note",
}


def email_of(message: Notification) -> EmailMessage:
    """The e-mail. Its Message-ID is the message's own: sent twice, it is the same e-mail twice."""
    template = TEMPLATES.get(Action(message.action), "alert_new")
    subject, body = mail.written(template, **_context(message))
    host = urlsplit(settings.PUBLIC_URL).hostname
    headers = {"Message-ID": f"<{message.pk}@{host}>", "Auto-Submitted": "auto-generated"}
    if message.alert_id:
        headers["References"] = f"<alert-{message.alert_id}@{host}>"  # one conversation an alert
    return EmailMessage(subject=subject, body=body, to=[message.to], headers=headers)


def text_of(message: Notification) -> Text:
    """The text for SMS, or to be read aloud."""
    is_read_aloud = message.method == Contact.Method.VOICE
    context = _context(message)
    if alert := message.alert:
        said = _spoken(alert, context["news"]) if is_read_aloud else context["subject"]
    else:
        said = context["shift"]
    link = "" if is_read_aloud else f" {context['url']}"
    words = shortened(one_line(said, LONGEST_TEXT), LONGEST_TEXT - len(link)) + link
    about = {"action": message.action, "alert": _as_json(alert) if alert else None}
    return Text(str(message.pk), message.to, words, message.user.full_name, about)


def _context(message: Notification) -> dict[str, Any]:
    person, alert = message.user, message.alert
    own = zone(person.time_zone)
    context: dict[str, Any] = {
        "account": None,  # no such message names it
        "message": message,
        "person": person,
        "about": message.about,
        "profile": mail.link("/profile/"),
        "zone": person.time_zone,
    }
    if alert is None:
        return context | _about_shift(message, own)
    news = NEWS.get(Action(message.action), "")
    return context | {
        "alert": alert,
        "news": news,
        "subject": f"[P{alert.priority}] #{alert.tiny_id} {news + ': ' if news else ''}"
        f"{alert.message}",
        "since": moment_words(alert.created_at, own),
        "url": mail.link(alert.get_absolute_url()),
    }


def _about_shift(message: Notification, own: ZoneInfo) -> dict[str, Any]:
    """What is said of a shift: `about` has schedule, address, start and end as ISO times."""
    about = message.about
    start = datetime.fromisoformat(about["start"])
    end = datetime.fromisoformat(about["end"]) if about.get("end") else None
    name = about["schedule"]
    if message.action == Action.SCHEDULE_END:
        shift = f"Your on-call shift in {name} ends {moment_words(end or start, own)}"
    else:
        times = span_words(start, end, own) if end else f"from {moment_words(start, own)}"
        shift = f"You are on call in {name}: {times}"
    return {"shift": shift, "url": mail.link(about["address"])}


def _spoken(alert: Alert, news: str) -> str:
    again = f"{news}. " if news else ""
    return f"{again}Alert number {alert.tiny_id}, priority {alert.priority}. {alert.message}"


def _as_json(alert: Alert) -> dict[str, Any]:
    return {
        "id": str(alert.pk),
        "tinyId": str(alert.tiny_id),
        "message": alert.message,
        "priority": f"P{alert.priority}",
        "url": mail.link(alert.get_absolute_url()),
    }
