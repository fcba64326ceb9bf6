"""The editor of a notification rule, which an upper floor brings, as it knows conditions and times.

Until one does, a rule can only be renamed. Decision: docs/decisions/0014-notification-rules.md.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import QueryDict

from accounts.forms.rules import RuleForm
from accounts.models import NotificationRule
from accounts.rule_words import has_conditions


def _name_only(data: QueryDict | None, rule: NotificationRule) -> RuleForm:
    return RuleForm(data, action=rule.action, initial=initial_of(rule))


@dataclass(frozen=True, slots=True)
class Editor:
    """A form for all that a rule can hold, the template of its cards, and a rule in words.

    `words` says when a rule holds: ["if message contains “db”", "Mon–Fri 18:00–09:00"]. When a
    button within the form was pressed, `form_of` gives a form that shows what was typed and isn't
    bound, so that nothing is saved.
    """

    form_of: Callable[[QueryDict | None, NotificationRule], RuleForm] = _name_only
    template: str = ""
    head: str = ""  # a template with what the page's head needs
    words: Callable[[NotificationRule], list[str]] = lambda rule: []


_brought = [Editor()]


def register(editor: Editor) -> None:
    """Bring the editor. Called once, when the app is ready."""
    _brought.append(editor)


def current() -> Editor:
    """The editor that was brought last."""
    return _brought[-1]


def words_of(rule: NotificationRule) -> list[str]:
    """When a rule holds, in words; nothing when it always does."""
    return current().words(rule) or (["with conditions"] if has_conditions(rule) else [])


def initial_of(rule: NotificationRule) -> dict[str, object]:
    """What every editor shows of a rule."""
    return {"name": rule.name, "notification_time": rule.notification_time}
