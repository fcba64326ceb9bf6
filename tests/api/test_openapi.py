"""The OpenAPI document: what it says of calls and answers holds."""

import json

import pytest
from django.test import Client

from alerts.actions.answers import acknowledge
from api.v2 import alert_schemas
from api.v2.urls import api
from tests.api.make import ApiClient
from tests.make import NOBODYS_ID, SYSTEM, make_alert

METHODS = ("get", "post", "put", "patch", "delete")


@pytest.fixture(scope="module")
def document() -> dict:
    return api.get_openapi_schema()


def calls(document: dict) -> list[tuple[str, str]]:
    """Method and path of each call."""
    return [(verb, path) for path, verbs in document["paths"].items() for verb in verbs]


def test_it_is_served_to_everybody(client: Client, db):
    answer = client.get("/v2/openapi.json")
    assert answer.status_code == 200
    assert answer.json()["info"]["title"] == "Muster"
    assert "X-Request-ID" in answer


def test_it_lists_every_call_of_the_contract(document):
    below = """
        acknowledge unacknowledge close snooze assign escalate responders teams tags details
        notes actions/{action_name} message description priority logs recipients
    """
    paths = {f"/v2/alerts/{{identifier}}/{name}" for name in below.split()}
    paths |= {"/v2/alerts", "/v2/alerts/count", "/v2/alerts/requests/{request_id}"}
    assert set(document["paths"]) == {*paths, "/v2/alerts/{identifier}"}


def test_every_name_in_it_is_defined_and_every_call_explained(document):
    text = json.dumps(document)
    known = document["components"]["schemas"]
    asked = {part.split('"')[0] for part in text.split("#/components/schemas/")[1:]}
    assert asked <= set(known)
    for verbs in document["paths"].values():
        for call in verbs.values():
            assert call["description"], call
            assert call["security"], call


def test_every_call_asks_for_a_key(document, client: Client, db):
    for verb, path in calls(document):
        url = path.replace("{identifier}", NOBODYS_ID).replace("{", "").replace("}", "")
        assert client.generic(verb.upper(), url).status_code == 401, (verb, path)


def test_answers_are_as_it_says(payments, ben):
    client = ApiClient()
    body = {"message": "db", "alias": "x", "note": "y", "responders": []}
    request = client.send("POST", "alerts", body).json()["requestId"]
    alert = make_alert(responders=[payments, ben])
    acknowledge(alert, by=SYSTEM)
    for path, schema in [
        ("alerts", alert_schemas.Alerts),
        ("alerts/x?identifierType=alias", alert_schemas.OneAlert),
        (f"alerts/{alert.pk}", alert_schemas.OneAlert),
        ("alerts/count", alert_schemas.Counted),
        ("alerts/x/logs?identifierType=alias&limit=1", alert_schemas.Logs),
        ("alerts/x/notes?identifierType=alias", alert_schemas.Notes),
        (f"alerts/{alert.pk}/recipients", alert_schemas.Recipients),
        (f"alerts/requests/{request}", alert_schemas.RequestStatus),
    ]:
        answer = client.send("GET", path).json()
        said = schema.model_validate_json(json.dumps(answer))
        known = said.model_dump(by_alias=True, exclude_unset=True, mode="json")
        assert known.keys() == answer.keys()
        one, its = known["data"], answer["data"]
        if isinstance(one, list) and one:
            one, its = one[0], its[0]
        assert not one or one.keys() == its.keys(), path
