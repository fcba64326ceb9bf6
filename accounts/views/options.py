"""People suggested while one types."""

from django.db.models import QuerySet
from django.http import HttpResponse

from accounts.http import Request
from accounts.models import User
from common.folding import Folded
from common.options import options
from common.text import one_line
from common.words import beginnings

SUGGESTED = 10


def people_options(
    request: Request, people: QuerySet[User], *, says_nobody: bool = False
) -> HttpResponse:
    """Answer with at most ten of the people whose words begin as the term `person` does."""
    typed = one_line(request.GET.get("person", ""), 100)
    words = beginnings(typed)
    found = people.filter(search_words=words) if words else people.none()
    named = found.only("full_name", "username").order_by(Folded("full_name"), "pk")[:SUGGESTED]
    rows = [(person.username, person.full_name, person.username) for person in named]
    return options(request, rows, typed=typed if says_nobody else "")
