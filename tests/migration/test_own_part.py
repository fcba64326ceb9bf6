"""What people of a move see on their own profile, and do there."""

import pytest

from accounts.models import User
from migration.models import SiteMigration, UserMove
from tests.migration.asking import accept, status_of, work_on
from tests.sign_in.mails import mails_to

pytestmark = pytest.mark.django_db

CARD = 'id="atlassian"'


@pytest.fixture
def invited(ben, started):
    work_on(started)
    assert status_of(ben) == "invited"
    return started


def profile(client) -> str:
    """One's own page."""
    return client.get("/profile/").content.decode()


def test_it_says_what_to_do_to_whom_it_asks_something(invited, ben, as_user):
    page = profile(as_user(ben))
    assert CARD in page
    assert "Open the invitation e-mail that was sent to" in page
    assert "Practice: nothing is sent to Atlassian." in page


def test_nothing_is_said_without_a_move(ben, as_user):
    assert CARD not in profile(as_user(ben))


def test_with_atlassian_one_confirms_by_signing_in_there(invited, ben, as_user):
    SiteMigration.objects.update(directory="atlassian")
    page = profile(as_user(ben))
    assert "Confirm with Atlassian" in page
    assert 'name="from" value="profile"' in page


def test_one_looks_again_and_is_connected(invited, ben, as_user):
    client, address = as_user(ben), f"/people/{ben.pk}/atlassian/"
    assert "Not there yet." in client.post(address, follow=True).content.decode()
    accept(ben)
    answer = client.post(address)
    assert answer.headers["Location"].endswith("#atlassian")
    assert "You are connected to acme-oncall." in profile(client)
    assert status_of(ben) == "connected"


def test_one_looks_again_only_so_often(invited, directory, ben, as_user):
    client, before = as_user(ben), directory.count("search")
    answers = [client.post(f"/people/{ben.pk}/atlassian/").status_code for _ in range(14)]
    assert answers == [302] * 10 + [429] * 4
    assert directory.count("search") == before + 10


def test_one_looks_for_nobody_else(invited, ben, tom, as_user):
    assert as_user(tom).post(f"/people/{ben.pk}/atlassian/").status_code == 404


def test_who_runs_the_account_sees_it_on_others_pages(invited, ben, ada, as_user):
    page = as_user(ada).get(f"/people/{ben.pk}/").content.decode()
    assert "Ben Member was invited to acme-oncall" in page


def test_after_the_end_looking_says_so(invited, ben, as_user):
    SiteMigration.objects.update(state="cancelled")
    client = as_user(ben)
    assert CARD not in profile(client)
    answer = client.post(f"/people/{ben.pk}/atlassian/", follow=True)
    assert "No migration is under way." in answer.content.decode()


def test_an_unverified_person_is_sent_the_verification_e_mail(invited, ben, as_user):
    client = as_user(ben)
    assert (
        "Your e-mail is verified."
        in client.post("/profile/atlassian/verify/", follow=True).content.decode()
    )
    User.objects.update(is_verified=False)
    UserMove.objects.filter(user=ben).update(status="email_unverified")
    before = len(mails_to(ben.username))
    assert "Send verification e-mail" in profile(client)
    client.post("/profile/atlassian/verify/")
    assert len(mails_to(ben.username)) == before + 1


def test_who_is_stuck_is_told_why_and_whom_to_tell(invited, ben, as_user):
    UserMove.objects.filter(user=ben).update(status="failed", reason="No licence left")
    page = profile(as_user(ben))
    assert "<q>No licence left</q>" in page
    assert "Olive Owner started it." in page
