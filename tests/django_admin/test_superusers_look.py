"""Django's admin: for superusers, to look at; constant in queries; no secrets; nothing written."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from accounts import models
from accounts.actions.keys import create_key
from accounts.actions.roles import create_role
from accounts.jobs import deliver
from accounts.models import AuditEntry, User
from teams.models import Membership, Team
from tests.make import SYSTEM, make_team, make_user

MODELS = [
    models.Account,
    models.ApiKey,
    models.AuditEntry,
    models.Contact,
    models.CustomRole,
    models.Group,
    models.GroupMembership,
    models.NotificationRule,
    models.OneTimeLink,
    models.RuleCopy,
    models.RuleCopyTarget,
    models.User,
    Team,
    Membership,
    EmailAddress,
    Authenticator,
    SocialAccount,
    ProcrastinateJob,
]


@pytest.fixture
def root(olive, as_user):
    """A client of a superuser."""
    User.objects.filter(pk=olive.pk).update(is_superuser=True)
    return as_user(User.objects.get(pk=olive.pk))


def furnish(start: int, end: int) -> None:
    """Make rows of every model, each with rows that hang on it."""
    now = timezone.now()
    for number in range(start, end):
        person = make_user(f"Person{number} Furnish")
        role = create_role(f"Role {number}", by=SYSTEM)
        User.objects.filter(pk=person.pk).update(role="custom", custom_role=role)
        team = make_team(f"Team {number}", members=[person])
        create_key(f"Key {number}", team=team, by=SYSTEM)
        contact = person.contacts.first()
        rule = models.NotificationRule.objects.create(
            user=person, action="create-alert", name=f"Rule {number}"
        )
        for minutes in range(number % 7 + 1):
            rule.steps.create(contact=contact, after_minutes=minutes)
        group = models.Group.objects.create(name=f"Group {number}")
        group.memberships.create(user=person)
        models.OneTimeLink.objects.create(
            purpose="invitation",
            user=person,
            token_hash=f"hash-{number}",
            data={"secret": "in-the-link"},
            expires_at=now + timedelta(days=2),
        )
        copy = models.RuleCopy.objects.create(source=person, actions=["create-alert"])
        copy.targets.create(user=person)
        EmailAddress.objects.get_or_create(user=person, email=person.username)
        Authenticator.objects.create(user=person, type="totp", data={"secret": "of-the-app"})
        SocialAccount.objects.create(user=person, provider="sso", uid=str(number))
        deliver.defer(sealed="x" * 500)


def queries(client, address: str) -> int:
    """How many queries a page takes."""
    with CaptureQueriesContext(connection) as captured:
        response = client.get(address)
    assert response.status_code == 200, address
    return len(captured)


def lists() -> dict[str, str]:
    """The address of every model's list."""
    return {
        model._meta.label: reverse(
            f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"
        )
        for model in MODELS
    }


def test_every_model_with_rows_of_people_is_registered():
    registered = {model for model in admin.site._registry if model._meta.app_label != "admin"}
    assert set(MODELS) <= registered
    hidden = {"account", "mfa", "socialaccount", "auth"}
    extra = {model._meta.label for model in registered - set(MODELS)}
    assert not {label for label in extra if label.split(".")[0] in hidden}


def test_every_list_asks_as_often_for_many_rows_as_for_few(root):
    furnish(0, 3)
    root.get("/django-admin/")
    few = {label: queries(root, address) for label, address in lists().items()}
    furnish(3, 30)
    many = {label: queries(root, address) for label, address in lists().items()}
    assert many == few
    assert max(many.values()) <= 12


def test_every_list_can_be_searched_and_filtered(root):
    furnish(0, 1)
    for label, address in lists().items():
        response = root.get(address, {"q": "person0"})
        assert response.status_code in (200, 302), label
        page = root.get(address).content.decode()
        for query in set(re.findall(r'href="(\?[^"]+)"', page)):
            response = root.get(address + query.replace("&amp;", "&"))
            assert response.status_code == 200, label + query


