"""The page that names who could not be reached right now."""

from functools import partial

from django.db.models import QuerySet
from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts import people_search
from accounts.http import Request
from accounts.models import User
from accounts.readiness import PROBLEMS, Problem, problems_by_person, unready
from accounts.views.people import counted
from common.folding import Folded
from common.pages import page
from common.paging import Sort, paginate
from common.policy import runs_the_account
from common.text import one_line

COUNTED = 100  # people: to count one, several of their rows are looked at


@runs_the_account
@require_safe
def readiness(request: Request) -> HttpResponse:
    """Everybody with a problem, or with one problem; each with the way to mend it."""
    text = one_line(request.GET.get("q", ""), people_search.LONGEST)
    seen, search_problems = people_search.find(User.objects.visible_to(request.actor), text)
    chosen = PROBLEMS.get(request.GET.get("problem", ""))
    found = unready(seen, chosen.name if chosen else "").select_related("custom_role")
    sort = Sort("name", Folded("full_name"))
    shown = paginate(found, sort=sort, cursor=request.GET.get("cursor", ""), count_limit=COUNTED)
    problems = problems_by_person(shown.rows)
    base = reverse("accounts:people")
    context = {
        "nav": "people",
        "page": shown,
        "rows": [(row, f"{base}{row.pk}/", problems[row.pk]) for row in shown.rows],
        "text": text,
        "search_problems": search_problems,
        "chosen": chosen,
        "counts": partial(_counts, seen),
    }
    return page(request, "accounts/readiness.html", context, part="readiness-list")


def _counts(seen: QuerySet[User]) -> list[tuple[Problem, str]]:
    """How many people have each problem; one query each."""
    return [(problem, counted(unready(seen, name), COUNTED)) for name, problem in PROBLEMS.items()]
