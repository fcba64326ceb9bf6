"""The page of one alert: its head, its timeline, why it went where it went, answers to it."""

import re

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.html import strip_tags

from accounts.actions.people import Role, change_role
from accounts.actions.roles import create_role
from accounts.actors import Actor
from alerts import routes
from alerts.actions.answers import acknowledge, close
from alerts.actions.content import add_note, set_message
from alerts.actions.reaching import add_responder
from alerts.limits import Named
from alerts.models import Notification
from routing.actions import remove_rule
from tests.make import SYSTEM, make_alert, make_rule, make_schedule, make_user

HTMX = {"headers": {"HX-Request": "true"}}


def words(response) -> str:
    """What the page says, in one line."""
    text = response.content.decode().replace("<", " <")
    return re.sub(r"\s+([.,:])", r"\1", " ".join(strip_tags(text).split()))


@pytest.fixture
def nights(payments):
    return make_schedule("Nights", team=payments)


@pytest.fixture
def rules(payments, nights):
    """Three rules: the second one takes what is about the database."""
    make_rule(payments, "Cards", "message contains card")
    make_rule(payments, "Database", "message contains db", notify=nights)
    make_rule(payments, "Tests", "tags contains test")


@pytest.fixture
def ledger(rules, payments):
    return make_alert(
        "db: ledger refuses writes",
        responders=[payments],
        priority=2,
        source="prometheus",
        details={"region": "eu", "items": "3"},
    )


def test_it_says_what_is_the_matter(ledger, as_user, ben):
    said = words(as_user(ben).get(f"/alerts/{ledger.pk}/"))
    assert f"db: ledger refuses writes #{ledger.tiny_id} P2 Open Payments · opened" in said
    assert "Owner Nobody Source prometheus" in said
    assert "Responders Payments items 3 region eu" in said
    acknowledge(ledger, by=Actor.of_user(ben))
    assert "Acknowledged by Ben Member" in words(as_user(ben).get(f"/alerts/{ledger.pk}/"))


def test_it_says_why_it_went_there(ledger, as_user, ben, nights):
    said = words(as_user(ben).get(f"/alerts/{ledger.pk}/"))
    assert "Rule 2 won, so it went to Nights." in said
    assert "1 Cards No match message does not contain card" in said
    assert "2 Database Won message contains db" in said
    assert "3 Not checked First match wins" in said
    assert "with rules version 4. Trace with today’s rules" in said
    assert "Routed by rule 2, Database Payments, to Nights" in said
    Notification.objects.create(
        alert=ledger,
        user=ben,
        method="email",
        to="x",
        action="create-alert",
        because="Schedule Nights",
        state="sent",
        due_at=timezone.now(),
    )
    said = words(as_user(ben).get(f"/alerts/{ledger.pk}/"))
    assert "Rule 2 won, so Ben Member was notified through Nights." in said
    ledger.notifications.update(because="Responder, Schedule Nights of Fraud")
    assert "went to Nights." in words(as_user(ben).get(f"/alerts/{ledger.pk}/"))
    ledger.notifications.update(because="Responder, Schedule Nights, Escalation Last, step 1")
    assert "notified through Nights." in words(as_user(ben).get(f"/alerts/{ledger.pk}/"))


def test_the_default_rule_and_nobody(rules, payments, as_user, ben):
    said = words(as_user(ben).get(f"/alerts/{make_alert(responders=[payments]).pk}/"))
    assert "The default rule of Payments won, so it went to Payments_escalation." in said
    quiet = make_rule(payments, "Quiet", "tags contains quiet")
    alert = make_alert(responders=[payments], tags=("quiet",))
    said = words(as_user(ben).get(f"/alerts/{alert.pk}/"))
    assert "Rule 4 won, so nobody is notified." in said
    assert "Not checked" not in said
    remove_rule(quiet, by=SYSTEM)
    said = words(as_user(ben).get(f"/alerts/{alert.pk}/"))
    assert "Rule 4 won" in said
    assert "… Not checked" in said


def test_without_a_route_it_says_so(as_user, ada, ben):
    client = as_user(ada)
    nobody, direct = make_alert(), make_alert(responders=[ben])
    assert "It names no team" in words(client.get(f"/alerts/{nobody.pk}/"))
    assert "It names whom to tell itself" in words(client.get(f"/alerts/{direct.pk}/"))


