"""Atlassian's cloud as a directory, against a local server that speaks the documented contract."""

import pytest

from migration.atlassian.directory import NOT_SET_UP, OTHER_ORG, AtlassianDirectory
from migration.directory import Found, Place, Refused, TryLater
from tests.migration.atlassian_world import ORG, POWERLESS, SITE_TOKEN

ARI = "ari:cloud:jira-servicedesk::site/acme"
PLACE = Place("acme", ORG, "dir-1", ARI)
CLOUD = AtlassianDirectory()
TEXT = "Muster moves to Atlassian. Accept this invitation."
BEN, EVE, TOM = "ben@acme.example", "eve@acme.example", "tom@acme.example"


@pytest.fixture
def cloud(atlassian, connected):
    atlassian.site("acme")
    return atlassian


def invite(*emails):
    return {one.email: one for one in CLOUD.invite(PLACE, emails, text=TEXT)}


# Searching -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ({}, {}),
        ({"status": "suspended"}, {"status": "suspended"}),
        ({"status": "not_invited"}, {"status": "not_invited"}),
        ({"status": "deactivated"}, {"status": "deactivated"}),
        ({"status": "for_deletion"}, {"status": "for_deletion"}),
        ({"accountStatus": "inactive"}, {"account_status": "inactive"}),
        ({"accountStatus": "closed"}, {"account_status": "closed"}),
        ({"membershipStatus": "suspended"}, {"membership_status": "suspended"}),
        ({"membershipStatus": "no_membership"}, {"membership_status": "no_membership"}),
        ({"emailVerified": False}, {"email_verified": False}),
        ({"claimStatus": "managed"}, {"claim_status": "managed"}),
        ({"status": "on_the_moon"}, {"status": "on_the_moon"}),
        ({"status": 7, "claimStatus": ["x"]}, {"status": "", "claim_status": ""}),
        ({"emailVerified": "yes"}, {"email_verified": False}),
        (
            {"status": None, "accountStatus": None, "emailVerified": None},
            {"status": "", "account_status": "", "email_verified": False},
        ),
    ],
)
def test_it_reads_what_a_search_says_of_somebody(cloud, said, read):
    cloud.do("add_person", BEN, accountId="acc-ben", **said)
    known = {"status": "active", "account_status": "active", "membership_status": "active"}
    known |= {"claim_status": "unmanaged", "email_verified": True}
    assert CLOUD.search(PLACE, [BEN]) == {BEN: Found(BEN, "acc-ben", **known | read)}


def test_who_is_not_there_is_not_found(cloud):
    cloud.do("add_person", "Ben@Acme.example")
    assert set(CLOUD.search(PLACE, [BEN, EVE])) == {BEN}


def test_it_asks_for_the_directory_of_the_site(cloud):
    cloud.do("change", directories=["dir-1", "dir-2"])
    cloud.do("add_person", BEN, directories=["dir-2"])
    assert CLOUD.search(PLACE, [BEN]) == {}
    assert set(CLOUD.search(Place("acme", ORG, "", ARI), [BEN])) == {BEN}


def test_five_thousand_people_in_fifty_searches(cloud):
    cloud.do("add_crowd", 5000)
    emails = [f"crowd{number}@acme.example" for number in range(1, 5001)]
    batches = range(0, 5000, CLOUD.most_searched)
    found = {}
    for start in batches:
        found |= CLOUD.search(PLACE, emails[start : start + CLOUD.most_searched])
    assert sorted(found) == sorted(emails)
    assert cloud.told["calls"]["search"] == len(batches) == 50


def test_it_follows_cursors_to_the_end(cloud):
    cloud.do("add_crowd", 100)
    cloud.do("change", page_size=7)
    emails = [f"crowd{number}@acme.example" for number in range(1, 101)]
    assert len(CLOUD.search(PLACE, emails)) == 100
    assert cloud.told["calls"]["search"] == 15


@pytest.mark.parametrize("following", ["the-same", "https://api.atlassian.com/x?cursor=the-same"])
def test_a_cursor_that_leads_in_circles_ends(cloud, following):
    data = [{"email": BEN, "accountId": "1"}]
    answer = {"status": 200, "body": {"data": data, "links": {"next": following}}}
    cloud.do("fail", "search", answer | {"times": 5})
    assert set(CLOUD.search(PLACE, [BEN])) == {BEN}
    assert cloud.told["calls"]["search"] == 2


@pytest.mark.parametrize("body", ["<html>A proxy says hello</html>", {"users": []}, [], 7])
def test_what_cannot_be_read_is_not_nobody(cloud, body):
    cloud.do("fail", "search", {"status": 200, "body": body}, {"status": 200, "body": body})
    with pytest.raises(TryLater, match="can't be read"):
        CLOUD.search(PLACE, [BEN])
    cloud.do("fail", "invite", {"status": 200, "body": body})
    with pytest.raises(TryLater, match="can't be read"):
        invite(BEN)


