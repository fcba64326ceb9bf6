"""The page that names who could not be reached right now."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from accounts import people_search
from accounts.http import Request
from accounts.models import User
from accounts.readiness import PROBLEMS, problems_by_person, unready
from accounts.readiness_rows import readiness_row
from accounts.views.people import count_words
from common.folding import Folded
from common.pages import page
from common.paging import Sort, count_up_to, paginate
from common.policy import runs_the_account
from common.text import one_line

COUNTED = 100  # people: to count one, several of their rows are looked at
BY_NAME = Sort("name", Folded("full_name"))


@runs_the_account
@require_safe
def readiness(request: Request) -> HttpResponse:
    """Everybody with a problem, or with one problem; each with the way to mend it."""
    text = one_line(request.GET.get("q", ""), people_search.LONGEST)
    seen, search_problems = people_search.find(User.objects.visible_to(request.actor), text)
    chosen = PROBLEMS.get(request.GET.get("problem", ""))
    counts = {name: count_up_to(COUNTED, unready(seen, name)) for name in PROBLEMS}
    name = chosen.name if chosen else ""
    found = unready(seen, name).select_related("custom_role").defer("search_words", "password")
    shown = paginate(
        found,
        sort=BY_NAME,
        cursor=request.GET.get("cursor", ""),
        count_limit=COUNTED,
        counted=_all_counted(counts, name),
    )
    problems = problems_by_person(shown.rows)
    context = {
        "nav": "people",
        "page": shown,
        "rows": [readiness_row(row, problems[row.pk]) for row in shown.rows],
        "text": text,
        "search_problems": search_problems,
        "chosen": chosen,
        "counts": [(one, count_words(*counts[name])) for name, one in PROBLEMS.items()],
    }
    return page(request, "accounts/readiness.html", context, part="readiness-list")


def _all_counted(counts: dict[str, tuple[int, bool]], chosen: str) -> tuple[int, bool] | None:
    """How many people the page is about, where the counts of problems say so already."""
    if chosen:
        return counts[chosen]
    return next((count for count in counts.values() if not count[1]), None)
