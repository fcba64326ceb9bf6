"""The status page: everybody, what is next for each, what can be done, and what changed since."""

import csv
import io
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from migration.models import SiteMigration, UserMove
from tests.make import make_user
from tests.migration.asking import make_people, status_of, work_on
from tests.sign_in.mails import mails_to

pytestmark = pytest.mark.django_db

HERE = "/settings/general/migration/"
STATUS = f"{HERE}status/"
Status = UserMove.Status


@pytest.fixture
def una(db):
    return make_user("Una Unverified", verified=False)


@pytest.fixture
def running(ben, una, started):
    """A move with somebody of each status that somebody has to look at."""
    set_status(ben, Status.INVITED, invited_at=timezone.now())
    return started


@pytest.fixture
def client(olive, as_user):
    return as_user(olive)


def set_status(person, status, **more) -> None:
    UserMove.objects.filter(user=person).update(status=status, **more)


def text(answer) -> str:
    """What an answer says."""
    return answer.content.decode()


def row_of(page: str, person) -> str:
    """Somebody's row."""
    return page.partition(f'id="move-{person.pk}"')[2].partition("</tr>")[0]


def names(page: str) -> list[str]:
    """Who is listed."""
    return re.findall(r"data-row-link>([^<]+)<", page)


@pytest.mark.parametrize(
    ("status", "more", "words", "button"),
    [
        ("email_unverified", {}, "must open the verification e-mail first", "Resend"),
        ("not_invited", {}, "Invitation goes out with the next batch.", "Leave out…"),
        ("not_invited", {"asked_at": timezone.now()}, "A search will say", "Leave out…"),
        ("invited", {}, "Ben accepts the invitation and sets a password.", "Invite again"),
        ("invited", {"again_at": timezone.now()}, "Another invitation goes out", "Invite again"),
        ("needs_verification", {}, "must verify its e-mail there", "Invite again"),
        ("connected", {}, "Done.", ""),
        ("suspended", {}, "Suspended on the site.", "Leave out…"),
        ("deactivated", {}, "deactivated", "Leave out…"),
        ("managed_elsewhere", {}, "Another organisation manages", "Leave out…"),
        ("failed", {"reason": "No <b>licence"}, "<q>No &lt;b&gt;licence</q>", "Retry"),
        ("excluded", {"reason": "Blocked in Muster."}, "Blocked in Muster.", ""),
        ("excluded", {"reason": "List", "left_out_by": "Olive"}, "Left out by Olive: ", "Take in"),
    ],
)
def test_each_status_has_its_words_and_one_button(
    running, client, ben, status, more, words, button
):
    set_status(ben, status, **more)
    row = row_of(text(client.get(STATUS)), ben)
    assert UserMove.Status(status).label in row
    assert words in row
    buttons = [
        one
        for one in ("Resend", "Retry", "Invite again", "Leave out…<span", "Take in")
        if one in row
    ]
    assert [one.removesuffix("<span") for one in buttons] == ([button] if button else [])


def test_who_needs_somebody_stands_first(running, client, olive, ben, una):
    set_status(olive, Status.CONNECTED)
    set_status(ben, Status.FAILED, reason="No licence left")
    page = text(client.get(STATUS))
    assert names(page) == ["Ben Member", "Una Unverified", "Olive Owner"]
    assert "1 of 3 connected" in page
    assert 'aria-label="1 connected, 1 e-mail unverified, 1 failed, of 3"' in page


def test_admins_leave_nobody_out(running, ada, ben, as_user):
    assert "Leave out" not in text(as_user(ada).get(STATUS))


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("?status=invited", ["Ben Member"]),
        ("?status=needs-you", ["Una Unverified"]),
        ("?status=failed", []),
        ("?status=nonsense", ["Una Unverified", "Ben Member", "Olive Owner"]),
        ("?q=ben", ["Ben Member"]),
        ("?q=una@acme", ["Una Unverified"]),
        ("?q=ben&status=failed", []),
    ],
)
def test_it_is_searched_and_filtered(running, client, asked, found):
    page = text(client.get(STATUS + asked))
    assert names(page) == found
    assert ("Nobody here is like that" in page) == (not found)


def test_five_thousand_are_paged_by_key_with_as_many_queries(running, client):
    make_people(120)
    crowd = User.objects.filter(username__startswith="crowd")
    moves = (UserMove(migration=running, user=one, email=one.username) for one in crowd)
    UserMove.objects.bulk_create(moves)
    with CaptureQueriesContext(connection) as first:
        page = text(client.get(STATUS))
    assert "1–50 of 123" in page
    after = re.findall(r'cursor=([^"&]+)', page.partition('aria-label="Pages"')[2])[0]
    with CaptureQueriesContext(connection) as second:
        page = text(client.get(f"{STATUS}?cursor={after}"))
    assert "51–100 of 123" in page
    assert len(second) <= len(first)
    assert len(first) <= 7


