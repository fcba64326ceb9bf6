"""`manage.py demo`: Acme, or a large organisation for measuring."""

import time
from argparse import ArgumentParser, ArgumentTypeError
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from config import demo
from config.demo.large import LoadedAlready, load_large

MOST = 1_000_000


class Command(BaseCommand):
    """Load the demo organisation; a second time changes nothing."""

    help = "Load the demo organisation Acme, or with --people a large one for measuring."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--people", type=_number, help="make so many people, who can't sign in")
        parser.add_argument(
            "--teams", type=_number, help="in so many teams (a tenth of the people)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        people, teams = options["people"], options["teams"]
        if teams and not people:
            raise CommandError("Say --people too: how many people the teams have.")
        started = time.monotonic()
        try:
            done = self._large(people, teams or max(1, people // 10)) if people else self._acme()
        except (demo.NotEmpty, LoadedAlready) as problem:
            raise CommandError(str(problem)) from problem
        if options["verbosity"]:
            self.stdout.write(f"{done} ({time.monotonic() - started:.1f} s)")

    def _acme(self) -> str:
        loaded = demo.load(timezone.now())
        if not loaded:
            return "The demo organisation is here already; nothing was changed."
        return f"Loaded of the demo organisation: {', '.join(loaded)}."

    def _large(self, people: int, teams: int) -> str:
        made = load_large(people, teams, now=timezone.now(), say=self.stdout.write)
        return f"Made {made['people']:,} people in {made['teams']:,} teams."


def _number(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= MOST:
        raise ArgumentTypeError(f"write a number from 1 to {MOST:,}")
    return int(text)
