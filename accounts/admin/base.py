"""How rows stand in Django's admin: to be looked at. What changes them is an action."""

from typing import TYPE_CHECKING, Any, cast

from django.contrib import admin
from django.core.paginator import Paginator
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.functional import cached_property

from common.paging import COUNT_LIMIT, count_up_to

if TYPE_CHECKING:
    Base = admin.ModelAdmin[Any]
    InlineBase = admin.TabularInline[Any, Any]
else:
    Base, InlineBase = admin.ModelAdmin, admin.TabularInline


class CappedPaginator(Paginator):  # type: ignore[type-arg]  # generic in the stubs only
    """Counts ten thousand rows at most: beyond that one searches, and counting takes long."""

    @cached_property
    def count(self) -> int:
        """How many rows there are, or the cap."""
        return count_up_to(COUNT_LIMIT, cast(QuerySet[Any], self.object_list))[0]


class NobodyWrites:
    """Lets superusers look, and nobody write: an action would ask, and tell the log."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody adds rows here."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody changes rows here."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody deletes rows here."""
        return False


class Looking(NobodyWrites, Base):
    """A model to look at: every field but the secret ones."""

    secrets: tuple[str, ...] = ()
    show_full_result_count = False
    paginator = CappedPaginator
    list_per_page = 50

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        """All columns, in the model's order, without secrets."""
        columns = self.model._meta.concrete_fields
        return [field.name for field in columns if self._is_shown(field)]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        """The same: there is nothing to write."""
        return self.get_fields(request, obj)

    def _is_shown(self, field: "models.Field[Any, Any]") -> bool:
        return field.name not in self.secrets and not field.generated


class LookingInline(NobodyWrites, InlineBase):
    """Rows of another model to look at on the page of the row they belong to."""

    extra = 0
    can_delete = False
    show_change_link = True