def test_all_unverified_get_their_e_mail_again(running, client, una, ben):
    answer = client.post(f"{HERE}resend/", follow=True)
    assert "Sent 1 person another verification e-mail." in text(answer)
    assert len(mails_to(una.username)) == 1
    assert not any("verif" in mail.subject.lower() for mail in mails_to(ben.username))


def test_one_or_all_who_failed_are_tried_again(running, client, ben, olive):
    for person in (ben, olive):
        set_status(person, Status.FAILED, reason="No licence left")
    client.post(f"{HERE}retry/", {"person": str(ben.pk), "next": f"{STATUS}?status=failed"})
    assert (status_of(ben), status_of(olive)) == ("invited", "failed")
    answer = client.post(f"{HERE}retry/", {"all": "1"}, follow=True)
    assert "Trying 1 person again." in text(answer)
    assert "Nobody here has failed." in text(
        client.post(f"{HERE}retry/", {"all": "1"}, follow=True)
    )


def test_one_or_all_are_invited_again_which_is_not_the_verification_e_mail(
    running, client, directory, ben
):
    work_on(running)
    before = directory.invitations[ben.username]
    assert "This is not the verification e-mail" in text(client.get(f"{HERE}invite-again/"))
    client.post(f"{HERE}invite-again/", {"person": str(ben.pk)})
    work_on(running)
    assert directory.invitations[ben.username] == before + 1


def test_it_is_paused_resumed_and_cancelled(running, client):
    page = text(client.post(f"{HERE}pause/", follow=True))
    assert "Resume migration" in page
    assert "nobody is invited until it goes on" in page
    assert "Pause migration" in text(client.post(f"{HERE}resume/", follow=True))
    assert "1 invitation can still be accepted" in " ".join(
        text(client.get(f"{HERE}cancel/")).split()
    )
    running.refresh_from_db()
    client.post(f"{HERE}cancel/", {"version": running.version})
    page = text(client.get(STATUS))
    assert "Cancelled" in page
    assert "Start over" in page
    assert "hx-trigger" not in page.partition('id="migration-poll"')[2].partition(">")[0]


def test_why_it_stopped_is_quoted(running, client):
    SiteMigration.objects.update(state="paused", problem="The <key> has expired.")
    page = text(client.get(STATUS))
    assert "The migration stopped." in page
    assert "The &lt;key&gt; has expired." in page


def poll(client, page: str):
    """Ask what changed, as the page would."""
    address = page.partition('id="migration-poll"')[2].partition('hx-get="')[2].partition('"')[0]
    return client.get(address.replace("&amp;", "&"), headers={"HX-Request": "true"})


def test_a_poll_brings_only_what_changed(running, client, ben, una):
    page = text(client.get(f"{STATUS}?q=e"))
    same = text(poll(client, page))
    assert "migration-checked" in same
    assert "move-" not in same.replace("migration-", "")
    assert "migration-progress" not in same
    set_status(ben, Status.CONNECTED)
    changed = text(poll(client, page))
    assert f'<tr id="move-{ben.pk}" hx-swap-oob="true"' in changed
    assert str(una.pk) not in changed.partition("<template>")[2]
    assert "1 of 3 connected" in changed
    assert "q=e" in changed
    again = text(poll(client, changed))
    assert "<template>" not in again
    assert "migration-progress" not in again


def test_what_a_poll_is_asked_for_may_be_nonsense(running, client, ben):
    for rows in ("", "x.y", f"{ben.pk}.00000000," * 300, f"{'0' * 36}.00000000"):
        answer = client.get(f"{STATUS}changes/", {"rows": rows, "seen": "x"})
        assert answer.status_code == 200


def test_once_it_is_complete_nothing_asks_any_more(running, client):
    page = text(client.get(STATUS))
    UserMove.objects.update(status="connected")
    SiteMigration.objects.update(state="complete", ended_at=timezone.now())
    changed = text(poll(client, page))
    assert "hx-trigger" not in changed
    assert "Complete since" in changed
    assert "Single sign-on settings are as they were." in changed


def test_it_is_taken_along_as_csv(running, client, ben):
    set_status(ben, Status.FAILED, reason="=No licence left")
    answer = client.get(f"{STATUS}export/?status=needs-you")
    assert 'filename="migration.csv"' in answer.headers["Content-Disposition"]
    lines = list(csv.reader(io.StringIO("".join(part.decode() for part in answer))))
    assert lines[0][:3] == ["username", "full_name", "status"]
    assert [line[0] for line in lines[1:]] == ["ben@acme.example", "una@acme.example"]
    assert lines[1][4] == "'=No licence left"


def test_practice_is_labelled(running, client):
    assert "nothing is sent to Atlassian" in text(client.get(STATUS))


def test_an_owner_takes_somebody_in_again(running, client, ben):
    client.post(f"{STATUS}people/{ben.pk}/leave-out/", {"reason": "On leave"})
    assert status_of(ben) == "excluded"
    client.post(f"{STATUS}people/{ben.pk}/take-in/")
    assert status_of(ben) != "excluded"
