"""The list of people."""

from collections.abc import Callable
from functools import partial

from django.db.models import F, QuerySet
from django.db.models.expressions import Combinable
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.views.decorators.http import require_safe

from accounts.forms.people import PeopleFilter
from accounts.http import Request
from accounts.models import User
from accounts.models.people import LastActiveKey
from accounts.people_rows import PersonRow
from common.folding import Folded
from common.pages import page
from common.paging import COUNT_LIMIT, Page, Sort, count_up_to, counts_up_to, paginate
from common.policy import runs_the_account

SORTS: dict[str, Callable[[], Combinable]] = {  # each has an index
    "name": lambda: Folded("full_name"),
    "email": lambda: F("username"),
    "role": lambda: F("role"),
    "joined": lambda: F("created_at"),
    "active": LastActiveKey,
}
COLUMNS = (
    "full_name",
    "username",
    "role",
    "custom_role_id",
    "is_verified",
    "is_blocked",
    "created_at",
    "last_active_at",
)
# Two columns can be sorted in two ways each.
NAME_SORTS = {"name": "Name", "email": "E-mail"}
TIME_SORTS = {"active": "Last active", "joined": "Joined"}
MOST_AT_ONCE = 1000  # people that one bulk action may reach


@runs_the_account
@require_safe
def people(request: Request) -> HttpResponse:
    """Everybody, searched, filtered, sorted; htmx gets the list alone."""
    filter_ = PeopleFilter(request.GET)
    seen = User.objects.visible_to(request.actor)
    found = filter_.narrow(seen)
    sort = sort_of(request.GET.get("sort", ""))
    shown = paginate(found.only(*COLUMNS), sort=sort, cursor=request.GET.get("cursor", ""))
    now, joined = timezone.now(), sort.name == "joined"
    context = {
        "nav": "people",
        "filter": filter_,
        "sort": sort,
        "page": shown,
        "rows": [PersonRow.of(one, filter_.custom, now, joined=joined) for one in shown.rows],
        "all_matching": shown.total if len(shown.rows) < shown.total <= MOST_AT_ONCE else 0,
        "name_sorts": heads(NAME_SORTS, sort),
        "time_sorts": heads(TIME_SORTS, sort),
        "facts": partial(facts, shown, filter_),
        "advice": partial(advice, seen, filter_),
    }
    return page(request, "accounts/people.html", context, part="people-list")


def sort_of(text: str) -> Sort:
    """Read an order from a URL: "name", "-name"; an unknown one is by name."""
    name = text.removeprefix("-")
    if name not in SORTS:
        return Sort("name", SORTS["name"]())
    return Sort(name, SORTS[name](), text.startswith("-"))


def heads(labels: dict[str, str], sort: Sort) -> list[dict[str, str]]:
    """The links of a column's head: a second click turns the order round."""
    return [
        {"name": name, "label": label, "order": f"-{name}" if str(sort) == name else name}
        for name, label in labels.items()
    ]


def facts(shown: Page[User], filter_: PeopleFilter) -> str:
    """Say how many there are: "44 people, 3 not verified, 1 blocked"; the second leads to them."""
    everybody = User.objects.all()
    sets = [everybody.filter(is_verified=False), everybody.filter(is_blocked=True)]
    if filter_.is_on:
        sets.append(everybody)
    counts = [count_words(*count) for count in counts_up_to(COUNT_LIMIT, *sets)]
    total = counts[2] if filter_.is_on else count_words(shown.total, shown.total_is_exact)
    said = {
        "person" if total == "1" else "people": total,
        "not verified": counts[0],
        "blocked": counts[1],
    }
    parts = ((_fact(amount, words),) for words, amount in said.items() if amount != "0")
    return format_html_join(", ", "{}", parts)


def _fact(amount: str, words: str) -> str:
    if words != "not verified":
        return f"{amount} {words}"
    address = reverse("accounts:people")
    return format_html('<a href="{}?verified=no">{} {}</a>', address, amount, words)


def advice(seen: QuerySet[User], filter_: PeopleFilter) -> str:
    """Say what to do when nobody is found."""
    next_step = f", or invite {filter_.guest}" if filter_.guest else ""
    words = f"Widen the search{next_step}."
    if not filter_.text or len(filter_.asked) == 1:
        return words
    others = counted(filter_.narrow(seen, words=False))
    people = "person" if others == "1" else "people"
    return f"The filters alone show {others} {people}, but none by that name. {words}"


def counted(people: QuerySet[User]) -> str:
    """Count people: "44", "more than 10,000"."""
    return count_words(*count_up_to(COUNT_LIMIT, people))


def count_words(count: int, is_exact: bool) -> str:
    """Write a count: "44", "more than 10,000"."""
    return f"{count:,}" if is_exact else f"more than {count:,}"
