"""Making an alert in a chat."""

from collections.abc import Sequence

from django.core.exceptions import ValidationError

from alerts import limits, responders
from alerts.intake import take_in
from alerts.limits import Named, NewAlert
from alerts.models import Alert
from alerts.responders import Responder
from chatlink.commands.talk import Talk, called, page_of
from chatlink.messages import Reply
from teams.models import Membership

MOST_NAMES, MOST_WORDS = 20, 10  # with commas between them, and without
SAY_WHOM = "Say whom to tell: /genie alert [message] for [user team]"
NOBODY = "There is no team or user “{}”. Put commas between names."


def alert(talk: Talk) -> Reply:
    """Create an alert and tell its people."""
    told, text = _told(talk), talk.command.text
    new = NewAlert(
        message=text,
        description=text if len(text) > limits.MESSAGE else "",
        responders=tuple(Named(one.kind, id=str(one.id)) for one in told),
        source=talk.chat,
    )
    taken = take_in(new, by=talk.by, now=talk.now)
    made = Alert.objects.defer("search_words").get(pk=taken.alert_id)
    names = ", ".join(one.name for one in told)
    return Reply((f"{talk.by.name} created {called(made)} for {names}",), page_of(made))


def _told(talk: Talk) -> list[Responder]:
    """Whom the command names; without anybody, the team whose chat it is."""
    if not talk.command.name:
        if talk.team_id is None:
            raise ValidationError(SAY_WHOM)
        return responders.each_once(responders.find([Named("team", id=str(talk.team_id))]))
    pieces = [words for piece in talk.command.name.split(",") if (words := piece.split())]
    if not 0 < len(pieces) <= MOST_NAMES:
        raise ValidationError(SAY_WHOM)
    found = _found(talk, [run for words in pieces for run in _runs(words)])
    return responders.each_once([one for words in pieces for one in _longest(words, found)])


def _runs(words: Sequence[str]) -> list[str]:
    """Names that these words may be: team names have spaces, too."""
    if len(words) > MOST_WORDS:
        return [" ".join(words)]
    ends = range(1, len(words) + 1)
    return [" ".join(words[start:end]) for end in ends for start in range(end)]


def _found(talk: Talk, names: Sequence[str]) -> dict[str, Responder]:
    """Those of the names that somebody has whom the chat reaches. Two queries at most."""
    asked = [Named("user" if "@" in name else "team", name=name) for name in dict.fromkeys(names)]
    found = zip(asked, responders.find(asked), strict=True)
    there = {named.name: one for named, one in found if one}
    if talk.team_id is None:
        return there
    people = [one.id for one in there.values() if one.kind == "user"]
    members = Membership.objects.filter(team=talk.team_id, user__in=people)
    reached = {talk.team_id, *members.values_list("user", flat=True)}
    return {name: one for name, one in there.items() if one.id in reached}


def _longest(words: Sequence[str], found: dict[str, Responder]) -> list[Responder]:
    """Who the words name, the longest names first. Raises ValidationError where nobody is."""
    for end in range(len(words), 0, -1):
        if one := found.get(" ".join(words[:end])):
            rest = words[end:]
            is_over = not rest or (rest[0].lower() == "team" and len(rest) == 1)
            return [one] if is_over else [one, *_longest(rest, found)]
    raise ValidationError(NOBODY.format(" ".join(words)))
