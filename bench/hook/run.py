"""Sends signed commands to a real server at a fixed rate, and prints how soon they are answered.

A command is due at its moment, whether others are answered or not, and its time counts from then:
a server that stands still for a second makes fifty of them late, as it would in life.
"""

import json
import os
import queue
import statistics
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.client import HTTPConnection
from uuid import uuid4

from accounts.actors import Actor
from accounts.models import User
from alerts.models import Alert
from bench import house
from bench.hook.typed import SECRET, Typed, commands, signed
from chatlink.actions.integrations import NewIntegration, add_integration
from chatlink.models import ChatAccount, ChatTeam, Integration
from oncall.models import Schedule

A_SECOND, SECONDS, WARM_UP = 50, 60, 5  # commands; seconds
SENDERS = 64  # at most so many wait for an answer
GOAL = 500  # milliseconds, for 99 of 100 answers; Slack gives up after 3,000
NAME, CHAT_TEAM = "Bench chat", "TBENCH"
PEOPLE, ALERTS, SCHEDULES = 50, 200, 20


type Due = queue.SimpleQueue[tuple[float, Typed] | None]


@dataclass(frozen=True, slots=True)
class Hook:
    """Where the commands go, and the chat team that they come from."""

    port: int
    path: str
    chat_team: str


@dataclass
class Times:
    """How long answers took, in milliseconds, by what was typed."""

    of: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    problems: list[str] = field(default_factory=list)


def run(port: int) -> None:
    """Measure and print everything; the organisation is there."""
    os.environ["CHAT_COMMANDS_PER_MINUTE"] = "1000000"  # they are counted, but never too many
    integration = chat_of_the_bench()
    typed = commands(*said_of(integration))
    hook = Hook(port, f"/hooks/chat/{integration.pk}/", integration.credentials["chat_team"])
    with house.server(port) as web:
        send(typed, hook, WARM_UP)
        times = send(typed, hook, SECONDS)
        show(times)
        for resident, proportional in house.memory_of(web):
            print(f"A web process has {resident:.0f} MB, {proportional:.0f} MB its share.")


def chat_of_the_bench() -> Integration:
    """Make the integration anew; every second chat user is connected to an admin."""
    Integration.objects.filter(name=NAME).delete()
    ChatAccount.objects.filter(chat_team__external_id__startswith=CHAT_TEAM).delete()
    ChatTeam.objects.filter(external_id__startswith=CHAT_TEAM).delete()
    new = NewIntegration("slack", NAME, f"{CHAT_TEAM}{uuid4().hex[:8].upper()}", {"secret": SECRET})
    integration = add_integration(new, by=Actor.system("Bench"))
    people = User.objects.filter(role=User.Role.ADMIN, is_blocked=False)
    ChatAccount.objects.bulk_create(
        ChatAccount(
            chat_team=integration.chat_team,
            user=person,
            chat_user_id=f"U{2 * place}",
            chat_user_name=f"u{2 * place}",
        )
        for place, person in enumerate(people.order_by("pk")[:PEOPLE])
    )
    return integration


def said_of(integration: Integration) -> tuple[list[str], list[int], list[str]]:
    """The chat users, and the alerts and schedules that they speak of."""
    connected = ChatAccount.objects.filter(chat_team=integration.chat_team).count()
    users = [f"U{place}" for place in range(2 * connected)]
    open_alerts = Alert.objects.filter(status=Alert.Status.OPEN).order_by("-created_at")
    numbers = list(open_alerts.values_list("tiny_id", flat=True)[:ALERTS])
    schedules = list(Schedule.objects.order_by("pk").values_list("name", flat=True)[:SCHEDULES])
    if not (users and numbers and schedules):
        raise SystemExit("There are no admins, open alerts or schedules in the bench's data.")
    return users, numbers, schedules


def send(typed: Iterator[Typed], hook: Hook, seconds: int) -> Times:
    """Send at the fixed rate for so long. Stops when a command is not answered."""
    times, due = Times(), queue.SimpleQueue[tuple[float, Typed] | None]()
    senders = [threading.Thread(target=sender, args=(due, times, hook)) for _ in range(SENDERS)]
    for one in senders:
        one.start()
    started = time.perf_counter()
    for number in range(A_SECOND * seconds):
        moment = started + number / A_SECOND
        time.sleep(max(0.0, moment - time.perf_counter()))
        due.put((moment, next(typed)))
    for _ in senders:
        due.put(None)
    for one in senders:
        one.join()
    if times.problems:
        raise SystemExit(f"{len(times.problems)} commands failed, the first: {times.problems[0]}")
    return times


def sender(due: Due, times: Times, hook: Hook) -> None:
    """Send what is due on a connection that is kept alive, until there is no more."""
    connection = HTTPConnection("127.0.0.1", hook.port, timeout=30)
    while told := due.get():
        moment, typed = told
        body, headers = signed(typed, hook.chat_team)
        try:
            connection.request("POST", hook.path, body, headers)
            answer = connection.getresponse()
            said = answer.read()
        except OSError as problem:
            times.problems.append(f"{typed.text}: {problem!r}")
            connection.close()
            continue
        times.of[typed.verb].append((time.perf_counter() - moment) * 1000)
        if answer.status != 200 or not json.loads(said).get("text"):
            times.problems.append(f"{typed.text}: {answer.status} {said[:200]!r}")


def show(times: Times) -> None:
    """Print the times of each command and of all, and the goal."""
    every = [one for each in times.of.values() for one in each]
    print(f"\n{len(every):,} signed commands of Slack, {A_SECOND} a second, ms:\n")
    print("| command | how many | median | 95 % | 99 % | longest |\n|---|--:|--:|--:|--:|--:|")
    for name, each in [*sorted(times.of.items()), ("all", every)]:
        cells = (statistics.median(each), part(each, 0.95), part(each, 0.99), max(each))
        print(f"| {name} | {len(each):,} | {' | '.join(f'{one:.1f}' for one in cells)} |")
    mark = "" if part(every, 0.99) < GOAL else "  MISSED"
    print(f"\n99 % of all: {part(every, 0.99):.1f} ms (goal: less than {GOAL}){mark}")


def part(each: list[float], share: float) -> float:
    """The time that this share of the answers stays under."""
    return sorted(each)[min(int(len(each) * share), len(each) - 1)]
