"""Which sites somebody may choose at Atlassian, and why not the others."""

import pytest

from migration.atlassian import sites
from migration.atlassian.directory import AtlassianDirectory
from migration.directory import Place, Refused, SignInFirst, TryLater
from tests.migration.atlassian_world import ORG
from tests.migration.signing_in import grant_to

CLOUD = AtlassianDirectory()
OLIVE = "olive@acme.example"


@pytest.fixture
def cloud(atlassian, connected, olive):
    grant_to(olive, atlassian)
    return atlassian


def by_id(person):
    return {site.id: site for site in CLOUD.sites(person)}


def test_without_a_sign_in_it_asks_for_one(atlassian, connected, olive):
    with pytest.raises(SignInFirst):
        CLOUD.sites(olive)
    assert atlassian.told["calls"] == {}


def test_somebody_without_sites_has_none(cloud, olive):
    assert CLOUD.sites(olive) == []


def test_one_site_as_it_is(cloud, olive):
    cloud.site(
        "acme", admins=(OLIVE,), people_count=184, products=["jira-software", "jira-servicedesk"]
    )
    (site,) = CLOUD.sites(olive)
    assert (site.id, site.name, site.url) == ("acme", "acme.atlassian.net", site.url)
    assert site.products == ("Jira", "Jira Service Management")
    assert (site.people, site.why_not) == (184, "")


def test_of_three_the_ones_that_cannot_be_chosen_say_why(cloud, olive):
    cloud.site("acme", admins=(OLIVE,))
    cloud.site("labs", OLIVE)
    cloud.site("foreign", OLIVE, org="org-else")
    found = by_id(olive)
    assert found["acme"].why_not == ""
    assert found["labs"].why_not == sites.NO_ADMIN
    assert found["foreign"].why_not == sites.OTHER_ORG.format("Acme")


def test_a_site_that_is_listed_but_cannot_be_used(cloud, olive):
    cloud.site("acme", admins=(OLIVE,), is_usable=False)
    assert by_id(olive)["acme"].why_not == sites.UNUSABLE.format(
        "The app is not installed on this instance"
    )
    with pytest.raises(Refused, match="can't use it"):
        CLOUD.place("acme", olive)


def test_a_site_that_takes_no_token_spoils_no_other(cloud, olive):
    cloud.site("acme", admins=(OLIVE,))
    cloud.site("labs", OLIVE)
    cloud.do("add_person", OLIVE, platformRoles=["atlassian/org-admin"])
    cloud.do("fail", "mypermissions", {"status": 401, "times": 2})
    found = by_id(olive)
    assert found["acme"].why_not == sites.UNUSABLE.format("Unauthorized")
    assert found["labs"].why_not == ""


def test_a_list_that_cannot_be_read_is_not_none(cloud, olive):
    cloud.do("fail", "resources", {"status": 200, "body": {"error": "?"}})
    with pytest.raises(TryLater, match="can't be read"):
        CLOUD.sites(olive)


def test_administering_jira_is_not_administering_the_site(cloud, olive):
    cloud.site("acme", OLIVE)
    cloud.do("add_person", OLIVE, admin_of=["another"])
    cloud.site("another", org="org-else")
    assert by_id(olive)["acme"].why_not == sites.NO_ADMIN
    # And the other way round: a site admin need not administer Jira.
    cloud.do("add_person", OLIVE, admin_of=[], platformRoles=["atlassian/site-admin"])
    assert by_id(olive)["acme"].why_not == ""


def test_an_admin_of_the_organisation_administers_its_sites(cloud, olive):
    cloud.site("acme", OLIVE)
    cloud.site("labs", OLIVE)
    cloud.do("add_person", OLIVE, platformRoles=["atlassian/org-admin", "atlassian/of-the-future"])
    assert {site.why_not for site in CLOUD.sites(olive)} == {""}
    assert "role_assignments" not in cloud.told["calls"]


def test_of_two_sites_one_may_administer_one(cloud, olive):
    cloud.site("acme", admins=(OLIVE,))
    cloud.site("labs", OLIVE)
    found = by_id(olive)
    assert (found["acme"].why_not, found["labs"].why_not) == ("", sites.NO_ADMIN)
    assert cloud.told["calls"]["role_assignments"] == 1


@pytest.mark.parametrize("roles", [None, "atlassian/site-admin", [7, {"role": "x"}], []])
def test_roles_that_cannot_be_read_give_nothing(cloud, olive, roles):
    cloud.site("acme", OLIVE)
    cloud.do("add_person", OLIVE, platformRoles=roles)
    assert by_id(olive)["acme"].why_not == sites.NO_ADMIN


def test_a_new_role_shows_after_a_while(cloud, olive):
    cloud.site("acme", OLIVE)
    cloud.do("change", seconds_to_show=1)
    cloud.do("give_role", OLIVE, "atlassian/site-admin")
    assert by_id(olive)["acme"].why_not == sites.NO_ADMIN
    cloud.wait_for(lambda: by_id(olive)["acme"].why_not == "")


def test_all_pages_of_the_workspaces_are_read(cloud, olive):
    cloud.do("change", page_size=2)
    for number in range(5):
        cloud.site(f"site{number}")
    cloud.site("acme", admins=(OLIVE,))
    assert by_id(olive)["acme"].why_not == ""
    assert cloud.told["calls"]["workspaces"] == 3


def test_a_place_is_what_the_workspaces_and_directories_say(cloud, olive):
    cloud.site("acme", admins=(OLIVE,), products=["confluence", "jira-software"])
    ari = "ari:cloud:jira-software::site/acme"
    assert CLOUD.place("acme", olive) == Place("acme", ORG, "dir-1", ari)


def test_of_several_directories_the_one_of_the_site(cloud, olive):
    cloud.do("change", directories=["dir-1", "dir-2"])
    cloud.do("add_person", OLIVE, directories=["dir-2"])
    cloud.site("acme", admins=(OLIVE,), directory="dir-2")
    assert CLOUD.place("acme", olive).directory_id == "dir-2"


def test_of_several_directories_all_when_nobody_says_which(cloud, olive):
    cloud.do("change", directories=["dir-1", "dir-2"])
    cloud.site("acme", admins=(OLIVE,))
    assert CLOUD.place("acme", olive).directory_id == ""


def test_no_place_in_a_site_of_others(cloud, olive):
    cloud.site("acme", admins=(OLIVE,))
    cloud.site("labs", OLIVE)
    for site_id in ("labs", "nowhere"):
        with pytest.raises(Refused):
            CLOUD.place(site_id, olive)


@pytest.mark.parametrize("call", ["resources", "search", "workspaces", "mypermissions"])
def test_a_busy_atlassian_is_no_missing_right(cloud, olive, call):
    cloud.site("acme", admins=(OLIVE,))
    cloud.do("fail", call, {"status": 429, "headers": {"Retry-After": "9"}})
    with pytest.raises(TryLater) as later:
        CLOUD.sites(olive)
    assert later.value.seconds == 9
