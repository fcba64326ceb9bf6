"""The admin's own doors: it signs nobody in, so that no second factor or rate limit is missed."""

from typing import Any

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from common.policy import signed_in


@signed_in
def change_password(request: HttpRequest, extra_context: Any = None) -> HttpResponse:
    """Lead to the page that everybody changes their password on."""
    return redirect("account_change_password")


admin.site.site_header = admin.site.site_title = "Muster, behind the pages"
admin.site.index_title = "Everything that is kept"
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign, no-untyped-call]
admin.site.password_change = change_password  # type: ignore[method-assign, assignment]
