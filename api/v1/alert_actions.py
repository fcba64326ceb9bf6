"""What can be done with an alert. Contract: opsgenie-v1.md §6."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.utils.dateparse import parse_datetime
from pydantic import Field

from accounts.actors import Actor
from accounts.models import User
from accounts.validators import known_time_zones
from alerts.actions import answers, ownership, reaching
from alerts.models import Alert
from alerts.reach import reaches
from api.v1.alert_answers import Acted, Ran
from api.v1.alert_asking import ALERTS, Changing
from api.v1.alert_changing import carry_out
from api.v1.asking import Text, Words
from api.v1.calls import call
from api.v1.errors import Code, Refused, invalid, not_found
from api.wire import ApiRequest


class Snoozed(Changing):
    """Until when an alert rests."""

    end_date: Words = Field(examples=["2027-01-28 08:00"])
    timezone: Text = Field("UTC", description="As Europe/Berlin.")


class Assigned(Changing):
    """Whose an alert shall be."""

    owner: Words = Field(examples=["john.smith@acme.example"])


class Taken(Changing):
    """Who takes an alert."""

    user: Words = Field(examples=["john.smith@acme.example"], description="Who becomes the owner.")


class Executed(Changing):
    """One of the alert's own actions."""

    action: Words = Field(examples=["restart"])


@call("POST", "alert/acknowledge", section=ALERTS, configures=False)
def acknowledge_alert(request: ApiRequest, asked: Changing) -> Acted:
    """Acknowledge an alert."""
    return carry_out(request, asked, lambda alert, by: answers.acknowledge(alert, by=by))


@call("POST", "alert/unacknowledge", section=ALERTS, configures=False)
def unacknowledge_alert(request: ApiRequest, asked: Changing) -> Acted:
    """Take an acknowledgement back."""
    return carry_out(request, asked, lambda alert, by: answers.unacknowledge(alert, by=by))


@call("POST", "alert/close", section=ALERTS, configures=False)
def close_alert(request: ApiRequest, asked: Changing) -> Acted:
    """Close an alert.

    One that is closed already is refused with code 5, as one that is not there.
    """

    def close(alert: Alert, by: Actor) -> None:
        try:
            answers.close(alert, by=by)
        except ValidationError as problem:  # closed, or deleted meanwhile
            raise Refused(400, Code.NOT_FOUND, " ".join(problem.messages)) from None

    return carry_out(request, asked, close)


@call("POST", "alert/snooze", section=ALERTS, configures=False)
def snooze_alert(request: ApiRequest, asked: Snoozed) -> Acted:
    """Snooze an alert.

    The time is within a year, as 2027-01-28 08:00 in the time zone that is given, else in UTC.
    """
    until = moment_of(asked.end_date, asked.timezone)
    return carry_out(request, asked, lambda alert, by: answers.snooze(alert, until=until, by=by))


@call("POST", "alert/assign", section=ALERTS, configures=False)
def assign_alert(request: ApiRequest, asked: Assigned) -> Acted:
    """Assign an alert.

    The owner is a user, by user name.
    """
    person = _owner(asked.owner, by=request.actor)
    return carry_out(request, asked, lambda alert, by: ownership.assign(alert, person, by=by))


@call("POST", "alert/takeOwnership", section=ALERTS, configures=False)
def take_ownership(request: ApiRequest, asked: Taken) -> Acted:
    """Take an alert.

    A key can't own an alert: the user on whose behalf it acts, by user name, becomes the owner.
    """
    person = _owner(asked.user, by=request.actor)
    return carry_out(request, asked, lambda alert, by: ownership.assign(alert, person, by=by))


@call("POST", "alert/executeAction", section=ALERTS, configures=False)
def execute_action(request: ApiRequest, asked: Executed) -> Ran:
    """Run one of an alert's own actions."""
    done = carry_out(
        request, asked, lambda alert, by: reaching.run_action(alert, asked.action, by=by)
    )
    return Ran(took=done.took)


def _owner(username: str, *, by: Actor) -> User:
    """Who shall own an alert: a team's key reaches the people of its team. Raises Refused."""
    person: User | None = User.objects.named(username).defer("search_words").first()
    if person is None or not reaches(by, "user", person.pk):
        raise not_found("User", username)
    return person


def moment_of(text: str, zone: str) -> datetime:
    """Read "2027-01-28 08:00", in a time zone unless it says one itself. Raises Refused."""
    if zone not in known_time_zones():
        raise invalid("timezone", f"There is no time zone [{zone[:512]}].")
    try:
        found = parse_datetime(text)
        if found:
            aware = found if found.tzinfo else found.replace(tzinfo=ZoneInfo(zone))
            return aware.astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    raise invalid("endDate", "Write a time as 2027-01-28 08:00.")
