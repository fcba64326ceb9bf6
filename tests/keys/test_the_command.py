"""`manage.py apikey` prints a key, and nothing but the key."""

import os
import subprocess
import sys
from io import StringIO
from pathlib import Path
from uuid import UUID

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils import timezone

from accounts.keys import actor_of_key
from accounts.models import ApiKey, AuditEntry


def apikey(*arguments: str) -> str:
    """What the command prints."""
    out = StringIO()
    call_command("apikey", *arguments, stdout=out)
    return out.getvalue()


def test_it_prints_nothing_but_a_key_that_works(db):
    printed = apikey("Grafana")
    secret = printed.strip()
    assert printed == f"{secret}\n"
    assert str(UUID(secret)) == secret
    actor = actor_of_key(secret, now=timezone.now())
    assert actor.owns_the_account
    entry = AuditEntry.objects.get(verb="key.created")
    assert (entry.actor_name, entry.via) == ("System", "system")


@pytest.mark.parametrize(
    ("options", "access"),
    [
        ([], (True, True, True, True)),
        (["--no-configuration"], (True, True, True, False)),
        (["--read-only"], (True, False, False, False)),
        (["--read-only", "--no-configuration"], (True, False, False, False)),
    ],
)
def test_it_leaves_out_what_it_is_told(options, access, db):
    apikey("Grafana", *options)
    key = ApiKey.objects.get()
    assert (key.may_read, key.may_write, key.may_delete, key.may_configure) == access


def test_it_takes_a_team_by_name(payments):
    apikey("Grafana", "--team", "payments")
    assert ApiKey.objects.get().team == payments


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["Grafana", "--team", "Nowhere"], "There is no team named Nowhere."),
        (["Grafana", "--team", ""], "Name a team after --team."),
        (["Taken"], "A key of this name is in force already."),
        (["x" * 251], "at most 250 characters"),
        ([" "], "cannot be blank"),
    ],
)
def test_it_refuses_with_a_sentence(arguments, sentence, db):
    apikey("Taken")
    with pytest.raises(CommandError, match=sentence):
        apikey(*arguments)
    assert ApiKey.objects.count() == 1


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_on_the_real_command_line(settings):
    root = Path(__file__).parents[2]
    place = settings.DATABASES["default"]
    address = f"postgres://{place['USER']}@/{place['NAME']}?host={place['HOST']}"
    environment = os.environ | {"DATABASE_URL": f"{address}&port={place['PORT']}"}

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "manage.py", "apikey", *arguments],
            cwd=root,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )

    first, again = run("Grafana"), run("Grafana")
    assert (first.returncode, first.stderr) == (0, "")
    assert actor_of_key(first.stdout.strip(), now=timezone.now())
    assert again.returncode != 0
    assert again.stdout == ""
    assert again.stderr.strip().splitlines() == [
        "CommandError: A key of this name is in force already."
    ]
