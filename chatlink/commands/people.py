"""Whom somebody in a chat names."""

from django.core.exceptions import ValidationError

from accounts.models import User
from alerts.reach import must_reach
from chatlink.commands.talk import CONNECT_FIRST, Talk
from chatlink.models import ChatAccount

NO_USER = "There is no user “{}”. Type the e-mail they sign in with."
TWO_USERS = "Two people are called “{}”. Type the e-mail they sign in with."


def person_called(talk: Talk, name: str) -> User:
    """The person of that e-mail or full name, "me", or "@ben" who is connected in this chat.

    Raises ValidationError; who is out of reach is as if not there.
    """
    if name.lower() == "me":
        if talk.by.user is None:
            raise ValidationError(CONNECT_FIRST)
        return talk.by.user
    found = _mentioned(talk, name[1:]) if name.startswith("@") else _called(name)
    if not found:
        raise ValidationError(NO_USER.format(name))
    if len(found) > 1:
        raise ValidationError(TWO_USERS.format(name))
    must_reach(talk.by, "user", found[0].pk, {"name": NO_USER.format(name)})
    if talk.team_id and not found[0].memberships.filter(team=talk.team_id).exists():
        raise ValidationError(NO_USER.format(name))  # a team's chat reaches its members only
    return found[0]


def _called(name: str) -> list[User]:
    people = User.objects.filter(is_blocked=False).defer("search_words", "password")
    return list(people.filter(username=name.lower())) or list(
        people.filter(full_name__iexact=name)[:2]
    )


def _mentioned(talk: Talk, name: str) -> list[User]:
    """Who is connected as that user of the chat.

    By id where the chat tells it: names change. Else by a name that one of them has.
    """
    accounts = ChatAccount.objects.filter(chat_team=talk.chat_team_id, user__is_blocked=False)
    accounts = accounts.select_related("user")
    if (user_id := talk.mentions.get(name.lower())) is not None:
        return [account.user for account in accounts.filter(chat_user_id=user_id)]
    found = accounts.filter(chat_user_id=name) or accounts.filter(chat_user_name__iexact=name)[:2]
    return [account.user for account in found]
