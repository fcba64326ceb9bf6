"""Teams in Django's admin, to look at: their own pages change them."""

from typing import Any, cast

from django.contrib import admin
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest

from accounts.admin.base import Looking
from common.folding import Folded
from teams.models import Membership, Team


@admin.register(Team)
class TeamAdmin(Looking):
    """Teams."""

    list_display = ("name", "description", "member_count", "created_at")
    list_filter = ("created_at",)
    search_fields = ("name",)
    ordering = (Folded("name"),)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Teams, each with the number of its members."""
        members = Membership.objects.filter(team=OuterRef("pk")).order_by().values("team")
        number = Coalesce(Subquery(members.annotate(n=Count("pk")).values("n")), 0)
        teams = super().get_queryset(request).defer("search_words")
        return cast(QuerySet[Any], teams.annotate(member_number=number))

    @admin.display(description="Members", ordering="member_number")
    def member_count(self, team: Any) -> int:
        """How many people are in the team."""
        return int(team.member_number)


@admin.register(Membership)
class MembershipAdmin(Looking):
    """Who is in which team."""

    list_display = ("user", "team", "role", "joined_at")
    list_filter = ("role", "joined_at")
    list_select_related = ("user", "team")
    search_fields = ("user__username", "team__name")
