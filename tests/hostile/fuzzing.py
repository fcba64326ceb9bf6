"""Requests for every call of the APIs, made from what the calls say they take."""

import json
from typing import Any
from urllib.parse import quote, urlencode

from hypothesis import strategies as st

from api.v1.calls import VERSIONS, Call
from tests.hostile.strategies import BODIES, Likely, Schemas, hostile_texts, weighed
from tests.hostile.world import Request

# Stand for what is there: requests are made before it is.
NAMED = {
    "user owner fromUser users toUsers recipient recipients": ["NAME-OF-USER"],
    "username": ["NAME-OF-USER", "new@acme.example"],
    "participants": ["NAME-OF-OTHER"],
    "userId": ["ID-OF-USER"],
    "team teamName teams": ["NAME-OF-TEAM"],
    "teamId": ["ID-OF-TEAM"],
    "alias": ["NAME-OF-ALERT"],
    "schedule": ["NAME-OF-SCHEDULE"],
    "escalationName": ["NAME-OF-ESCALATION"],
    "escalationId": ["ID-OF-ESCALATION"],
    "to": ["NAME-OF-CONTACT"],
    "type": ["escalation", "schedule"],
    "timezone": ["Europe/Berlin"],
    "locale": ["en_GB"],
    "startDate endDate": ["2027-01-04 08:00", "2027-01-05 08:00"],
    "lastKey lastkey": ["1790590440000000_0b6e2f0c5b1f4d5e9a431c9d0e8f7a65"],
}
# What `id` and `name` are those of, by the beginning of a call's path.
SUBJECTS = {
    "user": "USER",
    "user/contact": "CONTACT",
    "group": "GROUP",
    "team": "TEAM",
    "team/routingRule": "RULE",
    "alert": "ALERT",
    "schedule": "SCHEDULE",
    "escalation": "ESCALATION",
}
KEYS = ["KEY-OF-ALL"] * 12 + ["KEY-OF-TEAM", "KEY-OF-TEAM", "KEY-THAT-READS", "none", "\ud800"]
TYPES = ["application/x-www-form-urlencoded", "application/json; charset=utf-8", "text/plain", ""]
TYPES += ["multipart/form-data", "application/xml"]


def likely(path: str) -> Likely:
    """What the fields of a call may name."""
    beginnings = [one for one in SUBJECTS if path.startswith(one)]
    subject = SUBJECTS[max(beginnings, key=len, default="user")]
    found = {name: known for names, known in NAMED.items() for name in names.split()}
    return found | {"id": [f"ID-OF-{subject}"], "name": [f"NAME-OF-{subject}", "A new one"]}


def v1_requests(call: Call) -> st.SearchStrategy[Request]:
    """Requests for a call of the v1 API."""
    schema = call.takes.model_json_schema()
    said = Schemas(schema.get("$defs", {}), likely(call.path)).objects_of(schema)
    raw = weighed((19, st.none()), (1, st.sampled_from(BODIES)))
    methods = st.sampled_from([call.method] * 30 + ["PUT", "HEAD"])
    where = st.tuples(st.sampled_from([*call.versions] * 3 + [*VERSIONS]), _ends)

    def request(
        said: Any, raw: bytes | None, method: str, where: Any, key: str, in_body: bool, kind: str
    ) -> Request:
        path = f"/{where[0]}/json/{call.path}{where[1]}"
        if method != "POST":
            return Request(method, f"{path}?{_query({'apiKey': key, **said})}", "", kind)
        if not in_body:
            path = f"{path}?{_query({'apiKey': key})}"
        body = _twice({"apiKey": key, **said} if in_body else said, where[1])
        return Request(method, path, body if raw is None else raw, kind)

    keys, kinds = st.sampled_from(KEYS), st.sampled_from(TYPES)
    in_body = st.sampled_from([True, True, False])
    return st.builds(request, said, raw, methods, where, keys, in_body, kinds)


def v2_requests(method: str, path: str, call: Any, names: Any) -> st.SearchStrategy[Request]:
    """Requests for a call of the v2 API's document."""
    parameters = call.get("parameters", ())
    schemas = Schemas(names, likely("alert"))
    spots = [one["name"] for one in parameters if one["in"] == "path"]
    asked = {one["name"]: one["schema"] for one in parameters if one["in"] == "query"}
    queries = schemas.objects_of({"properties": asked}) if asked else st.just({})
    there = st.sampled_from(["ID-OF-ALERT"] * 4 + ["NAME-OF-ALERT"])
    places = weighed((9, there), (1, hostile_texts))
    bodies: st.SearchStrategy[Any] = st.just("")
    if "requestBody" in call:
        schema = call["requestBody"]["content"]["application/json"]["schema"]
        while "properties" not in schema:
            one = schema.get("allOf", [schema])[0]
            schema = names[one["$ref"].rpartition("/")[2]]
        good = schemas.objects_of(schema).map(json.dumps)
        bodies = weighed((19, good), (1, st.sampled_from(BODIES)))

    def request(spot: list[str], asked: Any, body: Any, key: str, end: str, kind: str) -> Request:
        where = path
        for name, value in zip(spots, spot, strict=True):
            where = where.replace(f"{{{name}}}", quote(value, safe="", errors="surrogatepass"))
        return Request(method.upper(), f"{where}{end}?{_query(asked)}", body, kind, key)

    spot = st.lists(places, min_size=len(spots), max_size=len(spots))
    keys, kinds = st.sampled_from(KEYS), st.sampled_from(TYPES)
    return st.builds(request, spot, queries, bodies, keys, _ends, kinds)


_ends = st.sampled_from(["", "", "", "/", "//"])


def _query(said: Any) -> str:
    """A query string; what is no text is written as JSON."""
    texts = {
        name: value if isinstance(value, str) else json.dumps(value) for name, value in said.items()
    }
    return urlencode(texts, errors="surrogatepass")


def _twice(said: dict[str, Any], end: str) -> str:
    """A body; with "//" at the end of the path each key comes twice."""
    body = json.dumps(said)
    return f"{body[:-1]}, {body[1:]}" if end == "//" else body
