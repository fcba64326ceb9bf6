"""A rule in plain words while it is typed, finished or not."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.core.exceptions import ValidationError

from oncall import restrictions
from oncall.windows import Typed
from routing.conditions import read_conditions
from routing.forms.rules import RuleForm
from routing.models import RoutingRule
from routing.sentences import Part, condition_in_words
from routing.typed import FIELD_WORDS, OPERATION_WORDS, Row

MatchType = RoutingRule.MatchType


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the rule in plain words; an unfinished one says so."""

    parts: list[Part]
    is_unfinished: bool = False


def lines_of(form: RuleForm) -> Iterator[Line]:
    """The rule in plain words, a condition a line."""
    match_type = form["match_type"].value()
    if match_type == MatchType.ALL:
        yield Line([Part("word", "Every alert,")])
    else:
        join = "or" if match_type == MatchType.ANY_CONDITION else "and"
        for place, row in enumerate(form.rows):
            yield _condition(row, join if place else "If")
    typed: Typed = form["time_restriction"].value()
    if typed.kind != "always":
        yield _window(typed, form["time_zone"].value())
    yield _target(form)


def _condition(row: Row, join: str) -> Line:
    is_first = join == "If"
    joins = ([] if is_first else [join]) + (["not"] if row.negated else [])
    parts = [Part("word", "If")] if is_first else []
    parts += [Part("join", " ".join(joins))] if joins else []
    if row.fault() is None:
        return Line([*parts, *condition_in_words(read_conditions([row.as_json()])[0])])
    words = f"{FIELD_WORDS.get(row.field, '…')} {OPERATION_WORDS.get(row.operation, '')} …"
    return Line([*parts, Part("word", words)], is_unfinished=True)


def _window(typed: Typed, zone: str) -> Line:
    try:
        restriction = restrictions.read(typed.as_json())
    except ValidationError:
        return Line([Part("word", "at times that are …")], is_unfinished=True)
    return Line([Part("word", f"{restrictions.in_words(restriction)}, {zone} time,")])


def _target(form: RuleForm) -> Line:
    kind = form["kind"].value()
    if kind not in ("schedule", "escalation"):
        return Line([Part("word", "notify nobody.")])
    name = str(form[kind].value() or "")
    words = "notify whoever is on call in" if kind == "schedule" else "start the escalation"
    if not name:
        return Line([Part("word", f"{words} …")], is_unfinished=True)
    return Line([Part("word", words), Part("join", f"{name}.")])
