"""`manage.py backup FILE`."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from config.backups import BackupFailed, dump


class Command(BaseCommand):
    """Write the whole database into one file."""

    help = "Write a backup of the whole database into FILE, while Muster runs or not."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")

    def handle(self, *args: Any, **options: Any) -> None:
        target: Path = options["file"]
        try:
            dump(target)
        except BackupFailed as problem:
            raise CommandError(str(problem)) from problem
        self.stdout.write(
            f"{target}: {target.stat().st_size:,} bytes. Keep the SECRET_KEY with it "
            "(without one in the environment: the file secret_key in MUSTER_DATA)."
        )
