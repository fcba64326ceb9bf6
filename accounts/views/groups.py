"""Groups of people, for owners and admins."""

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST, require_safe

from accounts.actions.groups import (
    add_to_group,
    change_group,
    create_group,
    delete_group,
    remove_from_group,
)
from accounts.forms.groups import DeleteForm, GroupForm, MemberForm
from accounts.group_rows import group_row, member_row
from accounts.http import Request
from accounts.models import Group, GroupMembership, User
from accounts.views.dialogs import dialog, sent, show_or_send
from accounts.views.options import people_options
from common.folding import Folded
from common.forms import carry_out
from common.pages import done, page
from common.paging import Sort, paginate
from common.policy import runs_the_account
from common.text import one_line
from common.words import beginnings

BY_NAME = Sort("name", Folded("name"))
MEMBERS_BY_NAME = Sort("name", Folded("user__full_name"))


@runs_the_account
@require_safe
def groups(request: Request) -> HttpResponse:
    """List the groups, found by a part of their name. A constant number of queries."""
    text = one_line(request.GET.get("q", ""), 100)
    found = Group.objects.visible_to(request.actor).filter(name__icontains=text)
    listed = paginate(found, sort=BY_NAME, cursor=request.GET.get("cursor", ""))
    memberships = GroupMembership.objects.filter(group__in=listed.rows)
    counts = dict(memberships.values_list("group").annotate(Count("pk")))
    rows = [group_row(group, counts.get(group.pk, 0)) for group in listed.rows]
    context = {"page": listed, "rows": rows, "text": text, "nav": "people"}
    return page(request, "accounts/groups.html", context, part="group-list")


@runs_the_account
@show_or_send
def group_new(request: Request) -> HttpResponse:
    """Make a group."""
    form = GroupForm(sent(request))
    made = carry_out(form, lambda: create_group(**form.cleaned_data, by=request.actor))
    if made:
        return done(request, f"Group {made.name} made.", "accounts:group", made.pk)
    return dialog(request, "group_new", {"form": form, "nav": "people"})


@runs_the_account
@require_safe
def group(request: Request, pk: UUID) -> HttpResponse:
    """Show a group with its members."""
    return _show(request, _find(request, pk), MemberForm())


@runs_the_account
@show_or_send
def group_edit(request: Request, pk: UUID) -> HttpResponse:
    """Rename or describe a group."""
    found = _find(request, pk)
    initial = {"name": found.name, "description": found.description}
    form = GroupForm(sent(request), initial=initial)
    carry_out(form, lambda: change_group(found, **form.cleaned_data, by=request.actor))
    if form.is_valid():
        return done(request, "Group saved.", "accounts:group", pk)
    if form.is_bound:
        found.refresh_from_db()
    return dialog(request, "group_edit", {"form": form, "group": found, "nav": "people"})


@runs_the_account
@show_or_send
def group_delete(request: Request, pk: UUID) -> HttpResponse:
    """Delete a group once its name is typed."""
    found = _find(request, pk)
    form = DeleteForm(sent(request), group=found)
    if form.is_valid():
        delete_group(found, by=request.actor)
        return done(request, f"Group {found.name} deleted.", "accounts:groups")
    context = {"form": form, "group": found, "people": found.memberships.count(), "nav": "people"}
    return dialog(request, "group_delete", context)


@runs_the_account
@require_POST
def group_add(request: Request, pk: UUID) -> HttpResponse:
    """Put a person into a group."""
    found = _find(request, pk)
    form = MemberForm(request.POST)
    if form.is_valid():
        person = form.cleaned_data["person"]
        try:
            add_to_group(found, person, by=request.actor)
        except ValidationError as problem:
            form.add_error("person", ValidationError(problem.messages))
        else:
            return done(request, f"{person.full_name} added.", "accounts:group", pk)
    return _show(request, found, form)


@runs_the_account
@require_POST
def group_remove(request: Request, pk: UUID, person_pk: UUID) -> HttpResponse:
    """Take a person out of a group."""
    found = _find(request, pk)
    person = get_object_or_404(User.objects.visible_to(request.actor), pk=person_pk)
    remove_from_group(found, person, by=request.actor)
    return done(request, f"{person.full_name} removed from {found.name}.", "accounts:group", pk)


@runs_the_account
@require_safe
def group_suggest(request: Request, pk: UUID) -> HttpResponse:
    """Suggest people who are not in the group for what was typed."""
    outside = User.objects.exclude(group_memberships__group=_find(request, pk))
    return people_options(request, outside, says_nobody=True)


def _show(request: Request, found: Group, form: MemberForm) -> HttpResponse:
    people = found.memberships.select_related("user")
    members = people.only("user__full_name", "user__username")
    text = one_line(request.GET.get("q", ""), 100)
    if asked := beginnings(text):
        members = members.filter(user__search_words=asked)
    cursor = request.GET.get("cursor", "")
    listed = paginate(members, sort=MEMBERS_BY_NAME, cursor=cursor, gather=True)
    context: dict[str, Any] = {
        "group": found,
        "form": form,
        "page": listed,
        "rows": [member_row(found, membership.user) for membership in listed.rows],
        "text": text,
        "nav": "people",
    }
    status = 422 if form.is_bound else 200
    return page(request, "accounts/group.html", context, part="member-list", status=status)


def _find(request: Request, pk: UUID) -> Group:
    found: Group = get_object_or_404(Group.objects.visible_to(request.actor), pk=pk)
    return found
