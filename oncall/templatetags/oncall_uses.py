"""What is in the way of deleting something. Usage: `{% load oncall_uses %}`."""

from django import template

from oncall import uses

register = template.Library()


@register.simple_tag
def uses_of(thing: uses.Nameable) -> list[uses.Use]:
    """What names a person, a team, a schedule or an escalation: while it does, that stays."""
    return uses.uses_of(thing)
