"""From an invitation to a signed-in session."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from accounts.actions import invitations
from accounts.actors import Actor
from accounts.audit import sentence
from accounts.models import AuditEntry, OneTimeLink, User
from tests.make import PASSWORD, make_user
from tests.sign_in.mails import link_in, mail_to, mails_to
from tests.sign_in.test_signing_in import is_signed_in

INVITE = "/people/invite/"
JOINING = {"full_name": "Cem Yıldız", "password": "a-long-horse-9", "time_zone": "Europe/Istanbul"}


def invite(client, guests="cem@acme.example", role="user"):
    return client.post(INVITE, {"guests": guests, "role": role})


@pytest.fixture
def cem(ada, as_user) -> User:
    invite(as_user(ada))
    return User.objects.get(username="cem@acme.example")


def test_somebody_comes_in(client, cem):
    sent = mail_to(cem.username)
    assert sent.subject.startswith("Ada Admin invites you to ")
    assert "valid for 2 days" in sent.body
    opened = client.get(link_in(sent))
    assert (opened.status_code, opened["Location"]) == (303, "/invitation/")
    page = client.get("/invitation/").content.decode()
    assert "cem@acme.example" in page
    cem.refresh_from_db()
    assert not cem.is_verified  # looking uses nothing up
    assert client.post("/invitation/", JOINING)["Location"] == "/"
    assert is_signed_in(client)
    cem.refresh_from_db()
    assert (cem.full_name, cem.time_zone, cem.is_verified) == (
        "Cem Yıldız",
        "Europe/Istanbul",
        True,
    )
    assert OneTimeLink.objects.get().used_at
    sentences = [sentence(entry) for entry in AuditEntry.objects.filter(user_id=cem.pk)]
    assert "accepted the invitation" in sentences
    assert "signed in with an invitation" in sentences


def test_a_link_works_once(client, cem):
    link = link_in(mail_to(cem.username))
    client.get(link)
    client.post("/invitation/", JOINING)
    again = client.get(link)
    assert again.status_code == 410
    assert "Token expired" in again.content.decode()
    assert client.post("/invitation/", JOINING).status_code == 410


def test_a_link_expires_after_two_days(client, cem, time_machine):
    link = link_in(mail_to(cem.username))
    client.get(link)
    time_machine.move_to(timezone.now() + timedelta(seconds=2 * 24 * 3600 + 1))
    assert client.get(link).status_code == 410
    assert client.post("/invitation/", JOINING).status_code == 410


def test_a_weak_password_uses_nothing_up(client, cem):
    client.get(link_in(mail_to(cem.username)))
    response = client.post("/invitation/", JOINING | {"password": "12345678"})
    assert response.status_code == 422
    assert "too common" in response.content.decode()
    assert client.post("/invitation/", JOINING).status_code == 302


def test_only_the_hash_is_kept(cem):
    token = link_in(mail_to(cem.username)).strip("/").rpartition("/")[2]
    assert token not in str(OneTimeLink.objects.values().get())


def test_a_blocked_guest_stays_out(client, cem):
    client.get(link_in(mail_to(cem.username)))
    cem.is_blocked = True
    cem.save()
    assert client.get("/invitation/")["Location"] == "/account/inactive/"
    assert client.post("/invitation/", JOINING)["Location"] == "/account/inactive/"


def test_it_takes_the_place_of_who_was_signed_in(cem, ben, as_user):
    bens = as_user(ben)
    bens.get(link_in(mail_to(cem.username)))
    assert "You are signed in as Ben Member" in bens.get("/invitation/").content.decode()
    bens.post("/invitation/", JOINING)
    assert bens.session["_auth_user_id"] == str(cem.pk)


def test_many_are_invited_with_names(ada, as_user):
    guests = "ivy.ivanova+ops@acme.example, Cem Yıldız <CEM@acme.example>\n\n jo@acme.example;"
    response = invite(as_user(ada), guests, role="stakeholder")
    assert response.status_code == 302
    found = {p.username: (p.full_name, p.role) for p in User.objects.exclude(pk=ada.pk)}
    assert found == {
        "ivy.ivanova@acme.example".replace("@", "+ops@"): ("Ivy Ivanova", "stakeholder"),
        "cem@acme.example": ("Cem Yıldız", "stakeholder"),
        "jo@acme.example": ("Jo", "stakeholder"),
    }


def test_every_wrong_line_is_named_and_nobody_is_made(ada, ben, as_user):
    guests = "new@acme.example\nnot an e-mail\nnew@acme.example\n" + "x" * 100 + "@acme.example"
    response = invite(as_user(ada), guests)
    assert response.status_code == 422
    page = response.content.decode()
    assert "Line 2: “not an e-mail” is not an e-mail." in page
    assert "Line 3: new@acme.example stands in line 1 already." in page
    assert "Line 4: " in page
    response = invite(as_user(ada), "new@acme.example\nBEN@acme.example")
    assert response.status_code == 422
    assert "Line 2: ben@acme.example: Somebody with this e-mail" in response.content.decode()
    assert not User.objects.named("new@acme.example").exists()
    assert mails_to("new@acme.example") == []


@pytest.mark.parametrize("guests", ["", "\0", ", ;", "x" * 60_000, "a@b.example," * 201])
def test_bad_input_is_refused(ada, as_user, guests):
    assert invite(as_user(ada), guests).status_code == 422


def test_only_owners_invite_owners(ada, olive, as_user):
    assert invite(as_user(ada), role="owner").status_code == 422
    assert invite(as_user(olive), role="owner").status_code == 302


def test_the_list_shows_the_states(ada, cem, as_user, time_machine):
    client = as_user(ada)
    page = client.get("/people/invitations/").content.decode()
    assert "cem@acme.example" in page
    assert "cem@acme.example" in client.get("/people/invitations/?state=open").content.decode()
    for other in ("expired", "accepted", "revoked"):
        url = f"/people/invitations/?state={other}"
        assert "cem@acme.example" not in client.get(url).content.decode()
    time_machine.move_to(timezone.now() + timedelta(seconds=2 * 24 * 3600 + 1))
    client.force_login(ada, backend="django.contrib.auth.backends.ModelBackend")
    assert "cem@acme.example" in client.get("/people/invitations/?state=expired").content.decode()
    assert client.get("/people/invitations/?state=%00&cursor=%00x").status_code == 200


def test_its_buttons_lead_to_the_actions(ada, cem, as_user):
    page = as_user(ada).get("/people/invitations/").content.decode()
    invitation = OneTimeLink.objects.get(user=cem)
    for address in (
        reverse("accounts:person", args=[cem.pk]),
        reverse("accounts:invitation_resend", args=[cem.pk]),
        reverse("accounts:invitation_revoke", args=[invitation.pk]),
    ):
        assert f'="{address}"' in page


def test_the_list_makes_a_constant_number_of_queries(ada, as_user, django_assert_num_queries):
    client = as_user(ada)
    for count in (3, 60):
        invite(client, "\n".join(f"p{count}.{n}@acme.example" for n in range(count)))
        client.get("/people/invitations/")  # shows the toast
        with django_assert_num_queries(6):
            client.get("/people/invitations/")


def test_another_one_replaces_the_first(client, ada, cem, as_user):
    first = link_in(mail_to(cem.username))
    response = as_user(ada).post(reverse("accounts:invitation_resend", args=[cem.pk]))
    assert response["Location"] == "/people/invitations/"
    assert client.get(first).status_code == 410
    assert client.get(link_in(mail_to(cem.username))).status_code == 303
    assert OneTimeLink.objects.count() == 1


def test_who_has_a_password_gets_a_verification_link(client, ada, as_user):
    person = make_user("Una Unverified", verified=False)
    assert invitations.resend(person, by=Actor.of_user(ada)) == "verification link"
    sent = mail_to(person.username)
    assert sent.subject == "Verify your e-mail for Muster"
    client.post(link_in(sent))
    person.refresh_from_db()
    assert person.is_verified


def test_resending_is_refused_where_it_makes_no_sense(ada, ben, olive):
    with pytest.raises(ValidationError, match="verified already"):
        invitations.resend(ben, by=Actor.of_user(ada))
    blocked = make_user("Bea Blocked", verified=False, blocked=True)
    with pytest.raises(ValidationError, match="is blocked"):
        invitations.resend(blocked, by=Actor.of_user(ada))
    with pytest.raises(PermissionDenied):
        invitations.resend(olive, by=Actor.of_user(ada))


def test_a_revoked_one_does_not_work(client, ada, cem, as_user):
    link = link_in(mail_to(cem.username))
    client.get(link)
    invitation = OneTimeLink.objects.get()
    as_user(ada).post(reverse("accounts:invitation_revoke", args=[invitation.pk]))
    assert client.get(link).status_code == 410
    assert client.post("/invitation/", JOINING).status_code == 410


def test_a_reset_link_accepts_it_as_well(client, cem):
    client.post(reverse("account_reset_password"), {"email": cem.username})
    page = client.get(link_in(mail_to(cem.username)), follow=True)
    client.post(
        page.redirect_chain[-1][0], {"password1": PASSWORD + "!", "password2": PASSWORD + "!"}
    )
    cem.refresh_from_db()
    assert cem.is_verified
    assert OneTimeLink.objects.get().used_at


@pytest.mark.parametrize("address", ["https://evil.example/", "//evil.example"])
def test_the_way_back_stays_here(ada, cem, as_user, address):
    response = as_user(ada).post(
        reverse("accounts:invitation_resend", args=[cem.pk]),
        {"next": address},
        headers={"referer": address},
    )
    assert response["Location"] == "/people/invitations/"
