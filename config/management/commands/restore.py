"""`manage.py restore FILE`."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from config.backups import BackupFailed, restore


class Command(BaseCommand):
    """Put the database of a backup back."""

    help = "Fill the database from FILE, a backup: all of it, or nothing when anything fails."
    requires_system_checks: tuple[str, ...] = ()  # the tables may be missing

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument(
            "--replace", action="store_true", help="replace what the database holds now"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            restore(options["file"], replace=options["replace"])
        except BackupFailed as problem:
            raise CommandError(str(problem)) from problem
        self.stdout.write(
            "Restored. Now start Muster again: make run brings the tables up to date; "
            "with a PostgreSQL of your own run manage.py migrate before web servers and workers."
        )
