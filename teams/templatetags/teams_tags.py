"""What the pages of people say of teams. Usage: `{% load teams_tags %}`."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import template

from accounts.actors import Actor
from accounts.models import User
from teams.models import Membership
from teams.reading import team_names as names_of
from teams.reading import teams_of

SHOWN = 3  # names in a cell, before it only counts
CARD_SHOWN = 20

register = template.Library()


@register.simple_tag
def team_names(rows: Iterable[Any]) -> dict[UUID, str]:
    """The teams of all rows (people) of a page, by their pk: "Payments, Platform". One query."""
    return {pk: short(names) for pk, names in names_of(row.pk for row in rows).items()}


@register.filter
def lookup(values: dict[Any, Any], key: Any) -> Any:
    """What a dict holds under a key, or an empty text."""
    return values.get(key, "")


@register.inclusion_tag("teams/parts/card.html")
def teams_card(person: User, actor: Actor) -> dict[str, Any]:
    """A card with a person's teams and roles in them, as far as the actor may see them."""
    return card(person, actor)


@register.inclusion_tag("teams/parts/rights.html")
def team_rights(person: User) -> dict[str, Any]:
    """A card that says which teams a person administers, and what that allows."""
    own = Membership.objects.filter(user=person, role=Membership.Role.ADMIN)
    administered = own.select_related("team").order_by("team__name")
    return {"person": person, "administered": list(administered[:CARD_SHOWN])}


def card(person: User, actor: Actor) -> dict[str, Any]:
    """What the card of a person's teams shows."""
    memberships = list(teams_of(person, actor)[: CARD_SHOWN + 1])
    return {
        "person": person,
        "memberships": memberships[:CARD_SHOWN],
        "has_more": len(memberships) > CARD_SHOWN,
        "is_self": actor.is_person(person),
        "can_add": actor.runs_the_account,
    }


def short(names: list[str]) -> str:
    """Names for a narrow cell: "Payments, Platform", or of many "Data, Fraud, Payments +2"."""
    others = len(names) - SHOWN
    return ", ".join(names[:SHOWN]) + (f" +{others}" if others > 0 else "")
