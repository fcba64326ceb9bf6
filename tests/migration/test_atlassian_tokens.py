"""Tokens that end, in the middle of things and for good; two who refresh in one moment."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from migration.atlassian import personal, tokens
from migration.atlassian.directory import AtlassianDirectory
from migration.directory import Refused, SignInFirst, TryLater
from migration.models import AtlassianGrant
from tests.migration.signing_in import grant_to
from tests.teams.test_at_the_same_time import at_once

OLIVE = "olive@acme.example"
CLOUD = AtlassianDirectory()


@pytest.fixture
def grant(atlassian, connected, olive):
    atlassian.site("acme", admins=(OLIVE,))
    made = grant_to(olive, atlassian)
    atlassian.do("forget_calls")
    return made


def refreshed(atlassian):
    return atlassian.told["answers"].get("token 200", 0)


def test_a_token_that_works_is_not_refreshed(atlassian, grant, olive):
    CLOUD.sites(olive)
    assert refreshed(atlassian) == 0


def test_what_another_e_mail_allowed_is_not_used(atlassian, grant, olive):
    """Else the roles of one e-mail would choose among the sites of another."""
    olive.username = "ceo@acme.example"
    olive.save()
    with pytest.raises(SignInFirst):
        CLOUD.sites(olive)
    assert atlassian.told["calls"] == {}


def test_a_token_about_to_end_is_refreshed_before_it_is_used(atlassian, grant, olive):
    AtlassianGrant.objects.update(expires_at=timezone.now() + timedelta(seconds=30))
    before = grant.sealed_refresh_token
    CLOUD.sites(olive)
    grant.refresh_from_db()
    assert refreshed(atlassian) == 1
    assert "resources 401" not in atlassian.told["answers"]
    assert grant.sealed_refresh_token != before
    assert grant.expires_at > timezone.now() + timedelta(minutes=50)


def test_a_token_that_ends_in_the_middle_is_refreshed_and_the_call_repeated(
    atlassian, grant, olive
):
    atlassian.do("end_tokens")
    assert [site.id for site in CLOUD.sites(olive)] == ["acme"]
    assert atlassian.told["answers"]["resources 401"] == 1
    assert refreshed(atlassian) == 1


def test_it_ends_between_two_questions_of_one_look(atlassian, grant, olive):
    atlassian.do("fail", "mypermissions", {"status": 401, "body": {"message": "Unauthorized"}})
    assert CLOUD.sites(olive)[0].why_not == ""
    assert refreshed(atlassian) == 1


def test_each_refresh_token_is_used_once(atlassian, grant, olive):
    for _ in range(4):
        atlassian.do("end_tokens")
        CLOUD.sites(olive)
    assert refreshed(atlassian) == 4
    assert "token_reused" not in atlassian.told["calls"]


def test_a_token_that_is_never_taken_ends_in_a_sign_in(atlassian, grant, olive):
    atlassian.do("fail", "resources", {"status": 401, "times": 3})
    with pytest.raises(SignInFirst):
        CLOUD.sites(olive)
    assert atlassian.told["calls"]["resources"] == 2


def test_a_scope_that_the_app_lacks_is_no_ended_token(atlassian, grant, olive):
    words = "Unauthorized; scope does not match"
    atlassian.do("fail", "resources", {"status": 401, "body": {"code": 401, "message": words}})
    with pytest.raises(Refused, match=words):
        CLOUD.sites(olive)
    assert refreshed(atlassian) == 0


def test_a_grant_that_ended_asks_for_a_sign_in_and_is_not_shown_again(atlassian, grant, olive):
    atlassian.do("end_grants")
    for _ in range(2):
        with pytest.raises(SignInFirst, match="again"):
            CLOUD.sites(olive)
    assert atlassian.told["answers"]["token 403"] == 1
    grant.refresh_from_db()
    assert grant.sealed_access_token == grant.sealed_refresh_token == ""
    grant_to(olive, atlassian)
    assert CLOUD.sites(olive)


def test_without_offline_access_it_ends_with_the_token(atlassian, connected, olive):
    grant_to(olive, atlassian, scope="read:me")
    assert CLOUD.sites(olive) == []
    atlassian.do("end_tokens")
    with pytest.raises(SignInFirst):
        CLOUD.sites(olive)


def test_a_wrong_secret_is_the_operators_to_mend_and_ends_nothing(
    atlassian, connected, grant, olive
):
    connected.client_secret = "wrong"
    connected.save()
    atlassian.do("end_tokens")
    with pytest.raises(Refused, match=r"Unauthorized.*client ID and the secret"):
        CLOUD.sites(olive)
    connected.client_secret = "muster-secret"
    connected.save()
    assert CLOUD.sites(olive)


def test_nobody_answers_while_refreshing(atlassian, grant, olive):
    atlassian.do("end_tokens")
    atlassian.do("fail", "token", {"status": 503, "headers": {"Retry-After": "5"}})
    with pytest.raises(TryLater):
        CLOUD.sites(olive)
    assert CLOUD.sites(olive)


def test_tokens_are_sealed(atlassian, grant):
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(g)::text FROM migration_atlassiangrant g")
        (row,) = cursor.fetchone()
    assert "access-" not in row
    assert "refresh-" not in row


def test_after_another_secret_key_one_signs_in_again(grant, olive):
    AtlassianGrant.objects.update(sealed_access_token="x", sealed_refresh_token="y")
    with pytest.raises(SignInFirst):
        CLOUD.sites(olive)


@pytest.mark.django_db(transaction=True)
def test_two_at_once_refresh_once(atlassian, grant, olive):
    atlassian.do("end_tokens")
    atlassian.do("fail", "token", {"after": True, "wait": 0.3})
    ask = lambda: tokens.asking(olive, personal.me).email  # noqa: E731
    assert at_once(ask, ask, ask, ask) == [OLIVE] * 4
    told = atlassian.told
    assert told["answers"]["token 200"] == 1
    assert "token_reused" not in told["calls"]


@pytest.mark.django_db(transaction=True)
def test_what_was_refreshed_is_not_undone_by_what_fails_around_it(atlassian, grant, olive):
    atlassian.do("end_tokens")
    with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
        CLOUD.sites(olive)
    assert refreshed(atlassian) == 0
