"""Whom the fields of alerts suggest: no list of everybody for who types two letters."""

from django.urls import reverse

from tests.make import make_alert, make_team, make_user

RESPONDERS = reverse("alerts:responder_suggestions")


def suggested(client, address=RESPONDERS, **asked):
    return [one["value"] for one in client.get(address, asked).context["options"]]


def test_people_outside_ones_teams_are_found_by_their_whole_e_mail(
    payments, ben, eve, ada, as_user
):
    eves, adas = as_user(eve), as_user(ada)
    assert suggested(eves, kind="user", responder="acme") == []
    assert suggested(eves, kind="user", responder="ben") == []
    assert suggested(eves, responders="ben") == []
    assert suggested(eves, kind="user", responder="Ben@Acme.example") == [ben.username]
    assert suggested(adas, kind="user", responder="ben") == [ben.username]
    make_team("Fraud", members=[ben, eve])
    assert suggested(eves, kind="user", responder="ben") == [ben.username]
    assert suggested(eves, kind="user", responder="b") == []


def test_who_may_not_name_anybody_is_shown_nobody(payments, as_user):
    watching = make_user("Olga Observer", role="observer")
    payments.memberships.create(user=watching, role="user")
    people = reverse("alerts:alert_people", args=[make_alert(responders=[payments]).pk])
    client = as_user(watching)
    for address in (RESPONDERS, people):
        asked = {"kind": "user", "responder": "ben", "person": "ben"}
        assert client.get(address, asked).status_code == 403
