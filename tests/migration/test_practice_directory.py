"""The built-in directory: it answers as Atlassian's does, writes real mails, and has real links."""

import pytest
from django.utils import timezone

from accounts import links
from accounts.actors import Actor
from migration import practice, practice_mails
from migration.actions.practice import sign_up
from migration.directory import Refused, SignInFirst
from migration.models import PracticeAccount, PracticeMember, PracticeSite
from migration.practice import PracticeDirectory
from tests.sign_in.mails import link_in, mail_to, mails_to

pytestmark = pytest.mark.django_db

DIRECTORY = PracticeDirectory()


@pytest.fixture
def place(olive):
    """A new site, where people are invited to."""
    site = DIRECTORY.create_site("acme-oncall", first_name="Olive", last_name="Owner", person=olive)
    return DIRECTORY.place(site.id, olive)


def test_one_signs_up_first(olive):
    with pytest.raises(SignInFirst):
        DIRECTORY.sites(olive)


def test_three_sites_are_linked_and_one_is_refused(olive, settings):
    sign_up("Olive Owner", by=Actor.of_user(olive))
    sites = DIRECTORY.sites(olive)
    assert [(site.name, bool(site.why_not)) for site in sites] == [
        ("muster", False),
        ("muster-eu", False),
        ("muster-labs", True),
    ]
    assert sites[0].url == f"{settings.PUBLIC_URL}/practice/sites/muster/"
    with pytest.raises(Refused, match="You are not a site admin"):
        DIRECTORY.place(sites[2].id, olive)
    with pytest.raises(Refused):
        DIRECTORY.place("nonsense", olive)


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("acme-oncall", "is taken"),
        ("ab", "3 to 60 characters"),
        ("x" * 61, "3 to 60 characters"),
        ("Acme", "small letters"),
        ("acme--eu", "single hyphens"),
        ("-acme", "begins with a letter"),
        ("acmé", "small letters"),
        ("new-name", ""),
    ],
)
def test_names_of_sites(place, olive, name, problem):
    said = DIRECTORY.name_problem(name)
    assert problem in said
    assert bool(said) == bool(problem)
    if problem:
        with pytest.raises(Refused):
            DIRECTORY.create_site(name, first_name="A", last_name="B", person=olive)


def test_who_is_invited_confirms_by_the_link_of_a_mail(place, ben, client):
    invited = DIRECTORY.invite(place, [ben.username], text="Please come.")
    assert [(one.email, one.refused) for one in invited] == [(ben.username, "")]
    assert not DIRECTORY.search(place, [ben.username])[ben.username].email_verified
    sent = mail_to(ben.username)
    assert sent.subject == "Practice: you are invited to acme-oncall"
    assert "Please come." in sent.body
    client.get(link_in(sent))
    assert "Confirm account" in client.get("/practice/join/").content.decode()
    answer = client.post("/practice/join/", follow=True)
    assert "Your practice account is confirmed" in answer.content.decode()
    found = DIRECTORY.search(place, [ben.username])[ben.username]
    assert (found.email_verified, found.membership_status, found.account_status) == (
        True,
        "active",
        "active",
    )
    assert client.post("/practice/join/").status_code == 410
    assert client.get(link_in(sent)).status_code == 410


def test_looking_at_a_link_changes_nothing(place, ben, client):
    DIRECTORY.invite(place, [ben.username], text="")
    for _ in range(3):
        client.get(link_in(mail_to(ben.username)))
        client.get("/practice/join/")
    assert not PracticeAccount.objects.get(email=ben.username).is_verified


def test_who_has_an_account_gets_no_mail(place, olive, ada):
    sign_up("Ada Admin", by=Actor.of_user(ada))
    DIRECTORY.invite(place, [ada.username, olive.username], text="")
    assert mails_to(ada.username) == mails_to(olive.username) == []
    assert DIRECTORY.search(place, [ada.username])[ada.username].membership_status == "active"


def test_inviting_again_makes_a_new_link_and_no_second_membership(place, ben, client):
    for _ in range(2):
        DIRECTORY.invite(place, [ben.username], text="")
    first, second = mails_to(ben.username)
    assert client.get(link_in(first)).status_code == 410
    assert client.get(link_in(second)).status_code == 303
    assert PracticeMember.objects.filter(account__email=ben.username).count() == 1


def test_a_deactivated_account_is_refused_and_found_so(place, ben, eve):
    PracticeAccount.objects.create(email=ben.username, is_deactivated=True)
    invited = DIRECTORY.invite(place, [ben.username, eve.username], text="")
    assert [one.refused for one in invited] == ["This account is deactivated.", ""]
    assert DIRECTORY.search(place, [ben.username])[ben.username].status == "deactivated"
    assert mails_to(ben.username) == []


def test_a_site_has_a_page(place, client):
    shown = client.get("/practice/sites/acme-oncall/").content.decode()
    assert "nothing is sent to Atlassian" in shown
    assert "1 person" in shown
    assert client.get("/practice/sites/nobody/").status_code == 404


def test_with_a_database_of_your_own_there_is_no_practice(settings, olive, as_user, client):
    settings.EMBEDDED = False
    assert not practice.is_offered()
    assert as_user(olive).get("/practice/sign-up/").status_code == 404
    PracticeSite.objects.create(name="acme")
    link = f"/practice/join/{invitation_to(olive)}/"
    for address in (link, "/practice/join/", "/practice/joined/", "/practice/sites/acme/"):
        assert client.get(address).status_code == 404
    assert client.post("/practice/join/").status_code == 404


def invitation_to(person):
    valid_for = practice_mails.VALID_FOR
    return links.issue(practice_mails.PURPOSE, now=timezone.now(), valid_for=valid_for, user=person)
