"""A moment, typed by the clock of a schedule's time zone."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils import timezone

SHAPE = "%Y-%m-%dT%H:%M"


class MomentField(forms.DateTimeField):
    """A date and a time in `zone`. The cleaned value is aware."""

    zone = ZoneInfo("UTC")

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=SHAPE)
        super().__init__(**({"widget": widget} | kwargs))

    def prepare_value(self, value: Any) -> Any:
        """What is shown: by the zone's clock, without seconds."""
        if isinstance(value, datetime):
            return value.astimezone(self.zone).replace(tzinfo=None, second=0, microsecond=0)
        return value

    def to_python(self, value: Any) -> datetime | None:
        """The moment. Raises ValidationError, also for a time that the clock skips or repeats."""
        with timezone.override(self.zone):
            return super().to_python(value)


def set_zone(form: forms.BaseForm, zone: ZoneInfo) -> None:
    """Let all moments of a form be typed by the clock of this zone."""
    for field in form.fields.values():
        if isinstance(field, MomentField):
            field.zone = zone
