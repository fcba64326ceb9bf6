"""The activity log of the account; the pages of teams show theirs with the same parts."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseBase, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts import log_files
from accounts.forms.log import LogForm
from accounts.http import Request
from accounts.log_reading import NEWEST_FIRST, LogRow
from accounts.log_rows import days
from accounts.models import AuditEntry, User
from accounts.models.audit import AuditEntryQuerySet
from accounts.permissions import can_see_log, require
from accounts.views.options import people_options
from common.pages import download, invalid, page
from common.paging import paginate
from common.policy import signed_in

BLANK = LogForm(QueryDict(), people=User.objects.none())


@signed_in
@require_safe
def log(request: Request) -> HttpResponse:
    """Show the account's log, newest first."""
    require(can_see_log(request.actor))
    form = LogForm(request.GET, people=User.objects.all())
    entries = AuditEntry.objects.visible_to(request.actor)
    context = {"nav": "settings", "addresses": addresses("accounts:log")}
    return log_page(request, "accounts/log.html", form, entries, context)


@signed_in
@require_safe
def log_export(request: Request, kind: str) -> HttpResponseBase:
    """Download what the filters find, as CSV or JSON."""
    require(can_see_log(request.actor))
    form = LogForm(request.GET, people=User.objects.all())
    return log_file(kind, form, AuditEntry.objects.visible_to(request.actor), "activity")


@signed_in
@require_safe
def log_people(request: Request) -> HttpResponse:
    """Options for the person typed into the filter."""
    require(can_see_log(request.actor))
    return people_options(request, User.objects.all())


def addresses(log_name: str, *args: UUID) -> dict[str, str]:
    """Where a log is, its files, and who may be named in it; URLs are named after the log's."""
    return {
        "log": reverse(log_name, args=args),
        "people": reverse(f"{log_name}_people", args=args),
        "csv": reverse(f"{log_name}_export", args=[*args, "csv"]),
        "json": reverse(f"{log_name}_export", args=[*args, "json"]),
    }


def log_page(
    request: Request,
    template: str,
    form: LogForm,
    entries: AuditEntryQuerySet,
    context: dict[str, Any],
) -> HttpResponse:
    """Show those of the entries that the form asks for; nothing while it asks nonsense."""
    zone = timezone.get_current_timezone()
    context |= {"form": form, "is_filtered": form.is_narrow, "blank": BLANK}
    if not form.is_valid():
        return invalid(request, template, context, part="log-list")
    found = form.asked().of(entries, zone)
    shown = paginate(found, sort=NEWEST_FIRST, cursor=request.GET.get("cursor", ""))
    context |= {"page": shown, "days": days(map(LogRow.of, shown.rows), zone)}
    return page(request, template, context, part="log-list")


def log_file(kind: str, form: LogForm, entries: AuditEntryQuerySet, name: str) -> HttpResponseBase:
    """Answer with a file of those of the entries that the form asks for, streamed."""
    if kind not in log_files.KINDS:
        raise Http404
    if not form.is_valid():
        problems = [str(problem) for found in form.errors.values() for problem in found]
        return HttpResponse(" ".join(problems), status=422, content_type="text/plain")
    found = form.asked().of(entries, timezone.get_current_timezone())
    file_name = f"{name}-{timezone.localdate()}.{kind}"
    return download(log_files.lines(found, kind), file_name, kind=log_files.KINDS[kind])
