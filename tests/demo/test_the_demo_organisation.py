"""`manage.py demo`: Acme, made once, never touched again."""

from io import StringIO
from zoneinfo import available_timezones

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from accounts.audit import sentence
from accounts.demo import PASSWORD, demo_passwords_exist, fixed_id
from accounts.models import Account, AuditEntry, Contact, CustomRole, NotificationRule, User
from config import demo
from config.demo.cast import PEOPLE
from oncall.actions.defaults import equip
from oncall.models import Escalation, EscalationRule, Schedule
from teams.models import Membership, Team
from tests.make import SYSTEM, make_user

pytestmark = pytest.mark.django_db
TABLES = """accounts_account accounts_user accounts_customrole accounts_contact
    accounts_notificationrule accounts_notificationstep accounts_group accounts_groupmembership
    accounts_onetimelink accounts_auditentry teams_team teams_membership oncall_schedule
    oncall_rotation oncall_participant oncall_override oncall_escalation oncall_escalationrule"""


def load() -> str:
    out = StringIO()
    call_command("demo", stdout=out)
    return out.getvalue()


def dump() -> dict[str, list[tuple[object, ...]]]:
    rows = {}
    with connection.cursor() as cursor:
        for table in TABLES.split():
            cursor.execute(f"SELECT * FROM {table} ORDER BY id")
            rows[table] = cursor.fetchall()
    return rows


def test_the_log_says_once_that_it_was_loaded():
    load()
    load()
    assert [sentence(entry) for entry in AuditEntry.objects.filter(verb="demo.loaded")] == [
        "loaded the demo organisation"
    ]


def test_loading_twice_changes_nothing():
    assert "Loaded of the demo organisation: people" in load()
    before = dump()
    assert all(before.values())

    assert "nothing was changed" in load()
    assert dump() == before


def test_it_gives_the_same_rows_every_time():
    now = timezone.now()
    demo.people.load(demo.midnight(now))
    ids = set(User.objects.values_list("pk", "full_name", "created_at", "password"))
    User.objects.all().delete()
    CustomRole.objects.all().delete()

    demo.people.load(demo.midnight(now))
    assert set(User.objects.values_list("pk", "full_name", "created_at", "password")) == ids


def test_it_leaves_alone_what_somebody_edited_or_deleted():
    load()
    User.objects.filter(username="ben@acme.example").update(full_name="Benjamin")
    Team.objects.get(name="Mobile").delete()
    load()
    assert User.objects.get(username="ben@acme.example").full_name == "Benjamin"
    assert not Team.objects.filter(name="Mobile").exists()


def test_an_acme_of_before_there_were_schedules_keeps_what_it_was_given():
    today = demo.midnight(timezone.now())
    for part in ("people", "teams and groups"):
        demo.PARTS[part](today)
    Team.objects.get(name="Mobile").delete()
    for team in Team.objects.all():
        equip(team, by=SYSTEM)
    demo.PARTS["schedules and escalations"](today)
    demo.PARTS["routing rules"](today)
    assert Escalation.objects.count() == Schedule.objects.count() == 5


def test_it_is_refused_where_others_are():
    make_user("Real Person", username="real@example.org")
    with pytest.raises(CommandError, match="There are people here already"):
        load()
    assert User.objects.count() == 1


def test_it_shows_every_role_and_state():
    load()
    assert len(PEOPLE) == User.objects.count() >= 25
    assert set(User.objects.values_list("role", flat=True)) == set(User.Role.values)
    assert set(CustomRole.objects.values_list("name", flat=True)) == {"Night operator", "Auditor"}
    assert User.objects.filter(is_verified=False, one_time_links__isnull=False).count() >= 3
    assert User.objects.filter(is_blocked=True, is_verified=True).exists()
    assert User.objects.filter(is_blocked=True, is_verified=False).exists()
    assert User.objects.filter(contacts=None).exists()
    assert User.objects.filter(notification_rules=None, is_verified=True).exists()
    assert set(Contact.objects.values_list("method", flat=True)) == set(Contact.Method.values)
    assert Contact.objects.filter(is_enabled=False).exists()
    assert NotificationRule.objects.filter(is_enabled=False).exists()
    assert len(set(User.objects.values_list("time_zone", flat=True))) > 10
    assert Account.current().name == "Acme"


def test_the_cast_has_its_parts():
    load()
    cast = {
        name: User.objects.get(username=f"{name}@acme.example") for name in ("tom", "ben", "eve")
    }
    payments = Team.objects.get(name="Payments")
    assert Membership.objects.get(team=payments, user=cast["tom"]).role == "admin"
    assert Membership.objects.get(team=payments, user=cast["ben"]).role == "user"
    assert not Membership.objects.filter(user=cast["eve"]).exists()
    assert Team.objects.count() == 6


def test_its_rows_are_valid():
    load()
    people = (User, CustomRole, Contact, NotificationRule, Team, Membership)
    for model in (*people, Schedule, Escalation, EscalationRule):
        for row in model.objects.all():
            row.full_clean(validate_constraints=False)
    assert set(User.objects.values_list("time_zone", flat=True)) <= available_timezones()


def test_its_log_reads_well_and_ends_before_today(client):
    load()
    client.get("/healthz")  # the views bring the words that entries are read in
    entries = AuditEntry.objects.exclude(verb="demo.loaded")
    assert entries.count() > 120
    assert {entry.via for entry in entries} == {"web", "api", "import"}
    for entry in entries:
        assert not sentence(entry).startswith(entry.verb)
        assert entry.at < demo.midnight(timezone.now())
    times = dict(entries.filter(verb="person.created").values_list("target_id", "at"))
    for entry in entries.exclude(user_id=fixed_id("person", "olive")):
        assert entry.at >= times.get(str(entry.user_id), entry.at), entry


@pytest.mark.parametrize("name", ["olive", "ada", "tom", "ben", "eve"])
def test_the_cast_can_sign_in(client, name):
    load()
    assert client.login(username=f"{name}@acme.example", password=PASSWORD)


def test_who_never_came_cannot_sign_in(client):
    load()
    for person in PEOPLE:
        if not person.verified or person.blocked:
            assert not client.login(username=person.username, password=PASSWORD), person


def test_it_knows_when_the_last_demo_password_is_gone():
    assert not demo_passwords_exist()
    load()
    assert demo_passwords_exist()

    for number, person in enumerate(User.objects.exclude(username="eve@acme.example")):
        person.set_password(f"something-else-{number}")
        person.save()
    assert demo_passwords_exist()

    eve = User.objects.get(username="eve@acme.example")
    eve.set_password("something-else")
    eve.save()
    assert not demo_passwords_exist()
    assert not demo_passwords_exist()

    eve.set_password(PASSWORD)
    eve.save()
    assert demo_passwords_exist()