def test_many_rules_are_explained_once_the_job_ran(payments, as_user, ben):
    for number in range(25):
        make_rule(payments, f"Rule {number}", f"message equals {number}")
    alert = make_alert("24", responders=[payments])
    said = words(as_user(ben).get(f"/alerts/{alert.pk}/"))
    assert "The rule Rule 24 won" in said
    routes.explain(alert.pk)
    assert "Rule 25 won" in words(as_user(ben).get(f"/alerts/{alert.pk}/"))


def test_links_lead_where_one_may_go(ledger, payments, as_user, ben, tom, ada):
    rule = payments.routing_rules.get(name="Database")
    edit = f'href="/teams/{payments.pk}/rules/{rule.pk}/'
    for person, leads in ((ben, False), (tom, True), (ada, True)):
        text = as_user(person).get(f"/alerts/{ledger.pk}/").content.decode()
        assert (edit in text) is leads
        assert f'href="/teams/{payments.pk}/rules/"' in text
    remove_rule(rule, by=SYSTEM)
    assert edit not in as_user(tom).get(f"/alerts/{ledger.pk}/").content.decode()


def test_the_rules_of_a_team_are_for_its_people(ledger, payments, as_user, eve):
    add_responder(ledger, Named("user", id=str(eve.pk)), by=SYSTEM)
    text = as_user(eve).get(f"/alerts/{ledger.pk}/").content.decode()
    assert "The rules of Payments chose Nights. Only people of that team see them." in words(
        as_user(eve).get(f"/alerts/{ledger.pk}/")
    )
    for hidden in ("Database", "Cards", "contains", str(payments.pk)):
        assert hidden not in text


def test_it_is_traced_with_todays_rules(ledger, payments, as_user, ben, eve):
    for _ in range(20):  # as many as the tester lists
        make_alert(responders=[payments])
    client = as_user(ben)
    text = client.get(f"/alerts/{ledger.pk}/").content.decode()
    address = f"/teams/{payments.pk}/rules/try/?sample={ledger.pk}"
    assert f'href="{address}"' in text
    payments.routing_rules.filter(name="Database").update(is_enabled=False)
    payments.rule_book.version += 1
    payments.rule_book.save()
    said = words(client.get(address))
    assert "2 Database Paused" in said
    assert "Default Routing Rule Wins" in said
    for sample in ("x", "%00", make_alert().pk):
        answer = client.get(f"/teams/{payments.pk}/rules/try/?sample={sample}")
        assert answer.status_code == 200


def test_the_timeline_tells_it_newest_first(ledger, as_user, ben, tom):
    acknowledge(ledger, by=Actor.of_user(ben))
    add_note(ledger, "Disk full.\n<b>Freeing</b> space.", by=Actor.of_user(tom))
    text = as_user(ben).get(f"/alerts/{ledger.pk}/").content.decode()
    order = ["Disk full.", "acknowledged the alert", "Routed by rule 2", "created the alert"]
    assert sorted(order, key=text.index) == order
    assert "&lt;b&gt;Freeing" in text


def test_unknown_responders_are_named(as_user, ada):
    alert = make_alert(responders=[])
    alert.log.update(details={"unknown": ["team Ghosts"]})
    assert "Not found: team Ghosts" in words(as_user(ada).get(f"/alerts/{alert.pk}/"))


def test_a_long_timeline_comes_in_pages(ledger, as_user, ben):
    for number in range(120):
        add_note(ledger, f"Note {number}.", by=Actor.of_user(ben))
    client = as_user(ben)
    text = client.get(f"/alerts/{ledger.pk}/").content.decode()
    assert "Note 119." in text
    assert "Note 20." in text
    assert "Note 19." not in text
    assert "Routed by" not in text
    older = text.split("?before=")[1].split('"')[0]
    text = client.get(f"/alerts/{ledger.pk}/?before={older}").content.decode()
    assert "Note 20." not in text
    assert "Note 19." in text
    assert "Routed by rule 2" in text
    assert 'id="alert-poll"' not in text


def test_it_is_silent_until_something_happens(ledger, as_user, ben):
    client = as_user(ben)
    seen = client.get(f"/alerts/{ledger.pk}/").context["seen"]
    assert client.get(f"/alerts/{ledger.pk}/", {"seen": seen}, **HTMX).status_code == 204
    add_note(ledger, "News.", by=Actor.of_user(ben))
    answer = client.get(f"/alerts/{ledger.pk}/", {"seen": seen}, **HTMX)
    assert answer.status_code == 200
    assert b"News." in answer.content
    assert b"<html" not in answer.content


