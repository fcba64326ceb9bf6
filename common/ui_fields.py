"""How a form field is drawn: which kind it is, its classes, its choices."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.forms.utils import flatatt
from django.utils.html import format_html
from django.utils.safestring import SafeString

CHOICES = (forms.RadioSelect, forms.CheckboxSelectMultiple)


@dataclass(frozen=True, slots=True)
class Choice:
    """One radio button or checkbox of a list: its input element and its label."""

    control: SafeString
    label: str


def kind_of(bound: BoundField) -> str:
    """Say how to draw a field: hidden, check, choices or control."""
    widget = bound.field.widget
    if widget.is_hidden:
        return "hidden"
    if isinstance(widget, CHOICES):
        return "choices"
    return "check" if isinstance(widget, forms.CheckboxInput) else "control"


def control(bound: BoundField, attributes: dict[str, Any]) -> SafeString:
    """The field's own element with our classes; `attributes` are added to it."""
    widget = bound.field.widget
    attributes = {name.replace("_", "-"): value for name, value in attributes.items()}
    names = [_class_of(widget), widget.attrs.get("class", ""), attributes.pop("class", "")]
    if bound.errors:
        names.append("is-invalid")
    attributes["class"] = " ".join(name for name in names if name)
    if _repeats_label(bound):
        attributes.setdefault("placeholder", False)
    return bound.as_widget(attrs=attributes)


def choices(bound: BoundField, *, segmented: bool) -> list[Choice]:
    """The radio buttons or checkboxes of a field, ready to be put in labels."""
    drawn = []
    for item in bound.subwidgets:
        data = item.data
        attributes = {key: value for key, value in data["attrs"].items() if value is not False}
        attributes.pop("data-seg", None)
        if not segmented:
            attributes["class"] = "form-check-input"
        attributes |= {"type": data["type"], "name": data["name"], "value": str(data["value"])}
        drawn.append(Choice(format_html("<input{}>", flatatt(attributes)), data["label"]))
    return drawn


def is_segmented(bound: BoundField) -> bool:
    """Whether radio buttons are drawn side by side: the widget has the attribute data-seg."""
    widget = bound.field.widget
    return isinstance(widget, forms.RadioSelect) and bool(widget.attrs.get("data-seg"))


def _class_of(widget: forms.Widget) -> str:
    if isinstance(widget, forms.CheckboxInput):
        return "form-check-input"
    return "form-select" if isinstance(widget, forms.Select) else "form-control"


def _repeats_label(bound: BoundField) -> bool:
    label, placeholder = (
        "".join(filter(str.isalpha, str(text).casefold()))
        for text in (bound.label, bound.field.widget.attrs.get("placeholder", ""))
    )
    return bool(placeholder) and placeholder.startswith(label)
