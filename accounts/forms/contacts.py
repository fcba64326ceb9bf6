"""Forms about ways to reach a person."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from accounts import phones
from accounts.models import Contact

NUMBERS = (Contact.Method.SMS, Contact.Method.VOICE)
HINTS = {
    Contact.Method.EMAIL: "",
    Contact.Method.SMS: "Country code, hyphen, number: 1-5551234567. +1 555 123 4567 is fine too.",
    Contact.Method.VOICE: "Country code, hyphen, number: 1-5551234567. +1 555 123 4567 is fine"
    " too.",
    Contact.Method.MOBILE: "What the device is called, for example Pixel 9.",
}
LABELS = {
    Contact.Method.EMAIL: "E-mail address",
    Contact.Method.SMS: "Number",
    Contact.Method.VOICE: "Number",
    Contact.Method.MOBILE: "Device",
}


class AddressForm(forms.Form):
    """The address of a contact whose method is known."""

    to = forms.CharField(max_length=512)

    def __init__(self, *args: Any, method: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fixed_method = method
        if method:
            self.fields["to"].label = LABELS[Contact.Method(method)]
            self.fields["to"].help_text = HINTS[Contact.Method(method)]

    def clean(self) -> dict[str, Any]:
        """Bring a number into the form it is kept in, and an address to lower case."""
        values = super().clean() or {}
        method, to = values.get("method") or self.fixed_method, values.get("to")
        if to and method in NUMBERS:
            try:
                values["to"] = phones.normalise(to)
            except ValueError as problem:
                self.add_error("to", ValidationError(str(problem)))
        elif to and method == Contact.Method.EMAIL:
            values["to"] = to.lower()
        return values


class ContactForm(AddressForm):
    """A new contact: how, and where."""

    method = forms.ChoiceField(
        choices=Contact.Method.choices,
        initial=Contact.Method.EMAIL,
        widget=forms.RadioSelect(attrs={"data-seg": True}),
    )
    to = forms.CharField(
        label="Address, number or device",
        max_length=512,
        help_text="Numbers: country code, hyphen, number, as 1-5551234567."
        " +1 555 123 4567 is fine too.",
    )
    field_order = ["method", "to"]


class CodeForm(forms.Form):
    """The code that was mailed."""

    code = forms.RegexField(
        r"^\d{6}\Z",
        label="Code",
        max_length=20,
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "class": "num"}
        ),
        error_messages={"invalid": "The code has six digits."},
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__({"code": "".join(data.get("code", "").split())} if data else data)
