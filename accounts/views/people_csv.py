"""People out to a CSV file and in from one."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import batched
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpResponse, StreamingHttpResponse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.actions import invitations
from accounts.actions.people_import import STALE, import_people
from accounts.actors import Via
from accounts.forms.people import PeopleFilter
from accounts.forms.people_csv import AgreeForm, UploadForm, agree_form
from accounts.http import Request
from accounts.models import User
from accounts.people_csv import COLUMNS, LABELS, read
from accounts.people_plan import Plan, plan_import
from common.pages import done, download, invalid, page
from common.policy import runs_the_account
from common.sheets import csv_lines

TEMPLATE = "accounts/people_import.html"
AT_ONCE = 1000  # rows in memory while exporting
SHOWN = 100  # lines of each kind that a plan's page lists
COLUMN_HELP = {
    "username": "Needed. What they sign in with.",
    "full_name": "Needed for new people.",
    "role": "A built-in role or one of your own. New people are users without it.",
    "time_zone": "As Europe/Istanbul.",
    "locale": "As en_US.",
    "skype_username": "As it is.",
}
FIELDS = (
    "username",
    "full_name",
    "role",
    "time_zone",
    "locale",
    "skype_username",
    "verified",
    "blocked",
    "created_at",
    "last_active_at",
)


@runs_the_account
@require_safe
def people_export(request: Request) -> StreamingHttpResponse:
    """Everybody whom the list's filter shows, as CSV, sent while it is read."""
    filter_ = PeopleFilter(request.GET)
    found = filter_.narrow(User.objects.visible_to(request.actor)).order_by("username", "id")
    return download(_lines(found, filter_.custom), "people.csv")


def _lines(people: QuerySet[User], custom: dict[str, str]) -> Iterator[str]:
    yield from csv_lines([[*FIELDS, *COLUMNS]])
    rows = people.defer("password", "search_words").iterator(chunk_size=AT_ONCE)
    for some in batched(rows, AT_ONCE):
        extra = [column.export([person.pk for person in some]) for column in COLUMNS.values()]
        lines = []
        for person in some:
            more = [texts.get(person.pk, "") for texts in extra]
            lines.append([*_cells(person, custom), *more])
        yield from csv_lines(lines)


def _cells(person: User, custom: dict[str, str]) -> list[str]:
    active = person.last_active_at
    return [
        person.username,
        person.full_name,
        custom.get(str(person.custom_role_id)) or person.get_role_display(),
        person.time_zone,
        person.locale,
        person.skype_username,
        "yes" if person.is_verified else "no",
        "yes" if person.is_blocked else "no",
        person.created_at.isoformat(timespec="seconds"),
        active.isoformat(timespec="seconds") if active else "",
    ]


@runs_the_account
@require_http_methods(["GET", "HEAD", "POST"])
def people_import(request: Request) -> HttpResponse:
    """Ask for a file; show what it would do; do it when told to."""
    if "fingerprint" in request.POST:
        return _import(request)
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method != "POST":
        return page(request, TEMPLATE, _asking())
    if not form.is_valid():
        return invalid(request, TEMPLATE, _asking(form=form))
    return _plan_page(request, form.cleaned_data["file"])


def _import(request: Request) -> HttpResponse:
    form = AgreeForm(request.POST)
    if not form.is_valid():
        return invalid(request, TEMPLATE, _asking(agree=form))
    text, fingerprint = form.cleaned_data["csv"], form.cleaned_data["fingerprint"]
    by = replace(request.actor, via=Via.IMPORT)
    try:
        with transaction.atomic():
            created, changed = import_people(read(text), fingerprint=fingerprint, by=by)
            if created and form.cleaned_data["invite"]:
                invitations.invite_people(created, by=by)
    except ValidationError as problem:
        return _plan_page(request, text, problem=" ".join(problem.messages))
    message = f"Imported: {len(created):,} added, {changed:,} changed."
    return done(request, message, "accounts:people")


def _plan_page(request: Request, text: str, *, problem: str = "") -> HttpResponse:
    """Show what a file would do: 422 with mistakes in it, 409 when the plan had become stale."""
    sheet = read(text)
    plan = plan_import(sheet, by=request.actor)
    context = _asking(plan=plan, sheet=sheet, problem=problem, shown=SHOWN)
    context |= {"parts": _parts(plan), "agree": agree_form(text, plan.fingerprint)}
    status = 409 if problem == STALE else 422 if problem or plan.problems else 200
    return page(request, TEMPLATE, context, status=status)


def _asking(**more: Any) -> dict[str, Any]:
    """The context of the page that asks for a file."""
    helps = COLUMN_HELP | {name: column.help for name, column in COLUMNS.items()}
    columns = [(label, helps.get(name, "")) for name, label in LABELS.items()]
    return {"nav": "people", "form": UploadForm(), "columns": columns} | more


def _parts(plan: Plan) -> list[tuple[str, Any, int]]:
    """The kinds of steps with their titles: (title, the steps shown, how many there are)."""
    kinds = (("Will add", plan.creates), ("Will change", plan.changes))
    return [(title, steps[:SHOWN], len(steps)) for title, steps in kinds if steps]
