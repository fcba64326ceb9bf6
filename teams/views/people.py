"""Several people into one team at once."""

from django.http import HttpResponse

from accounts.actors import Actor
from accounts.http import Request
from accounts.models import User
from accounts.views.dialogs import show_or_send
from accounts.views.people_bulk import by_name, chosen_people, list_address, terms_of
from common.forms import carry_out
from common.pages import done, invalid, page
from common.policy import runs_the_account
from teams import actions
from teams.forms import PeopleForm
from teams.models import Team

PAGE = "teams/people_add.html"
NAMED = 3  # in a message, before it only counts


@runs_the_account
@show_or_send
def people_add(request: Request) -> HttpResponse:
    """Ask for a team for the people chosen in a list, and put them into it."""
    people = by_name(request.actor, chosen_people(request))
    teams = Team.objects.visible_to(request.actor)
    is_answer = "team" in request.POST
    form = PeopleForm(request.POST if is_answer else None, teams=teams)
    context = {"nav": "people", "people": people, "form": form}
    context |= {"back": list_address(request), "terms": terms_of(request)}
    if not people:
        return invalid(request, PAGE, context, part="dialog")
    if not is_answer:
        return page(request, PAGE, context, part="dialog")
    message = carry_out(form, lambda: _add_all(form, people, by=request.actor))
    if message is None:
        return invalid(request, PAGE, context, part="dialog")
    return done(request, message, list_address(request))


def _add_all(form: PeopleForm, people: list[User], *, by: Actor) -> str:
    team, role = form.cleaned_data["team"], form.cleaned_data["role"]
    already = actions.add_members(team, people, role=role, by=by)
    added = len(people) - len(already)
    said = f"{added:,} {'person' if added == 1 else 'people'} added to {team.name}."
    if already:
        named = ", ".join(person.full_name for person in already[:NAMED])
        others = len(already) - NAMED
        said += f" In it already: {named}{f' and {others:,} others' if others > 0 else ''}."
    return said
