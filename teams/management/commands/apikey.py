"""`manage.py apikey`: a key for a script, without a browser."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db.models import Value
from django.db.models.functions import Lower

from accounts.actions.keys import Access, create_key
from accounts.actors import Actor
from teams.models import Team


class Command(BaseCommand):
    """Makes a key and prints it, and nothing else, on standard output."""

    help = "Make an API key and print it. It is shown only this once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The name, and what to leave out."""
        parser.add_argument("name", help="what will use the key")
        parser.add_argument("--team", help="the name of the only team that the key reaches")
        parser.add_argument(
            "--read-only", action="store_true", help="nothing but reading; implies the next"
        )
        parser.add_argument(
            "--no-configuration", action="store_true", help="no people, teams, roles, settings"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Make the key. Raises CommandError with one sentence."""
        writes = not options["read_only"]
        configures = writes and not options["no_configuration"]
        access = Access(write=writes, delete=writes, configure=configures)
        try:
            team = team_named(options["team"]) if options["team"] is not None else None
            made = create_key(options["name"], team=team, access=access, by=Actor.system())
        except ValidationError as problem:
            raise CommandError(" ".join(problem.messages)) from problem
        self.stdout.write(str(made.secret))


def team_named(name: str) -> Team:
    """Return the team of that name, regardless of case. Raises CommandError."""
    lower = Lower(Value(name.strip().replace("\0", "")))
    team = Team.objects.alias(lower_name=Lower("name")).filter(lower_name=lower).first()
    if not name.strip():
        raise CommandError("Name a team after --team.")
    if team is None:
        raise CommandError(f"There is no team named {name}.")
    return team
