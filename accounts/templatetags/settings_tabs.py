"""The tabs of the settings: those that the person who looks may open."""

from typing import NamedTuple

from django import template
from django.urls import reverse

from accounts.permissions import can_see_configuration, can_see_log
from accounts.settings_tabs import added

register = template.Library()


class Tab(NamedTuple):
    """One tab: its name, its label, where it leads."""

    name: str
    label: str
    address: str


@register.simple_tag(takes_context=True)
def settings_tabs(context: template.Context) -> tuple[Tab, ...]:
    """Return the tabs in order. What the roles may do, everybody may read."""
    actor = context["request"].actor
    is_mail_kept = bool(context["mail_to_files"])
    tabs = (
        ("general", "General", "accounts:account", can_see_configuration(actor)),
        ("roles", "Roles", "accounts:roles", True),
        ("api-keys", "API keys", "accounts:api_keys", actor.runs_the_account),
        *((*tab[:3], tab.may_open(actor)) for tab in added()),
        ("log", "Activity log", "accounts:log", can_see_log(actor)),
        ("mail", "Mail", "accounts:mail", is_mail_kept and actor.owns_the_account),
    )
    return tuple(Tab(name, label, reverse(url)) for name, label, url, may in tabs if may)
