import pytest

from accounts.models import AuditEntry
from teams.models import Membership
from tests.asking import HTMX
from tests.make import make_team, make_user

pytestmark = pytest.mark.django_db


def members_url(team, *rest):
    return "/".join(["/teams", str(team.pk), "members", *map(str, rest), ""])


def role_of(team, person):
    return Membership.objects.get(team=team, user=person).role


def test_a_team_admin_adds_somebody_by_e_mail(tom, eve, payments, as_user):
    data = {"user": " EVE@acme.example ", "role": "admin"}
    response = as_user(tom).post(members_url(payments, "add"), data)
    assert response["Location"] == members_url(payments)
    assert role_of(payments, eve) == "admin"
    entry = AuditEntry.objects.filter(verb="team.member_added").latest("at")
    assert (entry.actor_name, entry.details["person"]) == ("Tom Teamadmin", "Eve Stranger")
    assert entry.details["person_id"] == str(eve.pk)


def test_htmx_gets_an_empty_form_the_counts_and_tells_the_list(tom, eve, payments, as_user):
    data = {"user": eve.username, "role": "user"}
    response = as_user(tom).post(members_url(payments, "add"), data, headers=HTMX)
    html = response.content.decode()
    assert response["HX-Trigger"] == "membersChanged"
    assert html.lstrip().startswith('<form class="card-body form-stack" id="member-form"')
    assert "Eve Stranger added to Payments." in html
    assert eve.username not in html
    assert 'Members <span class="n num">3</span>' in html


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "This field is required"),
        ("Eve", "Choose somebody from the list, or type the whole e-mail."),
        ("nobody@acme.example", "Nobody here has the e-mail nobody@acme.example."),
        ("ben@acme.example", "This person is in the team already."),
        ("x" * 700, "at most 600 characters"),
        ("a\0@b.example", "Null characters"),
    ],
)
def test_what_cannot_be_added_says_why(typed, words, tom, payments, as_user):
    data = {"user": typed, "role": "user"}
    response = as_user(tom).post(members_url(payments, "add"), data)
    assert response.status_code == 422
    assert words in str(response.context["form"].errors["user"])
    assert payments.memberships.count() == 2


def test_an_unknown_role_is_refused(tom, eve, payments, as_user):
    data = {"user": eve.username, "role": "owner"}
    response = as_user(tom).post(members_url(payments, "add"), data)
    assert response.status_code == 422
    assert "role" in response.context["form"].errors


def test_only_who_runs_the_account_adds_blocked_people(tom, ada, payments, as_user):
    gone = make_user("Gone Away", blocked=True)
    data = {"user": gone.username, "role": "user"}
    assert as_user(tom).post(members_url(payments, "add"), data).status_code == 422
    assert as_user(ada).post(members_url(payments, "add"), data).status_code == 302


def test_the_switch_makes_a_team_admin_and_back(tom, ben, payments, as_user):
    url = members_url(payments, payments.memberships.get(user=ben).pk, "role")
    html = as_user(tom).post(url, {"role": ["user", "admin"]}, headers=HTMX).content.decode()
    assert role_of(payments, ben) == "admin"
    assert html.lstrip().startswith('<form id="role-')
    assert "Ben Member: Team admin in Payments." in html
    as_user(tom).post(url, {"role": "user"})
    assert role_of(payments, ben) == "user"
    entry = AuditEntry.objects.filter(verb="team.member_role_changed").latest("at")
    assert entry.changes == {"role": ["Team admin", "User"]}


def test_who_gives_up_their_own_admin_role_leaves_the_page_of_admins(tom, payments, as_user):
    url = members_url(payments, payments.memberships.get(user=tom).pk, "role")
    response = as_user(tom).post(url, {"role": "user"}, headers=HTMX)
    assert response["HX-Redirect"] == members_url(payments)
    html = as_user(tom).get(members_url(payments)).content.decode()
    assert "Add a member" not in html


def test_a_member_is_removed_after_asking(tom, ben, payments, as_user):
    url = members_url(payments, payments.memberships.get(user=ben).pk, "remove")
    assert "Remove Ben Member from Payments?" in as_user(tom).get(url).content.decode()
    assert as_user(tom).post(url)["Location"] == members_url(payments)
    assert not payments.memberships.filter(user=ben).exists()
    assert AuditEntry.objects.filter(verb="team.member_removed").count() == 1
    assert as_user(tom).post(url).status_code == 404
    assert as_user(ben).get(members_url(payments)).status_code == 404


def test_a_team_admin_who_leaves_goes_to_the_list(tom, payments, as_user):
    url = members_url(payments, payments.memberships.get(user=tom).pk, "remove")
    assert "Leave Payments?" in as_user(tom).get(url).content.decode()
    assert as_user(tom).post(url)["Location"] == "/teams/"


def test_a_member_may_not_leave_by_themselves(ben, payments, as_user):
    url = members_url(payments, payments.memberships.get(user=ben).pk, "remove")
    assert as_user(ben).post(url).status_code == 403


def test_a_membership_of_another_team_is_not_found(tom, ben, payments, as_user):
    other = make_team("Fraud", members=[ben])
    foreign = other.memberships.get(user=ben).pk
    for act in ("role", "remove"):
        url = members_url(payments, foreign, act)
        assert as_user(tom).post(url, {"role": "admin"}).status_code == 404
    assert role_of(other, ben) == "user"


def test_members_are_found_and_sorted(tom, ben, payments, as_user):
    client = as_user(tom)

    def names(**terms):
        rows = client.get(members_url(payments), terms).context["page"].rows
        return [row.user.full_name for row in rows]

    assert names() == ["Ben Member", "Tom Teamadmin"]
    assert names(q="team") == ["Tom Teamadmin"]
    assert names(q="ben@acme") == ["Ben Member"]
    assert names(q="zebra") == []
    assert names(sort="role") == ["Tom Teamadmin", "Ben Member"]
    assert names(sort="-joined") == ["Ben Member", "Tom Teamadmin"]


def test_members_see_names_without_links_they_may_not_follow(ben, tom, payments, as_user):
    html = as_user(ben).get(members_url(payments)).content.decode()
    assert "tom@acme.example" in html
    assert f"/people/{tom.pk}/" not in html
    assert "Add a member" not in html


def test_a_deleted_persons_leaving_stands_in_the_logs_of_their_teams(as_user, ada, ben, payments):
    platform = make_team("Platform", admins=[ben])
    as_user(ada).post(f"/people/{ben.pk}/delete/", {"username": ben.username})
    left = AuditEntry.objects.filter(verb="team.member_removed").order_by("target_name")
    assert [(entry.team_id, entry.details["role"]) for entry in left] == [
        (payments.pk, "user"),
        (platform.pk, "team admin"),
    ]
    page = as_user(ada).get(f"/teams/{platform.pk}/activity/").content.decode()
    assert "Ben Member" in page
