"""The wizard, sentence by sentence of seed 004, and what two tabs and two admins can't break."""

import pytest

from accounts.actors import Actor
from migration.actions import course, wizard
from migration.directory import Refused, SignInFirst, TryLater
from migration.models import AtlassianConnection, SiteMigration, UserMove
from tests.make import make_user
from tests.sign_in.mails import mails_to

pytestmark = pytest.mark.django_db

HERE = "/settings/general/migration/"
NEW = {"site": "new", "first_name": "Olive", "last_name": "Owner", "name": "acme-oncall"}


@pytest.fixture
def client(olive, as_user):
    return as_user(olive)


def text(answer) -> str:
    """What an answer says."""
    return answer.content.decode()


def begin(client) -> SiteMigration:
    """Begin a practice, as far as picking a site; return the move."""
    answer = client.post(f"{HERE}before/", {"directory": "practice"})
    assert answer.headers["Location"] == f"{HERE}site/"
    return SiteMigration.objects.get()


def sign_up(client) -> None:
    client.post("/practice/sign-up/", {"name": "Olive Owner"})


def version() -> int:
    return SiteMigration.objects.get().version


def test_it_begins_by_what_to_know_before(client):
    make_user("Una Unverified", verified=False)
    make_user("Bob Blocked", blocked=True)
    make_user("Noc", username="noc@acme.example")
    page = text(client.get(f"{HERE}before/"))
    for words in (
        "1 e-mail not verified",
        "1 looks like a mailing list",
        "1 blocked user",
        "No duplicate e-mails",
        "Your settings stay as they are.",
        "No connection with Atlassian",
        "una@acme.example",
    ):
        assert words in page


def test_unverified_people_are_sent_their_e_mail_again_from_there_one_and_all(client):
    una, uli = make_user("Una", verified=False), make_user("Uli", verified=False)
    page = text(client.get(f"{HERE}before/"))
    assert f"/people/{una.pk}/invitation/" in page
    client.post(f"/people/{una.pk}/invitation/", {"next": f"{HERE}before/"})
    assert (len(mails_to(una.username)), len(mails_to(uli.username))) == (1, 0)
    answer = client.post(f"{HERE}resend/", {"next": f"{HERE}before/"}, follow=True)
    assert "Sent 2 people another verification e-mail." in text(answer)
    assert (len(mails_to(una.username)), len(mails_to(uli.username))) == (2, 1)


def test_atlassian_is_chosen_only_when_it_is_connected(client):
    answer = client.post(f"{HERE}before/", {"directory": "atlassian"})
    assert answer.status_code == 422
    assert "The Atlassian connection is not set up." in text(answer)
    assert not SiteMigration.objects.exists()
    connection = AtlassianConnection(client_id="x", org_id="o")
    connection.client_secret = connection.org_key = "secret"
    connection.save()
    assert client.post(f"{HERE}before/", {"directory": "atlassian"}).status_code == 302


def test_practice_is_offered_with_the_embedded_database_alone(client, settings):
    settings.EMBEDDED = False
    assert ">Practice<" not in text(client.get(f"{HERE}before/"))
    assert client.post(f"{HERE}before/", {"directory": "practice"}).status_code == 422


def test_the_first_time_one_signs_up_there_and_comes_back_to_the_same_step(client):
    begin(client)
    assert "/practice/sign-up/" in text(client.get(f"{HERE}site/"))
    answer = client.post("/practice/sign-up/", {"name": "Olive Owner"}, follow=True)
    assert answer.request["PATH_INFO"] == f"{HERE}site/"
    assert "Sites linked with olive@acme.example" in text(answer)


def test_sites_are_listed_and_one_that_one_does_not_administer_is_refused(client):
    begin(client)
    sign_up(client)
    page = text(client.get(f"{HERE}site/"))
    assert page.count('name="site"') == 4  # three, and a new one
    assert page.count("You are not a site admin.") == 1
    labs = page.partition("muster-labs")[0].rpartition('value="')[2].partition('"')[0]
    answer = client.post(f"{HERE}site/", {"site": labs, "version": version()})
    assert answer.status_code == 422
    assert "You are not a site admin." in text(answer)
    assert SiteMigration.objects.get().site_id == ""


