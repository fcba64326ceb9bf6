"""What each role may do, and the account's own roles."""

from collections import Counter
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from accounts import rights, role_table
from accounts.actions.roles import create_role, delete_role, update_role
from accounts.forms.roles import RoleForm
from accounts.http import Request
from accounts.models import CustomRole, User
from accounts.permissions import can_manage_roles, require
from accounts.views.dialogs import sent, show_or_send
from common.forms import carry_out
from common.pages import done, invalid, page
from common.policy import signed_in
from common.text import one_line

EDIT, DELETE = "accounts/role_edit.html", "accounts/role_delete.html"
NAMED = 5  # people whose names are shown


@signed_in
@require_safe
def roles(request: Request) -> HttpResponse:
    """Show the table of rights, to everybody; on a phone one role at a time."""
    columns = role_table.columns()
    counts = role_table.people_by_role() if request.actor.runs_the_account else Counter()
    text = one_line(request.GET.get("q", ""), 64).lower()
    only_enforced = request.GET.get("show") == "enforced"
    keys = [column.key for column in columns]
    mine = role_table.key_of(request.actor)
    chosen = request.GET.get("role", mine)
    context = _context(request) | {
        "columns": columns,
        "groups": role_table.groups(columns, text=text, only_enforced=only_enforced),
        "text": text,
        "only_enforced": only_enforced,
        "chosen": chosen if chosen in keys else mine,
        "mine": mine,
        "listed": [(column, counts[column.key]) for column in columns],
        "right_count": len(rights.RIGHTS),
        "enforced_count": len(rights.ENFORCED),
    }
    return page(request, "accounts/roles.html", context, part="rights")


@signed_in
@require_safe
def role(request: Request, role_id: UUID) -> HttpResponse:
    """Show what a custom role gives, right by right, and why."""
    role = get_object_or_404(CustomRole, pk=role_id)
    answers = rights.explain(
        role.extends, role_name=role.name, granted=role.granted, disallowed=role.disallowed
    )
    context = _context(request) | {"role": role, "groups": answers} | _people(request, role)
    return page(request, "accounts/role.html", context)


@signed_in
@show_or_send
def role_new(request: Request) -> HttpResponse:
    """Make a role."""
    require(can_manage_roles(request.actor))
    form = RoleForm(sent(request))
    context = _context(request) | {"form": form}
    if not form.is_bound:
        return page(request, EDIT, context)
    made = carry_out(form, lambda: create_role(by=request.actor, **form.values()))
    if made:
        return done(request, f"Role {made.name} created.", "accounts:role", made.pk)
    return invalid(request, EDIT, context)


@signed_in
@show_or_send
def role_edit(request: Request, role_id: UUID) -> HttpResponse:
    """Change a role."""
    require(can_manage_roles(request.actor))
    role = get_object_or_404(CustomRole, pk=role_id)
    form = RoleForm(request.POST) if request.method == "POST" else RoleForm.of(role)
    context = _context(request) | {"form": form, "role": role} | _people(request, role)
    if not form.is_bound:
        return page(request, EDIT, context)
    changed = carry_out(form, lambda: update_role(role, by=request.actor, **form.values()))
    if changed:
        return done(request, f"Role {changed.name} saved.", "accounts:role", role.pk)
    return invalid(request, EDIT, context)


@signed_in
@show_or_send
def role_delete(request: Request, role_id: UUID) -> HttpResponse:
    """Delete a role that nobody has, or say who has it."""
    require(can_manage_roles(request.actor))
    role = get_object_or_404(CustomRole, pk=role_id)
    context = _context(request) | {"role": role} | _people(request, role)
    if request.method != "POST":
        return page(request, DELETE, context, part="dialog")
    try:
        delete_role(role, by=request.actor)
    except ValidationError as problem:
        return invalid(request, DELETE, context | {"problem": problem.messages[0]}, part="dialog")
    return done(request, f"Role {role.name} deleted.", "accounts:roles")


def _context(request: Request) -> dict[str, Any]:
    return {
        "nav": "settings",
        "may_manage": can_manage_roles(request.actor),
        "shows_tabs": request.actor.runs_the_account,
    }


def _people(request: Request, role: CustomRole) -> dict[str, Any]:
    """Who has a role: how many for whoever manages roles, names for whoever may see people."""
    if not can_manage_roles(request.actor):
        return {}
    having = User.objects.filter(custom_role=role)
    names = having.visible_to(request.actor).order_by("full_name", "pk")
    return {
        "people_count": having.count(),
        "people_query": f'role:"{role.name}"',
        "people_names": list(names.values_list("full_name", flat=True)[:NAMED]),
    }
