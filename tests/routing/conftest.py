"""Three rules, and a browser in which their team's admin is signed in."""

import pytest
from django.urls import reverse

from tests.make import make_rule


@pytest.fixture
def rules(payments):
    """Three rules of Payments: all take what "db" is in, each notifies another target."""
    schedule, escalation = payments.schedules.get(), payments.escalations.get()
    make_rule(payments, "Database", "message contains db", notify=schedule)
    make_rule(payments, "Ledger", "message contains ledger", notify=escalation)
    make_rule(payments, "Load tests", "tags contains test")
    return reverse("routing:rules", args=[payments.pk])


@pytest.fixture
def open_as_tom(open_page, as_user, live_server, tom):
    """Open a page as the team's admin."""

    def open_it(path, **options):
        page = open_page("/healthz", **options)
        session = as_user(tom).cookies["sessionid"].value
        cookie = {"name": "sessionid", "value": session, "url": live_server.url}
        page.context.add_cookies([cookie])
        page.goto(path)
        return page

    return open_it
