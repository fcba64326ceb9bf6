"""A form field that asks when: always, every day between two times, or weekdays and times.

`WindowsField` is a field of any form; its cleaned value is the v2 JSON of the contract
(opsgenie-v2.md §2), or None for always. Draw it with
`{% include "oncall/parts/windows.html" with field=form.time_restriction %}` on a page that links
css/windows.css. Its buttons (add, remove, fill with) need no script: they send the whole form, so
a view asks `is_editing(request.POST)` before it saves, and then draws the page again with 200.
"""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import QueryDict

from oncall.restrictions.windows import MOST_WINDOWS
from oncall.windows import ALWAYS, DAY_NAMES, KINDS, PRESETS, Typed, Window

DO = "windows-do"


class WindowsWidget(forms.Widget):
    """Reads what windows.html sends. The names of its parts begin with the field's name."""

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Typed:
        """What was typed, with the button that was pressed carried out."""
        columns = [all_of(data, f"{name}-{part}") for part in Window.__slots__]
        typed = Typed(
            kind=str(data.get(f"{name}-kind", ALWAYS)),
            start=str(data.get(f"{name}-daily_start", "")),
            end=str(data.get(f"{name}-daily_end", "")),
            windows=tuple(Window(*row) for row in zip(*columns, strict=False))[:MOST_WINDOWS],
        )
        return typed.after(str(data.get(DO, "")))

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        """Without a kind nothing was said: always."""
        return f"{name}-kind" not in data


class WindowsField(forms.Field):
    """When something holds. The cleaned value is the v2 JSON, or None for always."""

    widget = WindowsWidget
    kinds, days, presets = KINDS, DAY_NAMES, [(key, PRESETS[key][0]) for key in PRESETS]

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, **({"label": "When"} | kwargs))

    def prepare_value(self, value: Any) -> Typed:
        """What is shown: as typed, or as stored."""
        return value if isinstance(value, Typed) else Typed.of(value)

    def clean(self, value: Any) -> dict[str, Any] | None:
        """The v2 JSON. Raises ValidationError with a sentence for each fault."""
        return self.prepare_value(value).as_json()

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether it was changed."""
        return bool(self.prepare_value(initial) != self.prepare_value(data))


def is_editing(data: QueryDict) -> bool:
    """Whether a button within a field was pressed: draw the form again, and save nothing."""
    return any(name.endswith("-do") and data.get(name) for name in data)


def all_of(data: Mapping[str, Any], name: str) -> list[str]:
    """All values that a form sent under a name."""
    return data.getlist(name) if isinstance(data, QueryDict) else list(data.get(name, []))
