"""Teams in Django's admin, to look at: their own pages change them."""

from typing import Any, cast

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest

from accounts.admin.base import Looking
from teams.models import Membership, Team


@admin.register(Team)
class TeamAdmin(Looking):
    """Teams."""

    list_display = ("name", "description", "member_count", "created_at")
    search_fields = ("name",)
    ordering = ("name",)
    date_hierarchy = "created_at"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Teams, each with the number of its members."""
        teams = super().get_queryset(request).defer("search_words")
        return cast(QuerySet[Any], teams.annotate(member_number=Count("memberships")))

    @admin.display(description="Members", ordering="member_number")
    def member_count(self, team: Any) -> int:
        """How many people are in the team."""
        return int(team.member_number)


@admin.register(Membership)
class MembershipAdmin(Looking):
    """Who is in which team."""

    list_display = ("user", "team", "role", "joined_at")
    list_filter = ("role",)
    list_select_related = ("user", "team")
    search_fields = ("user__username", "team__name")
    date_hierarchy = "joined_at"
