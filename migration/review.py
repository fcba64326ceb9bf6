"""What a move will do, to how many people, in plain words: before it starts."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Count, Q

from accounts.models import User
from migration.models import SiteMigration, UserMove


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that will happen."""

    tone: str
    icon: str
    title: str
    words: str


@dataclass(frozen=True, slots=True)
class Review:
    """Everything that will happen, and how many people will be connected in the end."""

    lines: list[Line]
    everybody: int


def review_of(migration: SiteMigration) -> Review:
    """Count who is invited now, later and never: two queries."""
    left_out = UserMove.objects.filter(migration=migration, left_out_by__gt="")
    kept = User.objects.exclude(pk__in=left_out.values("user"))
    counts = kept.aggregate(
        now=Count("pk", Q(is_verified=True, is_blocked=False)),
        later=Count("pk", Q(is_verified=False, is_blocked=False)),
        blocked=Count("pk", Q(is_blocked=True)),
    )
    counts["left_out"] = left_out.count()
    return Review(list(_lines(migration, counts)), counts["now"] + counts["later"])


def _lines(migration: SiteMigration, counts: dict[str, int]) -> Iterator[Line]:
    site = migration.site_name
    who = "the practice directory" if migration.is_practice else "Atlassian"
    yield Line(
        "accent",
        "send",
        f"{_people(counts['now'])} invited to {site}",
        f"{who[0].upper()}{who[1:]} is searched first: who has a verified account and access "
        "there has nothing to do. "
        f"Everybody else gets an account or an invitation from {who}, and an e-mail from Muster "
        "that says what to do. Nobody is invited twice.",
    )
    if counts["later"]:
        yield Line(
            "warn",
            "mail",
            f"{_people(counts['later'])} invited once the e-mail is verified",
            "Until then they get no invitation. Afterwards it goes out by itself.",
        )
    if counts["blocked"]:
        yield Line(
            "dim",
            "ban",
            f"{_people(counts['blocked'])} left out: blocked",
            "No account, no e-mail.",
        )
    if counts["left_out"]:
        words = "With the reason that was given. An owner can take them in again."
        yield Line(
            "dim", "user-minus", f"{_people(counts['left_out'])} left out by an owner", words
        )
    yield Line(
        "ok",
        "shield-lock",
        "Single sign-on is not touched",
        "Whoever signs in to Muster by single sign-on or by password does so as before.",
    )
    yield Line(
        "ok",
        "users-group",
        "Teams, rules and schedules stay",
        "Nothing else of your account is changed, and every step stands in the activity log.",
    )


def _people(count: int) -> str:
    return "1 person is" if count == 1 else f"{count:,} people are"
