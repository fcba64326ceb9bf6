"""The page behind the search box in the top bar."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from accounts import people_search
from accounts import search as everything
from accounts.http import Request
from common.pages import page
from common.policy import signed_in
from common.text import one_line


@signed_in
@require_safe
def search(request: Request) -> HttpResponse:
    """What was found, by kind, of what the person may see."""
    text = one_line(request.GET.get("q", ""), people_search.LONGEST)
    context = {"search_text": text, "kinds": everything.find(request.actor, text)}
    return page(request, "accounts/search.html", context)
