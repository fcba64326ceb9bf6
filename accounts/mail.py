"""E-mail: written here, sent by a job, so that no page waits for a mail server."""

import json
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string

from accounts import jobs
from accounts.models import Account
from common.sealed import seal
from common.text import one_line


def send(template: str, to: str, **context: Any) -> None:
    """Queue `email/<template>.txt` to an address, in the caller's transaction.

    The first line of the template is the subject. What it says may open an account, so it waits
    in the queue sealed.
    """
    context |= {"account": Account.current(), "public_url": settings.PUBLIC_URL}
    subject, _, body = render_to_string(f"email/{template}.txt", context).strip().partition("\n")
    post(one_line(subject, 200), body.strip() + "\n", to)


def post(subject: str, body: str, to: str) -> None:
    """Queue a plain text e-mail, in the caller's transaction."""
    jobs.deliver.defer(sealed=seal(json.dumps({"subject": subject, "body": body, "to": [to]})))
