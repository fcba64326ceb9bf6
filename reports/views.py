"""Reports › Actions: who did what with alerts, by which door; how long teams took."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.http import Request
from accounts.models import User
from accounts.permissions import require
from accounts.views.options import people_options
from alerts.models import AlertLog
from common.pages import download, invalid, page
from common.paging import COUNT_LIMIT, Page, paginate
from common.policy import signed_in
from reports import files
from reports.answer_times import times_of
from reports.asking import NEWEST_FIRST
from reports.forms import ActionsForm
from reports.permissions import can_see_reports
from reports.pictures import Picture
from reports.rows import Names, action_row
from reports.summary import summary_of
from teams.models import Team

ACTIONS = "reports/actions.html"
SHOWN = 15  # people, and teams; the files have all
UNSHOWN = ("alert__search_words", "alert__description", "alert__details")


@signed_in
@require_safe
def actions(request: Request) -> HttpResponse:
    """Show what was done in a period: a chart, by team, by person, and one by one."""
    form = _form(request)
    context: dict[str, Any] = {"nav": "reports", "form": form}
    if not form.is_valid():
        return invalid(request, ACTIONS, context, part="report")
    asked = form.asked()
    entries = asked.entries(request.actor)
    summary = summary_of(entries, asked.period, most=SHOWN)
    shown = _page(request, entries, summary.total)
    names = Names.of(shown.rows)
    teams, teams_in_all = times_of(asked, request.actor, most=SHOWN)
    context |= {
        "period": asked.period,
        "summary": summary,
        "picture": Picture.of(summary, asked.period),
        "teams": teams,
        "more_teams": teams_in_all - len(teams),
        "page": shown,
        "rows": [action_row(entry, names) for entry in shown.rows],
    }
    return page(request, ACTIONS, context, part="report")


@signed_in
@require_safe
def actions_csv(request: Request) -> HttpResponseBase:
    """Download what the filters find, one action a line."""
    form = _form(request)
    if not form.is_valid():
        return _refused(form)
    return _file("actions", files.actions_file(_listed(form.asked().entries(request.actor))))


@signed_in
@require_safe
def teams_csv(request: Request) -> HttpResponseBase:
    """Download how long teams took in the period, one team a line."""
    form = _form(request)
    if not form.is_valid():
        return _refused(form)
    return _file("times-by-team", files.teams_file(times_of(form.asked(), request.actor)[0]))


@signed_in
@require_safe
def actions_people(request: Request) -> HttpResponse:
    """Options for the person typed into the filter: one's teams'; for owners and admins, all."""
    by = request.actor
    require(can_see_reports(by))
    if by.runs_the_account:
        return people_options(request, User.objects.all())
    teams = Team.objects.visible_to(by).values("pk")
    beside = User.objects.filter(memberships__team__in=teams).values("pk")
    return people_options(request, User.objects.filter(pk__in=beside))


def _form(request: Request) -> ActionsForm:
    """What is asked for, once it is clear that this one may see reports."""
    require(can_see_reports(request.actor))
    zone = timezone.get_current_timezone()
    return ActionsForm(request.GET, by=request.actor, now=timezone.now(), zone=zone)


def _listed(entries: QuerySet[AlertLog]) -> QuerySet[AlertLog]:
    return entries.select_related("alert").defer(*UNSHOWN)


def _page(request: Request, entries: QuerySet[AlertLog], total: int) -> Page[AlertLog]:
    counted = (min(total, COUNT_LIMIT), total <= COUNT_LIMIT)
    cursor = request.GET.get("cursor", "")
    return paginate(_listed(entries), sort=NEWEST_FIRST, cursor=cursor, counted=counted)


def _refused(form: ActionsForm) -> HttpResponse:
    words = " ".join(str(error) for errors in form.errors.values() for error in errors)
    return HttpResponse(words, status=422, content_type="text/plain; charset=utf-8")


def _file(name: str, lines: Any) -> StreamingHttpResponse:
    return download(lines, f"{name}-{timezone.localdate()}.csv")
