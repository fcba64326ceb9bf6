"""A moment, typed by the clock of a schedule's time zone."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils import timezone

from oncall.windows import minutes

INVALID = "Choose a day, and write the time as 18:00."


class MomentWidget(forms.MultiWidget):
    """A day and a time of 24 hours, whatever the browser's own language writes."""

    def __init__(self, label: str) -> None:
        look = {"autocomplete": "off"}
        day = forms.DateInput(format="%Y-%m-%d", attrs=look | {"type": "date"})
        time = {"aria-label": f"{label}: time", "inputmode": "numeric", "maxlength": 5}
        time |= look | {"placeholder": "18:00"}
        super().__init__([day, forms.TextInput(time)], attrs={"class": "moment"})

    def decompress(self, value: Any) -> list[Any]:
        """The day and the time of a moment, or of what was typed."""
        if isinstance(value, datetime):
            return [value.date(), f"{value:%H:%M}"]
        day, _, time = str(value or "").replace("T", " ").partition(" ")
        return [day, time[:5]]

    def value_from_datadict(self, data: Any, files: Any, name: str) -> str:  # type: ignore[override]  # one text
        """What was typed, as one text: "2026-11-23 09:00"."""
        if name in data:
            return str(data[name])
        day, time = (
            str(part or "").strip() for part in super().value_from_datadict(data, files, name)
        )
        found = minutes(time)
        if found is not None and found < 24 * 60:
            time = f"{found // 60:02}:{found % 60:02}"
        return f"{day} {time or '-'}" if day or time else ""

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        """Whether the form was sent without it."""
        return name not in data and super().value_omitted_from_data(data, files, name)

    def id_for_label(self, id_: str) -> str:
        """The label stands for the day; the time has its own."""
        return f"{id_}_0" if id_ else id_


class MomentField(forms.DateTimeField):
    """A date and a time in `zone`. The cleaned value is aware."""

    zone = ZoneInfo("UTC")

    def __init__(self, *, label: str, **kwargs: Any) -> None:
        messages = {"invalid": INVALID}
        super().__init__(label=label, widget=MomentWidget(label), error_messages=messages, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """What is shown: by the zone's clock."""
        return value.astimezone(self.zone) if isinstance(value, datetime) else value

    def to_python(self, value: Any) -> datetime | None:
        """The moment. Raises ValidationError, also for a time that the clock skips or repeats."""
        with timezone.override(self.zone):
            return super().to_python(value)


def set_zone(form: forms.BaseForm, zone: ZoneInfo) -> None:
    """Let all moments of a form be typed by the clock of this zone."""
    for field in form.fields.values():
        if isinstance(field, MomentField):
            field.zone = zone
