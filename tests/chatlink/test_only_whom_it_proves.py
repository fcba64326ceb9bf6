"""No chat system's request does what that system did not ask, or for whom it did not ask it.

Where the proof does not cover what is said, it can't be told who said it: Mattermost's token and
the Bot Framework's are worth what the connection to them is.
"""

from dataclasses import replace
from datetime import timedelta
from urllib.parse import urlsplit

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from django.urls import reverse
from django.utils import timezone

from accounts.models import OneTimeLink
from alerts.models import AlertLog
from chatlink.commands.talk import CONNECT_FIRST
from chatlink.models import ChatAccount, Delivery
from chatlink.views.connect import KEPT
from tests.chatlink.chatting import approve, link_in
from tests.make import make_alert

pytestmark = pytest.mark.django_db

ANOTHERS = "YW5vdGhlciBzZWNyZXQgb2YgdGhpcyB0ZXN0Lg=="  # base 64, as Teams has its keys
SIGNED_BODY = ("slack", "teams-webhook")
TOKEN_NAMES_USER = ("hipchat", "stride")


def forged(chat, text):
    """Requests that the chat system did not send, by what is wrong with them."""
    good = chat.request(text)
    yield "stale", chat.request(text, now=timezone.now() - timedelta(hours=3))
    yield "of a time to come", chat.request(text, now=timezone.now() + timedelta(hours=3))
    yield "without a proof", without_proof(good)
    yield "a tampered proof", tampered(chat, good)
    if chat.adapter in SIGNED_BODY:
        yield "tampered", with_body(good, text.encode()[:3], b"clo")
    if chat.adapter in SIGNED_BODY + TOKEN_NAMES_USER:
        yield "for another user", with_body(good, b"U1", b"U2")
    if chat.adapter == "teams-bot":
        yield "a key that is not Microsoft's", signed_by_another_key(good)
        yield "with replies to another", with_body(good, b'serviceUrl": "', b'serviceUrl": "x')
        yield "for another app", chat.request(text, secrets={"app_id": "another"})
    else:
        yield "by another secret", chat.request(text, secrets={"secret": ANOTHERS})
    if chat.adapter == "hipchat":
        yield "for another add-on", chat.request(text, secrets={"oauth_id": "another"})
        yield "in another room", with_body(good, b"C1", b"C2")
    if chat.adapter == "stride":
        yield "in another conversation", with_body(good, b"C1", b"C2")


def without_proof(request):
    headers = {"content-type": request.headers["content-type"]}
    return replace(request, headers=headers, query={}, body=request.body.replace(b"token=", b"t="))


def with_body(request, before, after):
    assert before in request.body
    return replace(request, body=request.body.replace(before, after))


def tampered(chat, request):
    """The same with another letter in the middle of what proves it."""
    name = "x-slack-signature" if chat.adapter == "slack" else "authorization"
    query = {key: other_letter(value) for key, value in request.query.items()}
    headers = dict(request.headers)
    if name in headers:
        headers[name] = other_letter(headers[name])
    return replace(request, headers=headers, query=query)


def other_letter(text):
    at = len(text) - 10
    return text[:at] + ("b" if text[at] == "a" else "a") + text[at + 1 :]


def signed_by_another_key(request):
    """A token of the Bot Framework with all that it says, by a key of somebody else's."""
    token = request.headers["authorization"].removeprefix("Bearer ")
    claims = jwt.decode(token, options={"verify_signature": False})
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    made = jwt.encode(claims, key, algorithm="RS256", headers={"kid": "key-1"})
    return replace(request, headers={**request.headers, "authorization": f"Bearer {made}"})


def test_what_it_did_not_send_does_nothing(chat, payments, ben, tom):
    alert, team = make_alert("db is down", responders=[payments]), chat.integration.chat_team
    for person, user in ((ben, "U1"), (tom, "U2")):  # both could do it
        ChatAccount.objects.create(chat_team=team, user=person, chat_user_id=user)
    for why, request in forged(chat, f"ack {alert.tiny_id}"):
        assert chat.send(request).status_code == 401, why
    alert.refresh_from_db()
    assert not alert.is_acknowledged
    assert not Delivery.objects.exists()
    chat.integration.refresh_from_db()
    assert "do not prove" in chat.integration.last_error
    assert chat.integration.last_request_at is None


def test_another_chat_team_has_no_part_in_it(chat, payments):
    alert = make_alert("db is down", responders=[payments])
    theirs = {"team": "T2"}
    if chat.adapter == "hipchat":  # which names no team: the ID of its add-on stands for one
        theirs = {"secrets": {"oauth_id": "add-on-2"}}
    answer = chat.send(chat.request(f"ack {alert.tiny_id}", **theirs))
    assert answer.status_code == (401 if chat.adapter == "hipchat" else 403)
    alert.refresh_from_db()
    assert not alert.is_acknowledged
    chat.integration.refresh_from_db()
    assert chat.integration.last_error


def test_the_same_request_again_is_not_done_again(chat, payments):
    alert = make_alert("db is down", responders=[payments])
    request = chat.request(f"note once to {alert.tiny_id}")
    assert chat.send(request).status_code == 200
    assert chat.send(request).status_code == (200 if chat.adapter == "stride" else 409)
    assert AlertLog.objects.filter(alert=alert, verb="noted").count() == 1
    assert Delivery.objects.count() == 1


def test_a_connection_is_of_one_chat_user_and_one_person(chat, payments, ben, eve, as_user):
    alert, me = make_alert("db is down", responders=[payments]), as_user(ben)
    approve(me, link_in(chat.type("connect")))
    chat.type(f"ack {alert.tiny_id}", user="U2", user_name="mallory")
    entry = AlertLog.objects.get(alert=alert, verb="acknowledged")
    assert entry.actor_name.endswith("mallory (not connected)")
    assert entry.user_id is None
    assert CONNECT_FIRST in chat.type(f"own {alert.tiny_id}", user="U2", user_name="mallory")

    theirs = approve(me, link_in(chat.type("connect", user="U2", user_name="mallory")))
    assert theirs.status_code == 422
    assert "Disconnect that one first." in theirs.content.decode()

    mine, stranger = link_in(chat.type("connect")), as_user(eve)
    assert stranger.get(urlsplit(mine).path, follow=True).status_code == 403
    asked = OneTimeLink.objects.get(token_hash=stranger.session[KEPT])
    sent = {"decision": "approve", "link": asked.pk}
    assert stranger.post(reverse("chatlink:connect"), sent).status_code == 403
    assert ChatAccount.objects.get().user == ben
    assert approve(me, mine).status_code == 302
    assert not ChatAccount.objects.exists()
