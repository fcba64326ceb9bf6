"""Messages that wait until they are due: jobs that send them."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from itertools import batched
from math import ceil
from typing import Any

from procrastinate.contrib.django import app

from accounts.models import Contact
from alerts.models import Notification

SIDE_BY_SIDE, MOST_IN_ONE_JOB = 8, 20


def send_when_due(rows: Iterable[Notification], now: datetime) -> None:
    """Let messages be sent, each when it is due: one statement for each moment and way.

    E-mails come after all else: a mail server that hangs keeps no SMS from going out.
    """
    due: dict[tuple[datetime | None, bool], list[str]] = defaultdict(list)
    for row in rows:
        moment = row.due_at if row.due_at > now else None
        due[moment, row.method == Contact.Method.EMAIL].append(str(row.pk))
    for (moment, is_mail), ids in due.items():
        task = app.configure_task("alerts.send", schedule_at=moment, priority=-1 if is_mail else 0)
        # A few go side by side; of many, each job takes some, as jobs have a price of their own.
        in_one_job = min(ceil(len(ids) / SIDE_BY_SIDE), MOST_IN_ONE_JOB)
        jobs: list[Any] = [{"notification_ids": list(some)} for some in batched(ids, in_one_job)]
        task.batch_defer(*jobs)
