"""Checks of single values that several models share."""

from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator

validate_locale = RegexValidator(
    r"^[a-z]{2,3}(_[A-Z]{2})?\Z", "Write a locale as en_US: language, underscore, country."
)


@cache
def known_time_zones() -> frozenset[str]:
    """Return the names of all time zones ("Europe/Istanbul")."""
    return frozenset(name for name in available_timezones() if name[0].isupper())


def validate_time_zone(name: str) -> None:
    """Raise ValidationError unless `name` is a time zone we know."""
    if name not in known_time_zones():
        raise ValidationError(f"“{name}” is not a known time zone. Example: Europe/Istanbul.")


def zone(name: str) -> ZoneInfo:
    """Return the time zone of that name, or UTC when it is unknown."""
    return ZoneInfo(name if name in known_time_zones() else "UTC")
