"""E-mail: written here, sent by a job, so that no page waits for a mail server."""

import json
from collections.abc import Iterable
from typing import Any, cast

from django.conf import settings
from django.template import Context, engines
from django.template.backends.django import DjangoTemplates

from accounts import jobs
from accounts.models import Account
from common.sealed import seal
from common.text import one_line


def send(template: str, to: str, **context: Any) -> None:
    """Queue `email/<template>.txt` to an address, in the caller's transaction.

    The first line of the template is the subject. What it says may open an account, so it waits
    in the queue sealed.
    """
    send_all(template, [{"to": to, **context}])


def send_all(template: str, contexts: Iterable[dict[str, Any]]) -> None:
    """Queue an e-mail for each context, to its "to", in one statement; else as `send`."""
    account = Account.current()
    mails: list[Any] = [
        {"sealed": _sealed(*_written(template, {**context, "account": account}), context["to"])}
        for context in contexts
    ]
    jobs.deliver.batch_defer(*mails)


def written(template: str, **context: Any) -> tuple[str, str]:
    """Return the subject and the body of `email/<template>.txt`: plain text, nothing escaped.

    The account is looked up unless the context has it.
    """
    account = context["account"] if "account" in context else Account.current()
    return _written(template, context | {"account": account})


def _written(template: str, context: dict[str, Any]) -> tuple[str, str]:
    engine = cast(DjangoTemplates, engines["django"]).engine
    plain = Context(context | {"public_url": settings.PUBLIC_URL}, autoescape=False)
    text = engine.get_template(f"email/{template}.txt").render(plain)
    subject, _, body = text.strip().partition("\n")
    return one_line(subject, 200), body.strip() + "\n"


def post(subject: str, body: str, to: str) -> None:
    """Queue a plain text e-mail, in the caller's transaction."""
    jobs.deliver.defer(sealed=_sealed(subject, body, to))


def _sealed(subject: str, body: str, to: str) -> str:
    return seal(json.dumps({"subject": subject, "body": body, "to": [to]}))


def link(path: str) -> str:
    """Return the address of a page for a mail. Never made from a request's Host header."""
    return f"{settings.PUBLIC_URL}{path}"
