"""A form field that asks for conditions, a row each.

Drawn by routing/parts/conditions.html. Its buttons (add, remove) need no script: they send the
whole form, so a view asks `is_editing(request.POST)` before it saves, and draws the form again.
"""

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import QueryDict

from routing.conditions import MOST_CONDITIONS
from routing.typed import Row, Rows

DO = "conditions-do"


class ConditionsWidget(forms.Widget):
    """Reads the rows "conditions-0-field", "conditions-0-key" and so on; gaps don't matter."""

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Rows:
        """What was typed, with the button that was pressed carried out."""
        pattern = re.compile(rf"{re.escape(name)}-(\d{{1,4}})-field", re.ASCII)
        numbers = sorted({int(found[1]) for part in data if (found := pattern.fullmatch(part))})
        rows = [_row(data, f"{name}-{number}") for number in numbers[:MOST_CONDITIONS]]
        return Rows(tuple(rows)).after(str(data.get(DO, "")))

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        """No rows are an answer too."""
        return False


class ConditionsField(forms.Field):
    """Conditions as `Rows`. They are checked by the form, which knows whether they count."""

    widget = ConditionsWidget

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)

    def prepare_value(self, value: Any) -> Rows:
        """What is shown: as typed, or as stored."""
        return value if isinstance(value, Rows) else Rows.of(value)


def is_editing(data: QueryDict) -> bool:
    """Whether a button of the conditions was pressed: draw the form again, and save nothing."""
    return bool(data.get(DO))


def _row(data: Mapping[str, Any], start: str) -> Row:
    def typed(part: str) -> str:
        return str(data.get(f"{start}-{part}", ""))

    return Row(
        field=typed("field"),
        key=typed("key"),
        negated=bool(typed("not")),
        operation=typed("operation"),
        expected=typed("expected"),
        order=typed("order") or "0",
    )
