"""`kill -9` of the worker in the middle of 1,000 messages: none is lost, none that was finished is
sent again. A real worker, a real mail server, a real database."""

import os
import signal
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes

import pytest
from aiosmtpd.controller import Controller
from django.utils import timezone

from accounts.models import Contact, NotificationRule, NotificationStep, User
from alerts.models import Notification
from oncall.models import Participant, Rotation, Schedule
from teams.models import Membership
from tests.launch.running import SECONDS_TO_START, free_port, wait_until
from tests.launch.working import StartWorker, workers
from tests.make import make_alert, make_team

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

PEOPLE, ALERTS = 100, 10
CONCURRENCY = 4
SILENT = 6  # seconds until a worker counts as dead, and its jobs are given to another


class MailServer:
    """Counts the mails it has accepted, by their Message-ID."""

    def __init__(self) -> None:
        self.accepted: Counter[str] = Counter()
        self.controller = Controller(self, hostname="127.0.0.1", port=free_port())

    async def handle_DATA(self, server, session, envelope):  # noqa: N802  aiosmtpd's name
        self.accepted[message_from_bytes(envelope.content)["Message-ID"]] += 1
        return "250 OK"

    @property
    def address(self) -> str:
        return f"smtp://127.0.0.1:{self.controller.port}"


@pytest.fixture
def mail_server() -> Iterator[MailServer]:
    server = MailServer()
    server.controller.start()
    yield server
    server.controller.stop()


@pytest.fixture
def start_worker(mail_server, tmp_path) -> Iterator[StartWorker]:
    """Starts workers that send by this mail server; whichever is left is ended."""
    with workers(
        EMAIL_URL=mail_server.address,
        MUSTER_DATA=tmp_path,
        WORKER_CONCURRENCY=CONCURRENCY,
        WORKER_SILENT_SECONDS=SILENT,
    ) as start:
        yield start


def make_crowd() -> Schedule:
    """Many people on call at once, each with an e-mail and a rule for new alerts."""
    names = [f"crowd{n}@acme.example" for n in range(PEOPLE)]
    people = User.objects.bulk_create(
        User(username=name, full_name=name, is_verified=True) for name in names
    )
    contacts = Contact.objects.bulk_create(
        Contact(user=one, method="email", to=one.username, verified_at=timezone.now())
        for one in people
    )
    rules = NotificationRule.objects.bulk_create(
        NotificationRule(user=one, action="create-alert", name="New alert") for one in people
    )
    NotificationStep.objects.bulk_create(
        NotificationStep(rule=rule, contact=contact)
        for rule, contact in zip(rules, contacts, strict=True)
    )
    team = make_team("Crowd")
    Membership.objects.bulk_create(Membership(team=team, user=one) for one in people)
    schedule = Schedule.objects.create(name="Crowd on call")
    rotation = Rotation.objects.create(
        schedule=schedule, name="All", starts_at=timezone.now() - timedelta(days=1)
    )
    Participant.objects.create(rotation=rotation, position=0, kind="team", team=team)
    return schedule


def sent() -> set[str]:
    """The Message-IDs of the messages that count as sent."""
    ids = Notification.objects.filter(state="sent").values_list("pk", flat=True)
    return {f"<{pk}@localhost>" for pk in ids}


def test_none_is_lost_and_none_that_was_finished_is_sent_again(mail_server, start_worker):
    schedule = make_crowd()
    for _ in range(ALERTS):
        make_alert(responders=[schedule])
    worker = start_worker()
    some = PEOPLE * ALERTS * 0.4
    wait_until(lambda: mail_server.accepted.total() >= some, SECONDS_TO_START)
    os.kill(worker.pid, signal.SIGKILL)
    worker.wait()
    finished = sent()
    assert 0 < len(finished) < PEOPLE * ALERTS

    start_worker()
    wait_until(lambda: len(sent()) == PEOPLE * ALERTS, SECONDS_TO_START)
    assert Notification.objects.count() == PEOPLE * ALERTS
    assert set(mail_server.accepted) == sent()
    twice = {name for name, times in mail_server.accepted.items() if times > 1}
    assert not twice & finished
    assert len(twice) <= CONCURRENCY
    assert mail_server.accepted.total() <= PEOPLE * ALERTS + CONCURRENCY
