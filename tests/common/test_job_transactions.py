"""What a job defers in a worker is deferred when the job's transaction is committed, or never.

Deferred at once, as a worker's own connections do it, the new job was done before what it is about
was there: then alerts were posted to no channel, and messages could get lost.
"""

import asyncio
from threading import Thread

import pytest
from asgiref.sync import sync_to_async
from django.db import connection, transaction
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

pytestmark = pytest.mark.django_db(transaction=True)


def in_a_worker(act):
    """Do something in a thread, as a worker that runs does it with a job."""

    def in_its_thread():
        try:
            act()
        finally:
            connection.close()

    async def work():
        with app.replace_connector(app.connector.get_worker_connector()):
            async with app.open_async():
                await sync_to_async(in_its_thread, thread_sensitive=False)()

    working = Thread(target=lambda: asyncio.run(work()))
    working.start()
    working.join()


@pytest.mark.parametrize("is_undone", [True, False])
def test_it_is_undone_with_the_transaction(is_undone):
    counts = []

    def defer():
        with transaction.atomic():
            app.configure_task("alerts.tell").defer(alert_id="1")
            transaction.set_rollback(is_undone)
        counts.append(ProcrastinateJob.objects.count())

    in_a_worker(defer)
    assert counts == [0 if is_undone else 1]