def test_an_existing_site_is_selected(client):
    begin(client)
    sign_up(client)
    page = text(client.get(f"{HERE}site/"))
    first = page.partition('name="site" value="')[2].partition('"')[0]
    answer = client.post(f"{HERE}site/", {"site": first, "version": version()})
    assert answer.headers["Location"] == f"{HERE}review/"
    assert SiteMigration.objects.get().site_name == "muster"


def test_a_new_site_has_names_and_an_address_that_is_free(client, settings):
    begin(client)
    sign_up(client)
    said = text(client.get(f"{HERE}site/name/", {"name": "acme-oncall"}))
    assert "acme-oncall is free" in said
    assert f"{settings.PUBLIC_URL}/practice/sites/acme-oncall/" in said
    assert "is taken" in text(client.get(f"{HERE}site/name/", {"name": "muster"}))
    answer = client.post(f"{HERE}site/", NEW | {"version": version()})
    assert answer.headers["Location"] == f"{HERE}review/"
    assert SiteMigration.objects.get().site_name == "acme-oncall"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"first_name": ""}, "Type your first name."),
        ({"last_name": ""}, "Type your last name."),
        ({"name": ""}, "Type a name for the site"),
        ({"name": "muster"}, "The name muster is taken."),
        ({"name": "x y"}, "small letters, digits and single hyphens"),
        ({"site": "", "name": ""}, "Pick a site."),
        ({"site": "nonsense"}, "not among yours any more"),
    ],
)
def test_it_says_what_is_wrong_with_a_site_and_keeps_what_was_typed(client, change, words):
    begin(client)
    sign_up(client)
    answer = client.post(f"{HERE}site/", NEW | {"version": version()} | change)
    assert answer.status_code == 422
    assert words in text(answer)
    assert 'value="Owner"' in text(answer) or "last_name" in change


def test_whoever_types_a_name_without_picking_wants_a_new_site(client):
    begin(client)
    sign_up(client)
    answer = client.post(f"{HERE}site/", NEW | {"site": "", "version": version()})
    assert answer.headers["Location"] == f"{HERE}review/"


def test_the_review_says_what_will_happen_to_how_many(begun, client):
    make_user("Una", verified=False)
    make_user("Bob", blocked=True)
    page = text(client.get(f"{HERE}review/"))
    for words in (
        "1 person is invited to acme-oncall",
        "1 person is invited once the e-mail is verified",
        "1 person is left out: blocked",
        "Single sign-on is not touched",
        "Migrate 2 people",
    ):
        assert words in page


def test_migrate_starts_it_and_leads_to_the_status(begun, client, ben):
    answer = client.post(f"{HERE}review/", {"version": begun.version}, follow=True)
    assert answer.request["PATH_INFO"] == f"{HERE}status/"
    assert "0 of 2 connected" in text(answer)
    assert SiteMigration.objects.get().state == "running"


def test_the_entry_leads_to_where_the_move_stands(client, begun):
    assert client.get(HERE).headers["Location"] == f"{HERE}review/"
    client.post(f"{HERE}review/", {"version": begun.version})
    for page in ("", "before/", "site/", "review/"):
        answer = client.get(f"{HERE}{page}", follow=True)
        assert answer.request["PATH_INFO"] == f"{HERE}status/"
    client.post(f"{HERE}cancel/", {"version": version()})
    assert client.get(HERE).headers["Location"] == f"{HERE}before/"


def test_back_and_forth_and_another_site(begun, client):
    assert client.get(f"{HERE}before/").status_code == 200
    client.post(f"{HERE}before/", {"version": begun.version})
    other = NEW | {"name": "acme-eu", "version": version()}
    assert client.post(f"{HERE}site/", other).headers["Location"] == f"{HERE}review/"
    assert SiteMigration.objects.get().site_name == "acme-eu"


