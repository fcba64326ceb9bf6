"""What /genie does: each command runs the same action as the browser. Contract: chat.md §1.2.

Who may: the integration reaches the alert, and the connected person may, or anybody in the chat
where the integration doesn't require a user (chat.md §3.3).
"""

from collections.abc import Callable
from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from accounts.actors import Actor, ChatScope
from accounts.validators import zone
from chatlink.commands import answers, bulk, content, creating, on_call, reading
from chatlink.commands.talk import CONNECT_FIRST, Talk
from chatlink.grammar import Command, NotUnderstood, parse
from chatlink.linking import offer
from chatlink.messages import Incoming, Reply
from chatlink.models import ChatAccount, Integration
from chatlink.names import actor_name, handle

NOT_HERE = "This integration doesn't execute commands. Another one does, or an owner turns it on."
BLOCKED = "Your account is blocked. Ask an owner or admin."

COMMANDS: dict[str, Callable[[Talk], Reply]] = {
    "help": reading.help_me,
    "list": reading.list_open,
    "get": reading.get,
    "ack": answers.ack,
    "unack": answers.unack,
    "close": answers.close,
    "own": answers.own,
    "assign": answers.assign,
    "snooze": answers.snooze,
    "note": content.note,
    "addtag": content.add_tag,
    "priority": content.priority,
    "exec": content.execute,
    "alert": creating.alert,
    "whoisoncall": on_call.who_is_on_call,
    "oncall": on_call.take_on_call,
    "ackall": bulk.ack_all,
    "closeall": bulk.close_all,
}
FOR_ANYBODY = {"help", "connect"}
FOR_PEOPLE = {"own", "oncall", "ackall", "closeall"}


def answer(
    asked: Incoming, integration: Integration, account: ChatAccount | None, *, now: datetime
) -> Reply:
    """Do what is asked, as far as the asker may, and say what became of it.

    `account` is whose the chat account is here, None for nobody's. Nothing typed makes it raise.
    """
    if not integration.executes_commands:
        return Reply((NOT_HERE,))
    if account and account.user.is_blocked:  # never as somebody who is not connected
        return Reply((BLOCKED,))
    try:
        command = parse(asked.text)
    except NotUnderstood as problem:
        return Reply((str(problem),))
    if command.verb == "connect":
        return offer(asked, integration, account, now=now)
    needs_person = integration.requires_matching or command.verb in FOR_PEOPLE
    if account is None and needs_person and command.verb not in FOR_ANYBODY:
        return Reply((CONNECT_FIRST,))
    person = account.user if account else None
    with timezone.override(zone(person.time_zone) if person else None):
        return _carry_out(_talk(command, asked, integration, account, now))


def _carry_out(talk: Talk) -> Reply:
    try:
        return COMMANDS[talk.command.verb](talk)
    except PermissionDenied as problem:
        return Reply((str(problem),))
    except ValidationError as problem:
        return Reply(tuple(problem.messages))


def _talk(
    command: Command,
    asked: Incoming,
    integration: Integration,
    account: ChatAccount | None,
    now: datetime,
) -> Talk:
    shown = handle(asked.kind, asked.chat_user_name, asked.chat_user_id)
    person = account.user if account else None
    name = actor_name(asked.kind, shown, person)
    scope = ChatScope(integration.team_id)
    by = Actor.in_chat(name, user=person, scope=scope, door=asked.kind)
    teams = (integration.team_id, integration.chat_team_id)
    return Talk(command, by, *teams, asked.kind.label, now, asked.mentions)