def test_every_row_opens_and_shows_no_secret(root):
    furnish(0, 9)
    hashes = {key.key_hash for key in models.ApiKey.objects.all()} | {"hash-0", "in-the-link"}
    passwords = set(User.objects.values_list("password", flat=True)) - {""}
    counts: dict[str, set[int]] = {}
    for model in MODELS:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}_change"
        for row in model._default_manager.order_by("-pk")[:7]:
            address = reverse(name, args=[row.pk])
            counts.setdefault(model._meta.label, set()).add(queries(root, address))
            page = root.get(address).content.decode()
            assert not [one for one in hashes | passwords | {"of-the-app"} if one in page]
    assert {label: found for label, found in counts.items() if max(found) - min(found) > 2} == {}


def test_nothing_can_be_added_or_deleted_and_only_people_changed(root):
    furnish(0, 1)
    for model in MODELS:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        row = model._default_manager.first()
        assert root.get(reverse(f"{name}_add")).status_code == 403
        assert root.post(reverse(f"{name}_delete", args=[row.pk])).status_code == 403
        if model is not User:
            assert root.post(reverse(f"{name}_change", args=[row.pk])).status_code == 403


def test_a_persons_plain_data_goes_through_the_action(root, ben):
    address = reverse("admin:accounts_user_change", args=[ben.pk])
    inline = {"contacts-TOTAL_FORMS": "0", "contacts-INITIAL_FORMS": "0"}
    plain = {"full_name": "Benjamin", "time_zone": "UTC", "locale": "en_US", "role": "owner"}
    response = root.post(address, plain | inline | {"is_blocked": "on", "uses_shortcuts": "on"})
    assert response.status_code == 302
    ben.refresh_from_db()
    assert (ben.full_name, ben.role, ben.is_blocked) == ("Benjamin", "user", False)
    entry = AuditEntry.objects.get(verb="person.updated")
    assert entry.changes == {"full_name": ["Ben Member", "Benjamin"]}
    assert entry.actor_name == "Olive Owner"


def test_it_refuses_bad_plain_data(root, ben):
    address = reverse("admin:accounts_user_change", args=[ben.pk])
    inline = {"contacts-TOTAL_FORMS": "0", "contacts-INITIAL_FORMS": "0"}
    response = root.post(address, inline | {"full_name": "", "time_zone": "Mars", "locale": "?"})
    assert response.status_code == 200
    assert "is not a known time zone" in response.content.decode()


def test_it_finds_people_as_the_people_page_does(root, ben, eve):
    page = root.get(lists()["accounts.User"], {"q": "role:user Mem"}).content.decode()
    assert "ben@acme.example" in page
    assert "eve@acme.example" not in page


@pytest.mark.parametrize("who", ["olive", "ada", "ben"])
def test_it_lets_nobody_in_but_superusers(who, request, as_user):
    client = as_user(request.getfixturevalue(who))
    assert client.get("/django-admin/").status_code == 302
    assert client.get("/django-admin/login/").status_code == 403


def test_it_signs_nobody_in_by_itself(client, olive):
    response = client.get("/django-admin/", follow=True)
    assert response.redirect_chain[-1][0].startswith("/account/login/")


def test_passwords_are_changed_on_the_own_page(root):
    response = root.get(reverse("admin:password_change"))
    assert response["Location"] == reverse("account_change_password")


def test_a_given_up_job_can_be_tried_again(root):
    furnish(0, 1)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing'")
        cursor.execute("UPDATE procrastinate_jobs SET status = 'failed'")
    job = ProcrastinateJob.objects.first()
    data = {"action": "retry", "_selected_action": [job.pk]}
    address = lists()["procrastinate.ProcrastinateJob"]
    page = root.post(address, data, follow=True).content.decode()
    assert "1 of the chosen jobs wait to be tried again" in page
    job.refresh_from_db()
    assert job.status == "todo"


def test_a_forged_id_leads_back(root):
    address = reverse("admin:accounts_user_change", args=[uuid4()])
    assert root.get(address).status_code == 302
    assert root.get(reverse("admin:accounts_user_change", args=["\0"])).status_code in (302, 404)