def test_the_slower_of_two_sees_who_was_quicker(ledger, as_user, ben, tom):
    as_user(ben).post(f"/alerts/{ledger.pk}/acknowledge/")
    response = as_user(tom).post(f"/alerts/{ledger.pk}/acknowledge/", {"next": "/alerts/?q=x"})
    assert response["Location"] == "/alerts/?q=x"
    [said] = get_messages(response.wsgi_request)
    assert str(said) == "Ben Member has acknowledged this alert already."
    ledger.refresh_from_db()
    assert ledger.owner == ben


def test_next_leads_nowhere_else(ledger, as_user, ben):
    response = as_user(ben).post(
        f"/alerts/{ledger.pk}/acknowledge/", {"next": "https://evil.example/"}
    )
    assert response["Location"] == f"/alerts/{ledger.pk}/"


def test_an_older_page_takes_back_nothing_of_others(ledger, as_user, ben, tom):
    path = f"/alerts/{ledger.pk}/edit/"
    form = as_user(ben).get(path).context["form"]
    typed = {name: form[name].value() for name in form.fields}
    set_message(ledger, "db: all is well", by=Actor.of_user(tom))
    assert as_user(ben).post(path, typed | {"tags": "new"}).status_code == 302
    ledger.refresh_from_db()
    assert (ledger.message, ledger.tags) == ("db: all is well", ["new"])
    refused = as_user(ben).post(path, typed | {"message": "mine"})
    assert refused.status_code == 422
    assert "to “db: all is well”. Save again" in words(refused)
    again = {"was": refused.context["form"]["was"].value(), "message": "mine"}
    assert as_user(ben).post(path, typed | again).status_code == 302
    ledger.refresh_from_db()
    assert (ledger.message, ledger.tags) == ("mine", ["new"])


def test_a_note_is_refused_at_its_field_and_kept_otherwise(ledger, as_user, ben):
    client = as_user(ben)
    response = client.post(f"/alerts/{ledger.pk}/note/", {"note": " "})
    assert response.status_code == 422
    assert b'id="note-problem">Write a note.' in response.content
    response = client.post(f"/alerts/{ledger.pk}/note/", {"note": ""}, **HTMX)
    assert response.status_code == 422
    assert b"<h1" not in response.content
    response = client.post(f"/alerts/{ledger.pk}/note/", {"note": "Fine."}, **HTMX)
    assert response["HX-Trigger"] == "alertChanged"
    assert ledger.log.get(verb="noted").details["note"] == "Fine."


def test_only_what_one_may_do_is_offered(ledger, payments, as_user):
    role = create_role(
        "Half", extends="user", disallowed=["alert-close", "alert-snooze"], by=SYSTEM
    )
    half = make_user("Half Hand")
    change_role(half, role=Role("custom", role), by=SYSTEM)
    add_responder(ledger, Named("user", id=str(half.pk)), by=SYSTEM)
    text = as_user(half).get(f"/alerts/{ledger.pk}/").content.decode()
    assert "Acknowledge alert" in text
    for hidden in ("Close alert", "Snooze alert", "Delete alert"):
        assert hidden not in text
    assert as_user(half).post(f"/alerts/{ledger.pk}/close/").status_code == 403


def test_a_closed_alert_can_only_be_read_noted_and_deleted(ledger, as_user, ben, ada):
    close(ledger, by=Actor.of_user(ben))
    text = as_user(ada).get(f"/alerts/{ledger.pk}/").content.decode()
    assert "Closed by Ben Member" in text
    for gone in ("Acknowledge alert", "Close alert", "Assign alert", "Snooze"):
        assert gone not in text
    assert "Delete alert…" in text
    assert "Add note" in text
    assert "Delete alert" not in as_user(ben).get(f"/alerts/{ledger.pk}/").content.decode()


def test_as_many_queries_for_many_as_for_few(ledger, payments, as_user, ben):
    client, counts = as_user(ben), []
    client.get(f"/alerts/{ledger.pk}/")
    for number in (10, 50):
        for _ in range(number):
            add_note(ledger, "Note.", by=SYSTEM)
        make_rule(payments, f"Rule {number}", "message contains x")
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/alerts/{ledger.pk}/")
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 14


def test_a_persons_page_shows_the_alerts_they_own(ledger, as_user, ben, ada):
    acknowledge(ledger, by=Actor.of_user(ben))
    said = words(as_user(ada).get(f"/people/{ben.pk}/"))
    assert f"#{ledger.tiny_id} db: ledger refuses writes" in said
    close(ledger, by=Actor.of_user(ben))
    assert "ledger refuses" not in words(as_user(ada).get(f"/people/{ben.pk}/"))
