"""`manage.py run`: what `make run` runs."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from config.preparation import Refused
from config.run import run


class Command(BaseCommand):
    """Start everything and wait for Ctrl-C."""

    help = "Run Muster: database, web server and one job worker, until Ctrl-C."
    requires_system_checks: tuple[str, ...] = ()  # some ask the database, so run() calls them

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--with-parent", action="store_true", help="stop when the program that started it ends"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            run(self.check, with_parent=options["with_parent"])
        except Refused as problem:
            raise CommandError(str(problem)) from problem
