"""The mails that were kept in files, because there is no mail server."""

import re

from django.conf import settings
from django.http import Http404, HttpResponse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from accounts import mail_files
from accounts.http import Request
from accounts.permissions import require
from common.context import mail_is_kept_here
from common.pages import page
from common.policy import runs_the_account

MOST = 200
ONLY_OWNERS = "Only an owner may read the mail: the links in it open accounts, owners' as well."


@runs_the_account
@require_GET
@never_cache
def mail(request: Request) -> HttpResponse:
    """Show the newest mails, so that a newcomer can finish every flow.

    Not to admins, who could ask for an owner's reset link and read it here.
    """
    require(request.actor.owns_the_account, ONLY_OWNERS)
    if not mail_is_kept_here():
        raise Http404("Mail goes to a mail server.")
    mails = [(kept, linked(kept.body)) for kept in mail_files.newest(MOST)]
    context = {"mails": mails, "most": MOST, "folder": settings.MAIL_DIRECTORY, "nav": "settings"}
    return page(request, "accounts/mail.html", context)


def linked(text: str) -> SafeString:
    """Return a text as HTML with links to this installation alone made clickable."""
    ours = re.compile(re.escape(escape(settings.PUBLIC_URL)) + r"(?:/[^\s<>]*)?(?=[\s<]|\Z)")
    return mark_safe(  # noqa: S308 - escaped first; a link is what the pattern let through
        ours.sub(lambda found: f'<a href="{found[0]}">{found[0]}</a>', escape(text))
    )
