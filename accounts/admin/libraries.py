"""The rows of the libraries we stand on: looked at, without their secrets.

Importing their own registrations first lets ours take their place, whichever app comes first.
"""

import json

from allauth.account import admin as _addresses  # noqa: F401
from allauth.account.models import EmailAddress
from allauth.mfa import admin as _factors  # noqa: F401
from allauth.mfa.models import Authenticator
from allauth.socialaccount import admin as _sign_on  # noqa: F401
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from django.contrib import admin
from django.contrib.auth import admin as _groups  # noqa: F401
from django.contrib.auth.models import Group
from django.db.models import QuerySet
from django.http import HttpRequest
from procrastinate.contrib.django import admin as jobs
from procrastinate.contrib.django.models import ProcrastinateEvent, ProcrastinateJob

from accounts.admin.base import Looking, LookingInline

admin.site.unregister([EmailAddress, Authenticator, SocialAccount, ProcrastinateJob])
# The rights of Muster are not Django's, and single sign-on is set in the environment.
admin.site.unregister([Group, SocialApp, SocialToken])


@admin.register(EmailAddress)
class EmailAddressAdmin(Looking):
    """What allauth knows of people's addresses."""

    list_display = ("email", "user", "primary", "verified")
    list_filter = ("primary", "verified")
    list_select_related = ("user",)
    search_fields = ("email", "user__username")
    ordering = ("email",)


@admin.register(Authenticator)
class AuthenticatorAdmin(Looking):
    """Second factors and passkeys: that there are some, not what is in them."""

    secrets = ("data",)
    list_display = ("user", "type", "created_at", "last_used_at")
    list_filter = ("type",)
    list_select_related = ("user",)
    search_fields = ("user__username",)
    ordering = ("-created_at",)


@admin.register(SocialAccount)
class SocialAccountAdmin(Looking):
    """Who signs in through single sign-on."""

    secrets = ("extra_data",)
    list_display = ("user", "provider", "uid", "last_login", "date_joined")
    list_select_related = ("user",)
    search_fields = ("uid", "user__username")
    ordering = ("-last_login",)


class EventInline(LookingInline):
    """What became of a job."""

    model = ProcrastinateEvent
    fields = readonly_fields = ("type", "at")
    show_change_link = False


@admin.register(ProcrastinateJob)
class JobAdmin(Looking):
    """Background jobs; given-up ones can be tried again."""

    list_display = ("id", "task_name", "what", "status", "attempts", "scheduled_at")
    list_filter = ("status", "task_name")
    search_fields = ("task_name",)
    ordering = ("-id",)
    secrets = ("args",)
    inlines = (EventInline,)
    actions = ("retry",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[ProcrastinateJob]:
        """All jobs, each with its worker."""
        return super().get_queryset(request).select_related("worker")

    @admin.action(description="Try the chosen jobs again")
    def retry(self, request: HttpRequest, chosen: QuerySet[ProcrastinateJob]) -> None:
        """Put given-up jobs into the queue again."""
        failed = chosen.filter(status="failed")
        count = failed.count()
        jobs.ProcrastinateJobAdmin(ProcrastinateJob, admin.site).retry(request, failed)
        self.message_user(request, f"{count} of the chosen jobs wait to be tried again.")

    @admin.display(description="Of what")
    def what(self, job: ProcrastinateJob) -> str:
        """The job's arguments; sealed ones are cut short."""
        return json.dumps(job.args)[:80]