@pytest.mark.parametrize(
    ("page", "data"), [("before/", {}), ("site/", NEW | {"name": "acme-late"}), ("review/", {})]
)
def test_a_second_tab_that_is_late_is_told_how_it_is_now(begun, client, page, data):
    SiteMigration.objects.update(version=begun.version + 1)
    answer = client.post(f"{HERE}{page}", {**data, "version": begun.version})
    assert answer.status_code == 409
    assert "Somebody was quicker" in text(answer)
    assert "Preparing" in text(answer)
    assert SiteMigration.objects.get().site_name == "acme-oncall"


def test_the_second_of_two_admins_who_begin_is_told(client, ada, as_user):
    begin(client)
    answer = as_user(ada).post(f"{HERE}before/", {"directory": "practice"})
    assert answer.status_code == 409
    assert "Olive Owner" in text(answer)
    assert SiteMigration.objects.count() == 1


def test_one_who_starts_twice_starts_once(begun, client):
    client.post(f"{HERE}review/", {"version": begun.version})
    answer = client.post(f"{HERE}review/", {"version": begun.version})
    assert answer.status_code == 409
    assert "Running" in text(answer)


def test_who_would_start_over_does_not_cancel_what_runs_by_now(begun, client):
    assert "Nothing was sent to anybody yet" in text(client.get(f"{HERE}cancel/"))
    client.post(f"{HERE}review/", {"version": begun.version})
    answer = client.post(f"{HERE}cancel/", {"version": begun.version})
    assert answer.status_code == 409
    assert SiteMigration.objects.get().state == "running"


def test_a_page_of_a_cancelled_move_starts_no_other(begun, client, ada):
    by = Actor.of_user(ada)
    course.cancel(begun, by=by)
    other = wizard.begin("practice", by=by)
    names = {"first_name": "Ada", "last_name": "Admin"}
    wizard.create_site(other, "acme-other", version=other.version, by=by, **names)
    for seen in range(other.version):
        answer = client.post(f"{HERE}review/", {"version": seen})
        assert answer.status_code == 409
    assert SiteMigration.objects.open().get().state == "preparing"


def test_starting_over_forgets_what_was_picked(begun, client):
    assert "Start over?" in text(client.get(f"{HERE}cancel/"))
    client.post(f"{HERE}cancel/", {"version": version()})
    assert "Where to" in text(client.get(f"{HERE}before/"))
    begin_again = client.post(f"{HERE}before/", {"directory": "practice"})
    assert begin_again.headers["Location"] == f"{HERE}site/"


@pytest.mark.parametrize(
    ("problem", "words"),
    [
        (Refused("The key has expired."), "The key has expired."),
        (TryLater("Busy right now.", 60), "Busy right now."),
        (SignInFirst(""), "Sign up for practice"),
    ],
)
def test_a_directory_that_does_not_answer_is_quoted(begun, client, monkeypatch, problem, words):
    def fail(self, person):
        raise problem

    monkeypatch.setattr("migration.practice.PracticeDirectory.sites", fail)
    page = client.get(f"{HERE}site/")
    assert page.status_code == 200
    assert words in text(page)
    answer = client.post(f"{HERE}site/", {"site": "x", "version": begun.version}, follow=True)
    assert words in text(answer)


def test_an_owner_leaves_somebody_out_before_it_starts(begun, client, ada, as_user):
    noc = make_user("Noc", username="noc@acme.example")
    address = f"{HERE}status/people/{noc.pk}/leave-out/"
    assert address in text(client.get(f"{HERE}review/"))
    assert address not in text(as_user(ada).get(f"{HERE}review/"))
    assert "Say why" in text(client.post(address, {"reason": " "}))
    answer = client.post(address, {"reason": "List", "next": f"{HERE}review/"}, follow=True)
    assert "1 person is left out by an owner" in text(answer)
    assert UserMove.objects.get().status == "excluded"
