"""Who is on call, and taking on-call: whoisoncall, oncall."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q, QuerySet

from accounts.models import User
from chatlink.commands.people import person_called
from chatlink.commands.talk import Talk
from chatlink.messages import Reply
from common.folding import Folded
from common.times import in_full
from oncall.actions.overrides import add_override
from oncall.crowds import shown_of
from oncall.models import Participant, Schedule
from oncall.targets import named_on_call
from teams.models import Membership

SHOWN, PEOPLE = 20, 5
ALL = "all"
NO_SCHEDULE = "There is no schedule or team “{}” with a schedule."
NONE = "There is no schedule that you may see."
NO_TURNS = "{} takes turns in no schedule. Name one: /genie oncall me 1h for [team/schedule]"
MORE = "There are more. Name one: /genie {}"


def who_is_on_call(talk: Talk) -> Reply:
    """Say who is on call in a schedule, a team's schedules, or all."""
    name = talk.command.name
    schedules = list((_named(talk, name) if name else _seen(talk))[: SHOWN + 1])
    if not schedules:
        raise ValidationError(NO_SCHEDULE.format(name) if name else NONE)
    shown = schedules[:SHOWN]
    people = shown_of(named_on_call([one.pk for one in shown], talk.now), PEOPLE)
    lines = [f"{one.name}: {people[one.pk].words or 'nobody'}" for one in shown]
    if len(schedules) > SHOWN:
        lines.append(MORE.format("whoisoncall [schedule name]"))
    return Reply(tuple(lines))


def take_on_call(talk: Talk) -> Reply:
    """Put somebody on call for a while: in a schedule, a team's, or all they take turns in."""
    person, name = person_called(talk, talk.command.text), talk.command.name
    if is_all := name.lower() in ("", ALL):
        schedules = _seen(talk).filter(_has_turns(person))
    else:
        schedules = _named(talk, name)
    found = list(schedules[: SHOWN + 1])
    if not found:
        words = NO_TURNS.format(person.full_name) if is_all else NO_SCHEDULE.format(name)
        raise ValidationError(words)
    lines = [_put_on_call(talk, person, one) for one in found[:SHOWN]]
    if len(found) > SHOWN:
        lines.append(MORE.format("oncall me 1h for [schedule]"))
    return Reply(tuple(lines))


def _put_on_call(talk: Talk, person: User, schedule: Schedule) -> str:
    until = talk.now + talk.command.span
    try:
        add_override(schedule, user=person, starts_at=talk.now, ends_at=until, by=talk.by)
    except PermissionDenied as problem:
        return f"{schedule.name}: {problem}"
    except ValidationError as problem:
        return f"{schedule.name}: {' '.join(problem.messages)}"
    return f"{person.full_name} is on call in {schedule.name} until {in_full(until)}"


def _seen(talk: Talk) -> QuerySet[Schedule]:
    """The enabled schedules that both the integration and who asks may reach, by name."""
    seen = Schedule.objects.visible_to(talk.by).filter(is_enabled=True).defer("search_words")
    seen = seen.filter(team=talk.team_id) if talk.team_id else seen
    return seen.order_by(Folded("name"), "pk")


def _named(talk: Talk, name: str) -> QuerySet[Schedule]:
    """The schedule of that name, or else those of the team of that name."""
    seen = _seen(talk)
    own = seen.filter(name__iexact=name)
    return own if own.exists() else seen.filter(team__name__iexact=name)


def _has_turns(person: User) -> Q:
    """The schedules of somebody's teams, and those in which they take turns."""
    teams = Membership.objects.filter(user=person).values("team")
    turns = Participant.objects.filter(Q(user=person) | Q(team__in=teams))
    return Q(team__in=teams) | Q(pk__in=turns.values("rotation__schedule"))
