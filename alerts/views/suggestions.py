"""What fields of alerts suggest while one types: owners, responders."""

from uuid import UUID

from django.db.models import Q
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from accounts.actors import Actor
from accounts.http import Request
from accounts.models import User
from accounts.permissions import require
from accounts.views.options import people_options
from alerts.permissions import can_act, can_name_responders
from alerts.views.common import alert_or_404
from common.folding import Folded
from common.options import options
from common.policy import signed_in
from common.text import one_line
from common.words import beginnings
from oncall import nameable
from oncall.models import Escalation
from teams.models import Team

LONGEST = 2000  # characters of a list of names
EACH = 5  # teams, and people, while both are suggested


@signed_in
@require_safe
def alert_people(request: Request, alert_id: UUID) -> HttpResponse:
    """Who may own an alert: the people of its teams; for owners and admins, everybody."""
    alert = alert_or_404(request, alert_id)
    require(can_act(request.actor, alert, "alert-assign-ownership"))
    people = User.objects.filter(is_blocked=False)
    if not request.actor.runs_the_account:
        in_teams = User.objects.filter(memberships__team__in=alert.team_ids)
        people = people.filter(pk__in=in_teams.values("pk"))
    return people_options(request, people)


@signed_in
@require_safe
def responder_suggestions(request: Request) -> HttpResponse:
    """Responders of the chosen kind; or teams and people for the last name of a list."""
    require(can_name_responders(request.actor))
    if "responders" in request.GET:
        listed, comma, last = request.GET["responders"][:LONGEST].rpartition(",")
        before = f"{listed}{comma} " if comma else ""
        found = [
            one
            for kind in (nameable.Kind.TEAM, nameable.Kind.USER)
            for one in suggested(kind, request.actor, one_line(last, 200))[:EACH]
        ]
        return options(
            request, [(f"{before}{value}, ", name, about) for value, name, about in found]
        )
    typed = one_line(request.GET.get("responder", ""), 200)
    return options(request, suggested(request.GET.get("kind", ""), request.actor, typed))


def suggested(kind: str, by: Actor, text: str) -> list[tuple[str, str, str]]:
    """At most ten responders as (what names it, name, detail), for two letters or more."""
    if kind == nameable.Kind.USER and not by.runs_the_account:
        return _people(by, text)
    if kind in nameable.Kind.values:
        return nameable.suggestions(nameable.Kind(kind), by, text)
    words = beginnings(text)
    if kind != "escalation" or words is None or len(text.strip()) < 2:
        return []
    rows = Escalation.objects.visible_to(by).filter(search_words=words)
    found = rows.select_related("team").order_by(Folded("name"), "pk")[: nameable.SUGGESTIONS]
    return [(one.name, one.name, f"Escalation of {one.team or 'no team'}") for one in found]


def _people(by: Actor, text: str) -> list[tuple[str, str, str]]:
    """Of the people in one's own teams; of all others, only whose e-mail was typed out."""
    words = beginnings(text)
    if words is None or len(text.strip()) < 2:
        return []
    own = User.objects.filter(memberships__team__in=Team.objects.visible_to(by).values("pk"))
    beside = Q(pk__in=own.values("pk"), search_words=words)
    people = User.objects.filter(beside | Q(username=text.strip().lower()), is_blocked=False)
    named = people.only("full_name", "username").order_by(Folded("full_name"), "pk")
    found = named[: nameable.SUGGESTIONS]
    return [(one.username, one.full_name, one.username) for one in found]
