"""Locks, so that two who change the same schedule come one after the other."""

from django.core.exceptions import ObjectDoesNotExist, ValidationError

from oncall.models import Override, Rotation, Schedule

GONE = "Somebody has deleted this meanwhile. Reload the page."


def hold(schedule: Schedule) -> None:
    """Lock a schedule until the transaction ends, and read it anew.

    Raises ValidationError when somebody has deleted it meanwhile.
    """
    rows = Schedule.objects.select_for_update(of=("self",)).select_related("team")
    try:
        schedule.refresh_from_db(from_queryset=rows)
    except ObjectDoesNotExist:
        raise ValidationError(GONE) from None


def hold_part(part: Rotation | Override) -> Schedule:
    """Lock the schedule of a rotation or an override, read the part anew, return the schedule."""
    hold(part.schedule)
    schedule = part.schedule
    try:
        part.refresh_from_db()
    except ObjectDoesNotExist:
        raise ValidationError(GONE) from None
    part.schedule = schedule
    return schedule
