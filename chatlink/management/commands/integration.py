"""`manage.py integration add`: a chat integration, without a browser."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from accounts.actors import Actor
from chatlink.actions.integrations import NewIntegration, add_integration
from chatlink.adapters import ADAPTERS
from chatlink.set_up import set_up_of
from teams.management.commands.apikey import team_named


class Command(BaseCommand):
    """Adds an integration and prints the address that the chat system has to call."""

    help = "Add a chat integration. The last line is the URL that the chat system must call."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which system, which chat team, and its credentials."""
        parser.add_argument("action", choices=["add"])
        parser.add_argument("kind", choices=sorted(ADAPTERS))
        parser.add_argument("--chat-team", required=True, help="the chat team's own ID")
        parser.add_argument("--name", required=True, help="what it is called in lists")
        parser.add_argument(
            "--secret",
            required=True,
            help="the first of its credentials; empty when HipChat installs the add-on itself",
        )
        parser.add_argument(
            "--set", action="append", default=[], metavar="NAME=VALUE", help="another credential"
        )
        parser.add_argument("--team", help="the name of the only team whose alerts it reaches")
        parser.add_argument("--require-matching", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Add it. Raises CommandError with one sentence."""
        fields = ADAPTERS[options["kind"]].fields
        secrets = {fields[0].name: options["secret"], **_pairs(options["set"])}
        if strange := secrets.keys() - {one.name for one in fields}:
            known = ", ".join(one.name for one in fields)
            raise CommandError(f"{options['kind']} has no {', '.join(sorted(strange))}: {known}.")
        new = NewIntegration(
            adapter=options["kind"],
            name=options["name"],
            chat_team_id=options["chat_team"],
            secrets=secrets,
            team=team_named(options["team"]) if options["team"] is not None else None,
            requires_matching=options["require_matching"],
        )
        try:
            made = add_integration(new, by=Actor.system())
        except ValidationError as problem:
            raise CommandError(" ".join(problem.messages)) from problem
        if active := made.chat_team.accounts.count() if made.chat_team else 0:
            self.stdout.write(f"{active} connected chat accounts work again.")
        self.stdout.write(set_up_of(made).address)


def _pairs(texts: list[str]) -> dict[str, str]:
    """Read NAME=VALUE. Raises CommandError."""
    pairs = [text.partition("=") for text in texts]
    if wrong := [name for name, equals, _ in pairs if not equals]:
        raise CommandError(f"--set {wrong[0]}: write NAME=VALUE.")
    return {name: value for name, _, value in pairs}
