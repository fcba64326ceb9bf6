"""Reading the mails that a test has caused."""

import re

from django.conf import settings
from django.core import mail
from django.core.mail import EmailMessage

from tests.jobs import run_jobs


def mails_to(address: str) -> list[EmailMessage]:
    """All mails that have gone to an address, oldest first. Sends what waits in the queue."""
    run_jobs()
    return [sent for sent in mail.outbox if sent.to == [address]]


def mail_to(address: str) -> EmailMessage:
    """The newest mail to an address."""
    return mails_to(address)[-1]


def link_in(sent: EmailMessage) -> str:
    """The path of the first link in a mail, which has to lead to this installation."""
    return re.search(rf"{re.escape(settings.PUBLIC_URL)}(/\S+)", sent.body)[1]
