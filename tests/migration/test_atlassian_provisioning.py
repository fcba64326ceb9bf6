"""User provisioning (SCIM), where it is set up: accounts are there before people are invited."""

import pytest

from migration.atlassian.directory import AtlassianDirectory
from migration.directory import Refused, TryLater
from tests.migration.atlassian_world import SCIM, SCIM_KEY
from tests.migration.test_atlassian_directory import BEN, EVE, PLACE, TEXT

CLOUD = AtlassianDirectory()


@pytest.fixture
def cloud(atlassian, connected, ben, eve):
    connected.scim_directory_id, connected.scim_key = SCIM, SCIM_KEY
    connected.save()
    atlassian.site("acme")
    return atlassian


def invite(*emails):
    CLOUD.prepare(PLACE, emails)
    return {one.email: one.refused for one in CLOUD.invite(PLACE, emails, text=TEXT)}


def test_accounts_are_made_and_then_invited(cloud, ben):
    assert invite(BEN, EVE) == {BEN: "", EVE: ""}
    told = cloud.told
    assert told["answers"]["scim 201"] == 2
    assert told["invitations"] == {BEN: 1, EVE: 1}
    assert CLOUD.search(PLACE, [BEN])[BEN].claim_status == "managed"
    made = told["last"]["scim"]
    assert (made["userName"], made["active"]) == (EVE, True)
    assert made["name"] == {"givenName": "Eve", "familyName": "Stranger"}
    assert made["emails"] == [{"value": EVE, "type": "work", "primary": True}]


def test_accounts_that_are_there_are_left_alone(cloud):
    invite(BEN)
    assert CLOUD.prepare(PLACE, [BEN, EVE]) == {BEN, EVE}
    assert cloud.told["answers"] | {"scim 201": 2, "scim 409": 1} == cloud.told["answers"]


def test_who_cannot_be_provisioned_is_invited_all_the_same(cloud):
    cloud.do("fail", "scim", {"status": 400, "body": {"detail": "Domain is not verified"}})
    assert CLOUD.prepare(PLACE, [BEN, EVE]) == {EVE}
    assert invite(BEN) == {BEN: ""}


@pytest.mark.parametrize("status", [401, 403])
def test_a_key_that_is_not_taken_invites_nobody(cloud, status):
    cloud.do("fail", "scim", {"status": status, "body": {"detail": "No"}})
    with pytest.raises(Refused, match=r"User provisioning \(SCIM\): No") as refused:
        invite(BEN)
    assert not refused.value.is_about_people
    assert cloud.told["invitations"] == {}


def test_a_busy_directory_leaves_nobody_in_doubt(cloud):
    cloud.do("fail", "scim", {"hang_up": True})
    with pytest.raises(TryLater) as later:
        invite(BEN)
    assert later.value.nothing_done
    assert invite(BEN) == {BEN: ""}


def test_without_it_nothing_is_provisioned(cloud, connected):
    connected.scim_directory_id = ""
    connected.save()
    invite(BEN)
    assert "scim" not in cloud.told["calls"]
