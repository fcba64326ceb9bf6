"""The forms of coming in: the first owner, an accepted invitation, another login e-mail."""

from django import forms

from accounts.forms.time_zones import time_zone_choices
from accounts.models import Account, User


class PersonalForm(forms.Form):
    """A name, a password and a time zone, which a script guesses from the browser."""

    full_name = forms.CharField(
        max_length=512, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    password = forms.CharField(
        max_length=1000,
        strip=False,
        help_text="At least 8 characters, and not one of the common ones.",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    time_zone = forms.ChoiceField(choices=time_zone_choices)


class WelcomeForm(PersonalForm):
    """The organisation and its first owner."""

    account_name = forms.CharField(
        label="Organisation",
        max_length=Account._meta.get_field("name").max_length,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    username = forms.EmailField(
        label="E-mail",
        max_length=User._meta.get_field("username").max_length,
        widget=forms.EmailInput(attrs={"autocomplete": "username"}),
    )
    field_order = ("account_name", "full_name", "username", "password", "time_zone")


class LoginEmailForm(forms.Form):
    """Another e-mail to sign in with."""

    username = forms.EmailField(
        label="New e-mail",
        max_length=User._meta.get_field("username").max_length,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
