"""Verifying an e-mail contact with a code that was mailed to it."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from accounts.actions.contacts import add_contact
from accounts.models import AuditEntry, Contact
from tests.jobs import run_jobs
from tests.make import SYSTEM, make_user

NOW = timezone.now()


@pytest.fixture
def contact(ben) -> Contact:
    return add_contact(ben, method="email", to="ben@home.example", by=SYSTEM)


def url(name, contact):
    return reverse(f"accounts:{name}", args=[contact.user_id, contact.pk])


def code_in_last_mail() -> str:
    run_jobs()
    return re.search(r"\b(\d{6})\b", mail.outbox[-1].subject).group(1)


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06}"


def test_a_new_address_is_sent_a_code_which_verifies_it(ben, as_user):
    client = as_user(ben)
    data = {"method": "email", "to": "Ben@Home.example"}
    answer = client.post(reverse("accounts:contact_new", args=[ben.pk]), data)
    contact = ben.contacts.get(to="ben@home.example")
    assert answer["Location"] == url("contact_code", contact)
    code = code_in_last_mail()
    assert mail.outbox[-1].to == ["ben@home.example"]
    answer = client.post(answer["Location"], {"code": f" {code[:3]} {code[3:]} "}, follow=True)
    assert "is verified" in answer.content.decode()
    contact.refresh_from_db()
    assert contact.is_verified
    assert contact.code_hash == ""
    assert AuditEntry.objects.filter(verb="contact.verified").exists()


def test_only_a_hash_is_kept_and_it_is_no_plain_one(contact, ben, as_user):
    as_user(ben).post(url("contact_send_code", contact))
    code = code_in_last_mail()
    contact.refresh_from_db()
    assert len(contact.code_hash) == 64
    assert code not in contact.code_hash
    assert not AuditEntry.objects.filter(details__icontains=code).exists()


def test_five_wrong_tries_and_the_code_is_worth_nothing(contact, ben, as_user):
    client = as_user(ben)
    client.post(url("contact_send_code", contact))
    code = code_in_last_mail()
    for _ in range(5):
        answer = client.post(url("contact_code", contact), {"code": wrong(code)})
        assert answer.status_code == 422
        assert "not the code we sent" in answer.content.decode()
    answer = client.post(url("contact_code", contact), {"code": code})
    assert answer.status_code == 422
    assert "Code expired" in answer.content.decode()
    contact.refresh_from_db()
    assert not contact.is_verified


def test_a_code_lasts_fifteen_minutes(contact, ben, as_user):
    with time_machine.travel(NOW, tick=False) as clock:
        client = as_user(ben)
        client.post(url("contact_send_code", contact))
        code = code_in_last_mail()
        clock.shift(timedelta(minutes=15, seconds=1))
        answer = client.post(url("contact_code", contact), {"code": code})
    assert answer.status_code == 422


def test_a_new_code_a_minute_and_the_old_one_stops_working(contact, ben, as_user):
    with time_machine.travel(NOW, tick=False) as clock:
        client = as_user(ben)
        client.post(url("contact_send_code", contact))
        first = code_in_last_mail()
        again = client.post(url("contact_send_code", contact), follow=True)
        assert "Wait a minute" in again.content.decode()
        assert run_jobs() == 0
        clock.shift(timedelta(seconds=61))
        client.post(url("contact_send_code", contact))
        second = code_in_last_mail()
        if first != second:
            assert client.post(url("contact_code", contact), {"code": first}).status_code == 422
        assert client.post(url("contact_code", contact), {"code": second}).status_code == 302


def test_nobody_floods_a_mailbox_by_adding_contacts_again_and_again(ben, as_user):
    client, sent = as_user(ben), 0
    for number in range(25):
        data = {"method": "email", "to": f"victim{number}@home.example"}
        client.post(reverse("accounts:contact_new", args=[ben.pk]), data)
        sent += run_jobs()
        ben.contacts.exclude(to=ben.username).delete()
    assert sent == 20


def test_changing_the_address_makes_a_sent_code_worthless(contact, ben, as_user):
    client = as_user(ben)
    client.post(url("contact_send_code", contact))
    code = code_in_last_mail()
    client.post(url("contact_edit", contact), {"to": "other@home.example"})
    assert client.post(url("contact_code", contact), {"code": code}).status_code == 422


def test_the_code_of_the_sign_in_address_verifies_the_person(db, as_user):
    dana = make_user("Dana Diaz", verified=False)
    own, client = dana.contacts.get(), as_user(dana)
    client.post(url("contact_send_code", own))
    client.post(url("contact_code", own), {"code": code_in_last_mail()})
    dana.refresh_from_db()
    assert dana.is_verified


def test_without_a_provider_the_page_says_so_and_sends_nothing(ben, as_user):
    number = add_contact(ben, method="sms", to="1-5551234567", by=SYSTEM)
    page = as_user(ben).get(url("contact_code", number)).content.decode()
    assert "No SMS provider is set up: nothing will be sent to this number." in page
    assert 'name="code"' not in page
    answer = as_user(ben).post(url("contact_send_code", number), follow=True)
    assert "No SMS provider is set up" in answer.content.decode()
    assert run_jobs() == 0


@pytest.mark.parametrize("code", ["", "12345", "abcdef", "١٢٣٤٥٦", "1\0", "9" * 50])
def test_what_is_no_code_is_refused(contact, ben, as_user, code):
    assert as_user(ben).post(url("contact_code", contact), {"code": code}).status_code == 422
