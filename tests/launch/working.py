"""Starts real job workers for tests, on the test's own database."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from urllib.parse import quote

from django.db import connection

from tests.launch.running import ROOT, environment

StartWorker = Callable[[], "subprocess.Popen[bytes]"]


@contextmanager
def workers(**settings: object) -> Iterator[StartWorker]:
    """Give what starts a worker with these settings; whichever is left is ended."""
    started = []

    def start() -> subprocess.Popen[bytes]:
        of = connection.settings_dict
        database = f"postgres://{of['USER']}@{quote(of['HOST'], safe='')}:{of['PORT']}/{of['NAME']}"
        worker = subprocess.Popen(
            [sys.executable, ROOT / "manage.py", "procrastinate", "worker"],
            cwd=ROOT,
            env=environment(DATABASE_URL=database, **settings),
        )
        started.append(worker)
        return worker

    yield start
    for worker in started:
        worker.kill()
        worker.wait()
