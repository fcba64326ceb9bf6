"""The move on pages of other floors. Usage: `{% load migration %}`."""

from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from migration.banner import banner_of
from migration.models import AtlassianConnection, SiteMigration
from migration.permissions import can_migrate
from migration.progress import progress_of
from migration.steps import ORDER

register = template.Library()


@register.simple_tag(takes_context=True)
def migration_banner(context: template.Context) -> SafeString:
    """What owners and admins are told of the move on top of a page, or nothing."""
    request = context.get("request")
    said = banner_of(request) if request else None
    if said is None:
        return SafeString("")
    return render_to_string("migration/parts/banner.html", said, request)


@register.simple_tag(takes_context=True)
def migration_card(context: template.Context) -> SafeString:
    """The state of the move and of the connection in the general settings."""
    request = context["request"]
    if not can_migrate(request.actor):
        return SafeString("")
    found = SiteMigration.objects.newest()
    said: dict[str, Any] = {"migration": found, "connection": AtlassianConnection.current()}
    said["may_begin"] = found is None or (not found.is_open and not found.has_moved)
    if found and found.started_at:
        said["progress"] = progress_of(found)
    if found and found.is_open:
        said["place"] = ORDER.index(SiteMigration.Step(found.step)) + 1
    return render_to_string("migration/parts/card.html", said, request)
