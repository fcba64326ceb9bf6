"""SMS and calls through the operator's webhook: signed, tried again, refused, kept from inside."""

import hashlib
import hmac
import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.core.checks import run_checks
from django.urls import reverse
from django.utils import timezone

from accounts import providers
from alerts import sending
from alerts.models import Notification
from common import outgoing
from tests.alerts.telling import NOON, at, make_schedule, only_rule, said, told
from tests.jobs import run_jobs
from tests.make import make_alert

pytestmark = pytest.mark.django_db
SECRET = "a long secret of two"


class Provider(HTTPServer):
    """Keeps what it was sent, and answers with the status it is told to."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.got: list[tuple[dict[str, str], bytes]] = []
        self.status, self.body = 202, b"ok"

    @property
    def url(self) -> str:
        return f"http://localhost:{self.server_port}/send"


class Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.got.append((dict(self.headers), body))
        self.send_response(self.server.status)
        self.send_header("Location", "http://elsewhere.example/")
        self.end_headers()
        self.wfile.write(self.server.body)

    def log_message(self, *args) -> None:
        pass


@pytest.fixture
def provider(settings):
    server = Provider()
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    settings.SMS_WEBHOOK_URL = settings.VOICE_WEBHOOK_URL = server.url
    settings.WEBHOOK_SECRET, settings.OUTGOING_ALLOW = SECRET, ["localhost"]
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def alert_by(ben):
    """A function that makes an alert which Ben is told of by such a contact."""

    def make(method: str):
        step = only_rule(ben, "create-alert").steps.get()
        step.contact = ben.contacts.create(
            method=method, to="1-5551234567", verified_at=timezone.now()
        )
        step.save()
        return make_alert("db is down", responders=[make_schedule(ben)], at=NOON, priority=1)

    return make


def test_an_sms_is_posted_and_signed(provider, alert_by):
    alert = alert_by("sms")
    told()
    headers, body = provider.got[0]
    sent = json.loads(body)
    assert (sent["kind"], sent["to"], sent["person"]) == ("sms", "+15551234567", "Ben Member")
    link = f"http://localhost:8000/alerts/{alert.pk}/"
    assert sent["text"] == f"[P1] #{alert.tiny_id} db is down {link}"
    assert sent["about"]["alert"]["tinyId"] == str(alert.tiny_id)
    assert sent["id"] == headers["Idempotency-Key"] == str(Notification.objects.get().pk)
    signed = headers["X-Muster-Timestamp"].encode() + b"." + body
    mac = hmac.new(SECRET.encode(), signed, hashlib.sha256).hexdigest()
    assert headers["X-Muster-Signature"] == f"v1={mac}"
    assert said(alert) == ["notified Ben Member by SMS – Schedule Shifts"]


def test_a_call_is_made_to_be_read_aloud(provider, alert_by):
    alert = alert_by("voice")
    told()
    text = json.loads(provider.got[0][1])["text"]
    assert text == f"Alert number {alert.tiny_id}, priority 1. db is down"


@pytest.mark.parametrize("status", [302, 400, 404])
def test_what_is_refused_is_not_tried_again_and_the_log_says_so(provider, alert_by, status):
    provider.status = status
    alert = alert_by("sms")
    told()
    assert said(alert) == [
        f"could not notify Ben Member by SMS: the provider refused it with status {status}"
    ]
    assert len(provider.got) == 1


@pytest.mark.parametrize("status", [429, 500, 503])
def test_what_may_go_well_later_is_tried_again_as_the_same_message(provider, alert_by, status):
    provider.status = status
    alert_by("sms")
    with pytest.raises(OSError, match=str(status)):
        told()
    provider.status = 200
    message = Notification.objects.get()
    with at(1):
        sending.send_all([message.pk])
    first, second = (headers["Idempotency-Key"] for headers, _ in provider.got)
    assert first == second
    message.refresh_from_db()
    assert message.state == "sent"


def test_the_last_try_says_that_it_is_given_up(provider, alert_by):
    provider.status = 500
    alert = alert_by("sms")
    with pytest.raises(OSError, match="500"):
        told()
    with at(1):
        sending.send_all([Notification.objects.get().pk], is_last_try=True)
    assert said(alert)[-1].startswith("could not notify Ben Member by SMS: given up:")


def test_private_addresses_are_asked_only_when_they_are_named(provider, alert_by, settings):
    settings.OUTGOING_ALLOW = []
    alert = alert_by("sms")
    told()
    assert provider.got == []
    assert "is in a private network. Name it in OUTGOING_ALLOW." in said(alert)[0]


@pytest.mark.parametrize("allowed", ["127.0.0.0/8", "LOCALHOST"])
def test_networks_and_hosts_may_be_named(provider, settings, allowed):
    settings.OUTGOING_ALLOW = [allowed, "::1/128"]
    assert outgoing.post(provider.url, b"", {}).status == 202


def test_an_answer_without_end_is_cut_off(provider):
    provider.body = b"x" * (outgoing.LARGEST_ANSWER + 100_000)
    with pytest.raises(OSError, match="more than"):
        outgoing.post(provider.url, b"", {})


def test_with_a_provider_a_number_can_be_verified(provider, ben, as_user):
    client = as_user(ben)
    new = reverse("accounts:contact_new", args=[ben.pk])
    page = client.post(new, {"method": "sms", "to": "1-5551234567"})["Location"]
    run_jobs()
    text = json.loads(provider.got[0][1])["text"]
    code = text.removeprefix("Your code for Muster is ")[:6]
    assert "is verified" in client.post(page, {"code": code}, follow=True).content.decode()
    assert "No SMS provider" not in client.get(reverse("accounts:profile")).content.decode()


def test_without_one_the_pages_say_so(ben, as_user):
    client = as_user(ben)
    new = reverse("accounts:contact_new", args=[ben.pk])
    page = client.post(new, {"method": "sms", "to": "1-5551234567"})["Location"]
    assert "No SMS provider is set up" in client.get(page).content.decode()
    assert not providers.can_send("sms")


def test_a_webhook_without_a_secret_is_an_error_at_the_start(settings):
    settings.SMS_WEBHOOK_URL = "sms.example.com"
    assert {problem.id for problem in run_checks(tags=["security"])} >= {
        "common.E002",
        "common.E003",
    }
