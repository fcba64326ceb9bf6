"""Contacts: added, changed, switched, removed."""

import pytest
from django.urls import reverse

from accounts.actions.contacts import add_contact
from accounts.actions.rules import add_step
from accounts.models import AuditEntry, Contact
from tests.asking import HTMX
from tests.make import SYSTEM, make_user


def url(name, person, contact=None, **more):
    kwargs = {"pk": person.pk} | ({"contact_pk": contact.pk} if contact else {}) | more
    return reverse(f"accounts:{name}", kwargs=kwargs)


def sms_of(person, to="1-5551234567"):
    return add_contact(person, method="sms", to=to, by=SYSTEM)


def test_a_number_is_kept_in_one_form_however_it_was_typed(ben, as_user):
    answer = as_user(ben).post(
        url("contact_new", ben), {"method": "sms", "to": "+90 (532) 555 01 42"}, follow=True
    )
    assert Contact.objects.get(user=ben, method="sms").to == "90-5325550142"
    assert "No SMS provider is set up: nothing will be sent" in answer.content.decode()
    assert AuditEntry.objects.filter(verb="contact.added", target_id=ben.pk).exists()


@pytest.mark.parametrize(
    ("method", "to", "words"),
    [
        ("sms", "5551234567", "Start with the country code."),
        ("voice", "call me", "country code, hyphen, number"),
        ("email", "not-an-address", "Enter a valid email address."),
        ("email", "BEN@acme.example", "This contact is in the list already."),
        ("email", "x" * 600, "at most 512"),
        ("mobile", "a\0b", "Null characters"),
        ("pager", "1", "Select a valid choice"),
        ("email", "", "This field is required"),
    ],
)
def test_what_is_wrong_is_said_at_the_field(ben, as_user, method, to, words):
    answer = as_user(ben).post(url("contact_new", ben), {"method": method, "to": to})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert ben.contacts.count() == 1


def test_a_dialog_is_answered_with_the_dialog_only(ben, as_user):
    answer = as_user(ben).post(url("contact_new", ben), {}, headers=HTMX)
    assert answer.status_code == 422
    assert b"<html" not in answer.content
    assert b"dialog-title" in answer.content


def test_twenty_contacts_are_enough(ben, as_user):
    for number in range(19):
        sms_of(ben, f"1-555123{number:04}")
    answer = as_user(ben).post(url("contact_new", ben), {"method": "email", "to": "x@home.example"})
    assert answer.status_code == 422
    assert "A person can have 20 contacts." in answer.content.decode()


def test_a_changed_address_has_to_be_verified_anew(ben, as_user):
    contact = sms_of(ben)
    Contact.objects.filter(pk=contact.pk).update(verified_at=ben.created_at)
    as_user(ben).post(url("contact_edit", ben, contact), {"to": "+1 555 123 9999"})
    contact.refresh_from_db()
    assert (contact.to, contact.is_verified) == ("1-5551239999", False)


def test_an_address_that_stays_the_same_stays_verified(ben, as_user):
    contact = sms_of(ben)
    Contact.objects.filter(pk=contact.pk).update(verified_at=ben.created_at)
    as_user(ben).post(url("contact_edit", ben, contact), {"to": contact.to})
    contact.refresh_from_db()
    assert contact.is_verified


def test_the_sign_in_address_can_be_disabled_but_not_changed_or_removed(ben, as_user):
    own, client = ben.contacts.get(), as_user(ben)
    assert client.post(url("contact_edit", ben, own), {"to": "b@x.example"}).status_code == 422
    answer = client.post(url("contact_remove", ben, own))
    assert answer.status_code == 422
    assert "signs in with this address" in answer.content.decode()
    client.post(url("contact_switch", ben, own), {})
    own.refresh_from_db()
    assert not own.is_enabled
    page = client.get(reverse("accounts:profile")).content.decode()
    assert "Disabled by Ben Member" in page


def test_a_switch_answers_htmx_with_what_changed(ben, as_user):
    own = ben.contacts.get()
    answer = as_user(ben).post(url("contact_switch", ben, own), {}, headers=HTMX)
    text = answer.content.decode()
    assert 'id="reach"' in text
    assert "<html" not in text
    assert "will not reach you" in text
    again = as_user(ben).post(url("contact_switch", ben, own), {"enabled": "on"})
    own.refresh_from_db()
    assert again.status_code == 302
    assert (own.is_enabled, own.disabled_reason) == (True, "")


def test_removing_a_contact_says_which_steps_go_with_it(ben, as_user):
    contact, client = sms_of(ben), as_user(ben)
    rule = ben.notification_rules.get(action="create-alert")
    add_step(rule, contact=contact, after_minutes=5, by=SYSTEM)
    page = client.get(url("contact_remove", ben, contact)).content.decode()
    assert "“New alert”, after" in page
    client.post(url("contact_remove", ben, contact))
    assert not Contact.objects.filter(pk=contact.pk).exists()
    assert rule.steps.count() == 1


def test_an_admin_cannot_touch_an_owners_contacts(ada, olive, as_user):
    own = olive.contacts.get()
    client = as_user(ada)
    assert client.post(url("contact_switch", olive, own)).status_code == 403
    page = client.get(olive.get_absolute_url()).content.decode()
    assert "Add contact" not in page


def test_somebody_elses_contact_is_not_found_under_ones_own_name(ben, eve, as_user):
    contact = sms_of(eve)
    assert as_user(ben).get(url("contact_edit", ben, contact)).status_code == 404


def test_a_role_without_the_right_sees_and_does_not_change(db, as_user):
    person = make_user("Olga Observer", role="observer")
    assert as_user(person).get(url("rule_new", person)).status_code == 403
    page = as_user(person).get(reverse("accounts:profile")).content.decode()
    assert "The role has none" in page
