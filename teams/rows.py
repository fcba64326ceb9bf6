"""The rows of the list of teams, as text."""

from collections.abc import Sequence

from django.db.models import Count
from django.utils.safestring import SafeString

from accounts.actors import Actor
from common.drawing import Pattern, drawn
from common.templatetags.ui import when
from common.text import shortened
from teams.models import Membership, Team
from teams.reading import own_roles

ABOUT_LENGTH = 90  # characters of a description
FILE = "teams/rows/team.html"
ROW, ABOUT, ROLE = (Pattern(f"{FILE}#{name}") for name in ("row", "about", "role"))


def team_rows(teams: Sequence[Team], by: Actor) -> list[SafeString]:
    """Write the rows of teams, with how many members each has and the actor's role. Two queries."""
    ids = [team.pk for team in teams]
    memberships = Membership.objects.filter(team__in=ids).values_list("team")
    counts = dict(memberships.annotate(count=Count("*")))
    roles = own_roles(by, ids)
    return [team_row(team, counts.get(team.pk, 0), roles.get(team.pk, "")) for team in teams]


def team_row(team: Team, members: int, role: str) -> SafeString:
    """Write the row of a team; `role` is the reader's own in it, "" outside."""
    about, is_admin = shortened(team.description, ABOUT_LENGTH), role == Membership.Role.ADMIN.label
    accent = " t-accent" if is_admin else ""
    return ROW.fill(
        id=str(team.pk),
        name=team.name,
        about=ABOUT.fill(about=about) if about else "",
        members=str(members),
        noun="member" if members == 1 else "members",
        role=ROLE.fill(role=role, accent=accent) if role else drawn(f"{FILE}#outside"),
        created=when(team.created_at),
    )
