"""What the tests of the work ask again and again."""

from django.db import connection

from accounts.models import User
from migration import work
from migration.models import SiteMigration, UserMove
from migration.practice import open_account


def work_on(migration: SiteMigration) -> int | None:
    """Do the work as a worker would, once; return when it wants to go on. The move is read anew."""
    seconds = work.run(lambda: True)
    migration.refresh_from_db()
    return seconds


def status_of(person: User) -> str:
    """How far somebody is in the newest move."""
    return move_of(person).status


def move_of(person: User) -> UserMove:
    """Somebody's part of the newest move."""
    return UserMove.objects.filter(user=person).order_by("-pk").first()


def statuses(migration: SiteMigration) -> dict[str, int]:
    """How many people have which status."""
    counts: dict[str, int] = {}
    for status in migration.moves.values_list("status", flat=True):
        counts[status] = counts.get(status, 0) + 1
    return counts


def accept(*people: User) -> None:
    """Let people accept their invitations at the directory."""
    for person in people:
        open_account(person).sites.filter(joined_at=None).update(joined_at=person.created_at)
    # The next look is not before a minute has gone by.
    UserMove.objects.filter(user__in=people).update(checked_at=None)


def make_people(number: int, first: int = 1) -> None:
    """So many people with verified e-mails, by one statement: nobody of them signs in."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO accounts_user (id, username, full_name, password, role, time_zone, locale,"
            " skype_username, is_verified, is_blocked, created_at) SELECT gen_random_uuid(),"
            " 'crowd' || n || '@acme.example', 'Crowd ' || to_char(n, 'FM00000'), '!', 'user',"
            " 'UTC', 'en_US', '', true, false, now() FROM generate_series(%s::int, %s::int) AS n",
            [first, first + number - 1],
        )
