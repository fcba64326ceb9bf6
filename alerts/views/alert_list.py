"""The list of alerts, what is new in it, and what is done with those that were chosen."""

from datetime import datetime, timedelta
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.db.models import F, QuerySet
from django.http import HttpResponse
from django.shortcuts import resolve_url
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_POST, require_safe

from accounts.forms.people import ids
from accounts.http import Request
from alerts.actions.bulk import acknowledge_many, close_many
from alerts.alert_rows import alert_row
from alerts.forms.list import AlertFilter
from alerts.models import Alert
from alerts.permissions import can_act_on_many, can_create
from alerts.search_terms import SHOWN
from common.pages import done, page
from common.paging import Sort, count_up_to, paginate
from common.policy import asked_by_pages, signed_in

LIST = "alerts/alerts.html"
NEWEST_FIRST = Sort("created", F("created_at"), descending=True)
SORTS = {  # each has an index
    str(sort): sort
    for sort in (
        NEWEST_FIRST,
        Sort("created", F("created_at")),
        Sort("changed", F("updated_at"), descending=True),
        Sort("changed", F("updated_at")),
    )
}
UNSHOWN = ("search_words", "description", "details")
MOST_AT_ONCE = 1000  # alerts that one bulk action may reach, and that are counted
MOST_NEWS = 50  # rows; beyond that the list is better read anew
# What a slow transaction began before the last look and committed after it is found as well.
OVERLAP = timedelta(seconds=5)
LONG_AGO = timedelta(hours=1)
ACTS = {"acknowledge": (acknowledge_many, "Acknowledged"), "close": (close_many, "Closed")}


@signed_in
@require_safe
def alerts(request: Request) -> HttpResponse:
    """The alerts one may see, searched and filtered, newest first; htmx gets the list alone."""
    filter_, now = AlertFilter(request.GET), timezone.now()
    found = filter_.narrow(seen_by(request), by=request.actor)
    sort = SORTS.get(request.GET.get("sort", ""), NEWEST_FIRST)
    cursor, gather = request.GET.get("cursor", ""), filter_.is_on
    shown = paginate(found, sort=sort, cursor=cursor, count_limit=MOST_AT_ONCE, gather=gather)
    may = may_answer(request)
    context = {
        "nav": "alerts",
        "filter": filter_,
        "terms": SHOWN,
        "sort": sort,
        "page": shown,
        "rows": [alert_row(alert, now, may) for alert in shown.rows],
        "is_live": sort is NEWEST_FIRST and not shown.previous,
        "since": now.isoformat(),
        "can_create": can_create(request.actor),
        "may": may,
        "all_matching": all_matching(request, shown.total if shown.next or shown.previous else 0),
    }
    return page(request, LIST, context, part="alert-list")


@asked_by_pages
@require_safe
def alerts_news(request: Request) -> HttpResponse:
    """The rows that are new or changed since the page looked last; one asks every ten seconds."""
    filter_, now = AlertFilter(request.GET), timezone.now()
    since = _since(request, now)
    changed = seen_by(request).filter(updated_at__gte=since)
    # In the order of the index over changes; the page wants the newest alert first.
    rows = list(changed.order_by("-updated_at", "-pk")[: MOST_NEWS + 1])
    rows.sort(key=lambda row: row.created_at, reverse=True)
    matching = filter_.narrow(
        Alert.objects.filter(pk__in=[row.pk for row in rows]), by=request.actor
    )
    shown = set(matching.values_list("pk", flat=True)) if rows else set()
    context = {
        "filter": filter_,
        "since": now.isoformat(),
        "rows": [
            alert_row(row, now, may_answer(request), matches=row.pk in shown)
            for row in rows[:MOST_NEWS]
        ],
        # A page that slept for longer misses what changed before.
        "too_many": len(rows) > MOST_NEWS or since <= now - LONG_AGO,
    }
    return page(request, f"{LIST}#alert-news", context)


@asked_by_pages
@require_safe
def alerts_open(request: Request) -> HttpResponse:
    """How many open alerts nobody has acknowledged: the number in the sidebar."""
    waiting = Alert.objects.visible_to(request.actor).open().filter(is_acknowledged=False)
    count, is_exact = count_up_to(99, waiting)
    response = page(request, "alerts/parts/open_count.html", {"count": count, "more": not is_exact})
    response["Cache-Control"] = "private, max-age=10"
    return response


@signed_in
@require_POST
def alerts_bulk(request: Request) -> HttpResponse:
    """Acknowledge or close all that were chosen, or all that the list shows."""
    back = resolve_url("alerts:alerts") + terms_of(request)
    act, words = ACTS.get(request.POST.get("action", ""), (None, ""))
    chosen, is_all = chosen_alerts(request), bool(request.POST.get("all"))
    if act is None or not chosen:
        messages.warning(request, "Choose alerts by the boxes beside them, then an action.")
        return done(request, "", back)
    count = act(chosen, by=request.actor, all_at_once=is_all)
    skipped = len(chosen) - count
    if skipped:
        messages.warning(request, f"Skipped {counted(skipped)}: somebody was quicker.")
    return done(request, f"{words} {counted(count)}." if count else "", back)


def seen_by(request: Request) -> QuerySet[Alert]:
    """The alerts that one may see, without what no list shows."""
    return Alert.objects.visible_to(request.actor).defer(*UNSHOWN)


def chosen_alerts(request: Request) -> list[UUID]:
    """The ids of the ticked boxes, or of all alerts that the list's filter shows."""
    if not request.POST.get("all"):
        return ids(request.POST.getlist("chosen"))[:MOST_AT_ONCE]
    visible = Alert.objects.visible_to(request.actor)
    found = AlertFilter(request.GET).narrow(visible, by=request.actor)
    return list(found.order_by("pk").values_list("pk", flat=True)[:MOST_AT_ONCE])


def may_answer(request: Request) -> set[str]:
    """What the actor's rights let them do with the alerts of the list: "acknowledge", "close"."""
    answers = ("acknowledge", "unacknowledge", "close")
    return {one for one in answers if can_act_on_many(request.actor, f"alert-{one}")}


def all_matching(request: Request, total: int) -> int:
    """How many one may answer at once beyond those of the page, or 0."""
    by = request.actor
    may_close = can_act_on_many(by, "alert-close", on_all="alert-close-all")
    may = may_close and can_act_on_many(by, "alert-acknowledge", on_all="alert-acknowledge-all")
    return total if may and total <= MOST_AT_ONCE else 0


def terms_of(request: Request) -> str:
    """What the list was narrowed to, as the end of an address."""
    names = ("q", "status", "priority", "sort")
    terms = {name: request.GET[name] for name in names if request.GET.get(name)}
    return f"?{urlencode(terms)}" if terms else ""


def counted(number: int) -> str:
    """ "1 alert", "1,000 alerts"."""
    return "1 alert" if number == 1 else f"{number:,} alerts"


def _since(request: Request, now: datetime) -> datetime:
    """When the page looked last; a forged moment asks for the last minute."""
    try:
        since = parse_datetime(request.GET.get("since", ""))
    except ValueError:
        since = None
    if since is None or timezone.is_naive(since):
        return now - timedelta(minutes=1)
    return max(since, now - LONG_AGO) - OVERLAP
