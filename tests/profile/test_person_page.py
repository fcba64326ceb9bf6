"""A person's page, which is one's own profile too."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts import profile_sections
from accounts.actions.contacts import add_contact, set_contact_enabled
from accounts.actions.groups import add_to_group, create_group
from accounts.actions.rules import add_rule, add_step
from tests.make import SYSTEM, make_team, make_user

PROFILE = "/profile/"


def text_of(client, path=PROFILE) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def fill(person, number):
    """Give a person so many contacts, rules, steps, groups and teams."""
    for n in range(number):
        contact = add_contact(person, method="sms", to=f"1-555{number:02}{n:05}", by=SYSTEM)
        rule = add_rule(person, action="add-note", name=f"Notes {n}", by=SYSTEM)
        add_step(rule, contact=contact, by=SYSTEM)
        add_to_group(create_group(f"{person.pk} {n}", by=SYSTEM), person, by=SYSTEM)
        make_team(f"Team of {person.full_name} {n}", members=[person])


def test_it_makes_as_many_queries_with_two_rows_as_with_fifteen(ada, as_user):
    few, many = make_user("Few"), make_user("Many")
    fill(few, 2)
    fill(many, 15)
    client = as_user(ada)
    client.get(few.get_absolute_url())
    counts = []
    for person in (few, many):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            text_of(client, person.get_absolute_url())
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 20


def test_everybody_sees_their_own_data(ben, as_user):
    page = text_of(as_user(ben))
    for words in ("Ben Member", "ben@acme.example", "Contacts", "Notification rules", "Identity"):
        assert words in page
    assert "Copy rules to" not in page


def test_groups_are_shown_and_lead_somewhere_for_those_who_may(ben, ada, as_user):
    group = create_group("Night watch", by=SYSTEM)
    add_to_group(group, ben, by=SYSTEM)
    link = reverse("accounts:group", args=[group.pk])
    assert "Night watch" in text_of(as_user(ben))
    assert link not in text_of(as_user(ben))
    assert link in text_of(as_user(ada), ben.get_absolute_url())


def test_a_step_that_will_not_arrive_is_named_with_its_cause(ben, as_user):
    contact = add_contact(ben, method="sms", to="1-5551234567", by=SYSTEM)
    rule = ben.notification_rules.get(action="create-alert")
    add_step(rule, contact=contact, after_minutes=1, by=SYSTEM)
    page = text_of(as_user(ben))
    assert "Step 2 of “New alert” will not reach you." in page
    assert "No SMS provider is set up" in page


def test_without_a_rule_for_new_alerts_the_page_says_so(ben, ada, as_user):
    ben.notification_rules.filter(action="create-alert").delete()
    assert "New alerts will not reach you." in text_of(as_user(ben))
    page = text_of(as_user(ada), ben.get_absolute_url())
    assert "New alerts will not reach Ben Member." in page


def test_a_disabled_contact_is_mended_with_one_button(ben, as_user):
    own = ben.contacts.get()
    set_contact_enabled(own, False, by=SYSTEM)
    client = as_user(ben)
    assert "Enable contact" in text_of(client)
    client.post(reverse("accounts:contact_switch", args=[ben.pk, own.pk]), {"enabled": "on"})
    assert "will not reach" not in text_of(client)


def test_who_is_blocked_is_said_first(ada, as_user):
    person = make_user("Hugo Brandt", blocked=True)
    page = text_of(as_user(ada), person.get_absolute_url())
    assert "Hugo Brandt is blocked." in page
    assert "Unblock person" in page


def test_shortcuts_are_switched_off_for_oneself(ben, as_user):
    client = as_user(ben)
    assert 'data-shortcuts="off"' not in text_of(client)
    client.post("/profile/shortcuts/", {})
    assert 'data-shortcuts="off"' in text_of(client)
    client.post("/profile/shortcuts/", {"enabled": "on"})
    ben.refresh_from_db()
    assert ben.uses_shortcuts


@pytest.fixture
def section(monkeypatch, settings):
    """A section as another app would register it, until the test is over."""
    monkeypatch.setattr(profile_sections, "_SECTIONS", {})
    locmem = {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": settings.TEMPLATES[0]["OPTIONS"]
        | {
            "loaders": [
                (
                    "django.template.loaders.locmem.Loader",
                    {"x.html": "<p>{{ word }} of {{ person.full_name }} to {{ actor.name }}</p>"},
                ),
                "django.template.loaders.app_directories.Loader",
                (
                    "django.template.loaders.filesystem.Loader",
                    settings.TEMPLATES[0]["DIRS"],
                ),
            ]
        },
    }
    settings.TEMPLATES = [locmem]


def test_another_app_adds_a_section(section, ben, ada, as_user):
    def chats(person, actor):
        return {"word": "<Chats>"} if actor.is_person(person) else None

    profile_sections.register("x.html", chats, order=20)
    assert "<p>&lt;Chats&gt; of Ben Member to Ben Member</p>" in text_of(as_user(ben))
    assert "Chats" not in text_of(as_user(ada), ben.get_absolute_url())


def test_who_was_never_here_is_shown_as_such(ada, as_user):
    person = make_user("Nora New", verified=False)
    page = text_of(as_user(ada), person.get_absolute_url())
    assert "never" in page
    assert "Resend invitation" in page
    person.last_active_at = timezone.now()
    person.save()
    assert "just now" in text_of(as_user(ada), person.get_absolute_url())
