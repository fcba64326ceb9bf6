"""Whatever is sent to whichever URL, the answer is ours: a page or a refusal, never a 500.

In the suite each door meets a few of the requests, with `make fuzz` several times as many.
"""

from typing import Any

import pytest
from django.db import transaction
from django.urls import NoReverseMatch, get_resolver, reverse

from tests.hostile import IS_FUZZING
from tests.test_doors import DOORS, FOREIGN, Cast, make_cast, names, url_kwargs

# Percent-encoded: NUL, a lone surrogate, half a character, numbers and days beyond all bounds.
TEXTS = (
    "%00",
    "a%00b@acme.example",
    "%ED%A0%80",
    "%FF%FE",
    "9" * 400,
    "-1",
    "1e999",
    "0001-01-01",
    "9999-12-31",
    "%22%3E%3Cscript%3E",
    "%7B0.__class__%7D%25s",
    "role:%00 team:%22 active:never ::: &|!:*",
    "0b6e2f0c-5b1f-4d5e-9a43-1c9d0e8f7a65",
    "WyJuYW1lIiwiYWZ0ZXIiLDEsMSwxXQ",
)
_WORDS = """
    q sort cursor page role verified blocked state person team user via kind since until add
    target action actions show all chosen next outcome theme enabled to method code name
    username full_name time_zone locale description guests csv fingerprint file invite
    contact after_minutes notification_time extends reach may_read password password1
    password2 email login oldpassword credential id key remember account_name uses right-
    manage-roles process o p e ct app_label model_name field_name term
    from days clock starts_at ends_at length kind rotation rotations confirmed field windows-do
    participants participants-typed participants-do time_restriction-kind time_restriction-start
    time_restriction-start_day time_restriction-end time_restriction-end_day is_enabled
    repeat_after_minutes repeat_count do step-0-whom step-0-recipient step-0-delay_minutes
    step-0-condition step-9999-whom before seen note span message priority tags responder responders
    site directory version reason rows first_name last_name client_id org_key person
"""
NAMES = _WORDS.split()
BODIES = {
    "nested JSON": ("application/json", b'{"a":' * 5000 + b"1" + b"}" * 5000),
    "no form": ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-da"),
    "no boundary": ("multipart/form-data", b"x"),
    "no text": ("application/x-www-form-urlencoded", b"name=%ff%fe&\xff=\x00&=%"),
    "no charset": ("application/x-www-form-urlencoded; charset=klingon", b"name=x"),
    "6,000 fields": ("application/x-www-form-urlencoded", b"&".join([b"name=x"] * 6000)),
    "10 MB": ("application/x-www-form-urlencoded", b"name=" + b"x" * 10_000_000),
}
METHODS = ("HEAD", "OPTIONS", "PUT", "DELETE", "TRACE", "BREW")
HEADERS = {
    "a session of NUL": {"HTTP_COOKIE": r'sessionid="\000\000\000\000\000\000\000\000\000"'},
    "cookies of NUL": {"HTTP_COOKIE": r'csrftoken="\000"; messages="\000"; theme="\000"'},
    "an htmx of elsewhere": {
        "HTTP_HX_REQUEST": "true",
        "HTTP_HX_CURRENT_URL": "https://evil.example/%00\\",
        "HTTP_HX_TARGET": "\x00",
    },
    "a broken referrer": {"HTTP_REFERER": "http://[::1"},
    "another host": {"HTTP_HOST": "evil.example"},
    "a host that is none": {"HTTP_HOST": "a b:\\@x"},
    "a forged proxy": {"HTTP_X_FORWARDED_FOR": "\x00, x", "HTTP_X_FORWARDED_PROTO": "\x00"},
    "no address": {"REMOTE_ADDR": ""},
    "a strange length": {"CONTENT_LENGTH": "-5"},
}
FORM = "application/x-www-form-urlencoded"
LESS = 1 if IS_FUZZING else 2


@pytest.fixture(scope="module")
def cast(module_db) -> Cast:
    return make_cast()


@pytest.fixture(scope="module")
def doors(cast) -> list[str]:
    """An address for each URL: with what exists where the table of doors says what it needs."""
    needs = {kind: url_kwargs(kind, cast) for kind in sorted({row[2] for row in DOORS})}
    found = {reverse(row[0], kwargs=needs[row[2]]) for row in DOORS}
    for name in names(get_resolver()):
        theirs = [[cast.ben.pk], ["a", "b-c"], ["1", "2"]] if name.startswith(FOREIGN) else []
        for args in ([], ["%00x"], *theirs):
            try:
                found.add(reverse(name, args=args))
            except NoReverseMatch:
                continue
    return sorted(found)


@pytest.fixture(params=["olive", ""])
def broken_by(request, cast, as_user, db):
    """A function that says whether the server breaks; what a request changed is forgotten."""
    client = as_user(getattr(cast, request.param) if request.param else None)
    client.raise_request_exception = False

    def breaks(method: str, url: str, **sent: Any) -> bool:
        with transaction.atomic():
            response = client.generic(method, url, **sent)
            if response.streaming:
                b"".join(response)
            transaction.set_rollback(True)
        return response.status_code >= 500 and not url.startswith("/readyz")

    return breaks


def share(doors: list[str], turn: int, of: int) -> list[str]:
    """One share of the doors; with each turn others."""
    return doors[turn % of :: of]


@pytest.mark.parametrize("turn", range(len(TEXTS)))
def test_parameters(turn, doors, broken_by):
    """Each name gets another text in each turn: one refusal does not hide the next fault.

    With `make fuzz` each door meets half of the turns, in four pages and in four forms or so.
    """
    texts = [f"{name}={TEXTS[(turn + at) % len(TEXTS)]}" for at, name in enumerate(NAMES)]
    query, met = "&".join(texts), share(doors, turn // 2, of=2 * LESS)
    if turn % 2:
        sent = {"content_type": FORM, "data": query.encode()}
        assert not [url for url in met if broken_by("POST", url, **sent)]
    else:
        assert not [url for url in met if broken_by("GET", f"{url}?{query}")]


@pytest.mark.parametrize("body", BODIES)
def test_bodies(body, doors, broken_by):
    content_type, data = BODIES[body]
    sent = {"content_type": content_type, "data": data}
    met = share(doors, list(BODIES).index(body), of=4 * LESS)
    assert not [url for url in met if broken_by("POST", url, **sent)]


def test_a_credential_of_nested_json(doors, broken_by):
    """Passkeys come as JSON."""
    data = b"credential=" + b"[" * 100_000
    theirs = [url for url in doors if url.startswith("/account/")]
    assert not [url for url in theirs if broken_by("POST", url, content_type=FORM, data=data)]


@pytest.mark.parametrize("method", METHODS)
def test_methods(method, doors, broken_by):
    met = share(doors, METHODS.index(method), of=2 * LESS)
    assert not [url for url in met if broken_by(method, url)]


@pytest.mark.parametrize("headers", HEADERS)
def test_headers(headers, doors, broken_by):
    met = share(doors, list(HEADERS).index(headers), of=8 * LESS)
    assert not [url for url in met if broken_by("GET", url, **HEADERS[headers])]
