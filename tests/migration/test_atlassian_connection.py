"""Setting up the connection: what is kept, what is checked, and what nobody gets to read."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from accounts.actors import Actor
from accounts.audit import sentence
from accounts.models import AuditEntry
from migration.actions.connections import (
    IN_USE,
    NEEDED,
    NewConnection,
    forget_connection,
    set_connection,
)
from migration.models import AtlassianConnection, AtlassianGrant, SiteMigration
from tests.migration.atlassian_world import (
    CLIENT,
    ORG,
    ORG_KEY,
    POWERLESS,
    SCIM,
    SCIM_KEY,
    SECRET,
    SITE_TOKEN,
)
from tests.migration.signing_in import grant_to

ALL = NewConnection(CLIENT, SECRET, ORG_KEY)


@pytest.fixture
def by(olive):
    return Actor.of_user(olive)


def begun(**values):
    return SiteMigration.objects.create(directory="atlassian", begun_by="Olive", **values)


def refused(new, by):
    with pytest.raises(ValidationError) as problem:
        set_connection(new, by=by)
    return problem.value.message_dict


def test_an_owner_sets_it(atlassian, by):
    connection = set_connection(ALL, by=by)
    assert (connection.org_id, connection.org_name) == (ORG, "Acme")
    kept = AtlassianConnection.current()
    assert kept.is_complete
    assert (kept.client_secret, kept.org_key) == (SECRET, ORG_KEY)
    row = str(AtlassianConnection.objects.values().get())
    assert SECRET not in row
    assert ORG_KEY not in row


def test_the_log_names_the_secrets_and_has_none(atlassian, by):
    set_connection(ALL, by=by)
    entry = AuditEntry.objects.get(verb="atlassian.connection_set")
    assert sentence(entry) == "set the connection to Atlassian (Acme)"
    assert entry.details["new_secrets"] == "client secret, organisation API key"
    written = f"{entry.details}{entry.changes}{entry.target_name}"
    assert SECRET not in written
    assert ORG_KEY not in written


def test_secrets_that_are_left_empty_stay(atlassian, by):
    set_connection(ALL, by=by)
    set_connection(NewConnection("another-app"), by=by)
    kept = AtlassianConnection.current()
    assert (kept.client_id, kept.client_secret, kept.org_key) == ("another-app", SECRET, ORG_KEY)
    assert atlassian.told["calls"]["orgs"] == 1


@pytest.mark.parametrize("who", ["ada", "ben"])
def test_nobody_else_may(atlassian, request, who):
    by = Actor.of_user(request.getfixturevalue(who))
    with pytest.raises(PermissionDenied):
        set_connection(ALL, by=by)
    with pytest.raises(PermissionDenied):
        forget_connection(by=by)
    assert atlassian.told["calls"] == {}


@pytest.mark.parametrize(
    ("key", "words"),
    [
        (SITE_TOKEN, "API key of the organisation"),
        ("", NEEDED),
        (POWERLESS, "User has no permission"),
        ("two\nlines", "strange characters"),
        ("x" * 10_001, "too long"),
    ],
)
def test_a_wrong_key_is_refused_at_its_field(atlassian, by, key, words):
    problems = refused(NewConnection(CLIENT, SECRET, key), by)
    assert list(problems) == ["org_key"]
    assert words in problems["org_key"][0]
    assert not AtlassianConnection.objects.exists()


def test_a_key_without_the_right_to_see_people_is_refused(atlassian, by):
    forbidden = {"errors": [{"code": "ADMIN-UAM-403-2", "title": "Not allowed to manage the org"}]}
    atlassian.do("fail", "directories", {"status": 403, "body": forbidden})
    assert refused(ALL, by) == {"org_key": ["Not allowed to manage the org"]}


def test_a_key_of_no_organisation(atlassian, by):
    atlassian.do("change", orgs=[])
    assert "of no organisation" in refused(ALL, by)["org_key"][0]


def test_nobody_answers(atlassian, by):
    atlassian.do("fail", "orgs", {"status": 503})
    assert "status 503" in refused(ALL, by)["org_key"][0]


def test_all_that_is_missing_is_said_at_once(atlassian, by):
    needed = {name: [NEEDED] for name in ("client_id", "client_secret", "org_key")}
    assert refused(NewConnection(" "), by) == needed


def test_a_migration_keeps_its_organisation(atlassian, by, connected):
    connected.org_id, connected.org_name = "org-old", "Old"
    connected.save()
    begun(site_id="s", site_name="old")
    assert "Acme" in refused(ALL, by)["org_key"][0]
    SiteMigration.objects.update(state=SiteMigration.State.CANCELLED)
    assert set_connection(ALL, by=by).org_id == ORG


def test_forgetting_takes_what_people_allowed_along(atlassian, connected, olive, by):
    grant_to(olive, atlassian)
    forget_connection(by=by)
    assert not AtlassianConnection.objects.exists()
    assert not AtlassianGrant.objects.exists()
    entry = AuditEntry.objects.get(verb="atlassian.connection_forgotten")
    assert sentence(entry) == "removed the connection to Atlassian (Acme)"
    forget_connection(by=by)
    assert AuditEntry.objects.filter(verb="atlassian.connection_forgotten").count() == 1


def test_it_is_not_forgotten_under_a_migration(connected, by):
    begun()
    with pytest.raises(ValidationError, match=IN_USE):
        forget_connection(by=by)


# User provisioning (SCIM), which nobody needs ---------------------------------------------------


def with_scim(directory_id=SCIM, key=SCIM_KEY):
    return NewConnection(CLIENT, SECRET, ORG_KEY, directory_id, key)


def test_provisioning_is_set_and_removed(atlassian, by):
    kept = set_connection(with_scim(), by=by)
    assert (kept.scim_directory_id, kept.scim_key) == (SCIM, SCIM_KEY)
    set_connection(NewConnection(CLIENT, scim_directory_id=SCIM), by=by)
    assert AtlassianConnection.current().scim_key == SCIM_KEY
    set_connection(NewConnection(CLIENT), by=by)
    kept = AtlassianConnection.current()
    assert (kept.scim_directory_id, kept.sealed_scim_key) == ("", "")


@pytest.mark.parametrize(
    ("directory_id", "key", "field", "words"),
    [
        (SCIM, ORG_KEY, "scim_key", "Unauthorized"),
        (SCIM, "", "scim_key", NEEDED),
        ("", SCIM_KEY, "scim_directory_id", "say which one"),
    ],
)
def test_wrong_provisioning_is_refused_at_its_field(atlassian, by, directory_id, key, field, words):
    assert words in refused(with_scim(directory_id, key), by)[field][0]
