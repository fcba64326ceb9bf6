"""The tabs of the settings: those that the person who looks may open."""

from typing import NamedTuple

from django import template
from django.urls import reverse

from accounts.permissions import can_see_configuration, can_see_log

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
    tabs = (
        ("general", "General", "account", can_see_configuration(actor)),
        ("roles", "Roles", "roles", True),
        ("api-keys", "API keys", "api_keys", actor.runs_the_account),
        ("log", "Activity log", "log", can_see_log(actor)),
        ("mail", "Mail", "mail", bool(context["mail_to_files"]) and actor.owns_the_account),
    )
    return tuple(
        Tab(name, label, reverse(f"accounts:{url}")) for name, label, url, may in tabs if may
    )
