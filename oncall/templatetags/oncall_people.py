"""Who is on call, written out; calendar addresses. Usage: `{% load oncall_people %}`."""

import html
from collections.abc import Iterable

from django import template
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from oncall.feeds import address_of
from oncall.models import CalendarFeed
from oncall.now_words import words_of_team
from oncall.parts import RotationRow
from oncall.rotation import Who
from teams.models import Team

BLOCKED = SafeString(' <span class="chip t-bad">Blocked</span>')
NOBODY = SafeString('<span class="text-warn">Nobody</span>')

register = template.Library()


@register.simple_tag
def people(on_call: Iterable[Who]) -> SafeString:
    """Their names, and who of them is blocked; "Nobody" for none."""
    # A list of fifty schedules asks a hundred times: format_html takes three times as long.
    names = (f"{html.escape(who.name)}{BLOCKED if who.is_blocked else ''}" for who in on_call)
    return SafeString(", ".join(names)) or NOBODY


@register.simple_tag
def on_call_now(team: Team) -> str:
    """Who of a team is on call, and until when."""
    return words_of_team(team.pk, timezone.now())


@register.simple_tag(takes_context=True)
def feed_address(context: template.Context, feed: CalendarFeed | None) -> str:
    """The address of a calendar feed, or nothing."""
    return address_of(feed, context["request"]) if feed else ""


@register.simple_tag
def turns(row: RotationRow) -> SafeString:
    """Who takes turns in a rotation, in order: "Ben Member → Cem Yıldız (now) and 3 more"."""
    if not row.people:
        return SafeString('<span class="text-warn">Nobody takes turns</span>')
    names = format_html_join(" → ", "{}", ([_turn(who, row.now)] for who in row.people))
    return format_html("{} and {} more", names, row.more) if row.more else names


def _named(who: Who) -> tuple[str, str]:
    return who.name, BLOCKED if who.is_blocked else ""


def _turn(who: Who, now: Who | None) -> SafeString:
    name, blocked = _named(who)
    if who == now:
        return format_html('<b>{}</b> <span class="dim">(now)</span>{}', name, blocked)
    return format_html("{}{}", name, blocked)
