"""What can be done with an alert. All answer 202: what became of it, the request's id tells."""

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from ninja import Query

from accounts.actors import Actor
from accounts.models import User
from alerts import responders
from alerts.actions import answers, content, ownership, reaching
from alerts.limits import PRIORITIES, Named
from alerts.models import Alert
from alerts.responders import Responder
from api.v2 import schemas
from api.v2.alert_acting import ANSWERS, NOTHING, act, action
from api.v2.router import router
from api.v2.schemas import Said, Someone, Which
from api.wire import ApiRequest
from oncall.models import Escalation


@action("acknowledge", "Acknowledge")
def acknowledge(alert: Alert, said: Said, by: Actor) -> None:
    """Acknowledge an alert."""
    answers.acknowledge(alert, by=by)


@action("unacknowledge", "UnAcknowledge")
def unacknowledge(alert: Alert, said: Said, by: Actor) -> None:
    """Take an acknowledgement back."""
    answers.unacknowledge(alert, by=by)


@action("close", "Close")
def close(alert: Alert, said: Said, by: Actor) -> None:
    """Close an alert."""
    answers.close(alert, by=by)


@action("snooze", "Snooze", schemas.SnoozeIn)
def snooze(alert: Alert, said: schemas.SnoozeIn, by: Actor) -> None:
    """Let an alert rest until a time."""
    answers.snooze(alert, until=said.end_time, by=by)


@action("assign", "Assign", schemas.AssignIn)
def assign(alert: Alert, said: schemas.AssignIn, by: Actor) -> None:
    """Give an alert an owner."""
    person = _find("user", said.owner)
    ownership.assign(alert, User.objects.get(pk=person.id), by=by)


@action("escalate", "Escalate", schemas.EscalateIn)
def escalate(alert: Alert, said: schemas.EscalateIn, by: Actor) -> None:
    """Start an escalation for an alert."""
    found = _find("escalation", said.escalation)
    reaching.escalate(alert, Escalation.objects.get(pk=found.id), by=by)


@action("responders", "AddResponder", schemas.ResponderIn)
def add_responder(alert: Alert, said: schemas.ResponderIn, by: Actor) -> None:
    """Add a responder to an alert."""
    reaching.add_responder(alert, _named(said.responder.type, said.responder), by=by)


@action("teams", "AddTeam", schemas.TeamIn)
def add_team(alert: Alert, said: schemas.TeamIn, by: Actor) -> None:
    """Add a team to an alert."""
    reaching.add_responder(alert, _named("team", said.team), by=by)


@action("notes", "AddNote", schemas.NoteIn)
def add_note(alert: Alert, said: schemas.NoteIn, by: Actor) -> None:
    """Add a note to an alert."""
    content.add_note(alert, said.note, by=by)


@action("tags", "AddTags", schemas.TagsIn)
def add_tags(alert: Alert, said: schemas.TagsIn, by: Actor) -> None:
    """Add tags to an alert."""
    content.add_tags(alert, said.tags, by=by)


@action("details", "AddDetails", schemas.DetailsIn)
def add_details(alert: Alert, said: schemas.DetailsIn, by: Actor) -> None:
    """Add details to an alert."""
    content.add_details(alert, said.details, by=by)


@action("message", "UpdateMessage", schemas.MessageIn, "PUT", "POST")
def update_message(alert: Alert, said: schemas.MessageIn, by: Actor) -> None:
    """Change the message of an alert."""
    content.set_message(alert, said.message, by=by)


@action("description", "UpdateDescription", schemas.DescriptionIn, "PUT", "POST")
def update_description(alert: Alert, said: schemas.DescriptionIn, by: Actor) -> None:
    """Change the description of an alert."""
    content.set_description(alert, said.description, by=by)


@action("priority", "UpdatePriority", schemas.PriorityIn, "PUT", "POST")
def update_priority(alert: Alert, said: schemas.PriorityIn, by: Actor) -> None:
    """Change the priority of an alert."""
    content.set_priority(alert, PRIORITIES[said.priority], by=by)


@router.post(
    "/alerts/{path:identifier}/actions/{action_name}", response=ANSWERS, url_name="alert_action"
)
def run_action(
    request: ApiRequest,
    identifier: str,
    action_name: str,
    which: Query[Which],
    said: Said = NOTHING,
) -> HttpResponse:
    """Run one of an alert's own actions."""
    return act(
        request,
        "ExecuteCustomAction",
        identifier,
        which,
        said,
        lambda alert, said, by: reaching.run_action(alert, action_name, by=by),
    )


def _named(kind: str, one: Someone) -> Named:
    return Named(kind, one.id, one.username or one.name)


def _find(kind: str, one: Someone) -> Responder:
    found = responders.find([_named(kind, one)])[0]
    if found is None:
        raise ValidationError(f"There is no such {kind}.")
    return found