def test_a_new_account_shows_after_a_while(cloud):
    cloud.do("change", seconds_to_show=1.2)
    invite(BEN)
    assert CLOUD.search(PLACE, [BEN]) == {}
    cloud.wait_for(lambda: BEN in CLOUD.search(PLACE, [BEN]))
    assert not CLOUD.search(PLACE, [BEN])[BEN].email_verified


# Inviting --------------------------------------------------------------------------------------


def test_it_invites_with_a_text_without_which_no_mail_is_sent(cloud):
    answers = invite(BEN, EVE)
    assert all(one.account_id and not one.refused for one in answers.values())
    told = cloud.told
    assert told["invitations"] == told["mails"] == {BEN: 1, EVE: 1}
    assert told["last"]["invite"] == {
        "emails": [BEN, EVE],
        "permissionRules": [{"resource": ARI, "role": "atlassian/user"}],
        "sendNotification": True,
        "notificationText": TEXT,
    }
    with pytest.raises(ValueError, match="Without a text"):
        CLOUD.invite(PLACE, [BEN], text=" ")
    assert cloud.told["calls"]["invite"] == 1


def test_the_trap_is_there(cloud):
    """What the text guards against: Atlassian takes the call, and sends nothing."""
    body = {"emails": [BEN], "sendNotification": True, "permissionRules": []}
    headers = {"Authorization": "Bearer org-key"}
    answer = cloud.http.post(f"/admin/v2/orgs/{ORG}/users/invite", json=body, headers=headers)
    assert answer.status_code == 200
    assert cloud.told["invitations"] == {BEN: 1}
    assert cloud.told["mails"] == {BEN: 0}


def test_as_many_as_it_says_go_in_one_call(cloud):
    crowd = [f"crowd{number}@acme.example" for number in range(CLOUD.most_invited + 1)]
    assert len(invite(*crowd[:-1])) == CLOUD.most_invited
    with pytest.raises(Refused, match="1 to 25"):
        invite(*crowd)


def test_a_partial_answer_says_of_each_what_became_of_them(cloud):
    reason = "User is managed by another organization"
    cloud.do("refuse", **{EVE: reason})
    answers = invite(BEN, EVE, TOM)
    assert [answers[email].refused for email in (BEN, EVE, TOM)] == ["", reason, ""]
    assert cloud.told["answers"]["invite 206"] == 1
    assert cloud.told["invitations"] == {BEN: 1, TOM: 1}


def outcome(email, status, reason=""):
    given = [{"status": status, "statusReason": reason, "futureField": 1}]
    return {"id": "1", "email": email, "results": [{"groupAssignmentResult": given}]}


def test_unknown_outcomes_count_as_refused_in_a_partial_answer_alone(cloud):
    data = [outcome(BEN, "ON_THE_MOON", "Rocket missed"), outcome(EVE, "UNHEARD_OF")]
    partial = {"status": 206, "body": {"data": data}}
    cloud.do("fail", "invite", partial, partial | {"status": 200})
    answers = invite(BEN, EVE, TOM)
    assert answers[BEN].refused == "Rocket missed"
    assert answers[EVE].refused == ""
    assert {one.refused for one in invite(BEN, EVE, TOM).values()} == {""}


@pytest.mark.parametrize("status", [200, 206])
def test_of_whom_nothing_is_said_nothing_is_known(cloud, status):
    said = {"status": status, "body": {"data": [outcome(BEN, "SUCCESS")]}}
    cloud.do("fail", "invite", said)
    assert invite(BEN, TOM).keys() == {BEN}


def test_a_failure_without_a_reason_has_its_status(cloud):
    cloud.do("fail", "invite", {"status": 206, "body": {"data": [outcome(BEN, "FAILED")]}})
    assert invite(BEN)[BEN].refused == "Atlassian answered with the status failed."


@pytest.mark.parametrize(
    ("status", "words", "code", "is_about_people"),
    [
        (400, "Inactive user", "ADMIN-UAM-400-2", True),
        (400, "Invalid Role for Resource", "ADMIN-UAM-400-3", False),
        (402, "Payment Required", "ADMIN-UAM-402-1", False),
        (403, "Not allowed to manage the org", "ADMIN-UAM-403-2", False),
        (404, "Unknown Resource", "ADMIN-UAM-404-1", False),
        (409, "Product License Limit Exceeded", "ADMIN-UAM-409-3", True),
    ],
)
def test_a_refused_call_keeps_the_words(cloud, status, words, code, is_about_people):
    cloud.do("poison", EVE, status, words, code)
    with pytest.raises(Refused, match=words) as refused:
        invite(BEN, EVE)
    assert refused.value.words == words
    assert refused.value.is_about_people is is_about_people
    assert cloud.told["invitations"] == {}
    assert invite(BEN)[BEN].refused == ""


