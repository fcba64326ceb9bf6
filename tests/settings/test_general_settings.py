"""The organisation's name and defaults, and the self-check beside them."""

import pytest
from django.db import connection
from django.utils import timezone

from accounts.actions.contacts import add_contact
from accounts.models import Account, AuditEntry, CustomRole, User
from tests.make import SYSTEM, make_user

OK = {"name": "Acme", "time_zone": "Europe/Istanbul", "locale": "tr_TR"}


def test_it_saves_and_logs_before_and_after(ada, as_user):
    client = as_user(ada)
    assert client.post("/settings/general/", OK | {"name": "  Acme "}).status_code == 302
    account = Account.current()
    assert (account.name, account.time_zone, account.locale) == tuple(OK.values())
    entry = AuditEntry.objects.get(verb="account.updated")
    assert entry.actor_name == "Ada Admin"
    assert entry.changes == {
        "name": ["Muster", "Acme"],
        "time_zone": ["UTC", "Europe/Istanbul"],
        "locale": ["en_US", "tr_TR"],
    }
    client.post("/settings/general/", OK)
    assert AuditEntry.objects.filter(verb="account.updated").count() == 1


def test_new_people_start_with_it(ada, as_user):
    as_user(ada).post("/settings/general/", OK)
    person = make_user("Nil New")
    assert (person.time_zone, person.locale) == ("Europe/Istanbul", "tr_TR")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"name": ""}, "This field is required"),
        ({"name": " "}, "This field is required"),
        ({"name": "x" * 101}, "at most 100 characters"),
        ({"name": "a\0b"}, "Null characters are not allowed"),
        ({"time_zone": "Mars/Olympus"}, "Select a valid choice"),
        ({"locale": "Turkish"}, "Write a locale as en_US"),
        ({"locale": "x" * 17}, "at most 16 characters"),
    ],
)
def test_it_refuses_what_is_wrong_and_keeps_what_was_typed(change, words, ada, as_user):
    response = as_user(ada).post("/settings/general/", OK | change)
    assert response.status_code == 422
    assert words in response.content.decode()
    assert Account.current().name == "Muster"


def person_with(*granted: str) -> User:
    """Somebody whose custom role grants these rights."""
    role = CustomRole.objects.create(name="Settings", extends="user", granted=list(granted))
    person = make_user("Rita Role")
    person.role, person.custom_role = "custom", role
    person.save()
    return person


def test_a_role_with_the_right_to_read_settings_reads_them(db, as_user):
    client = as_user(person_with("configurations-read-only"))
    page = client.get("/settings/general/")
    assert page.status_code == 200
    assert "Save settings" not in page.content.decode()
    assert client.post("/settings/general/", OK).status_code == 403


def test_a_role_with_the_right_to_edit_settings_edits_them(db, as_user):
    client = as_user(person_with("configurations-edit"))
    assert client.post("/settings/general/", OK).status_code == 302
    assert Account.current().name == "Acme"


def seen(client) -> str:
    """The text of the page."""
    return client.get("/settings/general/").content.decode()


def test_it_says_that_no_worker_runs_and_how_to_start_one(ada, as_user):
    page = seen(as_user(ada))
    assert "No worker runs, so nothing is sent" in page
    assert "uv run manage.py procrastinate worker" in page


def test_it_sees_a_worker_that_reports(ada, as_user):
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers DEFAULT VALUES")
    assert "No worker runs" not in seen(as_user(ada))


def test_it_says_when_the_last_worker_was_seen(ada, as_user):
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat)"
            " VALUES (now() - interval '7 minutes')"
        )
    assert "The last one was seen 7 min ago" in seen(as_user(ada))


def test_it_says_that_mail_stays_here(ada, as_user, settings):
    settings.MAIL_TO_FILES = True
    page = seen(as_user(ada))
    assert "no mail reaches anybody" in page
    assert "EMAIL_URL" in page


def test_it_names_the_mail_server_but_not_its_password(ada, as_user, settings):
    settings.MAIL_TO_FILES = False
    options = {"host": "mail.example.com", "password": "hush-hush"}
    settings.MAILERS = {"default": {"BACKEND": "x", "OPTIONS": options}}
    page = seen(as_user(ada))
    assert "Sent through mail.example.com" in page
    assert "hush-hush" not in page


def test_it_says_that_nothing_is_sent_by_sms_to_how_many(ada, ben, as_user, settings):
    client = as_user(ada)
    assert "No SMS provider is set up, and nobody needs one." in seen(client)
    add_contact(ben, method="sms", to="1-5551234567", by=SYSTEM)
    page = seen(client)
    assert "No SMS provider is set up: nothing will be sent to 1 number." in page
    assert "Set SMS_WEBHOOK_URL and WEBHOOK_SECRET" in page
    assert "No voice provider is set up, and nobody needs one." in page
    settings.SMS_WEBHOOK_URL = "https://token:hush-hush@sms.example.com/in?key=hush-hush"
    page = seen(client)
    assert "Sent through sms.example.com." in page
    assert "hush-hush" not in page


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("http://localhost:8000", "on this machine only"),
        ("https://muster.example", "https://muster.example, encrypted"),
        ("http://muster.example:8000", "PUBLIC_URL=https://muster.example:8000"),
    ],
)
def test_it_judges_the_address(address, words, ada, as_user, settings):
    settings.PUBLIC_URL = address
    assert words in seen(as_user(ada))


def test_it_asks_for_a_second_owner(olive, as_user):
    client = as_user(olive)
    assert "Only one owner can sign in" in seen(client)
    make_user("Oscar", role="owner")
    assert "2 people are owners" in seen(client)


def test_it_counts_jobs_that_were_given_up(ada, as_user):
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, args, status, scheduled_at)"
            " VALUES ('default', 'accounts.deliver', '{}', 'failed', %s)",
            [timezone.now()],
        )
    assert "1 job was given up" in seen(as_user(ada))
