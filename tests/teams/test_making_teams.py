import pytest

from accounts.models import AuditEntry
from teams.models import Team
from tests.asking import HTMX
from tests.make import make_team

pytestmark = pytest.mark.django_db


def test_an_admin_makes_a_team(ada, as_user):
    response = as_user(ada).post("/teams/new/", {"name": " Fraud ", "description": "Bad cards"})
    team = Team.objects.get()
    assert (team.name, team.description) == ("Fraud", "Bad cards")
    assert response["Location"] == f"/teams/{team.pk}/members/"
    entry = AuditEntry.objects.get(verb="team.created")
    assert (entry.actor_name, entry.via, entry.team_id) == ("Ada Admin", "web", team.pk)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("", "This field is required"),
        ("   ", "This field is required"),
        ("x" * 101, "at most 100 characters"),
        ("PAYMENTS", "There is a team of this name already."),
        ("a\0b", "Null characters are not allowed"),
    ],
)
def test_a_bad_name_is_refused_at_its_field(name, words, ada, payments, as_user):
    response = as_user(ada).post("/teams/new/", {"name": name})
    assert response.status_code == 422
    assert words in str(response.context["form"].errors["name"])
    assert Team.objects.count() == 1


def test_an_over_long_description_is_refused(ada, as_user):
    response = as_user(ada).post("/teams/new/", {"name": "Fraud", "description": "x" * 10_001})
    assert response.status_code == 422
    assert "description" in response.context["form"].errors


def test_a_team_admin_renames_their_team_and_the_log_says_before_and_after(tom, payments, as_user):
    as_user(tom).post(f"/teams/{payments.pk}/edit/", {"name": "Cards", "description": ""})
    payments.refresh_from_db()
    assert payments.name == "Cards"
    assert AuditEntry.objects.get(verb="team.updated").changes == {"name": ["Payments", "Cards"]}


def test_a_name_may_change_its_case_only(tom, payments, as_user):
    response = as_user(tom).post(f"/teams/{payments.pk}/edit/", {"name": "PAYments"})
    assert response.status_code == 302
    payments.refresh_from_db()
    assert payments.name == "PAYments"


def test_another_teams_name_in_other_case_is_refused(tom, payments, as_user):
    make_team("Fraud")
    response = as_user(tom).post(f"/teams/{payments.pk}/edit/", {"name": "FRAUD"})
    assert response.status_code == 422
    assert "There is a team of this name already." in response.content.decode()
    assert "Edit Payments" in response.content.decode()


def test_saving_without_a_change_logs_nothing(tom, payments, as_user):
    as_user(tom).post(f"/teams/{payments.pk}/edit/", {"name": "Payments"})
    assert not AuditEntry.objects.filter(verb="team.updated").exists()


def test_the_dialog_is_a_part_of_the_page(ada, as_user):
    html = as_user(ada).get("/teams/new/", headers=HTMX).content.decode()
    assert html.lstrip().startswith('<div class="dialog">')