def test_a_search_that_is_refused_may_be_about_people(cloud):
    cloud.do("fail", "search", {"status": 400, "body": {"message": "No e-mail"}}, {"status": 403})
    for is_about_people in (True, False):
        with pytest.raises(Refused) as refused:
            CLOUD.search(PLACE, [BEN])
        assert refused.value.is_about_people is is_about_people


def test_no_paid_subscription_and_no_seats(cloud):
    cloud.do("change", is_paid=False)
    with pytest.raises(Refused, match="Payment Required"):
        invite(BEN)
    cloud.do("change", is_paid=True, seats=1)
    with pytest.raises(Refused, match="License Limit"):
        invite(BEN, EVE)
    assert invite(BEN)[BEN].account_id


# When nobody answers -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answer", "seconds"),
    [
        ({"status": 429, "headers": {"Retry-After": "7"}}, 7),
        ({"status": 429}, 60),
        ({"status": 429, "headers": {"Retry-After": "soon"}}, 60),
        ({"status": 429, "headers": {"Retry-After": "0"}}, 1),
        ({"status": 429, "headers": {"Retry-After": "9999999999999"}}, 3600),
        ({"status": 429, "headers": {"Retry-After": "Sun, 06 Nov 1994 08:49:37 GMT"}}, 1),
        ({"status": 429, "headers": {"Retry-After": "Tue, 06 Nov 2068 08:49:37 GMT"}}, 3600),
        ({"status": 500, "body": "Oops"}, 60),
        ({"status": 503, "headers": {"Retry-After": "20"}}, 20),
        ({"hang_up": True}, 60),
    ],
)
def test_it_says_how_long_to_wait(cloud, answer, seconds):
    cloud.do("fail", "invite", answer)
    with pytest.raises(TryLater) as later:
        invite(BEN)
    assert later.value.seconds == seconds
    assert later.value.words
    assert invite(BEN)[BEN].account_id
    assert cloud.told["calls"]["invite"] == 2


def test_a_storm_of_429_is_asked_once_each_time(cloud):
    cloud.do("fail", "search", {"status": 429, "headers": {"Retry-After": "3"}, "times": 20})
    for _ in range(20):
        with pytest.raises(TryLater):
            CLOUD.search(PLACE, [BEN])
    assert CLOUD.search(PLACE, [BEN]) == {}
    assert cloud.told["calls"]["search"] == 21


def test_an_answer_that_is_lost_leaves_it_to_a_search(cloud):
    cloud.do("fail", "invite", {"after": True, "hang_up": True})
    with pytest.raises(TryLater):
        invite(BEN)
    assert cloud.told["invitations"] == {BEN: 1}
    assert set(CLOUD.search(PLACE, [BEN])) == {BEN}


def test_a_redirect_is_not_followed(cloud):
    cloud.do("fail", "search", {"status": 302, "body": f"{cloud.url}/me"})
    with pytest.raises(Refused, match="status 302"):
        CLOUD.search(PLACE, [BEN])


def test_a_private_address_has_to_be_allowed(cloud, settings):
    settings.OUTGOING_ALLOW = []
    with pytest.raises(Refused, match="OUTGOING_ALLOW"):
        CLOUD.search(PLACE, [BEN])


# The key ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "words"),
    [
        (SITE_TOKEN, "API key of the organisation"),
        (POWERLESS, "User has no permission"),
        ("schlüssel", "strange characters"),
    ],
)
def test_a_wrong_key_is_refused(cloud, connected, key, words):
    connected.org_key = key
    connected.save()
    for ask in (lambda: CLOUD.search(PLACE, [BEN]), lambda: invite(BEN)):
        with pytest.raises(Refused, match=words) as refused:
            ask()
        assert not refused.value.is_about_people


def test_the_key_of_another_organisation_is_not_used(cloud, connected):
    connected.org_id = "org-other"
    connected.save()
    with pytest.raises(Refused, match=OTHER_ORG):
        invite(BEN)
    assert "invite" not in cloud.told["calls"]


def test_without_a_connection_it_says_who_sets_it_up(atlassian, db):
    with pytest.raises(Refused, match=NOT_SET_UP):
        CLOUD.search(PLACE, [BEN])


def test_secrets_of_another_secret_key_have_to_be_entered_again(cloud, settings):
    settings.SECRET_KEY = "another one, of a restored database"
    with pytest.raises(Refused, match="SECRET_KEY was changed"):
        CLOUD.search(PLACE, [BEN])


def test_it_makes_no_sites():
    with pytest.raises(Refused, match="nobody create a site"):
        CLOUD.create_site("acme", first_name="O", last_name="O", person=None)
    assert "Create it there" in CLOUD.name_problem("acme")
